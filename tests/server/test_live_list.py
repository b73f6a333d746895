from __future__ import annotations

import base64
import time

import pytest

from tests.server.test_create import problem


@pytest.fixture
def mei(server):
    return server.add_host("林小满")


def on_air(server, by, **asked):
    record = server.create(by, **asked)
    server.beat(record["id"], by)
    server.clock.pass_(1)
    return record["id"]


def test_the_list_shows_who_is_on_newest_first(server, mei):
    first, second = on_air(server, mei), on_air(server, mei)
    server.create(mei)
    assert server.listed() == [second, first]


def test_pages_never_repeat_or_miss_a_row(server, mei):
    made = {on_air(server, mei) for _ in range(7)}
    seen, cursor = [], None
    while True:
        query = {"limit": 3} | ({"cursor": cursor} if cursor else {})
        page = server.http.get("/v1/broadcasts", params=query).json()
        seen += [item["id"] for item in page["items"]]
        if len(seen) == 3:  # a new one comes on top while somebody pages
            on_air(server, mei)
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert len(seen) == len(set(seen)) == 7
    assert set(seen) == made


def a_cursor(text):
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "cursor",
    [
        *("x", "bm9uZQ", "WzEsMl0", "é", "W10"),
        a_cursor(f'[{"9" * 100}, "a"]'),
        a_cursor('[1, "\\ud800"]'),
        a_cursor('[NaN, "a"]'),
    ],
)
def test_a_made_up_cursor_is_refused(server, cursor):
    answer = server.http.get("/v1/broadcasts", params={"cursor": cursor})
    assert problem(answer) == (400, "bad_request")


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("云南", True),
        ("徒步 第12", True),
        ("HIKE", True),
        ("小满", True),
        ("8888_hi", True),
        ("ÉCOLE", True),
        ("école", True),
        ("hike_yn12", False),  # the code is found by its beginning
        ("云南 大理", False),
        ("100%", False),
        ("_", True),  # a single character asks for nothing
    ],
)
def test_search_finds_words_of_title_and_host_and_the_beginning_of_the_code(server, mei, q, found):
    id = on_air(server, mei, title="云南徒步第12天 hike École", suffix="hike_yn12")
    assert server.listed(q=q) == ([id] if found else [])


def test_an_unchanged_list_is_not_sent_again(server, mei):
    on_air(server, mei)
    first = server.http.get("/v1/broadcasts")
    again = server.http.get("/v1/broadcasts", headers={"If-None-Match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    on_air(server, mei)
    changed = server.http.get("/v1/broadcasts", headers={"If-None-Match": first.headers["etag"]})
    assert changed.status_code == 200


def test_a_header_made_to_be_slow_is_read_at_once(server):
    began = time.monotonic()
    server.http.get("/v1/broadcasts", headers={"If-None-Match": f'"a"{" " * 60_000}"b"'})
    assert time.monotonic() - began < 1


def test_a_host_sees_its_own_in_every_state(server, mei):
    ready, live = server.create(mei)["id"], on_air(server, mei)
    ended = server.create(mei)["id"]
    server.http.post(f"/v1/broadcasts/{ended}/end", headers=mei)
    on_air(server, server.add_host("Ana"))

    def mine(**query):
        answer = server.http.get("/v1/broadcasts", params={"host": "me", **query}, headers=mei)
        return {item["id"] for item in answer.json()["items"]}

    assert mine() == {ready, live, ended}
    assert mine(state="ready") == {ready}


def test_only_an_admin_asks_for_other_states(server, mei):
    id = server.create(mei)["id"]
    refused = server.http.get("/v1/broadcasts?state=ready", headers=mei)
    assert problem(refused) == (403, "forbidden")
    found = server.http.get("/v1/broadcasts?state=ready", headers=server.add_admin()).json()
    assert [item["id"] for item in found["items"]] == [id]


def test_by_code_one_gets_the_unfinished_broadcast_else_the_latest(server, mei):
    old = server.create(mei, suffix="show")
    server.http.post(f"/v1/broadcasts/{old['id']}/end", headers=mei)
    server.clock.pass_(1)
    path = f"/v1/broadcasts/{old['code'].upper()}"
    assert server.http.get(path).json()["id"] == old["id"]
    new = server.create(mei, suffix="show")
    assert server.http.get(path).json()["id"] == new["id"]


def test_a_rehearsal_shows_nothing_to_others(server, mei):
    id = server.create(mei, rehearsal=True)["id"]
    server.beat(id, mei)
    assert server.listed() == []
    seen = server.http.get(f"/v1/broadcasts/{id}").json()
    assert (seen["play"], seen["watch_url"], seen["reason"]) == ({}, None, "rehearsal")
    assert server.http.get(f"/v1/broadcasts/{id}", headers=mei).json()["play"]
    server.http.patch(f"/v1/broadcasts/{id}", json={"rehearsal": False}, headers=mei)
    assert server.listed() == [id]


def test_ending_takes_off_at_once_and_twice_is_once(server, mei):
    id = on_air(server, mei)
    first = server.http.post(f"/v1/broadcasts/{id}/end", headers=mei).json()
    assert server.listed() == []
    server.clock.pass_(5)
    assert server.http.post(f"/v1/broadcasts/{id}/end", headers=mei).json() == first
    assert first["state"] == "ended"
    assert first["segments"][0]["end"] is not None


def test_what_is_left_out_of_a_change_stays(server, mei):
    id = server.create(mei, cover_url="https://example.com/a.jpg")["id"]
    path = f"/v1/broadcasts/{id}"
    assert server.http.patch(path, json={"title": "New"}, headers=mei).json()["title"] == "New"
    assert server.http.get(path).json()["cover_url"] == "https://example.com/a.jpg"
    server.http.patch(path, json={"cover_url": ""}, headers=mei)
    assert server.http.get(path).json()["cover_url"] is None
    server.http.post(f"{path}/end", headers=mei)
    assert problem(server.http.patch(path, json={"title": "x"}, headers=mei)) == (409, "ended")


def test_changes_take_the_id_and_only_from_the_host(server, mei):
    record = server.create(mei)
    ana = server.add_host("Ana")
    for method, tail in (("PATCH", ""), ("POST", "/end")):
        by_code = server.http.request(
            method, f"/v1/broadcasts/{record['code']}{tail}", json={}, headers=mei
        )
        assert problem(by_code) == (400, "id_needed")
        assert by_code.json()["id"] == record["id"]
        path = f"/v1/broadcasts/{record['id']}{tail}"
        assert problem(server.http.request(method, path, json={}, headers=ana))[0] == 403
        assert problem(server.http.request(method, path, json={}))[0] == 401
        missing = server.http.request(method, f"/v1/broadcasts/no{tail}", json={}, headers=mei)
        assert problem(missing) == (404, "not_found")


def test_an_unused_code_ends_when_it_expires(server, mei):
    id = server.create(mei, valid_for_s=300)["id"]
    server.clock.pass_(300)
    server.sweep()
    assert server.state(id) == ("ended", "expired")
