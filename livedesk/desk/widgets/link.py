"""A button that reads like a link: it leads somewhere and changes nothing."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from livedesk.desk.widgets import theme
from livedesk.desk.widgets.button import Button, Kind


class Link(Button):
    """28 pixels high, in the ink of links, and as wide as its words: it ends where others do."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, Kind.GHOST, height=28, parent=parent)

    def sizeHint(self) -> QSize:
        words = QFontMetricsF(self.font()).horizontalAdvance(self.text())
        return QSize(round(words + 1), super().sizeHint().height())

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        _, _, ink = super()._colours()
        none = QColor(Qt.GlobalColor.transparent)
        return none, none, theme.ink(self, "accent_ink") if self.isEnabled() else ink

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.isEnabled() and (self.underMouse() or self.isDown()):
            painter = QPainter(self)
            painter.setPen(QPen(theme.ink(self, "accent_ink"), 1))
            metrics = QFontMetricsF(self.font())
            under = round((self.height() + metrics.ascent() - metrics.descent()) / 2) + 2.5
            painter.drawLine(QPointF(0, under), QPointF(self.width(), under))
