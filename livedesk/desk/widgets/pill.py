"""The painted pill: icon, word and colour of a state, always the three."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from livedesk.desk.widgets import icons, theme
from livedesk.desk.widgets.states import Look


class Pill(QWidget):
    """A state in words; `small` is the tinted one of cards and lists."""

    def __init__(self, look: Look, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._small = small
        self.setFont(theme.font(12 if small else 14, 600))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(look.word())

    def show_look(self, look: Look) -> None:
        """Show another state."""
        if look != self._look:
            self._look = look
            self.setAccessibleName(look.word())
            self.updateGeometry()
            self.update()

    @property
    def look(self) -> Look:
        """The state it shows."""
        return self._look

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        words = metrics.horizontalAdvance(self._look.word())
        if self._small:
            return QSize(round(words + 10 + 14 + 5 + 10), round(metrics.height() + 8))
        return QSize(round(words + 14 + 16 + 6 + 14), round(metrics.height() + 15))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_pill(painter, QRectF(self.rect()), self._look, self, small=self._small)


def paint_pill(
    painter: QPainter, box: QRectF, look: Look, on: QWidget, *, small: bool, solid: bool = True
) -> None:
    """Draw a pill that fills `box`; lists use it too, never `solid` there."""
    filled = look.solid and solid and not small
    words = theme.ink(on, "on_fill" if filled else look.ink)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.ink(on, "live" if filled else look.tint))
    painter.drawRoundedRect(box, box.height() / 2, box.height() / 2)
    size, pad, gap = (14.0, 10.0, 5.0) if small else (16.0, 13.0, 6.0)
    centre = QPointF(box.left() + pad + size / 2, box.center().y())
    icons.paint(painter, look.icon, centre, size, words)
    painter.setPen(words)
    painter.setFont(theme.font(12 if small else 14, 600))
    painter.drawText(
        box.adjusted(pad + size + gap, 0, 0, 0),
        int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft),
        look.word(),
    )
