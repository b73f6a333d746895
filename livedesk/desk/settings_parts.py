"""What the sections of the settings are made of: a head, and rows with a switch or a button."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.radio import Tile
from livedesk.desk.widgets.text import Text

INSIDE = 18


class Section(QWidget):
    """A title, with room for a button at its right, over a card.

    Attributes:
        name: its title.
        card: where its rows go.
        head: the row of the title.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = name
        self.setAccessibleName(name)
        self.head = QHBoxLayout()
        self.head.setSpacing(12)
        self.head.addWidget(Text(name, px=15, weight=600), 1)
        self.card = Card(inside=0)
        self.card.column.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self.head)
        column.addWidget(self.card)


class SettingRow(QWidget):
    """Icon, name, a sentence, and what changes it at the right; goes below where it is narrow.

    Attributes:
        name, line: the two texts.
        row: the layout, for what comes at the right.
        words: the column of the texts, for what comes below them.
    """

    def __init__(
        self,
        icon: str,
        name: str,
        line: str = "",
        *controls: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.tile = Tile(icon)
        self.name = Text(name, weight=600, wrap=True)
        self.line = Text(line, "text_2", 12, wrap=True)
        self.line.setVisible(bool(line))
        self.words = QVBoxLayout()
        self.words.setSpacing(2)
        self.words.addStretch(1)
        self.words.addWidget(self.name)
        self.words.addWidget(self.line)
        self.words.addStretch(1)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(INSIDE, 12, INSIDE, 12)
        self.row.setSpacing(12)
        self.row.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignTop)
        self.row.addLayout(self.words, 1)
        for control in controls:
            self.row.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)

    def say(self, line: str) -> None:
        """The sentence under its name; "" for none."""
        self.line.set_text(line)
        self.line.setVisible(bool(line))
