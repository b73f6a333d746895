"""Settings, *Sharing*: phones in this network may watch, or may not."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from livedesk.desk.name_row import NameRow
from livedesk.desk.scene import Scene
from livedesk.desk.settings_parts import INSIDE, Section
from livedesk.desk.share_box import ShareSwitch
from livedesk.desk.widgets.address_row import AddressRow
from livedesk.desk.widgets.button import Button
from livedesk.desk.widgets.card import Rule
from livedesk.desk.widgets.popover import Popover
from livedesk.desk.widgets.qr_view import QrView
from livedesk.desk.widgets.text import Text


class SharingSection(Section):
    """Signals: share_asked: str address to listen on, or None to stop. name_asked: str."""

    share_asked = Signal(object)
    name_asked = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.who = NameRow()
        self._rule = Rule()
        self.who.name_asked.connect(self.name_asked)
        self.switch = ShareSwitch()
        self._not_here = Text(ink="text_2", wrap=True)
        self.address = AddressRow(self.tr("Address for phones in this network"))
        self.qr = Button(self.tr("Show QR"), icon="qr", height=36)
        self._shared = QWidget()
        row = QHBoxLayout(self._shared)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.address, 1)
        row.addWidget(self.qr)
        column = self.card.column
        column.setContentsMargins(INSIDE, 14, INSIDE, 14)
        column.setSpacing(12)
        for widget in (self.who, self._rule, self.switch, self._not_here, self._shared):
            column.addWidget(widget)
        self.switch.share_asked.connect(self.share_asked)
        self.qr.clicked.connect(self._enlarge)
        self.show_scene(Scene())

    def show_scene(self, scene: Scene) -> None:
        share, server = scene.share, scene.server
        bundled = share is not None and (server is None or server.bundled)
        named = bundled and scene.host is not None
        self.who.setVisible(named)
        self._rule.setVisible(named)
        self.who.show_scene(scene)
        self.switch.setVisible(bundled)
        self.switch.show_scene(scene)
        if server is None:
            words = self.tr("It is not known yet whether this server can be shared.")
        elif bundled:
            words = ""
        else:
            words = self.tr(
                "{server} has an address of its own: its watch pages need no sharing here. The "
                "switch is for the server of this computer."
            ).format(server=server.name)
        self._not_here.set_text(words)
        self._not_here.setVisible(bool(words) and not bundled)
        url = (share.url or "") if share is not None and bundled else ""
        self.address.set_value(url)
        self._shared.setVisible(bool(url))

    def _enlarge(self) -> None:
        popover = Popover(self.window(), self.qr)
        large = QrView(8)
        large.show_url(self.address.value)
        large.clicked.connect(popover.dismiss)
        popover.card.column.addWidget(large)
        popover.open(large)
