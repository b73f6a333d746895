"""The rows as a picture: each ratio against its goal, on a logarithmic scale."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.paper import INK, PALE, paper, write

if TYPE_CHECKING:
    from tests.bench.row import Row

WIDTH, LINE, TOP = 1100, 30, 70
MIDDLE, REACH = 830.0, 190.0  # of the goals' line, and of a factor of ten
GOOD, BAD = "#0b6e4f", "#d1242f"


def draw(rows: Sequence[Row], file: Path, caption: str) -> None:
    """Save it; right of the line is better than the goal."""
    from PySide6.QtCore import QPointF, QRectF, Qt
    from PySide6.QtGui import QColor

    height = TOP + LINE * len(rows) + 20
    with paper(WIDTH, height, file) as painter:
        write(painter, 16, bold=True)
        painter.setPen(QColor(INK))
        painter.drawText(QPointF(24, 28), "Each ratio beside its goal; to the right is better")
        write(painter, 12)
        painter.drawText(QPointF(24, 50), caption)
        painter.setPen(QColor(PALE))
        painter.drawLine(QPointF(MIDDLE, TOP - 8), QPointF(MIDDLE, height - 12))
        for number, row in enumerate(rows):
            top = float(TOP + LINE * number)
            better = row.ratio / row.goal if row.least else row.goal / max(row.ratio, 1e-6)
            long = max(-REACH, min(REACH, math.log10(max(better, 1e-6)) * REACH))
            colour = QColor(GOOD if row.good else BAD)
            painter.fillRect(QRectF(MIDDLE + min(0.0, long), top, abs(long) or 1.0, 18.0), colour)
            painter.setPen(QColor(INK))
            words = f"{row.name}:  {row.ratio:.2f}  (goal {row.goal:g})"
            aligned = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(24, top, MIDDLE - REACH - 30, 18), aligned, words)
