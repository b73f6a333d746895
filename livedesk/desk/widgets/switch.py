"""The painted switch."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from livedesk.desk.widgets import theme


class Switch(QAbstractButton):
    """On or off; checked, toggled and Space are QAbstractButton's."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(40, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.tokens(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        track = QRectF(0, 2, 40, 24)
        if not self.isEnabled():
            painter.setOpacity(0.5)
        painter.setBrush(QColor(of.accent if self.isChecked() else of.line_strong))
        painter.drawRoundedRect(track, 12, 12)
        painter.setBrush(QColor("#FFFFFF"))
        painter.drawEllipse(QPointF(28 if self.isChecked() else 12, 14), 9, 9)
