"""What changes in the live list, told by the server as it happens. No Qt; one stream per thread."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx

from livedesk import __version__
from livedesk.client import shapes, sound
from livedesk.client.answers import error_of, not_livedesk, transport_error
from livedesk.client.server_address import checked_token, checked_url, is_loopback
from livedesk.client.server_client import BAD_ENVIRONMENT, TIMEOUT_S
from livedesk.client.trust import trusted
from livedesk.domain.errors import BadSettings
from livedesk.domain.records import Record

# The server says something every 15 s: two such words may be late, then it is gone.
SILENCE_S = 40.0
LONGEST_LINE = 1_000_000  # characters; a list item has about 1500


@dataclass(frozen=True, slots=True)
class Upsert:
    """A broadcast has come to the list or has changed there; with `mine` also an own unlisted."""

    item: Record


@dataclass(frozen=True, slots=True)
class Remove:
    """A broadcast has left the list."""

    id: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class Reset:
    """What was told before is not enough: fetch the list again. Always the first of a first run."""


@dataclass(frozen=True, slots=True)
class Alive:
    """Nothing has changed; the server is there, and says so every 15 s."""


Event = Upsert | Remove | Reset | Alive


class EventStream:
    """`GET /v1/events`, which goes on where it broke off.

    Args:
        url: the server's base, e.g. ``https://live.example.com``.
        token: with `mine`; goes to no other address, is in no message and no repr.
        mine: also one's own broadcasts that are not in the list, as `Upsert` in every state.
        timeout: seconds to connect, and for the answer to begin.
        silence: seconds without any word after which the server counts as gone.
        transport: for tests.

    Attributes:
        last_id: of the newest event; what a next run goes on from. None: begin with a `Reset`.

    Raises:
        BadSettings: see `ServerClient`.
    """

    def __init__(
        self,
        url: str,
        token: str = "",
        *,
        mine: bool = False,
        timeout: float = TIMEOUT_S,
        silence: float = SILENCE_S,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        base = checked_url(url)
        self.url = str(base).rstrip("/")
        self.last_id: str | None = None
        self._token = checked_token(token) if mine else ""
        self._params = {"host": "me"} if mine else {}
        self._timeout = timeout
        self._closed = threading.Event()
        self._socket: socket.socket | None = None
        self._base = base
        self._silence = silence
        self._transport = transport
        self._client().close()  # a mistake is told now, not with the first event

    def __repr__(self) -> str:
        return f"EventStream({self.url!r})"

    def events(self) -> Iterator[Event]:
        """One run: from the connection to its end, which is an error unless `close` was called.

        Call it again to go on: what came in between is told, or a `Reset` is. Wait before that:
        `client.beat.RETRY_AFTER_S` suits.

        Raises:
            LivedeskError: as `ServerClient`'s calls do.
        """
        headers = {} if self.last_id is None else {"Last-Event-ID": self.last_id}
        patience = self._timeout
        try:
            with (
                self._client() as http,
                http.stream("GET", "/v1/events", params=self._params, headers=headers) as reply,
            ):
                self._socket = _socket_of(reply)
                if not reply.is_success:
                    reply.read()
                    raise error_of(reply, self.url, self._token)
                if not reply.headers.get("Content-Type", "").startswith("text/event-stream"):
                    raise not_livedesk(self.url)
                # httpx has one time-out for answer and events, and looks at it when these begin.
                patience = reply.request.extensions["timeout"]["read"] = self._silence
                yield from self._told(reply)
                if not self._closed.is_set():
                    raise httpx.RemoteProtocolError("ended", request=reply.request)
        except (
            httpx.TransportError,
            httpx.DecodingError,
            httpx.StreamError,
            UnicodeError,
        ) as error:
            if not self._closed.is_set():
                raise transport_error(self.url, patience, error) from error
        finally:
            self._socket = None

    def close(self) -> None:
        """End the run, also one that waits in another thread; there is no further one."""
        self._closed.set()
        if (line := self._socket) is not None:
            with contextlib.suppress(OSError):  # it has gone by itself
                line.shutdown(socket.SHUT_RDWR)

    def _client(self) -> httpx.Client:
        """
        Raises:
            BadSettings: the environment's proxy or certificates.
        """
        headers = {
            "User-Agent": f"LiveDesk/{__version__}",
            "Accept": "text/event-stream",
            "Accept-Encoding": "identity",
        }
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        trust_env = not is_loopback(self._base.host)
        try:
            return httpx.Client(
                base_url=self._base,
                headers=headers,
                timeout=self._timeout,
                transport=self._transport,
                follow_redirects=False,
                trust_env=trust_env,
                verify=trusted(trust_env=trust_env),
            )
        except (httpx.InvalidURL, ValueError, OSError, ImportError):
            raise BadSettings(BAD_ENVIRONMENT, why="environment") from None

    def _told(self, reply: httpx.Response) -> Iterator[Event]:
        kind, data, id = "", "", None
        for line in _lines(reply.iter_text(), self.url):
            if self._closed.is_set():
                return
            name, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if line == "":
                if (event := self._event(kind, data)) is not None:
                    self.last_id = self.last_id if id is None else id
                    yield event
                kind, data, id = "", "", None
            elif name == "":
                yield Alive()
            elif name == "event":
                kind = value
            elif name == "id":
                id = value if value.isascii() and value.isprintable() else None  # goes in a header
            elif name == "data":
                data += ("\n" if data else "") + value
                if len(data) > LONGEST_LINE:
                    raise not_livedesk(self.url)

    def _event(self, kind: str, data: str) -> Event | None:
        """None for a kind that is newer than this console."""
        try:
            if kind == "upsert":
                item = shapes.read(Record, data)
                sound.check(item)
                return Upsert(item)
            if kind == "remove":
                said: Any = json.loads(data)
                return Remove(str(said["id"]), str(said["state"]), str(said["reason"]))
        except (ValueError, OverflowError, KeyError, TypeError, RecursionError):
            raise not_livedesk(self.url) from None
        return Reset() if kind == "reset" else None


def _lines(pieces: Iterable[str], url: str) -> Iterator[str]:
    """Lines as the server writes them: they end with a line feed.

    Raises:
        ServerUnavailable: one without end.
    """
    rest = ""
    for piece in pieces:
        *whole, rest = (rest + piece).split("\n")
        yield from (line.removesuffix("\r") for line in whole)
        if len(rest) > LONGEST_LINE:
            raise not_livedesk(url)


def _socket_of(reply: httpx.Response) -> socket.socket | None:
    stream = reply.extensions.get("network_stream")
    found = stream.get_extra_info("socket") if stream is not None else None
    return found if isinstance(found, socket.socket) else None
