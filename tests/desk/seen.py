"""What a host sees, and what was copied."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

LEFT = Qt.MouseButton.LeftButton


def said(part: QWidget | None) -> str:
    """All words that can be seen in a part of the window."""
    assert part is not None
    labels = part.findChildren(QLabel)
    return "\n".join(label.text() for label in labels if label.isVisible())


def clipboard() -> str:
    return QGuiApplication.clipboard().text()
