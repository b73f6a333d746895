"""Menus in the window's own colours and with its room, also those that Qt makes for text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt

if TYPE_CHECKING:
    from PySide6.QtWidgets import QLineEdit, QMenu, QPlainTextEdit, QWidget

AIRY = """
QMenu { background: palette(button); border: 1px solid palette(dark); padding: 4px; }
QMenu::item { padding: 6px 20px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: palette(highlight); color: palette(highlighted-text); }
QMenu::item:disabled { background: transparent; color: palette(placeholder-text); }
QMenu::separator { height: 1px; background: palette(mid); margin: 4px 8px; }
QMenu::indicator { width: 14px; height: 14px; left: 8px; }
"""
"""The usual menu is cramped, and in the dark its edge cannot be told from the page."""

GAP, EDGE = 4, 8  # pixels to the button, and to the edge of the window


def airy(menu: QMenu) -> QMenu:
    """`menu`, dressed so."""
    menu.setStyleSheet(AIRY)
    return menu


def open_under(menu: QMenu, button: QWidget) -> None:
    """Where the button begins; where the button ends, if it would not fit into the window."""
    room = button.window().width() - button.mapTo(button.window(), QPoint(0, 0)).x() - EDGE
    width = menu.sizeHint().width()
    left = 0 if width <= room else button.width() - width
    menu.popup(button.mapToGlobal(QPoint(left, button.height() + GAP)))


def offer_edits(edit: QLineEdit | QPlainTextEdit, at: QPoint) -> None:
    """Qt's own menu of a text (undo, copy, …) at this place in it."""
    menu = edit.createStandardContextMenu()
    if menu is not None:
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        airy(menu).popup(edit.mapToGlobal(at))
