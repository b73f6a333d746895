"""What must hold whatever is done for speed."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import socket

import pytest

from livedesk.server import sweeper
from livedesk.server.gate import READS_AT_ONCE, ReadsLimit
from livedesk.server.listen import listening
from livedesk.server.put_off import PutOff
from tests.server.test_create import problem
from tests.server.test_downtime import Pulse
from tests.waiting import until


@pytest.fixture
def crowded(monkeypatch):
    """As with a million on air: nobody who beats is written only because the disk thinks it due."""
    monkeypatch.setattr(sweeper, "REWRITTEN_AT_ONCE", 0)


def test_the_garbage_collector_follows_nothing_of_who_is_steadily_live(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    for _ in range(2):
        server.beat(id, mei, console="console-1", on_air=True)
        server.clock.pass_(60)
    gc.collect()
    assert not gc.is_tracked(server.studio.beats._slots[id])


def test_a_beat_and_its_flush_leave_nothing_new_for_the_garbage_collector(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    server.beat(id, mei, console="console-1", on_air=True)
    server.beat(id, mei, console="console-1", on_air=True)
    book = server.studio.beats
    kept = book._slots[id]
    for _ in range(3):
        server.clock.pass_(60)
        server.beat(id, mei, console="console-1", on_air=True)
        book.want_all_written()
        rows = book.unwritten()
        server.studio.store.flush(rows)
        book.written(rows)
    assert book._slots[id] is kept
    assert book._beats(id).last == book._on_disk[id] == server.clock.now
    assert not gc.is_tracked(book._steady)
    assert not gc.is_tracked(book._on_disk)


def test_the_garbage_collector_never_passes_all_who_beat(server):
    book = server.studio.beats
    gc.collect()
    gc.freeze()
    try:
        for name in ("Mei", "Ana"):
            host = server.add_host(name)
            server.beat(server.create(host)["id"], host)
            assert not any(one is book._slots for one in gc.get_objects())
            gc.collect()
    finally:
        gc.unfreeze()


def test_a_million_whose_time_comes_at_once_are_looked_at_in_slices():
    waiting = PutOff()
    for number in range(1000):
        waiting.add(str(number), number % 7)
    assert waiting.due(-1, 100) == []
    slices = []
    while some := waiting.due(3, 100):
        slices.append(some)
    assert [len(some) for some in slices[:-1]] == [100] * (len(slices) - 1)
    found = [int(id) for some in slices for id in some]
    assert sorted(found) == [number for number in range(1000) if number % 7 <= 3]
    assert [number % 7 for number in found] == sorted(number % 7 for number in found)


def test_the_garbage_collector_passes_nobody_who_is_put_off():
    waiting = PutOff()
    for number in range(1000):
        waiting.add(str(number), 7.5)
    waiting.add("later", 8.5)
    assert len(waiting.due(7.6, 100)) == 100
    gc.collect()
    assert not any(gc.is_tracked(bucket) for bucket in waiting._waiting.values())


def test_who_comes_later_in_the_same_second_waits_till_then():
    waiting = PutOff()
    for id, at in (("a", 3.25), ("b", 3.75), ("c", 3.5)):
        waiting.add(id, at)
    assert sorted(waiting.due(3.5, 10)) == ["a", "c"]
    assert waiting.due(3.5, 10) == []
    assert waiting.due(3.75, 10) == ["b"]


def test_memory_lets_go_of_who_is_over_and_of_who_has_long_been_silent(server):
    hosts = [server.add_host(name) for name in ("Mei", "Ana", "Tom")]
    beats, ended, silent = (server.create(host)["id"] for host in hosts)
    pulse = Pulse(server)
    for id, host in zip((beats, ended, silent), hosts, strict=True):
        server.beat(id, host)
    server.http.post(f"/v1/broadcasts/{ended}/end", headers=hosts[1])
    pulse.seconds(2)
    assert set(server.studio.beats._slots) == {beats, silent}
    for _ in range(7):
        pulse.seconds(60)
        server.beat(beats, hosts[0])
    assert set(server.studio.beats._slots) == {beats}
    assert server.beat(silent, hosts[2]).status_code == 204, "a later beat loads it again"
    assert set(server.studio.beats._slots) == {beats, silent}


def test_a_token_that_was_replaced_beats_no_more_and_others_do_not_notice(server):
    mei, ana = server.add_host("Mei"), server.add_host("Ana")
    hers, other = server.create(mei)["id"], server.create(ana)["id"]
    server.sweep()
    for _ in range(2):
        assert server.beat(hers, mei).status_code == server.beat(other, ana).status_code == 204
    reads = []
    one = server.studio.live_list.one
    server.studio.live_list.one = lambda ref: reads.append(ref) or one(ref)
    server.studio.accounts.rotate("mei")
    server.sweep()
    assert problem(server.beat(hers, mei)) == (401, "wrong_token")
    assert server.beat(other, ana).status_code == 204
    assert other not in reads


def test_after_a_start_who_is_live_is_in_memory_before_anybody_beats(serving):
    first = serving()
    mei = first.add_host("Mei")
    id = first.create(mei)["id"]
    first.beat(id, mei)
    second = serving()
    until(lambda: len(second.studio.beats) == 1)
    second.studio.live_list.one = None  # nothing is read any more
    assert second.beat(id, mei).status_code == 204


@pytest.mark.usefixtures("crowded")
def test_who_is_put_off_in_memory_stays_while_it_beats_and_goes_in_time_when_it_does_not(server):
    mei = server.add_host("Mei")
    stays, goes = server.create(mei)["id"], server.create(mei)["id"]
    server.beat(stays, mei)
    server.beat(goes, mei)
    pulse = Pulse(server)
    pulse.look()
    for _ in range(10):
        pulse.seconds(60)
        assert server.beat(stays, mei).status_code == server.beat(goes, mei).status_code == 204
        assert set(server.listed()) == {stays, goes}
    pulse.seconds(60)
    server.beat(stays, mei)
    pulse.seconds(60)
    server.beat(stays, mei)
    pulse.seconds(64)
    assert server.state(goes)[0] == "live"
    pulse.seconds(2)
    assert server.state(goes) == ("offline", "heartbeat_lost")
    assert server.state(stays) == ("live", "beating")


def test_the_first_page_is_the_same_bytes_by_both_ways_and_ends_are_off_it_at_once(server):
    mei = server.add_host("Mei")
    ids = [server.create(mei)["id"] for _ in range(3)]
    for id in ids:
        server.beat(id, mei)
        server.clock.pass_(1)
    for query in ("", "sort=viewers", "limit=2", "sort=likes&limit=2"):
        short = server.http.get(f"/v1/broadcasts?{query}")
        long = server.http.get(f"/v1/broadcasts?{query}", headers=mei)
        assert short.json()["items"]
        assert short.content == long.content
        assert short.headers["etag"] == long.headers["etag"]
        assert short.headers["access-control-allow-origin"] == "*"
    for _ in range(20):  # more than are made in a second
        server.http.patch(f"/v1/broadcasts/{ids[0]}", json={"title": "New"}, headers=mei)
        server.listed()
    server.http.post(f"/v1/broadcasts/{ids[1]}/end", headers=mei)
    assert server.listed() == [ids[2], ids[0]]


@pytest.mark.parametrize("query", ["sort=name", "limit=0", "limit=201", "sort=likeslimit=5"])
def test_a_first_page_that_is_wrongly_asked_for_is_refused(server, query):
    assert problem(server.http.get(f"/v1/broadcasts?{query}")) == (400, "bad_request")


def test_a_search_pages_through_all_that_have_the_word_in_order(server):
    mei = server.add_host("Mei")
    made = []
    for number in range(12):
        id = server.create(mei, title=f"夜市 number {number}")["id"]
        server.beat(id, mei)
        made.append(id)
        server.clock.pass_(0 if number % 3 else 1)
    server.http.post(f"/v1/broadcasts/{made[5]}/end", headers=mei)
    whole = [id for id in server.listed(limit="200") if id in made]
    for sort in ("started_at", "viewers"):
        seen, cursor = [], None
        while True:
            query = {"q": "夜市 UMBE", "limit": 4, "sort": sort}
            page = server.http.get(
                "/v1/broadcasts", params=query | ({"cursor": cursor} if cursor else {})
            ).json()
            seen += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            if cursor is None:
                break
        assert len(seen) == len(set(seen)) == 11
        if sort == "started_at":
            assert seen == whole


def test_what_is_renamed_is_found_by_its_new_name_only(server):
    mei, admin = server.add_host("Mei"), server.add_admin()
    id = server.create(mei, title="guitar")["id"]
    server.beat(id, mei)
    server.http.patch(f"/v1/broadcasts/{id}", json={"title": "theremin"}, headers=mei)
    server.http.patch("/v1/hosts/mei", json={"name": "林小满"}, headers=admin)
    assert server.listed(q="guitar") == []
    assert server.listed(q="theremin") == server.listed(q="小满") == [id]
    assert server.listed(q="😀😀") == []


@pytest.mark.parametrize("how", ["host", "kick", "expiry"])
def test_what_is_over_leaves_the_search_index(server, how):
    mei = server.add_host("Mei")
    id = server.create(mei, valid_for_s=300)["id"]
    server.beat(id, mei)
    assert indexed(server) == 1
    if how == "host":
        server.http.post(f"/v1/broadcasts/{id}/end", headers=mei)
    elif how == "kick":
        server.http.post(f"/v1/broadcasts/{id}/kick", json={}, headers=server.add_admin())
    else:
        pulse = Pulse(server)
        server.clock.pass_(400)
        pulse.look()
        server.clock.pass_(400)
        pulse.look()
    assert server.http.get(f"/v1/broadcasts/{id}", headers=mei).json()["state"] == "ended"
    assert indexed(server) == 0


def indexed(server):
    with server.studio.live_list._database.reading() as connection:
        return connection.exec_driver_sql("SELECT count(*) FROM searchable").scalar_one()


def test_readers_who_do_not_take_their_answer_keep_nobody_from_reading():
    """A few turns are for asking the database, not for a stranger's slow line."""
    answered = []

    async def app(scope, receive, send):
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"a page"})

    async def run():
        limit, never = ReadsLimit(app), asyncio.Event()
        scope = {"type": "http", "method": "GET", "path": "/v1/broadcasts", "headers": []}

        async def stuck(message):
            await never.wait()

        async def takes(message):
            answered.append(message["type"])

        slow = [asyncio.create_task(limit(scope, None, stuck)) for _ in range(READS_AT_ONCE)]
        await asyncio.sleep(0)
        async with asyncio.timeout(5):
            await limit(scope, None, takes)
        for task in slow:
            task.cancel()

    asyncio.run(run())
    assert answered == ["http.response.start", "http.response.body"]


def test_an_answer_does_not_wait_until_its_headers_are_confirmed():
    async def accepted() -> int:
        delays = asyncio.get_running_loop().create_future()

        def called(reader, writer):
            line = writer.get_extra_info("socket")
            delays.set_result(line.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with contextlib.closing(listening("127.0.0.1", 0)) as heard:
            server = await asyncio.start_server(called, sock=heard)
            _, writer = await asyncio.open_connection(*heard.getsockname())
            at_once = await delays
            writer.close()
            server.close()
        return at_once

    assert asyncio.run(accepted())
