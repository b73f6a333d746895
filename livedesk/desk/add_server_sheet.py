"""The side sheet in which a server is added: by its connect string, or by address and token."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from livedesk.client.console_settings import Profile, new_profile
from livedesk.client.server_address import (
    ServerAddress,
    checked_base,
    checked_token,
    connect_address,
)
from livedesk.desk import error_texts
from livedesk.desk.complaint import Complaint
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.field import Field
from livedesk.desk.widgets.side_sheet import SideSheet
from livedesk.desk.widgets.text import Text
from livedesk.domain.errors import BadSettings

if TYPE_CHECKING:
    from livedesk.desk.workers.server_looks import ServerLook

CONNECT = "livedesk:"


class ServerFields(QWidget):
    """Connect string or address, and the token where the first has none.

    Signals:
        typed: something changed.
        entered: Enter was pressed.
    """

    typed = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        name = self.tr("Connect string")
        self.place = Field(name, "livedesk://live.example.com/…", icon="network", fixed=True)
        self.token = Field(self.tr("Token"), "ldh_…", icon="key", fixed=True)
        self.token.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self._help = Text(
            self.tr("Only an address? Paste that, and the token next."), "text_2", 12, wrap=True
        )
        self._token_words = Text(self.tr("Token"), "text_2", weight=500)
        self.complaint = Complaint()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Text(name, "text_2", weight=500))
        column.addWidget(self.place)
        column.addWidget(self._help)
        column.addSpacing(4)
        column.addWidget(self._token_words)
        column.addWidget(self.token)
        column.addWidget(self.complaint)
        for edit in (self.place.edit, self.token.edit):
            edit.textChanged.connect(self._changed)
            edit.returnPressed.connect(self.entered)
        self._changed()

    @property
    def empty(self) -> bool:
        return not self.place.edit.text().strip()

    def address(self) -> ServerAddress | None:
        """What was typed; None, with the reason at its field, where it is none."""
        place, token = self.place.edit.text().strip(), self.token.edit.text().strip()
        if not place.startswith(CONNECT) and not token:
            self.place.set_bad(False)
            self.say(self.tr("Paste the token that the server's admin gave you, too."))
            self.token.edit.setFocus()
            return None
        try:
            if place.startswith(CONNECT):
                return connect_address(place)
            return ServerAddress(checked_base(place), checked_token(token))
        except BadSettings:
            self.place.set_bad(True)
            if place.startswith(CONNECT):
                words = self.tr("This is no whole connect string. Paste all of it, on one line.")
            else:
                words = self.tr(
                    "This is no server's address, or no token. An address begins with https://."
                )
            self.say(words)
        return None

    def say(self, words: str) -> None:
        """What is wrong; "" for nothing."""
        self.complaint.say(words)

    def _changed(self) -> None:
        place = self.place.edit.text().strip()
        # A connect string holds a token: on a screen that is shared it must not be read.
        secret = place.startswith(CONNECT) and "#" in place
        mode = QLineEdit.EchoMode.Password if secret else QLineEdit.EchoMode.Normal
        if self.place.edit.echoMode() is not mode:
            self.place.edit.setEchoMode(mode)
        needs_token = bool(place) and not place.startswith(CONNECT[: len(place)])
        self._token_words.setVisible(needs_token)
        self.token.setVisible(needs_token)
        self.place.set_bad(False)
        self.say("")
        self.typed.emit()


class AddServerSheet(SideSheet):
    """Signals:
    try_asked: ServerAddress; the answer comes by `show_tried`.
    added: Profile, token.
    """

    try_asked = Signal(object)
    added = Signal(object, str)

    def __init__(self, window: QWidget, known: Profile | None = None) -> None:
        """Args: known: the server that gets another token; None adds one."""
        title = self.tr("Add a server") if known is None else self.tr("New connect string")
        subtitle = (
            self.tr("For real audiences. Your admin gives you one line of text to paste.")
            if known is None
            else self.tr("“{name}” gets the token in it.").format(name=known.name)
        )
        super().__init__(window, title, subtitle)
        self._known = known
        self._tried: ServerAddress | None = None
        self._anyway = False
        self.fields = ServerFields()
        self.name = Field(self.tr("Name"), self.tr("as the address"))
        self.name.edit.setMaxLength(100)
        self.column.addWidget(self.fields)
        self._name_words = Text(self.tr("Name, as you call it"), "text_2", weight=500)
        names = QVBoxLayout()
        names.setSpacing(6)
        names.addWidget(self._name_words)
        names.addWidget(self.name)
        self.column.addLayout(names)
        self.column.addStretch(1)
        self._name_words.setVisible(known is None)
        self.name.setVisible(known is None)
        self.button = Button(self.tr("Connect"), Kind.PRIMARY, height=40)
        self.foot.addWidget(self.button)
        self.button.clicked.connect(self._connect)
        self.fields.entered.connect(self._connect)
        self.name.edit.returnPressed.connect(self._connect)
        self.fields.typed.connect(self._typed)
        self._typed()

    def show_tried(self, address: ServerAddress, look: ServerLook) -> None:
        """What came of the try."""
        if address != self._tried:
            return
        self._tried = None
        self.button.setEnabled(True)
        self.button.setText(self.tr("Connect"))
        if look.error is None:
            self._add(address, look.host)
            return
        words = error_texts.error_sentence(look.error)
        if look.error.code not in ("wrong_token", "banned"):
            self._anyway = True
            self.button.setText(self.tr("Add it anyway"))
        self.fields.say(words)

    def _typed(self) -> None:
        self._anyway, self._tried = False, None
        self.button.setText(self.tr("Connect"))
        self.button.setEnabled(not self.fields.empty)

    def _connect(self) -> None:
        if not self.button.isEnabled():
            return
        address = self.fields.address()
        if address is None:
            return
        if self._anyway:
            self._add(address, "")
            return
        self._tried = address
        self.fields.say("")
        self.button.setEnabled(False)
        self.button.setText(self.tr("Asking the server…"))
        self.try_asked.emit(address)

    def _add(self, address: ServerAddress, host: str) -> None:
        if self._known is not None:
            known = self._known
            profile = Profile(known.id, known.name, address.url, host or known.host)
        else:
            made = new_profile(self.name.edit.text(), address.url)
            profile = Profile(made.id, made.name, made.url, host)
        self.fields.place.edit.clear()
        self.fields.token.edit.clear()
        self.added.emit(profile, address.token)
        self.dismiss()
