from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor, as_completed

import httpx
import pytest

from livedesk.server import writes
from livedesk.settings import MediaSettings
from tests.server.test_create import problem
from tests.waiting import until

LOCAL = MediaSettings(kind="local", rtmp_port=0)


def test_the_policy_says_how_to_beat(nginx):
    policy = nginx.http.get("/v1/policy").json()
    assert policy["heartbeat_interval_s"] == 60
    assert policy["callbacks"] is True
    assert policy["media_kind"] == "nginx-rtmp"
    answer = nginx.http.get("/v1/policy", headers={"Authorization": "Bearer ldh_no"})
    assert problem(answer) == (401, "wrong_token")


def test_the_server_is_ready_until_its_database_is_gone(server, tmp_path):
    assert server.http.get("/healthz").json()["status"] == "alive"
    assert server.http.get("/readyz").json()["status"] == "ready"
    for file in tmp_path.glob("livedesk.db*"):
        file.write_bytes(b"no database " * 10_000)
    server.studio.accounts._database.engine.dispose()
    answer = server.http.get("/readyz")
    assert answer.status_code == 503
    assert "database" in answer.json()["faults"]


def test_a_database_that_fails_costs_nobody_the_place_in_the_list(server, tmp_path):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    server.beat(id, mei)
    engine = server.studio.accounts._database.engine
    whole = tmp_path / "livedesk.db"
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    kept = whole.read_bytes()
    whole.write_bytes(b"no database " * 10_000)
    server.clock.pass_(600)
    server.sweep()
    assert server.http.get("/readyz").status_code == 503
    answer = server.http.post("/v1/broadcasts", json={"title": "x"}, headers=mei)
    assert problem(answer) == (503, "store_unavailable")
    assert answer.headers["retry-after"]
    engine.dispose()
    for file in tmp_path.glob("livedesk.db-*"):
        file.unlink()
    whole.write_bytes(kept)
    server.sweep()
    assert server.state(id) == ("live", "beating")
    assert server.http.get("/readyz").status_code == 200


