"""What may be taller than its place, with a slim bar in its right edge."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QWidget

from livedesk.desk.widgets import theme


class Scroll(QScrollArea):
    """Without a frame and a ground of its own; scrolls up and down only.

    The bar takes its room from the right edge of `column`, so that nothing moves when it comes.

    Args:
        inside: what is scrolled.
        column: its layout.
    """

    def __init__(self, inside: QWidget, column: QLayout) -> None:
        super().__init__()
        self._column = column
        self._right = column.contentsMargins().right()
        theme.slim(self)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setViewport(QWidget())  # of ours: for one of Qt's, PySide makes a class of each widget
        self.setWidget(inside)
        inside.setAutoFillBackground(False)
        self.verticalScrollBar().rangeChanged.connect(self._make_room)

    def set_edges(self, left: int, top: int, right: int, bottom: int) -> None:
        """The margins of the column, in pixels."""
        self._right = right
        self._column.setContentsMargins(left, top, right, bottom)
        self._make_room()

    def _make_room(self) -> None:
        bar = self.verticalScrollBar()
        edges = self._column.contentsMargins()
        edges.setRight(self._right - (theme.BAR if bar.maximum() > 0 else 0))
        self._column.setContentsMargins(edges)
