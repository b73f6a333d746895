"""Before there is a form: how far the start has come, why it failed, or what is unfinished."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from livedesk.desk import texts
from livedesk.desk.create_form import Complaint
from livedesk.desk.scene import Scene
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.text import Text
from livedesk.domain.records import to_epoch


class StartCard(Card):
    """Signals: retry_asked: *Retry* was clicked."""

    retry_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(inside=28, parent=parent)
        self._icon = Glyph("clock", "text_2", 24)
        self._headline = Text(px=17, weight=600, wrap=True)
        self._more = Text(ink="text_2", wrap=True)
        self._small = Text(ink="text_3", px=12, wrap=True)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(6)
        self.button = Button(self.tr("Retry"), Kind.PRIMARY, "again", 40)
        self.button.clicked.connect(self.retry_asked)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self._headline)
        words.addWidget(self._more)
        words.addWidget(self._small)
        words.addSpacing(10)
        words.addWidget(self._bar)
        words.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.column.addLayout(row)

    def show_scene(self, scene: Scene) -> None:
        error = scene.lost
        self.button.setVisible(error is not None)
        self._bar.setVisible(error is None)
        self._small.setVisible(error is not None)
        if error is None:
            self._icon.show_icon("clock", "text_2")
            self._headline.set_text(
                self.tr("Connecting to the server…")
                if scene.starting
                else self.tr("Starting the server on this computer…")
            )
            self._more.set_text(scene.starting or self.tr("This takes a few seconds."))
            return
        self._icon.show_icon("warning", "warn_ink")
        self._headline.set_text(self.tr("The server cannot be used yet."))
        self._more.set_text(texts.error_sentence(error))
        self._small.set_text(error.sentence)


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
        self._headline = Text(px=17, weight=600, wrap=True)
        self._more = Text(ink="text_2", wrap=True)
        self.resume = Button(self.tr("Resume"), Kind.PRIMARY, height=40)
        self.end = Button(self.tr("End it"), Kind.DANGER, "square", 40)
        self.new = Button(self.tr("New broadcast"), Kind.GHOST, height=40)
        self._refusal = Complaint()
        self._scene = Scene()
        self.resume.clicked.connect(lambda: self.resume_asked.emit(self._scene.offered))
        self.end.clicked.connect(lambda: self.end_asked.emit(self._scene.offered))
        self.new.clicked.connect(self.declined)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.resume)
        row.addWidget(self.end)
        row.addWidget(self.new)
        row.addStretch(1)
        self.column.setSpacing(6)
        self.column.addWidget(self._headline)
        self.column.addWidget(self._more)
        self.column.addWidget(self._refusal)
        self.column.addSpacing(14)
        self.column.addLayout(row)

    def show_scene(self, scene: Scene, now: float) -> None:
        self._scene = scene
        record = scene.offered
        if record is None:
            return
        since = to_epoch(record.started_at or record.created_at)
        at = texts.moment(since, now)
        if record.state in ("live", "interrupted"):
            headline = self.tr("You are live since {time}.").format(time=texts.time_of_day(since))
        else:
            headline = self.tr("You have an unfinished broadcast, created {time}.").format(time=at)
        self._headline.set_text(headline)
        self._more.set_text(f"{record.title} · {record.code}")
        refusal = scene.refusal
        self._refusal.say(texts.error_sentence(refusal.error) if refusal is not None else "")
        for button in (self.resume, self.end, self.new):
            button.setEnabled(not scene.busy)
        # The local relay carries one: there a new one would only be refused.
        self.new.setVisible(scene.policy is None or scene.policy.media_kind != "local")
