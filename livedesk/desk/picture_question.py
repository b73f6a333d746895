"""The test picture where viewers see it: asked in place before it is sent, and before it stops."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from livedesk.desk.widgets.button import Button
from livedesk.desk.widgets.popover import Popover
from livedesk.desk.widgets.text import Text


class _Question(Popover):
    """A headline, more, and two buttons: the harmless one, which has the focus, and the other."""

    def __init__(
        self, window: QWidget, under: QWidget, headline: str, more: str, harmless: str, other: str
    ) -> None:
        super().__init__(window, under)
        self._first = Button(harmless, height=32)
        self._second = Button(other, height=32)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self._first)
        row.addWidget(self._second)
        self.card.setMinimumWidth(340)
        self.card.column.setSpacing(4)
        self.card.column.addWidget(Text(headline, px=14, weight=600, wrap=True))
        self.card.column.addWidget(Text(more, "text_2", wrap=True))
        self.card.column.addSpacing(12)
        self.card.column.addLayout(row)
        self.setAccessibleName(headline)

    def ask(self) -> None:
        """Open under its button."""
        self.open(self._first)


class PictureQuestion(_Question):
    """Before it is sent.

    Args:
        on_air: the show has begun, so that it is too late to rehearse.

    Signals:
        rehearses: make it a rehearsal first, then send.
        sends: send, for everybody to see.
    """

    rehearses = Signal()
    sends = Signal()

    def __init__(self, window: QWidget, under: QWidget, *, on_air: bool = False) -> None:
        more = (
            QCoreApplication.translate(
                "PictureQuestion",
                "It is your picture until you stop it. OBS can send again after that.",
            )
            if on_air
            else QCoreApplication.translate(
                "PictureQuestion",
                "This broadcast goes on air with the first picture. In a rehearsal only you see "
                "it.",
            )
        )
        super().__init__(
            window,
            under,
            QCoreApplication.translate("PictureQuestion", "Viewers would see the test picture."),
            more,
            QCoreApplication.translate("PictureQuestion", "Not now")
            if on_air
            else QCoreApplication.translate("PictureQuestion", "Rehearse first"),
            QCoreApplication.translate("PictureQuestion", "Send to viewers"),
        )
        self.rehearse, self.send = self._first, self._second
        self.rehearse.clicked.connect(self.dismiss if on_air else self._rehearse)
        self.send.clicked.connect(self._send)

    def _rehearse(self) -> None:
        self.rehearses.emit()
        self.dismiss()

    def _send(self) -> None:
        self.sends.emit()
        self.dismiss()


class StopQuestion(_Question):
    """Before it stops while it is what viewers see.

    Signals:
        stops: stop it all the same.
    """

    stops = Signal()

    def __init__(self, window: QWidget, under: QWidget) -> None:
        super().__init__(
            window,
            under,
            QCoreApplication.translate("PictureQuestion", "Your viewers will see it stop."),
            QCoreApplication.translate(
                "PictureQuestion",
                "They see “One moment” until there is a picture again: from OBS, or this one once "
                "more. The broadcast does not end.",
            ),
            QCoreApplication.translate("PictureQuestion", "Keep sending"),
            QCoreApplication.translate("PictureQuestion", "Stop it"),
        )
        self.keep, self.stop = self._first, self._second
        self.keep.clicked.connect(self.dismiss)
        self.stop.clicked.connect(self._stop)

    def _stop(self) -> None:
        self.stops.emit()
        self.dismiss()
