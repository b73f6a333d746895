"""Two nodes that write at once never wait for each other for ever, and lose nothing."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor

import pytest

from livedesk.domain.errors import CodeTaken, Unfinished
from livedesk.domain.evidence import Beats
from livedesk.domain.verdict import Policy, State
from livedesk.store.accounts import Accounts
from livedesk.store.audience import Audience, Counted
from livedesk.store.database import Database
from livedesk.store.judgement import Heard
from livedesk.store.live_list import LiveList
from livedesk.store.publishers import PollWord
from livedesk.store.rows import NewBroadcast
from livedesk.store.store import Store
from tests.clock import Clock

SHOWS = 6
STEPS = 40


@pytest.fixture
def url(postgres):
    url = postgres.new("livedesk_template")
    yield url
    postgres.drop(url)


@pytest.fixture
def nodes(url):
    """Two server processes' databases."""
    opened = [Database(url), Database(url)]
    yield opened
    for database in opened:
        database.close()


def new(suffix, host="mei"):
    return NewBroadcast(host, "Cats", suffix, None, 86400, rehearsal=False)


def test_writers_of_all_kinds_on_the_same_broadcasts_all_come_through(nodes):
    clock, policy = Clock(), Policy(callbacks=True, polls=True)
    Accounts(nodes[0], clock).add_host("Mei")
    stores = [Store(database, policy, clock, max_unfinished=100) for database in nodes]
    ids = [stores[0].create(new(f"s{n}"), "8888", ())[0].id for n in range(SHOWS)]

    def work(seed):
        rng = random.Random(seed)
        store, audience = stores[seed % 2], Audience(nodes[seed % 2], str(seed))
        for step in range(STEPS):
            clock.pass_(rng.choice([0.1, 1.0, 30.0]))
            some = rng.sample(ids, 4)
            code, client = f"8888_s{rng.randrange(SHOWS)}", f"{seed}-{step}"
            match rng.randrange(6):
                case 0:
                    store.publish(code, client, client)
                    store.publish_done(code, client)
                case 1:
                    store.sweep(clock.now)
                case 2:
                    beats = Beats(clock.now, clock.now)
                    store.flush({id: Heard(beats, "console-1") for id in some})
                case 3:
                    audience.write({id: Counted(1, rng.randrange(9)) for id in some}, clock.now)
                case 4:
                    store.polled(PollWord(id, clock.now, bool(rng.randrange(2))) for id in some)
                case 5:
                    store.change(some[0], title=str(step))
                    store.clean()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))  # a deadlock would be raised here
    live_list = LiveList(nodes[1])
    changes = [change for _, change in live_list.changes(0, 1000)]
    assert max(changes) == live_list.change()
    assert len(set(changes)) == len(changes) == SHOWS


def test_a_code_is_created_once_however_many_ask_at_once(nodes):
    clock = Clock()
    accounts = Accounts(nodes[0], clock)
    for name in ("Mei", "Ana"):
        accounts.add_host(name)
    stores = [Store(database, Policy(), clock) for database in nodes]

    def ask(n):
        try:
            return stores[n % 2].create(new("show", ("mei", "ana")[n // 2 % 2]), "8888", ())[0].id
        except (CodeTaken, Unfinished):
            return None

    with ThreadPoolExecutor(8) as pool:
        made = [id for id in pool.map(ask, range(8)) if id]
    assert len(made) == 1


def test_change_numbers_are_seen_in_order_whoever_writes(nodes):
    """Who has read up to a number never misses a smaller one."""
    clock = Clock()
    Accounts(nodes[0], clock).add_host("Mei")
    stores = [Store(database, Policy(), clock, max_unfinished=1000) for database in nodes]
    reader, seen, after = LiveList(nodes[1]), [], 0

    def create(n):
        return stores[n % 2].create(new(f"n{n}"), "8888", ())[0].id

    with ThreadPoolExecutor(6) as pool:
        made = [pool.submit(create, n) for n in range(60)]
        while not all(one.done() for one in made) or reader.changes(after, 1):
            for id, change in reader.changes(after, 7):
                seen.append(id)
                after = change
    assert sorted(seen) == sorted(one.result() for one in made)


def test_beats_of_two_nodes_only_go_forward(nodes):
    clock = Clock()
    Accounts(nodes[0], clock).add_host("Mei")
    stores = [Store(database, Policy(), clock) for database in nodes]
    id = stores[0].create(new("show"), "8888", ())[0].id

    def flush(n):
        at = clock.now + (n * 7) % 40
        stores[n % 2].flush({id: Heard(Beats(at, at), "console-1")})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(flush, range(40)))
    assert LiveList(nodes[0]).one(id).beats == Beats(clock.now + 39, clock.now + 39)
    assert stores[0].look(id).state is State.LIVE
