from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from pytestqt.qtbot import QtBot

from livedesk.desk.workers.beats import Away, Beat
from livedesk.desk.workers.connection import ServerInfo
from livedesk.desk.workers.live import Live, ServerAddress
from livedesk.desk.workers.local_server import read_note
from livedesk.domain.errors import (
    NotFound,
    OtherConsole,
    ServerUnavailable,
    WrongToken,
)
from livedesk.domain.records import KeyRecord, Page, Record, ShareRecord, Words
from tests.wire import TOKEN, URL, a_policy, a_record, clients_of, counted, no_events, ok, problem

START = 1_800_000_000.0
NAMES = (
    *("connecting", "connected", "server_lost", "record_changed", "beaten", "away", "back"),
    *("list_read", "refused", "resume_offered", "share_changed"),
)


class Server:
    """A small server with one broadcast; it can go away, and be slow with the list."""

    def __init__(self) -> None:
        self.there = True
        self.policy = a_policy()
        self.record: Record | None = None
        self.beat: httpx.Response | None = None
        self.create: httpx.Response | None = None
        self.end: httpx.Response | None = None
        self.list_waits_for = threading.Event()
        self.list_waits_for.set()
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if not self.there:
            raise httpx.ConnectError("refused")
        match (request.method, *request.url.path.split("/")[2:]):
            case ("GET", "policy"):
                return ok(self.policy)
            case ("GET", "broadcasts"):
                return self._list(mine="host" in request.url.params)
            case ("POST", "broadcasts") if self.create is not None:
                return self.create
            case (_, *_, "end") if self.end is not None:
                return self.end
            case ("POST", "broadcasts"):
                self.record = a_record()
                return ok(self.record)
            case _ if self.record is None:
                return problem(404, "not_found")
            case ("GET", "broadcasts", _):
                return ok(self.record)
            case ("PATCH", "broadcasts", _):
                self.record = replace(self.record, title="Late show")
                return ok(replace(self.record, push=None))
            case ("POST", "broadcasts", _, "end"):
                self.record = replace(self.record, state="ended", reason="ended_by_host")
                return ok(self.record)
            case ("PUT", "broadcasts", _, "cover"):
                self.record = replace(self.record, cover_url="/covers/aa.jpg")
                return ok(self.record)
            case ("POST", "broadcasts", _, "key") if b'"revoke":false' in request.content:
                push = replace(self.record.push, expires_at="2026-11-29T20:00:00.000Z")
                self.record = replace(self.record, push=push)
                old = "2026-11-23T20:00:00.000Z"
                return ok(KeyRecord(self.record, "valid_until", old, None, Words("", "")))
            case ("POST", "broadcasts", _, "key"):
                push = replace(self.record.push, fingerprint="c91e", stream_key="new")
                self.record = replace(self.record, push=push)
                return ok(KeyRecord(self.record, "refused", None, "dropped", Words("", "")))
            case ("POST", "broadcasts", _, "heartbeat"):
                return self.beat or counted(f"{self.record.state}; reason={self.record.reason}")
        raise AssertionError(f"nobody asked for {request.method} {request.url}")

    def _list(self, *, mine: bool) -> httpx.Response:
        if not mine:
            self.list_waits_for.wait()
        return ok(Page((self.record,) if self.record else (), None))

    @property
    def beats(self) -> list[httpx.Request]:
        return [one for one in self.requests if one.url.path.endswith("/heartbeat")]


@pytest.fixture
def server() -> Iterator[Server]:
    made = Server()
    yield made
    made.list_waits_for.set()


@pytest.fixture
def live(server: Server, tmp_path: Path, qapp: object) -> Iterator[Live]:
    made = Live(
        ServerAddress(URL, TOKEN),
        tmp_path,
        tmp_path,
        make_client=clients_of(server),
        make_stream=no_events,
        clock=lambda: START,
        jitter=lambda: 1.0,
    )
    yield made
    server.list_waits_for.set()
    assert made.stop(10.0) == ()


