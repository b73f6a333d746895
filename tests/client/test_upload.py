"""How far an upload is, that it can be broken off, and that a slow way is no silent server."""

from __future__ import annotations

import socket
import threading

import httpx
import pytest

from livedesk.client.server_client import COVER_TIMEOUT_S, ServerClient
from livedesk.client.upload import MOST_WAITING, PIECE, Upload
from livedesk.domain.errors import ServerUnavailable
from tests.faulty import serving
from tests.wire import TOKEN, URL, a_record, ok

IMAGE = bytes(range(256)) * 300  # five pieces, the last one short


class Stop(Exception):
    """The sender does not want it any more."""


def test_its_sender_knows_what_has_gone_and_what_goes_next() -> None:
    told: list[tuple[int, int]] = []
    upload = Upload(IMAGE, lambda gone, with_next: told.append((gone, with_next)), lambda: 7.0)
    assert b"".join(upload.pieces()) == IMAGE
    size = len(IMAGE)
    assert told == [
        *((begin, min(begin + PIECE, size)) for begin in range(0, size, PIECE)),
        (size, size),
    ]
    assert upload.gone_at == 7.0


def test_an_upload_that_is_broken_off_leaves_the_server_without_the_whole() -> None:
    got: list[bytes] = []

    def take(caller: socket.socket, over: threading.Event) -> None:
        while piece := caller.recv(65536):
            got.append(piece)

    def going(gone: int, with_next: int) -> None:
        if with_next == len(IMAGE):
            raise Stop

    with (
        serving(take) as port,
        ServerClient(f"http://127.0.0.1:{port}", TOKEN) as client,
        pytest.raises(Stop),
    ):
        client.put_cover("b1", IMAGE, going)
    assert len(b"".join(got)) < len(IMAGE)


def test_what_waits_in_the_system_is_kept_short_where_it_can_be() -> None:
    if MOST_WAITING is None:
        pytest.skip("this system has no such option")
    kept: list[int] = []
    with socket.socket() as link:

        class Stream:
            def get_extra_info(self, name: str) -> socket.socket:
                return link

        upload = Upload(b"", lambda gone, with_next: None, lambda: 0.0)
        upload.look_on("connection.connect_tcp.started", {})
        upload.look_on("connection.connect_tcp.complete", {"return_value": Stream()})
        kept.append(link.getsockopt(socket.IPPROTO_TCP, MOST_WAITING))
    assert kept == [PIECE]


class Slow(httpx.BaseTransport):
    """Takes `way_s` for the body, and `answer_s` for the answer."""

    def __init__(self, now: list[float], way_s: float, answer_s: float) -> None:
        self.now, self.way_s, self.answer_s = now, way_s, answer_s

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.now[0] += self.way_s
        request.read()
        assert request.headers["Content-Length"] == str(len(IMAGE))
        assert "Transfer-Encoding" not in request.headers
        self.now[0] += self.answer_s
        return ok(a_record())


@pytest.mark.parametrize(("answer_s", "counts"), [(1.0, True), (2 * COVER_TIMEOUT_S + 1, False)])
def test_a_slow_way_does_not_count_as_a_server_that_drips(answer_s: float, counts: bool) -> None:
    now = [0.0]
    slow = Slow(now, 10 * COVER_TIMEOUT_S, answer_s)
    client = ServerClient(URL, TOKEN, transport=slow, timer=lambda: now[0])
    if counts:
        assert client.put_cover("b1", IMAGE) == a_record()
    else:
        with pytest.raises(ServerUnavailable):
            client.put_cover("b1", IMAGE)
