"""The check before going on air, against real sockets and a certificate of a few days."""

from __future__ import annotations

import http.server
import json
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from livedesk.client.pre_air import About, Act, Check, Level, Outcome, look_at_record, wanted
from livedesk.client.pre_air_lanes import look_at_clock, look_at_play, look_at_push
from livedesk.domain.records import Media, Push, Record, to_text
from tests.rtmp_peer import Talk, handshake, peer, silent, web_server
from tests.wire import a_policy, a_record

NOW = 1_795_384_365.0
SOON = 0.5  # seconds of each time-out


def about(url: str = "rtmp://127.0.0.1/live/x", **changes: object) -> About:
    server, _, key = url.rpartition("/")
    record = a_record(push=Push(url, server, key, to_text(NOW + 86400), "7f3a"))
    return replace(About(record, "http://127.0.0.1:1"), **changes)  # type: ignore[arg-type]


def with_record(one: About, **changes: object) -> About:
    return replace(one, record=replace(one.record, **changes))  # type: ignore[arg-type]


def says(outcomes: Iterator[Outcome]) -> dict[Check, tuple[Level, str, Act | None]]:
    return {one.check: (one.level, one.says, one.act) for one in outcomes}


@contextmanager
def certificate(folder: Path, days: int = 5, name: str = "localhost") -> Iterator[ssl.SSLContext]:
    """A server's side of TLS, with a certificate that nobody has signed."""
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", str(days),
         "-subj", f"/CN={name}", "-addext", f"subjectAltName=DNS:{name}",
         "-keyout", key, "-out", cert],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, key)
    yield context


@contextmanager
def website(
    status: int = 404, body: bytes = b"", tls: ssl.SSLContext | None = None
) -> Iterator[int]:
    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    class Quiet(http.server.ThreadingHTTPServer):
        def handle_error(self, *_: object) -> None:
            """Who refuses our certificate hangs up."""

    server = Quiet(("127.0.0.1", 0), Answer)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_way_is_open() -> None:
    with peer(handshake) as port:
        found = says(look_at_push(about(f"rtmp://127.0.0.1:{port}/live/x"), NOW, SOON))
    assert found == {
        Check.NAME: (Level.GOOD, "name.good", None),
        Check.PORT: (Level.GOOD, "port.good", None),
        Check.HANDSHAKE: (Level.GOOD, "handshake.good", None),
    }


@pytest.mark.parametrize(
    ("talk", "what"), [(silent, "handshake.no_answer"), (web_server, "handshake.not_rtmp")]
)
def test_what_answers_is_no_rtmp_server(talk: Talk, what: str) -> None:
    with peer(talk) as port:
        found = says(look_at_push(about(f"rtmp://127.0.0.1:{port}/live/x"), NOW, SOON))
    assert found[Check.PORT][0] is Level.GOOD
    assert found[Check.HANDSHAKE] == (Level.BAD, what, Act.COPY_BOTH)


def test_what_comes_after_a_failure_is_unknown_not_bad(free_port: int) -> None:
    closed = says(look_at_push(about(f"rtmp://127.0.0.1:{free_port}/live/x"), NOW, SOON))
    assert closed[Check.PORT] == (Level.BAD, "port.no_port", Act.AGAIN)
    assert closed[Check.HANDSHAKE] == (Level.UNKNOWN, "not_reached", None)
    unknown = says(look_at_push(about("rtmp://nobody.invalid/live/x"), NOW, 5.0))
    assert unknown[Check.NAME] == (Level.BAD, "name.not_found", Act.AGAIN)
    assert unknown[Check.PORT][0] is Level.UNKNOWN
    assert says(look_at_push(about("none"), NOW, SOON))[Check.NAME][1] == "name.no_address"


def test_nobody_waits_longer_than_the_time_outs() -> None:
    with peer(silent) as port:
        began = time.monotonic()
        list(look_at_push(about(f"rtmp://127.0.0.1:{port}/live/x"), NOW, SOON))
        assert time.monotonic() - began < 4 * SOON


