from __future__ import annotations

import json
import logging
import socket
import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest
import uvicorn
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from livedesk.server import callbacks
from livedesk.store import refusals as kept
from livedesk.store.rows import NewBroadcast
from livedesk.store.tables import signals
from tests.server.conftest import CALLBACK, Server
from tests.waiting import until


def test_the_picture_puts_on_air_and_its_end_takes_off(nginx):
    mei = nginx.add_host("Mei")
    record = nginx.create(mei)
    nginx.beat(record["id"], mei)
    assert nginx.listed() == []
    assert nginx.publish(record).status_code == 200
    assert nginx.state(record["id"]) == ("live", "console_silent") or nginx.listed()
    assert nginx.listed() == [record["id"]]
    assert nginx.publish_done(record["code"]).status_code == 200
    assert nginx.state(record["id"]) == ("interrupted", "media_stopped")
    nginx.clock.pass_(61)
    nginx.sweep()
    assert nginx.state(record["id"]) == ("offline", "media_stopped")


def test_a_return_within_the_grace_is_a_new_segment_of_the_same_broadcast(nginx):
    mei = nginx.add_host("Mei")
    record = nginx.create(mei)
    nginx.publish(record, "1")
    nginx.clock.pass_(100)
    nginx.publish_done(record["code"], "1")
    nginx.clock.pass_(30)
    nginx.publish(record, "2")
    segments = nginx.http.get(f"/v1/broadcasts/{record['id']}").json()["segments"]
    assert [segment["end"] is None for segment in segments] == [False, True]


def test_a_rehearsal_that_goes_on_air_without_its_picture_has_begun(nginx):
    mei = nginx.add_host("Mei")
    record = nginx.create(mei, rehearsal=True)
    nginx.publish(record)
    nginx.publish_done(record["code"])
    path = f"/v1/broadcasts/{record['id']}"
    shown = nginx.http.patch(path, json={"rehearsal": False}, headers=mei).json()
    assert (shown["state"], shown["started_at"] is None) == ("interrupted", False)


def test_a_wrong_signature_is_refused(nginx):
    record = nginx.create(nginx.add_host("Mei"))
    assert nginx.publish(record, txSecret="0" * 32).status_code == 403
    assert nginx.publish(record, txTime="7FFFFFFF").status_code == 403
    assert nginx.publish(record, txSecret="").status_code == 403
    assert nginx.publish(record, txTime="zz").status_code == 403
    assert nginx.publish(record, app="other").status_code == 403
    assert nginx.listed() == []


def test_an_expired_address_is_refused(nginx):
    record = nginx.create(nginx.add_host("Mei"), valid_for_s=300)
    nginx.clock.pass_(301)
    assert nginx.publish(record).status_code == 403


def test_an_ended_broadcast_is_refused_and_so_is_yesterdays_address(nginx):
    mei = nginx.add_host("Mei")
    old = nginx.create(mei, suffix="show")
    nginx.http.post(f"/v1/broadcasts/{old['id']}/end", headers=mei)
    assert nginx.publish(old).status_code == 403
    new = nginx.create(mei, suffix="show")
    assert nginx.publish(old).status_code == 403
    assert nginx.publish(new).status_code == 200


def test_a_banned_hosts_push_is_refused(nginx):
    record, admin = nginx.create(nginx.add_host("Mei")), nginx.add_admin()
    nginx.http.patch("/v1/hosts/mei", json={"banned": True}, headers=admin)
    refused = nginx.publish(record)
    assert (refused.status_code, "banned" in refused.text) == (403, True)
    nginx.http.patch("/v1/hosts/mei", json={"banned": False}, headers=admin)
    assert nginx.publish(record).status_code == 200


