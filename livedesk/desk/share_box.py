"""The QR code, or why there is none and the switch that changes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from livedesk.desk import texts
from livedesk.desk.scene import Scene, only_here
from livedesk.desk.widgets import icons, theme
from livedesk.desk.widgets.choice import Choice
from livedesk.desk.widgets.popover import Popover
from livedesk.desk.widgets.qr_view import QrView
from livedesk.desk.widgets.switch import Switch
from livedesk.desk.widgets.text import Text
from livedesk.desk.workers.lan import LanAddress, lan_addresses
from livedesk.domain.records import Proof


class NoQr(QWidget):
    """Where the QR code would be: a dashed tile, never a code that leads nowhere."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(132, 132)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.ink(self, "line_strong"), 1.2, Qt.PenStyle.DashLine))
        painter.setBrush(theme.ink(self, "window"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)
        centre = QPointF(self.width() / 2, self.height() / 2)
        icons.paint(painter, "qr", centre, 28, theme.ink(self, "text_3"))


class QrTile(QWidget):
    """QR code or dashed tile, and a line under it.

    Attributes:
        qr: the code; its `url` is "" while none is drawn.
    """

    def __init__(self, least_px: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.qr = QrView(least_px)
        self._none = NoQr()
        self._words = Text(weight=500)
        self._proof = Text(ink="text_2", px=12, wrap=True)
        self._proof.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.qr, self._none, self._words):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.setSpacing(4)
        column.addWidget(self._proof)
        column.addStretch(1)
        self.qr.clicked.connect(self._enlarge)
        # As wide with a code as without, so that the addresses beside it stay where they are.
        nobody = QFontMetrics(self._proof.font()).horizontalAdvance(self._nobody())
        self.setMinimumWidth(max(self._none.sizeHint().width(), nobody + 2))

    def show_url(self, url: str | None) -> None:
        """Draw the code of `url` if a phone can open it."""
        self.qr.show_url(url or "")
        self.qr.setVisible(bool(self.qr.url))
        self._none.setVisible(not self.qr.url)
        self._words.set_text(self.tr("Scan to watch") if self.qr.url else self.tr("No QR code yet"))
        self._words.set_ink("text" if self.qr.url else "text_2")
        self._proof.setVisible(bool(self.qr.url))

    def show_proof(self, proof: Proof | None) -> None:
        """Which phone has really played it."""
        words = texts.proof(proof)
        self._proof.set_text(words or self._nobody())
        self._proof.set_ink("good_ink" if words else "text_2")

    def _nobody(self) -> str:
        return self.tr("no phone has played it yet")

    def _enlarge(self) -> None:
        popover = Popover(self.window(), self.qr)
        large = QrView(8)
        large.show_url(self.qr.url)
        large.clicked.connect(popover.dismiss)
        popover.card.column.addWidget(large)
        popover.open(large)


class ShareSwitch(QWidget):
    """*Let phones in this network watch*; only the server of this computer can be switched.

    Signals:
        share_asked: str address to listen on, or None to stop.
    """

    share_asked = Signal(object)

    def __init__(
        self,
        addresses: Callable[[], Sequence[LanAddress]] = lan_addresses,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._addresses = addresses
        name = self.tr("Let phones in this network watch")
        self.switch = Switch(name)
        self._name = Text(name, weight=500, wrap=True)
        self._why = Text(ink="text_2", px=12, wrap=True)
        self._chosen_address: str | None = None
        self._scene = Scene()
        self._in_no_network = False  # as of the last click
        self._choice = Choice(self.tr("Address of this computer in the network"), {}, "")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._name)
        words.addWidget(self._why)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.switch, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self._choice, 0, Qt.AlignmentFlag.AlignTop)
        self._choice.hide()
        self.switch.clicked.connect(self._clicked)
        self._choice.activated.connect(self._chosen)

    def show_scene(self, scene: Scene) -> None:
        self._scene = scene
        share = scene.share
        on = share is not None and share.address is not None
        self.switch.setVisible(share is not None)
        self._name.setVisible(share is not None)
        self.switch.setEnabled(scene.busy != "share")
        self.switch.setChecked(on)
        url = (scene.record.watch_url if scene.record is not None else None) or ""
        if self._in_no_network and not on:
            words = self.tr(
                "This computer is in no network. Connect it to a network and try again."
            )
        elif share is not None and on:
            words = self.tr("Phones in this network reach this computer at {address}.").format(
                address=share.address
            )
        elif url and only_here(url):
            words = (
                self.tr(
                    "This address only works on this computer. Turn on sharing to show a QR code."
                )
                if share is not None
                else self.tr("This address only works on this computer.")
            )
        elif scene.record is not None and scene.record.rehearsal:
            words = self.tr("A rehearsal is not listed, but who knows its address can play it.")
        else:
            words = self.tr("Public. Safe to post anywhere.")
        self._why.set_text(words)
        self._show_choice(share.address if share is not None else None)

    def _show_choice(self, address: str | None) -> None:
        if address == self._chosen_address:
            return
        self._chosen_address = address
        found = [lan.address for lan in self._addresses()] if address is not None else []
        self._choice.clear()
        self._choice.addItems(found)
        self._choice.setCurrentText(address or "")
        self._choice.setVisible(len(found) > 1)

    def _clicked(self, on: bool) -> None:
        self.switch.setChecked(not on)  # the server's answer moves it
        if not on:
            self.share_asked.emit(None)
            return
        found = self._addresses()
        self._in_no_network = not found
        self.show_scene(self._scene)
        if found:
            self.share_asked.emit(found[0].address)

    def _chosen(self) -> None:
        self.share_asked.emit(self._choice.currentText())