def test_the_local_relay_is_not_knocked_at_while_it_carries_a_picture(free_port: int) -> None:
    busy = with_record(
        about(f"rtmp://127.0.0.1:{free_port}/live/x", local=True), media=Media(True, None)
    )
    assert {one.level for one in look_at_push(busy, NOW, SOON)} == {Level.GOOD}


def test_rtmps_with_a_certificate_that_this_computer_does_not_trust(tmp_path: Path) -> None:
    with certificate(tmp_path) as tls, peer(handshake, tls) as port:
        found = says(look_at_push(about(f"rtmps://localhost:{port}/live/x"), NOW, 2.0))
    assert found[Check.PUSH_TLS] == (Level.BAD, "tls.certificate", Act.AGAIN)
    assert found[Check.HANDSHAKE] == (Level.UNKNOWN, "not_reached", None)


def test_rtmps_with_a_certificate_of_a_few_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with certificate(tmp_path) as tls, peer(handshake, tls) as port:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
        found = list(look_at_push(about(f"rtmps://localhost:{port}/live/x"), time.time(), 2.0))
    told = {one.check: one for one in found}
    assert (told[Check.PUSH_TLS].level, told[Check.PUSH_TLS].says) == (Level.NOTE, "tls.soon")
    assert 4 * 86400 < float(told[Check.PUSH_TLS].facts["s"]) < 6 * 86400
    assert told[Check.HANDSHAKE].level is Level.GOOD


def test_rtmps_where_nobody_speaks_tls() -> None:
    with peer(web_server) as port:
        found = says(look_at_push(about(f"rtmps://127.0.0.1:{port}/live/x"), NOW, 2.0))
    assert found[Check.PUSH_TLS][1] == "tls.no_tls"


@pytest.mark.parametrize(
    ("status", "level", "what"),
    [
        (200, Level.GOOD, "play.good"),
        (404, Level.GOOD, "play.good"),
        (502, Level.BAD, "play.trouble"),
    ],
)
def test_the_viewers_server_answers(status: int, level: Level, what: str) -> None:
    with website(status) as port:
        one = with_record(about(), play={"hls": f"http://127.0.0.1:{port}/live/x.m3u8"})
        found = says(look_at_play(one, NOW, 2.0))
    assert found[Check.PLAY][:2] == (level, what)
    assert Check.PLAY_TLS not in found


def test_the_viewers_server_is_away(free_port: int) -> None:
    for url in (f"http://127.0.0.1:{free_port}/x.m3u8", f"rtmp://127.0.0.1:{free_port}/live/x"):
        found = says(look_at_play(with_record(about(), play={"x": url}), NOW, SOON))
        assert found[Check.PLAY] == (Level.BAD, "play.no_answer", Act.AGAIN)


def test_the_viewers_certificate_is_not_trusted(tmp_path: Path) -> None:
    with certificate(tmp_path) as tls, website(404, tls=tls) as port:
        one = with_record(about(), play={"hls": f"https://localhost:{port}/live/x.m3u8"})
        refused = says(look_at_play(one, NOW, 2.0))
        assert refused[Check.PLAY] == (Level.BAD, "play.certificate", Act.AGAIN)
        assert refused[Check.PLAY_TLS][0] is Level.UNKNOWN


@pytest.mark.parametrize(
    ("ahead", "level", "what"),
    [
        (0.0, Level.GOOD, "clock.good"),
        (30.0, Level.NOTE, "clock.behind"),
        (900.0, Level.BAD, "clock.behind"),
        (-900.0, Level.BAD, "clock.ahead"),
    ],
)
def test_the_clock_beside_the_servers(ahead: float, level: Level, what: str) -> None:
    policy = a_policy(server_time=to_text(NOW + ahead))
    body = json.dumps({name: getattr(policy, name) for name in policy.__slots__}).encode()
    with website(200, body) as port:
        one = replace(about(), server_url=f"http://127.0.0.1:{port}")
        found = list(look_at_clock(one, NOW, clock=lambda: NOW))
    assert (found[0].level, found[0].says) == (level, what)
    assert float(found[0].facts["s"]) == pytest.approx(abs(ahead), abs=0.01)
    assert found[0].act is (Act.DATE if ahead else None)


