"""From nothing to a picture on a phone, as a host does it: clicks, keys, and what is on screen."""

from __future__ import annotations

import time
from urllib.parse import urljoin, urlsplit

import httpx
import pytest
import zxingcpp
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from livedesk.client.server_address import ServerAddress
from livedesk.desk.end_question import EndQuestion
from livedesk.desk.workers.lan import lan_addresses
from tests.journey.media_servers import NginxRtmp, NodeMediaServer
from tests.server_process import ServerProcess, command
from tests.waiting import until

FAST = {"policy__grace_s": "2", "policy__sweep_interval_s": "0.1"}


def click(qtbot, widget: QWidget) -> None:
    assert widget.isVisible(), widget
    assert widget.isEnabled(), widget
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def copied(qtbot, button: QPushButton) -> str:
    """What a click on a copy button puts on the clipboard."""
    QApplication.clipboard().clear()
    click(qtbot, button)
    return QApplication.clipboard().text()


def create(qtbot, window, title="Sunday sketchbook", suffix="") -> None:
    form = window.studio.form
    qtbot.waitUntil(form.isVisible, timeout=30_000)
    qtbot.keyClicks(form.title.edit, title)
    qtbot.keyClicks(form.suffix.edit, suffix)
    click(qtbot, form.button)
    qtbot.waitUntil(window.studio.obs.isVisible, timeout=15_000)


def listed(url: str) -> dict[str, str]:
    """The live list as everybody reads it: state by code."""
    items = httpx.get(f"{url}/v1/broadcasts", trust_env=False).json()["items"]
    return {item["code"]: item["state"] for item in items}


def end(qtbot, window) -> float:
    """End as a host does; when the last click was made."""
    click(qtbot, window.strip.action)
    question = window.findChild(EndQuestion)
    click(qtbot, question.end)
    return time.monotonic()


def seen_in(picture: QImage) -> list[str]:
    """The texts of the QR codes in a picture."""
    data = QBuffer()
    data.open(QIODevice.OpenModeFlag.WriteOnly)
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = memoryview(grey.constBits()).cast("B", (grey.height(), grey.bytesPerLine()))
    return [code.text for code in zxingcpp.read_barcodes(pixels)]


def preview_changes(qtbot, preview) -> None:
    """The widget itself shows one picture after another."""
    first = preview.grab().toImage()
    assert not preview.picture.isNull()
    qtbot.waitUntil(lambda: preview.grab().toImage() != first, timeout=10_000)


def test_through_the_local_relay(qtbot, console, phone, test_picture, monkeypatch):
    for key, value in FAST.items():
        monkeypatch.setenv(
            f"LIVEDESK_{key.upper()}", value
        )  # for the server that the window starts
    window = console(None)
    studio = window.studio
    create(qtbot, window)
    record = window.scene.record
    own = window.scene.server.url
    assert studio.play.tile.qr.url == "", "a QR code that only works on this computer"

    server = copied(qtbot, studio.obs.copy_server)
    key = copied(qtbot, studio.obs.copy_key)
    assert record.push.stream_key == key
    assert key not in studio.obs.key.edit.text()
    test_picture(f"{server}/{key}")
    qtbot.waitUntil(lambda: listed(own).get(record.code) == "live", timeout=20_000)
    qtbot.waitUntil(lambda: window.scene.on_air, timeout=10_000)
    qtbot.waitUntil(lambda: not studio.air_preview.preview.picture.isNull(), timeout=20_000)
    preview_changes(qtbot, studio.air_preview.preview)

    address = lan_addresses()
    assert address, "this test needs a network: `packaging/bootstrap.py test` makes one of its own"
    click(qtbot, studio.share.let_in)
    shown = studio.share.popover
    click(qtbot, shown.sharing.switch)
    qtbot.waitUntil(lambda: "127.0.0.1" not in window.scene.record.watch_url, timeout=10_000)
    qr = shown.qr
    watch_url = window.scene.record.watch_url
    assert urlsplit(watch_url).hostname == address[0].address
    qtbot.waitUntil(lambda: qr.url == watch_url, timeout=10_000)
    assert seen_in(qr.grab().toImage()) == [watch_url]

    watched = phone(watch_url)
    assert watched.state == "live"
    assert watched.frames > 25
    assert "Sunday sketchbook" in watched.text
    assert watched.elsewhere == ()
    shown.dismiss()

    click(qtbot, studio.air_preview.as_cover)
    qtbot.waitUntil(lambda: window.scene.record.cover_url is not None, timeout=10_000)
    cover = httpx.get(urljoin(own, window.scene.record.cover_url), trust_env=False)
    assert (
        QImage.fromData(cover.content).width() * 9 == QImage.fromData(cover.content).height() * 16
    )

    clicked = end(qtbot, window)
    qtbot.waitUntil(lambda: record.code not in listed(own), timeout=5_000)
    assert time.monotonic() - clicked < 1.0
    qtbot.waitUntil(studio.summary.isVisible, timeout=5_000)
    assert not studio.summary._cover.image.isNull()


