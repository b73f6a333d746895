"""The window's keyboard shortcuts; none of them ends a broadcast."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget


def bind(window: QWidget, deeds: Mapping[str, Callable[[], object]]) -> None:
    """`deeds` by key, e.g. ``Ctrl+N``."""
    for key, deed in deeds.items():
        QShortcut(QKeySequence(key), window, deed)


def focus_next(parts: Sequence[QWidget], focus: QWidget | None) -> None:
    """Go from the part that has the focus to the next one that can take it, and round again."""
    here = next((n for n, part in enumerate(parts) if focus and part.isAncestorOf(focus)), -1)
    for part in (*parts[here + 1 :], *parts[: here + 1]):
        for child in part.findChildren(QWidget):
            tabbed = child.focusPolicy() & Qt.FocusPolicy.TabFocus
            if tabbed and child.isVisible() and child.isEnabled():
                child.setFocus(Qt.FocusReason.TabFocusReason)
                return
