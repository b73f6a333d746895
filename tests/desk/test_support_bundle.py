"""The support bundle has what helps, and none of the secrets that were planted everywhere."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from pytestqt.qtbot import QtBot

from livedesk.client.console_settings import ConsoleSettings, Loaded, Profile, Remembered
from livedesk.client.keychain import Keychain
from livedesk.desk import support_bundle
from livedesk.desk.scene import Refusal, Scene
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.workers.beats import Away
from livedesk.desk.workers.drawer import Drawer
from livedesk.domain.errors import ServerUnavailable
from tests.client.keyrings import MemoryKeyring
from tests.desk.pretend import KEY, NOW, a_beat, a_policy, a_record, a_server

HOST = "ldh_Kq3v9sX0aBcDeFgHiJkLmNoPqRsTuVwXyZ012345678"
ADMIN = "lda_Zz3v9sX0aBcDeFgHiJkLmNoPqRsTuVwXyZ012345678"
PASSWORD = "obs pass/word ü"
SIGNATURE = KEY.split("txSecret=")[1][:32]
CALLBACK = "s3cr3tCallbackPath_-9"
SECRETS = (HOST, ADMIN, PASSWORD, "obs%20pass%2Fword", SIGNATURE, CALLBACK)


def plant(folder: Path) -> None:
    """Into every log there is, in every form."""
    lines = (
        f"GET /v1/broadcasts Authorization: Bearer {HOST}",
        f"admin {ADMIN} asked",
        f"livedesk://live.example.com/?tls=1#{HOST}",
        f"rtmp://push.example.com/live/{KEY}",
        f"rtmp%3A%2F%2Fpush%2Flive%2Fa%3FtxSecret%3D{SIGNATURE}",
        f"POST /v1/callbacks/srs/{CALLBACK} 200",
        f"obs: identify with {PASSWORD}",
        "ws://127.0.0.1:4455/?password=obs%20pass%2Fword%20%C3%BC",
        "what helps: the media server did not answer",
    )
    for name in ("console.log", "console.log.1", "server-start.log", "server.log", "crash.log"):
        (folder / name).write_text("\n".join(lines), encoding="utf-8")


def a_scene() -> Scene:
    error = ServerUnavailable(f"no answer from https://x/?token={HOST}")
    return Scene(
        server=a_server(),
        policy=a_policy(),
        record=a_record("live", title="Sunday sketchbook"),
        beat=a_beat(),
        away=Away(NOW - 52, NOW - 112, NOW + 8, NOW + 73, error),
        refusal=Refusal(ServerUnavailable(f"refused {KEY}"), "create", NOW),
    )


def test_no_planted_secret_is_in_the_bundle_and_what_helps_is(
    qtbot: QtBot, running: Callable[[Drawer], Drawer], tmp_path: Path
) -> None:
    logs = tmp_path / "log"
    logs.mkdir()
    plant(logs)
    memory = MemoryKeyring()
    drawer = Drawer(tmp_path / "config", Keychain(tmp_path / "config", lambda: memory))
    server = Profile("a1", "Studio", "https://live.example.com", "Ana")
    settings = ConsoleSettings((server,), "a1", remembered=Remembered("Sunday", "ana"))
    keeper = SettingsKeeper(Loaded(settings), drawer)
    running(drawer)
    with qtbot.waitSignal(drawer.secret_kept):
        keeper.keep_secret("obs-password", PASSWORD)
    scene = a_scene()
    moments = (support_bundle.seen(replace(scene, away=None), NOW - 60),)
    parts = support_bundle.parts(settings, scene, moments, logs, "longest lag 12 ms", NOW)
    file = tmp_path / "bundle.zip"
    with qtbot.waitSignal(keeper.written):
        keeper.bundle(file, parts)
    with zipfile.ZipFile(file) as bundle:
        texts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    for name, text in texts.items():
        assert not [secret for secret in SECRETS if secret in text], name
    assert texts["logs/server.log"].count("what helps") == 1
    assert len([name for name in texts if name.startswith("logs/")]) == 5
    assert "live.example.com" in texts["settings.toml"]
    assert "longest lag 12 ms" in texts["about.txt"]
    states = json.loads(texts["states.json"])
    assert states["now"]["condition"] == "away"
    assert states["now"]["fingerprint"] == "7f3a"
    assert states["before"][0]["state"] == "live"


def test_a_place_that_cannot_be_written_is_said(
    qtbot: QtBot, running: Callable[[Drawer], Drawer], tmp_path: Path
) -> None:
    drawer = running(Drawer(tmp_path, Keychain(tmp_path, MemoryKeyring)))
    keeper = SettingsKeeper(Loaded(ConsoleSettings()), drawer)
    with qtbot.waitSignal(keeper.changed):
        keeper.bundle(tmp_path / "no" / "folder" / "x.zip", dict)
    assert keeper.trouble[0] == "file"
    with qtbot.waitSignal(keeper.written):
        keeper.write(tmp_path / "report.txt", "still at work")
    assert (tmp_path / "report.txt").read_text() == "still at work"
