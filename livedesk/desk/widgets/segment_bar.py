"""The painted stretches of a broadcast: green where the picture flowed, amber where it did not."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from livedesk.desk.widgets import theme
from livedesk.domain.records import Record, to_epoch

Stretches = tuple[tuple[float, float], ...]

LEAST = 4.0  # pixels of a gap: a short one must be seen too
BESIDE = 1.5  # pixels of the ground on both sides of a gap


def stretches_of(record: Record, until: float) -> Stretches:
    """When the picture flowed on air, epoch seconds from and to; what flows still ends `until`.

    Empty where it never did, and where only the single GET would tell. What flowed before, in a
    rehearsal, is no part of it.
    """
    began = to_epoch(record.started_at) if record.started_at else 0.0
    flowed = (
        (max(began, to_epoch(segment.start)), to_epoch(segment.end) if segment.end else until)
        for segment in record.segments or ()
    )
    return tuple((start, end) for start, end in flowed if end >= start)


def gaps_of(stretches: Stretches) -> Stretches:
    """What lies between them."""
    return tuple((before[1], after[0]) for before, after in pairwise(stretches))


def paint_segments(
    painter: QPainter, box: QRectF, stretches: Sequence[tuple[float, float]], on: QWidget
) -> None:
    """Draw a bar that fills `box`; an empty track without stretches."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    radius = min(6.0, box.height() / 2)
    path.addRoundedRect(box, radius, radius)
    painter.fillPath(path, theme.ink(on, "good" if stretches else "track"))
    if stretches:
        painter.setClipPath(path)
        begin, end = stretches[0][0], stretches[-1][1]
        scale = box.width() / max(1.0, end - begin)
        for (_, gap_from), (gap_to, _) in pairwise(stretches):
            left = box.left() + (gap_from - begin) * scale
            width = max(LEAST, (gap_to - gap_from) * scale)
            beside = QRectF(left - BESIDE, box.top(), width + 2 * BESIDE, box.height())
            painter.fillRect(beside, theme.ink(on, "card"))
            gap = QRectF(left, box.top(), width, box.height())
            painter.fillRect(gap, theme.ink(on, "warn"))
    painter.restore()


class SegmentBar(QWidget):
    """Painted only; the totals under it say the same.

    Args:
        tall: in pixels.
    """

    def __init__(self, tall: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tall = tall
        self._stretches: Stretches = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_stretches(self, stretches: Stretches) -> None:
        """Epoch seconds from, to; in order."""
        self._stretches = stretches
        self.setVisible(bool(stretches))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self._tall)

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._stretches:
            paint_segments(QPainter(self), QRectF(self.rect()), self._stretches, self)


class TimeAxis(QWidget):
    """Times under a bar, as many as there is room for."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._marks: tuple[str, ...] = ()
        self.setFont(theme.font(11, digits=True))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_marks(self, marks: tuple[str, ...]) -> None:
        """Evenly from the first at the left end to the last at the right."""
        self._marks = marks
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, self.fontMetrics().height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        if len(self._marks) < 2:
            return
        painter = QPainter(self)
        painter.setFont(self.font())
        painter.setPen(theme.ink(self, "text_2"))
        wide = max(self.fontMetrics().horizontalAdvance(mark) for mark in self._marks) + 16
        every = 1
        while every < len(self._marks) - 1 and self.width() * every / (len(self._marks) - 1) < wide:
            every += 1
        last = len(self._marks) - 1
        for n, mark in enumerate(self._marks):
            if n != last and (n % every or (last - n) * self.width() / last < wide):
                continue
            x = n * self.width() / last
            left = min(max(0.0, x - wide / 2), self.width() - wide)
            side = Qt.AlignmentFlag.AlignHCenter
            side = Qt.AlignmentFlag.AlignLeft if n == 0 else side
            side = Qt.AlignmentFlag.AlignRight if n == last else side
            painter.drawText(QRectF(left, 0, wide, self.height()), int(side), mark)
