"""A button that reads like a link: it leads somewhere and changes nothing."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from livedesk.desk.widgets import theme
from livedesk.desk.widgets.button import Button, Kind


class Link(Button):
    """28 pixels high, in the ink of links."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, Kind.GHOST, height=28, parent=parent)

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        ground, edge, _ = super()._colours()
        none = QColor(Qt.GlobalColor.transparent)
        return ground, none if self.isEnabled() else edge, theme.ink(self, "accent_ink")
