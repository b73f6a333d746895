"""*End…*: asked in place, with the focus on going on."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from livedesk.desk import texts
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.popover import Popover
from livedesk.desk.widgets.text import Text


class EndQuestion(Popover):
    """Signals: confirmed: *End now* was clicked."""

    confirmed = Signal()

    def __init__(self, window: QWidget, under: QWidget, viewers: int, *, on_air: bool) -> None:
        super().__init__(window, under)
        headline = (
            self.tr("End the broadcast for everyone?")
            if on_air
            else self.tr("End this broadcast before it began?")
        )
        final = self.tr("This cannot be undone.")
        if viewers:
            watching = self.tr("%n are watching. This cannot be undone.", "", viewers)
            final = watching.replace(str(viewers), texts.number(viewers), 1)
        self.keep = Button(self.tr("Keep going"), height=32)
        self.end = Button(self.tr("End now"), Kind.DANGER_FILL, "square", 32)
        self.keep.clicked.connect(self.dismiss)
        self.end.clicked.connect(self._confirm)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.keep)
        row.addWidget(self.end)
        self.card.setMinimumWidth(320)
        self.card.column.setSpacing(4)
        self.card.column.addWidget(Text(headline, px=14, weight=600, wrap=True))
        self.card.column.addWidget(Text(final, "text_2", wrap=True))
        self.card.column.addSpacing(12)
        self.card.column.addLayout(row)
        self.setAccessibleName(headline)

    def ask(self) -> None:
        """Open under its button."""
        self.open(self.keep)

    def _confirm(self) -> None:
        self.confirmed.emit()
        self.dismiss()
