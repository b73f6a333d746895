"""Media servers that speak as the real ones do, over real HTTP, and carry no picture.

SRS, MediaMTX and ZLMediaKit are in no package registry: what they say here is what real ones were
recorded saying (`recorded_bodies`), of MediaMTX what its source says. nginx-rtmp speaks here too,
and runs for real in `test_nginx_rtmp`.
"""

from __future__ import annotations

import base64
import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from livedesk.settings import MediaSettings

Hook = Callable[[bytes], tuple[int, str]]
"""Posts a body to LiveDesk; gives status and body of the answer."""


@dataclass
class Stream:
    """A name that somebody publishes or plays.

    Attributes:
        client: who publishes; None: only players are left.
        lingers: ZLMediaKit keeps the stream of a broken connection for a while.
    """

    client: str | None
    query: str = ""
    received: int = 0
    players: int = 0
    lingers: bool = False


@dataclass(frozen=True)
class Question:
    """What was asked of the API."""

    method: str
    path: str
    query: dict[str, str]
    form: dict[str, str]
    user: str
    password: str


class Spoken(ThreadingHTTPServer):
    """What they have in common. A context manager that listens on 127.0.0.1.

    Attributes:
        hook: how it calls LiveDesk; None: it has no hooks.
        asked: every question to its API, with the whole address.
        apps: the app of a name, where it is not ``live``.
    """

    kind: ClassVar[str]
    user, password = "livedesk", "hush-api"
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.hook: Hook | None = None
        self.streams: dict[str, Stream] = {}
        self.apps: dict[str, str] = {}
        self.asked: list[str] = []
        self._thread = threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.01})
        self._count = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self._thread.join()
        self.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def settings(self, **more: object) -> MediaSettings:
        """Those of a LiveDesk that works with this server."""
        given = {
            "kind": self.kind,
            "push_domain": "127.0.0.1",
            "push_key": "push-key",
            "api": self.url,
            "api_user": self.user,
            "api_password": self.password,
        }
        return MediaSettings.model_validate(given | more)

    def app(self, code: str) -> str:
        return self.apps.get(code, "live")

    # What encoders and players do.

    def push(self, stream_key: str) -> str | None:
        """An encoder connects; its id, or None: it was refused."""
        code, _, query = stream_key.partition("?")
        client = self._next_client()
        refused = self.hook is not None and not self._leave_given(code, client, query)
        if refused or self.is_taken(code):
            self._turned_away(code, client, query)
            return None
        players = self.streams[code].players if code in self.streams else 0
        lingering = code in self.streams and self.streams[code].lingers
        self.streams[code] = Stream(client, query, 1000, players)
        if not lingering:
            self._began(code)
        return client

    def flow(self, code: str, count: int = 5000) -> None:
        """Bytes of the picture arrive."""
        self.streams[code].received += count

    def play(self, code: str) -> None:
        self.streams.setdefault(code, Stream(None)).players += 1

    def leave(self, code: str) -> None:
        """The encoder says good-bye."""
        self._over(code)

    def forget(self, code: str) -> None:
        """The encoder has left, and nobody is told."""
        stream = self.streams[code]
        stream.client = None
        if not stream.players:
            del self.streams[code]

    def kicked(self, code: str) -> None:
        """The API has closed the connection."""
        self._over(code)

    def _over(self, code: str) -> None:
        stream = self.streams[code]
        gone = Stream(stream.client, stream.query)
        self.forget(code)
        self._ended(code, gone)

    def is_taken(self, code: str) -> bool:
        return code in self.streams and self.streams[code].client is not None

    # What a kind says in its own way.

    def _next_client(self) -> str:
        self._count += 1
        return f"c{self._count:07d}"

    def _leave_given(self, code: str, client: str, query: str) -> bool:
        raise NotImplementedError

    def _turned_away(self, code: str, client: str, query: str) -> None:
        """Who is refused; most say nothing more of it."""

    def _began(self, code: str) -> None:
        """The picture of an encoder begins; most have said so by asking."""

    def _ended(self, code: str, gone: Stream) -> None:
        raise NotImplementedError

    def answer(self, question: Question) -> tuple[int, str]:
        """Status and body of an answer of the API."""
        raise NotImplementedError

    def _call(self, body: bytes) -> tuple[int, str]:
        return self.hook(body) if self.hook else (200, "")

    def _tell(self, told: dict[str, Any]) -> tuple[int, str]:
        return self._call(json.dumps(told).encode())

    def _knows(self, question: Question) -> bool:
        return (question.user, question.password) == (self.user, self.password)


class _Answer(BaseHTTPRequestHandler):
    server: Spoken

    def _any(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        self.server.asked.append(self.path)
        _, _, given = self.headers.get("Authorization", "").partition("Basic ")
        user, _, password = base64.b64decode(given).decode().partition(":")
        place = urlsplit(self.path)
        question = Question(
            self.command,
            unquote(place.path),
            dict(parse_qsl(place.query)),
            dict(parse_qsl(body)),
            user,
            password,
        )
        status, text = self.server.answer(question)
        content = text.encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = do_DELETE = _any  # noqa: N815  names that http.server calls

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""