def test_a_push_allowed_for_one_broadcast_is_not_noted_for_the_next(nginx, monkeypatch):
    mei = nginx.add_host("Mei")
    old = nginx.create(mei, suffix="show")
    check, made = nginx.studio.media.check_push, []

    def slow(asked, ticket, now):
        check(asked, ticket, now)
        nginx.studio.store.end(old["id"])
        new = NewBroadcast("mei", "Next", "show", None, 86400, rehearsal=False)
        made.append(nginx.studio.store.create(new, "live", ())[0])

    monkeypatch.setattr(nginx.studio.media, "check_push", slow)
    assert nginx.publish(old).status_code == 403
    assert nginx.state(made[0].id) == ("ready", "waiting")


def test_a_publishers_words_make_no_line_of_the_log(nginx, caplog):
    record = nginx.create(nginx.add_host("Mei"))
    record["push"]["stream_key"] = "live_x\n2026-11-22 CRITICAL all is lost?txSecret=1&txTime=2"
    assert nginx.publish(record).status_code == 403
    assert "CRITICAL" in caplog.text
    assert not any(line.startswith("2026-11-22 CRITICAL") for line in caplog.text.splitlines())


def test_an_unknown_code_is_refused(nginx):
    record = nginx.create(nginx.add_host("Mei"))
    record["push"]["stream_key"] = record["push"]["stream_key"].replace("mei", "eve")
    assert nginx.publish(record).status_code == 403


def test_a_refused_second_publisher_takes_nobody_off(nginx):
    record = nginx.create(nginx.add_host("Mei"))
    nginx.publish(record, "2")
    nginx.publish(record, "14")  # nginx-rtmp asks first, and then refuses by itself
    nginx.publish_done(record["code"], "14")
    assert nginx.listed() == [record["id"]]
    assert nginx.state(record["id"])[0] == "live"


def test_a_restarted_media_server_may_count_its_clients_anew(nginx):
    record = nginx.create(nginx.add_host("Mei"))
    nginx.publish(record, "1")
    nginx.publish_done(record["code"], "1")
    nginx.clock.pass_(10)
    nginx.publish(record, "1")
    assert nginx.state(record["id"])[0] == "live"


def test_a_publisher_cannot_name_another_code_in_its_parameters(nginx):
    mei, eve = nginx.add_host("Mei"), nginx.add_host("Eve")
    mine, victim = nginx.create(eve), nginx.create(mei)
    name, _, query = mine["push"]["stream_key"].partition("?")
    body = f"app=live&clientid=1&call=publish&name={name}&type=live&{query}&name={victim['code']}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert nginx.http.post(CALLBACK, content=body, headers=headers).status_code == 200
    assert nginx.listed() == [mine["id"]]


def test_a_wrong_path_is_not_there(nginx):
    for path in ("/v1/callbacks/nginx-rtmp/wrong", "/v1/callbacks/srs/guess-me"):
        assert nginx.http.post(path, data={"call": "publish"}).status_code == 404


def test_what_is_no_callback_is_refused_or_passed_over_but_never_a_fault(nginx):
    assert nginx.http.post(CALLBACK, data={"call": "publish"}).status_code == 400
    assert nginx.http.post(CALLBACK, data={"call": "play"}).status_code == 200
    assert nginx.http.post(CALLBACK, content=b"\xff\xfe\x00" * 100).status_code == 200
    assert nginx.http.post(CALLBACK, content=b"x" * 100_000).status_code == 413


def test_no_push_secret_reaches_the_log(nginx, caplog):
    caplog.set_level(logging.DEBUG)
    record = nginx.create(nginx.add_host("Mei"))
    nginx.publish(record)
    nginx.publish(record, txSecret="0123456789abcdef" * 2)
    secret = record["push"]["stream_key"].partition("txSecret=")[2].partition("&")[0]
    ours = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("livedesk"))
    assert "refused" in ours
    assert secret not in ours
    assert "0123456789abcdef" not in ours


def trail(server: Server, id: str) -> list[tuple[str, str]]:
    """Kind and detail of every line, oldest first."""
    mine = select(signals.c.kind, signals.c.detail).where(signals.c.broadcast_id == id)
    with server.studio.store._database.reading() as connection:
        return [(row.kind, row.detail) for row in connection.execute(mine.order_by(signals.c.id))]


