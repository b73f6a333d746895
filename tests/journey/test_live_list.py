"""The live list, the evidence and the history with a real server in a process of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from livedesk.client.server_address import ServerAddress
from livedesk.desk.list_model import RECORD, STATE, TITLE
from livedesk.desk.workers.list_feed import Source
from tests.server_process import ServerProcess

FAST = {
    "policy__heartbeat_interval_s": "1",
    "policy__grace_s": "2",
    "policy__sweep_interval_s": "0.1",
    "media__kind": "tencent",
    "media__bizid": "8888",
    "media__callbacks": "false",
    "media__poll": "false",
    "media__push_domain": "push.example.com",
    "media__play_domain": "play.example.com",
}


@pytest.fixture
def server(tmp_path: Path, free_port: int) -> Iterator[ServerProcess]:
    own = ServerProcess(tmp_path / "data", free_port, FAST).start()
    yield own
    own.stop()


def rows(window) -> dict[str, str]:
    """What the table shows: state by title."""
    model = window.list.model
    return {
        str(model.index(n, TITLE).data()): model.index(n, STATE).data(RECORD).state
        for n in range(model.rowCount())
    }


def begin(http: httpx.Client, title: str) -> str:
    id = http.post("/v1/broadcasts", json={"title": title}).json()["id"]
    assert http.post(f"/v1/broadcasts/{id}/heartbeat").status_code == 204
    return str(id)


def said(page: QWidget) -> str:
    return "\n".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())


def test_what_others_do_is_seen_as_it_happens(qtbot, console, server):
    mei, otto = server.add_host("Mei"), server.add_host("Otto")
    token = mei["Authorization"].removeprefix("Bearer ")
    window = console(ServerAddress(server.url, token))
    window.show_page(1)
    qtbot.waitUntil(lambda: window.list.source is Source.EVENTS, timeout=20_000)
    with server.client(otto) as http:
        walk = begin(http, "Walk by the sea")
        qtbot.waitUntil(lambda: rows(window) == {"Walk by the sea": "live"}, timeout=5_000)
        http.patch(f"/v1/broadcasts/{walk}", json={"title": "Walk in the rain"})
        qtbot.waitUntil(lambda: rows(window) == {"Walk in the rain": "live"}, timeout=5_000)
        guitar = begin(http, "Guitar requests")
        qtbot.keyClicks(window.list.search.edit, "guitar")
        qtbot.waitUntil(lambda: rows(window) == {"Guitar requests": "live"}, timeout=5_000)
        http.post(f"/v1/broadcasts/{guitar}/end")
        qtbot.waitUntil(lambda: rows(window) == {}, timeout=5_000)
        assert "Nothing matches “guitar”." in said(window.list)
        window.list.search.edit.clear()
        qtbot.waitUntil(lambda: "Walk in the rain" in rows(window), timeout=5_000)


def test_a_server_that_was_killed_and_started_again_is_caught_up_with(qtbot, console, server):
    mei = server.add_host("Mei")
    window = console(ServerAddress(server.url, mei["Authorization"].removeprefix("Bearer ")))
    window.show_page(1)
    with server.client(mei) as http:
        first = begin(http, "First")
        qtbot.waitUntil(lambda: "First" in rows(window), timeout=20_000)
        qtbot.waitUntil(lambda: window.list.source is Source.EVENTS, timeout=10_000)
        server.kill()
        qtbot.waitUntil(lambda: window.list.source is not Source.EVENTS, timeout=10_000)
        assert "First" in rows(window), "what was known last stays"
        server.start()
        http.post(f"/v1/broadcasts/{first}/end")
        begin(http, "Second")
        qtbot.waitUntil(lambda: list(rows(window)) == ["Second"], timeout=30_000)


def test_a_host_reads_why_and_finds_the_show_in_the_history(qtbot, console, server):
    mei = server.add_host("Mei")
    with server.client(mei) as http:
        id = begin(http, "周末夜聊：一壶好茶")
        window = console(ServerAddress(server.url, mei["Authorization"].removeprefix("Bearer ")))
        qtbot.waitUntil(lambda: window.scene.offered is not None, timeout=20_000)
        qtbot.mouseClick(window.studio.offer.resume, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: window.scene.evidence is not None, timeout=10_000)
        assert window.scene.evidence.verdict.state == "live"
        assert "not sent by the media server" in said(window.studio.evidence)
        qtbot.mouseClick(window.studio.evidence.trail, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(
            lambda: "A heartbeat came: on air. Rule 2." in said(window.why.sheet), timeout=5_000
        )
        qtbot.keyClick(window.why.sheet, Qt.Key.Key_Escape)
        http.post(f"/v1/broadcasts/{id}/end")
        qtbot.waitUntil(lambda: window.scene.record.state == "ended", timeout=10_000)
    window.show_page(2)
    history = window.history
    qtbot.waitUntil(lambda: history.model.row_of(id) >= 0, timeout=10_000)
    qtbot.waitUntil(
        lambda: "1 Last 30 days" in history.figures.cards[0].accessibleName(), timeout=10_000
    )
    history.list.open_row(id)
    qtbot.waitUntil(lambda: "The picture came without a gap." in said(history), timeout=10_000)
