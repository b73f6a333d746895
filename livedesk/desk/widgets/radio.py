"""The painted radio button, and the tile with an icon that stands beside it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from livedesk.desk.widgets import icons, theme


class Radio(QAbstractButton):
    """One of several; checked, arrow keys and Space are QAbstractButton's."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(20, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.tokens(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(self.width() / 2, self.height() / 2)
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(of.accent))
            painter.drawEllipse(centre, 9, 9)
            painter.setBrush(QColor(of.on_fill))
            painter.drawEllipse(centre, 4, 4)
        else:
            painter.setPen(QPen(QColor(of.line_strong), 1.5))
            painter.setBrush(QColor(of.card))
            painter.drawEllipse(centre, 8.5, 8.5)


class Tile(QWidget):
    """An icon on a small rounded ground.

    Args:
        ink, ground: tokens.
    """

    def __init__(
        self,
        icon: str,
        ink: str = "text_2",
        ground: str = "hover",
        size: int = 36,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon, self._ink, self._ground, self._size = icon, ink, ground, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_inks(self, ink: str, ground: str) -> None:
        if (ink, ground) != (self._ink, self._ground):
            self._ink, self._ground = ink, ground
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._size, self._size)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.ink(self, self._ground))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
        centre = QPointF(self.width() / 2, self.height() / 2)
        size = 16 if self._size < 40 else 22
        icons.paint(painter, self._icon, centre, size, theme.ink(self, self._ink))
