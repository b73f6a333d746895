"""*Find OBS*: how its WebSocket server is switched on, and where it is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QWidget

from livedesk.client.obs_place import ObsPlace
from livedesk.client.obs_state import ObsState
from livedesk.desk import error_texts
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.field import Field
from livedesk.desk.widgets.side_sheet import SideSheet
from livedesk.desk.widgets.text import Text

HIGHEST_PORT = 65535


class FindObs(SideSheet):
    """Closes by itself once OBS is found.

    Signals:
        connect_asked: host, port, password or None for the one that is kept.
        found_password_asked: take the password from OBS's own settings.
    """

    connect_asked = Signal(str, int, object)
    found_password_asked = Signal()

    def __init__(self, window: QWidget, obs: ObsState | None) -> None:
        super().__init__(
            window, self.tr("Find OBS"), self.tr("OBS 28 or later lets LiveDesk do the typing.")
        )
        self._asked = False
        place = obs.place if obs is not None else ObsPlace()
        self.host = Field(self.tr("Host"))
        self.port = Field(self.tr("Port"))
        self.password = Field(self.tr("OBS password"), self.tr("the one that is kept, if any"))
        self.host.edit.setText(place.host)
        self.port.edit.setText(str(place.port))
        self.password.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._icon = Glyph("info", "text_2")
        self.said = Text(wrap=True)
        self._offer = Card(inside=14, ground="window")
        self.use_found = Button(self.tr("Use it"), icon="key", height=32)
        self._far = Text(
            self.tr(
                "To another computer the stream key travels unencrypted: only in a network that "
                "you trust."
            ),
            "warn_ink",
            12,
            wrap=True,
        )
        self.connect_button = Button(self.tr("Connect"), Kind.PRIMARY, height=40)
        self._build_inside()
        self.connect_button.clicked.connect(self._connect)
        self.use_found.clicked.connect(self._use_found)
        for field in (self.host, self.port, self.password):
            field.edit.returnPressed.connect(self._connect)
        self.host.edit.textChanged.connect(self._look_far)
        self._look_far()
        self.show_obs(obs)

    def _build_inside(self) -> None:
        self.column.addSpacing(8)
        self.column.addWidget(Text(self.tr("In OBS, once"), weight=600))
        steps = (
            self.tr("Tools → WebSocket Server Settings"),
            self.tr("Tick “Enable WebSocket server”, then OK"),
            self.tr("“Show Connect Info” shows port and password"),
        )
        for n, words in enumerate(steps, 1):
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(Text(f"{n}", "text_3", digits=True))
            row.addWidget(Text(words, "text_2", wrap=True), 1)
            self.column.addLayout(row)
        self.column.addSpacing(8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(10)
        grid.setColumnStretch(1, 1)
        rows = (
            (self.tr("Host"), self.host),
            (self.tr("Port"), self.port),
            (self.tr("Password"), self.password),
        )
        for n, (name, field) in enumerate(rows):
            grid.addWidget(Text(name, "text_2", weight=500), n, 0)
            grid.addWidget(field, n, 1)
        self.column.addLayout(grid)
        self.column.addWidget(self._far)
        self._offer.column.addWidget(
            Text(self.tr("OBS's own settings on this computer hold its password."), wrap=True)
        )
        row = QHBoxLayout()
        row.addWidget(self.use_found)
        row.addStretch(1)
        self._offer.column.addLayout(row)
        self.column.addWidget(self._offer)
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self._icon)
        said.addWidget(self.said, 1)
        self.column.addLayout(said)
        self.column.addStretch(1)
        self.foot.addWidget(self.connect_button)

    def show_obs(self, obs: ObsState | None) -> None:
        """What became of it so far."""
        if obs is None:
            return
        if obs.connected:
            if self._asked or not self.isHidden():
                self.dismiss()
            return
        error = obs.error
        self._offer.setVisible(
            obs.password_found and error is not None and error.code == "obs_wrong_password"
        )
        if error is None:
            self._icon.show_icon("info", "text_2")
            self.said.set_text(self.tr("Looking for OBS…"))
            self.said.set_ink("text_2")
            return
        self._icon.show_icon("warning", "danger" if self._asked else "warn_ink")
        self.said.set_text(error_texts.error_sentence(error))
        self.said.set_ink("danger" if self._asked else "warn_ink")

    def _look_far(self) -> None:
        self._far.setVisible(not ObsPlace(self.host.edit.text().strip() or "127.0.0.1").here)

    def _connect(self) -> None:
        host = self.host.edit.text().strip()
        digits = self.port.edit.text().strip()
        port = int(digits) if digits.isascii() and digits.isdecimal() else 0
        self.host.set_bad(not host)
        self.port.set_bad(not 0 < port <= HIGHEST_PORT)
        if not host or not 0 < port <= HIGHEST_PORT:
            self._icon.show_icon("warning", "danger")
            self.said.set_text(self.tr("A host, and a port from 1 to 65535, as OBS shows them."))
            self.said.set_ink("danger")
            return
        self._asked = True
        self.connect_asked.emit(host, port, self.password.edit.text() or None)

    def _use_found(self) -> None:
        self._asked = True
        self.found_password_asked.emit()
