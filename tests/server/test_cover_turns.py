"""Covers that come all at once, or never come to their end: real sockets, and the real server."""

from __future__ import annotations

import contextlib
import io
import json
import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from PIL import Image

from livedesk.server.cover_turns import CoverTurns
from livedesk.server.lines import patient
from livedesk.server.listen import listening
from tests.server.conftest import Server
from tests.waiting import until

Send = Callable[..., socket.socket]


def picture() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (320, 180)).save(made, "JPEG")
    return made.getvalue()


@contextlib.contextmanager
def heard(server: Server) -> Iterator[int]:
    """The server on a port of its own, too."""
    at = listening("127.0.0.1", 0)
    config = uvicorn.Config(server.http.app, http=patient(), lifespan="off", log_config=None)
    running = uvicorn.Server(config)
    thread = threading.Thread(target=running.run, args=([at],))
    thread.start()
    try:
        until(lambda: running.started)
        yield at.getsockname()[1]
    finally:
        running.should_exit = True
        thread.join()


@pytest.fixture
def send(server: Server) -> Iterator[Send]:
    """Begins to send a cover: its head, and so many of its bytes."""
    with contextlib.ExitStack() as open_lines, heard(server) as port:

        def begin(by: dict[str, str], id: str, first: bytes = b"") -> socket.socket:
            line = socket.create_connection(("127.0.0.1", port), timeout=10)
            open_lines.callback(line.close)
            head = f"PUT /v1/broadcasts/{id}/cover HTTP/1.1\r\nHost: x\r\n"
            head += f"Authorization: {by['Authorization']}\r\n"
            line.sendall(f"{head}Content-Length: {len(picture())}\r\n\r\n".encode() + first)
            return line

        yield begin


def answer(line: socket.socket) -> tuple[int, dict[str, object]]:
    """The status, and what a problem says."""
    said = b""
    while b"\r\n\r\n" not in said or not said.endswith(b"}"):
        said += line.recv(100_000)
    return int(said.split()[1]), json.loads(said.partition(b"\r\n\r\n")[2])


def test_one_cover_of_a_host_is_on_its_way_at_a_time(server: Server, send: Send) -> None:
    mei, tom = server.add_host("Mei"), server.add_host("Tom")
    first, second = server.create(mei)["id"], server.create(mei)["id"]
    slow = send(mei, first, picture()[:100])
    until(lambda: server.studio.cover_turns.taken == 1)
    status, said = answer(send(mei, second, picture()))
    assert (status, said["code"]) == (429, "too_many_requests")
    assert said["detail"] == "Another cover of yours is still on its way: send this one after it."
    assert answer(send(tom, server.create(tom)["id"], picture()))[0] == 200, "others go on"
    slow.sendall(picture()[100:])
    assert answer(slow)[0] == 200
    assert answer(send(mei, second, picture()))[0] == 200


def test_who_is_gone_half_way_holds_nothing(server: Server, send: Send) -> None:
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    slow = send(mei, id, picture()[:100])
    until(lambda: server.studio.cover_turns.taken == 1)
    slow.close()
    until(lambda: server.studio.cover_turns.taken == 0)
    assert answer(send(mei, id, picture()))[0] == 200


def test_what_all_hosts_send_at_once_is_bounded_and_the_next_one_waits(
    server: Server, send: Send
) -> None:
    server.studio.cover_turns = CoverTurns(at_once=2)
    hosts = [server.add_host(name) for name in ("Mei", "Tom", "Ana")]
    ids = [server.create(by)["id"] for by in hosts]
    lines = [send(by, id, picture()[:100]) for by, id in zip(hosts[:2], ids, strict=False)]
    until(lambda: server.studio.cover_turns.taken == 2)
    waits = send(hosts[2], ids[2], picture())
    until(lambda: server.studio.cover_turns.waiting == 1)
    lines[0].sendall(picture()[100:])
    assert answer(lines[0])[0] == 200
    assert answer(waits)[0] == 200


def test_who_waits_too_long_is_told_so(server: Server, send: Send) -> None:
    server.studio.cover_turns = CoverTurns(at_once=1, seat_within_s=0.1)
    mei, tom = server.add_host("Mei"), server.add_host("Tom")
    send(mei, server.create(mei)["id"], picture()[:100])
    until(lambda: server.studio.cover_turns.taken == 1)
    status, said = answer(send(tom, server.create(tom)["id"], picture()))
    assert (status, said["code"]) == (429, "too_many_requests")
    assert "again in a moment" in str(said["detail"])


def test_a_cover_that_drips_is_given_up(server: Server, send: Send) -> None:
    server.studio.cover_turns = CoverTurns(whole_within_s=0.2)
    mei = server.add_host("Mei")
    line = send(mei, server.create(mei)["id"], picture()[:100])
    status, said = answer(line)
    assert (status, said["code"]) == (408, "body_too_slow")
    assert line.recv(1) == b"", "and hung up on"
    assert server.studio.cover_turns.taken == 0
