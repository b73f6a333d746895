"""The painted curve of numbers over time, with a dot where it is now."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from livedesk.desk.widgets import theme

ROOM = 5.0  # pixels for the dot
LEAST_SPAN_S = 300.0


class Curve(QWidget):
    """Painted only; the words beside it say what counts.

    Args:
        ink: the token of the line.
    """

    def __init__(self, ink: str = "accent_ink", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink = ink
        self._points: tuple[tuple[float, float], ...] = ()
        self._now = 0.0
        self._span_s = LEAST_SPAN_S
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_points(
        self,
        points: Sequence[tuple[float, float]],
        now: float,
        span_s: float,
        ink: str = "",
    ) -> None:
        """Epoch seconds and numbers, oldest first; the right edge is `now`, `span_s` wide."""
        self._points, self._now, self._span_s = tuple(points), now, max(LEAST_SPAN_S, span_s)
        self._ink = ink or self._ink
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, 44)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0, ROOM, -ROOM, -4)  # the dot lies on the ground too
        painter.setPen(QPen(theme.ink(self, "line"), 1))
        for share in (0.2, 0.8):
            y = box.top() + box.height() * share
            painter.drawLine(QPointF(0, y), QPointF(self.width(), y))
        if not self._points:
            return
        ink = QColor(theme.ink(self, self._ink))
        places = self._places(box)
        line = QPainterPath(places[0])
        for place in places[1:]:
            line.lineTo(place)
        under = QPainterPath(line)
        under.lineTo(places[-1].x(), box.bottom())
        under.lineTo(places[0].x(), box.bottom())
        under.closeSubpath()
        fill = QLinearGradient(box.topLeft(), box.bottomLeft())
        faint, none = QColor(ink), QColor(ink)
        faint.setAlphaF(0.22)
        none.setAlphaF(0.02)
        fill.setColorAt(0, faint)
        fill.setColorAt(1, none)
        painter.fillPath(under, fill)
        painter.setPen(QPen(ink, 1.75))
        painter.drawPath(line)
        painter.setPen(QPen(ink, 0))
        painter.setBrush(ink)
        painter.drawEllipse(places[-1], 2.75, 2.75)

    def _places(self, box: QRectF) -> list[QPointF]:
        """Where the numbers lie; the last one is true until now."""
        begin = self._now - self._span_s
        numbers = [(max(at, begin), value) for at, value in self._points if at >= begin]
        numbers = numbers or [(begin, self._points[-1][1])]
        numbers.append((self._now, self._points[-1][1]))
        high = max(1.0, *(value for _, value in numbers))
        return [
            QPointF(
                box.left() + box.width() * (at - begin) / self._span_s,
                box.bottom() - (box.height() - 2) * value / high * 0.9,
            )
            for at, value in numbers
        ]
