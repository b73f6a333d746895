"""The server's own store, beats, poller, sweeper and callbacks on one database, driven at will.

Every step is followed by a look at what `World` says was promised.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
from bisect import insort
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from livedesk.domain.errors import BroadcastEnded, MediaUnavailable, StoreUnavailable
from livedesk.domain.evidence import DOUBT_S
from livedesk.domain.verdict import State
from livedesk.media.media_server import PublishDone, Publisher, PublishStarted
from livedesk.server.app import build_app
from livedesk.server.beats import BeatBook
from livedesk.server.callbacks import take_note
from livedesk.server.node import Node
from livedesk.server.secret_file import OwnSecrets, with_own_secrets
from livedesk.server.studio import Studio
from livedesk.server.sweeper import Sweeper
from livedesk.settings import MediaSettings, PolicySettings, Settings
from livedesk.sim.inline import no_threads
from livedesk.store.database import Database
from livedesk.store.nodes import Nodes
from livedesk.store.publishers import PollWord
from livedesk.store.rows import NewBroadcast
from livedesk.store.store import SESSION_LIFE_S, Store
from livedesk.store.tables import metadata
from tests.clock import Clock
from tests.store.world import (
    INTERVAL,
    KINDS,
    ROOTS,
    SHIFT,
    SLOWEST,
    Connection,
    Kind,
    Show,
    World,
)

SWEEP = 1e6  # the machine sweeps by itself, so no gap between two sweeps is a suspend
FINAL = ("state", "reason", "over", "started_at", "ended_at", "look_again_at", "change")
LISTED = (State.LIVE, State.INTERRUPTED)
CODES = st.sampled_from(["8888_one", "8888_one", "8888_one", "8888_two"])


class FakeMedia:
    """A media server whose publishers are the world's."""

    kind = "pretended"
    bizid = "8888"
    lists_all = True
    drops = True
    forbids = False
    old_address = "refused"

    def __init__(self, kind: Kind) -> None:
        self.callbacks, self.polls = kind.callbacks, kind.polls
        self.one_publisher, self.lasting_ids = kind.one_publisher, kind.lasting_ids
        self.world: World

    def publishers(self) -> Mapping[str, Publisher]:
        found = {code: self.publisher(code) for code in ROOTS}
        return {code: one for code, one in found.items() if one is not None}

    def publisher(self, code: str) -> Publisher | None:
        if self.world.away:
            raise MediaUnavailable("The media server gives no answer.")
        found = self.world.answer(code)
        self.world.asked(code)
        return found

    def drop(self, code: str) -> bool:
        return False  # the machine decides when a publisher goes

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(name)


CLOCK = Clock()
LOOP = asyncio.new_event_loop()


IN_MEMORY = "sqlite://"
URL = [IN_MEMORY]  # of the database that is searched


@cache
def database() -> Database:
    made = Database(URL[0])
    made.migrate()
    return made


@cache
def stack(kind: Kind) -> Studio:
    """The server, put together by its own constructor; `Machine` gives each life its memory."""
    settings = Settings(
        media=MediaSettings(kind="nginx-rtmp", push_domain="127.0.0.1", bizid="8888"),
        policy=PolicySettings(heartbeats=kind.heartbeats, sweep_interval_s=SWEEP),
    )
    settings = with_own_secrets(settings, OwnSecrets("push-key", "guess-me"))
    media = FakeMedia(kind)
    app = build_app(settings, database(), Path(), CLOCK, clock_step=CLOCK.step, media=media)
    return app.state.studio


def run(coroutine: Coroutine[Any, Any, Any]) -> Any:
    return LOOP.run_until_complete(coroutine)


