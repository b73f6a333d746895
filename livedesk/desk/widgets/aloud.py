"""Words that a screen reader says at once."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget


def say(widget: QWidget, words: str) -> None:
    """Said in the name of `widget`."""
    # Not at the start: PySide makes the names of 200 accessible things with these.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, words))
