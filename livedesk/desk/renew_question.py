"""Renewing asked in place: for how long, and what becomes of what OBS has."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from livedesk.desk import time_texts
from livedesk.desk.create_form import validities
from livedesk.desk.scene import Scene
from livedesk.desk.widgets.button import Button
from livedesk.desk.widgets.popover import Popover
from livedesk.desk.widgets.segments import Segments
from livedesk.desk.widgets.text import Text


class RenewQuestion(Popover):
    """Signals: confirmed: int, seconds from now for which the new address is to be good."""

    confirmed = Signal(int)

    def __init__(self, window: QWidget, under: QWidget, scene: Scene, now: float, usual: int):
        super().__init__(window, under)
        self._now = now
        headline = self.tr("Let the live code be good for longer?")
        self.choices = Segments(validities(), usual, self.tr("Valid for"))
        self.choices.chosen.connect(self._show)
        self._until = Text(weight=500)
        self.keep = Button(self.tr("Not now"), height=32)
        self.renew = Button(self.tr("Renew"), icon="again", height=32)
        self.keep.clicked.connect(self.dismiss)
        self.renew.clicked.connect(self._confirm)
        until = scene.expires_at
        if scene.publishing and until is not None and until > now:
            more = self.tr(
                "OBS need not stop: its key stays good until {time}, and a running show is never "
                "cut. For a start after that, send OBS the new key."
            ).format(time=time_texts.moment(until, now))
        elif scene.publishing:
            more = self.tr(
                "OBS need not stop: a running show is never cut. For its next start, send OBS the "
                "new key."
            )
        else:
            more = self.tr("The stream key becomes another one. Send it to OBS before you start.")
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._until, 1)
        row.addWidget(self.keep)
        row.addWidget(self.renew)
        column = self.card.column
        self.card.setMinimumWidth(380)
        column.setSpacing(8)
        column.addWidget(Text(headline, px=14, weight=600, wrap=True))
        column.addWidget(Text(more, "text_2", wrap=True))
        column.addSpacing(4)
        column.addWidget(self.choices)
        column.addSpacing(4)
        column.addLayout(row)
        self.setAccessibleName(headline)
        self._show()

    def ask(self) -> None:
        """Open under its button."""
        self.open(self.keep)

    def _show(self) -> None:
        until = time_texts.moment(self._now + self.choices.value, self._now)
        self._until.set_text(self.tr("until {time}").format(time=until))

    def _confirm(self) -> None:
        self.confirmed.emit(self.choices.value)
        self.dismiss()
