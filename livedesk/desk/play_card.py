"""Where viewers watch: the public addresses, each with copy, and the QR code beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk.qr_popover import OPENS, QrPopover, open_address
from livedesk.desk.scene import Scene, only_here
from livedesk.desk.share_box import QrTile, ShareSwitch
from livedesk.desk.widgets.address_row import AddressRow
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card, Rule
from livedesk.desk.widgets.copy_button import CopyButton
from livedesk.desk.widgets.text import Text
from livedesk.domain.records import Record


class PlayRow(AddressRow):
    """A public address with copy, open and its QR code.

    Attributes:
        open_it: in the browser; only for what a browser opens.
        qr: shows its code large.
    """

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent=parent)
        self.open_it = Button("", Kind.GHOST, "open", 28)
        self.open_it.setAccessibleName(self.tr("Open: {name}").format(name=name))
        self.open_it.clicked.connect(lambda: open_address(self.value))
        self.qr = Button("", Kind.GHOST, "qr", 28)
        self.qr.setAccessibleName(self.tr("QR code: {name}").format(name=name))
        for button in (self.open_it, self.qr):
            button.setToolTip(button.accessibleName())
            self.row.addWidget(button)
        self.row.setSpacing(0)

    def show_address(self, value: str) -> None:
        self.set_value(value)
        self.open_it.setVisible(value.startswith(OPENS))


class PlayCard(Card):
    """Signals: share_asked: str address or None."""

    share_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._record: Record | None = None
        self._shown: tuple[tuple[str, str], ...] = ()
        self.rows: dict[str, PlayRow] = {}
        self._scene, self._now = Scene(), 0.0
        self.chat = CopyButton(
            self._for_chat,
            self.tr("Copy title and watch page for a chat"),
            label=self.tr("Copy for chat"),
            icon="chat",
            height=32,
        )
        self.tile = QrTile()
        self.sharing = ShareSwitch()
        self.sharing.share_asked.connect(self.share_asked)
        head = QHBoxLayout()
        head.addWidget(Text(self.tr("Where viewers watch"), px=15, weight=600, elide=True), 1)
        head.addWidget(self.chat)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, 48)
        self._grid.setColumnStretch(1, 1)
        left = QVBoxLayout()
        left.setSpacing(14)
        left.addLayout(head)
        left.addLayout(self._grid)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(24)
        row.addLayout(left, 1)
        row.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignTop)
        self.column.addLayout(row, 1)
        self._rehearsal = Text(
            self.tr("A rehearsal is not listed, but who knows its address can play it."),
            "text_2",
            12,
            wrap=True,
        )
        self.column.addWidget(self._rehearsal)
        self.column.addWidget(Rule())
        self.column.addWidget(self.sharing)

    def show_scene(self, scene: Scene, now: float) -> None:
        record = scene.record
        self._record, self._scene, self._now = record, scene, now
        if record is None:
            return
        found = tuple(addresses(record))
        if found != self._shown:
            self._show_rows(found)
        # Where there is no switch, that stands below.
        self._rehearsal.setVisible(record.rehearsal and scene.share is not None)
        self.tile.show_url(record.watch_url)
        self.tile.show_proof(record.proof)
        self.sharing.show_scene(scene)
        self.chat.setVisible(bool(record.watch_url) and not only_here(record.watch_url or ""))

    def _show_rows(self, found: tuple[tuple[str, str], ...]) -> None:
        if [name for name, _ in found] != [name for name, _ in self._shown]:
            while (item := self._grid.takeAt(0)) is not None:
                if (old := item.widget()) is not None:
                    old.deleteLater()
            self.rows = {}
            for n, (name, _) in enumerate(found):
                label = self.tr("Page") if name == "page" else label_of(name)
                row = self.rows[name] = PlayRow(label)
                row.qr.clicked.connect(lambda _checked=False, row=row: self._show_qr(row))
                self._grid.addWidget(Text(label, "text_2", weight=500), n, 0)
                self._grid.addWidget(self.rows[name], n, 1)
        for name, address in found:
            self.rows[name].show_address(address)
        self._shown = found

    def _show_qr(self, row: PlayRow) -> None:
        popover = QrPopover(self.window(), row.qr, row.edit.accessibleName(), row.value)
        popover.show_scene(self._scene, self._now)
        popover.ask()

    def _for_chat(self) -> str:
        record = self._record
        return f"{record.title} {record.watch_url}" if record is not None else ""


def label_of(name: str) -> str:
    """How an address is called: ``HLS``, ``FLV 720P``, ``WebRTC``."""
    return name.upper().replace("_", " ").replace("WEBRTC", "WebRTC")


def addresses(record: Record) -> list[tuple[str, str]]:
    """The public addresses of a record, the page first, each with its key."""
    usual = ("hls", "flv", "rtmp")
    names = [*(name for name in usual if name in record.play)]
    names += [name for name in record.play if name not in usual]
    page = [("page", record.watch_url)] if record.watch_url else []
    return page + [(name, record.play[name]) for name in names]
