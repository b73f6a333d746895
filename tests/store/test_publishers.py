"""What the store makes of a media server's words where publishers, broadcasts and polls meet."""

from __future__ import annotations

import pytest

from livedesk.domain.evidence import Beats
from livedesk.domain.verdict import Policy, Reason, State
from livedesk.store.accounts import Accounts
from livedesk.store.database import Database
from livedesk.store.judgement import Heard
from livedesk.store.live_list import MOST_SESSIONS, LiveList
from livedesk.store.publishers import PollWord
from livedesk.store.rows import NewBroadcast
from livedesk.store.store import SESSION_LIFE_S, Store
from tests.clock import Clock

CODE = "8888_show"
ONE = Policy(callbacks=True, polls=True, heartbeats=False)
SEVERAL = Policy(callbacks=True, polls=True, heartbeats=False, one_publisher=False)
CALLBACKS = Policy(callbacks=True, heartbeats=False)


class Stage:
    """A store, and the words of a media server in short."""

    def __init__(self, database: Database, policy: Policy) -> None:
        self.clock = Clock()
        Accounts(database, self.clock).add_host("Mei")
        self.store = Store(database, policy, self.clock)
        self.live_list = LiveList(database)
        self.id = self.create()

    def create(self, **asked: float) -> str:
        new = NewBroadcast(
            "mei", "Cats", "show", None, **{"valid_for_s": 86400.0, **asked}, rehearsal=False
        )
        self.id = self.store.create(new, "8888", ())[0].id
        return self.id

    def after(self, seconds: float) -> Stage:
        self.clock.pass_(seconds)
        self.store.sweep(self.clock.now)
        return self

    def start(self, client: str) -> Stage:
        self.store.publish(CODE, client, client)
        return self

    def end(self, client: str | None) -> Stage:
        self.store.publish_done(CODE, client, lasting_ids=True)
        return self

    def poll(self, publishing: bool, client: str | None = None) -> Stage:
        self.store.polled([PollWord(self.id, self.clock.now, publishing, client)])
        return self

    @property
    def state(self) -> tuple[str, str]:
        stored = self.live_list.one(self.id)
        return stored.state, stored.reason

    @property
    def segments(self) -> list[tuple[float, float | None]]:
        begin = Clock().now
        found = self.live_list.one(self.id).segments
        return [(a - begin, None if b is None else b - begin) for a, b in found]


LIVE = (State.LIVE, Reason.PUBLISHING)
STOPPED = (State.INTERRUPTED, Reason.MEDIA_STOPPED)


@pytest.fixture
def on(database):
    return lambda policy: Stage(database, policy)


def test_a_poll_that_names_a_newcomer_takes_nobody_off_though_the_others_end_was_lost(on):
    """The incumbent's connection broke without a word; the newcomer's poll comes late."""
    stage = on(ONE).start("1").after(100).start("2")
    stage.after(70).poll(True, "2")
    assert stage.state == LIVE
    assert stage.segments == [(0, None)]
    stage.after(10).end("2")
    assert stage.state == STOPPED
    stage.end("1")  # late
    assert stage.after(60).state == (State.OFFLINE, Reason.MEDIA_STOPPED)


def test_a_poll_that_names_somebody_whose_start_was_lost_takes_nobody_off(on):
    stage = on(ONE).start("1").after(100).poll(True, "2")
    assert stage.state == LIVE
    stage.after(10).end("2")
    assert stage.state == STOPPED


def test_a_poll_that_names_the_incumbent_closes_a_start_that_never_was(on):
    """SRS asks us first and refuses the second publisher itself, without another word."""
    stage = on(ONE).start("1").after(100).start("2").after(5).poll(True, "1")
    stage.after(10).end("1")
    assert stage.state == STOPPED


def test_where_several_are_admitted_a_poll_closes_nobody(on):
    stage = on(SEVERAL).start("1").after(10).start("2").after(20).poll(True, "2").end("2")
    assert stage.state == LIVE


def test_a_poll_that_names_nobody_confirms_a_start_although_an_earlier_end_was_lost(on):
    stage = on(SEVERAL).start("1")
    stage.store.end(stage.id)
    stage.create()
    assert stage.after(5).poll(True).state == (State.READY, Reason.WAITING)  # perhaps the old one
    stage.after(5).start("2").after(60).poll(True)
    assert stage.live_list.one(stage.id).polls.on_at == stage.clock.now