def refusals(server: Server, id: str) -> list[str]:
    return [detail for kind, detail in trail(server, id) if kind == "push_refused"]


def test_every_refusal_has_its_own_sentence_in_the_trail(nginx):
    mei, admin = nginx.add_host("Mei"), nginx.add_admin()
    record = nginx.create(mei, valid_for_s=300)
    id = record["id"]
    nginx.publish(record, txSecret="0" * 32)
    new = nginx.http.post(f"/v1/broadcasts/{id}/key", headers=mei).json()["broadcast"]
    nginx.publish(record)
    kick = f"/v1/broadcasts/{id}/kick"
    nginx.http.post(kick, json={"hold_s": 10}, headers=admin)
    nginx.publish(new)
    nginx.clock.pass_(11)
    nginx.http.patch("/v1/hosts/mei", json={"banned": True}, headers=admin)
    nginx.publish(new)
    nginx.http.patch("/v1/hosts/mei", json={"banned": False}, headers=admin)
    nginx.clock.pass_(301)
    nginx.publish(new)
    nginx.http.post(kick, headers=admin)
    nginx.publish(new)
    nginx.http.patch("/v1/hosts/mei", json={"disabled": True}, headers=admin)
    nginx.publish(new)
    said = refusals(nginx, id)
    words = ("signed wrongly", "was replaced", "holds", "banned", "expired", "ended", "disabled")
    assert len(said) == len(words)
    assert [word in sentence for word, sentence in zip(words, said, strict=True)] == [True] * 7


def test_an_encoder_that_tries_for_hours_floods_neither_trail_nor_log(nginx, caplog):
    record = nginx.create(nginx.add_host("Mei"))
    nginx.publish(record)
    nginx.publish_done(record["code"])
    caplog.set_level(logging.WARNING, logger="livedesk.server.callbacks")
    for number in range(200):
        nginx.clock.pass_(2)
        if number % 2:
            nginx.publish(record, txSecret="0" * 32)
        else:
            nginx.publish(record, app="another")
    said = refusals(nginx, record["id"])
    assert 6 <= len(said) <= 8
    assert len(caplog.records) == len(said)
    for _ in range(2 * kept.MOST):
        nginx.clock.pass_(61)
        nginx.publish(record, txSecret="0" * 32)
    assert len(refusals(nginx, record["id"])) == kept.MOST
    assert [kind for kind, _ in trail(nginx, record["id"])][:2] == ["publish", "publish_done"]


def test_a_refusal_is_told_to_nobody_elses_broadcast(nginx):
    mei = nginx.create(nginx.add_host("Mei"))
    eve = nginx.create(nginx.add_host("Eve"))
    nginx.publish(eve, txSecret="0" * 32)
    assert refusals(nginx, mei["id"]) == []
    assert len(refusals(nginx, eve["id"])) == 1


NAMES = st.sampled_from(
    ["call", "name", "clientid", "app", "txSecret", "txTime", "type", "addr", "", "naive\x00"]
)
VALUES = st.one_of(
    st.sampled_from(["publish", "publish_done", "play", "live", "1", "live_mei_show", "7FFFFFFF"]),
    st.text(max_size=300),
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    body=st.one_of(
        st.binary(max_size=2000),
        st.lists(st.tuples(NAMES, VALUES), max_size=12),
        st.dictionaries(NAMES, VALUES).map(json.dumps),
    )
)
def test_whatever_comes_it_is_answered_without_a_fault_and_puts_nobody_on_air(nginx, body):
    if isinstance(body, list):
        answer = nginx.http.post(CALLBACK, data=dict(body))
    else:
        answer = nginx.http.post(CALLBACK, content=body)
    assert answer.status_code in (200, 400, 403, 413)
    assert nginx.listed() == []


