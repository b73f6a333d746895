"""The whole console in one process: real threads, real sockets, real files."""

from __future__ import annotations

import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from livedesk.client.console_settings import HERE, ConsoleSettings, Profile, load, save
from livedesk.client.keychain import Keychain
from livedesk.client.server_address import ServerAddress
from livedesk.desk.add_server_sheet import AddServerSheet
from livedesk.desk.console import Console, Folders
from livedesk.desk.crash import CrashNet, Report
from livedesk.desk.crash_dialog import CrashDialog
from livedesk.desk.instance import Instance
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.workers.drawer import Drawer
from livedesk.desk.workers.kept_server import KeptServer
from livedesk.desk.workers.live import Live
from livedesk.domain.errors import WrongToken
from tests.client.keyrings import MemoryKeyring
from tests.desk.pretend import a_beat, a_picture, a_record
from tests.desk.small_server import SmallServer, a_small_server
from tests.wire import TOKEN

Open = Callable[..., Console]
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def ring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def opened(
    light: QApplication, tmp_path: Path, ring: MemoryKeyring, qtbot: QtBot
) -> Iterator[Open]:
    """Opens a console; this computer's own server is never started by it."""
    before = QLocale()
    consoles: list[Console] = []

    def open_it(
        settings: ConsoleSettings | None = None,
        *,
        given: ServerAddress | None = None,
        language: str = "",
        crash_net: CrashNet | None = None,
    ) -> Console:
        folders = Folders(tmp_path / "config", tmp_path / "data", tmp_path / "log")
        if settings is not None:
            save(folders.config, settings)
        keychain = Keychain(folders.config, lambda: ring)
        drawer = Drawer(folders.config, keychain)
        keeper = SettingsKeeper(load(folders.config), drawer, given)
        instance = Instance(folders.config)
        using = keeper.using
        assert instance.take(using.id if using is not None else "welcome")

        def make_live(at: ServerAddress | KeptServer | None) -> Live:
            nobody = ServerAddress("http://127.0.0.1:9", TOKEN)
            return Live(at or nobody, folders.data, folders.log)

        console = Console(
            light, folders, keeper, drawer, keychain, instance, language, {},
            make_live=make_live, crash_net=crash_net,
        )  # fmt: skip
        drawer.start()
        console.open()
        consoles.append(console)
        window = console.window
        qtbot.waitUntil(lambda: window is None or window.furnished)
        return console

    yield open_it
    for console in consoles:
        console.leave(10.0)
    QLocale.setDefault(before)


@pytest.fixture
def studio() -> Iterator[SmallServer]:
    with a_small_server("Ana Oliveira") as server:
        yield server


@pytest.fixture
def marathon() -> Iterator[SmallServer]:
    with a_small_server("Marathon") as server:
        yield server


def two(studio: SmallServer, marathon: SmallServer, ring: MemoryKeyring) -> ConsoleSettings:
    for id in ("a1", "b2"):
        ring.set_password("livedesk", f"profile-{id}", TOKEN)
    servers = (Profile("a1", "Studio", studio.url), Profile("b2", "Marathon", marathon.url))
    return ConsoleSettings(servers, "a1", language="en")


def connected(console: Console, server: SmallServer) -> bool:
    window = console.window
    info = window.scene.server if window is not None else None
    return info is not None and info.url == server.url


def said(widget: QWidget | None) -> str:
    assert widget is not None
    labels = widget.findChildren(QLabel)
    return " | ".join(label.text() for label in labels if label.isVisible())


def test_the_first_run_welcomes_and_a_connect_string_leads_to_the_window(
    opened: Open, qtbot: QtBot, studio: SmallServer, ring: MemoryKeyring, tmp_path: Path
) -> None:
    console = opened(language="en")
    welcome = console.welcome
    assert welcome is not None
    assert console.window is None
    welcome.fields.place.edit.setText(studio.connect)
    qtbot.mouseClick(welcome.button, LEFT)
    qtbot.waitUntil(lambda: connected(console, studio))
    assert console.welcome is None
    assert console.window is not None
    assert console.window.isVisible()
    (profile,) = load(tmp_path / "config").settings.servers
    assert ring.kept == {("livedesk", profile.secret): TOKEN}
    assert TOKEN not in (tmp_path / "config" / "console.toml").read_text()
    assert "Ana Oliveira" in console.window.navigation.who.accessibleName()