class Heard:
    """What the console tells from now on, by the signal's name."""

    def __init__(self, live: Live) -> None:
        self.told: dict[str, list[tuple[object, ...]]] = {}
        for name in NAMES:
            getattr(live, name).connect(lambda *args, name=name: self._hear(name, args))

    def _hear(self, name: str, args: tuple[object, ...]) -> None:
        self.told.setdefault(name, []).append(args)

    def all_of(self, *names: str) -> bool:
        return self.told.keys() >= set(names)

    def first(self, name: str) -> object:
        return self.told[name][0][0]


def on_air(qtbot: QtBot, live: Live, server: Server) -> None:
    """A started console with a live broadcast that has been beaten for."""
    live.start()
    with qtbot.waitSignals([live.record_changed, live.beaten]):
        live.create("Evening show", None, 86400, False)
    assert server.record is not None
    server.record = replace(server.record, state="live", reason="beats")
    with qtbot.waitSignal(live.record_changed) as changed:
        live.refresh()
    assert changed.args[0].state == "live"


def test_a_started_console_tells_the_server_and_the_list(qtbot: QtBot, live: Live, server: Server):
    heard = Heard(live)
    live.start()
    qtbot.waitUntil(lambda: heard.all_of("connecting", "connected", "list_read"))
    assert heard.told["connecting"] == [(URL,)]
    assert heard.told["connected"] == [(a_policy(), ServerInfo(URL, False, "127.0.0.1:8787"))]
    assert heard.told["list_read"] == [((),)]


def test_a_created_broadcast_is_told_and_beaten_for_at_once(
    qtbot: QtBot, live: Live, server: Server
):
    heard = Heard(live)
    live.start()
    live.create("Evening show", None, 86400, False)
    qtbot.waitUntil(lambda: heard.all_of("record_changed", "beaten"))
    assert heard.first("record_changed") == a_record()
    beat = heard.first("beaten")
    assert isinstance(beat, Beat)
    assert (beat.at, beat.next_at, beat.state) == (START, START + 60, "ready")


def test_the_state_follows_the_server(qtbot: QtBot, live: Live, server: Server):
    on_air(qtbot, live, server)
    assert server.record is not None
    server.record = replace(server.record, state="interrupted", reason="media_stopped")
    with qtbot.waitSignal(live.record_changed) as changed:  # by itself, within 1.5 s
        pass
    assert changed.args[0].state == "interrupted"


def test_a_slow_list_delays_neither_beat_nor_record(qtbot: QtBot, live: Live, server: Server):
    server.list_waits_for.clear()
    live.start()
    with qtbot.waitSignals([live.record_changed, live.beaten]):
        live.create("Evening show", None, 86400, False)


def test_ending_stops_the_beats_and_tells_the_final_record(
    qtbot: QtBot, live: Live, server: Server
):
    on_air(qtbot, live, server)
    with qtbot.waitSignal(live.record_changed) as changed:
        live.end()
    assert changed.args[0].state == "ended"
    beats = len(server.beats)
    with qtbot.assertNotEmitted(live.beaten, wait=200):
        live.retry_now()
    assert len(server.beats) == beats


def test_an_end_that_does_not_arrive_is_told_and_tried_again(
    qtbot: QtBot, live: Live, server: Server
):
    on_air(qtbot, live, server)
    server.there = False
    with qtbot.waitSignal(live.refused) as refused:
        live.end()
    assert isinstance(refused.args[0], ServerUnavailable)
    assert refused.args[1] == "end"
    server.there = True
    with qtbot.waitSignal(live.record_changed) as changed:
        live.retry_now()
    assert changed.args[0].state == "ended"


def test_a_broadcast_that_the_server_will_not_end_goes_on(qtbot: QtBot, live: Live, server: Server):
    on_air(qtbot, live, server)
    server.end = problem(403, "forbidden")
    with qtbot.waitSignals([live.refused, live.beaten], order="strict"):
        live.end()


