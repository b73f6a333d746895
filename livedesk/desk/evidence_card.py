"""Why the state is what it is: beats, the media server's word, and when the server looks again."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk import texts
from livedesk.desk.scene import Condition, Scene
from livedesk.desk.widgets.card import Card, Rule
from livedesk.desk.widgets.dot import Dot, Glyph
from livedesk.desk.widgets.text import Text
from livedesk.desk.widgets.ticks import Ticks, ticks_of
from livedesk.domain.records import Record, to_epoch


class Cell(QWidget):
    """One source: icon, name, dot; one fact; its age; ticks where there are any."""

    def __init__(
        self, icon: str, name: str, *, ticks: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dot = Dot("text_3")
        self._icon_name = icon
        self._icon = Glyph(icon, "text_2")
        self._fact = Text(px=15, weight=600, digits=True, elide=True)
        self._more = Text(ink="text_2", px=12, digits=True, elide=True)
        self.ticks = Ticks() if ticks else None
        head = QHBoxLayout()
        head.setSpacing(7)
        head.addWidget(self._icon)
        head.addWidget(Text(name, "text_2", 12, 500))
        head.addStretch(1)
        head.addWidget(self._dot)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addSpacing(4)
        column.addWidget(self._fact)
        column.addWidget(self._more)
        if self.ticks is not None:
            column.addSpacing(8)
            column.addWidget(self.ticks)
        column.addStretch(1)
        self._name = name

    def show_fact(self, fact: str, more: str, dot: str, *, old: bool) -> None:
        """`dot` names a token; `old` makes it grey."""
        self._fact.set_text(fact)
        self._more.set_text(more)
        self._fact.set_ink("text_2" if old else "text")
        self._dot.show_ink(dot)
        self._icon.show_icon(
            self._icon_name, {"good": "good_ink", "warn": "warn_ink"}.get(dot, "text_2")
        )
        self.setAccessibleName(f"{self._name}: {fact}, {more}")


class EvidenceCard(Card):
    """The verdict in a sentence over its three sources."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._title = Text(px=15, weight=600)
        self._age = Text(ink="warn_ink", px=12, weight=500, digits=True)
        self._sentence = Text(ink="text_2", wrap=True)
        self._beat = Cell("pulse", self.tr("Heartbeat"), ticks=True)
        self._media = Cell("bell", self.tr("Media server"))
        self._next = Cell("verdict", self.tr("Next look"))
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._age)
        self.column.setSpacing(0)
        self.column.addLayout(head)
        self.column.addSpacing(4)
        self.column.addWidget(self._sentence)
        self.column.addSpacing(14)
        self._cells = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cells.setSpacing(18)
        for n, cell in enumerate((self._beat, self._media, self._next)):
            if n:
                self._cells.addWidget(Rule(standing=True))
            self._cells.addWidget(cell, 4 if n == 0 else 3)
        self.column.addLayout(self._cells)
        self.column.addSpacing(14)
        self.column.addWidget(Rule())
        self.column.addSpacing(12)
        self._foot_icon = Glyph("check-circle", "good_ink")
        self._foot = Text(ink="text_2", px=12, digits=True, elide=True)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._foot_icon)
        foot.addWidget(self._foot, 1)
        self.column.addLayout(foot)

    def show_scene(self, scene: Scene, now: float) -> None:
        record = scene.record
        if record is None:
            return
        away = scene.condition is Condition.AWAY
        self._title.set_text(self._headline(scene))
        if away and scene.away is not None and scene.away.last_answer_at is not None:
            last = scene.away.last_answer_at
            self._age.set_text(
                self.tr("as of {time}, {age} ago").format(
                    time=texts.exact_time(last), age=texts.duration(now - last)
                )
            )
        self._age.setVisible(away)
        self._sentence.set_text(texts.reason_sentence(record.reason))
        self._show_foot(record, away)
        self._show_beat(scene, now, away)
        self._show_media(scene, away)
        self._show_next(scene, now, away)

    def _headline(self, scene: Scene) -> str:
        match scene.condition:
            case Condition.AWAY:
                return self.tr("Last known")
            case Condition.LIVE:
                return self.tr("Why you are on air")
            case Condition.INTERRUPTED:
                return self.tr("Why it says “interrupted”")
            case Condition.OFFLINE:
                return self.tr("Why you are offline")
        return self.tr("What the server knows")

    def _show_foot(self, record: Record, away: bool) -> None:
        gaps = len(record.segments) - 1 if record.segments else 0
        started = texts.exact_time(to_epoch(record.started_at)) if record.started_at else texts.DASH
        if away:
            self._foot_icon.show_icon("info", "text_2")
            words = self.tr("Grey is old. What comes from this computer is current.")
        elif gaps:
            self._foot_icon.show_icon("info", "text_2")
            words = self.tr("%n gap(s) since {time}", "", gaps).format(time=started)
        elif record.segments:
            self._foot_icon.show_icon("check-circle", "good_ink")
            words = self.tr("One segment, no gaps since {time}").format(time=started)
        else:
            self._foot_icon.show_icon("clock", "text_2")
            words = self.tr("On air since {time}").format(time=started)
        self._foot.set_text(words)

    def _show_beat(self, scene: Scene, now: float, away: bool) -> None:
        beat, policy = scene.beat, scene.policy
        interval = policy.heartbeat_interval_s if policy is not None else 60.0
        if self._beat.ticks is not None:
            self._beat.ticks.show_ticks(ticks_of(scene.beat_times, interval, now), old=False)
        if beat is None:
            words = self.tr("no answer yet") if away else self.tr("the first is on its way")
            self._beat.show_fact(texts.DASH, words, "warn" if away else "text_3", old=away)
            return
        fact = self.tr("{time} ago").format(time=texts.duration(now - beat.at))
        if away:
            more = self.tr("last answer {time}").format(time=texts.exact_time(beat.at))
        else:
            more = self.tr("{ms}, next in {time}").format(
                ms=texts.round_trip(beat.round_trip_s), time=texts.duration(beat.next_at - now)
            )
        self._beat.show_fact(fact, more, "warn" if away else "good", old=away)

    def _show_media(self, scene: Scene, away: bool) -> None:
        media = scene.record.media if scene.record is not None else None
        if media is None or media.since is None:
            policy = scene.policy
            silent = policy is not None and not (policy.callbacks or policy.polls)
            more = self.tr("does not report") if silent else self.tr("nothing heard yet")
            self._media.show_fact(texts.DASH, more, "text_3", old=away)
            return
        fact = self.tr("publishing") if media.publishing else self.tr("stopped")
        since = self.tr("since {time}").format(time=texts.exact_time(to_epoch(media.since)))
        good = "good" if media.publishing else "warn"
        self._media.show_fact(fact, since, "text_3" if away else good, old=away)

    def _show_next(self, scene: Scene, now: float, away: bool) -> None:
        at = scene.deadline
        if at is None or at <= now:
            self._next.show_fact(texts.DASH, self.tr("at the next signal"), "text_3", old=away)
            return
        fact = self.tr("in {time}").format(time=texts.duration(at - now))
        more = self.tr("at {time}").format(time=texts.exact_time(at))
        calm = "text_3" if away else "good"
        dot = "warn" if scene.condition is Condition.INTERRUPTED else calm
        self._next.show_fact(fact, more, dot, old=away)


