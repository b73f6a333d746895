"""Two columns of cards that become one below 900 pixels."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk.widgets import theme


class Columns(QWidget):
    """`order` is the order of all cards in one column.

    Args:
        shares: how the width is shared between the two.
    """

    def __init__(
        self,
        left: Sequence[QWidget],
        right: Sequence[QWidget],
        order: Sequence[QWidget],
        shares: tuple[int, int],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._left, self._right, self._order = left, right, order
        self._narrow: bool | None = None
        self._first, self._second = _Column(self), _Column(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP)
        row.addWidget(self._first, shares[0])
        row.addWidget(self._second, shares[1])
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        if narrow == self._narrow:
            return
        if self._narrow:
            self._first.box.takeAt(self._first.box.count() - 1)
        self._narrow = narrow
        if narrow:
            _fill(self._first, self._order)
            self._first.box.addStretch(1)  # no card grows for the sake of a tall window
        else:
            _fill(self._first, self._left)
            _fill(self._second, self._right)
        self._second.setVisible(not narrow)


class _Column(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(theme.GAP)


def _fill(column: _Column, cards: Sequence[QWidget]) -> None:
    for card in cards:
        said_so = card.testAttribute(Qt.WidgetAttribute.WA_WState_ExplicitShowHide)
        hidden = said_so and card.isHidden()
        column.box.addWidget(card)  # Qt takes it out of the other column, and hides it
        card.setHidden(hidden)
