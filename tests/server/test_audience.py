"""Viewers and likes: counted, bounded, written, and shown to the host as proof."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from livedesk.domain.errors import StoreUnavailable
from livedesk.server.audience import MOST_IDS, MOST_LIKES
from livedesk.server.sweeper import Sweeper
from tests.server.test_create import problem

VIEWER = "viewer-0123456789"


@pytest.fixture
def mei(server):
    return server.add_host("林小满")


@pytest.fixture
def show(server, mei):
    """The id of a broadcast that is on air."""
    return on_air(server, mei)


def on_air(server, by, **asked):
    id = server.create(by, **asked)["id"]
    server.beat(id, by)
    return id


def at(server, address: str) -> TestClient:
    """A caller from another address."""
    client = TestClient(server.http.app, base_url="http://127.0.0.1:8787", client=(address, 50000))
    client.portal = server.http.portal
    return client


def watch(http, id, viewer=VIEWER, **said):
    return http.put(f"/v1/broadcasts/{id}/viewers/{viewer}", json=said or None)


def like(http, id):
    return http.post(f"/v1/broadcasts/{id}/likes")


def record(server, id, by=None):
    return server.http.get(f"/v1/broadcasts/{id}", headers=by).json()


def viewers(server, id) -> int:
    server.sweep()
    return record(server, id)["viewers"]


def test_each_viewer_counts_once(server, show):
    for viewer in (VIEWER, VIEWER, VIEWER + "b"):
        assert watch(server.http, show, viewer).status_code == 204
    assert viewers(server, show) == 2
    assert record(server, show)["peak_viewers"] == 2


def test_who_says_nothing_for_ninety_seconds_is_forgotten_and_the_peak_stays(server, mei, show):
    watch(server.http, show)
    watch(server.http, show, VIEWER + "b")
    assert viewers(server, show) == 2
    for _ in range(4):
        server.clock.pass_(30)
        server.beat(show, mei)
        watch(server.http, show)
    assert viewers(server, show) == 1
    assert record(server, show)["peak_viewers"] == 2


def test_likes_are_counted_and_answered(server, show):
    assert like(server.http, show).json() == {"likes": 1}
    assert like(at(server, "192.0.2.7"), show).json() == {"likes": 2}
    server.sweep()
    assert record(server, show)["likes"] == 2
    assert like(server.http, show).json() == {"likes": 3}


def test_counters_of_one_broadcast_are_written_every_five_seconds_at_most(server, show):
    like(server.http, show)
    server.sweep()
    before = server.studio.live_list.change()
    for _ in range(4):
        like(server.http, show)
        server.clock.pass_(1)
        server.sweep()
    assert server.studio.live_list.change() == before
    server.clock.pass_(1)
    server.sweep()
    assert record(server, show)["likes"] == 5


def test_an_address_likes_ten_times_a_minute(server, mei, show):
    for _ in range(MOST_LIKES):
        assert like(server.http, show).status_code == 200
        server.clock.pass_(1)
    refused = like(server.http, show)
    assert problem(refused) == (429, "too_many_requests")
    assert 0 < int(refused.headers["Retry-After"]) <= 60
    assert like(at(server, "192.0.2.7"), show).status_code == 200
    assert like(server.http, on_air(server, mei)).status_code == 200
    server.clock.pass_(int(refused.headers["Retry-After"]))
    assert like(server.http, show).status_code == 200


def test_an_address_has_fifty_viewers(server, show):
    for n in range(MOST_IDS):
        assert watch(server.http, show, f"{VIEWER}-{n}").status_code == 204
    refused = watch(server.http, show)
    assert problem(refused) == (429, "too_many_requests")
    assert int(refused.headers["Retry-After"]) > 0
    assert watch(server.http, show, f"{VIEWER}-0").status_code == 204  # one of them again
    assert watch(at(server, "192.0.2.7"), show).status_code == 204
    assert viewers(server, show) == MOST_IDS + 1


def test_a_network_of_ipv6_is_one_address(server, show):
    for n in range(MOST_IDS):
        assert watch(at(server, f"2001:db8::{n:x}"), show, f"{VIEWER}-{n}").status_code == 204
    assert watch(at(server, "2001:db8::ffff"), show).status_code == 429
    assert watch(at(server, "2001:db8:0:1::1"), show).status_code == 204


def test_a_viewer_who_walks_out_of_the_wi_fi_is_still_one(server, show):
    watch(server.http, show)
    watch(at(server, "192.0.2.7"), show)
    assert viewers(server, show) == 1


@pytest.mark.parametrize("viewer", ["short", "x" * 65, "has space in it..", "%C3%A9" * 16])
def test_a_viewer_s_id_has_16_to_64_plain_characters(server, show, viewer):
    assert problem(watch(server.http, show, viewer)) == (400, "bad_request")


def test_only_what_is_listed_is_watched(server, mei):
    ready = server.create(mei)["id"]
    rehearsal = server.create(mei, rehearsal=True)["id"]
    server.beat(rehearsal, mei)
    over = on_air(server, mei)
    server.http.post(f"/v1/broadcasts/{over}/end", headers=mei)
    for call in (like, watch):
        assert problem(call(server.http, ready)) == (409, "not_listed")
        assert problem(call(server.http, rehearsal)) == (409, "not_listed")
        assert problem(call(server.http, over)) == (409, "ended")
        assert problem(call(server.http, "nobody")) == (404, "not_found")


def test_a_code_is_answered_with_the_id(server, mei, show):
    code = record(server, show)["code"]
    for call in (like, watch):
        answer = call(server.http, code)
        assert problem(answer) == (400, "id_needed")
        assert answer.json()["id"] == show


def test_who_goes_off_air_has_no_viewers_at_once_but_keeps_likes(server, mei, show):
    watch(server.http, show)
    like(server.http, show)
    assert viewers(server, show) == 1
    like(server.http, show)  # not written yet
    server.http.post(f"/v1/broadcasts/{show}/end", headers=mei)
    assert record(server, show)["viewers"] == 0
    assert problem(like(server.http, show)) == (409, "ended")
    server.clock.pass_(5)
    server.sweep()
    final = record(server, show)
    assert (final["viewers"], final["peak_viewers"], final["likes"]) == (0, 1, 2)


def test_likes_survive_a_restart_and_viewers_have_half_a_minute_to_come_back(serving):
    before = serving()
    mei = before.add_host("Mei")
    id = on_air(before, mei)
    like(before.http, id)
    for n in range(3):
        watch(before.http, id, f"{VIEWER}-{n}")
    before.sweep()
    after = serving()
    assert like(after.http, id).json() == {"likes": 2}
    watch(after.http, id)
    after.clock.pass_(6)
    after.sweep()
    assert (record(after, id)["likes"], record(after, id)["viewers"]) == (2, 3)
    after.clock.pass_(36)
    watch(after.http, id)
    assert viewers(after, id) == 1


def test_viewers_of_a_server_that_is_gone_are_forgotten(serving):
    before = serving(node="one")
    mei = before.add_host("Mei")
    id = on_air(before, mei)
    watch(before.http, id)
    before.sweep()
    after = serving(node="two")
    watch(after.http, id, VIEWER + "b")
    after.sweep()
    assert record(after, id)["viewers"] == 2
    for _ in range(5):
        after.clock.pass_(30)
        after.beat(id, mei)
        watch(after.http, id, VIEWER + "b")
        after.sweep()
    assert record(after, id)["viewers"] == 1


def test_nothing_is_lost_or_counted_twice_while_the_database_is_away(server, show, monkeypatch):
    like(server.http, show)
    store = server.studio.audience_store
    really = type(store).write

    def away(self, counted, now):
        raise StoreUnavailable("away")

    monkeypatch.setattr(type(store), "write", away)
    server.sweep()
    assert record(server, show)["likes"] == 0
    monkeypatch.setattr(type(store), "write", really)
    assert like(server.http, show).json() == {"likes": 2}
    server.sweep()
    assert record(server, show)["likes"] == 2


def test_the_host_sees_the_newest_proof_and_nobody_else_does(server, mei, show):
    watch(server.http, show)
    server.sweep()
    assert record(server, show, mei)["proof"] is None
    server.clock.pass_(5)
    watch(server.http, show, played_s=5.2, device="iPhone", delay_s=3.1)
    server.sweep()
    proof = record(server, show, mei)["proof"]
    assert proof == {"device": "iPhone", "played_s": 5.2, "delay_s": 3.1, "at": proof["at"]}
    assert record(server, show, server.add_admin())["proof"] == proof
    assert record(server, show)["proof"] is None
    assert record(server, show, server.add_host("Tom"))["proof"] is None
    changed = server.http.patch(f"/v1/broadcasts/{show}", json={"title": "x"}, headers=mei).json()
    assert changed["proof"] == proof
    mine = server.http.get("/v1/broadcasts?host=me", headers=mei).json()["items"]
    assert mine[0]["proof"] is None


def test_a_stranger_s_word_is_plain_and_short(server, mei, show):
    watch(server.http, show, played_s=5, device="i\u202ePh\x00one\n 7")
    server.sweep()
    assert record(server, show, mei)["proof"]["device"] == "iPhone 7"
    assert problem(watch(server.http, show, played_s=5, device="x" * 41)) == (400, "bad_request")
    assert problem(watch(server.http, show, played_s=-1)) == (400, "bad_request")
    assert problem(watch(server.http, show, mood="good")) == (400, "bad_request")


@pytest.mark.parametrize("sort", ["viewers", "likes"])
def test_the_list_is_sorted_by_counters_page_by_page(server, mei, sort):
    shows = [on_air(server, mei) for _ in range(5)]
    for n, id in enumerate(shows):
        for m in range(n % 4):
            watch(server.http, id, f"{VIEWER}-{m}")
            like(server.http, id)
    server.sweep()
    seen, cursor = [], None
    while True:
        query = {"limit": 2, "sort": sort} | ({"cursor": cursor} if cursor else {})
        page = server.http.get("/v1/broadcasts", params=query).json()
        seen += [(item[sort], item["id"]) for item in page["items"]]
        if (cursor := page["next_cursor"]) is None:
            break
    assert seen == sorted(seen, reverse=True)
    assert {id for _, id in seen} == set(shows)
    assert [count for count, _ in seen] == [3, 2, 1, 0, 0]


def test_what_nobody_watches_takes_no_memory(server, mei, show):
    watch(server.http, show)
    like(server.http, show)
    sweeper = Sweeper(server.studio)
    for _ in range(5):
        server.clock.pass_(50)
        server.beat(show, mei)
        server.http.portal.call(sweeper.look)
    book = server.studio.audience
    assert (len(book.rooms), book.rooms.watching, book._liked) == (0, 0, {})
