"""A step on the way: a mark with a line to the next, what it is, and when it was done."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from livedesk.desk.widgets import icons, theme
from livedesk.desk.widgets.text import Text

SIDE = 28


class Mark(Enum):
    """How a step stands."""

    TO_COME = "to come"
    RUNNING = "running"
    DONE = "done"
    HAND = "by hand"
    FAILED = "failed"


INKS = {
    Mark.TO_COME: ("text_2", "hover"),
    Mark.RUNNING: ("ready_ink", "ready_tint"),
    Mark.DONE: ("good_ink", "good_tint"),
    Mark.HAND: ("warn_ink", "warn_tint"),
    Mark.FAILED: ("live_ink", "live_tint"),
}


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a row shows; `icon` while it is to come, `when` e.g. ``0.6 s`` or ""."""

    icon: str
    name: str
    more: str
    mark: Mark = Mark.TO_COME
    when: str = ""


class StepRow(QWidget):
    """One step."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mark = _StepMark()
        self.name = Text(weight=600, wrap=True)
        self.more = Text(ink="text_2", px=12, wrap=True)
        self.when = Text(ink="text_2", px=12, weight=600, digits=True)
        words = QVBoxLayout()
        words.setContentsMargins(0, 3, 0, 18)
        words.setSpacing(3)
        words.addWidget(self.name)
        words.addWidget(self.more)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._mark)
        row.addLayout(words, 1)
        row.addWidget(self.when, 0, Qt.AlignmentFlag.AlignTop)
        self.when.setContentsMargins(0, 3, 0, 0)

    def show_step(self, step: StepWords, *, last: bool) -> None:
        self._mark.show_mark(step, last)
        self.name.set_text(step.name)
        self.more.set_text(step.more)
        self.when.set_text(step.when)
        self.setAccessibleName(f"{step.name}, {step.more} {step.when}".strip())


class _StepMark(QWidget):
    """Painted only; the words beside it say the same."""

    def __init__(self) -> None:
        super().__init__()
        self._shown: tuple[str, Mark, bool] = ("", Mark.TO_COME, True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def show_mark(self, step: StepWords, last: bool) -> None:
        icon = {Mark.DONE: "check", Mark.FAILED: "warning", Mark.HAND: "warning"}.get(
            step.mark, step.icon
        )
        if (icon, step.mark, last) != self._shown:
            self._shown = (icon, step.mark, last)
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(SIDE, SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        icon, mark, last = self._shown
        ink, tint = INKS[mark]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.ink(self, tint))
        painter.drawEllipse(QRectF(0, 0, SIDE, SIDE))
        icons.paint(painter, icon, QPointF(SIDE / 2, SIDE / 2), 14, theme.ink(self, ink))
        if not last and self.height() > SIDE + 8:
            painter.setPen(QPen(theme.ink(self, "line_strong"), 1.5))
            painter.drawLine(QPointF(SIDE / 2, SIDE + 4), QPointF(SIDE / 2, self.height() - 4))
