from __future__ import annotations

import functools
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from livedesk.desk.workers.background import stop_all
from livedesk.desk.workers.preview_feed import Black, PreviewFeed
from tests.faulty import reset, saying, serving, silence

Running = Callable[[PreviewFeed], PreviewFeed]

SEEN_MS = 15_000  # until a picture must be there, on a busy computer


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The folder over HTTP; gives its address."""

    class Quiet(SimpleHTTPRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    handler = functools.partial(Quiet, directory=str(folder))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a stream of 4 s as HLS and as FLV, a large one, and one of sound alone."""
    folder = tmp_path_factory.mktemp("films")
    picture = ("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=4")
    large = ("-f", "lavfi", "-i", "testsrc2=size=1920x1080:rate=25:duration=1")
    sound = ("-f", "lavfi", "-i", "sine=sample_rate=44100:duration=4")
    code = ("-c:v", "libx264", "-preset", "ultrafast", "-g", "25", "-pix_fmt", "yuv420p")
    hls = ("-f", "hls", "-hls_time", "1", "-hls_list_size", "0")
    for command in (
        (*picture, *sound, *code, "-c:a", "aac", "film.flv"),
        (*large, *code, "large.flv"),
        (*sound, "-c:a", "aac", "sound.flv"),
        (*picture, *code, *hls, "film.m3u8"),
    ):
        subprocess.run(["ffmpeg", "-loglevel", "error", *command], cwd=folder, check=True)
    # A list without its end is one that is still going on.
    endless = (folder / "film.m3u8").read_text().replace("#EXT-X-ENDLIST\n", "")
    (folder / "live.m3u8").write_text(endless)
    return folder


def a_feed(**how: float) -> PreviewFeed:
    return PreviewFeed(**{"timeout_s": 1.0, "try_again_after_s": 0.2, **how})  # type: ignore[arg-type]  # all are seconds


def reasons(feed: PreviewFeed) -> list[str]:
    heard: list[str] = []
    feed.black.connect(lambda black: heard.append(black.reason))
    return heard


@pytest.mark.parametrize(("name", "film"), [("flv", "film.flv"), ("hls", "live.m3u8")])
def test_a_stream_is_seen(qtbot: QtBot, running: Running, films: Path, name: str, film: str):
    pictures: list[QImage] = []
    feed = running(a_feed())
    feed.picture.connect(pictures.append)
    with served(films) as url:
        feed.play({name: f"{url}/{film}"})
        qtbot.waitUntil(lambda: len(pictures) >= 3, timeout=SEEN_MS)
        qtbot.waitUntil(lambda: pictures[0] != pictures[-1], timeout=SEEN_MS)  # it moves
        feed.rest()
    assert {(image.width(), image.height()) for image in pictures} == {(320, 180)}
    assert len({pictures[0].pixel(x, 90) for x in range(0, 320, 20)}) > 5  # and is no grey field


def test_a_large_picture_is_made_small_enough(qtbot: QtBot, running: Running, films: Path):
    feed = running(a_feed())
    with served(films) as url:
        with qtbot.waitSignal(feed.picture, timeout=SEEN_MS) as seen:
            feed.play({"flv": f"{url}/large.flv"})
        feed.rest()
    assert (seen.args[0].width(), seen.args[0].height()) == (960, 540)
    assert seen.args[0].text("source") == "1920×1080"


def test_the_first_address_that_works_is_played(
    qtbot: QtBot, running: Running, films: Path, free_port: int
):
    feed = running(a_feed())
    heard = reasons(feed)
    with served(films) as url:
        with qtbot.waitSignal(feed.picture, timeout=SEEN_MS):
            feed.play(
                {
                    "hls": f"{url}/live.m3u8",
                    "rtmp": f"rtmp://127.0.0.1:{free_port}/live/x",
                    "flv": f"{url}/missing.flv",
                }
            )
        feed.rest()
    assert heard == ["waiting"]


def test_nothing_published_yet_is_waited_for(
    qtbot: QtBot, running: Running, films: Path, tmp_path: Path
):
    feed = running(a_feed())
    heard = reasons(feed)
    with served(tmp_path) as url:
        feed.play({"flv": f"{url}/film.flv"})
        qtbot.waitUntil(lambda: heard == ["waiting"])
        (tmp_path / "film.flv").write_bytes((films / "film.flv").read_bytes())
        qtbot.waitSignal(feed.picture, timeout=SEEN_MS).wait()
        feed.rest()
    assert heard == ["waiting"]


def test_a_stream_that_ends_is_told_and_comes_back_by_itself(
    qtbot: QtBot, running: Running, films: Path
):
    feed = running(a_feed())
    told: list[Black] = []
    feed.black.connect(told.append)
    with served(films) as url:
        feed.play({"flv": f"{url}/film.flv"})
        qtbot.waitUntil(lambda: any(b.reason == "ended" for b in told), timeout=SEEN_MS)
        qtbot.waitSignal(feed.picture, timeout=SEEN_MS).wait()
        feed.rest()
    assert told[0].reason == "waiting"
    assert told[0].since <= told[1].since <= time.time()


def test_a_stream_that_stands_still_is_told(qtbot: QtBot, running: Running, films: Path):
    half = (films / "film.flv").read_bytes()[:-20_000]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\n\r\n"

    def stall(caller: object, over: threading.Event) -> None:
        saying(head + half)(caller, over)  # type: ignore[arg-type]  # a socket
        over.wait()

    feed = running(a_feed())
    heard = reasons(feed)
    with serving(stall) as port:
        feed.play({"flv": f"http://127.0.0.1:{port}/x.flv"})
        qtbot.waitUntil(lambda: heard == ["waiting", "stalled"], timeout=SEEN_MS)
        feed.rest()
        assert stop_all([feed], budget=5.0) == ()


