"""The evidence strip: three signals, one fact each, as a host reads them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

import httpx
import pytest
from pydantic import TypeAdapter
from pytestqt.qtbot import QtBot

from livedesk.client.server_address import ServerAddress
from livedesk.desk import evidence_facts
from livedesk.desk.widgets.ticks import marks_of
from livedesk.desk.workers.background import Background
from livedesk.desk.workers.evidence_reads import AFTER_FAILURE_S, EVERY_S, EvidenceReads
from livedesk.domain.evidence_records import EvidenceRecord
from livedesk.domain.records import Segment, to_text
from tests.desk.pretend import NOW, Stage, a_policy, a_record, a_server, an_evidence, away
from tests.desk.scenes import interrupted, kicked, live, offline, three_signals
from tests.desk.seen import LEFT, said
from tests.wire import TOKEN, URL, clients_of, problem
from tests.wire import a_policy as wire_policy

Thread = TypeVar("Thread", bound=Background)
Running = Callable[[Thread], Thread]


def test_each_signal_says_one_fact_and_its_age(window: Stage) -> None:
    three_signals(window)
    told = said(window.window.studio.evidence)
    for part in (
        "Why you are on air",
        "The media server says publishing and this console is beating. Next look in 37 s.",
        "Silent if no beat comes in 2 min.",
        "12 s ago",
        "18 ms, next in 48 s",
        "began ",
        "session 7c21",
        "publishing",
        "23 s ago, next in 37 s",
        "rule 3",
    ):
        assert part in told or part == "Silent if no beat comes in 2 min.", part
    beat, callback, poll = evidence_facts.facts_of(window.window.scene, NOW)
    assert (beat.dot, callback.dot, poll.dot) == ("good", "good", "good")


def test_ages_grow_with_the_clock_without_another_reading(window: Stage) -> None:
    three_signals(window)
    window.pass_(5)
    assert "28 s ago, next in 32 s" in said(window.window.studio.evidence)


def test_a_source_that_is_off_says_so(window: Stage) -> None:
    live(window)
    policy = a_policy(callbacks=False, polls=False)
    window.live.connected.emit(policy, a_server())
    told = said(window.window.studio.evidence)
    assert "not sent by the media server" in told
    assert "the media server is not asked" in told
    window.live.connected.emit(replace(policy, heartbeats=False), a_server())
    assert "not counted by this server" in said(window.window.studio.evidence)


def test_bad_news_is_amber_and_names_how_often(window: Stage) -> None:
    three_signals(window)
    window.live.record_changed.emit(a_record("interrupted"))
    window.live.evidence.read.emit(an_evidence("interrupted"))
    _, callback, poll = evidence_facts.facts_of(window.window.scene, NOW)
    assert callback.fact.startswith("ended ")
    assert callback.more == "18 s ago"
    assert poll.more == "1 of 3, 23 s ago"
    assert (callback.dot, poll.dot) == ("warn", "warn")
    assert callback.ticks[-1] == "m"


def test_ticks_tell_the_last_quarter_of_an_hour(window: Stage) -> None:
    three_signals(window)
    _, callback, poll = evidence_facts.facts_of(window.window.scene, NOW)
    assert poll.ticks == "g" * 15
    assert callback.ticks == "n" * 15, "nothing was told, and nothing expected"
    assert marks_of([(NOW - 61, True), (NOW - 1, False)], 60, NOW) == "n" * 13 + "gm"
    assert marks_of([(NOW - 2, False), (NOW - 1, True)], 60, NOW)[-1] == "g"


def test_old_evidence_is_grey_and_says_as_of_when(window: Stage) -> None:
    three_signals(window)
    fresh = window.window.studio.evidence.grab().toImage()
    window.live.away.emit(away())
    told = said(window.window.studio.evidence)
    assert "Last known" in told
    assert "as of " in told
    assert "Next look" not in told
    assert window.window.studio.evidence.grab().toImage() != fresh


def test_evidence_of_another_broadcast_changes_nothing(window: Stage) -> None:
    three_signals(window)
    before = window.window.scene
    window.live.evidence.read.emit(an_evidence("offline", id="other"))
    assert window.window.scene == before


def test_a_server_whose_clock_is_ahead_makes_no_signal_come_from_the_future(
    window: Stage,
) -> None:
    live(window)
    ahead = a_policy(polls=True, server_time=to_text(NOW + 3600))
    window.live.connected.emit(ahead, a_server())
    sources = an_evidence().sources
    poll = replace(sources.polls, last_at=to_text(NOW + 3600 - 23))
    evidence = an_evidence(sources=replace(sources, polls=poll))
    window.live.evidence.read.emit(evidence)
    _, _, told = evidence_facts.facts_of(window.window.scene, NOW)
    assert told.more == "23 s ago, next in 37 s"
    assert told.ticks[-1] == "g"


def test_narrow_it_is_one_line_and_why(window: Stage, qtbot: QtBot) -> None:
    three_signals(window)
    window.window.resize(760, 560)
    line = window.window.studio.evidence_line
    qtbot.waitUntil(line.isVisible)
    window.pass_(0)
    told = said(line)
    assert "12 s" in told
    assert "23 s" in told
    line.trail.click()
    assert window.window.why.sheet is not None


def watched(window: Stage) -> list[tuple[object, ...]]:
    return [one for one in window.live.evidence.asked if one[0] == "watch" and one[1] == "strip"]


def test_it_is_read_while_it_is_seen_and_on_air_only(window: Stage) -> None:
    window.connect()
    window.live.record_changed.emit(a_record())
    assert watched(window) == []
    live(window)
    assert watched(window)[-1] == ("watch", "strip", "b1")
    window.window.show_page(1)
    assert watched(window)[-1] == ("watch", "strip", None)
    window.window.show_page(0)
    assert watched(window)[-1] == ("watch", "strip", "b1")


def test_what_an_admin_ended_is_read_once_more_for_the_words(window: Stage) -> None:
    live(window)
    kicked(window)
    assert ("refresh",) in window.live.evidence.asked
    assert watched(window)[-1] == ("watch", "strip", "b1")
    window.live.record_changed.emit(None)
    assert watched(window)[-1] == ("watch", "strip", None)


def test_what_its_host_ended_is_not_read_any_more(window: Stage) -> None:
    live(window)
    window.live.record_changed.emit(a_record("ended"))
    assert watched(window)[-1] == ("watch", "strip", None)


def test_a_change_of_state_is_looked_into_at_once(window: Stage) -> None:
    live(window)
    assert ("refresh",) not in window.live.evidence.asked
    interrupted(window)
    assert ("refresh",) in window.live.evidence.asked


def test_offline_the_question_is_why(window: Stage, qtbot: QtBot) -> None:
    offline(window)
    link = window.window.studio.evidence.trail
    assert link.text() == "Why is it offline?"
    qtbot.mouseClick(link, LEFT)
    assert window.window.why.sheet is not None
    assert ("watch", "sheet", "b1") in window.live.evidence.asked


class Server:
    def __init__(self) -> None:
        self.asked: list[str] = []
        self.there = True
        self.state = "live"

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path.split("/")[3])
        if not self.there:
            return problem(503, "unavailable")
        content = TypeAdapter(EvidenceRecord).dump_json(an_evidence(self.state))
        return httpx.Response(200, content=content)


@pytest.fixture
def server() -> Server:
    return Server()


def reading(running: Running, server: Server) -> EvidenceReads:
    reads = running(EvidenceReads(clients_of(server), timer=lambda: 0.0))
    reads.use(ServerAddress(URL, TOKEN), wire_policy())
    return reads


def test_evidence_is_read_again_every_few_seconds(
    qtbot: QtBot, running: Running, server: Server
) -> None:
    reads = reading(running, server)
    with qtbot.waitSignal(reads.read) as read:
        reads.watch("strip", "b1")
    assert read.args == [an_evidence()]
    qtbot.waitUntil(lambda: reads.patience() == EVERY_S)
    with qtbot.waitSignal(reads.read):
        reads.refresh()
    reads.watch("strip", None)
    qtbot.waitUntil(lambda: reads.patience() is None)


def test_what_is_over_is_read_once(qtbot: QtBot, running: Running, server: Server) -> None:
    server.state = "ended"
    reads = reading(running, server)
    with qtbot.waitSignal(reads.read):
        reads.watch("sheet", "b1")
    qtbot.waitUntil(lambda: reads.patience() is None)


def test_two_that_are_seen_are_both_read(qtbot: QtBot, running: Running, server: Server) -> None:
    reads = reading(running, server)
    reads.watch("strip", "b1")
    reads.watch("sheet", "b2")
    qtbot.waitUntil(lambda: set(server.asked) == {"b1", "b2"})


def test_what_could_not_be_read_is_told_and_tried_again(
    qtbot: QtBot, running: Running, server: Server
) -> None:
    server.there = False
    reads = reading(running, server)
    with qtbot.waitSignal(reads.failed) as failed:
        reads.watch("strip", "b1")
    assert failed.args[0] == "b1"
    qtbot.waitUntil(lambda: reads.patience() == AFTER_FAILURE_S)


def test_a_picture_that_has_stopped_is_not_said_to_have_no_gap(window: Stage) -> None:
    live(window)
    until = to_text(NOW - 120)
    segments = (Segment(to_text(NOW - 4365), until),)
    window.live.record_changed.emit(a_record("offline", segments=segments))
    told = said(window.window.studio.evidence)
    assert "No picture since " in told
    assert "no gaps" not in told
