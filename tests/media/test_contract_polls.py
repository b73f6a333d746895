"""What every media server that is asked keeps: who publishes, drops, and every way to fail."""

from __future__ import annotations

import gzip
import json
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from livedesk.domain.errors import MediaUnavailable, WrongSignature
from livedesk.media import api, mediamtx, srs, tencent_api
from livedesk.media.media_server import PublishAsked, Publisher, PublishStarted
from livedesk.media.registry import KINDS
from livedesk.server.meter import Meter
from tests.faulty import dripping, reset, saying, serving, silence
from tests.media.kinds import CASES, CODE, NOW
from tests.media.recorded_bodies import answers
from tests.media.spoken import KINDS as SPOKEN

ASKED = sorted(kind for kind, case in CASES.items() if case.stage)
OURS = sorted(SPOKEN)
SECRETS = ("hush-api", "hush-push", "ExampleSecretKey", "AKIDEXAMPLE")


@pytest.fixture(params=ASKED)
def kind(request):
    return request.param


@pytest.fixture
def stage(kind):
    with CASES[kind].stage() as running:
        yield running


def asking(kind, url, **more):
    return CASES[kind].server(kind, **CASES[kind].keys, **{"api": url, **more})


@pytest.fixture
def server(kind, stage):
    return asking(kind, stage.url)


def test_every_kind_that_can_be_asked_has_a_server_that_answers_here():
    for kind in KINDS:
        case = CASES[kind]
        if case.stage is None:
            assert not case.server(kind).polls
        else:
            asked = case.server(kind, **case.keys, api="http://127.0.0.1:1")
            assert asked.polls
            assert asked.drops


# Who publishes


def test_nobody_publishes(server):
    assert server.publishers() == {}
    assert server.publisher(CODE) is None
    assert server.drop(CODE) in (False, True)  # Tencent Cloud drops nobody, and says yes


def test_one_publishes_and_leaves(server, stage):
    stage.push(CODE)
    assert set(server.publishers()) == {CODE}
    found = server.publisher(CODE)
    assert found is not None
    assert found.code == CODE
    stage.leave(CODE)
    assert server.publishers() == {}
    assert server.publisher(CODE) is None


def test_many_publish(kind, stage, server, monkeypatch):
    monkeypatch.setattr(srs, "PAGE", 10)  # SRS has no smaller page
    monkeypatch.setattr(mediamtx, "PAGE", 7)
    codes = {f"live_{number:03d}" for number in range(35)}
    for code in codes:
        stage.push(code)
    assert set(server.publishers()) == codes
    assert server.publisher("live_034") is not None
    if kind in ("srs", "mediamtx"):
        assert len([one for one in stage.asked if "list" in one or "streams" in one]) >= 4


def test_exactly_a_full_page_is_not_the_end(monkeypatch):
    monkeypatch.setattr(srs, "PAGE", 10)
    with SPOKEN["srs"]() as stage:
        for number in range(20):
            stage.push(f"live_{number:03d}")
        assert len(asking("srs", stage.url).publishers()) == 20


@pytest.mark.parametrize("kind", OURS, indirect=True)
def test_a_callback_and_a_poll_call_a_connection_alike(kind, stage, server):
    heard = []

    def hook(body):
        heard.append(server.read_callback(body, NOW))
        answer = server.allow()
        return answer.status, answer.body

    stage.hook = hook
    stage.push(CODE)
    found = server.publisher(CODE)
    told = [one.client for one in heard if isinstance(one, PublishAsked | PublishStarted)]
    assert found is not None
    assert found.client
    assert set(told) == {found.client}
    assert server.publishers()[CODE] == found


@pytest.mark.parametrize("kind", OURS, indirect=True)
def test_players_keep_no_publisher_alive(kind, stage, server):
    stage.push(CODE)
    stage.play(CODE)
    if kind == "zlmediakit":
        stage.kill(CODE)
    else:
        stage.forget(CODE)
    assert CODE in stage.streams
    assert server.publishers() == {}
    assert server.publisher(CODE) is None
    assert server.drop(CODE) is False


