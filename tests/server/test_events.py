"""What the live list's listeners are told, in which order, and from where they go on."""

from __future__ import annotations

import asyncio
import json

import pytest

from livedesk.domain.errors import Forbidden, TooManyRequests, Unavailable, WrongToken
from livedesk.server.access import VIEWER
from livedesk.server.event_hub import KEPT_S
from livedesk.server.leaving import LEAVE_AFTER_S, LOOK_EVERY_S, Watch
from tests.server.test_audience import like, on_air, watch
from tests.server.test_create import problem


@pytest.fixture
def mei(server):
    return server.add_host("林小满")


def events(raw: bytes) -> list[tuple[int | None, str, dict]]:
    """(id, event, data) of each block that is one."""
    found = []
    for block in raw.decode().split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.split("\n") if ": " in line[1:])
        if "event" in lines:
            found.append((int(lines["id"]), lines["event"], json.loads(lines["data"])))
    return found


def told(server, last_id, by=None) -> list[tuple[int | None, str, dict]]:
    """What somebody who comes back with `last_id` is told at once."""

    async def all_of_it():
        caller = VIEWER
        if by is not None:
            caller = await server.studio.access.caller(by["Authorization"])
        stream = await server.studio.events.open(
            caller, last_id, "192.0.2.1", mine=by is not None, shared=False
        )
        await server.studio.events.look()
        raw = b""
        task = asyncio.ensure_future(anext(stream))
        while True:
            done, _ = await asyncio.wait({task}, timeout=0.2)
            if not done:
                break
            raw += task.result()
            task = asyncio.ensure_future(anext(stream))
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        await stream.aclose()
        return raw

    return events(server.http.portal.call(all_of_it))


def newest(server) -> str:
    """An id to go on from, with what happened so far behind it."""
    ((id, kind, _),) = told(server, None)
    assert kind == "reset"
    return str(id)


def kinds(found) -> list[tuple[str, str]]:
    return [(kind, data.get("id", "")) for _, kind, data in found]


def test_who_comes_for_the_first_time_is_told_to_fetch_the_list(server):
    ((id, kind, data),) = told(server, None)
    assert (kind, data) == ("reset", {})
    assert id == server.studio.live_list.change()


def test_a_broadcast_comes_changes_and_goes(server, mei):
    start = newest(server)
    id = on_air(server, mei)
    ((first, kind, item),) = told(server, start)
    assert kind == "upsert"
    assert item == server.http.get("/v1/broadcasts").json()["items"][0]
    server.http.patch(f"/v1/broadcasts/{id}", json={"title": "Dogs"}, headers=mei)
    ((second, kind, item),) = told(server, str(first))
    assert (kind, item["title"]) == ("upsert", "Dogs")
    server.http.post(f"/v1/broadcasts/{id}/end", headers=mei)
    ((_, kind, gone),) = told(server, str(second))
    assert (kind, gone) == ("remove", {"id": id, "state": "ended", "reason": "ended_by_host"})


def test_steps_in_between_are_left_out_and_the_order_stays(server, mei):
    start = newest(server)
    one, two = on_air(server, mei), on_air(server, mei)
    server.http.patch(f"/v1/broadcasts/{one}", json={"title": "Dogs"}, headers=mei)
    found = told(server, start)
    assert kinds(found) == [("upsert", two), ("upsert", one)]
    assert [id for id, _, _ in found] == sorted(id for id, _, _ in found)


def test_what_was_never_in_the_list_is_nobody_s_business(server, mei):
    start = newest(server)
    id = server.create(mei)["id"]
    rehearsal = server.create(mei, rehearsal=True)["id"]
    server.beat(rehearsal, mei)
    server.http.post(f"/v1/broadcasts/{id}/end", headers=mei)
    assert told(server, start) == []


def test_a_host_is_told_of_its_own_in_every_state_and_of_no_other_s(server, mei):
    tom = server.add_host("Tom")
    start = newest(server)
    id = server.create(mei, rehearsal=True)["id"]
    server.create(tom)
    ((_, kind, item),) = told(server, start, mei)
    assert (kind, item["id"], item["state"]) == ("upsert", id, "ready")
    assert item["play"] != {}
    assert item["push"] is None
    own = server.http.get("/v1/broadcasts?host=me", headers=mei).json()["items"][0]
    assert item == own
    server.http.patch(f"/v1/broadcasts/{id}", json={"rehearsal": False}, headers=mei)
    server.beat(id, mei)
    server.http.post(f"/v1/broadcasts/{id}/end", headers=mei)
    assert kinds(told(server, start)) == [("remove", id)]
    found = told(server, start, mei)
    assert [(data["id"], data["state"]) for _, kind, data in found if kind == "upsert"] == [
        (id, "ended")
    ]


def test_own_broadcasts_are_for_hosts(server):
    hub = server.studio.events
    call = server.http.portal.call
    with pytest.raises(WrongToken):
        call(lambda: hub.open(VIEWER, None, "", mine=True, shared=False))
    admin = call(server.studio.access.caller, server.add_admin()["Authorization"])
    with pytest.raises(Forbidden):
        call(lambda: hub.open(admin, None, "", mine=True, shared=False))


@pytest.mark.parametrize("last_id", ["", "x", "-1", "9" * 19, "9" * 40, "½", "1.5"])
def test_an_id_that_is_none_of_ours_is_a_reset(server, mei, last_id):
    on_air(server, mei)
    assert [kind for _, kind, _ in told(server, last_id)] == ["reset"]