def test_the_first_run_starts_on_this_computer(opened: Open, qtbot: QtBot, tmp_path: Path) -> None:
    console = opened(language="en")
    assert console.welcome is not None
    qtbot.mouseClick(console.welcome.button, LEFT)
    assert console.window is not None
    qtbot.waitUntil(lambda: load(tmp_path / "config").settings.chosen == HERE)


def test_the_server_in_use_is_removed_and_put_back_with_its_token(
    opened: Open, qtbot: QtBot, studio: SmallServer, marathon: SmallServer, ring: MemoryKeyring
) -> None:
    console = opened(two(studio, marathon, ring))
    qtbot.waitUntil(lambda: connected(console, studio))
    before = console.window
    assert before is not None
    before.settings.keeper.remove("a1")
    qtbot.waitUntil(lambda: ("livedesk", "profile-a1") not in ring.kept)
    qtbot.waitUntil(lambda: console.window is not before)
    window = console.window
    assert window is not None
    assert "Studio is removed." in said(window.toast)
    qtbot.mouseClick(window.toast.undo, LEFT)
    qtbot.waitUntil(lambda: connected(console, studio))
    assert ring.kept["livedesk", "profile-a1"] == TOKEN


def test_a_welcome_in_another_language_keeps_what_was_typed(
    opened: Open, qtbot: QtBot, compiled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("livedesk.desk.language.resource", lambda *_: compiled)
    console = opened(language="en")
    assert console.welcome is not None
    first = console.welcome
    first.fields.place.edit.setText("https://live.example.com")
    first.language_asked.emit("zh_CN")
    qtbot.waitUntil(lambda: console.welcome is not first)
    assert console.welcome is not None
    assert "你要从哪里直播？" in said(console.welcome)
    assert console.welcome.fields.place.edit.text() == "https://live.example.com"


def test_changing_over_talks_to_the_other_server_without_a_restart(
    opened: Open, qtbot: QtBot, studio: SmallServer, marathon: SmallServer, ring: MemoryKeyring,
    tmp_path: Path,
) -> None:  # fmt: skip
    console = opened(two(studio, marathon, ring))
    qtbot.waitUntil(lambda: connected(console, studio))
    assert console.window is not None
    console.window.show_page(3)
    qtbot.mouseClick(console.window.settings.servers.rows[1], LEFT)
    qtbot.waitUntil(lambda: connected(console, marathon))
    qtbot.waitUntil(lambda: load(tmp_path / "config").settings.chosen == "b2")
    studio.asked.clear()
    console.window.show_page(0)
    console.window.list.refresh()
    qtbot.waitUntil(lambda: any("host=me" not in path for path in marathon.asked))
    assert not [path for path in studio.asked if "host=me" not in path]


def test_a_server_that_another_window_has_open_is_not_opened_twice(
    opened: Open, qtbot: QtBot, studio: SmallServer, marathon: SmallServer, ring: MemoryKeyring,
    tmp_path: Path,
) -> None:  # fmt: skip
    console = opened(two(studio, marathon, ring))
    other = Instance(tmp_path / "config")
    assert other.take("b2")
    window = console.window
    assert window is not None
    with qtbot.waitSignal(other.show_asked):
        window.profile_chosen.emit("b2")
    assert console.window is window
    assert "Another LiveDesk window" in said(window.toast)
    other.leave()


def test_a_lost_token_is_said_and_a_new_one_connects(
    opened: Open, qtbot: QtBot, studio: SmallServer, marathon: SmallServer, ring: MemoryKeyring
) -> None:
    settings = two(studio, marathon, ring)
    ring.kept.clear()
    console = opened(settings)
    window = console.window
    assert window is not None
    qtbot.waitUntil(lambda: isinstance(window.scene.lost, WrongToken))
    assert "Paste its connect string in Settings." in said(window)
    window.show_page(3)
    window.settings.servers.rows[0].token_asked.emit()
    sheet = window.findChild(AddServerSheet)
    assert sheet is not None
    sheet.fields.place.edit.setText(studio.connect)
    sheet.button.click()
    qtbot.waitUntil(lambda: connected(console, studio))


def test_a_removed_server_takes_its_token_along(
    opened: Open, qtbot: QtBot, studio: SmallServer, marathon: SmallServer, ring: MemoryKeyring,
    tmp_path: Path,
) -> None:  # fmt: skip
    console = opened(two(studio, marathon, ring))
    qtbot.waitUntil(lambda: connected(console, studio))
    first = console.window
    assert first is not None
    first.settings.keeper.remove("a1")
    qtbot.waitUntil(lambda: ("livedesk", "profile-a1") not in ring.kept)
    qtbot.waitUntil(lambda: load(tmp_path / "config").settings.chosen == HERE)
    qtbot.waitUntil(lambda: console.window is not first)
    assert ("livedesk", "profile-b2") in ring.kept


def test_a_locked_keyring_is_said_and_once_it_is_open_the_server_answers(
    opened: Open, qtbot: QtBot, studio: SmallServer, marathon: SmallServer, ring: MemoryKeyring
) -> None:
    settings = two(studio, marathon, ring)
    ring.lock()
    console = opened(settings)
    window = console.window
    assert window is not None
    qtbot.waitUntil(lambda: window.scene.lost is not None)
    assert "Unlock it, then try again." in said(window)
    ring.mend()
    assert console._live is not None
    console._live.retry_now()
    qtbot.waitUntil(lambda: connected(console, studio))


def test_servers_are_looked_at_while_their_list_is_seen(
    opened: Open, qtbot: QtBot, studio: SmallServer, marathon: SmallServer, ring: MemoryKeyring
) -> None:
    console = opened(two(studio, marathon, ring))
    assert console.window is not None
    console.window.show_page(3)
    servers = console.window.settings.servers
    qtbot.waitUntil(lambda: "as Ana Oliveira" in said(servers) and "ms" in said(servers))
    qtbot.waitUntil(lambda: "as Marathon" in said(servers) and "not running" in said(servers))
    assert "keyring of your system" in said(console.window.settings.safety)


def test_another_language_and_look_while_on_air_keep_the_broadcast(
    opened: Open, qtbot: QtBot, light: QApplication, studio: SmallServer, marathon: SmallServer,
    ring: MemoryKeyring, compiled: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setattr("livedesk.desk.language.resource", lambda *_: compiled)
    console = opened(two(studio, marathon, ring))
    qtbot.waitUntil(lambda: connected(console, studio))
    first, live = console.window, console._live
    assert first is not None
    assert live is not None
    live.record_changed.emit(a_record("live"))
    console.feed.picture.emit(a_picture())
    live.beaten.emit(a_beat())
    first.studio.form.title.edit.setText("half typed")
    first.show_page(3)
    first.settings.keeper.change(language="zh_CN", appearance="dark")
    qtbot.waitUntil(lambda: console.window is not first)
    window = console.window
    assert window is not None
    assert window.isVisible()
    assert window.scene.on_air
    assert console._live is live, "it goes on beating"
    assert "直播中" in window.strip.pill.accessibleName() + window.strip.accessibleName()
    assert window.settings.isVisible()
    assert window.studio.form.title.edit.text() == "half typed"
    assert window.palette().window().color().lightness() < 128
    # What is heard afterwards reaches the new window, and nothing calls the old one.
    live.record_changed.emit(a_record("live", title="Still here"))
    live.back.emit()
    console.feed.picture.emit(a_picture())
    assert window.scene.record is not None
    assert window.scene.record.title == "Still here"
    window.settings.keeper.change(language="en", appearance="light")
    qtbot.waitUntil(lambda: console.window is not window)
    live.back.emit()
    assert console.window is not None
    assert "On air" in console.window.strip.accessibleName()


def test_a_bug_of_before_the_console_is_shown_by_it(
    opened: Open, studio: SmallServer, marathon: SmallServer, ring: MemoryKeyring, tmp_path: Path,
) -> None:  # fmt: skip
    net = CrashNet(tmp_path)
    net.catch_early()
    try:
        error = ValueError("too early")
        sys.excepthook(ValueError, error, None)
        console = opened(two(studio, marathon, ring), crash_net=net)
    finally:
        net.remove()
    assert console.window is not None
    dialog = console.window.findChild(CrashDialog)
    assert dialog is not None
    assert "ValueError: too early" in dialog.text.toPlainText()
    dialog.shut.click()


def test_a_bug_is_shown_and_the_report_saved(
    opened: Open, qtbot: QtBot, studio: SmallServer, marathon: SmallServer, ring: MemoryKeyring,
    tmp_path: Path,
) -> None:  # fmt: skip
    console = opened(two(studio, marathon, ring))
    console.crash_net.caught.emit(Report("LiveDesk\nboom"))
    assert console.window is not None
    dialog = console.window.findChild(CrashDialog)
    assert dialog is not None
    assert dialog.isVisible()
    dialog.save_asked.emit(tmp_path / "report.txt")
    report = tmp_path / "report.txt"
    qtbot.waitUntil(lambda: report.exists() and report.read_text() == "LiveDesk\nboom")
    dialog.shut.click()


def test_a_support_bundle_is_saved_from_the_settings(
    opened: Open, qtbot: QtBot, studio: SmallServer, marathon: SmallServer, ring: MemoryKeyring,
    tmp_path: Path,
) -> None:  # fmt: skip
    console = opened(two(studio, marathon, ring))
    qtbot.waitUntil(lambda: connected(console, studio))
    console.save_bundle(tmp_path / "bundle.zip")
    window = console.window
    assert window is not None
    qtbot.waitUntil(lambda: "Saved as bundle.zip." in said(window.toast))
    with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
        whole = b"".join(bundle.read(name) for name in bundle.namelist()).decode()
    assert studio.url in whole
    assert TOKEN not in whole


def test_the_tray_copies_the_link_and_quits(
    opened: Open, qtbot: QtBot, studio: SmallServer, marathon: SmallServer, ring: MemoryKeyring
) -> None:
    console = opened(two(studio, marathon, ring))
    assert console.tray is not None
    assert console._live is not None
    console._live.record_changed.emit(a_record())
    console.tray.chat_asked.emit()
    assert QGuiApplication.clipboard().text() == (
        "Sunday sketchbook\nhttps://live.example.com/watch/8888_ana_1122"
    )
    with qtbot.waitSignal(console.left):
        console.tray.quit_asked.emit()


def test_a_computer_that_slept_makes_the_console_look_at_once(
    opened: Open, qtbot: QtBot, studio: SmallServer, marathon: SmallServer, ring: MemoryKeyring
) -> None:
    console = opened(two(studio, marathon, ring))
    qtbot.waitUntil(lambda: connected(console, studio))
    studio.asked.clear()
    with qtbot.waitSignal(console.slept):
        console.watchdog.slept.emit(3600.0)
    qtbot.waitUntil(lambda: "/v1/policy" in studio.asked)


def test_the_last_page_and_place_are_there_again(
    opened: Open, qtbot: QtBot, studio: SmallServer, marathon: SmallServer, ring: MemoryKeyring,
    tmp_path: Path,
) -> None:  # fmt: skip
    console = opened(two(studio, marathon, ring))
    assert console.window is not None
    console.window.resize(700, 520)  # offscreen has a screen of 800 by 800
    console.window.show_page(1)
    qtbot.waitUntil(lambda: load(tmp_path / "config").settings.page == 1)
    console.leave(10.0)
    again = opened()
    assert again.window is not None
    assert again.window.size().width() == 700
    assert again.window.list.isVisible()