def test_hostile_names_reach_the_database_as_nothing_but_text(nginx):
    record = nginx.create(nginx.add_host("Mei"))
    for name in (
        "live_" + "x" * 60_000,
        "live_\x00",
        "live_\ud83d",
        "_",
        "live_%",
        "live_' OR 1=1",
    ):
        for call in ("publish", "publish_done"):
            form = {"call": call, "name": name.encode("utf-8", "replace"), "clientid": "1"}
            status = nginx.http.post(CALLBACK, data=form).status_code
            assert status in ((400, 403) if call == "publish" else (200, 400)), name[:20]
    assert nginx.state(record["id"]) == ("ready", "waiting")


def test_while_the_database_is_away_no_one_is_let_in_and_ends_are_not_confirmed(
    nginx, tmp_path, monkeypatch
):
    record = nginx.create(nginx.add_host("Mei"))
    monkeypatch.setattr("livedesk.server.writes.WAIT_S", 0.2)
    monkeypatch.setattr("livedesk.store.database.LOCK_WAIT_S", 0.2)
    nginx.studio.store._database.engine.dispose()  # connect again, with the short wait
    with closing(sqlite3.connect(Path(tmp_path) / "livedesk.db", timeout=0.1)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert nginx.publish(record).status_code == 503
        assert nginx.publish_done(record["code"]).status_code == 503
        other.rollback()
    assert nginx.publish(record).status_code == 200
    assert nginx.publish_done(record["code"]).status_code == 200


@pytest.fixture
def listening(nginx):
    """The same app behind a real socket; gives its port."""
    app = nginx.http.app
    config = uvicorn.Config(app, port=0, lifespan="off", log_level="error")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    until(lambda: server.started)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    thread.join()


def _begin(port: int, head: str) -> socket.socket:
    caller = socket.create_connection(("127.0.0.1", port), timeout=5)
    caller.sendall(f"POST {CALLBACK} HTTP/1.1\r\nHost: x\r\n{head}\r\n\r\n".encode())
    return caller


def test_a_body_that_does_not_come_is_given_up(listening, monkeypatch):
    monkeypatch.setattr(callbacks, "BODY_WITHIN_S", 0.2)
    for head in ("Content-Length: 100",):
        with _begin(listening, head) as caller:
            caller.sendall(b"call=pub")
            assert b" 400 " in caller.recv(100)


def test_a_body_that_breaks_off_is_no_fault(listening, caplog):
    caplog.set_level(logging.ERROR)
    for head in ("Content-Length: 100", "Transfer-Encoding: chunked"):
        with _begin(listening, head) as caller:
            caller.sendall(b"call=pub" if "Length" in head else b"8\r\ncall=pub\r\n")
    with _begin(listening, "Content-Length: 9") as caller:
        caller.sendall(b"call=play")
        assert b" 200 " in caller.recv(100)
    assert caplog.records == []


def test_many_slow_callbacks_hold_up_nobody(listening, nginx):
    slow = [_begin(listening, "Content-Length: 100") for _ in range(200)]
    try:
        with _begin(listening, "Content-Length: 9") as caller:
            caller.sendall(b"call=play")
            assert b" 200 " in caller.recv(100)
    finally:
        for caller in slow:
            caller.close()


def test_a_push_that_waited_too_long_for_the_database_is_no_publisher(nginx, monkeypatch):
    """nginx-rtmp has given up and closed it by then; its end, told at once, found nothing open."""
    record = nginx.create(nginx.add_host("Mei"))
    written = nginx.studio.store.publish

    def slow(*args, **kwargs):
        assert nginx.publish_done(record["code"], "1").status_code == 200
        nginx.clock.pass_(11)
        return written(*args, **kwargs)

    monkeypatch.setattr(nginx.studio.store, "publish", slow)
    assert nginx.publish(record, "1").status_code == 403
    assert nginx.listed() == [] or nginx.state(record["id"])[0] == "interrupted"
    nginx.clock.pass_(61)
    nginx.sweep()
    assert nginx.listed() == []
