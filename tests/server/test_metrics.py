"""`/metrics`: the server's score."""

from __future__ import annotations

import json

import pytest
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.samples import Sample

import livedesk
from livedesk.media.media_server import Publisher
from tests.server.conftest import CALLBACK, Server
from tests.server.stage import BOTH, POLLED, Stage


@pytest.fixture
def stage(serving, monkeypatch):
    return lambda media: Stage(serving(media), monkeypatch)


def score(server: Server) -> list[Sample]:
    """Every sample that the server shows."""
    answer = server.http.get("/metrics")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    families = text_string_to_metric_families(answer.text)
    return [sample for family in families for sample in family.samples]


def count(server: Server, name: str, **labels: str) -> float:
    """The sample with exactly these labels; 0 where there is none yet."""
    name = f"livedesk_{name}"
    found = [one.value for one in score(server) if (one.name, one.labels) == (name, labels)]
    return sum(found)


def test_verdicts_are_counted_by_state_and_reason(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    for _ in range(3):
        server.beat(id, mei)
        server.clock.pass_(60)
    assert count(server, "verdicts_total", state="live", reason="beating") == 1
    server.clock.pass_(125)
    server.sweep()
    assert count(server, "verdicts_total", state="offline", reason="heartbeat_lost") == 1
    server.beat(id, mei)
    assert count(server, "verdicts_total", state="live", reason="beating") == 2
    assert count(server, "heartbeats_total", result="counted") == 4
    # With heartbeats alone nobody can know whether the picture had stopped.
    assert count(server, "false_offlines_total", reason="heartbeat_lost") == 0


def test_the_time_to_offline_counts_from_the_last_sign_of_life(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    server.beat(id, mei)
    server.clock.pass_(186)
    server.sweep()
    name = "time_to_offline_seconds"
    assert count(server, f"{name}_sum", reason="heartbeat_lost") == 186
    assert count(server, f"{name}_bucket", reason="heartbeat_lost", le="185.0") == 0
    assert count(server, f"{name}_bucket", reason="heartbeat_lost", le="250.0") == 1


def test_of_a_picture_that_stopped_the_time_counts_from_its_end(nginx):
    mei = nginx.add_host("Mei")
    record = nginx.create(mei)
    nginx.publish(record)
    nginx.clock.pass_(30)
    nginx.beat(record["id"], mei)
    nginx.publish_done(record["code"])
    nginx.clock.pass_(20)
    nginx.beat(record["id"], mei)  # no beat stands in for the picture
    nginx.clock.pass_(41)
    nginx.sweep()
    assert count(nginx, "time_to_offline_seconds_sum", reason="media_stopped") == 61


def test_a_host_who_was_given_up_while_the_picture_went_on_is_a_false_offline(nginx):
    mei = nginx.add_host("Mei")
    record = nginx.create(mei)
    nginx.publish(record)
    nginx.beat(record["id"], mei)
    nginx.clock.pass_(900)
    nginx.sweep()
    assert nginx.state(record["id"]) == ("offline", "heartbeat_lost")
    nginx.beat(record["id"], mei)
    assert nginx.state(record["id"]) == ("live", "publishing")
    assert count(nginx, "false_offlines_total", reason="heartbeat_lost") == 1


def test_a_return_with_a_new_start_is_no_false_offline(nginx):
    mei = nginx.add_host("Mei")
    record = nginx.create(mei)
    for client in ("1", "2"):
        nginx.publish(record, client)
        nginx.beat(record["id"], mei)
        nginx.clock.pass_(5)
        nginx.publish_done(record["code"], client)
        nginx.clock.pass_(61)
        nginx.sweep()
        assert nginx.state(record["id"]) == ("offline", "media_stopped")
    assert count(nginx, "verdicts_total", state="live", reason="publishing") == 2
    assert count(nginx, "false_offlines_total", reason="media_stopped") == 0


def test_zombies_found_by_polls_and_failed_polls_are_counted(stage):
    on = stage(BOTH)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei)
    on.push(record["code"])
    on.server.publish(record, "1")
    on.minutes(2, record["code"], beating=lambda: on.server.beat(record["id"], mei))
    on.publishing.clear()
    on.minutes(3, beating=lambda: on.server.beat(record["id"], mei))
    assert on.server.state(record["id"]) == ("offline", "poll_lost")
    assert count(on.server, "zombies_found_by_poll_total") == 1
    assert count(on.server, "time_to_offline_seconds_sum", reason="poll_lost") == 180
    assert count(on.server, "polls_total", result="answered") >= 5
    on.away = True
    on.minutes(1)
    assert count(on.server, "polls_total", result="failed") == 1
    on.away = False
    # The same connection flows again: the polls were wrong, or the picture was frozen.
    on.publishing[record["code"]] = Publisher(record["code"], "1", 99_000)
    on.minutes(1, record["code"], beating=lambda: on.server.beat(record["id"], mei))
    assert on.server.state(record["id"])[0] == "live"
    assert count(on.server, "false_offlines_total", reason="poll_lost") == 1


def test_with_polls_alone_a_return_after_poll_lost_proves_nothing(stage):
    on = stage(POLLED)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei)
    beating = lambda: on.server.beat(record["id"], mei)  # noqa: E731
    on.minutes(2, record["code"], beating=beating)
    on.publishing.clear()
    on.minutes(3, beating=beating)
    assert on.server.state(record["id"]) == ("offline", "poll_lost")
    on.minutes(1, record["code"], beating=beating)
    assert on.server.state(record["id"])[0] == "live"
    assert count(on.server, "false_offlines_total", reason="poll_lost") == 0