class Machine(RuleBasedStateMachine):
    """One life of a database, over any number of server lives."""

    kinds = KINDS

    @initialize(data=st.data())
    def begin(self, data: st.DataObject) -> None:
        self.kind = data.draw(st.sampled_from(self.kinds))
        CLOCK.now = 1_800_000_000.0
        CLOCK.step()
        self.world = World(self.kind, CLOCK)
        self.known: dict[str, dict[str, Any]] = {}
        self.checked_at = 0.0
        self.fallen: dict[str, int] = {}
        self.touched: set[str] = set()
        with database().writing() as connection:
            for table in reversed(metadata.sorted_tables):
                if table.name not in ("counters", "hosts"):
                    connection.execute(table.delete())
        self.base = stack(self.kind)
        self.base.media.world = self.world
        if not self.base.accounts.hosts():
            self.base.accounts.add_host("Mei", "mei")
        self.host = self.base.accounts.host("mei")
        self.start_server()
        run(self.sweeper.look())
        self.raw = database().engine.raw_connection()
        if database().shared:
            self.raw.driver_connection.autocommit = True
        self.create("8888_one", 86400.0, rehearsal=False)
        if data.draw(st.booleans()):
            self.connect("8888_one", "now")

    def start_server(self) -> None:
        base, policy = self.base, self.base.policy
        beats = BeatBook(base.live_list, policy, CLOCK)
        self.studio = replace(
            base,
            beats=beats,
            store=Store(database(), policy, CLOCK, heard=beats.heard),
            node=Node(Nodes(database()), "node", CLOCK),
            faults={},
        )
        self.studio.store.forget_the_future()
        self.sweeper = Sweeper(self.studio)
        self.pass_(SHIFT)
        self.studio.store.heard_since = CLOCK.now

    # Time

    def pass_(self, seconds: float) -> None:
        self.world.now += seconds
        CLOCK.pass_(seconds)

    def look(self) -> None:
        """What the server does each second by itself."""
        self.touched.update(self.world.shows)
        run(self.pulse())

    async def pulse(self) -> None:
        await self.sweeper.look()
        self.learn_expiry()
        await self.studio.poller.look()

    @rule(seconds=st.sampled_from([0.5, 3.0, 9.0, 11.0, 30.0, 59.0, 61.0]))
    def wait(self, seconds: float) -> None:
        self.pass_(seconds)
        self.look()

    @rule(
        count=st.sampled_from([1, 2, 3, 4, 5, 11, 14]),
        beats=st.sampled_from(["none", "one", "one", "two"]),
        on_air=st.sampled_from([True, None, False]),
    )
    def minutes(self, count: int, beats: str, on_air: bool | None) -> None:
        for _ in range(count):
            self.pass_(INTERVAL)
            if beats != "none":
                self.beat(f"8888_{beats}", on_air)
            self.look()

    @rule(minutes=st.sampled_from([61, 61, 61, 1440]))
    def long_while(self, minutes: int) -> None:
        """Nobody says anything, and nobody is asked."""
        self.pass_(minutes * 60.0)
        self.look()

    def restart(self, down: float, by: float) -> None:
        """Killed; all that was only in memory is gone, and somebody may set the clock meanwhile."""
        promised = {s.id for s in self.world.shows.values() if self.world.promised(s)}
        self.pass_(down)
        CLOCK.now += by
        self.world.words.clear()  # nobody waits for these answers any more
        self.start_server()
        self.world.blind_until_now(promised, clock_set=bool(by))
        self.look()

    def set_clock(self, by: float) -> None:
        promised = {s.id for s in self.world.shows.values() if self.world.promised(s)}
        CLOCK.set_by(by)
        self.world.words.clear()  # asked by a clock that no longer is
        self.world.blind_until_now(promised, clock_set=True)
        self.pass_(SHIFT)
        self.look()

    def suspend(self, asleep: float) -> None:
        """The machine sleeps; the sweeper finds a gap."""
        promised = {s.id for s in self.world.shows.values() if self.world.promised(s)}
        self.pass_(asleep)
        self.sweeper._looked_at = CLOCK.now - SWEEP - 6.0
        self.world.blind_until_now(promised)
        self.look()

    def database_away(self, away: float) -> None:
        promised = {s.id for s in self.world.shows.values() if self.world.promised(s)}
        with refusing():
            run(self.sweeper.look())
            self.pass_(away)
            run(self.sweeper.look())
        self.world.blind_until_now(promised)
        self.look()

    @rule(
        what=st.sampled_from(["restart", "suspend", "set_clock", "database_away", "media_away"]),
        seconds=st.sampled_from([1.0, 20.0, 50.0, 400.0, 5000.0]),
        clock_by=st.sampled_from([0.0, 0.0, -5000.0, -30.0, 30.0, 5000.0]),
    )
    def trouble(self, what: str, seconds: float, clock_by: float) -> None:
        match what:
            case "restart":
                self.restart(seconds, clock_by)
            case "suspend":
                self.suspend(seconds)
            case "set_clock" if clock_by:
                self.set_clock(clock_by)
            case "database_away":
                self.database_away(seconds)
            case "media_away":
                self.world.away = not self.world.away

    # Hosts and admins

    def create(self, code: str, valid_s: float, *, rehearsal: bool) -> Show:
        suffix = code.removeprefix("8888_")
        new = NewBroadcast("mei", "Cats", suffix, None, valid_s, rehearsal=rehearsal)
        stored, _ = self.studio.store.create(new, "8888", ())
        run(self.studio.changed(stored))
        show = Show(stored.id, stored.code, stored.expires_at, rehearsal)
        self.world.shows[stored.id] = show
        self.touched.add(stored.id)
        return show

    def show(self, code: str) -> Show:
        """The unfinished broadcast on this code; a new one where the last is over."""
        self.learn_expiry()
        show = self.world.unfinished(code) or self.create(code, 86400.0, rehearsal=False)
        self.touched.add(show.id)
        return show

    @rule(code=CODES, on_air=st.sampled_from([True, None]))
    def go_on_air(self, code: str, on_air: bool | None) -> None:
        """As it should be: a picture, a console that beats, and an admin who lets them."""
        if self.world.on(code) is None:
            self.connect(code, "now")
        self.beat(code, on_air)
        self.look()

    @rule(code=CODES, on_air=st.sampled_from([True, None, None, False]))
    def beat(self, code: str, on_air: bool | None) -> None:
        self.pass_(SHIFT)
        show = self.show(code)
        asked = self.studio.beats.beat(
            self.studio.store, show.id, self.host, on_air, "console-1", take_over=False
        )
        try:
            _, stored = run(asked)
        except BroadcastEnded:  # expired a moment ago
            return
        show.beats.append((self.world.now, on_air))
        run(self.studio.changed(stored))

    def end_and_begin_anew(self, code: str, valid_s: float) -> None:
        """A publisher of the old broadcast may still be there."""
        show = self.show(code)
        show.over = "ended_by_host"
        run(self.studio.changed(self.studio.store.end(show.id)))
        self.pass_(SHIFT)
        self.create(code, valid_s, rehearsal=False)

    def hold(self, code: str, seconds: float) -> None:
        show = self.show(code)
        show.hold_until = CLOCK.now + seconds
        self.forget_before(show, seconds)
        run(self.studio.changed(self.studio.store.hold(show.id, show.hold_until)))

    def lift(self, code: str) -> None:
        show = self.show(code)
        if self.world.held(show):
            self.pass_(SHIFT)
            show.hold_until = CLOCK.now
            self.forget_before(show, 0.0)
            run(self.studio.changed(self.studio.store.lift_hold(show.id)))

    def forget_before(self, show: Show, seconds: float) -> None:
        """Only what is heard after the hold counts."""
        show.held_at = self.world.now + seconds
        for one in self.world.connections:
            if one.told_to == show.id:
                one.sure = False

    def rehearse(self, code: str, rehearsal: bool) -> None:
        show = self.show(code)
        show.rehearsal = rehearsal
        run(self.studio.changed(self.studio.store.change(show.id, rehearsal=rehearsal)))

    def replace_key(self, code: str) -> None:
        show = self.show(code)
        run(self.studio.changed(self.studio.store.new_key(show.id, revoke=True, valid_for_s=None)))
        show.expires = self.studio.live_list.one(show.id).expires_at

    @rule(
        code=CODES,
        what=st.sampled_from(["end", "end", "hold", "lift", "lift", "rehearse", "show", "key"]),
        seconds=st.sampled_from([10.0, 30.0, 300.0, 5000.0]),
    )
    def deed(self, code: str, what: str, seconds: float) -> None:
        """Of a host or an admin."""
        match what:
            case "end":
                self.end_and_begin_anew(code, 300.0 if seconds == 300.0 else 86400.0)
            case "hold":
                self.hold(code, seconds)
            case "lift":
                self.lift(code)
            case "rehearse" | "show":
                self.rehearse(code, what == "rehearse")
            case "key":
                self.replace_key(code)

    # Publishers

    @rule(code=CODES, told=st.sampled_from(["now", "now", "later", "never"]))
    def connect(self, code: str, told: str) -> None:
        """A publisher comes; beside another one it is refused where one is admitted."""
        self.pass_(SHIFT)
        world = self.world
        self.show(code)
        world.clients += 1
        admitted = not self.kind.one_publisher or world.on(code) is None
        # Ids that do not last begin anew now and then.
        client = str(world.clients if self.kind.lasting_ids else world.clients % 5)
        came = Connection(code, client, open=admitted, began=world.now)
        if any(one.open and one.client == client for one in world.connections):
            return
        world.connections.append(came)
        if not self.kind.callbacks:
            return
        if told == "now" or not self.kind.lasting_ids:  # nginx-rtmp waits for the answer
            self.tell_start(came)
        elif told == "later":
            world.mail.append(("start", came, world.now))
        if not admitted:
            self.tell_or_keep("end", came, told)

    @rule(code=CODES, told=st.sampled_from(["now", "now", "later", "never"]))
    def disconnect(self, code: str, told: str) -> None:
        self.pass_(SHIFT)
        if (gone := self.world.on(code)) is not None:
            gone.open = gone.flowing = gone.sure = False
            if self.kind.callbacks:
                self.tell_or_keep("end", gone, told)

    @rule(code=CODES)
    def freeze(self, code: str) -> None:
        if (one := self.world.on(code)) is not None:
            one.flowing = one.sure = False

    @precondition(lambda self: self.world.mail)
    @rule(data=st.data(), again=st.booleans())
    def deliver(self, data: st.DataObject, again: bool) -> None:
        """Late, in any order, perhaps twice."""
        self.pass_(SHIFT)
        place = data.draw(st.integers(0, len(self.world.mail) - 1))
        what, one, at = self.world.mail[place]
        if not again:
            del self.world.mail[place]
        if self.world.now < at + SESSION_LIFE_S:  # for so long ids are remembered
            (self.tell_start if what == "start" else self.tell_end)(one)

    def tell_or_keep(self, what: str, one: Connection, told: str) -> None:
        if told == "now":
            (self.tell_start if what == "start" else self.tell_end)(one)
        elif told == "later":
            self.world.mail.append((what, one, self.world.now))

    def tell_start(self, one: Connection) -> None:
        world, show = self.world, self.world.unfinished(one.code)
        if show is not None and one.told_to is None:
            others = [c for c in world.connections if c.told_to == show.id and c is not one]
            alone = all(c.end_told for c in others)
            held, first = world.held(show), one.client not in show.ends or not self.kind.lasting_ids
            if not held:
                self.touched.add(show.id)
                one.told_to, one.told_at = show.id, world.now
                one.sure = one.open and one.flowing and first
                certain = alone or not self.kind.one_publisher
                one.sure = one.sure and certain
                show.sure_starts += [world.now] if certain else []
                show.starts[f"{one.client}@{one.began}"] = world.now
                show.heard_picture = True
                show.closed_at = None
        elif one.told_to is not None:
            self.touched.add(one.told_to)
        run(take_note(self.studio, PublishStarted(one.code, one.client)))

    def tell_end(self, one: Connection) -> None:
        world = self.world
        self.touched.update(s.id for s in world.shows.values() if s.code == one.code)
        named = self.kind.ends_named
        for other in world.connections:
            same_id = not self.kind.lasting_ids and other.client == one.client
            if other.code == one.code and (other is one or not named or same_id):
                other.end_told = other.end_told or other.told_to is not None or other is one
                other.sure = False
        show = world.unfinished(one.code)
        if show is not None:
            show.ends[one.client] = world.now
            show.told_ends.append(world.now)
            own = [c for c in world.connections if c.told_to == show.id]
            if own and show.closed_at is None and all(c.end_told for c in own):
                show.closed_at = world.now
        client = one.client if named else None
        run(take_note(self.studio, PublishDone(one.code, client)))

    # Polls

    @precondition(lambda self: self.kind.polls)
    @rule(code=CODES)
    def ask_slowly(self, code: str) -> None:
        """A question whose answer comes some steps later."""
        show, found = self.show(code), self.world.on(code)
        if found is None or found.flowing:
            client = found.client if found is not None and self.kind.names else None
            word = PollWord(show.id, CLOCK.now, found is not None, client)
            self.world.words.append((word, self.world.now))

    @precondition(lambda self: self.world.words)
    @rule()
    def answer_late(self) -> None:
        self.pass_(SHIFT)
        word, asked_at = self.world.words.pop(0)
        if CLOCK.now - word.asked_at > SLOWEST:
            return  # given up, and so never heard of
        show = self.world.shows[word.id]
        if word.publishing:
            show.ons.append(asked_at)
            show.answered.append(self.world.now)
            show.heard_picture = True
        else:
            insort(show.offs, asked_at)
        self.touched.add(word.id)
        run(self.studio.all_changed(self.studio.store.polled([word])))

    # What must be so after every step

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.away = False
        if hasattr(self, "raw"):
            self.raw.close()

    @invariant()
    def keeps_its_promises(self) -> None:
        if not hasattr(self, "world"):
            return
        if self.due():
            self.touched.update(self.world.shows)
            run(self.sweeper.look())
            assert not self.due(), "it was due, and nobody looked"
        self.learn_expiry()
        rows = {row["id"]: row for row in self.query("SELECT * FROM broadcasts")}
        changed = [id for id, row in rows.items() if row != self.known.get(id)]
        if changed:
            listed = {found.id for found in self.studio.live_list.page()[0]}
            assert listed == {id for id, row in rows.items() if row["state"] in LISTED}
        for id in changed:
            self.check_trail(rows[id])
        for id, row in rows.items():
            self.check_record(self.world.shows[id], row)
            self.check_bounds(self.world.shows[id], row)
            if id in changed and (falls := len(self.falls(id))) > self.fallen.get(id, 0):
                self.fallen[id] = falls  # also who is back by now: the same look asked about it
                self.world.shows[id].fell_at = self.world.now
            if id in changed or id in self.touched:
                self.check_segments(row)
        self.known = rows
        self.checked_at = self.world.now
        self.touched.clear()

    def query(self, statement: str, *values: object) -> list[dict[str, Any]]:
        place = "%s" if database().shared else "?"
        found = self.raw.driver_connection.execute(statement.replace("?", place), values)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found]

    def due(self) -> bool:
        waiting = "SELECT id FROM broadcasts WHERE over IS NULL AND look_again_at <= ?"
        return bool(self.query(waiting, CLOCK.now))

    def learn_expiry(self) -> None:
        """What expired is over for good."""
        for row in self.query("SELECT id, reason FROM broadcasts WHERE state = 'ended'"):
            show = self.world.shows[row["id"]]
            if show.over is None:
                assert row["reason"] == "expired"
                assert self.world.wall() >= show.expires
                assert not self.world.promised(show)
                show.over = "expired"
                self.touched.add(show.id)

    def check_record(self, show: Show, row: dict[str, Any]) -> None:
        old = self.known.get(show.id)
        if old is not None and old["over"]:
            assert all(row[name] == old[name] for name in FINAL), "it had ended"
        elif old is not None and show.id not in self.touched:
            assert row == old, "a signal of another broadcast changed it"
        assert (row["state"] == "ended") == (show.over is not None)
        if show.over:
            assert row["reason"] == show.over
        elif self.world.held(show):
            assert (row["state"], row["reason"]) == ("offline", "admin_hold")
        elif show.rehearsal:
            assert (row["state"], row["reason"]) == ("ready", "rehearsal")

    def check_bounds(self, show: Show, row: dict[str, Any]) -> None:
        state, reason = row["state"], row["reason"]
        if self.world.promised(show):
            assert state == "live", f"promised, and {state}: {reason}"
        before = self.known.get(show.id)
        if state == "offline" and before is not None and before["state"] in LISTED:
            fell = self.fell_as(show.id)
            early = self.world.too_early(show, fell) if fell != "admin_hold" else None
            assert early is None, f"offline, {fell}, but {early}"
        if state in LISTED and before is not None and before["state"] == "offline":
            # A doubtful start may turn out to have been one.
            good = [*(at + DOUBT_S for at in show.starts.values()), *show.ons, *show.answered]
            good += show.perhaps
            good += [at for at, on_air in show.beats if on_air is not False]
            assert max(good) > self.checked_at, f"back as {state}, {reason}, without a signal"
        if state in LISTED:
            why = self.world.gone(show)
            assert why is None, f"{state}, {reason}, but {why}"
        heard_nothing = not show.heard_picture if self.kind.media else not show.beats
        if heard_nothing and not show.over and show.hold_until is None:
            assert state == "ready", f"nothing was heard, and {state}: {reason}"
        if state == "offline":
            assert reason not in ("publishing", "beating", "console_silent", "waiting")

    def fell_as(self, id: str) -> str:
        """The reason of the last fall: it may be another by now."""
        return self.falls(id)[-1]

    def falls(self, id: str) -> list[str]:
        """The reasons of all falls to `offline`."""
        trail = self.query(
            "SELECT state, reason FROM decisions WHERE broadcast_id = ? ORDER BY id", id
        )
        return [
            str(two["reason"])
            for one, two in itertools.pairwise(trail)
            if one["state"] in LISTED and two["state"] == "offline"
        ]

    def check_trail(self, row: dict[str, Any]) -> None:
        trail = self.query(
            "SELECT state, reason, evidence FROM decisions WHERE broadcast_id = ? ORDER BY id",
            row["id"],
        )
        verdicts = [("ready", "waiting"), *((one["state"], one["reason"]) for one in trail)]
        assert verdicts[-1] == (row["state"], row["reason"])
        assert all(one != two for one, two in itertools.pairwise(verdicts))
        assert all(isinstance(json.loads(one["evidence"]), dict) for one in trail)

    def check_segments(self, row: dict[str, Any]) -> None:
        stretches = self.query(
            'SELECT start, "end" FROM segments WHERE broadcast_id = ? ORDER BY start', row["id"]
        )
        for one, two in itertools.pairwise(stretches):
            assert one["end"] is not None, "only the last may be open"
            assert one["start"] <= one["end"] <= two["start"]
        is_open = bool(stretches) and stretches[-1]["end"] is None
        if row["state"] == "live":
            assert is_open
        if row["state"] == "ended" or (not self.kind.media and row["state"] != "live"):
            assert not is_open