@pytest.mark.parametrize("kind", OURS, indirect=True)
def test_bytes_grow_while_a_picture_flows_and_stand_still_when_it_is_frozen(kind, stage, server):
    meter = Meter()
    stage.push(CODE)
    read = server.publisher(CODE)
    assert meter.flows(read, 0)
    stage.flow(CODE)
    more = server.publisher(CODE)
    assert more.received > read.received
    assert meter.flows(more, 60)
    frozen = server.publisher(CODE)
    assert frozen == more
    assert not meter.flows(frozen, 120)


@pytest.mark.parametrize("kind", OURS, indirect=True)
def test_another_app_of_the_media_server_is_not_ours(kind, stage, server):
    stage.apps["theirs_1"] = "other"
    stage.push("theirs_1")
    assert server.publishers() == {}
    assert server.publisher("theirs_1") is None
    assert server.drop("theirs_1") is False
    assert stage.streams["theirs_1"].client


# Drops


def test_a_drop_closes_who_publishes_and_nobody_else(stage, server):
    stage.push(CODE)
    stage.push("live_other")
    assert server.drop(CODE) is True
    assert server.publisher(CODE) is None
    assert set(server.publishers()) == {"live_other"}


@pytest.mark.parametrize("kind", OURS, indirect=True)
def test_nobody_is_dropped_where_nobody_publishes(server):
    assert server.drop(CODE) is False


def test_who_leaves_between_question_and_kick_is_nobody(monkeypatch):
    with SPOKEN["mediamtx"]() as stage:
        server = asking("mediamtx", stage.url)
        stage.push(CODE)
        row = server._row(CODE)
        stage.leave(CODE)
        monkeypatch.setattr(server, "_row", lambda code: row)
        assert server.drop(CODE) is False
    with SPOKEN["srs"]() as stage:
        server = asking("srs", stage.url)
        stage.push(CODE)
        found = server.publisher(CODE)
        stage.leave(CODE)
        monkeypatch.setattr(server, "publisher", lambda code: found)
        assert server.drop(CODE) is False


def test_a_password_in_the_address_is_used():
    with SPOKEN["srs"]() as stage:
        stage.push(CODE)
        place = stage.url.removeprefix("http://")
        server = CASES["srs"].server("srs", api=f"http://{stage.user}:{stage.password}@{place}")
        assert set(server.publishers()) == {CODE}


def test_what_mediamtx_fetches_by_itself_cannot_be_dropped(monkeypatch):
    server = asking("mediamtx", "http://127.0.0.1:1")
    source = {"type": "rtspSource", "id": ""}
    row = {"name": f"live/{CODE}", "online": True, "source": source, "inboundBytes": 5}
    monkeypatch.setattr(server, "_row", lambda code: row)
    assert server.publisher(CODE) == Publisher(CODE, None, 5)
    with pytest.raises(MediaUnavailable, match="by itself"):
        server.drop(CODE)


def test_mediamtx_of_before_tells_ready_and_bytes_received(monkeypatch):
    server = asking("mediamtx", "http://127.0.0.1:1")
    source = {"type": "rtmpConn", "id": "7"}
    row = {"name": f"live/{CODE}", "ready": True, "source": source, "bytesReceived": 9}
    monkeypatch.setattr(server, "_row", lambda code: row)
    assert server.publisher(CODE) == Publisher(CODE, "7", 9)


def test_the_secret_of_zlmediakit_is_in_no_address():
    with SPOKEN["zlmediakit"]() as stage:
        server = asking("zlmediakit", stage.url)
        stage.push(CODE)
        server.publishers()
        server.drop(CODE)
        assert len(stage.asked) == 3
        assert not any("hush" in asked or "secret" in asked for asked in stage.asked)


def test_mediamtx_may_ask_us_about_our_own_question():
    with SPOKEN["mediamtx"]() as stage:
        stage.excludes_api = False
        server = asking("mediamtx", stage.url)

        def hook(body):
            try:
                server.read_callback(body, NOW)
            except WrongSignature as error:
                return 403, error.sentence
            return 200, ""

        stage.hook = hook
        stage.push(CODE)
        assert server.publisher(CODE) is not None
        for wrong in ({}, {"api_user": stage.user, "api_password": "guessed"}):
            stranger = CASES["mediamtx"].server("mediamtx", api=stage.url, **wrong)
            with pytest.raises(MediaUnavailable, match="401"):
                stranger.publishers()


