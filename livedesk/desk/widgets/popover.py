"""A pop-over under its button: a question confirmed in place, or a thing shown larger."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.focus_trap import FocusTrap


class Popover(FocusTrap):
    """Covers the window invisibly: a click beside the card, or Esc, closes it harmlessly.

    It follows its button wherever the layout moves it, and goes when the button is gone.

    Attributes:
        card: what is seen.
    """

    def __init__(self, window: QWidget, under: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._window, self._under = window, under
        self.card = Card(inside=16, ground="raised", parent=self)
        self._soon = QTimer(self)  # a button may be hidden and shown again at once
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._look_for_button)
        under.destroyed.connect(self._soon.start)

    def open(self, focus: QWidget) -> None:
        """Show it, with the focus on the harmless choice."""
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()
        self._place()
        self._follow()
        focus.setFocus(Qt.FocusReason.PopupFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of the window, and of all between it and the button."""
        kind = event.type()
        if kind == QEvent.Type.Resize and watched is self._window:
            self.setGeometry(self._window.rect())
        elif kind in (QEvent.Type.Move, QEvent.Type.Resize):
            self._place_again()
        elif kind == QEvent.Type.Hide:
            self._soon.start()
        elif kind == QEvent.Type.ParentChange:  # into another column
            self._follow()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place_again()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.card.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def dismiss(self) -> None:
        """Close; the focus goes back to the button."""
        if shiboken6.isValid(self._under):
            self._under.setFocus(Qt.FocusReason.PopupFocusReason)
        self.close()

    def _follow(self) -> None:
        part: QWidget | None = self._under
        while part is not None:
            part.installEventFilter(self)  # once, however often it is asked for
            if part is self._window:
                break
            part = part.parentWidget()

    def _place_again(self) -> None:
        if shiboken6.isValid(self._under):
            self._place()

    def _look_for_button(self) -> None:
        if not (shiboken6.isValid(self._under) and self._belongs_to().isVisibleTo(self._window)):
            self.close()

    def _belongs_to(self) -> QWidget:
        """Without this it has no place any more."""
        return self._under

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
        top = max(8, below.y())
        if top + self.card.height() > window.height() - 8:
            above = self._under.mapTo(window, QPoint(0, -8)).y() - self.card.height()
            top = max(8, min(above, window.height() - 8 - self.card.height()))
        self.card.move(left, top)
