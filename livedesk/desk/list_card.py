"""How the broadcast will look in the live list, while the title is still being typed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from livedesk.desk.covers import paint_cover
from livedesk.desk.scene import Condition
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.pill import Pill
from livedesk.desk.widgets.states import LOOKS
from livedesk.desk.widgets.text import Text


class Cover(QWidget):
    """A tile in the colour of the title with its first letter; 16:9."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_title(self, title: str) -> None:
        self._title = title
        self.update()

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width * 9 // 16

    def sizeHint(self) -> QSize:
        return QSize(282, 159)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_cover(painter, QRectF(self.rect()), self._title, 8)


class ListCard(Card):
    """A preview of the own row."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._cover = Cover()
        self._title = Text(px=15, weight=600, elide=True)
        self.column.addWidget(Text(self.tr("In the live list"), px=15, weight=600))
        self.column.addWidget(self._cover)
        row = QHBoxLayout()
        row.addWidget(Pill(LOOKS[Condition.LIVE], small=True))
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self._title)
        self.column.setSpacing(10)
        self.column.addStretch(1)
        self.show_title("")

    def show_title(self, title: str) -> None:
        self._cover.show_title(title)
        self._title.set_text(title or self.tr("Your title"))
        self._title.set_ink("text" if title else "text_3")
