"""Our own icons: SVG strokes drawn in the colour of the text beside them."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from livedesk.places import resource

if TYPE_CHECKING:  # the first picture needs none
    from PySide6.QtGui import QIcon

STROKE = 1.75
STROKE_SMALL = 2.1
"""Stroke width on the 24-unit grid; small icons need more to look equally strong."""


def load() -> None:
    """Read all icons from the disk, so that none is read where one is painted; on any thread."""
    for path in sorted(resource("icons").glob("*.svg")):
        _source(path.stem)


@cache
def _source(name: str) -> str:
    return resource("icons", f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _drawn(name: str, size: float, colour: str, stroke: float, ratio: float) -> QImage:
    text = _source(name).replace("currentColor", colour)
    text = text.replace('stroke-width="1.75"', f'stroke-width="{stroke}"')
    pixels = max(1, round(size * ratio))
    image = QImage(pixels, pixels, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(text.encode())).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    image.setDevicePixelRatio(ratio)
    return image


def paint(painter: QPainter, name: str, centre: QPointF, size: float, colour: QColor) -> None:
    """Draw an icon around `centre`; rendered once per colour and device ratio."""
    ratio = painter.device().devicePixelRatioF()
    stroke = STROKE_SMALL if size <= 14 else STROKE
    image = _drawn(name, size, colour.name(), stroke, ratio)
    corner = QPointF(round(centre.x() - size / 2), round(centre.y() - size / 2))
    painter.save()
    painter.setOpacity(painter.opacity() * colour.alphaF())
    painter.drawImage(corner, image)
    painter.restore()


def app_icon() -> QIcon:
    """The mark, for the window's frame and the task bar."""
    from PySide6.QtGui import QIcon, QPixmap

    icon = QIcon()
    for size in (16, 24, 32, 48, 64, 128, 256):
        icon.addPixmap(QPixmap.fromImage(_drawn("mark", size, "#000000", STROKE, 1.0)))
    return icon
