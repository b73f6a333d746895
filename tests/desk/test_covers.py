"""Covers: fetched beside the window, bounded, and never from where they have no business."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QBuffer, QIODevice
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from livedesk.desk import covers as covers_module
from livedesk.desk.covers import Covers
from livedesk.desk.workers import cover_reads
from livedesk.desk.workers.background import stop_all
from livedesk.desk.workers.cover_reads import HIGH, WIDE, may_fetch, ready_made
from tests.desk.list_server import ListServer, list_server
from tests.desk.pretend import a_picture


def png(picture: QImage) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    return bytes(buffer.data().data())


@pytest.fixture
def server() -> Iterator[ListServer]:
    with list_server() as own:
        yield own


@pytest.fixture
def covers(qapp: object, server: ListServer) -> Iterator[Covers]:
    made = Covers(timer=lambda: 0.0)
    for thread in made.threads:
        thread.start()
    made.use(server.url)
    yield made
    assert stop_all(made.threads, budget=10.0) == ()


def test_a_cover_is_fetched_once_cut_to_shape_and_kept(
    qtbot: QtBot, covers: Covers, server: ListServer
) -> None:
    server.files["/covers/a.png"] = png(a_picture(400, 400))
    with qtbot.waitSignal(covers.came) as came:
        assert covers.image("/covers/a.png") is None
        assert covers.image("/covers/a.png") is None
    assert came.args == [f"{server.url}/covers/a.png"]
    picture = covers.image("/covers/a.png")
    assert picture is not None
    assert (picture.width(), picture.height()) == (WIDE, HIGH)
    assert picture.pixelColor(0, 0).alpha() == 0, "its corners are round"
    assert picture.pixelColor(WIDE // 2, 1).alpha() == 255
    assert server.asked == ["/covers/a.png"]


def test_a_cover_that_cannot_be_had_is_not_asked_for_all_the_time(
    qtbot: QtBot, covers: Covers, server: ListServer
) -> None:
    server.files["/covers/no.png"] = b"not a picture"
    for _ in range(3):
        covers.image("/covers/no.png")
        qtbot.waitUntil(lambda: not covers._busy)
    assert server.asked == ["/covers/no.png"]


def test_only_so_many_covers_are_kept_and_so_many_waited_for(
    qtbot: QtBot, covers: Covers, server: ListServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(covers_module, "KEPT", 5)
    monkeypatch.setattr(covers_module, "MOST_WANTED", 10)
    data = png(a_picture(32, 18))
    server.files = {f"/covers/{n}.png": data for n in range(40)}
    for n in range(40):
        covers.image(f"/covers/{n}.png")
    qtbot.waitUntil(lambda: not covers._busy and not covers._wanted)
    assert len(covers._kept) == 5
    assert len(server.asked) <= 13, "what was scrolled past is not fetched"
    assert "/covers/39.png" in server.asked


def test_a_cover_that_is_too_large_is_none(
    qtbot: QtBot, covers: Covers, server: ListServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cover_reads, "MOST_BYTES", 100)
    server.files["/covers/big.png"] = png(a_picture())
    covers.image("/covers/big.png")
    qtbot.waitUntil(lambda: not covers._busy)
    assert covers.image("/covers/big.png") is None


def test_a_picture_that_would_need_too_much_memory_is_not_even_read(
    monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    data = png(a_picture(64, 64))
    assert not ready_made(data).isNull()
    monkeypatch.setattr(cover_reads, "MOST_PIXELS", 64 * 63)
    assert ready_made(data).isNull()


def test_drawings_that_may_name_other_files_are_no_covers(qapp: object) -> None:
    drawing = b'<svg xmlns="http://www.w3.org/2000/svg" width="16" height="9"/>'
    assert ready_made(drawing).isNull()


@pytest.mark.parametrize(
    ("url", "server", "may"),
    [
        ("https://cdn.example.com/a.jpg", "https://live.example.com", True),
        ("http://cdn.example.com/a.jpg", "https://live.example.com", True),
        ("https://live.example.com/covers/a.jpg", "https://live.example.com", True),
        ("http://192.168.1.1/reboot", "https://live.example.com", False),
        ("http://127.0.0.1:4455/", "https://live.example.com", False),
        ("http://[::1]/", "https://live.example.com", False),
        ("http://[::ffff:10.0.0.1]/", "https://live.example.com", False),
        ("http://localhost:80/", "https://live.example.com", False),
        ("http://printer/", "https://live.example.com", False),
        ("http://nas.local/", "https://live.example.com", False),
        ("http://192.168.1.9/a.jpg", "http://192.168.1.5:8787", True),
        ("http://127.0.0.1/a.jpg", "http://192.168.1.5:8787", False),
        ("http://127.0.0.1:8787/covers/a.jpg", "http://127.0.0.1:8787", True),
        ("file:///etc/passwd", "http://127.0.0.1:8787", False),
        ("ftp://cdn.example.com/a.jpg", "https://live.example.com", False),
        ("https://name:word@cdn.example.com/a", "https://live.example.com", False),
        ("https://[broken", "https://live.example.com", False),
        ("http://cdn.example.com:99999/a", "https://live.example.com", False),
    ],
)
def test_another_hosts_cover_cannot_make_this_console_call_into_its_own_network(
    url: str, server: str, may: bool
) -> None:
    assert may_fetch(url, server) is may
