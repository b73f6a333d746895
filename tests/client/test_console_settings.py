"""The console's settings survive restarts, damage and newer versions; no secret is in them."""

from __future__ import annotations

import os
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.client.console_settings import (
    FILE,
    HERE,
    ConsoleSettings,
    ObsPlace,
    Profile,
    Remembered,
    load,
    new_profile,
    read,
    save,
)

STUDIO = Profile("a1", "Studio", "https://live.example.com", "Ana Oliveira")
FULL = ConsoleSettings(
    servers=(STUDIO, Profile("b2", "慈善马拉松", "http://192.168.1.9:8787")),
    chosen="b2",
    language="zh_CN",
    appearance="dark",
    notifications=False,
    hide_from_capture=True,
    page=2,
    obs=ObsPlace("obs.local", 4444, write=False),
    remembered=Remembered("周日素描", "ana_1122", 3600, True, "/home/ana/封面.png"),
)


def written(folder: Path, text: str) -> Path:
    file = folder / FILE
    file.write_text(text, encoding="utf-8")
    return file


def test_what_is_saved_is_what_is_loaded(tmp_path: Path) -> None:
    save(tmp_path / "new", FULL)
    assert load(tmp_path / "new").settings == FULL
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "new" / FILE).stat().st_mode) == 0o600


def test_a_first_run_has_chosen_nothing(tmp_path: Path) -> None:
    loaded = load(tmp_path)
    assert loaded.settings == ConsoleSettings()
    assert loaded.settings.chosen == ""
    assert loaded.aside is None


@pytest.mark.parametrize("contents", [b"chosen = ", b"\xff\xfe\x00", b"[obs\n", b"\x00" * 4096])
def test_a_damaged_file_is_kept_beside_and_defaults_are_used(
    tmp_path: Path, contents: bytes
) -> None:
    (tmp_path / FILE).write_bytes(contents)
    loaded = load(tmp_path)
    assert loaded.settings == ConsoleSettings()
    assert loaded.aside is not None
    assert loaded.aside.kept_at is not None
    save(tmp_path, FULL)
    assert loaded.aside.kept_at.read_bytes() == contents


def test_what_a_newer_version_wrote_is_named_and_kept_and_the_rest_is_used(tmp_path: Path) -> None:
    text = (
        'chosen = "a1"\nappearance = "sepia"\nfuture = 1\n'
        '[obs]\nport = 99999\nhost = "10.0.0.2"\nlater = true\n'
        '[[servers]]\nid = "a1"\nname = "Studio"\nurl = "https://live.example.com"\n'
        '[[servers]]\nid = "b2"\nname = "No address"\nurl = "ftp://x"\n'
    )
    written(tmp_path, text)
    loaded = load(tmp_path)
    assert loaded.aside is not None
    assert loaded.aside.what == ("appearance", "future", "obs.later", "obs.port", "servers.1")
    assert [one.name for one in loaded.settings.servers] == ["Studio"]
    assert loaded.settings.obs == ObsPlace("10.0.0.2")
    assert loaded.settings.appearance == "system"
    assert loaded.aside.kept_at is not None
    assert loaded.aside.kept_at.read_text(encoding="utf-8") == text


def test_the_same_damage_is_kept_once_and_another_beside_it(tmp_path: Path) -> None:
    written(tmp_path, "x = 1")
    load(tmp_path)
    load(tmp_path)
    written(tmp_path, "x = 2")
    load(tmp_path)
    assert len(list(tmp_path.glob("*.set-aside-*"))) == 2


def test_a_folder_that_cannot_be_written_still_gives_settings(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    assert load(tmp_path / "file").settings == ConsoleSettings()


def test_two_servers_of_one_id_are_one_and_this_computer_is_no_server() -> None:
    server = {"id": "a1", "name": "First", "url": "https://a.example"}
    settings, wrong = read(
        {"servers": [server, {**server, "name": "Second"}, {**server, "id": HERE}], "chosen": "zz"}
    )
    assert [one.name for one in settings.servers] == ["First"]
    assert wrong == ("chosen", "servers.id")
    assert settings.chosen == HERE


def test_a_profile_is_found_by_its_name_in_any_case() -> None:
    assert FULL.named(" studio ") == STUDIO
    assert FULL.named("here") is not None
    assert FULL.named("nobody") is None


def test_without_the_chosen_server_this_computer_is_used() -> None:
    assert FULL.without_server("b2").chosen == HERE
    assert FULL.without_server("a1").chosen == "b2"
    renamed = FULL.with_server(replace(STUDIO, name="Atelier"))
    assert [one.name for one in renamed.servers] == ["Atelier", "慈善马拉松"]


def test_a_new_profile_is_named_after_its_address_and_has_an_id_of_its_own() -> None:
    one, other = (new_profile(" ", "https://live.example.com:8443") for _ in range(2))
    assert one.name == "live.example.com:8443"
    assert one.id != other.id
    assert FULL.with_server(one).servers[-1] == one


anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inside: st.lists(inside, max_size=3) | st.dictionaries(st.text(), inside, max_size=3),
    max_leaves=8,
)
keys = st.sampled_from(["servers", "chosen", "obs", "remembered", "page", "language", "x"])


@given(st.dictionaries(keys, anything, max_size=5))
def test_nothing_that_can_stand_in_a_file_stops_the_console(found: dict[str, object]) -> None:
    settings, _ = read(found)
    assert settings.profile(settings.chosen or HERE) is not None


def test_brackets_without_end_are_damage_like_any_other(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("page = " + "[" * 20_000)
    loaded = load(tmp_path)
    assert loaded.settings == ConsoleSettings()
    assert loaded.aside is not None
    assert loaded.aside.kept_at is not None
