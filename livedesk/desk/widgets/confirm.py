"""A question asked in place: what happens, and two buttons with the focus on the harmless one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from livedesk.desk.widgets.button import Button
from livedesk.desk.widgets.popover import Popover
from livedesk.desk.widgets.text import Text

LEAST, WIDE = 320, 400


class Confirm(Popover):
    """
    Args:
        then: what happens if it is done.
        keep: the word for leaving everything as it is.
        go: the button that does it.
        wide: for a `then` of several sentences.

    Signals:
        confirmed: it is to be done.
    """

    confirmed = Signal()

    def __init__(
        self,
        window: QWidget,
        under: QWidget,
        headline: str,
        then: str,
        keep: str,
        go: Button,
        *,
        wide: bool = True,
    ) -> None:
        super().__init__(window, under)
        self.keep = Button(keep, height=32)
        self.keep.clicked.connect(self.dismiss)
        go.clicked.connect(self._confirm)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.keep)
        row.addWidget(go)
        if wide:
            self.card.setFixedWidth(min(WIDE, window.width() - 32))
        else:
            self.card.setMinimumWidth(LEAST)
        self.card.column.setSpacing(4)
        self.card.column.addWidget(Text(headline, px=14, weight=600, wrap=True))
        self.card.column.addWidget(Text(then, "text_2", wrap=True))
        self.card.column.addSpacing(12)
        self.card.column.addLayout(row)
        self.setAccessibleName(headline)

    def ask(self) -> None:
        """Open under its button."""
        self.open(self.keep)

    def _confirm(self) -> None:
        self.dismiss()  # first: what follows may make the window anew
        self.confirmed.emit()
