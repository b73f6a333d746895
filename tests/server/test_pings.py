"""Viewers' pings and likes before the router: the same bytes, and never by what is out of date."""

from __future__ import annotations

import asyncio
import json
import threading
from types import SimpleNamespace

import pytest
from starlette.testclient import TestClient

from livedesk.domain.errors import StoreUnavailable
from livedesk.domain.verdict import Reason, State
from livedesk.server.audience import MOST_IDS, MOST_LIKES, AudienceBook
from livedesk.server.rooms import FORGOTTEN_S, LOOK_EVERY_S, Room
from tests.server.test_audience import VIEWER, at, like, on_air, record, watch
from tests.server.test_create import problem

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def mei(server):
    return server.add_host("Mei")


@pytest.fixture
def show(server, mei):
    """The id of a broadcast that is on air and watched already."""
    id = on_air(server, mei)
    assert watch(server.http, id).status_code == 204
    return id


@pytest.fixture
def router(server):
    """The same server without what stands before the router."""
    client = TestClient(
        server.http.app.shortcut._app, base_url="http://127.0.0.1:8787", client=("127.0.0.1", 50000)
    )
    client.portal = server.http.portal
    return client


@pytest.fixture
def no_router(server):
    """What is asked of the router is remembered, and the router does not answer."""
    asked = []

    async def app(scope, receive, send):
        asked.append(scope["path"])
        await send({"type": "http.response.start", "status": 500, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    server.http.app.shortcut._app = app
    return asked


def same(short, long):
    assert short.status_code == long.status_code, (short.text, long.text)
    assert short.headers.raw == long.headers.raw
    assert short.content == long.content
    return short


def look(server):
    """What the server does twice a second by itself."""
    server.http.portal.call(server.http.app.state.neighbours.look)


@pytest.mark.parametrize(
    "said",
    [
        None,
        {},
        {"played_s": 5},
        {"played_s": 5.25, "device": "iPhone\u202e 7", "delay_s": 3},
        {"played_s": 5, "device": None, "delay_s": None},
        {"played_s": None, "device": "iPhone"},
        {"played_s": 0},
        {"played_s": -1},
        {"played_s": 2e6},
        {"played_s": "5"},
        {"played_s": "long"},
        {"played_s": True},
        {"played_s": 5, "delay_s": 3601},
        {"played_s": 5, "delay_s": "soon"},
        {"played_s": 5, "device": "x" * 41},
        {"played_s": 5, "device": 7},
        {"played_s": 5, "mood": "good"},
        [],
        "here",
        5,
    ],
)
def test_a_ping_is_answered_and_kept_as_by_the_router(server, router, mei, show, said):
    kept = []
    for http in (server.http, router):
        content = b"" if said is None else json.dumps(said).encode()
        path = f"/v1/broadcasts/{show}/viewers/{VIEWER}"
        kept.append(http.put(path, content=content, headers=JSON))
        server.clock.pass_(20)
        server.beat(show, mei)
        server.sweep()
        proof = record(server, show, mei)["proof"]
        kept.append(proof and {**proof, "at": None})
    same(kept[0], kept[2])
    assert kept[1] == kept[3]


@pytest.mark.parametrize(
    ("content", "headers"),
    [
        (b"{", JSON),
        (b'{"played_s": NaN}', JSON),
        (b'{"played_s": 1e999}', JSON),
        (b"\xff\xfe", JSON),
        (b"[" * 900, JSON),
        (b"null", JSON),
        (b'{"played_s": 5}', {}),
        (b'{"played_s": 5}', {"Content-Type": "text/plain"}),
        (b'{"played_s": 5}', {"Content-Type": "application/json; charset=utf-8"}),
        (b'{"played_s": 5, "device": "' + b"x" * 2000 + b'"}', JSON),
        (b"x" * 70_000, JSON),
        (b"", {"Content-Length": "x"}),
        (b"", {"Authorization": "Bearer ldh_wrong"}),
        (b"", {"Origin": "https://example.com"}),
    ],
)
def test_whatever_else_comes_is_answered_as_by_the_router(server, router, show, content, headers):
    for call, path in (("PUT", f"viewers/{VIEWER}"), ("POST", "likes")):
        answers = [
            http.request(call, f"/v1/broadcasts/{show}/{path}", content=content, headers=headers)
            for http in (server.http, router)
        ]
        if answers[0].status_code == 200:  # each is one like more
            assert answers[0].json()["likes"] + 1 == answers[1].json()["likes"]
            assert answers[0].headers.raw == answers[1].headers.raw
        else:
            same(*answers)


@pytest.mark.parametrize(
    "path",
    [
        "viewers/short",
        "viewers/" + "x" * 65,
        "viewers/with space in it",
        f"viewers/{VIEWER}/more",
        "viewers/",
        "cover",
        "nothing",
    ],
)
def test_another_path_is_the_router_s(server, router, show, path):
    same(*(http.put(f"/v1/broadcasts/{show}/{path}") for http in (server.http, router)))


def test_what_is_refused_is_refused_with_the_same_bytes(server, router, mei, show):
    over, held = on_air(server, mei), on_air(server, mei)
    for id in (over, held):
        watch(server.http, id)
    server.http.post(f"/v1/broadcasts/{over}/end", headers=mei)
    admin = server.add_admin()
    server.http.post(f"/v1/broadcasts/{held}/kick", json={"hold_s": 60}, headers=admin)
    code = record(server, show)["code"]
    for call in (watch, like):
        for id, said in {
            over: (409, "ended"),
            held: (409, "not_listed"),
            code: (400, "id_needed"),
            "nobody": (404, "not_found"),
            "no_body": (404, "not_found"),
        }.items():
            assert problem(same(call(server.http, id), call(router, id))) == said
    for n in range(1, MOST_IDS):
        assert watch(server.http, show, f"{VIEWER}-{n}").status_code == 204
    refused = same(*(watch(http, show, f"{VIEWER}-x") for http in (server.http, router)))
    assert problem(refused) == (429, "too_many_requests")
    for _ in range(MOST_LIKES):
        assert like(server.http, show).status_code == 200
    assert problem(same(like(server.http, show), like(router, show))) == (429, "too_many_requests")


def test_what_memory_knows_is_answered_without_the_router_and_what_it_does_not_know_is_not(
    server, show, no_router
):
    look(server)
    assert watch(server.http, show).status_code == 204
    assert watch(server.http, show, played_s=5).status_code == 204
    assert like(server.http, show).json() == {"likes": 1}
    assert no_router == []
    server.clock.pass_(LOOK_EVERY_S)
    look(server)
    assert watch(server.http, show).status_code == 204  # alone, memory knows it for good
    assert no_router == []
    server.clock.pass_(LOOK_EVERY_S)
    assert watch(server.http, show).status_code == 500  # for so long nobody has looked for news
    assert len(no_router) == 1


def test_after_the_first_look_the_database_is_asked_no_more(server, mei, show, monkeypatch):
    asked = []
    really = server.studio.live_list.each
    monkeypatch.setattr(
        type(server.studio.live_list), "each", lambda self, ids: asked.append(ids) or really(ids)
    )
    for _ in range(5):
        server.clock.pass_(30)
        server.beat(show, mei)
        look(server)
        assert watch(server.http, show).status_code == 204
        assert like(server.http, show).status_code == 200
    assert asked == []


@pytest.mark.parametrize("how", ["end", "kick", "hold", "silence", "disabled"])
def test_who_leaves_the_list_is_watched_no_more_at_once(server, mei, show, how):
    look(server)
    assert watch(server.http, show).status_code == 204
    admin = server.add_admin()
    if how == "end":
        server.http.post(f"/v1/broadcasts/{show}/end", headers=mei)
    elif how == "silence":
        server.clock.pass_(400)
        server.sweep()
        look(server)
    elif how == "disabled":
        server.studio.accounts.change("mei", disabled=True)  # as the command does
        server.sweep()
    else:
        told = {"hold_s": 60} if how == "hold" else {}
        server.http.post(f"/v1/broadcasts/{show}/kick", json=told, headers=admin)
    assert watch(server.http, show).status_code == 409
    assert like(server.http, show).status_code == 409
    assert server.studio.audience.rooms.watching == 0


def test_a_kick_whose_note_is_not_written_is_known_all_the_same(server, show, monkeypatch):
    """The database went away in between: it is over, and nobody is told otherwise."""

    def away(*told):
        raise StoreUnavailable("away")

    admin = server.add_admin()
    monkeypatch.setattr(type(server.studio.audit), "note", away)
    answer = server.http.post(f"/v1/broadcasts/{show}/kick", json={}, headers=admin)
    assert answer.status_code == 503
    assert problem(watch(server.http, show)) == (409, "ended")


def test_one_whose_follow_up_fails_keeps_nobody_else_from_being_known(server, mei, monkeypatch):
    shows = [on_air(server, mei) for _ in range(2)]
    ended = [server.studio.store.end(id) for id in shows]
    really = server.studio.changed

    async def changed(self, stored):
        if stored.id == shows[0]:
            raise StoreUnavailable("away")
        return await really(stored)

    for id in shows:
        watch(server.http, id)
    monkeypatch.setattr(type(server.studio), "changed", changed)
    with pytest.raises(StoreUnavailable):
        server.http.portal.call(server.studio.all_changed, ended)
    assert server.beat(shows[1], mei).status_code == 409


def test_likes_are_right_although_the_row_changes_while_they_are_written(
    server, mei, show, monkeypatch
):
    like(server.http, show)
    server.sweep()
    server.clock.pass_(5)
    assert like(server.http, show).json() == {"likes": 2}
    store = server.studio.audience_store
    really = type(store).write

    def write(self, counted, now):
        before = server.studio.live_list.each([show])[show]
        likes = really(self, counted, now)
        server.http.portal.call(server.studio.changed, before)  # overtaken by the write
        return likes

    monkeypatch.setattr(type(store), "write", write)
    server.sweep()
    assert like(at(server, "192.0.2.7"), show).json() == {"likes": 3}


def test_a_room_s_viewers_are_counted_and_forgotten_in_one_walk():
    room = Room(stored=None, looked_at=0.0)
    for n in range(1000):
        room.seen(f"viewer-{n}", n / 100, f"192.0.2.{n % 7}")
    room.seen("viewer-0", 50.0, "192.0.2.99")
    assert (len(room.viewers), sum(room.ids.values())) == (1000, 1000)
    room.expire(FORGOTTEN_S + 9.0)
    assert (len(room.viewers), sum(room.ids.values())) == (101, 101)
    room.expire(1e6)
    assert (room.viewers, room.ids) == ({}, {})


# The rooms alone, with a database that the test holds.


def stored(id, change=1, state=State.LIVE):
    over = "host" if state is State.ENDED else None
    reason = Reason.ENDED_BY_HOST if state is State.ENDED else Reason.BEATING
    return SimpleNamespace(id=id, change=change, state=state, reason=reason, over=over, likes=0)


class Shelf:
    """Answers when the test says so."""

    def __init__(self, *rows):
        self.rows = {row.id: row for row in rows}
        self.asked = []
        self.is_asked, self.may_answer = threading.Event(), threading.Event()
        self.away = False

    def each(self, ids):
        self.asked.append(list(ids))
        found = {id: self.rows[id] for id in ids if id in self.rows}
        self.is_asked.set()
        self.may_answer.wait(5)
        if self.away:
            raise StoreUnavailable("away")
        return found


def watched(book, ids):
    return [
        asyncio.create_task(book.watch(id, f"{VIEWER}-{n}", "192.0.2.1"))
        for n, id in enumerate(ids)
    ]


def test_a_thousand_cold_rooms_are_read_in_a_few_questions(clock):
    async def run():
        shelf = Shelf(*(stored(f"{n:04}") for n in range(1000)))
        book = AudienceBook(shelf, clock)
        shelf.may_answer.set()
        await asyncio.gather(*watched(book, [f"{n % 1000:04}" for n in range(3000)]))
        assert sorted(id for ids in shelf.asked for id in ids) == sorted(shelf.rows)
        assert len(shelf.asked) < 20
        assert book.rooms.watching == 3000

    asyncio.run(run())


def test_what_is_written_while_a_room_is_read_is_not_overlooked(clock):
    async def run():
        shelf = Shelf(stored("ends"), stored("stays"))
        book = AudienceBook(shelf, clock)
        tasks = watched(book, ["ends", "stays"])
        assert await asyncio.to_thread(shelf.is_asked.wait, 5)
        assert book.is_behind("ends", 0)  # nobody knows what is being read
        book.told(stored("ends", 2, State.ENDED))
        shelf.may_answer.set()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert [getattr(one, "code", None) for one in done] == ["ended", None]
        assert book.rooms.get("ends") is None

    asyncio.run(run())


def test_where_the_database_is_away_everybody_is_told_and_the_next_may_ask_again(clock):
    async def run():
        shelf = Shelf(stored("show"))
        shelf.away = True
        book = AudienceBook(shelf, clock)
        shelf.may_answer.set()
        done = await asyncio.gather(*watched(book, ["show"] * 3), return_exceptions=True)
        assert [type(one) for one in done] == [StoreUnavailable] * 3
        shelf.away = False
        await asyncio.gather(*watched(book, ["show"]))
        assert book.rooms.watching == 1

    asyncio.run(run())


def test_who_gives_up_waiting_does_not_keep_others_from_it(clock):
    async def run():
        shelf = Shelf(stored("show"))
        book = AudienceBook(shelf, clock)
        tasks = watched(book, ["show"] * 2)
        assert await asyncio.to_thread(shelf.is_asked.wait, 5)
        tasks[0].cancel()
        shelf.may_answer.set()
        done = await asyncio.gather(*tasks, return_exceptions=True)
        assert isinstance(done[0], asyncio.CancelledError)
        assert done[1] is None

    asyncio.run(run())