@pytest.fixture
def nginx_studio(tmp_path, free_port):
    """A server with a real nginx-rtmp, and a host's address of it."""
    nginx = NginxRtmp(tmp_path / "nginx", "")
    settings = FAST | {
        "media__kind": "nginx-rtmp",
        "media__push_domain": "127.0.0.1",
        "media__rtmp_port": str(nginx.rtmp_port),
        "media__play_domain": f"http://127.0.0.1:{nginx.http_port}",
        "server__port": str(free_port),
    }
    server = ServerProcess(tmp_path / "data", free_port, settings).start()
    folder = ("--data-dir", str(server.folder))
    nginx.rtmp_block = command("media", "show", *folder, **settings).stdout
    try:
        with nginx:
            token = server.add_host("Mei")["Authorization"].removeprefix("Bearer ")
            yield ServerAddress(server.url, token)
    finally:
        server.stop()


def test_through_nginx_rtmp(qtbot, console, phone, test_picture, nginx_studio):
    window = console(nginx_studio)
    create(qtbot, window, suffix="sketch_1")
    studio, record = window.studio, window.scene.record
    assert record.code == "live_sketch_1"
    both = copied(qtbot, studio.obs.copy_both).split("\n")
    publisher = test_picture("/".join(both))
    qtbot.waitUntil(lambda: listed(nginx_studio.url).get(record.code) == "live", timeout=20_000)
    qtbot.waitUntil(lambda: not studio.air_preview.preview.picture.isNull(), timeout=30_000)
    preview_changes(qtbot, studio.air_preview.preview)
    watched = phone(record.watch_url)
    assert (watched.state, watched.frames > 25) == ("live", True)
    clicked = end(qtbot, window)
    qtbot.waitUntil(lambda: not listed(nginx_studio.url), timeout=5_000)
    assert time.monotonic() - clicked < 1.0
    publisher.kill()
    assert test_picture("/".join(both)).wait(timeout=20) != 0, "an ended broadcast's address"


def test_http_flv_plays_on_a_phone(phone, test_picture, tmp_path, free_port):
    with NodeMediaServer(tmp_path / "nms") as flv:
        settings = FAST | {
            "media__kind": "tencent",
            "media__bizid": "8888",
            "media__callbacks": "false",
            "media__push_domain": f"127.0.0.1:{flv.rtmp_port}",
            "media__play_domain": f"http://127.0.0.1:{flv.http_port}",
        }
        server = ServerProcess(tmp_path / "data", free_port, settings).start()
        try:
            mei = server.add_host("Mei")
            with server.client(mei) as http:
                record = http.post("/v1/broadcasts", json={"title": "Cats"}).json()
                test_picture(record["push"]["url"])
                assert http.post(f"/v1/broadcasts/{record['id']}/heartbeat").status_code == 204
                until(lambda: listed(server.url))
                watched = phone(record["watch_url"])
        finally:
            server.stop()
    assert watched.frames > 25
    assert any(".flv" in one for one in watched.elsewhere)