def test_no_server_to_compare_the_clock_with(free_port: int) -> None:
    one = replace(about(), server_url=f"http://127.0.0.1:{free_port}")
    assert says(look_at_clock(one, NOW))[Check.CLOCK] == (Level.BAD, "clock.no_server", Act.AGAIN)


@pytest.mark.parametrize(
    ("left", "planned", "level", "what"),
    [
        (86400, 4 * 3600, Level.GOOD, "expiry.good"),
        (3 * 3600, 4 * 3600, Level.BAD, "expiry.short"),
        (3 * 3600, 3600, Level.GOOD, "expiry.good"),
        (-1, 3600, Level.BAD, "expiry.over"),
    ],
)
def test_the_code_lasts_as_long_as_the_show(
    left: float, planned: float, level: Level, what: str
) -> None:
    one = about(planned_s=planned)
    push = replace(one.record.push, expires_at=to_text(NOW + left))  # type: ignore[type-var]
    found = says(look_at_record(with_record(one, push=push), NOW))
    act = None if level is Level.GOOD else Act.RENEW
    assert found[Check.EXPIRY] == (level, what, act)


@pytest.mark.parametrize(
    ("media", "changes", "what"),
    [
        (None, {}, "free.unknown"),
        (Media(False, None), {}, "free.good"),
        (Media(True, None), {}, "free.somebody"),
        (Media(True, None), {"own_picture": True}, "free.picture"),
        (Media(True, None), {"own_obs": True}, "free.obs"),
    ],
)
def test_who_else_sends(media: Media | None, changes: dict[str, object], what: str) -> None:
    found = says(look_at_record(with_record(about(**changes), media=media), NOW))
    assert found[Check.FREE][1] == what


@pytest.mark.parametrize(
    ("changes", "check", "what"),
    [
        ({"key_frame_s": 2.0}, Check.KEY_FRAMES, "key_frames.good"),
        ({"key_frame_s": 10.0}, Check.KEY_FRAMES, "key_frames.long"),
        ({"key_frame_s": 8.3, "key_frame_auto": True}, Check.KEY_FRAMES, "key_frames.auto"),
        ({"key_frame_auto": True}, Check.KEY_FRAMES, "key_frames.auto_unknown"),
        ({"kbps": 2500}, Check.BITRATE, "bitrate.good"),
        ({"kbps": 120}, Check.BITRATE, "bitrate.low"),
        ({"kbps": 40_000}, Check.BITRATE, "bitrate.high"),
    ],
)
def test_obss_figures(changes: dict[str, object], check: Check, what: str) -> None:
    one = about(**changes)
    assert says(look_at_record(one, NOW))[check][1] == what
    assert check in wanted(one)


def test_without_obs_its_lines_are_left_out() -> None:
    lines = wanted(about())
    assert not {Check.KEY_FRAMES, Check.BITRATE, Check.PUSH_TLS, Check.PLAY_TLS} & set(lines)
    assert lines[:3] == (Check.NAME, Check.PORT, Check.HANDSHAKE)


@pytest.mark.parametrize(
    ("host", "bundled", "what"),
    [
        ("play.example.com", False, "reach.good"),
        ("127.0.0.1", True, "reach.share"),
        ("127.0.0.1", False, "reach.loopback"),
    ],
)
def test_whether_phones_can_watch(host: str, bundled: bool, what: str) -> None:
    one = with_record(about(bundled=bundled), play={"hls": f"http://{host}/x.m3u8"})
    assert says(look_at_record(one, NOW))[Check.REACH][1] == what


def test_every_red_line_has_a_button(free_port: int) -> None:
    record: Record = about().record
    one = About(record, f"http://127.0.0.1:{free_port}", key_frame_s=9.0, kbps=1)
    lines = [*look_at_record(one, NOW + 1e6), *look_at_push(one, NOW, SOON)]
    lines += [*look_at_play(one, NOW, SOON), *look_at_clock(one, NOW)]
    assert all(line.act is not None for line in lines if line.level is Level.BAD)
    assert any(line.level is Level.BAD for line in lines)
