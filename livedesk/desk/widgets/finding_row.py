"""One thing that was looked at: an icon, what it is, one sentence, and perhaps one button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.text import Text


class FindingRow(QWidget):
    """A line of a side sheet.

    Args:
        title: its name; "" for a row that is a sentence only.

    Attributes:
        button: hidden while there is nothing to do.
    """

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Glyph("clock", "text_3", 18)
        self._title = Text(title, weight=500, wrap=True)
        self._sentence = Text(ink="text_2", px=12 if title else 13, wrap=True)
        self.button = Button(height=28)
        self.button.hide()
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._sentence)
        self._aside = QWidget()
        aside = QHBoxLayout(self._aside)
        aside.setContentsMargins(0, 6, 0, 2)
        aside.addWidget(self.button)
        aside.addStretch(1)
        words.addWidget(self._aside)
        self._aside.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self._title.setVisible(bool(title))
        self._sentence.setVisible(not title)

    @property
    def sentence(self) -> str:
        """What it says."""
        return self._sentence.text()

    def show_finding(
        self, icon: str, ink: str, sentence: str, act: str = "", *, loud: bool = False
    ) -> None:
        """
        Args:
            ink: of the icon.
            act: what the button says; "" for none.
            loud: the sentence is to be read, not only there to be found.
        """
        self._icon.show_icon(icon, ink)
        self._sentence.set_text(sentence)
        self._sentence.set_ink("text" if loud else "text_2")
        self._sentence.setVisible(bool(sentence))
        self.button.show_as(act, Kind.SECONDARY)
        name = f"{self._title.text()}: {act}" if self._title.text() else act
        self.button.setAccessibleName(name)
        self.button.setVisible(bool(act))
        self._aside.setVisible(bool(act))
