"""A picture on its way to the server, piece by piece, so that its sender knows how far it is."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress

PIECE = 16_384  # bytes
# Linux and macOS: how many bytes may wait before they go out. A system else takes a whole picture
# at once, and sends it for seconds after we have called it sent.
MOST_WAITING = getattr(socket, "TCP_NOTSENT_LOWAT", None)

Going = Callable[[int, int], None]


class Upload:
    """The body of one request.

    Args:
        going: hears before each piece how many bytes have gone, and how many will have gone with
            it; at the end twice the whole. What it raises breaks the request off.
        timer: seconds that only go forward.

    Attributes:
        gone_at: by `timer`, when the last byte had gone; None before.
    """

    def __init__(self, body: bytes, going: Going, timer: Callable[[], float]) -> None:
        self._body, self._going, self._timer = body, going, timer
        self.gone_at: float | None = None
        self.headers = {"Content-Length": str(len(body))}

    def pieces(self) -> Iterator[bytes]:
        """The body."""
        for begin in range(0, len(self._body), PIECE):
            piece = self._body[begin : begin + PIECE]
            self._going(begin, begin + len(piece))
            yield piece
        self.gone_at = self._timer()
        self._going(len(self._body), len(self._body))

    def look_on(self, event: str, facts: Mapping[str, object]) -> None:
        """httpcore's ``trace``: keep what waits in the system short, where it can be."""
        stream = facts.get("return_value")
        if event != "connection.connect_tcp.complete" or MOST_WAITING is None:
            return
        link = getattr(stream, "get_extra_info", lambda _: None)("socket")
        if isinstance(link, socket.socket):
            with suppress(OSError):  # then the figures run ahead
                link.setsockopt(socket.IPPROTO_TCP, MOST_WAITING, PIECE)
