"""The page *History*: past broadcasts of this host."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from livedesk.desk.widgets import theme
from livedesk.desk.widgets.text import Text


class HistoryPage(QWidget):
    """Past broadcasts of this host."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.addWidget(Text(self.tr("History"), px=20, weight=600))
        self._column.addStretch(1)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """One column, or two."""
        edge = theme.EDGE_NARROW if narrow else theme.EDGE
        self._column.setContentsMargins(edge, edge, edge, edge)