@contextmanager
def refusing() -> Iterator[None]:
    """The database is away."""

    @contextmanager
    def away(self: Database) -> Iterator[Any]:
        raise StoreUnavailable("The database does not answer.")
        yield

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "writing", away)
        patch.setattr(Database, "reading", away)
        yield


def search(
    examples: int, kinds: list[Kind] = KINDS, *, part: int | None = None, **more: Any
) -> None:
    """Look for an interleaving that breaks a promise.

    Args:
        part: of the search that is the same each time; None: look where nobody has looked yet.

    Raises:
        AssertionError: a promise is broken; hypothesis has printed the shortest way to it.
    """
    settings = hypothesis.settings(
        max_examples=examples,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        derandomize=part is not None,
        **more,
    )
    machine = type(f"Machine{part}", (Machine,), {"kinds": kinds})  # each name has its own search
    logging.disable(logging.CRITICAL)  # every trouble is logged, and there are many
    try:
        with no_threads():
            run_state_machine_as_test(machine, settings=settings)
    finally:
        logging.disable(logging.NOTSET)


class Drawn(st.DataObject):
    """What a search had drawn, to be drawn again."""

    def __init__(self, *values: object) -> None:
        self._values = list(values)

    def draw(self, strategy: object, label: object = None) -> Any:
        return self._values.pop(0)


def replay(kind: Kind, *steps: tuple[str, dict[str, Any]]) -> Machine:
    """One interleaving that a search has found, step by step."""
    with no_threads():
        machine = Machine()
        machine.begin(data=Drawn(kind, False))
        machine.keeps_its_promises()
        for name, arguments in steps:
            getattr(machine, name)(**arguments)
            machine.keeps_its_promises()
        return machine
