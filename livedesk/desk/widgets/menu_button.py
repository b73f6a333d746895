"""A button that says which choice is taken, and opens the others."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QAction, QActionGroup, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QWidget

from livedesk.desk.widgets import icons, theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.menu import airy, open_under

ARROW = 20  # pixels for the arrow at its right end


class MenuButton(Button):
    """Signals: chosen: str, the value of the choice.

    Args:
        name: what is chosen here, for a screen reader.
        label: says always this instead of what is taken.
    """

    chosen = Signal(str)

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]],
        *,
        label: str = "",
        icon: str = "",
        height: int = 32,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, Kind.SECONDARY, icon, height, parent)
        self._name, self._label, self._icon_name = name, label, icon
        self._value = ""
        self._tail = ARROW
        self._menu = airy(QMenu(self))
        one_of = QActionGroup(self._menu)
        self._actions: dict[str, QAction] = {}
        for value, words in choices:
            action = self._menu.addAction(words)
            action.setCheckable(not label)
            one_of.addAction(action)
            action.triggered.connect(lambda _=False, value=value: self.choose(value))
            self._actions[value] = action
        self.clicked.connect(self._open)
        self.setAccessibleName(name)

    @property
    def value(self) -> str:
        """The choice that is taken."""
        return self._value

    @property
    def actions_of(self) -> dict[str, QAction]:
        """The choices by their value."""
        return self._actions

    def show_value(self, value: str, words: str = "") -> None:
        """Take a choice without telling; `words` where it is none of the usual."""
        self._value = value
        for own, action in self._actions.items():
            action.setChecked(own == value and action.isCheckable())
        if not self._label:
            said = words or self._actions[value].text()
            self.show_as(said, Kind.SECONDARY, self._icon_name)
            self.setAccessibleName(f"{self._name}: {said}")

    def choose(self, value: str) -> None:
        """As by a click on the choice."""
        self.show_value(value)
        self.chosen.emit(value)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        place = QPointF(self.width() - ARROW + 2, self.height() / 2)
        icons.paint(painter, "down", place, 14, theme.ink(self, "text_2"))

    def _open(self) -> None:
        open_under(self._menu, self)
