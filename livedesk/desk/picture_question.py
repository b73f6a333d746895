"""*Test picture* without a rehearsal: viewers would see it. Asked in place."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from livedesk.desk.widgets.button import Button
from livedesk.desk.widgets.popover import Popover
from livedesk.desk.widgets.text import Text


class PictureQuestion(Popover):
    """Signals:
    rehearses: make it a rehearsal first, then send.
    sends: send, for everybody to see.
    """

    rehearses = Signal()
    sends = Signal()

    def __init__(self, window: QWidget, under: QWidget) -> None:
        super().__init__(window, under)
        headline = self.tr("Viewers would see the test picture.")
        more = self.tr(
            "This broadcast goes on air with the first picture. In a rehearsal only you see it."
        )
        self.rehearse = Button(self.tr("Rehearse first"), height=32)
        self.send = Button(self.tr("Send to viewers"), height=32)
        self.rehearse.clicked.connect(self._rehearse)
        self.send.clicked.connect(self._send)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.rehearse)
        row.addWidget(self.send)
        self.card.setMinimumWidth(340)
        self.card.column.setSpacing(4)
        self.card.column.addWidget(Text(headline, px=14, weight=600, wrap=True))
        self.card.column.addWidget(Text(more, "text_2", wrap=True))
        self.card.column.addSpacing(12)
        self.card.column.addLayout(row)
        self.setAccessibleName(headline)

    def ask(self) -> None:
        """Open under its button."""
        self.open(self.rehearse)

    def _rehearse(self) -> None:
        self.rehearses.emit()
        self.dismiss()

    def _send(self) -> None:
        self.sends.emit()
        self.dismiss()
