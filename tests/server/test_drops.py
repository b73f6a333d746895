"""Closing connections at a media server that is slow, away, or has a new publisher by now."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest

from livedesk.domain.errors import StoreUnavailable
from livedesk.server import app, drops
from livedesk.server.drops import AGAIN_AFTER_S, AT_ONCE, GIVE_UP_S, Outcome
from livedesk.settings import MediaSettings
from tests.server.conftest import NGINX, Server
from tests.server.stage import BOTH, POLLED, Stage
from tests.waiting import until


@pytest.fixture
def stage(
    serving: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> Callable[[MediaSettings], Stage]:
    return lambda media: Stage(serving(media), monkeypatch)


def end(on: Stage, record: dict[str, object], by: dict[str, str]) -> None:
    on.server.http.post(f"/v1/broadcasts/{record['id']}/end", headers=by)


def test_an_end_drops_the_publisher_and_looks_once_more(stage):
    on = stage(BOTH)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei)
    on.push(record["code"])
    end(on, record, mei)
    on.look_at_drops()
    on.push(record["code"], "2")  # it was just being admitted
    on.look_at_drops(1)
    assert record["code"] in on.publishing
    on.look_at_drops(3)
    assert on.publishing == {}
    on.look_at_drops(1000)
    assert len(on.dropped) == 2


def test_a_new_broadcast_on_the_code_is_not_dropped(stage):
    on = stage(BOTH)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei, suffix="show")
    end(on, record, mei)
    again = on.server.create(mei, suffix="show")
    on.push(record["code"])
    assert on.server.publish(again).status_code == 200
    on.look_at_drops()
    on.look_at_drops(5)
    assert on.dropped == []


def test_a_media_server_that_is_away_for_long_is_asked_again_and_again_and_then_no_more(stage):
    on = stage(BOTH)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei)
    end(on, record, mei)
    on.away = True
    for _ in range(40):
        on.look_at_drops(max(AGAIN_AFTER_S))
    on.away = False
    on.push(record["code"])
    on.look_at_drops(max(AGAIN_AFTER_S))
    assert on.publishing == {}
    end(on, on.server.create(mei), mei)
    on.away = True
    for _ in range(10):
        on.look_at_drops(GIVE_UP_S / 9)
    on.away = False
    on.dropped.clear()
    on.look_at_drops(GIVE_UP_S)
    assert on.dropped == []


def test_an_end_during_a_try_is_not_forgotten(stage, monkeypatch):
    on = stage(BOTH)
    mei = on.server.add_host("Mei")
    first = on.server.create(mei, suffix="show")
    end(on, first, mei)
    on.look_at_drops()
    drop = on.drop

    def slow(code: str) -> bool:
        """Meanwhile the next broadcast on the code begins and ends."""
        monkeypatch.setattr(on.server.studio.media, "drop", drop)
        dropped = drop(code)
        on.server.http.portal.call(on.server.studio.drops.soon, code)
        return dropped

    monkeypatch.setattr(on.server.studio.media, "drop", slow)
    on.look_at_drops(5)
    on.push(first["code"], "9")
    on.look_at_drops(0)
    assert on.publishing == {}


def test_a_server_that_was_restarted_before_it_could_drop_finds_the_publisher_by_a_poll(stage):
    on = stage(POLLED)
    mei = on.server.add_host("Mei")
    record, other = on.server.create(mei), on.server.create(mei, suffix="next")
    on.server.studio.store.end(record["id"])  # and nobody lived to follow up
    strange = ("somebody_elses", "live_nobodys_code", record["code"].upper())
    on.minutes(1, record["code"], other["code"], *strange)
    on.look_at_drops()
    assert on.dropped == [record["code"]]
    assert set(on.publishing) == {other["code"], *strange}


def test_even_when_nothing_else_is_unfinished(stage):
    on = stage(POLLED)
    record = on.server.create(on.server.add_host("Mei"))
    on.server.studio.store.end(record["id"])
    on.minutes(1, record["code"])
    on.look_at_drops()
    assert on.dropped == [record["code"]]


def test_but_not_what_ended_days_ago_or_expired(stage):
    on = stage(POLLED)
    mei = on.server.add_host("Mei")
    old, expired = on.server.create(mei), on.server.create(mei, valid_for_s=300)
    on.server.studio.store.end(old["id"])
    on.server.clock.pass_(2 * 86400)
    on.server.sweep()
    assert on.server.state(expired["id"]) == ("ended", "expired")
    on.minutes(1, old["code"], expired["code"])
    on.look_at_drops()
    assert on.dropped == []


def test_a_media_server_that_hangs_holds_up_nobody_else(stage, monkeypatch):
    on = stage(BOTH)
    mei = on.server.add_host("Mei")
    records = [on.server.create(mei) for _ in range(3 * AT_ONCE)]
    let_go, hanging = threading.Event(), []

    def hang(code: str) -> bool:
        hanging.append(code)
        let_go.wait(20)
        return False

    monkeypatch.setattr(on.server.studio.media, "drop", hang)
    monkeypatch.setattr(drops, "WAIT_S", 0.2)
    for record in records:
        end(on, record, mei)
    portal = on.server.http.portal
    assert portal is not None
    pass_ = portal.start_task_soon(on.server.studio.drops.look)
    try:
        began = time.monotonic()
        assert portal.call(on.server.studio.drops.now, "live_a_code") is Outcome.FAILED
        record = on.server.create(mei)
        assert on.server.beat(record["id"], mei).status_code == 204
        assert on.server.http.get("/v1/broadcasts").status_code == 200
        assert time.monotonic() - began < 5
        assert len(hanging) <= 2 * AT_ONCE
    finally:
        let_go.set()
        pass_.result(timeout=20)


def test_when_it_is_away_a_pass_does_not_ask_for_each_of_thousands(stage, monkeypatch):
    on = stage(BOTH)
    on.away = True
    for number in range(2000):
        on.server.studio.drops.soon(f"live_a_{number}")
    asked = []
    drop = on.drop
    monkeypatch.setattr(
        on.server.studio.media, "drop", lambda code: asked.append(code) or drop(code)
    )
    on.look_at_drops()
    assert len(asked) == AT_ONCE
    on.look_at_drops()
    assert len(set(asked)) == 2 * AT_ONCE  # the others' turn
    on.away = False
    on.look_at_drops()
    on.look_at_drops(4)
    assert len(set(asked)) == 2000


def test_a_bug_in_one_drop_leaves_the_others_their_turn(stage, monkeypatch):
    on = stage(BOTH)
    dropped = []

    def drop(code: str) -> bool:
        if code == "live_bad_code":
            raise KeyError(code)
        dropped.append(code)
        return False

    monkeypatch.setattr(on.server.studio.media, "drop", drop)
    for code in ("live_bad_code", *(f"live_a_{number}" for number in range(AT_ONCE))):
        on.server.studio.drops.soon(code)
    with pytest.raises(KeyError):
        on.look_at_drops()
    on.look_at_drops()
    assert "live_a_3" in dropped


def test_a_database_that_is_away_drops_nobody_unchecked(stage, monkeypatch):
    on = stage(BOTH)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei)
    end(on, record, mei)

    def away(ref: str) -> None:
        raise StoreUnavailable(f"The database does not answer about {ref}.")

    with monkeypatch.context() as patched:
        patched.setattr(on.server.studio.live_list, "one", away)
        on.look_at_drops()
    assert on.dropped == []
    on.look_at_drops(5)
    assert on.dropped == [record["code"]]


def test_where_the_media_server_cannot_nothing_is_asked(stage):
    on = stage(NGINX)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei)
    end(on, record, mei)
    on.look_at_drops()
    assert on.dropped == []
    assert on.server.http.portal.call(on.server.studio.drops.now, record["code"]) is Outcome.CANNOT


def test_a_slow_word_of_a_hold_does_not_outlive_its_lifting(stage, monkeypatch):
    on = stage(BOTH)
    media = on.server.studio.media
    monkeypatch.setattr(media, "forbids", True)
    monkeypatch.setattr(drops, "WAIT_S", 0.1)
    let_go, forbid = threading.Event(), on.forbid

    def slow(code: str, until_: float) -> None:
        let_go.wait(20)
        forbid(code, until_)

    monkeypatch.setattr(media, "forbid", slow)
    tell, portal = on.server.studio.drops.bar, on.server.http.portal
    assert portal is not None
    try:
        assert portal.call(tell, "live_a_code", on.server.clock.now + 600) is False
        assert portal.call(tell, "live_a_code", None) is False
    finally:
        let_go.set()
    until(lambda: "live_a_code" in on.barred)
    on.look_at_drops(5)
    assert on.barred == {}
    assert not on.server.studio.drops.is_barring("live_a_code")


def test_one_bug_in_a_part_does_not_make_the_server_unready_for_ever(serving, monkeypatch):
    monkeypatch.setattr(app, "SETTLED_S", 0.2)
    broken = threading.Event()
    broken.set()
    look = drops.Drops.look

    async def bug(self: drops.Drops) -> None:
        if broken.is_set():
            raise LookupError("a bug")
        await look(self)

    monkeypatch.setattr(drops.Drops, "look", bug)
    server = serving(NGINX, policy={"sweep_interval_s": 0.05})
    until(lambda: "drops" in server.http.get("/readyz").json()["faults"])
    broken.clear()
    until(lambda: server.http.get("/readyz").status_code == 200)
    assert "started again" in server.http.get("/readyz").json()["restarts"]["drops"]
