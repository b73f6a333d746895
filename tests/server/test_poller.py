"""When the poller asks, how often, and what becomes of it where asking goes wrong."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from sqlalchemy import insert

from livedesk.domain.errors import MediaUnavailable, StoreUnavailable
from livedesk.media.media_server import Publisher
from livedesk.server import poller
from livedesk.server.studio import Studio
from livedesk.settings import MediaSettings
from livedesk.store.rows import StoredBroadcast
from livedesk.store.tables import broadcasts, codes
from tests.server.conftest import NGINX, Server
from tests.server.stage import BOTH, POLLED, Stage
from tests.waiting import until


@pytest.fixture
def stage(serving: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Stage]:
    def start(media: MediaSettings, **policy: object) -> Stage:
        return Stage(serving(media, policy), monkeypatch)

    return start


def many(on: Stage, count: int) -> list[str]:
    """So many unfinished broadcasts of one host; their codes."""
    now = on.server.clock.now
    _, _ = on.server.studio.accounts.add_host("Crowd", "crowd")
    names = [f"live_crowd_{number}" for number in range(count)]
    common = {"host_id": "crowd", "created_at": now}
    row = common | {
        "title": "Cats",
        "rehearsal": False,
        "expires_at": now + 86400,
        "push_nonce": "0",
        "state": "ready",
        "reason": "waiting",
        "change": 1,
    }
    with on.server.studio.store._database.writing() as connection:
        connection.execute(
            insert(codes), [common | {"folded": name, "code": name} for name in names]
        )
        connection.execute(
            insert(broadcasts),
            [
                row | {"id": f"b{number}", "folded": name, "code": name}
                for number, name in enumerate(names)
            ],
        )
    return names


def test_the_round_comes_once_an_interval_with_one_question_for_all(stage):
    on = stage(BOTH)
    many(on, 300)
    on.server.poll()
    on.asked = 0
    on.server.clock.pass_(59)
    on.server.poll()
    assert on.asked == 0
    on.server.clock.pass_(1)
    on.server.poll()
    on.server.poll()
    assert on.asked == 1


def test_an_end_that_concerns_two_is_followed_up_for_both_where_the_database_fails_for_one(
    stage, monkeypatch
):
    """The publisher of a broadcast that was ended, and what has its code now."""
    on = stage(BOTH)
    mei, studio = on.server.add_host("Mei"), on.server.studio
    old = on.server.create(mei)
    on.server.publish(old)
    studio.store.end(old["id"])
    new = on.server.create(mei, suffix=old["code"].removeprefix("live_"))
    told: list[str] = []

    async def fails_first(self: Studio, stored: StoredBroadcast) -> StoredBroadcast:
        told.append(stored.id)
        if len(told) == 1:
            raise StoreUnavailable("The database does not answer.")
        return stored

    left = [studio.live_list.one(record["id"]) for record in (old, new)]
    monkeypatch.setattr(studio.store, "publish_done", lambda *args, **more: left)
    monkeypatch.setattr(Studio, "_remembered", fails_first)
    with pytest.raises(StoreUnavailable):
        on.server.http.portal.call(studio.publish_done, new["code"], None)
    assert told == [old["id"], new["id"]]


def test_where_polls_are_off_nobody_is_asked(stage):
    for_callbacks = NGINX.model_copy(update={"api": "http://127.0.0.1:9", "poll": False})
    on = stage(for_callbacks)
    record = on.server.create(on.server.add_host("Mei"))
    on.server.publish(record)
    on.server.publish_done(record["code"])
    on.minutes(2)
    assert on.asked == 0


def test_a_doubtful_start_is_asked_about_at_once(stage):
    on = stage(BOTH)
    record = on.server.create(on.server.add_host("Mei"))
    on.server.publish(record, "1")
    on.server.poll()
    asked = on.asked
    on.server.clock.pass_(10)
    on.server.publish(record, "2")  # nginx's list is behind: it names nobody yet
    question = on.asked
    on.push(record["code"], "2")
    on.server.poll()
    assert on.asked == question + 1 > asked
    on.server.clock.pass_(1)
    on.server.publish_done(record["code"], "1")
    assert on.server.state(record["id"])[0] == "live"


def test_a_console_that_falls_silent_is_asked_about_at_once(stage):
    on = stage(BOTH)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei)
    on.push(record["code"])
    on.server.publish(record)
    on.server.beat(record["id"], mei)
    on.minutes(3, record["code"])
    on.server.clock.pass_(6)  # the third miss, in between two rounds
    asked = on.asked
    on.server.sweep()
    assert on.server.state(record["id"]) == ("live", "console_silent")
    on.server.poll()
    assert on.asked == asked + 1


def test_questions_in_between_do_not_make_three_of_one_lull(stage):
    on = stage(POLLED)
    record = on.server.create(on.server.add_host("Mei"))
    on.minutes(1, record["code"])
    on.publishing.clear()
    on.minutes(1)
    for _ in range(5):
        on.server.clock.pass_(1)
        on.server.studio.poller.ask_soon(record["id"])
        on.server.poll()
    on.server.sweep()
    assert on.server.state(record["id"])[0] == "live"


def test_an_answer_slower_than_the_interval_is_not_asked_for_twice_at_a_time(stage, monkeypatch):
    on = stage(POLLED, poll_interval_s=0.01, sweep_interval_s=0.01)
    under_way, most, asked = [], [], []
    busy = threading.Lock()

    def slow() -> dict[str, Publisher]:
        with busy:
            under_way.append(1)
            most.append(len(under_way))
        time.sleep(0.05)  # the media server's slowness
        asked.append(1)
        under_way.pop()
        return {}

    monkeypatch.setattr(on.server.studio.media, "publishers", slow)
    on.server.create(on.server.add_host("Mei"))

    def go_on() -> bool:
        on.server.clock.pass_(1)
        return len(asked) >= 3

    until(go_on)
    assert max(most) == 1


def test_a_poller_that_dies_is_started_again_and_readyz_says_so_until_it_asks_again(
    stage, monkeypatch
):
    on = stage(POLLED, sweep_interval_s=0.02)
    on.server.create(on.server.add_host("Mei"))
    publishers = on.publishers
    broken = threading.Event()
    broken.set()

    def bug() -> object:
        if broken.is_set():
            raise LookupError("a bug")
        return publishers()

    monkeypatch.setattr(on.server.studio.media, "publishers", bug)

    def ready() -> tuple[int, dict[str, str], dict[str, str]]:
        answer = on.server.http.get("/readyz")
        return answer.status_code, answer.json()["faults"], answer.json()["restarts"]

    until(lambda: on.server.clock.pass_(61) or "poller" in ready()[1])
    status, faults, _ = ready()
    assert status == 503
    assert "started again" in faults["poller"]
    broken.clear()
    until(lambda: on.server.clock.pass_(61) or "poller" not in ready()[1])
    assert on.asked
    assert "started again" in ready()[2]["poller"]


def test_a_media_server_that_is_away_is_not_asked_singly_for_each_of_thousands(stage, monkeypatch):
    on = stage(POLLED)
    monkeypatch.setattr(on.server.studio.media, "lists_all", False)
    names = many(on, 500)
    on.minutes(1, *names)
    singly = []

    def away(code: str = "") -> object:
        singly.append(code)
        raise MediaUnavailable("It gives no answer.")

    monkeypatch.setattr(on.server.studio.media, "publishers", away)
    monkeypatch.setattr(on.server.studio.media, "publisher", away)
    on.minutes(1)
    assert len(singly) <= 1 + poller.AT_ONCE
    assert on.server.http.get("/readyz").status_code == 503


def test_a_question_that_hangs_lets_a_publish_in_unasked(stage, monkeypatch):
    on = stage(BOTH)
    record = on.server.create(on.server.add_host("Mei"))
    let_go = threading.Event()
    monkeypatch.setattr(poller, "PATIENCE_S", 0.1)
    monkeypatch.setattr(on.server.studio.media, "publisher", lambda _: let_go.wait(20))
    try:
        assert on.server.publish(record).status_code == 200
    finally:
        let_go.set()


def test_a_thousand_on_air_cost_one_question_and_little_time(stage):
    on = stage(POLLED)
    names = many(on, 1000)
    for name in names:
        on.push(name)
    on.server.clock.pass_(60)
    on.server.poll()
    assert len(on.server.listed(limit="200")) == 200
    spent = []
    for _ in range(3):
        on.server.clock.pass_(60)
        for name in names:
            on.push(name)
        on.asked, began = 0, time.process_time()
        on.server.poll()
        spent.append(time.process_time() - began)
        assert on.asked == 1
    assert min(spent) < 0.5  # seconds of a minute
