"""Settings, *OBS*: where its websocket is, its password, and whether we may write its fields."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.settings_parts import INSIDE, Section, SettingRow
from livedesk.desk.widgets.button import Button
from livedesk.desk.widgets.card import Rule
from livedesk.desk.widgets.field import Field
from livedesk.desk.widgets.switch import Switch
from livedesk.desk.widgets.text import Text

LONGEST_PASSWORD = 200


class ObsSection(Section):
    """Signals:
    find_asked: str, the password that was typed or "": look for OBS again, where it is now said
        to be. Once OBS has taken the password it is kept.
    """

    find_asked = Signal(str)

    def __init__(self, name: str, keeper: SettingsKeeper, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._keeper = keeper
        self.again = Button(self.tr("Find again"), icon="again", height=32)
        self.state = SettingRow("video", self.tr("OBS on this computer"), "", self.again)
        self.host = Field(self.tr("Host"), fixed=True)
        self.port = Field(self.tr("Port"), fixed=True)
        self.port.edit.setValidator(QIntValidator(1, 65535, self))
        self.password = Field(self.tr("Password"), self.tr("from OBS"))
        self.password.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.edit.setMaxLength(LONGEST_PASSWORD)
        self.save = Button(self.tr("Save"), height=36)
        self.kept = Text(ink="text_2", px=12, wrap=True)
        self.write = Switch(self.tr("Write Server and Stream Key for me as soon as they are made"))
        line = self.tr("In OBS: Tools → WebSocket Server Settings → Show Connect Info.")
        self._where = Text(line, "text_2", 12, wrap=True)
        self._build()
        self.again.clicked.connect(self._save)
        self.save.clicked.connect(self._save)
        for field in (self.host, self.port, self.password):
            field.edit.returnPressed.connect(self._save)
            field.edit.textChanged.connect(self._typed)
        self.write.clicked.connect(lambda on: keeper.change(obs=replace(keeper.now.obs, write=on)))
        self._show_place()
        self.show_settings()

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(6)
        grid.setContentsMargins(INSIDE + 48, 4, INSIDE, 14)
        fields = ((self.host, 5), (self.port, 2), (self.password, 5))
        for column, (field, share) in enumerate(fields):
            grid.addWidget(Text(field.edit.accessibleName(), "text_2", weight=500), 0, column)
            grid.addWidget(field, 1, column)
            grid.setColumnStretch(column, share)
        grid.addWidget(self.save, 1, 3)
        grid.addWidget(self.kept, 2, 0, 1, 4)
        grid.addWidget(self._where, 3, 0, 1, 4)
        self._grid = grid
        row = QHBoxLayout()
        row.setContentsMargins(INSIDE + 48, 10, INSIDE, 10)
        row.setSpacing(12)
        row.addWidget(Text(self.write.accessibleName(), weight=500, wrap=True), 1)
        row.addWidget(self.write)
        self.card.column.addWidget(self.state)
        self.card.column.addLayout(grid)
        self.card.column.addWidget(Rule())
        self.card.column.addLayout(row)

    def set_narrow(self, narrow: bool) -> None:
        self._grid.setContentsMargins(INSIDE if narrow else INSIDE + 48, 4, INSIDE, 14)

    def show_settings(self) -> None:
        """Where the password is kept, and the switch."""
        self.write.setChecked(self._keeper.now.obs.write)
        if self._keeper.where == "keyring":
            words = self.tr("The password is kept in your system keyring.")
        elif self._keeper.where == "file":
            words = self.tr("The password is kept in a file that only you can read.")
        else:
            words = ""
        self.kept.set_text(words)
        self.kept.setVisible(bool(words))

    def show_state(self, headline: str, line: str, *, good: bool) -> None:
        """How OBS is: connected, or why not."""
        self.state.name.set_text(headline)
        self.state.say(line)
        inks = ("good_ink", "good_tint") if good else ("text_2", "hover")
        self.state.tile.show_inks(*inks)

    def _show_place(self) -> None:
        place = self._keeper.now.obs
        self.host.edit.setText(place.host)
        self.port.edit.setText(str(place.port))
        self._typed()

    def _typed(self) -> None:
        self.host.set_bad(not self.host.edit.text().strip())
        self.port.set_bad(not self.port.edit.hasAcceptableInput())
        whole = bool(self.host.edit.text().strip()) and self.port.edit.hasAcceptableInput()
        self.save.setEnabled(whole)
        self.again.setEnabled(whole)

    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        host, port = self.host.edit.text().strip(), int(self.port.edit.text())
        self._keeper.change(obs=replace(self._keeper.now.obs, host=host, port=port))
        password = self.password.edit.text()
        self.password.edit.clear()
        self.find_asked.emit(password)
