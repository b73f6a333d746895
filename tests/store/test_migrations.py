"""A database of an earlier version is brought to this one's shape, and loses nothing."""

from __future__ import annotations

from pathlib import Path

import alembic.command
import alembic.config
import pytest
from alembic.autogenerate import compare_metadata
from sqlalchemy.exc import IntegrityError

import livedesk.store
from livedesk.domain.evidence import Beats, Polls, Session
from livedesk.domain.verdict import Policy, Reason, State
from livedesk.store.audience import Audience, Counted
from livedesk.store.database import Database
from livedesk.store.live_list import LiveList
from livedesk.store.publishers import PollWord
from livedesk.store.store import Store
from livedesk.store.tables import metadata
from tests.clock import Clock
from tests.shape import shape_of

NOON = Clock().now

OF_0001 = {
    "hosts": {
        "id": "mei",
        "name": "Mei",
        "token_hash": "cafe",
        "disabled": 0,
        "banned": 1,
        "created_at": NOON - 900,
    },
    "admins": {"token_hash": "beef", "created_at": NOON - 900},
    "codes": {
        "folded": "8888_show",
        "code": "8888_Show",
        "host_id": "mei",
        "created_at": NOON - 900,
    },
    "broadcasts": {
        "id": "b1",
        "code": "8888_Show",
        "folded": "8888_show",
        "host_id": "mei",
        "title": "猫 and cats",
        "cover_url": "https://example.com/cat.jpg",
        "rehearsal": 0,
        "created_at": NOON - 900,
        "expires_at": NOON + 86400,
        "push_nonce": "nonce",
        "state": "live",
        "reason": "publishing",
        "look_again_at": NOON + 100,
        "over": None,
        "lost_at": NOON - 500,
        "hold_until": NOON - 700,
        "started_at": NOON - 800,
        "ended_at": None,
        "polled_until": NOON + 5,
        "polls_off": 2,
        "poll_on_at": NOON - 60,
        "likes": 7,
        "viewers": 3,
        "peak_viewers": 9,
        "change": 41,
    },
    "beats": {
        "broadcast_id": "b1",
        "last": NOON - 5,
        "last_willing": NOON - 65,
        "console": "console-1",
    },
    "sessions": {
        "folded": "8888_show",
        "session": "1@0",
        "client": "1",
        "broadcast_id": "b1",
        "started_at": NOON - 400,
        "ended_at": None,
    },
    "segments": {"broadcast_id": "b1", "start": NOON - 400, "end": None},
    "signals": {
        "id": 1,
        "broadcast_id": "b1",
        "at": NOON - 400,
        "kind": "publish",
        "detail": "1@0",
    },
    "decisions": {
        "id": 1,
        "broadcast_id": "b1",
        "at": NOON - 400,
        "state": "live",
        "reason": "publishing",
        "evidence": "{}",
        "change": 41,
    },
    "idempotency": {
        "host_id": "mei",
        "key": "12345678",
        "body_hash": "hash",
        "broadcast_id": "b1",
        "created_at": NOON - 900,
    },
    "nodes": {
        "node": "one",
        "flushed_until": NOON - 5,
        "lease_until": NOON - 5,
        "heard_since": NOON - 5000,
    },
}


@pytest.fixture
def old(tmp_path):
    """A database of version 0001 with a row in every table."""
    database = Database.in_folder(tmp_path)
    config = alembic.config.Config()
    folder = Path(livedesk.store.__file__).parent / "migrations"
    config.set_main_option("script_location", str(folder))
    with database.writing() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "0001")
        for table, row in OF_0001.items():
            names = ", ".join(f'"{name}"' for name in row)
            places = ", ".join("?" * len(row))
            statement = f"INSERT INTO {table} ({names}) VALUES ({places})"
            connection.exec_driver_sql(statement, tuple(row.values()))
        connection.exec_driver_sql("UPDATE counters SET value = 41 WHERE name = 'change'")
    yield database
    database.close()


def rows(database, table):
    with database.reading() as connection:
        return [
            dict(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}").mappings()
        ]


def test_every_row_of_version_0001_is_kept(old):
    old.migrate()
    for table, row in OF_0001.items():
        (found,) = rows(old, table)
        expected = {name: value for name, value in row.items() if name != "polls_off"}
        assert {name: found[name] for name in expected} == expected
        assert "polls_off" not in found
    (broadcast,) = rows(old, "broadcasts")
    assert (broadcast["proof_at"], rows(old, "audiences")) == (None, [])
    assert (broadcast["polls_off_at"], broadcast["poll_lost_at"]) == ("[]", None)
    counters = {row["name"]: row["value"] for row in rows(old, "counters")}
    assert counters == {"change": 41, "accounts": 0}


def test_the_upgraded_database_has_exactly_the_shape_of_the_code(old):
    old.migrate()
    with old.reading() as connection:
        assert compare_metadata(shape_of(connection), metadata) == []


def test_two_unfinished_broadcasts_on_one_code_are_still_refused_by_the_database(old):
    old.migrate()
    twice = (
        "INSERT INTO broadcasts (id, code, folded, host_id, title, rehearsal, created_at,"
        " expires_at, push_nonce, state, reason, likes, viewers, peak_viewers, change, over)"
        " SELECT ?, code, folded, host_id, title, rehearsal, created_at, expires_at, push_nonce,"
        " state, reason, 0, 0, 0, change, ? FROM broadcasts WHERE id = 'b1'"
    )
    with pytest.raises(IntegrityError), old.writing() as connection:
        connection.exec_driver_sql(twice, ("b2", None))
    with old.writing() as connection:
        connection.exec_driver_sql(twice, ("b2", "ended_by_host"))
    with old.reading() as connection:
        made = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE type = 'index'")
        partial = [sql for sql in made.scalars() if sql and "over IS NULL" in sql]
    assert len(partial) == 2  # one_unfinished_per_code, due


def test_a_broadcast_that_was_on_air_during_the_upgrade_goes_on(old):
    old.migrate()
    clock = Clock()
    store, live_list = Store(old, Policy(callbacks=True, polls=True), clock), LiveList(old)
    before = live_list.one("b1")
    assert before.beats == Beats(NOON - 5, NOON - 65)
    assert before.sessions == {"1@0": Session(NOON - 400, None)}
    assert before.polls == Polls(NOON - 60)
    assert store.look("b1").state is State.LIVE
    for _ in range(3):
        clock.pass_(60)
        store.polled([PollWord("b1", clock.now, publishing=False)])
    after = live_list.one("b1")
    assert (after.state, after.reason) == (State.OFFLINE, Reason.POLL_LOST)
    assert after.segments == ((NOON - 400, NOON + 60),)


def test_an_address_that_was_issued_before_can_be_replaced(old):
    old.migrate()
    store = Store(old, Policy(), Clock())
    assert not store.is_stale("8888_Show", f"{int(NOON + 86400):X}")
    store.new_key("b1", revoke=True, valid_for_s=None)
    assert store.is_stale("8888_Show", f"{int(NOON + 86400):X}")


def test_likes_and_viewers_of_before_are_counted_on(old):
    old.migrate()
    clock = Clock()
    audience = Audience(old, "one")
    audience.write({"b1": Counted(likes=2, viewers=4)}, clock.now)
    found = LiveList(old).one("b1")
    assert (found.likes, found.viewers, found.peak_viewers) == (9, 4, 9)
