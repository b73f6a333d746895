"""A clock drawn into a picture, in plain code: FFmpeg's libraries come without their drawtext."""

from __future__ import annotations

from av.video.frame import VideoFrame

# Five wide, seven high, one bit a dot, the left one first.
_GLYPHS = {
    "0": (14, 17, 19, 21, 25, 17, 14),
    "1": (4, 12, 4, 4, 4, 4, 14),
    "2": (14, 17, 1, 2, 4, 8, 31),
    "3": (31, 2, 4, 2, 1, 17, 14),
    "4": (2, 6, 10, 18, 31, 2, 2),
    "5": (31, 16, 30, 1, 1, 17, 14),
    "6": (6, 8, 16, 30, 17, 17, 14),
    "7": (31, 1, 2, 4, 8, 8, 8),
    "8": (14, 17, 17, 14, 17, 17, 14),
    "9": (14, 17, 17, 15, 1, 2, 12),
    ":": (0, 4, 4, 0, 4, 4, 0),
    ".": (0, 0, 0, 0, 0, 12, 12),
    " ": (0, 0, 0, 0, 0, 0, 0),
}
_DARK, _BRIGHT, _GREY = 16, 235, 128  # luma and chroma of limited range (ITU-R BT.601)
_HIGH, _WIDE = 7, 6


def burn(frame: VideoFrame, text: str, dot: int) -> None:
    """Write `text` into the middle of a yuv420p `frame`, bright on dark.

    Args:
        text: digits, ``:``, ``.`` and spaces.
        dot: pixels of one dot, even.
    """
    width = (len(text) * _WIDE + 3) * dot
    height = (_HIGH + 4) * dot
    left = (frame.width - width) // 4 * 2
    top = (frame.height - height) // 4 * 2
    luma = memoryview(frame.planes[0]).cast("B")
    stride = frame.planes[0].line_size
    rows = [bytes([_DARK]) * width] * 2
    rows += [_row(text, n, dot) for n in range(_HIGH)]
    rows += [bytes([_DARK]) * width] * 2
    for n, row in enumerate(rows):
        for line in range(top + n * dot, top + (n + 1) * dot):
            begin = line * stride + left
            luma[begin : begin + width] = row
    grey = bytes([_GREY]) * (width // 2)
    for plane in frame.planes[1:]:
        chroma = memoryview(plane).cast("B")
        for line in range(top // 2, (top + height) // 2):
            begin = line * plane.line_size + left // 2
            chroma[begin : begin + width // 2] = grey


def _row(text: str, n: int, dot: int) -> bytes:
    """One row of dots, a byte a pixel, with a dot of margin before and behind."""
    dark, bright = bytes([_DARK]) * dot, bytes([_BRIGHT]) * dot
    cells = [dark * 2]
    for letter in text:
        bits = _GLYPHS[letter][n]
        cells += [bright if bits >> (4 - x) & 1 else dark for x in range(5)]
        cells.append(dark)
    cells.append(dark)
    return b"".join(cells)
