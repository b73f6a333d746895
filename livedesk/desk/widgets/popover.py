"""A pop-over under its button: a question confirmed in place, or a thing shown larger."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.focus_trap import FocusTrap


class Popover(FocusTrap):
    """Covers the window invisibly: a click beside the card, or Esc, closes it harmlessly.

    Attributes:
        card: what is seen.
    """

    def __init__(self, window: QWidget, under: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window, self._under = window, under
        self.card = Card(inside=16, ground="raised", parent=self)

    def open(self, focus: QWidget) -> None:
        """Show it, with the focus on the harmless choice."""
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._place()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def dismiss(self) -> None:
        """Close; the focus goes back to the button."""
        self._under.setFocus(Qt.FocusReason.PopupFocusReason)
        self.close()

    def _place(self) -> None:
        window = self._window
        width = min(self.card.sizeHint().width(), window.width() - 32)
        width = max(width, self.card.minimumWidth())
        tall = self.card.heightForWidth(width)
        self.card.resize(width, tall if tall > 0 else self.card.sizeHint().height())
        below = self._under.mapTo(window, QPoint(0, self._under.height() + 8))
        if below.x() + self._under.width() / 2 < window.width() / 2:
            left = below.x()  # it begins where the button does, else it ends there
        else:
            left = below.x() + self._under.width() - self.card.width()
        left = max(16, min(left, window.width() - self.card.width() - 16))
        top = below.y()
        if top + self.card.height() > window.height() - 8:
            above = self._under.mapTo(window, QPoint(0, -8)).y() - self.card.height()
            top = max(8, above)
        self.card.move(left, top)