def test_writers_that_wait_for_the_database_keep_no_reader_waiting(server, tmp_path):
    mei = server.add_host("Mei")
    other = sqlite3.connect(tmp_path / "livedesk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(61) as crowd:
        asked = {"json": {"title": "Cats"}, "headers": mei}
        creating = [crowd.submit(server.http.post, "/v1/broadcasts", **asked) for _ in range(60)]
        until(server.studio.accounts._database._writing.locked)
        reading = crowd.submit(server.http.get, "/v1/broadcasts")
        try:
            assert reading.result(timeout=3).status_code == 200
        finally:
            other.execute("ROLLBACK")
        assert {one.result().status_code for one in creating} == {201, 429}


def test_a_writer_waits_for_the_database_only_so_long(server, tmp_path, monkeypatch):
    monkeypatch.setattr(writes, "WAIT_S", 0.05)
    mei = server.add_host("Mei")
    other = sqlite3.connect(tmp_path / "livedesk.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with ThreadPoolExecutor(20) as crowd:
        asked = {"json": {"title": "Cats"}, "headers": mei}
        creating = [crowd.submit(server.http.post, "/v1/broadcasts", **asked) for _ in range(20)]
        first = next(as_completed(creating, timeout=5)).result()
        other.execute("ROLLBACK")
    assert problem(first) == (503, "store_unavailable")
    assert first.headers["retry-after"]


def test_the_api_describes_itself_and_every_call_of_it(server):
    paths = server.http.get("/openapi.json").json()["paths"]
    assert {
        "/v1/broadcasts",
        "/v1/broadcasts/{ref}",
        "/v1/broadcasts/{id}",
        "/v1/broadcasts/{id}/heartbeat",
        "/v1/broadcasts/{id}/end",
        "/v1/broadcasts/{id}/cover",
        "/v1/broadcasts/{id}/likes",
        "/v1/broadcasts/{id}/viewers/{viewer_id}",
        "/v1/events",
        "/covers/{sha256}.jpg",
        "/v1/hosts",
        "/v1/hosts/{id}",
        "/v1/hosts/{id}/token",
        "/v1/policy",
        "/healthz",
        "/readyz",
    } <= set(paths)
    assert not any("callbacks" in path for path in paths)
    beat = paths["/v1/broadcasts/{id}/heartbeat"]["post"]["responses"]
    assert "LiveDesk-State" in beat["204"]["headers"]
    events = paths["/v1/events"]["get"]
    assert list(events["responses"]["200"]["content"]) == ["text/event-stream"]
    assert {"last-event-id", "host"} <= {one["name"] for one in events["parameters"]}
    cover = paths["/v1/broadcasts/{id}/cover"]["put"]
    assert {"image/jpeg", "image/png", "image/webp"} == set(cover["requestBody"]["content"])
    for calls in paths.values():
        for call in calls.values():
            assert "application/problem+json" in call["responses"]["default"]["content"]
            assert "422" not in call["responses"]


def test_get_changes_nothing(server):
    mei, admin = server.add_host("Mei"), server.add_admin()
    id = server.create(mei)["id"]
    before = server.studio.live_list.one(id)
    for path in ("/heartbeat", "/end"):
        assert server.http.get(f"/v1/broadcasts/{id}{path}", headers=mei).status_code == 405
    assert server.http.get("/v1/hosts/mei/token", headers=admin).status_code == 405
    assert server.studio.live_list.one(id) == before


def test_anybodys_page_may_read_but_not_with_a_token(serving):
    server = serving(server={"cors_origins": ("https://app.example.com",)})
    mei = server.add_host("Mei")
    page = {"Origin": "https://else.example.com"}
    opened = server.http.get("/v1/broadcasts", headers=page)
    assert opened.headers["access-control-allow-origin"] == "*"
    assert "access-control-allow-credentials" not in opened.headers
    asked = {**page, "Access-Control-Request-Method": "POST"}
    assert server.http.options("/v1/broadcasts", headers=asked).status_code == 400
    closed = server.http.get("/v1/broadcasts?host=me", headers=page | mei)
    assert "access-control-allow-origin" not in closed.headers
    known = {"Origin": "https://app.example.com"}
    assert (
        server.http.get("/v1/broadcasts?host=me", headers=known | mei).headers[
            "access-control-allow-origin"
        ]
        == "https://app.example.com"
    )


@pytest.fixture
def own(serving):
    """A console's own server."""
    return serving(LOCAL, bundled=True)


def test_only_a_consoles_own_server_is_shared_and_only_at_this_computer(server, own):
    me = own.add_host("Me")
    assert own.http.get("/v1/share", headers=me).json() == {"address": None, "url": None}
    assert problem(own.http.get("/v1/share")) == (401, "wrong_token")
    other = server.http.get("/v1/share", headers=server.add_host("Mei"))
    assert problem(other) == (404, "not_found")


def test_an_address_of_somebody_else_cannot_be_shared(own):
    me = own.add_host("Me")
    for address in ("203.0.113.9", "nonsense", ""):
        answer = own.http.put("/v1/share", json={"address": address}, headers=me)
        assert problem(answer) == (400, "bad_request"), address
    assert own.http.get("/v1/share", headers=me).json()["address"] is None


def test_the_public_listener_is_for_viewers_only(own):
    me = own.add_host("Me")
    record = own.create(me)
    share = own.http.put("/v1/share", json={"address": "127.0.0.2"}, headers=me).json()
    with httpx.Client(base_url=share["url"], trust_env=False) as phone:
        assert phone.get("/v1/broadcasts").json()["items"] == []
        assert phone.get(f"/v1/broadcasts/{record['id']}").json()["push"] is None
        assert phone.get("/").status_code == 200
        assert phone.get(f"/watch/{record['code']}").status_code == 200
        assert problem(phone.get("/v1/broadcasts", headers=me)) == (401, "wrong_token")
        for path in ("/readyz", "/v1/share", "/v1/hosts", "/openapi.json", "/healthz"):
            assert problem(phone.get(path)) == (404, "not_found"), path
        assert problem(phone.post("/v1/broadcasts", json={"title": "x"})) == (404, "not_found")
    mine = own.http.get(f"/v1/broadcasts/{record['id']}", headers=me).json()
    assert mine["watch_url"] == f"{share['url']}/watch/{record['code']}"
    assert mine["play"]["hls"] == f"{share['url']}/hls/{record['code']}.m3u8"
    own.http.put("/v1/share", json={"address": None}, headers=me)
    with pytest.raises(httpx.ConnectError):
        httpx.get(share["url"], trust_env=False)


def test_two_switches_at_once_leave_one_listener_and_the_last_none(own):
    share, urls = own.studio.share, set()

    async def opened(address):
        await share.open(address)
        urls.add(share.url)

    async def both():
        await opened("127.0.0.2")
        await asyncio.gather(opened("127.0.0.3"), opened("127.0.0.4"))
        await share.close()

    own.http.portal.call(both)
    assert len(urls) == 3
    for url in urls:
        with pytest.raises(httpx.ConnectError):
            httpx.get(url, trust_env=False)


def test_a_picture_is_not_there_while_its_folder_is_not(own, tmp_path):
    (tmp_path / "hls").rmdir()
    assert problem(own.http.get("/hls/live_me.m3u8")) == (404, "not_found")


def test_the_local_relay_carries_one_broadcast_at_a_time(own):
    me = own.add_host("Me")
    first = own.create(me)
    answer = own.http.post("/v1/broadcasts", json={"title": "2"}, headers=me)
    assert problem(answer) == (409, "relay_busy")
    assert answer.json()["broadcast_id"] == first["id"]
    own.http.post(f"/v1/broadcasts/{first['id']}/end", headers=me)
    own.create(me)


def test_ending_an_old_broadcast_again_leaves_the_new_one_on_its_code_alone(own):
    me = own.add_host("Me")
    first = own.create(me, suffix="show")
    own.http.post(f"/v1/broadcasts/{first['id']}/end", headers=me)
    own.create(me, suffix="show")
    assert own.http.post(f"/v1/broadcasts/{first['id']}/end", headers=me).status_code == 200
    socket.create_connection(("127.0.0.1", own.studio.relay.port)).close()


def test_ending_waits_for_no_publisher(own, test_picture):
    me = own.add_host("Me")
    record = own.create(me)
    test_picture(record["push"]["url"])
    until(lambda: own.studio.live_list.one(record["id"]).sessions)
    began = time.monotonic()
    own.http.post(f"/v1/broadcasts/{record['id']}/end", headers=me)
    assert time.monotonic() - began < 1
    (session,) = own.studio.live_list.one(record["id"]).sessions.values()
    assert not session.open


def test_accounts_are_an_admins_business(server):
    mei, admin = server.add_host("Mei"), server.add_admin()
    made = server.http.post("/v1/hosts", json={"name": "Ana", "id": "ana_1"}, headers=admin)
    assert made.status_code == 201
    assert made.json()["token"].startswith("ldh_")
    assert made.json()["connect"] == f"livedesk://127.0.0.1:8787/#{made.json()['token']}"
    shown = server.http.get("/v1/hosts", headers=admin)
    assert {host["id"] for host in shown.json()} == {"mei", "ana_1"}
    assert "ldh_" not in shown.text
    again = server.http.post("/v1/hosts", json={"name": "Ana", "id": "ana_1"}, headers=admin)
    assert problem(again) == (409, "host_exists")
    assert problem(server.http.post("/v1/hosts", json={"name": "x"}, headers=mei))[0] == 403
    assert problem(server.http.get("/v1/hosts"))[0] == 401
    assert problem(server.http.get("/v1/hosts/none", headers=admin))[0] == 404


def test_a_rotated_token_replaces_the_old_one_at_once(server):
    mei, admin = server.add_host("Mei"), server.add_admin()
    assert server.http.get("/v1/broadcasts?host=me", headers=mei).status_code == 200
    token = server.http.post("/v1/hosts/mei/token", headers=admin).json()["token"]
    assert problem(server.http.get("/v1/broadcasts?host=me", headers=mei))[0] == 401
    new = {"Authorization": f"Bearer {token}"}
    assert server.http.get("/v1/broadcasts?host=me", headers=new).status_code == 200


def test_tokens_are_stored_as_digests_only(server, tmp_path):
    token = server.add_host("Mei")["Authorization"].removeprefix("Bearer ")
    stored = b"".join(file.read_bytes() for file in tmp_path.glob("livedesk.db*"))
    assert token.encode() not in stored
    assert json.dumps(token).encode() not in stored
