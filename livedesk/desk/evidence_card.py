"""Why the state is what it is: beats, callbacks, polls, and when the server looks again."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk import evidence_facts, texts, time_texts
from livedesk.desk.evidence_facts import Fact
from livedesk.desk.scene import Condition, Scene
from livedesk.desk.trouble import stopped_at
from livedesk.desk.widgets.card import Card, Rule
from livedesk.desk.widgets.dot import Dot, Glyph
from livedesk.desk.widgets.link import Link
from livedesk.desk.widgets.text import Text
from livedesk.desk.widgets.ticks import Ticks
from livedesk.desk.widgets.tip import plain
from livedesk.domain.records import to_epoch

INKS = {"good": "good_ink", "warn": "warn_ink"}


class Cell(QWidget):
    """One source: icon, name, dot; one fact; its age; ticks of recent minutes."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name, self._icon_name = name, icon
        self._dot = Dot("text_3")
        self._icon = Glyph(icon, "text_2")
        self._fact = Text(px=15, weight=600, digits=True, elide=True)
        self._more = Text(ink="text_2", px=12, digits=True, elide=True)
        self.ticks = Ticks()
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
        column.addSpacing(8)
        column.addWidget(self.ticks)
        column.addStretch(1)

    def show_fact(self, told: Fact, *, old: bool) -> None:
        """`old` makes it grey."""
        self._fact.set_text(told.fact)
        self._more.set_text(told.more)
        self._fact.set_ink("text_2" if old else "text")
        dot = "text_3" if old and told.dot == "good" else told.dot
        self._dot.show_ink(dot)
        self._icon.show_icon(self._icon_name, INKS.get(dot, "text_2"))
        self.ticks.show_ticks(told.ticks, old=old)
        self.setAccessibleName(f"{self._name}: {told.fact}, {told.more}")


class EvidenceCard(Card):
    """The verdict in a sentence over its three sources.

    Signals:
        trail_asked: all of it is wanted.
    """

    trail_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._title = Text(px=15, weight=600, elide=True)
        self._age = Text(ink="warn_ink", px=12, weight=500, digits=True, elide=True)
        self._age.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.trail = Link("")
        self.trail.clicked.connect(self.trail_asked)
        self._sentence = Text(ink="text_2", wrap=True)
        self._deadline = Text(ink="text_2", px=12, digits=True, wrap=True)
        self._sources = (
            Cell("pulse", self.tr("Heartbeat")),
            Cell("bell", self.tr("Callback")),
            Cell("radar", self.tr("Poll")),
        )
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self._age, 1)
        head.addWidget(self.trail)
        self.column.setSpacing(0)
        self.column.addLayout(head)
        self.column.addSpacing(2)
        self.column.addWidget(self._sentence)
        self.column.addWidget(self._deadline)
        self.column.addSpacing(12)
        cells = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        cells.setSpacing(18)
        for n, cell in enumerate(self._sources):
            if n:
                cells.addWidget(Rule(standing=True))
            cells.addWidget(cell, 1)
        self.column.addLayout(cells)
        self.column.addSpacing(12)
        self.column.addStretch(1)
        self.column.addWidget(Rule())
        self.column.addSpacing(10)
        self._foot_icon = Glyph("check-circle", "good_ink")
        self._foot = Text(ink="text_2", px=12, digits=True, elide=True)
        self._rule = Text(ink="text_3", px=12)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._foot_icon)
        foot.addWidget(self._foot, 1)
        foot.addWidget(self._rule)
        self.column.addLayout(foot)

    def show_scene(self, scene: Scene, now: float) -> None:
        if scene.record is None:
            return
        away = scene.condition is Condition.AWAY
        self._title.set_text(evidence_facts.headline(scene))
        self._show_age(scene, now)
        self.trail.setText(evidence_facts.ask(scene))
        self._sentence.set_text(evidence_facts.verdict(scene, now))
        self._deadline.set_text(evidence_facts.deadline(scene))
        self._deadline.setVisible(bool(self._deadline.text()))
        for cell, told in zip(self._sources, evidence_facts.facts_of(scene, now), strict=True):
            cell.show_fact(told, old=away)
        self._show_foot(scene, away=away)

    def _show_age(self, scene: Scene, now: float) -> None:
        """Old data says how old it is."""
        last = scene.away.last_answer_at if scene.away is not None else None
        self._age.setVisible(scene.condition is Condition.AWAY and last is not None)
        if last is not None:
            words = self.tr("as of {time}, {age} ago")
            self._age.set_text(
                words.format(time=time_texts.exact_time(last), age=time_texts.duration(now - last))
            )

    def _show_foot(self, scene: Scene, *, away: bool) -> None:
        record, evidence = scene.record, scene.evidence
        if record is None:
            return
        last = stopped_at(scene)
        gaps = len(record.segments) - 1 if record.segments else 0
        started = (
            time_texts.exact_time(to_epoch(record.started_at)) if record.started_at else texts.DASH
        )
        if away:
            icon, ink = "info", "text_2"
            words = self.tr("Grey is old. What comes from this computer is current.")
        elif scene.condition in (Condition.INTERRUPTED, Condition.OFFLINE) and last is not None:
            icon, ink = "info", "text_2"
            words = self.tr("No picture since {time}").format(time=time_texts.exact_time(last))
        elif gaps > 0:
            icon, ink = "info", "text_2"
            words = self.tr("%n gap(s) since {time}", "", gaps).format(time=started)
        elif record.segments:
            icon, ink = "check-circle", "good_ink"
            words = self.tr("One segment, no gaps since {time}").format(time=started)
        else:
            icon, ink = "clock", "text_2"
            words = self.tr("On air since {time}").format(time=started)
        self._foot_icon.show_icon(icon, ink)
        self._foot.set_text(words)
        known = evidence is not None and evidence.verdict.reason == record.reason
        rule = self.tr("rule {n}").format(n=evidence.verdict.rule) if known and evidence else ""
        self._rule.set_text(rule)