def test_callbacks_are_counted_by_what_became_of_them(nginx):
    record = nginx.create(nginx.add_host("Mei"))
    nginx.publish(record)
    nginx.publish(record, "2", txSecret="0" * 32)
    nginx.publish_done(record["code"])
    nginx.http.post(CALLBACK, data={"call": "play", "name": "x", "clientid": "3"})
    nginx.http.post(CALLBACK, data={"call": "publish"})
    nginx.http.post(CALLBACK + "x", data={"call": "publish"})
    nginx.http.post("/v1/callbacks/made-up/guess-me", data={"call": "publish"})
    found = {
        one.labels["result"]: one.value
        for one in score(nginx)
        if one.name == "livedesk_callbacks_total" and one.labels["server"] == "nginx-rtmp"
    }
    assert found == {
        "publish_allowed": 1,
        "publish_refused": 1,
        "ok": 1,
        "other_event": 1,
        "bad_body": 1,
        "unknown_path": 2,
    }


def test_refused_heartbeats_are_counted_by_code(server):
    mei, ana = server.add_host("Mei"), server.add_host("Ana")
    id = server.create(mei)["id"]
    server.beat(id, mei, console="console-1")
    server.beat(id, mei, console="console-2")
    server.beat(id, ana)
    server.beat("none", mei)
    counted = ("counted", "other_console", "forbidden", "not_found")
    assert [count(server, "heartbeats_total", result=one) for one in counted] == [1, 1, 1, 1]


def test_broadcasts_are_gauged_by_state(server):
    mei = server.add_host("Mei")
    first, _, third = (server.create(mei)["id"] for _ in range(3))
    server.beat(first, mei)
    server.http.post(f"/v1/broadcasts/{third}/end", headers=mei)
    states = ("ready", "live", "interrupted", "offline")
    assert [count(server, "broadcasts", state=state) for state in states] == [1, 1, 0, 0]


def test_the_score_is_told_also_while_the_database_is_away(server, tmp_path):
    mei = server.add_host("Mei")
    server.beat(server.create(mei)["id"], mei)
    assert count(server, "database_up") == 1
    for file in tmp_path.glob("livedesk.db*"):
        file.write_bytes(b"no database " * 10_000)
    server.studio.accounts._database.engine.dispose()
    assert count(server, "database_up") == 0
    assert count(server, "heartbeats_total", result="counted") == 1


def test_the_gauges_cost_an_index_and_no_table(server):
    with server.studio.accounts._database.engine.connect() as connection:
        plan = connection.exec_driver_sql(
            "EXPLAIN QUERY PLAN SELECT state, count(*) FROM broadcasts "
            "WHERE state IN ('ready', 'live') GROUP BY state"
        ).all()
    assert "COVERING INDEX by_state" in str(plan)


def test_wrong_tokens_are_counted(server):
    for number in range(12):
        server.http.get("/v1/policy", headers={"Authorization": f"Bearer ldh_{number}"})
    assert count(server, "wrong_tokens_total", result="refused") == 10
    assert count(server, "wrong_tokens_total", result="shut_out") == 2


def test_the_build_is_told(nginx):
    assert count(nginx, "build_info", version=livedesk.__version__, media="nginx-rtmp") == 1


def test_each_app_counts_for_itself(serving):
    one, two = serving(), serving()
    mei = one.add_host("Mei")
    one.beat(one.create(mei)["id"], mei)
    assert count(one, "heartbeats_total", result="counted") == 1
    assert count(two, "heartbeats_total", result="counted") == 0


@pytest.mark.parametrize("secret", ["8888", "mei", "Mei", "guess-me", "made-up"])
def test_nobodys_text_is_in_the_score(nginx, secret):
    mei = nginx.add_host("Mei")
    record = nginx.create(mei, suffix="8888_suffix")
    nginx.publish(record)
    nginx.beat(record["id"], mei)
    nginx.http.post("/v1/callbacks/made-up/guess-me", data={})
    text = nginx.http.get("/metrics").text
    assert secret not in text
    assert record["code"] not in text
    assert json.dumps(record["push"]["fingerprint"]) not in text
