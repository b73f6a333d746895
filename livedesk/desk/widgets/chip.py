"""The painted chip: one of several filters, with how much it lets through."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from livedesk.desk.widgets import theme

PAD, DOT, GAP = 12, 8, 8


class Chip(QAbstractButton):
    """Checkable; `dot` names a token for the dot before the words, or is empty."""

    def __init__(self, text: str, dot: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dot = dot
        self._count = ""
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setFont(theme.font(13, 500))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def count(self) -> str:
        """The number after the words."""
        return self._count

    def show_count(self, count: str) -> None:
        """How much it lets through; "" while that is not known."""
        if count != self._count:
            self._count = count
            self.setAccessibleName(f"{self.text()}, {count}" if count else self.text())
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        wide = 2 * PAD + metrics.horizontalAdvance(self.text())
        wide += DOT + GAP if self._dot else 0
        wide += GAP + metrics.horizontalAdvance(self._count) if self._count else 0
        return QSize(round(wide) + 1, round(metrics.height() + 14))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        of, taken = theme.tokens(self), self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(QColor(of.accent if taken else of.line_strong), 1))
        idle = of.hover if self.underMouse() else of.card
        painter.setBrush(QColor(of.accent_tint if taken else idle))
        painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
        left = float(PAD)
        if self._dot:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.ink(self, self._dot))
            painter.drawEllipse(QPointF(left + DOT / 2, self.height() / 2), DOT / 2, DOT / 2)
            left += DOT + GAP
        end = int(Qt.AlignmentFlag.AlignVCenter)
        painter.setFont(self.font())
        painter.setPen(QColor(of.accent_ink if taken else of.text))
        painter.drawText(QRectF(left, 0, self.width(), self.height()), end, self.text())
        left += QFontMetricsF(self.font()).horizontalAdvance(self.text()) + GAP
        painter.setPen(QColor(of.accent_ink if taken else of.text_2))
        painter.drawText(QRectF(left, 0, self.width(), self.height()), end, self._count)