def test_a_broadcast_that_is_not_there_to_be_ended_is_no_more(
    qtbot: QtBot, live: Live, server: Server
):
    on_air(qtbot, live, server)
    server.end = problem(404, "not_found")
    with qtbot.waitSignal(live.record_changed) as changed:
        live.end()
    assert changed.args == [None]


def test_a_server_that_is_lost_on_air_is_beaten_at_once_to_know_how_long_the_list_waits(
    qtbot: QtBot, live: Live, server: Server
):
    on_air(qtbot, live, server)
    server.there = False
    with qtbot.waitSignal(live.away) as away:
        live.refresh()  # the reads notice it; the beat would not be due for a minute
    assert away.args[0].off_list_at == START + 185


def test_a_server_that_goes_away_on_air_says_until_when_the_host_stays_on_the_list(
    qtbot: QtBot, live: Live, server: Server
):
    on_air(qtbot, live, server)
    server.there = False
    heard = Heard(live)
    live.retry_now()
    qtbot.waitUntil(lambda: heard.all_of("away", "server_lost"))
    away = heard.first("away")
    assert isinstance(away, Away)
    assert (away.since, away.last_answer_at) == (START, START)
    assert (away.next_try_at, away.off_list_at) == (START + 2, START + 185)
    server.there = True
    with qtbot.waitSignals([live.back, live.beaten], order="strict"):
        live.retry_now()


def test_who_is_not_on_the_list_is_not_told_when_he_leaves_it(
    qtbot: QtBot, live: Live, server: Server
):
    live.start()
    with qtbot.waitSignals([live.record_changed, live.beaten]):
        live.create("Evening show", None, 86400, False)
    server.there = False
    with qtbot.waitSignal(live.away) as away:
        live.retry_now()
    assert away.args[0].off_list_at is None


def test_a_change_is_told_with_the_whole_record(qtbot: QtBot, live: Live, server: Server):
    on_air(qtbot, live, server)
    with qtbot.waitSignal(live.record_changed) as changed:
        live.change(title="Late show")
    assert changed.args[0].title == "Late show"
    assert changed.args[0].push is not None


def test_a_cover_is_sent_and_the_record_has_it(qtbot: QtBot, live: Live, server: Server):
    on_air(qtbot, live, server)
    told: list[tuple[str, str]] = []
    live.cover_told.connect(lambda id, phase, error: told.append((id, phase)))
    with qtbot.waitSignal(
        live.record_changed, check_params_cb=lambda record: record.cover_url is not None
    ):
        live.put_cover(b"jpeg")
    qtbot.waitUntil(lambda: told == [("b1", "sending"), ("b1", "sent")])


def test_a_cover_that_was_given_up_tells_no_more(qtbot: QtBot, live: Live, server: Server):
    on_air(qtbot, live, server)
    server.there = False
    told: list[str] = []
    live.cover_told.connect(lambda id, phase, error: told.append(phase))
    live.cover_gone.connect(lambda id, gone, size: told.append("gone"))
    live.put_cover(b"jpeg")
    qtbot.waitUntil(lambda: "delayed" in told)
    told.clear()
    live.give_up_cover()
    live.give_up_cover()
    live._hear_cover_sending("b1")
    live._hear_cover_gone("b1", 1, 2)
    live._hear_cover_delayed("b1", ServerUnavailable("gone"))
    assert told == ["given_up"]


def test_a_renewal_is_told_and_the_record_has_the_new_address(
    qtbot: QtBot, live: Live, server: Server
):
    on_air(qtbot, live, server)
    with qtbot.waitSignals([live.renewed, live.record_changed]):
        live.renew(7 * 86400)
    assert server.record is not None


def test_own_broadcasts_are_told_at_the_start_and_after_an_end(
    qtbot: QtBot, live: Live, server: Server
):
    with qtbot.waitSignal(live.mine_read):
        on_air(qtbot, live, server)
    with qtbot.waitSignal(live.mine_read) as mine:
        live.end()
    assert mine.args[0][0].state == "ended"


