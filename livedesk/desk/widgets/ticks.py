"""The painted ticks of recent minutes: full = good, half amber = missed, low = nothing expected."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from livedesk.desk.widgets import theme

COUNT = 15


def ticks_of(beat_times: tuple[float, ...], interval_s: float, now: float) -> str:
    """One letter a tick, oldest first: ``g`` good, ``m`` missed, ``n`` nothing yet, ``p`` pending.

    The last tick is the interval that runs; it is pending until its beat is answered.
    """
    letters = []
    for back in range(COUNT - 1, -1, -1):
        end = now - back * interval_s
        start = end - interval_s
        if any(start < at <= end for at in beat_times):
            letters.append("g")
        elif not beat_times or end <= beat_times[0]:
            letters.append("n")
        else:
            letters.append("p" if back == 0 else "m")
    return "".join(letters)


def marks_of(told: Iterable[tuple[float, bool]], interval_s: float, now: float) -> str:
    """The same letters for what comes unasked: a time is ``n`` where nothing was told.

    Args:
        told: when, and whether it was good news; of several in one tick the last counts.
    """
    letters = ["n"] * COUNT
    for at, good in sorted(told):
        back = int((now - at) // interval_s)
        if 0 <= back < COUNT:
            letters[COUNT - 1 - back] = "g" if good else "m"
    return "".join(letters)


class Ticks(QWidget):
    """Painted only; the words above say what counts."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters = "n" * COUNT
        self._old = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_ticks(self, letters: str, *, old: bool) -> None:
        if (letters, old) != (self._letters, self._old):
            self._letters, self._old = letters, old
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(COUNT * 11, 14)

    def minimumSizeHint(self) -> QSize:
        return QSize(COUNT * 6, 14)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        step = min(11.0, self.width() / COUNT)
        for n, letter in enumerate(self._letters):
            high = {"g": 14.0, "p": 14.0, "m": 7.0}.get(letter, 5.0)
            box = QRectF(n * step + 0.5, 14 - high + 0.5, step - 3, high - 1)
            if letter == "p":
                painter.setPen(QPen(theme.ink(self, "line_strong"), 1))
                painter.setBrush(Qt.BrushStyle.NoBrush)
            else:
                token = {"g": "text_3" if self._old else "good", "m": "warn"}.get(letter, "track")
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.ink(self, token))
            painter.drawRoundedRect(box, 2, 2)
