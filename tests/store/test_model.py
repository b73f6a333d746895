"""Any interleaving of signals, faults and clock moves, against what the contract promises.

See `Machine` for what is driven, and `World` for what is asked.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import hypothesis
import pytest

from livedesk.domain.evidence import Evidence
from livedesk.domain.verdict import Policy, Verdict, judge
from livedesk.server import beats
from livedesk.store import judgement
from tests.store.machine import IN_MEMORY, URL, database, replay, search, stack
from tests.store.world import GRACE, Kind

EXAMPLES = 250  # of one part: each is over before pytest takes it for stuck
PARTS = 8
ON_POSTGRESQL = 20
LONGER = 50  # parts, with `-m long`


def test_the_end_of_a_publisher_that_only_polls_knew_is_not_forgotten():
    """Else the picture would be on again, by an old poll, and the broadcast would never expire."""
    one, none = {"code": "8888_one"}, {"beats": "none", "on_air": True}
    machine = replay(
        Kind(heartbeats=False, callbacks=True, polls=True, one_publisher=False, names=False),
        ("connect", {**one, "told": "never"}),
        ("minutes", {**none, "count": 1}),
        ("disconnect", {**one, "told": "now"}),
        ("trouble", {"what": "media_away", "seconds": 1.0, "clock_by": 0.0}),
        ("minutes", {**none, "count": 3}),
        ("long_while", {"minutes": 61}),
        ("trouble", {"what": "restart", "seconds": 1.0, "clock_by": 0.0}),
        ("long_while", {"minutes": 1440}),
    )
    (row,) = machine.query("SELECT state, reason FROM broadcasts")
    assert (row["state"], row["reason"]) == ("ended", "expired")


@pytest.mark.parametrize("told", ["now", "later", "never"])
def test_a_silence_that_was_found_is_not_forgiven_by_a_restart_and_a_publisher_that_left(told):
    """The console was given up; another publisher showed for as long as it was there."""
    one = {"code": "8888_one"}
    replay(
        Kind(heartbeats=True, callbacks=True, polls=False, one_publisher=False, names=False),
        ("go_on_air", {**one, "on_air": True}),
        ("freeze", one),
        ("long_while", {"minutes": 61}),
        ("connect", {**one, "told": "now"}),
        ("trouble", {"what": "restart", "seconds": 10.0, "clock_by": 0.0}),
        ("freeze", one),
        ("disconnect", {**one, "told": told}),
        ("long_while", {"minutes": 61}),
    )


def test_a_late_answer_is_one_of_the_three_that_find_nobody():
    one = {"code": "8888_one"}
    machine = replay(
        Kind(heartbeats=False, callbacks=False, polls=True),
        ("connect", {**one, "told": "now"}),
        ("ask_slowly", one),
        ("answer_late", {}),
        ("disconnect", {**one, "told": "now"}),
        ("ask_slowly", one),
        ("answer_late", {}),
        ("minutes", {"count": 2, "beats": "none", "on_air": True}),
    )
    (row,) = machine.query("SELECT state, reason FROM broadcasts")
    assert (row["state"], row["reason"]) == ("offline", "poll_lost")


def test_a_frozen_publisher_is_found_out_also_after_the_clock_was_set_back():
    """Its bytes had last grown at a time that was still to come: it was flowing till then."""
    one, none = {"code": "8888_one"}, {"beats": "none", "on_air": True}
    machine = replay(
        Kind(heartbeats=True, callbacks=True, polls=True),
        ("connect", {**one, "told": "now"}),
        ("freeze", one),
        ("long_while", {"minutes": 61}),
        ("trouble", {"what": "set_clock", "seconds": 1.0, "clock_by": -5000.0}),
        ("minutes", {**none, "count": 4}),
    )
    (row,) = machine.query("SELECT state, reason FROM broadcasts")
    assert (row["state"], row["reason"]) == ("offline", "poll_lost")


def test_the_publisher_of_an_ended_broadcast_covers_for_no_later_one():
    """Rule 7: the poll names whom the server knows as the earlier broadcast's."""
    two = {"code": "8888_two"}
    machine = replay(
        Kind(heartbeats=True, callbacks=True, polls=True, lasting_ids=False),
        ("connect", {**two, "told": "now"}),
        ("deed", {**two, "what": "end", "seconds": 10.0}),
        ("connect", {**two, "told": "never"}),
        ("long_while", {"minutes": 61}),
    )
    rows = machine.query("SELECT state, reason FROM broadcasts WHERE folded = '8888_two'")
    found = {(row["state"], row["reason"]) for row in rows}
    assert found == {("ended", "ended_by_host"), ("offline", "heartbeat_lost")}


