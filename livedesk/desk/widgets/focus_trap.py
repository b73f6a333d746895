"""What covers the window until it is dismissed: Esc closes it, and Tab stays inside."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget


class FocusTrap(QWidget):
    """The keys of a pop-over and of a side sheet."""

    def dismiss(self) -> None:
        """Close; the focus goes back to where it was."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """The next of the widgets inside that take the focus, and round again."""
        here = [
            child
            for child in self.findChildren(QWidget)
            if child.focusPolicy() & Qt.FocusPolicy.TabFocus
            and child.isVisible()
            and child.isEnabled()
        ]
        if here:
            at = next((n for n, child in enumerate(here) if child.hasFocus()), 0)
            onward = here[(at + (1 if forward else -1)) % len(here)]
            onward.setFocus(Qt.FocusReason.TabFocusReason)
        return True
