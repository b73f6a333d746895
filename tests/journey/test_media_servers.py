"""The media servers that the journeys use do what the journeys need of them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs
from urllib.request import urlopen

import av

from tests.conftest import TestPicture
from tests.journey.media_servers import NginxRtmp, NodeMediaServer
from tests.waiting import until

CODE = "live_anna"


class Callbacks(ThreadingHTTPServer):
    """Notes each form that nginx posts, and answers with `status`."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Note)
        self.heard: list[dict[str, list[str]]] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/callbacks"

    def calls(self) -> list[str]:
        return [form["call"][0] for form in self.heard]


class _Note(BaseHTTPRequestHandler):
    server: Callbacks

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.heard.append(parse_qs(body.decode()))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""


@contextmanager
def callbacks() -> Iterator[Callbacks]:
    with Callbacks() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def frames(url: str) -> int:
    """Decode the first pictures; how many came."""
    with av.open(url, timeout=10) as played:
        for count, frame in enumerate(played.decode(video=0), 1):
            assert (frame.width, frame.height) == (320, 180)
            if count == 5:
                return count
    return 0


def has(url: str) -> bool:
    try:
        with urlopen(url, timeout=5) as answer:
            return b"#EXTINF" in answer.read()
    except OSError:
        return False


def test_nginx_asks_plays_hls_and_rtmp_tells_stat_and_drops(
    tmp_path: Path, test_picture: TestPicture
) -> None:
    with callbacks() as heard, NginxRtmp(tmp_path / "nginx", heard.url) as nginx:
        publisher = test_picture(nginx.rtmp_url(f"{CODE}?txSecret=abc"))
        until(lambda: heard.calls() == ["publish"])
        assert heard.heard[0]["name"] == [CODE]
        assert heard.heard[0]["txSecret"] == ["abc"]
        until(lambda: has(nginx.hls_url(CODE)))
        assert frames(nginx.hls_url(CODE)) == 5
        assert frames(nginx.rtmp_url(CODE)) == 5
        assert [name.text for name in nginx.stat().findall(".//stream[publishing]/name")] == [CODE]
        assert nginx.drop(CODE) == 1
        until(lambda: heard.calls() == ["publish", "publish_done"])
        publisher.wait(timeout=5)


def test_nginx_refuses_what_the_callback_refuses(tmp_path: Path, test_picture: TestPicture) -> None:
    with callbacks() as heard, NginxRtmp(tmp_path / "nginx", heard.url) as nginx:
        heard.status = 403
        assert test_picture(nginx.rtmp_url(CODE)).wait(timeout=10) != 0
        assert heard.calls()[0] == "publish"
        assert nginx.stat().findall(".//stream[publishing]") == []


def test_node_media_server_plays_http_flv(tmp_path: Path, test_picture: TestPicture) -> None:
    with NodeMediaServer(tmp_path / "nms") as server:
        test_picture(server.rtmp_url(CODE))
        assert until(lambda: plays(server.flv_url(CODE)))


def plays(url: str) -> bool:
    try:
        return frames(url) == 5
    except OSError:
        return False
