"""Changing over to another server: the menu, and the question while on air."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from livedesk.desk.scene import Scene
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.confirm import Confirm
from livedesk.desk.widgets.menu import airy


class ProfileSwitch(QObject):
    """Signals:
    chosen: str, the id of a profile; while on air only after a question.
    settings_asked: show the page with the servers.
    """

    chosen = Signal(str)
    settings_asked = Signal()

    def __init__(self, window: QWidget, keeper: SettingsKeeper, scene: Callable[[], Scene]) -> None:
        super().__init__(window)
        self._window, self._keeper, self._scene = window, keeper, scene

    def menu(self, under: QWidget) -> QMenu:
        """All servers, the one in use marked."""
        menu = airy(QMenu(self._window))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        group = QActionGroup(menu)
        using = self._keeper.using
        for profile in self._keeper.now.profiles:
            name = self.tr("This computer") if profile.here else profile.name
            action = menu.addAction(name.replace("&", "&&"))
            action.setCheckable(True)
            action.setChecked(using is not None and using.id == profile.id)
            group.addAction(action)
            action.triggered.connect(lambda _on, id=profile.id: self.ask(id, under))
        menu.addSeparator()
        menu.addAction(self.tr("Add or change servers…")).triggered.connect(self.settings_asked)
        return menu

    def open_menu(self, under: QWidget) -> None:
        """Over its button at the bottom of the window."""
        menu = self.menu(under)
        at = under.mapToGlobal(under.rect().topLeft())
        at.setY(at.y() - menu.sizeHint().height())
        menu.popup(at)

    def ask(self, id: str, under: QWidget) -> None:
        """Change over to this profile, at once or after a question."""
        using = self._keeper.using
        if using is not None and using.id == id:
            return
        if not self._scene().on_air:
            self.chosen.emit(id)
            return
        profile = self._keeper.now.profile(id)
        name = profile.name if profile is not None and not profile.here else ""
        question = SwitchQuestion(self._window, under, name or self.tr("this computer"))
        question.confirmed.connect(lambda: self.chosen.emit(id))
        question.ask()


class SwitchQuestion(Confirm):
    """*Switch anyway* is confirmed."""

    def __init__(self, window: QWidget, under: QWidget, name: str) -> None:
        headline = self.tr("You are on air. Switch to {name}?").format(name=name)
        then = self.tr(
            "Your broadcast goes on only as long as its server waits for this console: some "
            "minutes. Come back before that and resume it, or end it first."
        )
        self.switch = Button(self.tr("Switch anyway"), Kind.DANGER, height=32)
        super().__init__(window, under, headline, then, self.tr("Stay here"), self.switch)