@pytest.mark.parametrize(
    "given",
    [{}, {"user": "livedesk"}, {"user": "", "password": ""}, {"user": "é", "password": "x"}],
)
@pytest.mark.parametrize("action", ["api", "metrics", "pprof"])
def test_without_name_and_password_of_an_own_nobody_uses_mediamtxs_api(given, action):
    body = json.dumps({"action": action, "path": "", "id": None, **given}).encode()
    for more in (CASES["mediamtx"].keys, {}):
        with pytest.raises(WrongSignature, match="authHTTPExclude"):
            CASES["mediamtx"].server("mediamtx", **more).read_callback(body, NOW)


# What real ones answered


def test_srs_as_it_answered():
    flows = []
    with_row = 0
    for _, body in answers("srs", "GET /api/v1/streams/"):
        page = json.loads(body)
        for row in page["streams"]:
            found = CASES["srs"].server("srs")._read(row, page)
            assert found is not None
            assert found.client.startswith("vid-97i104s/8175x3z5/")
            with_row += 1
            flows.append(found.received)
    assert with_row == 4
    assert flows[0] < flows[1] < flows[2]


def test_zlmediakit_as_it_answered():
    server = CASES["zlmediakit"].server("zlmediakit")
    told = []
    for _, body in answers("zlmediakit", "GET /index/api/getMediaList?"):
        found = [server._read(row) for row in json.loads(body).get("data", [])]
        told.append(found[0].client if found and found[0] else None)
    # Nobody; the first; killed: `unknown`; back; kicked: `unknown` twice; frozen; broken.
    assert told == [None, "2-13", "2-13", "2-13", None, None, "12-13", None, None, "18-14", None]
    every = json.loads(answers("zlmediakit", "GET /index/api/getMediaList")[2][1])["data"]
    assert len(every) == 5
    assert len([one for row in every if (one := server._read(row))]) == 1


# Every way to fail


@pytest.fixture
def hasty(monkeypatch):
    monkeypatch.setattr(api, "TIMEOUT_S", 0.3)
    monkeypatch.setattr(tencent_api, "TIMEOUT_S", 0.3)


OK = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s"
GARBAGE = [
    b"",
    b"<html>",
    b"\xff\xfe\x00",
    b"null",
    b"[]",
    b"-7",
    b'"x"',
    b"{",
    b"[" * 50_000,
    b"{}",
]
FAULTS = {
    "hangs": silence,
    "slams the door": reset,
    "drips its body": dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n{", b" ", 0.05),
    "drips its head": dripping(b"HTTP/1.1 200 OK\r\nX-Long: ", b"y", 0.05),
    "speaks no HTTP": saying(b"RTMP\x03" * 30),
    "closes early": saying(b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"code":0'),
    "fails": saying(b"HTTP/1.1 500 Oh\r\nContent-Length: 2\r\n\r\n{}"),
    "wants another password": saying(b"HTTP/1.1 401 No\r\nContent-Length: 2\r\n\r\n{}"),
    "knows no such page": saying(b"HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\n{}"),
    "sends us elsewhere": saying(
        b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n"
    ),
    **{f"answers {body[:9]!r}": saying(OK % (len(body), body)) for body in GARBAGE},
}


def unavailable(question) -> str:
    """The sentence; and in bounded time."""
    began = time.monotonic()
    with pytest.raises(MediaUnavailable) as error:
        question()
    assert time.monotonic() - began < 5
    told = f"{error.value.sentence} {error.value.facts} {error.value!r}"
    assert not any(secret in told for secret in SECRETS), told
    assert not any(secret in repr(error.value.__cause__) for secret in SECRETS)
    return error.value.sentence


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("kind", OURS)
def test_whatever_goes_wrong_outside_is_one_sentence(kind, fault, hasty):
    with serving(FAULTS[fault]) as port:
        server = asking(kind, f"http://127.0.0.1:{port}")
        said = unavailable(server.publishers)
        assert said.endswith((".", "…"))
        unavailable(lambda: server.publisher(CODE))
        unavailable(lambda: server.drop(CODE))


@pytest.mark.parametrize("kind", ASKED)
def test_who_is_not_there_is_told(kind, hasty, free_port):
    server = asking(kind, f"http://127.0.0.1:{free_port}")
    unavailable(lambda: server.publisher(CODE))
    unavailable(lambda: server.drop(CODE))


@pytest.mark.parametrize("kind", OURS)
def test_a_wrong_password_is_told(kind):
    if kind == "nginx-rtmp":
        pytest.skip("its http server keeps to loopback instead")
    with SPOKEN[kind]() as stage:
        stage.push(CODE)
        server = CASES[kind].server(kind, api=stage.url, api_user="x", api_password="hush-api-not")
        assert "api_password" in unavailable(server.publishers)


class _Bomb(BaseHTTPRequestHandler):
    """A small answer that is a gigabyte unpacked, or pages without end."""

    server: _Bombs

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.send_response(200)
        if self.server.packed:
            self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(self.server.body)))
        self.end_headers()
        self.wfile.write(self.server.body)

    do_POST = do_GET  # noqa: N815  a name that http.server calls

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""


