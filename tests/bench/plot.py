"""The rows as a picture: each ratio against its goal, on a logarithmic scale."""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bench.row import Row

WIDTH, LINE, TOP, SCALE = 1100, 30, 70, 2
MIDDLE, REACH = 780.0, 280.0  # of the goals' line, and of a factor of ten
PAPER, INK, PALE, GOOD, BAD = "#ffffff", "#24292f", "#d8dee4", "#0b6e4f", "#d1242f"


def draw(rows: Sequence[Row], file: Path, caption: str) -> None:
    """Save it; right of the line is better than the goal."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt loads
    from PySide6.QtCore import QPointF, QRectF, Qt
    from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

    application = QGuiApplication.instance() or QGuiApplication([])
    height = TOP + LINE * len(rows) + 20
    picture = QImage(WIDTH * SCALE, height * SCALE, QImage.Format.Format_RGB32)
    picture.fill(QColor(PAPER))
    painter = QPainter(picture)
    painter.scale(SCALE, SCALE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    font = painter.font()
    font.setPixelSize(16)
    font.setBold(True)
    painter.setFont(font)
    painter.setPen(QColor(INK))
    painter.drawText(QPointF(24, 28), "Each ratio beside its goal; to the right is better")
    font.setPixelSize(12)
    font.setBold(False)
    painter.setFont(font)
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
        painter.drawText(QRectF(24, top, MIDDLE - 304, 18), aligned, words)
    painter.end()
    picture.save(str(file))
    del application