def test_an_earlier_broadcasts_publisher_puts_no_later_one_on_air(on):
    stage = on(ONE).start("1")
    old = stage.id
    stage.store.end(old)
    stage.create()
    stage.after(5).start("1").after(60).poll(True, "1").after(60).end("1")
    assert stage.state == (State.READY, Reason.WAITING)
    assert stage.live_list.one(old).state is State.ENDED
    assert stage.poll(True, "2").state == LIVE


def test_an_end_without_an_id_closes_all_that_began_before_it(on):
    stage = on(ONE).start("1").after(1).start("2").after(1).end(None)
    assert stage.state == STOPPED
    assert stage.after(1).poll(True).state == LIVE
    assert stage.after(1).end(None).state == STOPPED


def test_an_end_without_an_id_closes_what_polls_opened_also_beside_an_earlier_broadcasts(on):
    stage = on(ONE).start("1")
    stage.store.end(stage.id)
    stage.create()
    stage.after(5).poll(True, "2")
    assert stage.state == LIVE
    assert stage.after(5).end(None).state == STOPPED


def test_a_publisher_who_counts_only_later_makes_no_stretch_twice(on):
    stage = on(ONE).start("1").after(50).start("2").after(50).end("1")
    assert stage.state == STOPPED
    assert stage.after(20).poll(True).state == LIVE
    assert stage.segments == [(0, 100), (100, None)]


def test_a_stretch_that_polls_have_found_is_on_since_the_first_of_them(on):
    stage = on(ONE)
    for _ in range(5):
        stage.after(60).poll(True)
    assert stage.segments == [(60, None)]
    stored = stage.live_list.one(stage.id)
    assert stored.evidence(0.0).picture(one_publisher=True).since == stored.segments[0][0]


def test_three_polls_take_off_only_if_they_are_not_of_one_lull(on):
    stage = on(ONE).start("1").after(60).poll(False)
    for _ in range(5):
        stage.after(4).poll(False)
    assert stage.state == LIVE
    assert stage.after(40).poll(False).state == LIVE
    assert stage.after(60).poll(False).state == (State.OFFLINE, Reason.POLL_LOST)
    assert stage.segments == [(0, 60)]


def test_what_polls_found_gone_behind_a_rehearsal_is_not_shown_after_it(on):
    stage = on(ONE).start("1")
    stage.store.change(stage.id, rehearsal=True)
    for _ in range(3):
        stage.after(60).poll(False)
    stage.store.heard_since = stage.after(1000).clock.now
    stage.store.change(stage.id, rehearsal=False)
    assert stage.state == (State.OFFLINE, Reason.POLL_LOST)


def test_a_refused_second_publisher_never_counts_even_when_the_first_is_long_forgotten(on):
    """Callbacks only: its end is never told, and the first one's connection is cleaned away."""
    stage = on(CALLBACKS).start("1").after(100).start("refused").after(100).end("1")
    for n in range(MOST_SESSIONS + 20):
        stage.after(60).start(f"again {n}").after(1).end(f"again {n}")
        stage.store.clean()
    assert stage.clock.now - Clock().now > 2 * SESSION_LIFE_S
    assert stage.after(60).state == (State.OFFLINE, Reason.MEDIA_STOPPED)


def test_an_unknown_end_makes_nobody_ready_again_when_it_is_the_last_one_kept(on):
    stage = on(CALLBACKS).start("1").after(10).end("1").after(10).end("nobody")
    stage.after(60).after(2 * SESSION_LIFE_S).store.clean()
    assert stage.store.look(stage.id).state is State.OFFLINE


def test_a_restart_shows_nobody_whose_publisher_left_while_it_was_given_up(on):
    """Offline for its silent console; then the publisher leaves, and the console beats again."""
    stage = on(Policy(callbacks=True)).start("1").after(600)
    assert stage.state == (State.OFFLINE, Reason.HEARTBEAT_LOST)
    stage.after(100).end("1").after(100)
    at = stage.clock.now
    stage.store.flush({stage.id: Heard(Beats(at, at))})
    stage.store.heard_since = stage.after(5000).clock.now
    assert stage.store.look(stage.id).state is State.OFFLINE
