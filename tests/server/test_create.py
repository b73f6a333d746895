from __future__ import annotations

import pytest

from livedesk.settings import MediaSettings


def problem(answer):
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == answer.status_code
    assert body["detail"].endswith((".", '"'))
    return answer.status_code, body["code"]


def test_a_host_gets_a_live_code_with_all_its_addresses(server):
    mei = server.add_host("Mei")
    record = server.create(mei, title="Evening talk", suffix="test_12345_test")
    assert record["code"] == "8888_test_12345_test"
    assert record["state"] == "ready"
    assert record["push"]["server"] == "rtmp://8888.livepush.myqcloud.com/live"
    assert record["push"]["stream_key"] == "8888_test_12345_test?bizid=8888"
    assert record["push"]["url"] == "{server}/{stream_key}".format(**record["push"])
    assert record["play"] == {
        "rtmp": "rtmp://8888.liveplay.myqcloud.com/live/8888_test_12345_test",
        "flv": "http://8888.liveplay.myqcloud.com/live/8888_test_12345_test.flv",
        "hls": "http://8888.liveplay.myqcloud.com/live/8888_test_12345_test.m3u8",
    }
    assert record["watch_url"] == "http://127.0.0.1:8787/watch/8888_test_12345_test"
    assert record["heartbeat"] == {"interval_s": 60.0, "misses": 3}


def test_the_default_suffix_is_the_host_and_six_random_characters(server):
    code = server.create(server.add_host("Mei"))["code"]
    bizid, host, random = code.split("_")
    assert (bizid, host, len(random)) == ("8888", "mei", 6)


def test_a_new_play_domain_shows_in_old_records(serving):
    first = serving()
    mei = first.add_host("Mei")
    id = first.create(mei)["id"]
    later = serving(MediaSettings(kind="tencent", bizid="8888", play_domain="play.example.com"))
    play = later.http.get(f"/v1/broadcasts/{id}").json()["play"]
    assert play["flv"].startswith("https://play.example.com/live/8888_mei_")


def test_only_host_and_admin_see_the_push_address(server):
    mei, ana, admin = server.add_host("Mei"), server.add_host("Ana"), server.add_admin()
    id = server.create(mei)["id"]
    seen = {
        who: server.http.get(f"/v1/broadcasts/{id}", headers=headers).json()["push"] is not None
        for who, headers in (("mei", mei), ("ana", ana), ("admin", admin), ("anyone", {}))
    }
    assert seen == {"mei": True, "ana": False, "admin": True, "anyone": False}
    mine = server.http.get("/v1/broadcasts", params={"host": "me"}, headers=mei).json()
    assert [item["push"] for item in mine["items"]] == [None]


def test_another_hosts_code_is_taken_for_good_whatever_its_case(server):
    mei, ana = server.add_host("Mei"), server.add_host("Ana")
    record = server.create(mei, suffix="show")
    server.http.post(f"/v1/broadcasts/{record['id']}/end", headers=mei)
    asked = {"title": "Mine", "suffix": "SHOW"}
    answer = server.http.post("/v1/broadcasts", json=asked, headers=ana)
    assert problem(answer) == (409, "code_taken")
    assert server.create(mei, suffix="show")["id"] != record["id"]


def test_an_unfinished_broadcast_on_the_own_code_is_named(server):
    mei = server.add_host("Mei")
    record = server.create(mei, suffix="show")
    answer = server.http.post("/v1/broadcasts", json={"title": "2", "suffix": "show"}, headers=mei)
    assert problem(answer) == (409, "unfinished")
    assert answer.json()["broadcast_id"] == record["id"]


def test_a_repeated_create_gives_the_same_record(server):
    mei = server.add_host("Mei")
    headers = {**mei, "Idempotency-Key": "12345678"}
    first = server.http.post("/v1/broadcasts", json={"title": "Cats"}, headers=headers)
    again = server.http.post("/v1/broadcasts", json={"title": "Cats"}, headers=headers)
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json() == again.json()
    other = server.http.post("/v1/broadcasts", json={"title": "Dogs"}, headers=headers)
    assert problem(other) == (409, "idempotency")
    server.clock.pass_(24 * 3600 + 1)
    later = server.http.post("/v1/broadcasts", json={"title": "Dogs"}, headers=headers)
    assert later.status_code == 201


def test_the_same_key_of_two_hosts_is_two_keys(server):
    made = [
        server.create({**server.add_host(name), "Idempotency-Key": "12345678"})["id"]
        for name in ("Mei", "Ana")
    ]
    assert made[0] != made[1]


def test_a_host_has_only_so_many_unfinished_broadcasts(serving):
    server = serving(server={"max_unfinished_per_host": 2})
    mei = server.add_host("Mei")
    first = server.create(mei)
    server.create(mei)
    answer = server.http.post("/v1/broadcasts", json={"title": "3"}, headers=mei)
    assert problem(answer) == (429, "too_many_unfinished")
    assert answer.headers["retry-after"]
    server.http.post(f"/v1/broadcasts/{first['id']}/end", headers=mei)
    server.create(mei)


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "bad_request"),
        ({"title": ""}, "bad_request"),
        ({"title": "   "}, "bad_request"),
        ({"title": "x" * 201}, "bad_request"),
        ({"title": "a\x00b"}, "bad_request"),
        ({"title": "\u200b"}, "bad_request"),
        ({"title": "abc\u202etxt"}, "bad_request"),
        ({"title": 7}, "bad_request"),
        ({"title": "Cats", "suffix": "ana code!"}, "bad_live_code"),
        ({"title": "Cats", "suffix": "x" * 76}, "bad_live_code"),
        ({"title": "Cats", "valid_for_s": 299}, "bad_request"),
        ({"title": "Cats", "valid_for_s": 604801}, "bad_request"),
        ({"title": "Cats", "cover_url": "javascript:alert(1)"}, "bad_request"),
        ({"title": "Cats", "titel": "typo"}, "bad_request"),
    ],
)
def test_what_cannot_be_created_is_told_in_a_sentence(server, asked, code):
    mei = server.add_host("Mei")
    answer = server.http.post("/v1/broadcasts", json=asked, headers=mei)
    assert problem(answer) == (400, code)
    assert server.http.get("/v1/broadcasts?host=me", headers=mei).json()["items"] == []


