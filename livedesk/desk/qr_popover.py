"""One public address, large: its QR code or why there is none, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QWidget

from livedesk.desk import texts
from livedesk.desk.scene import Scene, only_here
from livedesk.desk.share_box import ShareSwitch
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.copy_button import CopyButton
from livedesk.desk.widgets.popover import Popover
from livedesk.desk.widgets.qr_view import QrView
from livedesk.desk.widgets.text import Text

OPENS = ("http://", "https://")
MODULES = (8, 6, 5, 4, 3)
"""Sizes of a module in pixels, the best first."""


class QrPopover(Popover):
    """Opened under the button of its address; follows the scene while it is open.

    Attributes:
        qr: the large code; not shown for an address of this computer.
        sharing: the switch that lets phones in, where this computer has one.
    """

    def __init__(
        self, window: QWidget, under: QWidget, name: str, url: str, *, page: bool = False
    ) -> None:
        super().__init__(window, under)
        self._url, self._page = url, page
        self.setAccessibleName(name)
        self.qr = QrView(8)
        self.qr.clicked.connect(self.dismiss)
        self._why = Text(ink="text_2", wrap=True)
        self._proof = Text(ink="text_2", px=12)
        self._address = Text(ink="text_2", px=12, fixed=True, elide=True)
        self.sharing = ShareSwitch()
        self.copy = CopyButton(lambda: self._url, self.tr("Copy: {name}").format(name=name))
        self.open_it = Button(self.tr("Open"), Kind.GHOST, "open")
        self.open_it.clicked.connect(lambda: open_address(self._url))
        self.close_it = Button(self.tr("Close"), Kind.GHOST)
        self.close_it.clicked.connect(self.dismiss)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.copy)
        row.addWidget(self.open_it)
        row.addStretch(1)
        row.addWidget(self.close_it)
        column = self.card.column
        column.setSpacing(10)
        column.addWidget(Text(name, px=14, weight=600))
        qr = QHBoxLayout()
        qr.addStretch(1)
        qr.addWidget(self.qr)
        qr.addStretch(1)
        column.addLayout(qr)
        column.addWidget(self._why)
        column.addWidget(self._proof)
        column.addWidget(self._address)
        column.addWidget(self.sharing)
        column.addLayout(row)
        self.card.setMinimumWidth(340)

    def ask(self) -> None:
        """Open it."""
        self.open(self.copy)

    def _belongs_to(self) -> QWidget:
        """Its card: who clicked to let phones in wants the code, though that button is gone."""
        return self._under.parentWidget() or self._under

    def show_url(self, url: str) -> None:
        """The address may change while it is open: sharing has begun."""
        self._url = url

    def show_scene(self, scene: Scene, now: float) -> None:
        """The code, or the sentence in its place."""
        here = only_here(self._url)
        self.qr.show_url(self._url)
        self.qr.setVisible(bool(self.qr.url))
        self._address.set_text(self._url)
        self.sharing.setVisible(self._page and scene.share is not None)
        if self._page:
            self.sharing.show_scene(scene)
        self._why.setVisible(here and self.sharing.isHidden())
        self._why.set_text(self.tr("This address only works on this computer."))
        words = texts.proof(scene.record.proof if scene.record is not None else None)
        self._proof.setVisible(self._page and not here)
        self._proof.set_text(words or self.tr("no phone has played it yet"))
        self._proof.set_ink("good_ink" if words else "text_2")
        self.open_it.setVisible(self._url.startswith(OPENS))
        self._place()

    def _place(self) -> None:
        """Beside its button, within the page: clock and *End…* above the page stay in reach.

        The code is as large as the page lets it be.
        """
        page = self._page_of(self._under)
        for px in MODULES:
            self.qr.show_px(px)
            self.card.column.activate()
            super()._place()
            if self.card.height() <= page.height():
                break
        card = self.card.geometry()
        if page.contains(card) or card.height() > self.height():
            return
        corner = self._under.mapTo(self._window, QPoint(0, self._under.height()))
        beside = corner.x() - card.width() - 8
        lowest = max(8, min(page.bottom(), self.height() - 8) - card.height())
        top = min(max(page.top(), corner.y() - card.height()), lowest)
        self.card.move(beside if beside >= 16 else card.x(), top)

    def _page_of(self, part: QWidget) -> QRect:
        """The place of the page in which `part` lies, a little inside."""
        above: QWidget | None = part
        while above is not None and not isinstance(above, QScrollArea):
            above = above.parentWidget()
        shown = above if above is not None else self._window
        corner = shown.mapTo(self._window, QPoint(0, 0))
        return QRect(corner, shown.size()).adjusted(8, 8, -8, -8)


def open_address(url: str) -> None:
    """Show it in the browser."""
    if url.startswith(OPENS):
        QDesktopServices.openUrl(QUrl(url))