class _Bombs(ThreadingHTTPServer):
    def __init__(self, body: bytes, *, packed: bool) -> None:
        super().__init__(("127.0.0.1", 0), _Bomb)
        self.body, self.packed = body, packed

    def __enter__(self) -> _Bombs:
        self.thread = Thread(target=self.serve_forever, args=(0.01,))
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.shutdown()
        self.thread.join()
        self.server_close()


@pytest.mark.parametrize("kind", OURS)
def test_a_huge_answer_is_not_kept(kind, monkeypatch):
    monkeypatch.setattr(api, "MOST_BYTES", 1_000_000)
    with _Bombs(gzip.compress(b" " * 50_000_000), packed=True) as bombs:
        server = asking(kind, f"http://127.0.0.1:{bombs.server_port}")
        assert "without end" in unavailable(server.publishers)


@pytest.mark.parametrize(
    ("kind", "page"),
    [("srs", {"code": 0, "streams": [{}] * 10}), ("mediamtx", {"items": [{}] * 10})],
)
def test_pages_without_end_are_given_up(kind, page, hasty, monkeypatch):
    monkeypatch.setattr(srs, "PAGE", 10)
    monkeypatch.setattr(mediamtx, "PAGE", 10)
    with _Bombs(json.dumps(page).encode(), packed=False) as bombs:
        server = asking(kind, f"http://127.0.0.1:{bombs.server_port}")
        assert "without end" in unavailable(server.publishers)


STRANGE_ROWS = [
    None,
    7,
    "x",
    [],
    {},
    {"app": "live"},
    {"app": "live", "name": 5, "publish": {"active": True}},
    {"app": "live", "name": "a", "publish": []},
    {"app": "live", "name": "a", "publish": {"active": "true"}},
    {"name": "live/a", "online": "yes", "source": {"id": "1"}},
    {"name": "live/a", "online": True, "source": None},
    {"name": 7, "online": True, "source": {"id": 1}},
    {"app": "live", "schema": "rtmp", "stream": None},
    {"app": "live", "schema": "rtmp", "stream": {}, "originTypeStr": "rtmp_push"},
]


@pytest.mark.parametrize("kind", ["srs", "mediamtx", "zlmediakit"])
def test_rows_that_are_none_are_passed_over(kind):
    said = {"code": 0, "streams": STRANGE_ROWS, "items": STRANGE_ROWS, "data": STRANGE_ROWS}
    with _Bombs(json.dumps(said).encode(), packed=False) as bombs:
        server = asking(kind, f"http://127.0.0.1:{bombs.server_port}")
        assert server.publishers() == {}


@pytest.mark.parametrize(
    ("kind", "row", "key"),
    [
        ("srs", {"app": "live", "name": "a", "publish": {"active": True}}, "recv_bytes"),
        ("mediamtx", {"name": "live/a", "online": True, "source": {}}, "inboundBytes"),
        ("zlmediakit", {"app": "live", "schema": "rtmp", "stream": "a"}, "totalBytes"),
    ],
)
@pytest.mark.parametrize("bytes_", [None, True, "5", 1.5, float("nan"), []])
def test_bytes_that_are_no_number_are_not_told(kind, row, key, bytes_):
    said = [row | {key: bytes_}]
    page = {"code": 0, "streams": said, "items": said, "data": said}
    with _Bombs(json.dumps(page).encode(), packed=False) as bombs:
        server = asking(kind, f"http://127.0.0.1:{bombs.server_port}")
        assert server.publishers() == {"a": Publisher("a", None, None)}