def test_a_console_that_never_beat_is_not_forgiven_by_a_restart_and_a_publisher_that_left():
    """It was silent from the first picture's start; another publisher showed while it was there."""
    one = {"code": "8888_one"}
    machine = replay(
        Kind(heartbeats=True, callbacks=True, polls=False, one_publisher=False, names=False),
        ("connect", {**one, "told": "now"}),
        ("long_while", {"minutes": 61}),
        ("connect", {**one, "told": "now"}),
        ("trouble", {"what": "restart", "seconds": 1.0, "clock_by": 0.0}),
        ("disconnect", {**one, "told": "now"}),
    )
    (row,) = machine.query("SELECT state, reason FROM broadcasts")
    assert (row["state"], row["reason"]) == ("offline", "heartbeat_lost")


def test_a_silence_that_was_found_stays_found_where_a_poll_brought_the_host_back_at_once():
    """Its console was given up and its picture was there in the same look; then all went dark."""
    one, none = {"code": "8888_one"}, {"beats": "none", "on_air": True}
    machine = replay(
        Kind(heartbeats=True, callbacks=False, polls=True),
        ("go_on_air", {**one, "on_air": True}),
        ("minutes", {**none, "count": 14}),
        ("long_while", {"minutes": 61}),
        ("trouble", {"what": "media_away", "seconds": 1.0, "clock_by": 0.0}),
        ("trouble", {"what": "restart", "seconds": 400.0, "clock_by": 0.0}),
        ("minutes", {**none, "count": 4}),
    )
    (row,) = machine.query("SELECT state, reason FROM broadcasts")
    assert (row["state"], row["reason"]) == ("offline", "heartbeat_lost")


def test_a_glance_right_after_another_does_not_take_a_picture_for_frozen():
    """Within five seconds the media server may not have counted the next bytes."""
    one = {"code": "8888_one"}
    machine = replay(
        Kind(heartbeats=True, callbacks=True, polls=True),
        ("connect", {**one, "told": "now"}),
        ("freeze", one),
        ("long_while", {"minutes": 61}),
        ("deed", {**one, "what": "hold", "seconds": 10.0}),
        ("deed", {**one, "what": "lift", "seconds": 10.0}),
        ("wait", {"seconds": 0.5}),
    )
    (row,) = machine.query("SELECT state, reason FROM broadcasts")
    assert (row["state"], row["reason"]) == ("live", "console_silent")


@pytest.mark.parametrize("part", range(PARTS))
def test_any_interleaving_keeps_the_contracts_promises(part):
    search(EXAMPLES, part=part)


@pytest.fixture
def on_postgresql(postgres):
    """The search goes on in a database of PostgreSQL."""
    URL[0] = postgres.new("livedesk_template")
    for made in (database, stack):
        made.cache_clear()
    yield
    database().close()
    postgres.drop(URL[0])
    URL[0] = IN_MEMORY
    for made in (database, stack):
        made.cache_clear()


@pytest.mark.parametrize("part", range(2))
def test_the_same_holds_on_postgresql(part, on_postgresql):
    search(ON_POSTGRESQL, part=PARTS + part)


@pytest.mark.long
@pytest.mark.parametrize("part", range(LONGER))
def test_a_long_search_on_postgresql_finds_no_broken_promise(part, on_postgresql):
    search(ON_POSTGRESQL)


@pytest.mark.long
@pytest.mark.parametrize("part", range(LONGER))
def test_a_long_search_finds_no_broken_promise(part):
    search(EXAMPLES)


def with_policy(**changed: object) -> Callable[[Evidence, Policy, float], Verdict]:
    return lambda evidence, policy, now: judge(evidence, replace(policy, **changed), now)


def without(**facts: object) -> Callable[[Evidence, Policy, float], Verdict]:
    return lambda evidence, policy, now: judge(replace(evidence, **facts), policy, now)


SABOTAGED = {
    "rule 8 is dropped": without(heard_since=0.0),
    "poll_lost is forgotten": without(poll_lost_at=None),
    "holds are ignored": without(hold_until=None),
    "silence and ends bring back": without(lost_at=None),
    "rehearsals are shown": without(rehearsal=False),
    "beats stand in for the picture": with_policy(callbacks=False, polls=False),
    "one poll takes off": with_policy(poll_misses=1),
    "two polls take off": with_policy(poll_misses=2),
    "no poll takes off": with_policy(poll_misses=1000),
    "two misses take off": with_policy(heartbeat_misses=2),
    "the grace is twice as long": with_policy(grace_s=2 * GRACE),
    "no make-up intervals": with_policy(makeup_beats=0),
    "a silent console never takes off": with_policy(makeup_beats=1_000_000),
}


@pytest.mark.long
@pytest.mark.parametrize("name", SABOTAGED)
def test_the_search_finds_a_judge_that_breaks_a_promise(name, monkeypatch):
    for module in (judgement, beats):
        monkeypatch.setattr(module, "judge", SABOTAGED[name])
    with pytest.raises(AssertionError):
        search(8 * EXAMPLES, phases=[hypothesis.Phase.generate], database=None)
