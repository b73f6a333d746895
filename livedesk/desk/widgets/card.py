"""The painted card: a rounded frame in which things of one subject lie."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from livedesk.desk.widgets import theme


class Card(QFrame):
    """A card with a column in it.

    Attributes:
        column: where its contents go.
    """

    def __init__(
        self, inside: int = theme.INSIDE, ground: str = "card", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._ground = ground
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(inside, inside, inside, inside)
        self.column.setSpacing(12)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = "line_strong" if self._ground == "raised" else "line"  # raised: over other cards
        painter.setPen(QPen(theme.ink(self, edge), 1))
        painter.setBrush(theme.ink(self, self._ground))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS_CARD, theme.RADIUS_CARD)


class Rule(QFrame):
    """A thin line between two parts of a card, lying or standing."""

    def __init__(self, *, standing: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if standing:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme.fill(QPainter(self), self.rect(), theme.ink(self, "line"))
