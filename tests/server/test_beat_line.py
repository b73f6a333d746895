"""Beats answered on the line: the same bytes as by the router, and nothing else taken for one."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from livedesk.server.beat_line import LARGEST, PlainBeats
from livedesk.server.lines import patient
from tests.server.test_audience import on_air, record
from tests.server.test_create import problem

DATE = (b"date", b"Sat, 28 Nov 2026 20:00:00 GMT")
CONSOLE = {"console": "console-1"}
LAST = b"GET /v1/no-more HTTP/1.1\r\nHost: livedesk\r\nConnection: close\r\n\r\n"
NO_MORE = b"HTTP/1.1 404 "


@dataclass
class Lines:
    """Two ports of the same server: one whose lines know beats, and one that makes calls of all.

    Attributes:
        calls: paths that the first one's lines made calls of.
    """

    quick: int
    plain: int
    calls: list[str]
    open: Callable[[type[asyncio.Protocol]], int]

    def both(self, said: bytes) -> tuple[bytes, bytes]:
        return self.ask(self.quick, said), self.ask(self.plain, said)

    def ask(self, port: int, *said: bytes) -> bytes:
        """All that is answered."""
        with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
            for part in (*said, LAST):
                line.sendall(part)
            return b"".join(iter(lambda: line.recv(65536), b"")).partition(NO_MORE)[0]


@pytest.fixture
def lines(server) -> Iterator[Lines]:
    calls: list[str] = []
    app = server.http.app

    async def counted(scope: Any, receive: Any, send: Any) -> None:
        if scope["path"] != "/v1/no-more":
            calls.append(scope["path"])
        await app(scope, receive, send)

    async def listen(http: type[asyncio.Protocol], asked: Any) -> asyncio.Server:
        config = uvicorn.Config(asked, http=http, lifespan="off", log_config=None, access_log=False)
        config.load()
        state = ServerState()
        state.default_headers = [DATE]

        def line() -> asyncio.Protocol:
            return http(config=config, server_state=state, app_state={})  # type: ignore[call-arg]

        return await asyncio.get_running_loop().create_server(line, "127.0.0.1", 0)

    opened: list[asyncio.Server] = []

    def open(http: type[asyncio.Protocol], asked: Any = counted) -> int:
        opened.append(server.http.portal.call(listen, http, asked))
        return int(opened[-1].sockets[0].getsockname()[1])

    yield Lines(open(patient(plain=PlainBeats(server.studio))), open(patient(), app), calls, open)
    for one in opened:
        server.http.portal.call(one.close)


@pytest.fixture
def mei(server):
    return server.add_host("Mei")


@pytest.fixture
def show(server, mei):
    """The id of a broadcast whose beats are plain by now."""
    id = on_air(server, mei)
    server.beat(id, mei, **CONSOLE)
    server.clock.pass_(60)
    return id


def beat(
    id: str, by: dict[str, str], body: bytes = b"", method: str = "POST", **head: str
) -> bytes:
    named = {"Host": "livedesk", **by, "Content_Length": str(len(body))}
    named |= {"Content_Type": "application/json"} if body else {}
    said = [f"{method} /v1/broadcasts/{id}/heartbeat HTTP/1.1"]
    said += [f"{name.replace('_', '-')}: {told}" for name, told in (named | head).items() if told]
    return "\r\n".join([*said, "", ""]).encode() + body


@pytest.mark.parametrize(
    "said",
    [
        None,
        {},
        CONSOLE,
        {**CONSOLE, "on_air": True},
        {**CONSOLE, "on_air": None, "bitrate_kbps": 2500},
    ],
)
def test_a_plain_beat_is_answered_at_once_with_the_same_bytes(lines, mei, show, said):
    body = b"" if said is None else json.dumps(said).encode()
    quick, plain = lines.both(beat(show, mei, body))
    assert quick == plain
    assert quick.startswith(b"HTTP/1.1 204 No Content\r\ndate: ")
    assert b"\r\nlivedesk-state: live; reason=beating; look_again=" in quick
    assert lines.calls == []


def test_a_beat_that_is_answered_at_once_counts(lines, server, mei, show):
    server.sweep()  # hears of the new host: its token is looked up once more
    server.beat(show, mei)
    for _ in range(8):
        lines.ask(lines.quick, beat(show, mei))
        server.clock.pass_(60)
        server.sweep()
    assert lines.calls == []
    assert server.state(show) == ("live", "beating")
    assert 'livedesk_heartbeats_total{result="counted"} 11.0' in server.http.get("/metrics").text
    server.clock.pass_(600)
    server.sweep()
    assert server.state(show) == ("offline", "heartbeat_lost")


@pytest.mark.parametrize(
    ("said", "head"),
    [
        ({**CONSOLE, "on_air": False}, {}),
        ({**CONSOLE, "take_over": True}, {}),
        ({"console": "console-2"}, {}),
        ({"console": "short"}, {}),
        ({"console": "x" * 41}, {}),
        ({"on_air": "yes"}, {}),
        ([1], {}),
        (CONSOLE, {"Origin": "https://elsewhere.example"}),
        (CONSOLE, {"Content_Type": "text/plain"}),
        (CONSOLE, {"Connection": "close"}),
        (CONSOLE, {"Authorization": "Bearer ldh_unknown"}),
        (CONSOLE, {"Authorization": ""}),
        (CONSOLE, {"Authorization": "Basic bWVpOnNlY3JldA=="}),
    ],
)
def test_what_is_not_plain_becomes_a_call_and_is_answered_the_same(lines, mei, show, said, head):
    quick, plain = lines.both(beat(show, mei, json.dumps(said).encode(), **head))
    assert quick == plain
    assert lines.calls == [f"/v1/broadcasts/{show}/heartbeat"]


@pytest.mark.parametrize(
    "body", [b"{", b'{"console":', b"\xff\xfe", b"[" * 4000, b'{} {"on_air": true}', b"null"]
)
def test_a_body_that_is_none_is_refused_by_the_router(lines, mei, show, body):
    quick, plain = lines.both(beat(show, mei, body))
    assert quick == plain
    assert lines.calls


def test_a_body_that_comes_in_parts_is_one_beat(lines, mei, show):
    said = beat(show, mei, json.dumps(CONSOLE).encode())
    heard = lines.ask(lines.quick, *(said[n : n + 7] for n in range(0, len(said), 7)))
    assert heard.startswith(b"HTTP/1.1 204 ")
    assert lines.calls == []


@pytest.mark.parametrize("padding", [LARGEST, 70_000])
def test_a_large_body_is_the_routers(lines, mei, show, padding):
    body = json.dumps({**CONSOLE, "note": "x" * padding}).encode()
    quick, plain = lines.both(beat(show, mei, body))
    assert quick == plain
    assert len(lines.calls) == 1


def test_a_body_in_chunks_is_the_routers(lines, mei, show):
    body = json.dumps(CONSOLE).encode()
    chunk = b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)
    head = {
        "Content_Length": "",
        "Transfer_Encoding": "chunked",
        "Content_Type": "application/json",
    }
    quick, plain = lines.both(beat(show, mei, **head) + chunk)
    assert quick == plain
    assert quick.startswith(b"HTTP/1.1 204 ")
    assert lines.calls


@pytest.mark.parametrize("method", ["GET", "PUT", "HEAD", "OPTIONS", "DELETE"])
def test_another_method_is_no_beat(lines, mei, show, method):
    quick, plain = lines.both(beat(show, mei, method=method))
    assert quick == plain
    assert b" 405 " in quick.partition(b"\r\n")[0]


@pytest.mark.parametrize(
    "path", ["x?y=1", "a/b", "%2e%2e", "", "0" * 20, "live_1", "\u00e9".encode().decode("latin-1")]
)
def test_an_id_that_nobody_has_is_refused_by_the_router(lines, mei, show, path):
    quick, plain = lines.both(beat(path, mei))
    assert quick == plain
    assert b" 204 " not in quick


def test_who_waits_to_be_asked_for_the_body_is_asked(lines, mei, show):
    body = json.dumps(CONSOLE).encode()
    quick, plain = lines.both(beat(show, mei, body, Expect="100-continue"))
    assert quick == plain
    assert b"100 Continue" in quick
    assert b" 204 " in quick


def test_what_is_asked_in_one_breath_is_answered_in_its_order(lines, mei, show):
    plain = beat(show, mei, json.dumps(CONSOLE).encode())
    read = b"GET /v1/policy HTTP/1.1\r\nHost: livedesk\r\n\r\n"
    heard = lines.ask(lines.quick, plain + plain + read + plain + read + plain)
    assert [part[:3] for part in heard.split(b"HTTP/1.1 ")[1:]] == [
        *(b"204", b"204", b"200"),
        *(b"204", b"200", b"204"),
    ]
    assert lines.calls.count("/v1/policy") == 2


def test_a_broadcast_that_is_over_says_so_with_the_next_beat(lines, server, mei, show):
    server.http.post(f"/v1/broadcasts/{show}/end", headers=mei)
    quick, plain = lines.both(beat(show, mei))
    assert quick == plain
    assert b" 409 " in quick.partition(b"\r\n")[0]


def test_a_token_that_was_replaced_is_good_for_nothing_at_once(lines, server, mei, show):
    assert b" 204 " in lines.ask(lines.quick, beat(show, mei))
    host = record(server, show, mei)["host"]["id"]
    admin = server.add_admin()
    answer = server.http.post(f"/v1/hosts/{host}/token", headers=admin)
    assert answer.status_code == 200, problem(answer)
    quick, plain = lines.both(beat(show, mei))
    assert quick == plain
    assert b" 401 " in quick.partition(b"\r\n")[0]
    fresh = {"Authorization": f"Bearer {answer.json()['token']}"}
    assert b" 204 " in lines.ask(lines.quick, beat(show, fresh))


def test_who_sends_beats_and_takes_no_answers_fills_no_memory(lines, server, mei, show):
    said = beat(show, mei) * 400_000  # 80 MB, more than any buffer between here and there
    with socket.create_connection(("127.0.0.1", lines.quick), timeout=1) as line:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        with pytest.raises(TimeoutError):
            line.sendall(said)


def test_a_line_that_beats_stays_and_one_that_stops_in_a_beat_does_not(lines, server, mei, show):
    said = beat(show, mei)
    port = lines.open(patient(0.2, plain=PlainBeats(server.studio)))
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        until = time.monotonic() + 0.6
        while time.monotonic() < until:
            line.sendall(said)
            assert line.recv(65536).startswith(b"HTTP/1.1 204 ")
        line.sendall(said[:40])
        with contextlib.suppress(ConnectionResetError):
            assert line.recv(65536) == b""
