"""Before there is a form: how far the start has come, or why it failed."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from livedesk.desk import error_texts
from livedesk.desk.scene import Scene
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.text import Text


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
        self._more.set_text(error_texts.error_sentence(error))
        self._small.set_text(error.sentence)
