"""`GET /v1/broadcasts/{ref}/evidence`: why a broadcast is what it is."""

from __future__ import annotations

import json
import sqlite3
from typing import Any

import pytest

from livedesk.domain.records import to_epoch, to_text
from livedesk.settings import MediaSettings
from tests.server.conftest import Server
from tests.server.test_create import problem

POLLED = MediaSettings(
    kind="nginx-rtmp", push_domain="127.0.0.1", api="http://127.0.0.1:9", callbacks=True
)


def told(server: Server, ref: str, by: dict[str, str]) -> dict[str, Any]:
    answer = server.http.get(f"/v1/broadcasts/{ref}/evidence", headers=by)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def kinds(found: dict[str, Any]) -> list[str]:
    return [one["kind"] for one in found["signals"]]


def verdicts(found: dict[str, Any]) -> list[tuple[str, str]]:
    return [(one["state"], one["reason"]) for one in found["decisions"]]


def test_a_show_that_broke_off_explains_itself_from_the_first_beat_to_the_end(nginx):
    mei = nginx.add_host("Mei")
    record = nginx.create(mei)
    nginx.beat(record["id"], mei)
    nginx.clock.pass_(5)
    nginx.publish(record)
    nginx.clock.pass_(50)
    nginx.beat(record["id"], mei)
    nginx.publish_done(record["code"])
    stopped_at = nginx.clock.now
    nginx.clock.pass_(40)
    nginx.sweep()
    found = told(nginx, record["id"], mei)
    assert kinds(found) == ["beat_first", "publish", "publish_done"]
    assert verdicts(found) == [("live", "publishing"), ("interrupted", "media_stopped")]
    verdict = found["verdict"]
    assert (verdict["state"], verdict["reason"], verdict["rule"]) == (
        "interrupted",
        "media_stopped",
        3,
    )
    assert verdict["words"]["en"] == "The picture stopped 40 s ago."
    deadline = found["deadline"]
    assert (deadline["state"], deadline["in_s"]) == ("offline", 20)
    assert deadline["at"] == to_text(stopped_at + 60)
    assert "20 秒" in deadline["words"]["zh_CN"]
    behind = found["decisions"][1]["facts"]
    assert behind["sessions"][0]["end"] == to_text(stopped_at)
    assert found["sources"]["callbacks"]["last_end_at"] == to_text(stopped_at)
    nginx.clock.pass_(21)
    nginx.sweep()
    found = told(nginx, record["code"], mei)  # also by live code
    assert verdicts(found)[-1] == ("offline", "media_stopped")
    assert "has not come back" in found["verdict"]["words"]["en"]
    assert found["deadline"]["state"] == "ended"


