"""A LiveDesk server over real sockets, in as many bad moods as there are."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from livedesk.domain.records import HostName, Page
from tests.wire import TOKEN, a_policy, a_record, ok

MOODS = ("well", "slow", "hanging", "garbage", "closing", "dead")


class SmallServer(ThreadingHTTPServer):
    """Attributes:
    mood: one of MOODS; it may be changed while it runs.
    asked: the paths that were asked for.
    """

    daemon_threads = True

    def __init__(self, host: str, mood: str = "well", token: str = TOKEN) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.mood, self.token = mood, token
        self.asked: list[str] = []
        self.over = threading.Event()
        mine = a_record(state="ended", push=None, host=HostName(host.lower(), host))
        self.bodies = {
            "policy": ok(a_policy()).content,
            "mine": ok(Page((mine,), None)).content,
            "list": ok(Page((), None)).content,
        }

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    @property
    def connect(self) -> str:
        """The connect string that its admin gives out."""
        return f"livedesk://127.0.0.1:{self.server_port}/#{self.token}"


class _Answers(BaseHTTPRequestHandler):
    server: SmallServer

    def do_GET(self) -> None:
        self.server.asked.append(self.path)
        match self.server.mood:
            case "slow":
                self.server.over.wait(0.7)
            case "hanging":
                self.server.over.wait(60)
                return
            case "garbage":
                self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 4096\r\n\r\n" + bytes(4096))
                return
            case "closing":
                self.connection.shutdown(socket.SHUT_RDWR)
                return
        path = self.path
        name = "policy" if "policy" in path else "mine" if "host=me" in path else "list"
        known = self.headers["Authorization"] == f"Bearer {self.server.token}"
        self.send_response(401 if name == "mine" and not known else 200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        self.wfile.write(b"{}" if name == "mine" and not known else self.server.bodies[name])

    do_POST = do_GET  # noqa: N815 - as the library calls it

    def log_message(self, *args: object) -> None:
        pass


@contextmanager
def a_small_server(host: str = "Ana", mood: str = "well") -> Iterator[SmallServer]:
    """Runs one; `dead` has a port that nobody listens on."""
    server = SmallServer(host, mood)
    if mood == "dead":
        server.server_close()
        yield server
        return
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), name="small server")
    thread.start()
    yield server
    server.over.set()
    server.shutdown()
    thread.join()
    server.server_close()
