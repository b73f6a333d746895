"""What is over is forgotten after `keep_days`, all but the broadcast itself."""

from __future__ import annotations

import pytest

from livedesk.domain.evidence import Beats
from livedesk.domain.verdict import Policy, State
from livedesk.store import keeping
from livedesk.store.accounts import Accounts
from livedesk.store.judgement import Heard
from livedesk.store.keeping import A_DAY_S, Keeping
from livedesk.store.live_list import LiveList
from livedesk.store.rows import NewBroadcast
from livedesk.store.store import Store
from livedesk.store.trail import Trail
from tests.clock import Clock


class Stage:
    def __init__(self, database):
        self.clock = Clock()
        Accounts(database, self.clock).add_host("Mei")
        self.store = Store(database, Policy(callbacks=True), self.clock, max_unfinished=1000)
        self.live_list, self.trail = LiveList(database), Trail(database)
        self.keeping = Keeping(database, keep_days=90)

    def show(self, suffix):
        """One that was on air."""
        new = NewBroadcast("mei", "Cats", suffix, None, 86400, rehearsal=False)
        id = self.store.create(new, "8888", ())[0].id
        self.store.publish(f"8888_{suffix}", suffix, suffix)
        self.store.flush({id: Heard(Beats(self.clock.now, self.clock.now))})
        self.clock.pass_(10)
        return id

    def is_kept(self, id):
        return self.trail.of(id) != ([], []) or bool(self.live_list.one(id).segments)


@pytest.fixture
def stage(database):
    return Stage(database)


def test_signals_and_segments_are_kept_for_so_many_days_after_the_end(stage):
    id = stage.show("one")
    stage.store.end(id)
    stage.clock.pass_(90 * A_DAY_S - 1)
    assert stage.keeping.clean(stage.clock.now) == 0
    assert stage.is_kept(id)
    stage.clock.pass_(2)
    assert stage.keeping.clean(stage.clock.now) == 1
    assert not stage.is_kept(id)
    left = stage.live_list.one(id)
    assert (left.title, left.state, left.ended_at is None) == ("Cats", State.ENDED, False)
    assert stage.keeping.clean(stage.clock.now) == 0


def test_what_is_not_over_loses_nothing_however_old_it_is(stage):
    on = stage.show("on")
    over = stage.show("over")
    stage.store.end(over)
    stage.clock.pass_(1000 * A_DAY_S)
    young = stage.show("young")
    stage.store.end(young)
    assert stage.keeping.clean(stage.clock.now) == 1
    assert [stage.is_kept(id) for id in (on, over, young)] == [True, False, True]


def test_many_are_forgotten_in_small_steps_past_those_that_are_not_over(stage, monkeypatch):
    monkeypatch.setattr(keeping, "ROWS", 7)
    monkeypatch.setattr(keeping, "AT_ONCE", 3)
    ids = [stage.show(f"n{n}") for n in range(30)]
    for id in ids[::2]:
        stage.store.end(id)
    stage.clock.pass_(91 * A_DAY_S)
    assert stage.keeping.clean(stage.clock.now) == 15
    assert [stage.is_kept(id) for id in ids] == [False, True] * 15
