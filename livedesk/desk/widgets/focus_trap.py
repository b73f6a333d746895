"""Tab inside something that covers the window."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def next_inside(cover: QWidget, *, forward: bool) -> None:
    """Move the focus to the next of the widgets in `cover` that take it, and round again."""
    here = [
        child
        for child in cover.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.isVisible() and child.isEnabled()
    ]
    if not here:
        return
    at = next((n for n, child in enumerate(here) if child.hasFocus()), 0)
    here[(at + (1 if forward else -1)) % len(here)].setFocus(Qt.FocusReason.TabFocusReason)
