"""After the show: how long, how many, and the next one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk import texts, time_texts
from livedesk.desk.crowd import peak
from livedesk.desk.list_card import Cover
from livedesk.desk.scene import Condition, Scene
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card, Rule
from livedesk.desk.widgets.copy_button import CopyButton
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.pill import Pill
from livedesk.desk.widgets.segment_bar import SegmentBar, gaps_of, stretches_of
from livedesk.desk.widgets.states import LOOKS
from livedesk.desk.widgets.text import Text
from livedesk.domain.records import Record, to_epoch

GAPS_SHOWN = 6


class SummaryCard(Card):
    """Signals:
    new_asked: *New broadcast* was clicked.
    again_asked: Record: the next one is to be like this one.
    """

    new_asked = Signal()
    again_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(inside=24, parent=parent)
        self._record: Record | None = None
        self._cover = Cover()
        self._cover.setFixedSize(theme.grown(144), theme.grown(81))
        self._title = Text(px=17, weight=600, elide=True)
        self._line = Text(ink="text_2", wrap=True)
        self._code = Text(ink="text_2", px=12, fixed=True, elide=True)
        self._why_icon = Glyph("warning", "warn_ink")
        self._why = Text(ink="warn_ink", wrap=True)
        self._bar = SegmentBar()
        self._from, self._to = (
            Text(ink="text_2", px=12, digits=True),
            Text(ink="text_2", px=12, digits=True),
        )
        self._gaps = Text(ink="text_2", px=12, wrap=True, digits=True)
        self._figures = [Text(px=20, weight=600, digits=True) for _ in range(4)]
        self.button = Button(self.tr("New broadcast"), Kind.PRIMARY, height=40)
        self.button.clicked.connect(self.new_asked)
        self.again = Button(self.tr("Same again"), Kind.SECONDARY, "again", 40)
        self.again.clicked.connect(lambda: self.again_asked.emit(self._record))
        self.copy = CopyButton(
            lambda: self.summary,
            self.tr("Copy the summary as text"),
            label=self.tr("Copy summary"),
            height=40,
        )
        self.summary = ""
        self._build()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(Pill(LOOKS[Condition.ENDED], small=True))
        words.addSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._line)
        words.addWidget(self._code)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(self._cover, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        why = QHBoxLayout()
        why.setSpacing(8)
        why.addWidget(self._why_icon, 0, Qt.AlignmentFlag.AlignTop)
        why.addWidget(self._why, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(2)
        names = (
            self.tr("On air"), self.tr("Most at once"), self.tr("Likes"), self.tr("Segments"),
        )  # fmt: skip
        for n, (name, figure) in enumerate(zip(names, self._figures, strict=True)):
            grid.addWidget(figure, 0, n)
            grid.addWidget(Text(name, "text_2", 12), 1, n)
            grid.setColumnStretch(n, 1)
        axis = QHBoxLayout()
        axis.addWidget(self._from)
        axis.addStretch(1)
        axis.addWidget(self._to)
        bar = QVBoxLayout()
        bar.setSpacing(6)
        bar.addWidget(self._bar)
        bar.addLayout(axis)
        bar.addWidget(self._gaps)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.button)
        row.addWidget(self.again)
        row.addWidget(self.copy)
        row.addStretch(1)
        self.column.setSpacing(18)
        self.column.addLayout(head)
        self.column.addLayout(why)
        self.column.addWidget(Rule())
        self.column.addLayout(grid)
        self.column.addLayout(bar)
        self.column.addSpacing(2)
        self.column.addLayout(row)

    def show_scene(self, scene: Scene, now: float, cover: QImage) -> None:
        record = self._record = scene.record
        if record is None:
            return
        ended = to_epoch(record.ended_at) if record.ended_at else now
        self._cover.show_cover(record.title, cover)
        self._title.set_text(record.title)
        self._code.set_text(record.code)
        said = self.tr("Ended {time}.").format(time=time_texts.moment(ended, now))
        asked = record.reason == "ended_by_host" and not scene.ended_elsewhere
        why = texts.reason_sentence(record.reason) if asked else ""
        self._line.set_text(texts.one_after_another(said, why))
        why = self._why_of(scene, record)
        self._why.set_text(why)
        self._why.setVisible(bool(why))
        self._why_icon.setVisible(bool(why))
        self._show_numbers(scene, record, ended, now)

    def _gaps_of(self, stretches: tuple[tuple[float, float], ...]) -> str:
        """``One segment, no gaps``, or how many gaps, how long, and when the first ones were."""
        gaps = [(since, until - since) for since, until in gaps_of(stretches)]
        if not gaps:
            return self.tr("One segment, no gaps")
        words = self.tr("%n gap(s), {time} in all", "", len(gaps))
        whole = words.format(time=time_texts.duration(sum(long for _, long in gaps)))
        each = [f"{time_texts.exact_time(at)} ({time_texts.duration(long)})" for at, long in gaps]
        more = "…" if len(gaps) > GAPS_SHOWN else ""
        return f"{whole}: {', '.join(each[:GAPS_SHOWN])}{more}"

    def _why_of(self, scene: Scene, record: Record) -> str:
        """What a host who did not end it must know, and what is left to do."""
        parts = []
        if record.reason == "ended_by_host":
            if scene.ended_elsewhere:
                parts.append(self.tr("It was ended from another window, or by an app of yours."))
        else:
            parts.append(texts.reason_sentence(record.reason))
        if record.reason == "kicked":
            parts.append(self._admin_says(scene))
        if scene.sent_to_the_end and not _had_stopped(record):
            parts.append(self.tr("Stop streaming in OBS too: it does not know."))
        return texts.one_after_another(*parts)

    def _admin_says(self, scene: Scene) -> str:
        said = self.tr("The admin says: “{words}”.").format(words=scene.admin_words)
        why = self.tr("Ask the admin of the server why before you begin anew.")
        ban = self.tr("You are banned with it: you can begin anew when an admin has lifted that.")
        return texts.one_after_another(
            said if scene.admin_words else "" if scene.banned else why, ban if scene.banned else ""
        )

    def _show_numbers(self, scene: Scene, record: Record, ended: float, now: float) -> None:
        stretches = stretches_of(record, ended) if record.started_at else ()
        long = scene.seconds_on_air(now) if record.started_at else 0.0
        most = peak(scene.crowd, record.peak_viewers)
        values = (
            time_texts.clock(long) if record.started_at else texts.DASH,
            texts.number(most) if record.started_at else texts.DASH,
            texts.number(record.likes) if record.started_at else texts.DASH,
            texts.number(len(stretches)) if stretches else texts.DASH,
        )
        for figure, value in zip(self._figures, values, strict=True):
            figure.set_text(value)
        self._bar.show_stretches(stretches)
        told = self._gaps_of(stretches)
        self._gaps.setVisible(bool(stretches))
        self._gaps.set_text(told)
        self._bar.setAccessibleName(told)
        for text, at in ((self._from, stretches[:1]), (self._to, stretches[-1:])):
            text.setVisible(bool(stretches))
            if at:
                text.set_text(time_texts.time_of_day(at[0][0] if text is self._from else at[0][1]))
        lines = [record.title]
        if stretches:
            day = time_texts.relative_day(stretches[0][0], now)
            begun, over = (
                time_texts.time_of_day(stretches[0][0]),
                time_texts.time_of_day(stretches[-1][1]),
            )
            lines.append(
                self.tr("On air: {day}, {begun} to {over}, {time}").format(
                    day=day, begun=begun, over=over, time=time_texts.clock(long)
                )
            )
            lines.append(self.tr("Most at once: {n}").format(n=values[1]))
            lines.append(self.tr("Likes: {n}").format(n=values[2]))
            lines.append(told)
        else:
            lines.append(self.tr("It never was on air."))
        lines.append(self.tr("Live code: {code}").format(code=record.code))
        self.summary = "\n".join(lines)


def _had_stopped(record: Record) -> bool:
    """Whether the picture had stopped before the end; the preview may have an old one."""
    last = record.segments[-1] if record.segments else None
    if last is None or last.end is None or record.ended_at is None:
        return False
    return to_epoch(last.end) < to_epoch(record.ended_at) - 1
