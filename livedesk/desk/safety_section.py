"""Settings, *Safety* and *Notifications*."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from livedesk.desk.capture import can_hide
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.settings_parts import Section, SettingRow
from livedesk.desk.widgets.button import Button
from livedesk.desk.widgets.card import Rule
from livedesk.desk.widgets.switch import Switch


class SafetySection(Section):
    """Signals: cleared: the clipboard is empty now."""

    cleared = Signal()

    def __init__(self, name: str, keeper: SettingsKeeper, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._keeper = keeper
        self.again = Button(self.tr("Look again"), icon="again", height=32)
        self.keyring = SettingRow("shield", self.tr("Where secrets are kept"), "…", self.again)
        self.hidden = Switch(self.tr("Leave this window out of screen captures"))
        self.capture = SettingRow("eye-crossed", self.hidden.accessibleName(), "", self.hidden)
        self.clear = Button(self.tr("Clear now"), height=32)
        line = self.tr("A copied Stream Key leaves it by itself after 60 s, and when you quit.")
        self.clipboard = SettingRow("copy", self.tr("Clipboard"), line, self.clear)
        for row in (self.keyring, Rule(), self.capture, Rule(), self.clipboard):
            self.card.column.addWidget(row)
        self.again.clicked.connect(lambda: keeper.look_at_keychain(again=True))
        self.hidden.clicked.connect(lambda on: keeper.change(hide_from_capture=on))
        self.clear.clicked.connect(self._clear)
        self.show_settings()

    def show_settings(self) -> None:
        keeper = self._keeper
        self.keyring.say(self._where())
        self.again.setVisible(keeper.where == "file")
        able = can_hide()
        self.hidden.setEnabled(able)
        self.hidden.setChecked(able and keeper.now.hide_from_capture)
        self.capture.say(
            self.tr("OBS, calls and recordings of the screen do not show it. Nor do screenshots.")
            if able
            else self.tr(
                "This system cannot do that: whoever captures the screen sees this window. Keys "
                "stay hidden behind dots."
            )
        )

    def _where(self) -> str:
        keeper = self._keeper
        if keeper.where == "keyring":
            return self.tr("Tokens and the OBS password are in the keyring of your system.")
        if keeper.where != "file":
            return self.tr("Looking for the keyring of your system…")
        in_a_file = self.tr(
            "Tokens and the OBS password are in files that only you can read, in the settings "
            "folder."
        )
        whys = {
            "none": self.tr("This system has no keyring."),
            "locked": self.tr("The keyring is locked."),
            "silent": self.tr("The keyring does not answer."),
            "failed": self.tr("The keyring failed."),
        }
        if keeper.why not in whys:
            return in_a_file
        return self.tr("{why} {so}").format(why=whys[keeper.why], so=in_a_file)

    def _clear(self) -> None:
        QGuiApplication.clipboard().clear()
        self.cleared.emit()


class NotificationSection(Section):
    """Signals: shown_asked: show one, to see whether the system shows any."""

    shown_asked = Signal()

    def __init__(
        self, name: str, keeper: SettingsKeeper, there: bool, parent: QWidget | None = None
    ) -> None:
        """Args: there: this desktop shows notifications."""
        super().__init__(name, parent)
        self._keeper, self._there = keeper, there
        self.switch = Switch(self.tr("Tell me while LiveDesk is in the background"))
        line = (
            self.tr(
                "When the picture stops and comes back, when an admin takes you off the air, and "
                "before your code ends."
            )
            if there
            else self.tr("This desktop has no tray, so LiveDesk cannot show notifications here.")
        )
        self.try_one = Button(self.tr("Show one"), height=32)
        name_of_it = self.switch.accessibleName()
        row = SettingRow("bell", name_of_it, line, self.try_one, self.switch)
        self.card.column.addWidget(row)
        self.switch.setEnabled(there)
        self.try_one.setVisible(there)
        self.switch.clicked.connect(lambda on: keeper.change(notifications=on))
        self.try_one.clicked.connect(self.shown_asked)
        self.show_settings()

    def show_settings(self) -> None:
        self.switch.setChecked(self._there and self._keeper.now.notifications)