def test_a_connection_that_breaks_is_told_as_an_end(qtbot: QtBot, running: Running, films: Path):
    half = (films / "film.flv").read_bytes()[:-20_000]
    head = b"HTTP/1.1 200 OK\r\nContent-Type: video/x-flv\r\n\r\n"
    feed = running(a_feed())
    heard = reasons(feed)
    with serving(saying(head + half)) as port:
        feed.play({"flv": f"http://127.0.0.1:{port}/x.flv"})
        qtbot.waitUntil(lambda: heard[:2] == ["waiting", "ended"], timeout=SEEN_MS)
        feed.rest()


def test_sound_without_picture_is_told(qtbot: QtBot, running: Running, films: Path):
    feed = running(a_feed())
    heard = reasons(feed)
    with served(films) as url:
        feed.play({"flv": f"{url}/sound.flv"})
        qtbot.waitUntil(lambda: heard == ["waiting", "no_video"], timeout=SEEN_MS)
        feed.rest()


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", "refused"),
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", "no_answer"),
    ],
)
def test_a_media_server_that_says_no_is_told(
    qtbot: QtBot, running: Running, answer: bytes, reason: str
):
    feed = running(a_feed())
    heard = reasons(feed)
    with serving(saying(answer)) as port:
        feed.play({"flv": f"http://127.0.0.1:{port}/x.flv"})
        qtbot.waitUntil(lambda: heard == ["waiting", reason], timeout=SEEN_MS)
        feed.rest()


@pytest.mark.parametrize("misbehave", [silence, reset])
def test_a_media_server_that_says_nothing_is_told(qtbot: QtBot, running: Running, misbehave):
    feed = running(a_feed())
    heard = reasons(feed)
    with serving(misbehave) as port:
        feed.play({"flv": f"http://127.0.0.1:{port}/x.flv"})
        qtbot.waitUntil(lambda: heard == ["waiting", "no_answer"], timeout=SEEN_MS)
        feed.rest()
        assert stop_all([feed], budget=5.0) == ()


def test_an_rtmp_server_that_waits_for_a_publisher_is_waited_with(qtbot: QtBot, running: Running):
    feed = running(a_feed(timeout_s=0.3))
    heard = reasons(feed)
    with serving(silence) as port, qtbot.assertNotEmitted(feed.picture, wait=500):
        feed.play({"rtmp": f"rtmp://127.0.0.1:{port}/live/x"})
    feed.rest()
    assert stop_all([feed], budget=5.0) == ()
    assert heard == ["waiting"]


def test_nobody_at_the_address_is_told(qtbot: QtBot, running: Running, free_port: int):
    feed = running(a_feed())
    heard = reasons(feed)
    feed.play({"flv": f"http://127.0.0.1:{free_port}/x.flv"})
    qtbot.waitUntil(lambda: heard == ["waiting", "no_answer"])
    feed.rest()


def test_an_unknown_name_is_told(qtbot: QtBot, running: Running):
    feed = running(a_feed())
    heard = reasons(feed)
    feed.play({"flv": "http://nobody.invalid/x.flv"})
    qtbot.waitUntil(lambda: heard == ["waiting", "not_found"], timeout=SEEN_MS)
    feed.rest()


@pytest.mark.parametrize(
    "url",
    ["file:///etc/hostname", "concat:/etc/hostname", "/etc/hostname", "http://[no-address/x.flv"],
)
def test_a_server_cannot_make_us_open_what_is_no_stream(qtbot: QtBot, running: Running, url: str):
    feed = running(a_feed())
    with qtbot.assertNotEmitted(feed.black, wait=100):
        feed.play({"flv": url})


def test_a_list_of_a_server_cannot_make_us_open_a_file(
    qtbot: QtBot, running: Running, films: Path, tmp_path: Path
):
    list_of_files = (films / "film.m3u8").read_text().replace("film", f"file://{films}/film")
    (tmp_path / "bad.m3u8").write_text(list_of_files)
    feed = running(a_feed())
    with served(tmp_path) as url:
        with qtbot.assertNotEmitted(feed.picture, wait=1000):
            feed.play({"hls": f"{url}/bad.m3u8"})
        feed.rest()


def test_no_picture_comes_after_rest(qtbot: QtBot, running: Running, films: Path):
    feed = running(a_feed())
    with served(films) as url:
        with qtbot.waitSignal(feed.picture, timeout=SEEN_MS):
            feed.play({"flv": f"{url}/film.flv"})
        feed.rest()
        with qtbot.assertNotEmitted(feed.picture, wait=300):
            pass


def test_a_window_that_is_busy_gets_the_newest_picture_and_no_heap(
    qtbot: QtBot, running: Running, films: Path
):
    pictures: list[QImage] = []
    feed = running(a_feed())
    ended = threading.Event()
    with served(films) as url:
        with qtbot.waitSignal(feed.picture, timeout=SEEN_MS):
            feed.play({"hls": f"{url}/live.m3u8"})
        feed.picture.connect(pictures.append)
        ended.wait(1.0)  # the window does nothing for a second: 25 pictures are made
        began = len(pictures)
        qtbot.waitUntil(lambda: len(pictures) > began)
        assert len(pictures) - began <= 2
        feed.rest()


def test_a_proxy_of_the_environment_does_not_swallow_this_computer(
    qtbot: QtBot, running: Running, films: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    feed = running(a_feed())
    with served(films) as url:
        with qtbot.waitSignal(feed.picture, timeout=SEEN_MS):
            feed.play({"hls": f"{url}/live.m3u8"})
        feed.rest()
