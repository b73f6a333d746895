"""Fetching one cover: from the web, bounded, and made ready to paint off the window's thread."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from ipaddress import IPv6Address, ip_address
from urllib.parse import urljoin, urlsplit

import httpx
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QImageReader, QPainter, QPainterPath

from livedesk import __version__
from livedesk.client.trust import trusted
from livedesk.desk.workers.background import STOP, Background

log = logging.getLogger(__name__)

WIDE, HIGH, RADIUS = 160, 90, 12  # pixels; shown half as large, so sharp on a dense screen too
MOST_BYTES = 5_000_000
MOST_PIXELS = 50_000_000
MOST_HOPS = 3
TIMEOUT_S = 3.0  # for each step: quitting waits for it
WHOLE_S = 8.0
FORMATS = frozenset({"jpeg", "jpg", "png", "webp", "gif", "bmp"})


class CoverReads(Background):
    """Fetches one cover at a time.

    Args:
        ready: makes a picture of what was fetched; a null one where it is none.

    Signals:
        read: str, its address; QImage, ready to paint; a null one where there is none to be had.
    """

    read = Signal(str, object)

    def __init__(
        self,
        number: int,
        parent: QObject | None = None,
        ready: Callable[[bytes], QImage] | None = None,
    ) -> None:
        super().__init__(f"cover {number}", parent)
        self._ready = ready or ready_made

    def fetch(self, url: str, server: str) -> None:
        """Fetch `url`, which a broadcast of `server` names."""
        self.order((url, server))

    def work(self) -> None:
        """One after the other."""
        with ExitStack() as open_:
            ways: tuple[httpx.Client, httpx.Client] | None = None
            while (order := self.next_order(None)) is not STOP:
                if ways is None:  # many a console never sees a cover: start without
                    ways = (
                        open_.enter_context(_client(proxies=True)),
                        open_.enter_context(_client(proxies=False)),
                    )
                if isinstance(order, tuple):
                    url, server = order
                    data = _fetched(*ways, url, server)
                    self.tell(self.read, url, self._ready(data) if data else QImage())


def may_fetch(url: str, server: str) -> bool:
    """Whether a cover may be asked of that address.

    Titles and covers are other people's words: one must not make this console call on something in
    the host's own network, which the server itself is not part of.
    """
    try:
        parts, own = urlsplit(url), urlsplit(server)
        host, at_home = parts.hostname or "", own.hostname or ""
        _ = parts.port
    except ValueError:
        return False
    if parts.scheme not in ("http", "https") or not host or parts.username or parts.password:
        return False
    return host == at_home or _nearness(host) <= _nearness(at_home)


def _nearness(host: str) -> int:
    """0 anywhere in the world, 1 in this network, 2 on this computer."""
    name = host.rstrip(".").lower()
    if name == "localhost" or name.endswith(".localhost"):
        return 2
    try:
        found = ip_address(name)
    except ValueError:
        return 1 if "." not in name or name.endswith((".local", ".lan", ".internal")) else 0
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    if found.is_loopback or found.is_unspecified:
        return 2
    return 0 if found.is_global else 1


def _client(*, proxies: bool) -> httpx.Client:
    try:
        return httpx.Client(
            timeout=TIMEOUT_S,
            follow_redirects=False,
            headers={"User-Agent": f"LiveDesk/{__version__}", "Accept": "image/*"},
            limits=httpx.Limits(max_keepalive_connections=2),
            trust_env=proxies,
            verify=trusted(trust_env=proxies),
        )
    except (httpx.InvalidURL, ValueError, OSError, ImportError):
        # What is wrong with proxies and certificates, the server's own client says.
        return httpx.Client(timeout=TIMEOUT_S, follow_redirects=False, trust_env=False)


def _fetched(far: httpx.Client, near: httpx.Client, url: str, server: str) -> bytes:
    """The bytes; none where it cannot be had: a cover is not worth a word to the host."""
    deadline = time.monotonic() + WHOLE_S
    try:
        for _ in range(MOST_HOPS + 1):
            if not may_fetch(url, server):
                return b""
            http = near if _nearness(urlsplit(url).hostname or "") else far
            with http.stream("GET", url) as reply:
                if reply.is_redirect:
                    url = urljoin(url, reply.headers.get("Location", ""))
                    continue
                return _body(reply, deadline) if reply.is_success else b""
    # UnicodeError, ValueError: a host name, or an address, that cannot be one
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError, ValueError) as error:
        log.debug("no cover from %s: %s", urlsplit(url).netloc, type(error).__name__)
    return b""


def _body(reply: httpx.Response, deadline: float) -> bytes:
    body = bytearray()
    for piece in reply.iter_bytes():
        body += piece
        if len(body) > MOST_BYTES or time.monotonic() > deadline:
            return b""
    return bytes(body)


def ready_made(data: bytes) -> QImage:
    """The picture cut to 16:9 and rounded; null where it is none, or would need too much memory."""
    buffer = QBuffer()
    buffer.setData(QByteArray(data))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if bytes(reader.format().data()).decode() not in FORMATS or not size.isValid():
        return QImage()
    if size.width() * size.height() > MOST_PIXELS:
        return QImage()
    over = size.scaled(QSize(WIDE, HIGH) * 2, Qt.AspectRatioMode.KeepAspectRatioByExpanding)
    if over.width() < size.width():
        reader.setScaledSize(over)  # a JPEG is then not even read in full
    picture = reader.read()
    if picture.isNull():
        return QImage()
    whole, smooth = QSize(WIDE, HIGH), Qt.TransformationMode.SmoothTransformation
    picture = picture.scaled(whole, Qt.AspectRatioMode.KeepAspectRatioByExpanding, smooth)
    result = QImage(whole, QImage.Format.Format_ARGB32_Premultiplied)
    result.fill(Qt.GlobalColor.transparent)
    painter = QPainter(result)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(QRectF(0, 0, WIDE, HIGH), RADIUS, RADIUS)
    painter.setClipPath(path)
    left, top = (WIDE - picture.width()) // 2, (HIGH - picture.height()) // 2
    painter.drawImage(left, top, picture)
    painter.end()
    return result
