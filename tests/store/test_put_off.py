"""Who is due but beats is put off by one statement, as the judge would have it; others are not."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from livedesk.domain.evidence import Beats
from livedesk.domain.verdict import Policy, Reason, State
from livedesk.store.accounts import Accounts
from livedesk.store.judgement import Heard
from livedesk.store.live_list import LiveList
from livedesk.store.rows import NewBroadcast
from livedesk.store.store import Store
from livedesk.store.tables import broadcasts
from tests.clock import Clock


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture(params=[Policy(), Policy(callbacks=True)], ids=["beats", "picture"])
def policy(request):
    return request.param


@pytest.fixture
def store(database, clock, policy):
    Accounts(database, clock).add_host("Mei")
    return Store(database, policy, clock, max_unfinished=10_000)


@pytest.fixture
def live(store, policy):
    """Makes so many that are live, as beats at the time have it; gives their ids."""

    def make(count):
        made = []
        for n in range(count):
            new = NewBroadcast("mei", "Cats", f"s{n}", None, 86400, rehearsal=False)
            made.append(store.create(new, "8888", ())[0])
        beat(store, [one.id for one in made])
        for n, one in enumerate(made):
            if policy.media:
                store.publish(one.code, str(n), str(n))
            assert store.look(one.id).state is State.LIVE
        return [one.id for one in made]

    return make


def beat(store, ids, *, willing=True):
    now = store._clock()
    for id in ids:
        last_willing = now if willing else now - 1
        store.flush({id: Heard(Beats(now, last_willing), "console-1")})


def due(database, now):
    with database.reading() as connection:
        asked = select(broadcasts.c.id).where(broadcasts.c.look_again_at <= now)
        return set(connection.execute(asked).scalars())


def test_who_beats_is_put_off_as_the_judge_would_and_who_does_not_is_judged(
    database, store, clock, policy, live
):
    ids = live(30)
    clock.pass_(policy.allowance_s - 20)
    beats, silent = ids[:20], ids[20:]
    beat(store, beats)
    clock.pass_(21)
    assert due(database, clock.now) == set(ids)
    assert store.put_off(clock.now, most=15) == 15
    assert store.put_off(clock.now, most=15) == 5
    assert store.put_off(clock.now) == 0
    assert due(database, clock.now) == set(silent)
    for one in LiveList(database).several(beats):
        assert one.look_again_at == pytest.approx(one.beats.last + policy.allowance_s)
        assert store.look(one.id).verdict == one.verdict
    changed = store.sweep(clock.now)
    assert {one.id for one in changed} == set(silent)
    clock.pass_(policy.allowance_s)
    assert store.put_off(clock.now) == 0  # they have fallen silent since
    assert {one.id for one in store.sweep(clock.now)} >= set(beats)


def test_after_the_servers_own_absence_everybody_is_put_off_as_long_as_the_judge_would(
    database, store, clock, policy, live
):
    ids = live(3)
    clock.pass_(policy.allowance_s + 100)
    store.heard_since = clock.now - 5
    assert store.put_off(clock.now) == 3
    for one in LiveList(database).several(ids):
        assert one.look_again_at == pytest.approx(store.heard_since + policy.allowance_s)
        assert store.look(one.id).verdict == one.verdict


def test_who_may_be_about_to_change_is_left_to_the_judge(database, store, clock, policy, live):
    denies, over, rehearses = ids = live(3)
    clock.pass_(policy.allowance_s - 20)
    beat(store, [over, rehearses])
    beat(store, [denies], willing=False)
    store.end(over)
    store.change(rehearses, rehearsal=True)
    clock.pass_(21)
    assert store.put_off(clock.now) == 0
    store.sweep(clock.now)
    states = {one.id: one.state for one in LiveList(database).several(ids)}
    assert states[over] is State.ENDED
    assert states[rehearses] is State.READY
    assert states[denies] is not State.LIVE or policy.media


def test_a_sweep_goes_past_many_who_stay_to_one_who_does_not(database, store, clock, policy, live):
    """So that nobody stays a zombie behind those who beat."""
    ids = live(450)
    clock.pass_(policy.allowance_s - 20)
    beat(store, ids[1:])
    clock.pass_(30)
    with database.writing() as connection:  # it is the last to be looked at
        last = {"look_again_at": clock.now - 1}
        connection.execute(broadcasts.update().where(broadcasts.c.id == ids[0]).values(last))
    changed = store.sweep(clock.now)
    assert [one.id for one in changed] == [ids[0]]
    assert changed[0].reason in (Reason.HEARTBEAT_LOST, Reason.CONSOLE_SILENT)


def test_where_heartbeats_are_off_nobody_is_put_off(database, clock):
    assert Store(database, Policy(heartbeats=False), clock).put_off(clock.now) == 0
