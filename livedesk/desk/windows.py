"""What windows have in common: coming to the front, and handing over what was typed."""

from __future__ import annotations

from pathlib import Path

import shiboken6
from PySide6.QtCore import QByteArray, QSettings, Qt
from PySide6.QtWidgets import QWidget

from livedesk.desk.settings_keeper import SettingsKeeper


def bring_to_front(window: QWidget) -> None:
    """Show it, also from the task bar or the tray, and give it the focus if the system lets us."""
    window.setWindowState(
        (window.windowState() & ~Qt.WindowState.WindowMinimized) | Qt.WindowState.WindowActive
    )
    window.show()
    window.raise_()
    window.activateWindow()


def kept_places(folder: Path) -> QSettings:
    """Where the window stood last."""
    return QSettings(str(folder / "window.ini"), QSettings.Format.IniFormat)


def put_back(window: QWidget, places: QSettings) -> None:
    """Where it stood last, if that is known."""
    geometry = places.value("geometry")
    if isinstance(geometry, QByteArray):  # a damaged file holds anything
        window.restoreGeometry(geometry)


def starting(settings: SettingsKeeper) -> str:
    """The address of the server that is about to be asked; "" for this computer's own."""
    if settings.given is not None:
        return settings.given.url
    return settings.using.url if settings.using is not None else ""


def put_away(window: QWidget) -> None:
    """Off the screen and gone; Python would delete the application before it."""
    window.hide()
    shiboken6.delete(window)


def take_place_of(new: QWidget, old: QWidget) -> None:
    """Stand where `old` stands, as large, and as full."""
    new.restoreGeometry(old.saveGeometry())


def copy_typed(old: QWidget, new: QWidget) -> None:
    """What was typed and ticked in a form, into one that the same code has made."""
    from PySide6.QtWidgets import QAbstractButton, QLineEdit

    edits = zip(old.findChildren(QLineEdit), new.findChildren(QLineEdit), strict=False)
    for typed, edit in edits:
        if not typed.isReadOnly() and edit.text() != typed.text():
            edit.setText(typed.text())
    buttons = zip(
        old.findChildren(QAbstractButton), new.findChildren(QAbstractButton), strict=False
    )
    for ticked, button in buttons:
        same = ticked.isCheckable() and type(ticked) is type(button)
        if same and ticked.isChecked() != button.isChecked():
            button.setChecked(ticked.isChecked())