class EvidenceLine(Card):
    """The same in one line, where there is room for one column only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(inside=14, parent=parent)
        self._beat_icon = Glyph("pulse", "good_ink")
        self._beat = Text(weight=600, digits=True)
        self._media_icon = Glyph("bell", "good_ink")
        self._media = Text(weight=600)
        self._sentence = Text(ink="text_2", px=12, wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        for icon, name, fact in (
            (self._beat_icon, self.tr("Heartbeat"), self._beat),
            (self._media_icon, self.tr("Media server"), self._media),
        ):
            row.addWidget(icon)
            row.addWidget(Text(name, "text_2", 12, 500))
            row.addWidget(fact)
            row.addSpacing(24)
        row.addStretch(1)
        self.column.setSpacing(6)
        self.column.addLayout(row)
        self.column.addWidget(self._sentence, 0, Qt.AlignmentFlag.AlignTop)

    def show_scene(self, scene: Scene, now: float) -> None:
        record = scene.record
        if record is None:
            return
        away = scene.condition is Condition.AWAY
        self._beat_icon.show_icon("pulse", "warn_ink" if away else "good_ink")
        at = scene.beat.at if scene.beat is not None else None
        self._beat.set_text(texts.DASH if at is None else texts.duration(now - at))
        media = record.media
        on = media is not None and media.publishing
        self._media_icon.show_icon("bell", "text_2" if away else "good_ink" if on else "warn_ink")
        known = media is not None and media.since is not None
        words = self.tr("publishing") if on else self.tr("stopped")
        self._media.set_text(words if known else texts.DASH)
        for fact in (self._beat, self._media):
            fact.set_ink("text_2" if away else "text")
        self._sentence.set_text(texts.reason_sentence(record.reason))
