"""The covers that cards show, by their address; fetched beside the window, once each."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import urljoin

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

KEPT = 64


class Gallery(QObject):
    """Asks for what it has not; `fetch` None shows only what is put in.

    Signals:
        arrived: a cover that was asked for is there.
    """

    arrived = Signal()

    def __init__(
        self, fetch: Callable[[str, str], None] | None = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._base = ""
        self._pictures: OrderedDict[str, QImage] = OrderedDict()

    def adopt(self, other: Gallery) -> None:
        """What another window had; it is being made anew."""
        self._pictures.update(other._pictures)

    def show_base(self, url: str) -> None:
        """What addresses without a host belong to: the server."""
        self._base = url

    def cover(self, url: str | None) -> QImage:
        """The cover at `url`; null while there is none."""
        if not url:
            return QImage()
        whole = self._whole(url)
        if whole not in self._pictures:
            self.put(whole, QImage())  # asked for once
            if self._fetch is not None:
                self._fetch(whole, self._base)
        self._pictures.move_to_end(whole)
        return self._pictures[whole]

    def put(self, url: str, picture: QImage) -> None:
        """This is the cover at `url`."""
        self._pictures[self._whole(url)] = picture
        while len(self._pictures) > KEPT:
            self._pictures.popitem(last=False)

    def hear(self, url: str, picture: object) -> None:
        """It was fetched."""
        if isinstance(picture, QImage) and not picture.isNull():
            self.put(url, picture)
            self.arrived.emit()

    def _whole(self, url: str) -> str:
        return urljoin(f"{self._base}/", url) if self._base else url
