"""`sim --replay` tells what another policy would have done with what was really heard."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from livedesk.domain.verdict import Policy
from livedesk.server.cli import app
from livedesk.settings import MediaSettings
from livedesk.sim.replay import Replayed, replay
from livedesk.store.database import Database
from tests.server.conftest import NGINX, Server


def replayed(folder: Path, now: float, policy: Policy, other: Policy) -> list[Replayed]:
    database = Database.in_folder(folder)
    try:
        return list(replay(database, policy, other, now))
    finally:
        database.close()


def beats(server: Server, id: str, by: dict[str, str], count: int) -> None:
    for _ in range(count):
        server.clock.pass_(60)
        server.beat(id, by)
        server.sweep()


def seconds(server: Server, count: int) -> None:
    for _ in range(count):
        server.clock.pass_(1)
        server.sweep()


def test_two_misses_would_have_taken_off_whom_three_did_not(
    serving: Callable[..., Server], tmp_path: Path
):
    server = serving()
    mei = server.add_host("Mei")
    record = server.create(mei)
    server.beat(record["id"], mei)
    beats(server, record["id"], mei, 5)
    silent_at = server.clock.now
    seconds(server, 90)  # and a minute more: two beats are lost
    beats(server, record["id"], mei, 5)
    server.http.post(f"/v1/broadcasts/{record['id']}/end", headers=mei)
    (found,) = replayed(tmp_path, server.clock.now, Policy(), Policy(heartbeat_misses=2))
    assert [fall.reason for fall in found.really] == ["ended_by_host"]
    assert [fall.reason for fall in found.again] == ["ended_by_host"]
    assert [fall.reason for fall in found.otherwise] == ["heartbeat_lost", "ended_by_host"]
    assert found.otherwise[0].at == pytest.approx(silent_at + 125, abs=1)
    assert found.differs


def test_the_same_policy_judges_as_it_did(serving: Callable[..., Server], tmp_path: Path):
    server = serving(NGINX)
    mei = server.add_host("Mei")
    record = server.create(mei)
    server.publish(record, "1")
    server.beat(record["id"], mei)
    beats(server, record["id"], mei, 3)
    server.publish_done(record["code"], "1")
    seconds(server, 70)
    server.publish(record, "2")
    beats(server, record["id"], mei, 3)
    seconds(server, 900)  # the console dies
    policy = Policy(callbacks=True)
    other = Policy(callbacks=True, grace_s=120.0)
    (found,) = replayed(tmp_path, server.clock.now, policy, other)
    assert [fall.reason for fall in found.really] == ["media_stopped", "heartbeat_lost"]
    assert len(found.again) == len(found.really)
    assert all(one.is_like(two) for one, two in zip(found.again, found.really, strict=True))
    assert [fall.reason for fall in found.otherwise] == ["heartbeat_lost"]


def test_the_command_shows_what_differs_and_writes_nothing(
    serving: Callable[..., Server], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    server = serving(MediaSettings(kind="tencent", bizid="8888"))
    mei = server.add_host("Mei")
    record = server.create(mei)
    server.beat(record["id"], mei)
    seconds(server, 130)
    beats(server, record["id"], mei, 3)
    server.http.post(f"/v1/broadcasts/{record['id']}/end", headers=mei)
    monkeypatch.setenv("LIVEDESK_MEDIA__KIND", "tencent")
    monkeypatch.setenv("LIVEDESK_MEDIA__BIZID", "8888")
    monkeypatch.setenv("LIVEDESK_MEDIA__CALLBACKS", "false")
    before = hashlib.sha256((tmp_path / "livedesk.db").read_bytes()).digest()
    asked = ["sim", "--replay", "--data-dir", str(tmp_path)]
    same = CliRunner().invoke(app, asked)
    assert same.exit_code == 0, same.output
    assert "1 broadcasts judged again, 0 would have gone otherwise." in same.output
    other = CliRunner().invoke(app, [*asked, "--policy-override", "heartbeat_misses=1"])
    assert "1 would have gone otherwise" in other.output
    assert "heartbeat_lost" in other.output
    assert hashlib.sha256((tmp_path / "livedesk.db").read_bytes()).digest() == before


@pytest.mark.parametrize("wrong", ["patience=3", "heartbeat_misses", "heartbeat_misses=none"])
def test_a_wrong_override_is_refused_in_a_sentence(tmp_path: Path, wrong: str):
    asked = ["sim", "--replay", "--data-dir", str(tmp_path), "--policy-override", wrong]
    found = CliRunner().invoke(app, asked)
    assert found.exit_code == 1
    assert "--policy-override" in str(found.exception)


def test_a_folder_without_a_database_is_refused(tmp_path: Path):
    found = CliRunner().invoke(app, ["sim", "--replay", "--data-dir", str(tmp_path / "no")])
    assert "there is no livedesk.db" in str(found.exception)