def test_without_a_broadcast_nothing_is_renewed_and_no_cover_is_sent(live: Live, server: Server):
    live.renew(3600)
    live.put_cover(b"jpeg")
    assert server.requests == []


def test_an_unfinished_broadcast_is_offered_once_and_resumed_by_taking_over(
    qtbot: QtBot, live: Live, server: Server
):
    server.record = a_record(state="live")
    heard = Heard(live)
    with qtbot.waitSignal(live.resume_offered):
        live.start()
    live.retry_now()
    live.resume(server.record)
    qtbot.waitUntil(lambda: heard.all_of("record_changed", "beaten"))
    record = heard.first("record_changed")
    assert isinstance(record, Record)
    assert record.push is not None
    assert b'"take_over":true' in server.beats[0].content
    assert heard.told["resume_offered"] == [(a_record(state="live"),)]


def test_of_several_unfinished_ones_the_one_on_air_is_offered(qtbot: QtBot, live: Live):
    mine = (a_record("b3"), a_record("b2", state="interrupted"), a_record("b1", state="offline"))
    with qtbot.waitSignal(live.resume_offered) as offered:
        live._offer(mine)
    assert offered.args[0].id == "b2"


def test_a_broadcast_that_stands_in_the_way_of_a_new_one_is_offered(
    qtbot: QtBot, live: Live, server: Server
):
    with qtbot.waitSignal(live.connected):
        live.start()
    server.record = a_record("b7")
    server.create = problem(409, "relay_busy", broadcast_id="b7")
    with qtbot.waitSignals([live.refused, live.resume_offered], order="strict"):
        live.create("Evening show", None, 86400, False)


def test_an_offered_broadcast_can_be_ended_without_resuming_it(
    qtbot: QtBot, live: Live, server: Server
):
    server.record = a_record(state="live")
    with qtbot.waitSignal(live.resume_offered):
        live.start()
    with qtbot.waitSignal(live.record_changed) as changed:
        live.end()
    assert changed.args[0].state == "ended"
    assert server.beats == []


def test_another_console_that_takes_over_is_told(qtbot: QtBot, live: Live, server: Server):
    on_air(qtbot, live, server)
    server.beat = problem(409, "other_console")
    with qtbot.waitSignal(live.refused) as refused:
        live.retry_now()
    assert isinstance(refused.args[0], OtherConsole)
    assert refused.args[1] == "beat"


def test_a_broadcast_that_an_admin_ended_is_told_by_its_record(
    qtbot: QtBot, live: Live, server: Server
):
    on_air(qtbot, live, server)
    assert server.record is not None
    server.record = replace(server.record, state="ended", reason="kicked")
    server.beat = problem(409, "ended", reason="kicked")
    with qtbot.waitSignal(live.record_changed) as changed:
        live.retry_now()
    assert (changed.args[0].state, changed.args[0].reason) == ("ended", "kicked")


def test_a_server_whose_record_says_ended_is_not_away(qtbot: QtBot, live: Live, server: Server):
    on_air(qtbot, live, server)
    server.beat = problem(503, "store_unavailable")
    with qtbot.waitSignal(live.away):
        live.retry_now()
    assert server.record is not None
    server.record = replace(server.record, state="ended", reason="kicked")
    with qtbot.waitSignals([live.record_changed, live.back]):
        live.refresh()


def test_a_broadcast_that_the_server_lost_is_no_more(qtbot: QtBot, live: Live, server: Server):
    on_air(qtbot, live, server)
    server.record = None
    heard = Heard(live)
    live.refresh()
    qtbot.waitUntil(lambda: heard.all_of("record_changed", "refused"))
    assert heard.first("record_changed") is None
    error, deed = heard.told["refused"][0]
    assert isinstance(error, NotFound)
    assert deed == "record"


