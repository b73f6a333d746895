"""A combo box as high as our fields, painted by Qt in our colours."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from livedesk.desk.widgets import theme


class Choice(QComboBox):
    """`values` are text by value; `currentData` gives the value. The wheel does not change it."""

    def __init__(
        self, name: str, values: dict[str, str], taken: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFont(theme.font(13, 500))
        for value, text in values.items():
            self.addItem(text, value)
        self.take(taken)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def take(self, value: str) -> None:
        """Show this one, without a signal."""
        place = self.findData(value)
        if place != self.currentIndex():
            before = self.blockSignals(True)
            self.setCurrentIndex(place)
            self.blockSignals(before)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width() + 12, QFontMetrics(self.font()).height() + 18)
