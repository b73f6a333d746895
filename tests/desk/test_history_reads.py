"""Reading the past: pages, single broadcasts, trails, files."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import httpx
import pytest
from pydantic import TypeAdapter
from pytestqt.qtbot import QtBot

from livedesk.client.server_address import ServerAddress
from livedesk.desk.workers import history_reads
from livedesk.desk.workers.background import Background
from livedesk.desk.workers.history_reads import HistoryReads, PastPage
from livedesk.domain.evidence_records import EvidenceRecord
from livedesk.domain.records import Page, Record, to_epoch
from tests.desk.pretend import a_past, an_evidence, whole_of
from tests.wire import TOKEN, URL, a_policy, clients_of, ok, problem

Thread = TypeVar("Thread", bound=Background)
Running = Callable[[Thread], Thread]


class Server:
    """A host's past; it can go away."""

    def __init__(self, count: int) -> None:
        self.past = a_past(count, whole=False)
        self.there = True
        self.singles: list[str] = []
        self.pages = 0

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if not self.there:
            raise httpx.ConnectError("refused")
        parts = request.url.path.split("/")[3:]
        if not parts:
            return self._page(request.url.params)
        record = next((one for one in self.past if one.id == parts[0]), None)
        if record is None:
            return problem(404, "not_found")
        if parts[-1] == "evidence":
            evidence = an_evidence("ended", id=record.id)
            return httpx.Response(200, content=TypeAdapter(EvidenceRecord).dump_json(evidence))
        self.singles.append(record.id)
        return ok(whole_of(record, 1))

    def _page(self, asked: httpx.QueryParams) -> httpx.Response:
        assert asked["host"] == "me"
        assert asked["state"] == "ended"
        self.pages += 1
        begin, limit = int(asked.get("cursor", "0")), int(asked["limit"])
        following = str(begin + limit) if begin + limit < len(self.past) else None
        return ok(Page(self.past[begin : begin + limit], following))


class Told:
    def __init__(self, reads: HistoryReads) -> None:
        self.records: dict[str, Record] = {}
        self.whole = False
        self.details: list[str] = []
        reads.read.connect(self._read)
        reads.detail.connect(lambda record: self.details.append(record.id))

    def _read(self, page: PastPage) -> None:
        self.records |= {record.id: record for record in page.records}
        self.whole = page.whole


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history_reads, "PAUSE_S", 0.0)
    monkeypatch.setattr(history_reads, "AFTER_FAILURE_S", 0.02)


def reading(running: Running, server: Server) -> tuple[HistoryReads, Told]:
    reads = running(HistoryReads(clients_of(server)))
    reads.use(ServerAddress(URL, TOKEN), a_policy())
    return reads, Told(reads)


def test_nothing_is_read_until_a_person_looks(qtbot: QtBot, running: Running) -> None:
    server = Server(5)
    reads, told = reading(running, server)
    with qtbot.assertNotEmitted(reads.read, wait=50):
        pass
    assert server.pages == 0
    reads.show(True)
    qtbot.waitUntil(lambda: told.whole and len(told.details) == 5)
    assert list(told.records) == [record.id for record in server.past]


def test_the_past_is_read_back_as_far_as_the_period_goes(qtbot: QtBot, running: Running) -> None:
    server = Server(500)
    reads, told = reading(running, server)
    since = to_epoch(server.past[150].created_at)
    reads.look_back(since)
    reads.show(True)
    qtbot.waitUntil(lambda: told.whole)
    assert len(told.records) == 200
    qtbot.waitUntil(lambda: len(server.singles) == 151)
    reads.look_back(None)
    qtbot.waitUntil(lambda: len(told.records) == 500, timeout=10_000)


def test_what_is_seen_is_read_before_the_rest(qtbot: QtBot, running: Running) -> None:
    server = Server(300)
    reads, told = reading(running, server)
    reads.want(("p250", "p251"))
    reads.show(True)
    qtbot.waitUntil(lambda: len(told.details) > 4)
    assert told.details[:2] == ["p250", "p251"]


def test_looking_again_reads_what_is_new_and_not_all_of_it(qtbot: QtBot, running: Running) -> None:
    server = Server(250)
    reads, told = reading(running, server)
    reads.show(True)
    qtbot.waitUntil(lambda: told.whole and len(server.singles) == 250, timeout=10_000)
    pages = server.pages
    reads.show(False)
    with qtbot.waitSignal(reads.read):
        reads.show(True)
    assert server.pages == pages + 1
    assert len(server.singles) == 250


def test_a_server_that_is_away_is_asked_again(qtbot: QtBot, running: Running) -> None:
    server = Server(5)
    server.there = False
    reads, told = reading(running, server)
    with qtbot.waitSignal(reads.failed):
        reads.show(True)
    server.there = True
    qtbot.waitUntil(lambda: told.whole and len(told.details) == 5)


def test_a_trail_is_read_when_it_is_asked_for(qtbot: QtBot, running: Running) -> None:
    server = Server(2)
    reads, _ = reading(running, server)
    with qtbot.waitSignal(reads.explained) as explained:
        reads.explain("p1")
    assert explained.args[0].id == "p1"


def test_a_file_holds_what_was_asked_for_whole(
    qtbot: QtBot, running: Running, tmp_path: Path
) -> None:
    server = Server(120)
    reads, told = reading(running, server)
    reads.show(True)
    qtbot.waitUntil(lambda: told.whole)
    ids = tuple(told.records)[:110]
    with qtbot.waitSignal(reads.exported, timeout=10_000) as exported:
        reads.export(ids, tmp_path / "past.json", "json")
    assert exported.args == [tmp_path / "past.json", 110]
    items = json.loads((tmp_path / "past.json").read_text())
    assert [item["id"] for item in items] == list(ids)
    assert all(item["interruptions"] == 1 for item in items)


def test_why_there_is_no_file_is_told(qtbot: QtBot, running: Running, tmp_path: Path) -> None:
    server = Server(3)
    reads, told = reading(running, server)
    reads.show(True)
    qtbot.waitUntil(lambda: len(told.details) == 3)
    with qtbot.waitSignal(reads.not_exported) as told_why:
        reads.export(("p0",), tmp_path / "missing" / "past.csv", "csv")
    assert told_why.args == ["No such file or directory"]


def test_a_silent_server_leaves_no_file(qtbot: QtBot, running: Running, tmp_path: Path) -> None:
    server = Server(3)
    reads, _ = reading(running, server)
    server.there = False
    with qtbot.waitSignal(reads.not_exported) as told_why:
        reads.export(("p0",), tmp_path / "past.csv", "csv")
    assert told_why.args == [""]
    assert list(tmp_path.iterdir()) == []