def test_beats_in_memory_count_too(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    server.beat(id, mei)
    for _ in range(3):
        server.clock.pass_(60)
        server.beat(id, mei)
    server.clock.pass_(12)
    heartbeats = told(server, id, mei)["sources"]["heartbeats"]
    assert (heartbeats["age_s"], heartbeats["sign"]) == (12, "good")
    assert heartbeats["last_at"] == to_text(server.clock.now - 12)


def test_the_trail_has_the_first_beat_and_gaps_and_no_other(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    for pause in (60, 60, 85, 125, 60):
        server.beat(id, mei)
        server.clock.pass_(pause)
        server.sweep()
    server.beat(id, mei)
    server.sweep()
    found = told(server, id, mei)
    assert kinds(found) == ["beat_first", "beat_gap"]
    since, until = (float(part) for part in found["signals"][1]["detail"].split())
    assert until - since == 125
    assert to_epoch(found["signals"][1]["at"]) == until
    assert "2 min 5 s" in found["signals"][1]["words"]["en"]


def test_the_trail_has_the_encoders_stop_and_return(nginx):
    mei = nginx.add_host("Mei")
    record = nginx.create(mei)
    nginx.publish(record)
    for on_air in (True, False, False, True, None):
        nginx.beat(record["id"], mei, on_air=on_air)
        nginx.clock.pass_(30)
    nginx.sweep()
    found = told(nginx, record["id"], mei)
    assert kinds(found) == ["publish", "beat_first", "encoder_stopped", "encoder_running"]


def test_beats_that_two_processes_hear_in_turns_have_no_gap(serving):
    one, other = serving(node="one"), serving(node="two")
    mei = one.add_host("Mei")
    id = one.create(mei)["id"]

    def pass_(seconds: int) -> None:
        """In steps that both live through: neither misses its lease."""
        for _ in range(seconds // 10):
            one.clock.pass_(10)
            one.sweep()
            other.sweep()

    one.beat(id, mei)
    for turn in range(8):
        pass_(60)
        assert (one if turn % 2 else other).beat(id, mei).status_code == 204
    pass_(10)
    assert kinds(told(one, id, mei)) == ["beat_first"]
    pass_(180)  # longer than the console's own pause, but its turn with this one
    one.beat(id, mei)
    pass_(10)
    assert kinds(told(one, id, mei))[-1] == "beat_gap"


def test_what_the_server_could_not_hear_is_no_gap_of_the_console(serving):
    before = serving()
    mei = before.add_host("Mei")
    id = before.create(mei)["id"]
    before.beat(id, mei)
    before.sweep()
    before.clock.pass_(600)
    after = serving()
    after.clock.pass_(50)
    after.beat(id, mei)
    after.sweep()
    assert kinds(told(after, id, mei)) == ["beat_first"]


def test_beat_notes_wait_while_the_database_is_away(server, tmp_path, monkeypatch):
    mei = server.add_host("Mei")
    record = server.create(mei, rehearsal=True)  # beats change nothing: no write
    other = sqlite3.connect(tmp_path / "livedesk.db", isolation_level=None)
    monkeypatch.setattr("livedesk.store.database.LOCK_WAIT_S", 0.1)
    with server.studio.accounts._database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 100")
    other.execute("BEGIN IMMEDIATE")
    server.beat(record["id"], mei)
    server.sweep()
    assert server.http.get("/readyz").status_code == 503
    other.execute("ROLLBACK")
    server.sweep()
    assert kinds(told(server, record["id"], mei)) == ["beat_first"]
    server.sweep()
    assert kinds(told(server, record["id"], mei)) == ["beat_first"]


def test_a_refused_push_says_why_in_both_languages(nginx):
    mei = nginx.add_host("Mei")
    record = nginx.create(mei)
    assert nginx.publish(record, txSecret="0" * 32).status_code == 403
    (refused,) = told(nginx, record["id"], mei)["signals"]
    assert refused["kind"] == "push_refused"
    assert "signed wrongly" in refused["words"]["en"]
    assert "签名错误" in refused["words"]["zh_CN"]


def test_polls_and_their_run_are_told(serving):
    server = serving(POLLED)
    mei = server.add_host("Mei")
    record = server.create(mei)
    now = server.clock.now
    with sqlite3.connect(server.studio.accounts._database.engine.url.database) as raw:
        raw.execute("UPDATE broadcasts SET poll_on_at = ?, polls_off_at = ?", (
            now - 200, json.dumps([now - 130, now - 70]),
        ))  # fmt: skip
    polls = told(server, record["id"], mei)["sources"]["polls"]
    assert (polls["publishing"], polls["not_publishing_run"], polls["age_s"]) == (False, 2, 70)
    assert "2 in a row" in polls["words"]["en"]


def test_no_secret_is_in_the_evidence(nginx):
    mei = nginx.add_host("Mei")
    record = nginx.create(mei)
    nginx.publish(record)
    nginx.publish(record, txSecret="1" * 32)
    text = json.dumps(told(nginx, record["id"], mei))
    secret = record["push"]["stream_key"].partition("txSecret=")[2].partition("&")[0]
    assert secret
    assert secret not in text
    assert "guess-me" not in text
    assert "1" * 32 not in text


def test_only_its_host_and_admins_may_ask(server):
    mei, ana = server.add_host("Mei"), server.add_host("Ana")
    id = server.create(mei)["id"]
    path = f"/v1/broadcasts/{id}/evidence"
    assert problem(server.http.get(path)) == (401, "wrong_token")
    assert problem(server.http.get(path, headers=ana)) == (403, "forbidden")
    assert server.http.get(path, headers=server.add_admin()).status_code == 200
    answer = server.http.get("/v1/broadcasts/none/evidence", headers=mei)
    assert problem(answer) == (404, "not_found")


def test_a_decision_of_an_older_version_is_still_explained(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    server.beat(id, mei)
    with sqlite3.connect(server.studio.accounts._database.engine.url.database) as raw:
        raw.execute("UPDATE decisions SET evidence = ?", (json.dumps({"last_beat": 5.0}),))
    (decision,) = told(server, id, mei)["decisions"]
    assert decision["words"]["en"] == "A heartbeat came: on air."


def test_five_hundred_of_the_trail_are_shown_at_most(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    with sqlite3.connect(server.studio.accounts._database.engine.url.database) as raw:
        raw.executemany(
            "INSERT INTO signals (broadcast_id, at, kind, detail) VALUES (?, ?, 'poll_off', '')",
            [(id, float(at)) for at in range(900)],
        )
    found = told(server, id, mei)["signals"]
    assert [found[0]["at"], found[-1]["at"]] == [to_text(400), to_text(899)]
    assert len(found) == 500


@pytest.mark.parametrize("limit", [1, 2, 50])
def test_an_admin_sees_refused_pushes_of_everybody_page_by_page(nginx, limit):
    admin, mei = nginx.add_admin(), nginx.add_host("Mei")
    codes = []
    for _ in range(3):
        record = nginx.create(mei)
        codes.append(record["code"])
        nginx.publish(record, txSecret="0" * 32)
    seen, before = [], None
    while True:
        query = {"limit": limit} | ({"before": before} if before else {})
        page = nginx.http.get("/v1/refused-pushes", params=query, headers=admin).json()
        seen += [one["code"] for one in page["items"]]
        if (before := page["next_before"]) is None:
            break
    assert seen == codes[::-1]
    assert problem(nginx.http.get("/v1/refused-pushes", headers=mei)) == (403, "forbidden")


def test_the_evidence_is_described(server):
    document = server.http.get("/openapi.json").json()
    answer = document["paths"]["/v1/broadcasts/{ref}/evidence"]["get"]["responses"]["200"]
    name = answer["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    described = document["components"]["schemas"][name]["properties"]
    assert {"verdict", "deadline", "sources", "signals", "decisions"} <= described.keys()
