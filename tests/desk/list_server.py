"""A server of the live list alone, over real HTTP: pages, searches, events, covers."""

from __future__ import annotations

import hashlib
import json
import queue
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from pydantic import TypeAdapter

from livedesk.client.list_search import matches
from livedesk.domain.records import Page, Record

RECORD = TypeAdapter(Record)


@dataclass
class ListServer:
    """What it has, and what it was asked.

    Attributes:
        streams: the open event streams; None ends one.
        events: whether it can tell events at all; `there`: whether it answers lists.
        asked: the paths with their questions, in order.
    """

    records: dict[str, Record] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)
    streams: list[queue.Queue[bytes | None]] = field(default_factory=list)
    events: bool = True
    there: bool = True
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def has(self, records: Sequence[Record]) -> None:
        """The list is these, and nobody is told."""
        self.records = {record.id: record for record in records}

    def put(self, record: Record) -> None:
        self.records[record.id] = record
        self.tell("upsert", RECORD.dump_json(record).decode())

    def remove(self, id: str) -> None:
        gone = self.records.pop(id)
        self.tell("remove", json.dumps({"id": id, "state": gone.state, "reason": gone.reason}))

    def tell(self, kind: str, data: str = "{}") -> None:
        for stream in self.streams:
            stream.put(f"event: {kind}\nid: 1\ndata: {data}\n\n".encode())

    def end_streams(self) -> None:
        for stream in self.streams:
            stream.put(None)
        self.streams = []

    def page(self, asked: dict[str, str]) -> bytes:
        sort = asked.get("sort", "started_at")
        found = [one for one in self.records.values() if matches(one, asked.get("q", ""))]
        found.sort(key=lambda one: (getattr(one, sort), one.id), reverse=True)
        begin, limit = int(asked.get("cursor", "0")), int(asked["limit"])
        following = str(begin + limit) if begin + limit < len(found) else None
        return TypeAdapter(Page).dump_json(Page(tuple(found[begin : begin + limit]), following))


@contextmanager
def list_server() -> Iterator[ListServer]:
    """Runs one on a port of its own."""
    own = ListServer()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            own.asked.append(self.path)
            if parts.path == "/v1/events" and own.events:
                self._stream()
            elif parts.path == "/v1/broadcasts" and own.there:
                asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
                self._tagged(own.page(asked))
            elif parts.path in own.files:
                self._answer(200, own.files[parts.path], "image/png")
            else:
                self._answer(503, b"{}", "application/json")

        def _tagged(self, body: bytes) -> None:
            tag = f'"{hashlib.sha256(body).hexdigest()}"'
            same = self.headers.get("If-None-Match") == tag
            self._answer(304 if same else 200, b"" if same else body, "application/json", tag)

        def _answer(self, status: int, body: bytes, kind: str, tag: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            if tag:
                self.send_header("ETag", tag)
            self.end_headers()
            self.wfile.write(body)

        def _stream(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream")
            self.end_headers()
            told: queue.Queue[bytes | None] = queue.Queue()
            told.put(b"event: reset\ndata: {}\n\n")
            own.streams.append(told)
            while (piece := told.get()) is not None:
                try:
                    self.wfile.write(piece)
                except OSError:  # the console has gone
                    return

        def log_message(self, *args: object) -> None:
            pass

    class Quiet(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, request: object, client_address: object) -> None:
            if not isinstance(sys.exception(), OSError):  # the console has gone
                super().handle_error(request, client_address)

    server = Quiet(("127.0.0.1", 0), Answers)
    own.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield own
    finally:
        own.end_streams()
        server.shutdown()
        server.server_close()
        thread.join()
