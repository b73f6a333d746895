"""Reading OBS's own files, as each platform and version has them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from livedesk.client.obs_setup import encoder_file, find_setup

PASSWORD = "from the file"


def newer(folder: Path, **changes: object) -> None:
    file = folder / "plugin_config" / "obs-websocket" / "config.json"
    file.parent.mkdir(parents=True)
    usual = {"server_enabled": True, "server_port": 4466, "auth_required": True}
    file.write_text(json.dumps(usual | {"server_password": PASSWORD} | changes))


def older(folder: Path, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "global.ini").write_bytes(b"\xef\xbb\xbf" + text.encode())


@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("linux", ".config/obs-studio"),
        ("linux", ".var/app/com.obsproject.Studio/config/obs-studio"),
        ("linux", "snap/obs-studio/current/.config/obs-studio"),
        ("darwin", "Library/Application Support/obs-studio"),
        ("win32", "AppData/Roaming/obs-studio"),
    ],
)
def test_each_platform_has_its_place(tmp_path: Path, platform: str, place: str) -> None:
    newer(tmp_path / place)
    environ = {"HOME": str(tmp_path), "APPDATA": str(tmp_path / "AppData" / "Roaming")}
    setup = find_setup(environ, platform)
    assert setup is not None
    assert (setup.enabled, setup.port, setup.password) == (True, 4466, PASSWORD)
    assert PASSWORD not in repr(setup)


def test_obs_29_keeps_it_in_global_ini(tmp_path: Path) -> None:
    older(
        tmp_path / "obs-studio",
        "[General]\nLastVersion=486539266\n[OBSWebSocket]\nServerEnabled=false\n"
        f"ServerPort=4456\nAuthRequired=true\nServerPassword={PASSWORD}\n",
    )
    setup = find_setup({"XDG_CONFIG_HOME": str(tmp_path)}, "linux")
    assert setup is not None
    assert (setup.enabled, setup.port, setup.password) == (False, 4456, PASSWORD)


def test_an_obs_that_was_never_asked_has_its_server_off(tmp_path: Path) -> None:
    older(tmp_path / "obs-studio", "[General]\nFirstRun=true\n")
    setup = find_setup({"XDG_CONFIG_HOME": str(tmp_path)}, "linux")
    assert setup is not None
    assert (setup.enabled, setup.port, setup.password) == (False, 4455, "")


def test_no_password_is_found_where_none_is_asked_for(tmp_path: Path) -> None:
    newer(tmp_path / "obs-studio", auth_required=False)
    setup = find_setup({"XDG_CONFIG_HOME": str(tmp_path)}, "linux")
    assert setup is not None
    assert setup.password == ""


def test_of_two_the_one_that_was_used_last_counts(tmp_path: Path) -> None:
    newer(tmp_path / ".config" / "obs-studio", server_port=1)
    flatpak = tmp_path / ".var" / "app" / "com.obsproject.Studio" / "config" / "obs-studio"
    newer(flatpak, server_port=2)
    os.utime(flatpak / "plugin_config" / "obs-websocket" / "config.json", (9e9, 9e9))
    setup = find_setup({"HOME": str(tmp_path)}, "linux")
    assert setup is not None
    assert setup.port == 2


@pytest.mark.parametrize("text", ["", "{", "[]", '{"server_port": "x", "server_enabled": 1}'])
def test_a_damaged_file_switches_nothing_on(tmp_path: Path, text: str) -> None:
    file = tmp_path / "obs-studio" / "plugin_config" / "obs-websocket" / "config.json"
    file.parent.mkdir(parents=True)
    file.write_text(text)
    setup = find_setup({"XDG_CONFIG_HOME": str(tmp_path)}, "linux")
    assert setup is None or (setup.enabled, setup.port) == (False, 4455)


def test_without_obs_there_is_nothing(tmp_path: Path) -> None:
    assert find_setup({"HOME": str(tmp_path)}, "linux") is None


def test_the_advanced_encoder_stands_in_the_profile_of_that_name(tmp_path: Path) -> None:
    profile = tmp_path / "obs-studio" / "basic" / "profiles" / "Sunday_show"
    profile.mkdir(parents=True)
    (profile / "basic.ini").write_text("[General]\nName=Sunday show\n")
    (profile / "streamEncoder.json").write_text('{"keyint_sec": 2, "bitrate": 6000}')
    environ = {"XDG_CONFIG_HOME": str(tmp_path)}
    assert encoder_file("Sunday show", environ, "linux") == (6000, 2.0)
    assert encoder_file("Another", environ, "linux") is None
