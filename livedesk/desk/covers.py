"""The covers that have been seen lately, and those that are on their way."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from urllib.parse import urljoin

from PySide6.QtCore import QObject, QRectF, Qt, Signal
from PySide6.QtGui import QImage, QLinearGradient, QPainter, QPainterPath

from livedesk.desk.navigation import own_colour
from livedesk.desk.widgets import theme
from livedesk.desk.workers.cover_reads import CoverReads, may_fetch

KEPT = 400  # each has 58 kB
MOST_WANTED = 60  # what was scrolled past is not fetched any more
AGAIN_AFTER_S = 300.0  # a cover that could not be had
THREADS = 3  # a slow computer somewhere must not hold up all others


class Covers(QObject):
    """Lives on the window's thread.

    Attributes:
        threads: to be started and stopped with the others.

    Signals:
        came: str, the address of a cover that can now be painted.
    """

    came = Signal(str)

    def __init__(
        self, timer: Callable[[], float] = time.monotonic, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._timer = timer
        self._server = ""
        self._kept: OrderedDict[str, tuple[QImage, float]] = OrderedDict()
        self._wanted: dict[str, None] = {}  # the newest last
        self._busy: dict[CoverReads, str] = {}
        self.threads = tuple(CoverReads(n + 1, self) for n in range(THREADS))
        for thread in self.threads:
            thread.read.connect(self._take)

    def use(self, server: str) -> None:
        """The server whose broadcasts name the covers."""
        self._server = server

    def image(self, url: str | None) -> QImage | None:
        """The cover if it is there; it is fetched if not."""
        if not url or not self._server:
            return None
        whole = urljoin(self._server + "/", url)
        known = self._kept.get(whole)
        if known is not None:
            self._kept.move_to_end(whole)
            picture, until = known
            if not picture.isNull():
                return picture
            if self._timer() < until:
                return None
        if may_fetch(whole, self._server):
            self._want(whole)
        return None

    def paint(self, painter: QPainter, box: QRectF, url: str | None, title: str) -> None:
        """Draw the cover, or the one that is made of the title."""
        picture = self.image(url)
        if picture is None:
            paint_cover(painter, box, title, 6)
        else:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(box, picture)

    def _want(self, url: str) -> None:
        if url in self._busy.values():
            return
        self._wanted.pop(url, None)
        self._wanted[url] = None
        while len(self._wanted) > MOST_WANTED:
            del self._wanted[next(iter(self._wanted))]
        self._hand_out()

    def _hand_out(self) -> None:
        for thread in self.threads:
            if self._wanted and thread not in self._busy:
                url, _ = self._wanted.popitem()
                self._busy[thread] = url
                thread.fetch(url, self._server)

    def _take(self, url: str, picture: QImage) -> None:
        self._busy = {thread: own for thread, own in self._busy.items() if own != url}
        self._kept[url] = picture, self._timer() + AGAIN_AFTER_S
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        self._hand_out()
        if not picture.isNull():
            self.came.emit(url)


def paint_cover(painter: QPainter, box: QRectF, title: str, radius: float) -> None:
    """A cover for a broadcast that has no picture of its own."""
    colour = own_colour(title or "LiveDesk")
    ground = QLinearGradient(box.topLeft(), box.bottomRight())
    ground.setColorAt(0, colour.lighter(112))
    ground.setColorAt(1, colour.darker(175))
    path = QPainterPath()
    path.addRoundedRect(box, radius, radius)
    painter.fillPath(path, ground)
    if title:
        painter.setPen(theme.mixed("#FFFFFF", colour.name(), 0.92))
        painter.setFont(theme.font(box.height() * 0.4, 600))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), title[:1].upper())
