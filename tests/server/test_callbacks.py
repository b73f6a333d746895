from __future__ import annotations

import logging

from livedesk.store.rows import NewBroadcast
from tests.server.conftest import CALLBACK


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
