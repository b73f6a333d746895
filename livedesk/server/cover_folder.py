"""Covers: pictures that hosts have sent, made anew and kept by what they are.

Nothing of what was sent is kept: it is decoded, cut, and written as a plain JPEG. So no file here
is anything else than a picture, and none tells where or with what it was taken.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import stat
import struct
import tempfile
import time
from collections.abc import Collection
from pathlib import Path

from PIL import ExifTags, Image, ImageOps

from livedesk.domain.errors import BadImage, ImageTooLarge, StoreUnavailable

OWN_COVER = r"/covers/[0-9a-f]{64}\.jpg"

WIDEST, HIGHEST = 1280, 720
LEAST = 32  # pixels on each side: less is no picture to look at
MOST_PIXELS = 40_000_000  # a camera's; more takes the memory of a small server
FORMATS = ("JPEG", "PNG", "WEBP")
QUALITY = 85
DAMAGED = (
    *(OSError, SyntaxError, ValueError, EOFError, ArithmeticError, LookupError),
    *(TypeError, struct.error),
)
KEPT_S = 3600.0  # of a cover that nobody uses: it may have been written just before its record

TURNS: dict[object, Image.Transpose] = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

_ANYWHERE = re.compile(rf"(?:https?://[^/\s]+)?({OWN_COVER})")


def cover_of(sent: bytes) -> bytes:
    """What was sent as the JPEG of a cover: 16:9, at most 1280 x 720, nothing but the picture.

    Raises:
        BadImage: not a JPEG, PNG or WebP that can be read to its end, or too small.
        ImageTooLarge: too many pixels.
    """
    try:
        with Image.open(io.BytesIO(sent), formats=FORMATS) as image:
            return _cut(image)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise _TOO_MANY_PIXELS from error
    # Every decoder has its own way to say that a file is damaged.
    except DAMAGED as error:
        raise BadImage(
            "This is not a picture that can be read to its end: send a JPEG, PNG or WebP."
        ) from error


def _cut(image: Image.Image) -> bytes:
    if image.width * image.height > MOST_PIXELS:
        raise _TOO_MANY_PIXELS
    if min(image.size) < LEAST:
        raise BadImage(f"The picture is too small: {LEAST} pixels on each side at least.")
    image.draft("RGB", (WIDEST, WIDEST))  # a JPEG is read as small as is enough
    turn = TURNS.get(_orientation(image))
    upright = image if turn is None else image.transpose(turn)
    width = min(WIDEST, upright.width, upright.height * 16 // 9)
    size = (width, max(1, round(width * 9 / 16)))
    with_alpha = upright.has_transparency_data
    fitted = ImageOps.fit(upright.convert("RGBA" if with_alpha else "RGB"), size)
    plain = Image.new("RGB", size, "white")  # new: comments and the like stay behind
    plain.paste(fitted, mask=fitted if with_alpha else None)
    made = io.BytesIO()
    plain.save(made, "JPEG", quality=QUALITY, optimize=True)
    return made.getvalue()


def _orientation(image: Image.Image) -> object:
    """Of the camera, as EXIF 2.3 numbers it; None where it does not tell.

    Not ImageOps.exif_transpose: it writes all of the EXIF anew, which fails for what many cameras
    and programs leave there, although the picture itself is sound.
    """
    try:
        return image.getexif().get(ExifTags.Base.Orientation)
    except Exception:  # noqa: BLE001 - whatever a decoder of metadata says, there is a picture
        return None


class CoverFolder:
    """``{sha256}.jpg`` in one folder. Every method may be called from any thread.

    Each server process has its own folder: where several share a database, covers are to be on a
    disk that they share too.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def keep(self, sent: bytes) -> str:
        """Keep a picture as a cover; gives its path on this server.

        Raises:
            BadImage, ImageTooLarge: see `cover_of`.
            StoreUnavailable: the folder cannot be written.
        """
        made = cover_of(sent)
        name = f"{hashlib.sha256(made).hexdigest()}.jpg"
        try:
            self._folder.mkdir(exist_ok=True)
            if not self._used(name):
                self._write(name, made)
        except OSError as error:
            raise StoreUnavailable(
                f"The cover cannot be written ({error.strerror}): its admin should look at the "
                "disk of the data folder."
            ) from error
        return f"/covers/{name}"

    def own(self, url: str | None) -> str | None:
        """A cover's address as it is stored: of one that is kept here, only the path.

        Its name is its contents, so whatever address this server had then does not matter.
        """
        found = _ANYWHERE.fullmatch(url or "")
        if found is not None and self._used(found.group(1).rpartition("/")[2]):
            return found.group(1)
        return url

    def file(self, sha256: str) -> Path | None:
        """The file of a cover, or None."""
        path = self._folder / f"{sha256}.jpg"
        return path if re.fullmatch("[0-9a-f]{64}", sha256) and _is_plain(path) else None

    def clean(self, used: Collection[str]) -> None:
        """Remove what no broadcast uses.

        Args:
            used: paths as `keep` gives them.
        """
        oldest = time.time() - KEPT_S  # by the disk's clock, which `used` is not
        for path in self._folder.glob("*.jpg*"):
            if f"/covers/{path.name}" in used or not _is_plain(path):
                continue
            if path.stat().st_mtime < oldest:
                path.unlink(missing_ok=True)

    def _used(self, name: str) -> bool:
        """Whether it is there; it is not cleaned away for another while then."""
        path = self._folder / name
        try:
            if _is_plain(path):
                os.utime(path)
                return True
        except FileNotFoundError:
            pass
        return False

    def _write(self, name: str, made: bytes) -> None:
        """Whole or not at all."""
        handle, draft = tempfile.mkstemp(prefix=f"{name}.", dir=self._folder)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(made)
                file.flush()
                os.fsync(file.fileno())
            Path(draft).replace(self._folder / name)
        except BaseException:
            Path(draft).unlink(missing_ok=True)
            raise


def _is_plain(path: Path) -> bool:
    """A file of ours: what was linked in from elsewhere is not for everybody's eyes."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except (FileNotFoundError, NotADirectoryError):
        return False


_TOO_MANY_PIXELS = ImageTooLarge(
    f"The picture has too many pixels: {MOST_PIXELS // 1_000_000} million at most."
)
