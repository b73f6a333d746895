"""An error under its field."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.text import Text


class Complaint(QWidget):
    """An error under its field: an icon and a sentence in red."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Text(ink="danger", px=12, wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Glyph("warning", "danger", 14), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text() if not self.isHidden() else ""

    def say(self, words: str) -> None:
        """Show `words`; "" hides it."""
        self._words.set_text(words)
        self.setVisible(bool(words))
