"""A toast at the bottom of the page: success and undo only, never an error that needs action."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from livedesk.desk.widgets.aloud import say
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.text import Text

STAYS_MS = 4000
UNDO_STAYS_MS = 12_000  # it has to be read, and thought about


class Toast(Card):
    """One line over `page`; the pointer on it holds it."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(inside=4, ground="raised", parent=page)
        self._page = page
        self._words = Text()
        self.undo = Button(self.tr("Undo"), height=28)
        self.undo.clicked.connect(self._undo)
        self._undoes: Callable[[], None] | None = None
        close = Button("", Kind.GHOST, "cross", 28)
        close.setAccessibleName(self.tr("Close"))
        close.clicked.connect(self.hide)
        row = QHBoxLayout()
        row.setContentsMargins(12, 2, 2, 2)
        row.setSpacing(10)
        row.addWidget(Glyph("check-circle", "good_ink"))
        row.addWidget(self._words)
        row.addSpacing(12)
        row.addWidget(self.undo)
        row.addWidget(close)
        self.column.addLayout(row)
        self._life = QTimer(self)
        self._life.setSingleShot(True)
        self._life.setInterval(STAYS_MS)
        self._life.timeout.connect(self.hide)
        page.installEventFilter(self)
        self.hide()

    def say(self, words: str, undo: Callable[[], None] | None = None) -> None:
        """Show `words` for four seconds; longer where there is something to undo."""
        self._words.set_text(words)
        self._undoes = undo
        self.undo.setVisible(undo is not None)
        self._life.setInterval(STAYS_MS if undo is None else UNDO_STAYS_MS)
        self.setAccessibleName(words)
        self.show()
        self._place()
        self.raise_()
        self._life.start()
        say(self, words)

    def _undo(self) -> None:
        undoes, self._undoes = self._undoes, None
        self.hide()
        if undoes is not None:
            undoes()

    def enterEvent(self, event: QEnterEvent) -> None:
        self._life.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._life.start()
        super().leaveEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False

    def _place(self) -> None:
        self.adjustSize()
        left = (self._page.width() - self.width()) // 2
        self.move(max(8, left), self._page.height() - self.height() - 20)
