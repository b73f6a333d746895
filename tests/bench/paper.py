"""A sheet to draw figures on, without a screen: for the bench's rows and README's plots."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtGui import QPainter

SCALE = 2  # pixels of the picture for one of the drawing
PAPER, INK, PALE = "#ffffff", "#24292f", "#d8dee4"


@contextmanager
def paper(width: int, height: int, file: Path) -> Iterator[QPainter]:
    """Draw on it; it is saved at the end."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt loads
    from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter

    application = QGuiApplication.instance() or QGuiApplication([])
    picture = QImage(width * SCALE, height * SCALE, QImage.Format.Format_RGB32)
    picture.fill(QColor(PAPER))
    painter = QPainter(picture)
    painter.scale(SCALE, SCALE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    yield painter
    painter.end()
    picture.save(str(file))
    del application


def write(painter: QPainter, px: int, *, bold: bool = False) -> None:
    """Letters of this size from now on."""
    font = painter.font()
    font.setPixelSize(px)
    font.setBold(bold)
    painter.setFont(font)