class EvidenceLine(Card):
    """The same in one line, where there is room for one column only.

    Signals:
        trail_asked: all of it is wanted.
    """

    trail_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(inside=10, parent=parent)
        self.trail = Link(self.tr("Why?"))
        self.trail.clicked.connect(self.trail_asked)
        self._names = (self.tr("Heartbeat"), self.tr("Callback"), self.tr("Poll"))
        self._icons = [Glyph(icon, "text_2") for icon in ("pulse", "bell", "radar")]
        self._facts = [Text(weight=600, digits=True, elide=True) for _ in self._names]
        row = self._row = QHBoxLayout()
        row.setContentsMargins(6, 0, 6, 0)
        row.setSpacing(8)
        for n, (icon, name, fact) in enumerate(
            zip(self._icons, self._names, self._facts, strict=True)
        ):
            if n:
                row.addSpacing(12)
            row.addWidget(icon)
            row.addWidget(Text(name, "text_2", 12, 500))
            row.addWidget(fact, 1)
        row.addWidget(self.trail)
        self.column.addLayout(row)

    def show_scene(self, scene: Scene, now: float) -> None:
        if scene.record is None:
            return
        away = scene.condition is Condition.AWAY
        icons = ("pulse", "bell", "radar")
        told = evidence_facts.facts_of(scene, now)
        for n, one in enumerate(told):
            ink = INKS.get("text_3" if away and one.dot == "good" else one.dot, "text_2")
            self._icons[n].show_icon(icons[n], ink)
            self._facts[n].set_text(one.short)
            self._facts[n].set_ink("text_2" if away else "text")
            # Each as wide as its words: a long one must not be cut beside one that has room.
            wide = self._facts[n].fontMetrics().horizontalAdvance(one.short)
            self._row.setStretchFactor(self._facts[n], max(1, wide))
        said = ", ".join(f"{n}: {one.fact}" for n, one in zip(self._names, told, strict=True))
        self.setAccessibleName(f"{evidence_facts.verdict(scene, now)} {said}")
        self.setToolTip(plain(evidence_facts.verdict(scene, now)))
