"""The clock is set back: what was heard by the clock of before keeps its order, and no more."""

from __future__ import annotations

import pytest

from livedesk.domain.evidence import Beats
from livedesk.domain.verdict import Policy, Reason, State
from livedesk.store.accounts import Accounts
from livedesk.store.database import Database
from livedesk.store.judgement import Heard
from livedesk.store.live_list import LiveList
from livedesk.store.publishers import PollWord
from livedesk.store.rows import NewBroadcast
from livedesk.store.store import Store
from tests.clock import Clock

CODE = "8888_show"
BACK_S = 5000.0


class Stage:
    def __init__(self, database: Database, policy: Policy) -> None:
        self.clock = Clock()
        Accounts(database, self.clock).add_host("Mei")
        self.store = Store(database, policy, self.clock)
        self.live_list = LiveList(database)
        new = NewBroadcast("mei", "Cats", "show", None, 86400, rehearsal=False)
        self.id = self.store.create(new, "8888", ())[0].id

    def beat(self, on_air: bool | None = None) -> None:
        known = self.live_list.one(self.id).beats
        self.store.flush({self.id: Heard(known.heard(self.clock.now, on_air))})
        self.store.look(self.id)

    def after(self, seconds: float) -> None:
        self.clock.pass_(seconds)
        self.store.sweep(self.clock.now)

    def set_back(self) -> None:
        self.clock.pass_(-BACK_S)
        self.store.forget_the_future(surely=True)
        self.store.sweep(self.clock.now)

    @property
    def state(self) -> tuple[str, str]:
        stored = self.live_list.one(self.id)
        return stored.state, stored.reason


@pytest.fixture
def on(database):
    return lambda policy: Stage(database, policy)


def test_a_host_who_was_offline_stays_so_until_the_next_beat(on):
    stage = on(Policy())
    stage.beat()
    stage.after(185)
    assert stage.state == (State.OFFLINE, Reason.HEARTBEAT_LOST)
    stage.set_back()
    assert stage.state == (State.OFFLINE, Reason.HEARTBEAT_LOST)
    stage.clock.pass_(1)
    stage.beat()
    assert stage.state == (State.LIVE, Reason.BEATING)


def test_a_picture_that_had_stopped_does_not_come_back_for_a_grace(on):
    stage = on(Policy(callbacks=True))
    stage.store.publish(CODE, "1", "1")
    stage.clock.pass_(100)
    stage.store.publish_done(CODE, "1")
    stage.after(60)
    stage.beat()
    stage.set_back()
    assert stage.state == (State.OFFLINE, Reason.MEDIA_STOPPED)


def test_a_host_who_had_come_back_stays_on_air(on):
    stage = on(Policy())
    stage.beat()
    stage.after(185)
    stage.clock.pass_(10)
    stage.beat()
    stage.set_back()
    assert stage.state == (State.LIVE, Reason.BEATING)
    stage.after(184)
    assert stage.state == (State.LIVE, Reason.BEATING)


def test_a_stopped_encoder_is_still_a_stopped_one(on):
    stage = on(Policy())
    stage.beat(True)
    stage.clock.pass_(60)
    stage.beat(False)
    assert stage.state == (State.INTERRUPTED, Reason.ENCODER_STOPPED)
    stage.set_back()
    assert stage.state == (State.INTERRUPTED, Reason.ENCODER_STOPPED)
    assert stage.live_list.one(stage.id).beats != Beats()


def test_polls_of_before_are_no_part_of_a_run_of_after(on):
    stage = on(Policy(callbacks=True, polls=True, heartbeats=False))
    stage.store.publish(CODE, "1", "1")
    for _ in range(2):
        stage.clock.pass_(60)
        stage.store.polled([PollWord(stage.id, stage.clock.now, publishing=False)])
    stage.set_back()
    for _ in range(2):
        stage.clock.pass_(60)
        stage.store.polled([PollWord(stage.id, stage.clock.now, publishing=False)])
        assert stage.state == (State.LIVE, Reason.PUBLISHING)


def test_a_hold_whose_time_is_yet_to_come_again_holds_again(on):
    stage = on(Policy(callbacks=True, heartbeats=False))
    stage.store.hold(stage.id, stage.clock.now + 10)
    stage.after(20)
    stage.store.publish(CODE, "1", "1")
    assert stage.state == (State.LIVE, Reason.PUBLISHING)
    stage.set_back()
    assert stage.state == (State.OFFLINE, Reason.ADMIN_HOLD)


def test_an_answer_to_a_question_of_the_future_counts_as_of_now(on):
    stage = on(Policy(polls=True, heartbeats=False))
    stage.store.polled([PollWord(stage.id, stage.clock.now + BACK_S, publishing=True)])
    assert stage.live_list.one(stage.id).polls.on_at == stage.clock.now
