"""After the show: how long, how many, and the next one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk import texts
from livedesk.desk.scene import Condition, Scene
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card, Rule
from livedesk.desk.widgets.pill import Pill
from livedesk.desk.widgets.segment_bar import SegmentBar, gaps_of, stretches_of
from livedesk.desk.widgets.states import LOOKS
from livedesk.desk.widgets.text import Text
from livedesk.domain.records import to_epoch


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
        stretches = stretches_of(record, ended) if record.started_at else ()
        self._bar.show_stretches(stretches)
        gaps = sum(until - since for since, until in gaps_of(stretches))
        self._gaps.setVisible(bool(stretches))
        self._gaps.set_text(
            self.tr("%n gap(s), {time} in all", "", len(stretches) - 1).format(
                time=texts.duration(gaps)
            )
            if len(stretches) > 1
            else self.tr("One segment, no gaps")
        )
