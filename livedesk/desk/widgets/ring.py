"""The painted countdown: seconds in a ring that empties."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from livedesk.desk.widgets import theme


class Ring(QWidget):
    """Painted only; the words beside it say the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left_s = 0
        self._whole_s = 1.0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_time(self, left_s: float, whole_s: float) -> None:
        """`left_s` of `whole_s` seconds are left."""
        self._left_s = max(0, round(left_s))
        self._whole_s = max(1.0, whole_s)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(34, 34)

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.tokens(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(2, 2, 30, 30)
        painter.setPen(QPen(theme.mixed(of.warn, of.warn_tint, 0.3), 2.5))
        painter.drawEllipse(box)
        pen = QPen(QColor(of.warn_ink), 2.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        share = min(1.0, self._left_s / self._whole_s)
        painter.drawArc(box, 90 * 16, -round(share * 360 * 16))
        painter.setFont(theme.font(12, 600, digits=True))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(self._left_s))
