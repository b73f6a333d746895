"""nginx-rtmp for real: who publishes, bytes, drops; ffmpeg pushes and plays."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from livedesk.media.media_server import PublishAsked, PublishDone, Publisher
from livedesk.media.nginx_rtmp import NginxRtmp
from tests.conftest import TestPicture
from tests.journey.media_servers import NginxRtmp as Nginx
from tests.journey.test_media_servers import Callbacks, callbacks
from tests.media.kinds import CASES
from tests.waiting import until

CODE = "live_anna"


@pytest.fixture
def heard() -> Iterator[Callbacks]:
    with callbacks() as listening:
        yield listening


@pytest.fixture
def nginx(tmp_path: Path, heard: Callbacks) -> Iterator[Nginx]:
    with Nginx(tmp_path / "nginx", heard.url) as running:
        yield running


@pytest.fixture
def server(nginx: Nginx) -> NginxRtmp:
    made = CASES["nginx-rtmp"].server("nginx-rtmp", api=f"http://127.0.0.1:{nginx.http_port}")
    assert isinstance(made, NginxRtmp)
    return made


def publishing(server: NginxRtmp) -> Publisher:
    return until(lambda: server.publisher(CODE))


def test_who_publishes_is_told_with_the_callbacks_id_and_growing_bytes(
    nginx: Nginx, server: NginxRtmp, heard: Callbacks, test_picture: TestPicture
) -> None:
    assert server.publishers() == {}
    test_picture(nginx.rtmp_url(f"{CODE}?txSecret=a&name=evil&app=evil"))
    first = publishing(server)
    assert heard.heard[0]["clientid"] == [first.client]
    assert first.received is not None
    more = until(lambda: (found := server.publisher(CODE)) and found.received > first.received)
    assert more
    assert set(server.publishers()) == {CODE}


def test_a_drop_closes_the_connection_and_is_told(
    nginx: Nginx, server: NginxRtmp, heard: Callbacks, test_picture: TestPicture
) -> None:
    publisher = test_picture(nginx.rtmp_url(CODE))
    publishing(server)
    assert server.drop(CODE) is True
    assert publisher.wait(timeout=10) != 0
    until(lambda: heard.calls() == ["publish", "publish_done"])
    assert server.publishers() == {}
    assert server.drop(CODE) is False


def test_players_alone_are_no_publisher(
    nginx: Nginx, server: NginxRtmp, test_picture: TestPicture
) -> None:
    publisher = test_picture(nginx.rtmp_url(CODE))
    publishing(server)
    watching = ["ffmpeg", "-loglevel", "error", "-i", nginx.rtmp_url(CODE), "-f", "null", "-"]
    player = subprocess.Popen(watching, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        until(lambda: len(nginx.stat().findall(".//client")) == 2)
        assert publishing(server).received
        publisher.kill()
        until(lambda: server.publisher(CODE) is None)
        assert len(nginx.stat().findall(".//stream/client")) == 1
        assert server.publishers() == {}
        assert server.drop(CODE) is False
    finally:
        player.kill()
        player.wait()


def test_a_second_publisher_is_asked_for_refused_and_told_of_and_changes_nothing(
    nginx: Nginx, server: NginxRtmp, heard: Callbacks, test_picture: TestPicture
) -> None:
    test_picture(nginx.rtmp_url(CODE))
    first = publishing(server)
    assert test_picture(nginx.rtmp_url(CODE)).wait(timeout=10) != 0
    until(lambda: heard.calls() == ["publish", "publish", "publish_done"])
    forms = ["&".join(f"{k}={v[0]}" for k, v in form.items()).encode() for form in heard.heard]
    told = [server.read_callback(form, 0.0) for form in forms]
    _, asked, done = told
    assert isinstance(asked, PublishAsked)
    assert done == PublishDone(CODE, asked.client)
    assert asked.client != first.client
    found = server.publisher(CODE)
    assert found is not None
    assert found.client == first.client
