"""After the show: how long, how many, and the next one."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from livedesk.desk import texts
from livedesk.desk.scene import Condition, Scene
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card, Rule
from livedesk.desk.widgets.pill import Pill
from livedesk.desk.widgets.states import LOOKS
from livedesk.desk.widgets.text import Text
from livedesk.domain.records import Record, to_epoch


class SegmentBar(QWidget):
    """The stretches with a picture, green; gaps amber and never too thin to see."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stretches: tuple[tuple[float, float], ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_stretches(self, stretches: tuple[tuple[float, float], ...]) -> None:
        """Epoch seconds from, to; in order."""
        self._stretches = stretches
        self.setVisible(bool(stretches))
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(200, 12)

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._stretches:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.ink(self, "good"))
        painter.drawRoundedRect(QRectF(self.rect()), 6, 6)
        begin, end = self._stretches[0][0], self._stretches[-1][1]
        scale = self.width() / max(1.0, end - begin)
        for (_, gap_from), (gap_to, _) in pairwise(self._stretches):
            left = (gap_from - begin) * scale
            width = max(4.0, (gap_to - gap_from) * scale)
            painter.setBrush(theme.ink(self, "card"))
            painter.drawRect(QRectF(left - 1.5, 0, width + 3, self.height()))
            painter.setBrush(theme.ink(self, "warn"))
            painter.drawRect(QRectF(left, 0, width, self.height()))


class SummaryCard(Card):
    """Signals: new_asked: *New broadcast* was clicked."""

    new_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(inside=28, parent=parent)
        self._title = Text(px=17, weight=600, elide=True)
        self._line = Text(ink="text_2", wrap=True)
        self._bar = SegmentBar()
        self._gaps = Text(ink="text_2", px=12, wrap=True)
        self._figures = [Text(px=20, weight=600, digits=True) for _ in range(4)]
        self.button = Button(self.tr("New broadcast"), Kind.PRIMARY, height=40)
        self.button.clicked.connect(self.new_asked)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Pill(LOOKS[Condition.ENDED], small=True), 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._title)
        words.addWidget(self._line)
        head.addLayout(words, 1)
        self.column.setSpacing(18)
        self.column.addLayout(head)
        self.column.addWidget(Rule())
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        names = (
            self.tr("On air"),
            self.tr("Watching at the end"),
            self.tr("Most at once"),
            self.tr("Likes"),
        )
        for n, (name, figure) in enumerate(zip(names, self._figures, strict=True)):
            grid.addWidget(figure, 0, n)
            grid.addWidget(Text(name, "text_2", 12), 1, n)
            grid.setColumnStretch(n, 1)
        self.column.addLayout(grid)
        self.column.addWidget(self._bar)
        self.column.addWidget(self._gaps)
        self.column.addSpacing(4)
        self.column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)

    def show_scene(self, scene: Scene, now: float) -> None:
        record = scene.record
        if record is None:
            return
        self._title.set_text(record.title)
        ended = to_epoch(record.ended_at) if record.ended_at else now
        at = texts.moment(ended, now)
        reason = texts.reason_sentence(record.reason)
        said = self.tr("Ended {time}. {reason}").format(time=at, reason=reason)
        more = self.tr("Stop streaming in OBS too: it does not know.") if scene.publishing else ""
        self._line.set_text(f"{said} {more}".strip())
        long = texts.clock(scene.seconds_on_air(now)) if record.started_at else texts.DASH
        values = (
            long,
            texts.tally(record.viewers),
            texts.tally(record.peak_viewers),
            texts.tally(record.likes),
        )
        for figure, value in zip(self._figures, values, strict=True):
            figure.set_text(value)
        stretches = _stretches(record, ended) if record.started_at else ()
        self._bar.show_stretches(stretches)
        gaps = sum(b[0] - a[1] for a, b in pairwise(stretches))
        self._gaps.setVisible(bool(stretches))
        self._gaps.set_text(
            self.tr("%n gap(s), {time} in all", "", len(stretches) - 1).format(
                time=texts.duration(gaps)
            )
            if len(stretches) > 1
            else self.tr("One segment, no gaps")
        )


def _stretches(record: Record, ended: float) -> tuple[tuple[float, float], ...]:
    return tuple(
        (to_epoch(segment.start), to_epoch(segment.end) if segment.end else ended)
        for segment in record.segments or ()
    )
