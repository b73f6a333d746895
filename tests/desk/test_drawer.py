"""The drawer on a disk that is full, or a folder that cannot be written."""

from __future__ import annotations

import errno
import os
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from livedesk.client.console_settings import ConsoleSettings, Loaded, Profile, load
from livedesk.client.keychain import Keychain
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.workers.drawer import Drawer
from tests.wire import TOKEN

Running = Callable[[Drawer], Drawer]
STUDIO = Profile("a1", "Studio", "https://live.example.com")


@contextmanager
def no_room() -> Iterator[None]:
    """Not a byte can be written to any file, as on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)


def a_drawer(folder: Path, again_after_s: float = 3600.0) -> Drawer:
    return Drawer(folder, Keychain(folder, lambda: None), again_after_s)


def test_settings_that_found_no_room_are_written_with_the_next_ones(
    qtbot: QtBot, running: Running, tmp_path: Path
) -> None:
    drawer = running(a_drawer(tmp_path))
    keeper = SettingsKeeper(Loaded(ConsoleSettings()), drawer)
    with no_room():
        keeper.change(servers=(STUDIO,), chosen="a1")
        qtbot.waitUntil(lambda: keeper.trouble == ("settings", os.strerror(errno.EFBIG)))
    assert keeper.now.chosen == "a1", "they hold meanwhile"
    keeper.change(notifications=False)
    qtbot.waitUntil(lambda: keeper.trouble == ("", ""))
    written = load(tmp_path).settings
    assert (written.servers, written.chosen, written.notifications) == ((STUDIO,), "a1", False)
    assert [file.name for file in tmp_path.iterdir()] == ["console.toml"], "no half file is left"


def test_settings_that_found_no_room_are_written_by_themselves(
    qtbot: QtBot, running: Running, tmp_path: Path
) -> None:
    folder = tmp_path / "config"
    folder.write_text("in the way")
    drawer = running(a_drawer(folder, again_after_s=0.05))
    keeper = SettingsKeeper(Loaded(ConsoleSettings()), drawer)
    keeper.change(chosen="here")
    qtbot.waitUntil(lambda: keeper.trouble[0] == "settings")
    folder.unlink()
    qtbot.waitUntil(lambda: keeper.trouble == ("", ""))
    assert load(folder).settings.chosen == "here"


def test_settings_that_found_no_room_are_tried_once_more_at_the_end(
    qtbot: QtBot, qapp: object, tmp_path: Path
) -> None:
    folder = tmp_path / "config"
    folder.write_text("in the way")
    drawer = a_drawer(folder)
    drawer.start()
    keeper = SettingsKeeper(Loaded(ConsoleSettings()), drawer)
    keeper.change(chosen="here")
    qtbot.waitUntil(lambda: keeper.trouble[0] == "settings")
    folder.unlink()
    drawer.ask_to_stop()
    assert drawer.wait(10.0)
    assert load(folder).settings.chosen == "here"


def test_a_removed_server_comes_back_to_its_place_with_its_token(
    qtbot: QtBot, running: Running, tmp_path: Path
) -> None:
    drawer = running(a_drawer(tmp_path))
    other = Profile("b2", "Marathon", "https://marathon.example.com")
    keeper = SettingsKeeper(Loaded(ConsoleSettings((STUDIO, other), "a1")), drawer)
    drawer.keychain.set("profile-a1", TOKEN)
    with qtbot.waitSignal(drawer.secret_kept):
        keeper.remove("a1")
    assert (keeper.now.servers, keeper.now.chosen) == ((other,), "here")
    assert drawer.keychain.get("profile-a1") is None
    with qtbot.waitSignal(drawer.secret_kept):
        keeper.put_back()
    assert (keeper.now.servers, keeper.now.chosen) == ((STUDIO, other), "a1")
    assert drawer.keychain.get("profile-a1") == TOKEN
    assert TOKEN not in repr(vars(drawer))
    keeper.put_back()
    assert keeper.now.servers == (STUDIO, other), "once is enough"


def test_the_token_of_a_removed_server_is_forgotten_after_a_while(
    qtbot: QtBot, running: Running, tmp_path: Path
) -> None:
    drawer = running(a_drawer(tmp_path))
    keeper = SettingsKeeper(Loaded(ConsoleSettings((STUDIO,), "here")), drawer)
    drawer.keychain.set("profile-a1", TOKEN)
    keeper.remove("a1")
    (timer,) = keeper.findChildren(QTimer)
    assert 12_000 < timer.interval() < 20_000
    timer.timeout.emit()
    keeper.put_back()
    qtbot.waitUntil(lambda: not drawer.has_orders)
    assert keeper.now.servers == ()
    with qtbot.waitSignal(drawer.secret_kept):
        drawer.keep("other", TOKEN)
    assert drawer.keychain.get("profile-a1") is None


def test_a_token_that_found_no_room_is_there_until_the_console_ends(
    qtbot: QtBot, running: Running, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    drawer = running(a_drawer(tmp_path))
    told: list[str] = []
    drawer.failed.connect(lambda what, why: told.append(what))
    with no_room():
        with qtbot.waitSignal(drawer.secret_kept) as kept:
            drawer.keep("profile-a1", TOKEN)
        assert kept.args == ["profile-a1"]
        qtbot.waitUntil(lambda: told == ["secret"])
        assert drawer.keychain.get("profile-a1") == TOKEN
    assert TOKEN not in caplog.text
    assert drawer.keychain.get("profile-a1") == TOKEN
    assert Keychain(tmp_path, lambda: None).get("profile-a1") == TOKEN, "now there is room"
    drawer.keychain.forget("profile-a1")
    assert drawer.keychain.get("profile-a1") is None