def test_a_title_is_one_line(server):
    assert server.create(server.add_host("Mei"), title=" a \n b ")["title"] == "a b"


@pytest.mark.parametrize(
    "title",
    [
        "\U0001f468\u200d\U0001f469\u200d\U0001f467 at home",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "new \U0001fae9",
    ],
)
def test_a_title_may_have_any_emoji_and_any_script(server, title):
    assert server.create(server.add_host("Mei"), title=title)["title"] == title


def test_a_cover_that_is_no_address_is_told_without_a_pattern(server):
    asked = {"title": "Cats", "cover_url": "cats.jpg"}
    answer = server.http.post("/v1/broadcasts", json=asked, headers=server.add_host("Mei"))
    assert answer.json()["detail"] == (
        "cover_url: must be an address that begins with http:// or https://."
    )


@pytest.mark.parametrize("body", [b'{"title": "\xff\xfe"}', b"[" * 60_000, b"9" * 6000])
def test_what_only_looks_like_json_is_no_json(server, body):
    headers = {**server.add_host("Mei"), "Content-Type": "application/json"}
    answer = server.http.post("/v1/broadcasts", content=body, headers=headers)
    assert problem(answer) == (400, "not_json")


def test_json_sent_as_a_form_is_told_what_it_lacks(server):
    headers = server.add_host("Mei") | {"Content-Type": "application/x-www-form-urlencoded"}
    answer = server.http.post("/v1/broadcasts", content=b'{"title": "x"}', headers=headers)
    assert problem(answer) == (400, "not_json")
    assert "Content-Type: application/json" in answer.json()["detail"]


@pytest.mark.parametrize("body", [b"{", b"", b"\xff\xfe", b"title=Cats"])
def test_a_body_that_is_no_json_is_refused(server, body):
    headers = {**server.add_host("Mei"), "Content-Type": "application/json"}
    status, code = problem(server.http.post("/v1/broadcasts", content=body, headers=headers))
    assert (status, code) in [(400, "not_json"), (400, "bad_request")]


def test_a_body_of_ten_megabytes_is_refused_unread(server):
    headers = {**server.add_host("Mei"), "Content-Type": "application/json"}
    whole = server.http.post("/v1/broadcasts", content=b" " * 10_000_000, headers=headers)
    assert problem(whole) == (413, "body_too_large")
    pieces = (b" " * 100_000 for _ in range(100))  # sent in chunks, with no length said
    assert problem(server.http.post("/v1/broadcasts", content=pieces, headers=headers)) == (
        413,
        "body_too_large",
    )


def test_an_admin_creates_for_a_host(server):
    server.add_host("Mei")
    admin = server.add_admin()
    assert server.create(admin, host="mei")["host"] == {"id": "mei", "name": "Mei"}
    answer = server.http.post("/v1/broadcasts", json={"title": "x"}, headers=admin)
    assert problem(answer) == (400, "bad_request")
    answer = server.http.post("/v1/broadcasts", json={"title": "x", "host": "no"}, headers=admin)
    assert problem(answer) == (404, "not_found")
    answer = server.http.post(
        "/v1/broadcasts", json={"title": "x", "host": "mei"}, headers=server.add_host("Ana")
    )
    assert problem(answer) == (403, "forbidden")


def test_a_host_disabled_in_the_middle_of_a_create_leaves_nothing_behind(server, monkeypatch):
    mei = server.add_host("Mei")
    create = server.studio.store.create

    def slow(*args):
        server.studio.accounts.change("mei", disabled=True)
        server.sweep()
        return create(*args)

    monkeypatch.setattr(server.studio.store, "create", slow)
    answer = server.http.post("/v1/broadcasts", json={"title": "Cats"}, headers=mei)
    assert problem(answer) == (403, "forbidden")
    assert server.studio.live_list.page(states=())[0] == []


def test_a_banned_host_creates_nothing(server):
    mei, admin = server.add_host("Mei"), server.add_admin()
    server.http.patch("/v1/hosts/mei", json={"banned": True}, headers=admin)
    answer = server.http.post("/v1/broadcasts", json={"title": "x"}, headers=mei)
    assert problem(answer) == (403, "banned")


@pytest.mark.parametrize(
    "authorization", [None, "Bearer", "Bearer ldh_wrong", "Basic x", "Bearer lda_", "ldh_x"]
)
def test_without_a_good_token_nothing_is_created(server, authorization):
    headers = {"Authorization": authorization} if authorization else {}
    answer = server.http.post("/v1/broadcasts", json={"title": "x"}, headers=headers)
    assert problem(answer) == (401, "wrong_token")
    assert answer.headers["www-authenticate"] == "Bearer"