def test_what_was_read_before_the_end_does_not_bring_it_back(
    qtbot: QtBot, live: Live, server: Server
):
    on_air(qtbot, live, server)
    with qtbot.waitSignal(live.record_changed):
        live.end()
    with qtbot.assertNotEmitted(live.record_changed):
        live._hear_record(a_record(state="live"))


def test_what_was_read_before_a_new_key_does_not_bring_the_old_one_back(
    qtbot: QtBot, live: Live, server: Server
):
    on_air(qtbot, live, server)
    before = server.record
    assert before is not None
    with qtbot.waitSignal(live.revoked):
        live.revoke_key()
    new = server.record
    marks: list[str] = []
    live.record_changed.connect(lambda record: marks.append(record.push.fingerprint))
    server.record = replace(before, title="Read before")
    asked = len(server.requests)
    live.refresh()
    qtbot.waitUntil(lambda: any(r.url.path.endswith("/b1") for r in server.requests[asked:]))
    server.record = replace(new, title="Read after")
    live.refresh()
    qtbot.waitUntil(lambda: bool(marks))
    assert marks == ["c91e"]


def test_searching_asks_the_server(qtbot: QtBot, live: Live, server: Server):
    with qtbot.waitSignal(live.list_read):
        live.start()
    with qtbot.waitSignal(live.list_read):
        live.search("cats")
    assert "cats" in [request.url.params.get("q") for request in server.requests]
    live.show_list(False)


def test_a_wrong_token_of_a_configured_server_is_told_as_it_is(
    qtbot: QtBot, live: Live, server: Server
):
    on_air(qtbot, live, server)
    server.beat = problem(401, "wrong_token")
    with qtbot.waitSignal(live.away) as away:
        live.retry_now()
    assert isinstance(away.args[0].error, WrongToken)


def test_deeds_without_a_broadcast_do_nothing(qtbot: QtBot, live: Live, server: Server):
    with qtbot.waitSignal(live.list_read):
        live.start()
    with qtbot.assertNotEmitted(live.refused, wait=100):
        live.end()
        live.change(title="x")
    assert {request.method for request in server.requests} == {"GET"}


def test_stopping_is_bounded_and_names_who_is_late(qtbot: QtBot, live: Live, server: Server):
    server.list_waits_for.clear()
    with qtbot.waitSignal(live.connected):
        live.start()
    qtbot.waitUntil(lambda: any("limit" in r.url.params for r in server.requests[2:]))
    assert live.stop(0.2) == ("list",)


def test_the_bundled_server_is_started_and_survives_its_death(qtbot: QtBot, tmp_path: Path):
    live = Live(None, tmp_path / "data", tmp_path / "log")

    def pid() -> int:
        note = read_note(tmp_path / "data")
        assert note is not None
        return note.pid

    try:
        heard = Heard(live)
        live.start()
        qtbot.waitUntil(lambda: heard.all_of("connected", "share_changed"), timeout=20_000)
        info = heard.told["connected"][0][1]
        assert isinstance(info, ServerInfo)
        assert info.bundled
        live.create("Evening show", None, 86400, False)
        qtbot.waitUntil(lambda: heard.all_of("record_changed", "beaten"), timeout=10_000)
        with qtbot.waitSignal(live.share_changed, timeout=10_000) as shared:
            live.share("127.0.0.1")
        assert shared.args[0].address == "127.0.0.1"
        killed, heard = pid(), Heard(live)
        os.kill(killed, signal.SIGKILL)
        wanted = ("server_lost", "connected", "beaten", "share_changed")
        qtbot.waitUntil(lambda: heard.all_of(*wanted), timeout=20_000)
        assert pid() != killed
        share = heard.first("share_changed")
        assert isinstance(share, ShareRecord)
        assert share.address == "127.0.0.1"  # phones are let in again, unasked
        with qtbot.waitSignal(
            live.record_changed,
            timeout=10_000,
            check_params_cb=lambda record: record.state == "ended",
        ):
            live.end()
    finally:
        assert live.stop(10.0) == ()
        os.kill(pid(), signal.SIGTERM)
