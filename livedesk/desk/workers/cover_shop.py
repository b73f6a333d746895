"""Covers beside the window: read, cut to 16:9, made a JPEG; kept for the next time."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QImageReader, QImageWriter, QPainter

from livedesk.desk.workers.background import STOP, Background

log = logging.getLogger(__name__)

WIDTH, HEIGHT = 1280, 720  # pixels of a cover at most
LARGEST_FILE = 100_000_000  # bytes; more is no photo
LARGEST_JPEG = 600_000  # bytes: also a slow upload beside a show is over in seconds
QUALITIES = (88, 80, 70, 55, 40)
SMALL_WIDTH, SMALL_HEIGHT = 640, 360  # of a fetched cover: no tile shows more
MEGABYTES = 1024  # of memory for one picture: 16 000 x 16 000 pixels

Source = Path | bytes | QImage


@dataclass(frozen=True, slots=True)
class CoverPicture:
    """A cover as it is shown, 16:9, and as it is sent."""

    image: QImage
    jpeg: bytes


class Unreadable(Exception):
    """Not a picture that we can read; `why` is ``no_file``, ``no_picture`` or ``too_large``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class _Make:
    source: Source
    purpose: str


@dataclass(frozen=True, slots=True)
class _Keep:
    jpeg: bytes | None


class CoverShop(Background):
    """Makes covers.

    Args:
        kept_at: the file in which the last cover is kept; None keeps none.

    Signals:
        made: CoverPicture; str, the purpose that was given with it.
        unreadable: str, see `Unreadable`; str, the purpose.
    """

    made = Signal(object, str)
    unreadable = Signal(str, str)

    def __init__(self, kept_at: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__("covers", parent)
        self._kept_at = kept_at

    def make(self, source: Source, purpose: str) -> None:
        """A cover of a file, of a file's bytes, or of a picture; → `made` or `unreadable`."""
        self.order(_Make(source, purpose))

    @property
    def kept_at(self) -> str:
        """Where the last cover is kept; "" for nowhere."""
        return str(self._kept_at) if self._kept_at is not None else ""

    def keep(self, jpeg: bytes | None) -> None:
        """Keep it for the next time; None keeps none."""
        self.order(_Keep(jpeg))

    def work(self) -> None:
        while (order := self.next_order(None)) is not STOP:
            match order:
                case _Make(source, purpose):
                    try:
                        self.tell(self.made, made_of(source), purpose)
                    except Unreadable as error:
                        self.tell(self.unreadable, error.why, purpose)
                case _Keep(jpeg):
                    self._keep(jpeg)

    def _keep(self, jpeg: bytes | None) -> None:
        if self._kept_at is None:
            return
        try:
            if jpeg is None:
                self._kept_at.unlink(missing_ok=True)
            else:
                self._kept_at.parent.mkdir(parents=True, exist_ok=True)
                self._kept_at.write_bytes(jpeg)
        except OSError as error:
            log.warning("the cover is not kept for the next time: %s", error)


def for_a_card(found: bytes) -> QImage:
    """A cover that was fetched, as large as cards show it; null for what is no picture."""
    try:
        return cut(read(found), SMALL_WIDTH, SMALL_HEIGHT)
    except Unreadable:
        return QImage()


def made_of(source: Source) -> CoverPicture:
    """A cover of what was chosen, dropped or pasted.

    Raises:
        Unreadable: it is no picture.
    """
    image = cut(source if isinstance(source, QImage) else read(source))
    return CoverPicture(image, _jpeg(image))


def read(source: Path | bytes) -> QImage:
    """The picture in a file or in its bytes, upright; a huge one comes smaller.

    Raises:
        Unreadable: it is no picture.
    """
    if isinstance(source, Path):
        try:
            if source.stat().st_size > LARGEST_FILE:
                raise Unreadable("too_large")
            source = source.read_bytes()
        except OSError as error:
            raise Unreadable("no_file") from error
    device = QBuffer()
    device.setData(QByteArray(source))
    device.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(device)
    reader.setAutoTransform(True)  # phones write which side is up beside the picture
    reader.setAllocationLimit(MEGABYTES)
    whole = reader.size()
    if whole.width() > 4 * WIDTH and whole.height() > 4 * HEIGHT:
        fits = QSize(2 * WIDTH, 2 * HEIGHT)
        reader.setScaledSize(whole.scaled(fits, Qt.AspectRatioMode.KeepAspectRatioByExpanding))
    image = reader.read()
    if image.isNull():
        raise Unreadable("no_picture")
    return image


def cut(image: QImage, width: int = WIDTH, height: int = HEIGHT) -> QImage:
    """The middle of a picture as 16:9, no larger than it was or than `width` by `height`.

    Raises:
        Unreadable: there is nothing in it.
    """
    if image.isNull():
        raise Unreadable("no_picture")
    across = min(image.width(), image.height() * 16 // 9)
    tall = max(1, min(image.height(), across * 9 // 16))
    across = max(1, across)
    box = QRect((image.width() - across) // 2, (image.height() - tall) // 2, across, tall)
    piece = image.copy(box)
    if across > width:
        piece = piece.scaled(
            QSize(width, height),
            Qt.AspectRatioMode.IgnoreAspectRatio,
            Qt.TransformationMode.SmoothTransformation,
        )
    piece.setDevicePixelRatio(1.0)
    flat = QImage(piece.size(), QImage.Format.Format_RGB32)
    flat.fill(QColor("#15181E"))  # under what is transparent: a JPEG cannot be
    painter = QPainter(flat)
    painter.drawImage(0, 0, piece)
    painter.end()
    return flat


def _jpeg(image: QImage) -> bytes:
    found = b""
    for quality in QUALITIES:
        device = QBuffer()
        device.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QImageWriter(device, QByteArray(b"jpeg"))
        writer.setQuality(quality)
        writer.write(image)
        found = bytes(device.data().data())
        if len(found) <= LARGEST_JPEG:
            break
    return found
