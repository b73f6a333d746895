"""An unfinished broadcast of this host, found at the start."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk import error_texts, texts, time_texts
from livedesk.desk.complaint import Complaint
from livedesk.desk.list_card import Cover
from livedesk.desk.scene import Condition, Scene
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card, Rule
from livedesk.desk.widgets.pill import Pill
from livedesk.desk.widgets.states import LOOKS
from livedesk.desk.widgets.text import Text
from livedesk.domain.records import Record, to_epoch


class OfferCard(Card):
    """An unfinished broadcast of this host: go on with it, or end it.

    Signals:
        resume_asked, end_asked: Record.
        declined: a new broadcast instead.
    """

    resume_asked = Signal(object)
    end_asked = Signal(object)
    declined = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(inside=28, parent=parent)
        self._headline = Text(px=20, weight=600, wrap=True)
        self._more = Text(ink="text_2", wrap=True)
        self._cover = Cover()
        self._cover.setFixedSize(theme.grown(176), theme.grown(99))
        self._pill = Pill(LOOKS[Condition.READY], small=True)
        self._title = Text(px=15, weight=600, elide=True)
        self._code = Text(ink="text_2", px=12, fixed=True, elide=True)
        self._facts = Text(ink="text_2", px=12, wrap=True, digits=True)
        self.resume = Button(self.tr("Resume"), Kind.PRIMARY, height=40)
        self.end = Button(self.tr("End it"), Kind.DANGER, "square", 40)
        self.new = Button(self.tr("New broadcast"), Kind.GHOST, height=40)
        self._refusal = Complaint()
        self._scene = Scene()
        self.resume.clicked.connect(lambda: self.resume_asked.emit(self._scene.offered))
        self.end.clicked.connect(lambda: self.end_asked.emit(self._scene.offered))
        self.new.clicked.connect(self.declined)
        self._build()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self._pill)
        words.addSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._code)
        words.addWidget(self._facts)
        words.addStretch(1)
        about = QHBoxLayout()
        about.setSpacing(18)
        about.addWidget(self._cover, 0, Qt.AlignmentFlag.AlignTop)
        about.addLayout(words, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.resume)
        row.addWidget(self.end)
        row.addStretch(1)
        row.addWidget(self.new)
        self.column.setSpacing(6)
        self.column.addWidget(self._headline)
        self.column.addWidget(self._more)
        self.column.addSpacing(14)
        self.column.addLayout(about)
        self.column.addSpacing(12)
        self.column.addWidget(Rule())
        self.column.addSpacing(12)
        self.column.addWidget(self._refusal)
        self.column.addLayout(row)

    def show_scene(self, scene: Scene, now: float, cover: QImage) -> None:
        self._scene = scene
        record = scene.offered
        if record is None:
            return
        self._headline.set_text(self._headline_of(record, now))
        self._more.set_text(self._more_of(record))
        self._cover.show_cover(record.title, cover)
        condition = Condition(record.state)
        self._pill.show_look(LOOKS[condition])
        self._title.set_text(record.title)
        self._code.set_text(record.code)
        self._facts.set_text(self._facts_of(scene, record, now))
        refusal = scene.refusal
        self._refusal.say(error_texts.error_sentence(refusal.error) if refusal is not None else "")
        for button in (self.resume, self.end, self.new):
            button.setEnabled(not scene.busy)
        # The local relay carries one: there a new one would only be refused.
        self.new.setVisible(scene.policy is None or scene.policy.media_kind != "local")

    def _headline_of(self, record: Record, now: float) -> str:
        since = to_epoch(record.started_at or record.created_at)
        if record.state in ("live", "interrupted"):
            words = self.tr("You are live since {time}.")
            return words.format(time=time_texts.moment_or_time(since, now))
        if record.state == "offline":
            words = self.tr("Your broadcast of {time} is offline, but not over.")
            return words.format(time=time_texts.moment_or_time(since, now))
        words = self.tr("You have an unfinished broadcast, created {time}.")
        return words.format(time=time_texts.moment(since, now))

    def _more_of(self, record: Record) -> str:
        match record.state:
            case "live":
                return self.tr(
                    "LiveDesk was closed meanwhile; the picture goes on. Resume, and this window "
                    "keeps it in the live list again."
                )
            case "interrupted":
                return self.tr(
                    "The picture has stopped. Resume and start streaming in OBS again: the same "
                    "broadcast goes on."
                )
            case "offline":
                return self.tr(
                    "The live list does not show it. Resume and start streaming in OBS again: the "
                    "same broadcast goes on."
                )
        return self.tr("Nobody has seen it yet. Its live code and its key are as they were.")

    def _facts_of(self, scene: Scene, record: Record, now: float) -> str:
        facts = []
        if record.state in ("live", "interrupted"):
            long = time_texts.clock(
                now + scene.ahead_s - to_epoch(record.started_at or record.created_at)
            )
            facts.append(self.tr("on air for {time}").format(time=long))
            facts.append(self.tr("{n} viewers").format(n=texts.number(record.viewers)))
        if record.push is not None:
            until = to_epoch(record.push.expires_at) - scene.ahead_s
            if until > now:
                words = self.tr("valid until {time}")
                facts.append(words.format(time=time_texts.moment(until, now)))
        return " · ".join(facts)