def test_events_are_kept_for_five_minutes(server, mei):
    start = newest(server)
    id = on_air(server, mei)
    assert kinds(told(server, start)) == [("upsert", id)]
    for _ in range(3):
        server.clock.pass_(KEPT_S / 3 - 1)
        assert kinds(told(server, start)) == [("upsert", id)]
    server.clock.pass_(4)
    ((now, kind, _),) = told(server, start)
    assert kind == "reset"
    assert told(server, str(now)) == []  # nothing has happened since: that is enough


def test_another_server_goes_on_where_one_left_off(serving):
    one = serving(node="one")
    mei = one.add_host("Mei")
    two = serving(node="two")
    newest(two)  # it has heard since before
    start = newest(one)
    id = on_air(one, mei)
    assert told(two, start) == told(one, start)
    assert kinds(told(two, start)) == [("upsert", id)]


def test_viewers_and_likes_are_told_when_they_are_written(server, mei):
    id = on_air(server, mei)
    start = newest(server)
    watch(server.http, id)
    like(server.http, id)
    assert told(server, start) == []
    server.sweep()
    ((_, kind, item),) = told(server, start)
    assert (kind, item["viewers"], item["likes"]) == ("upsert", 1, 1)


def test_all_listeners_share_the_same_bytes(server, mei):
    async def two_of_them():
        hub = server.studio.events
        streams = [
            await hub.open(VIEWER, None, f"192.0.2.{n}", mine=False, shared=False) for n in (1, 2)
        ]
        for stream in streams:
            await anext(stream)
        await asyncio.to_thread(on_air, server, mei)
        await hub.look()
        return [await anext(stream) for stream in streams]

    first, second = server.http.portal.call(two_of_them)
    assert first is second
    assert [kind for _, kind, _ in events(first)] == ["upsert"]


def test_too_many_listeners_are_sent_to_the_list(server):
    hub = server.studio.events
    hub._most = 8

    async def crowd():
        streams = []
        try:
            for n in range(8):
                streams.append(
                    await hub.open(VIEWER, None, f"192.0.2.{n // 4}", mine=False, shared=False)
                )
                await anext(streams[-1])
                if n == 3:
                    with pytest.raises(TooManyRequests):
                        await hub.open(VIEWER, None, "192.0.2.0", mine=False, shared=False)
            with pytest.raises(Unavailable):
                await hub.open(VIEWER, None, "192.0.2.9", mine=False, shared=False)
        finally:
            for stream in streams:
                await stream.aclose()
        return hub.listening

    assert server.http.portal.call(crowd) == 0


async def own_stream(hub, caller):
    """A host's stream that has begun; the sweep ends one when it sees the new account only then."""
    while True:
        stream = await hub.open(caller, None, "", mine=True, shared=False)
        if await anext(stream, None) is not None:
            return stream


def test_a_changed_account_ends_the_streams_of_hosts_only(server, mei):
    async def who_goes_on():
        hub = server.studio.events
        caller = await server.studio.access.caller(mei["Authorization"])
        mine = await own_stream(hub, caller)
        viewer = await hub.open(VIEWER, None, "", mine=False, shared=False)
        await anext(viewer)
        assert hub.hosts_listen
        hub.close(mine=True)
        with pytest.raises(StopAsyncIteration):
            await anext(mine)
        still = asyncio.ensure_future(anext(viewer))
        await asyncio.sleep(0)
        assert not still.done()
        hub.close()
        with pytest.raises(StopAsyncIteration):
            await still

    server.http.portal.call(who_goes_on)


def test_a_console_that_listens_keeps_its_own_server(server, mei):
    async def listen():
        caller = await server.studio.access.caller(mei["Authorization"])
        return await own_stream(server.studio.events, caller)

    stream = server.http.portal.call(listen)
    watch_ = Watch(server.studio)
    for _ in range(round(2 * LEAVE_AFTER_S / LOOK_EVERY_S)):
        server.clock.pass_(LOOK_EVERY_S)
        assert not watch_.is_alone()
    server.http.portal.call(stream.aclose)


def test_a_wrong_token_is_refused_before_anything_is_told(server):
    answer = server.http.get("/v1/events?host=me")
    assert problem(answer) == (401, "wrong_token")


@pytest.mark.parametrize("steps", range(6))
def test_a_server_that_leaves_in_the_moment_of_a_change_does_leave(server, steps):
    async def leave():
        running = asyncio.create_task(server.studio.events.run())
        await asyncio.sleep(0.01)
        server.studio.events.nudge()
        for _ in range(steps):
            await asyncio.sleep(0)
        running.cancel()
        done, _ = await asyncio.wait({running}, timeout=5)
        return done

    assert server.http.portal.call(leave)


def test_who_comes_at_the_same_moment_counts_too(server):
    hub = server.studio.events
    hub._most = 8

    async def crowd():
        let_in = [
            await hub.open(VIEWER, None, f"192.0.2.{n % 3}", mine=False, shared=False)
            for n in range(24)
        ]
        for stream in let_in:
            await anext(stream, None)
        most = hub.listening
        for stream in let_in:
            await stream.aclose()
        return most

    assert server.http.portal.call(crowd) == 8


def test_an_account_that_ends_while_its_stream_begins_hears_nothing(server, mei):
    async def began():
        hub = server.studio.events
        caller = await server.studio.access.caller(mei["Authorization"])
        mine = await hub.open(caller, None, "", mine=True, shared=False)
        hub.close(mine=True)
        return await anext(mine, None)

    assert server.http.portal.call(began) is None
