"""The settings, as a host uses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from livedesk.client.console_settings import HERE, Profile, SetAside
from livedesk.desk.add_server_sheet import AddServerSheet
from livedesk.desk.profile_switch import SwitchQuestion
from livedesk.desk.server_section import RemoveQuestion, RenameQuestion
from livedesk.desk.settings_page import SettingsPage
from livedesk.desk.workers.server_looks import ServerLook
from livedesk.domain.errors import ServerUnavailable, WrongToken
from tests.desk import scenes
from tests.desk.pretend import Stage
from tests.desk.scenes import live, live_here, settings, settings_on_air_here, switch_on_air

LEFT = Qt.MouseButton.LeftButton
CONNECT = "livedesk://studio.example.com/?tls=1#ldh_0123456789abcdef"


def said(widget: QWidget) -> str:
    labels = widget.findChildren(QLabel)
    return " | ".join(label.text() for label in labels if label.isVisible())


@pytest.fixture
def page(window: Stage) -> SettingsPage:
    settings(window)
    return window.window.settings


@pytest.fixture
def sheet(page: SettingsPage, window: Stage) -> AddServerSheet:
    page.servers.add.click()
    found = window.window.findChild(AddServerSheet)
    assert found is not None
    return found


# Servers.


def test_each_server_says_how_it_is_and_who_one_is_there(page: SettingsPage) -> None:
    studio, marathon, here = page.servers.rows
    assert "https://live.example.com, as Ana Oliveira" in said(studio)
    assert "18 ms" in said(studio)
    assert studio.radio.isChecked()
    assert "no access" in said(marathon)
    assert "Ask its admin for a new one." in said(marathon)
    assert "not running" in said(here)
    page.show_look(ServerLook(HERE, 0.001))
    assert "running" in said(here)


def test_a_click_anywhere_on_a_server_changes_over_at_once_while_off_air(
    page: SettingsPage, window: Stage, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(window.window.profile_chosen) as chosen:
        qtbot.mouseClick(page.servers.rows[1], LEFT)
    assert chosen.args == ["b2"]
    assert page.servers.rows[0].radio.isChecked(), "until it is so"
    page.keeper.choose("b2")
    assert page.servers.rows[1].radio.isChecked()
    assert not page.servers.rows[0].radio.isChecked()


def test_changing_over_while_on_air_asks_first(window: Stage, qtbot: QtBot) -> None:
    chosen: list[str] = []
    window.window.profile_chosen.connect(chosen.append)
    switch_on_air(window)
    question = window.window.findChild(SwitchQuestion)
    assert question is not None
    assert question.keep.hasFocus()
    qtbot.keyClick(question.keep, Qt.Key.Key_Space)
    assert chosen == []
    window.window.settings.servers.rows[1].radio.click()
    again = window.window.findChildren(SwitchQuestion)[-1]
    qtbot.mouseClick(again.switch, LEFT)
    assert chosen == ["b2"]


def test_the_menu_at_the_bottom_changes_over_too(window: Stage, qtbot: QtBot) -> None:
    settings(window)
    who = window.window.navigation.who
    assert "Ana Oliveira" in who.accessibleName()
    menu = window.window.switch.menu(who)  # offscreen cannot pop it up
    names = [action.text() for action in menu.actions() if action.text()]
    assert names == [
        "Studio server", "Charity marathon", "This computer", "Add or change servers…",
    ]  # fmt: skip
    assert menu.actions()[0].isChecked()
    with qtbot.waitSignal(window.window.profile_chosen) as chosen:
        menu.actions()[2].trigger()
    assert chosen.args == [HERE]


def test_a_server_is_renamed_with_the_keyboard(
    page: SettingsPage, window: Stage, qtbot: QtBot
) -> None:
    page.servers.rows[0].rename_asked.emit()
    question = window.window.findChild(RenameQuestion)
    assert question is not None
    edit = window.window.focusWidget()
    assert isinstance(edit, QLineEdit)
    qtbot.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(edit, "  Atelier  ")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert page.keeper.now.servers[0].name == "Atelier"
    qtbot.waitUntil(lambda: "Atelier" in said(page.servers.rows[0]))


def test_a_server_is_removed_after_a_question_and_this_computer_is_used_instead(
    page: SettingsPage, window: Stage, qtbot: QtBot
) -> None:
    page.servers.rows[0].remove_asked.emit()
    question = window.window.findChild(RemoveQuestion)
    assert question is not None
    assert "It is in use" in said(question)
    qtbot.mouseClick(question.keep, LEFT)
    assert len(page.servers.rows) == 3
    page.servers.rows[0].remove_asked.emit()
    questions = window.window.findChildren(RemoveQuestion)
    qtbot.mouseClick(questions[-1].remove, LEFT)
    assert [row.profile.id for row in page.servers.rows] == ["b2", HERE]
    assert page.servers.rows[1].radio.isChecked()


def test_a_removed_server_is_put_back_by_a_click(
    page: SettingsPage, window: Stage, qtbot: QtBot
) -> None:
    before = page.keeper.now
    page.servers.rows[0].remove_asked.emit()
    qtbot.mouseClick(window.window.findChild(RemoveQuestion).remove, LEFT)
    toast = window.window.toast
    assert f"{before.servers[0].name} is removed." in said(toast)
    qtbot.mouseClick(toast.undo, LEFT)
    assert page.keeper.now == before
    assert page.servers.rows[0].radio.isChecked()
    assert not toast.isVisible()


def test_this_computer_can_not_be_removed(page: SettingsPage) -> None:
    assert not page.servers.rows[-1].more.isVisible()


def test_a_connect_string_is_tried_before_it_is_kept(
    page: SettingsPage, sheet: AddServerSheet, window: Stage, qtbot: QtBot
) -> None:
    qtbot.keyClicks(sheet.fields.place.edit, CONNECT)
    assert sheet.fields.place.edit.echoMode() is QLineEdit.EchoMode.Password
    assert not sheet.fields.token.isVisible()
    qtbot.keyClicks(sheet.name.edit, "Atelier")
    with qtbot.waitSignal(page.try_asked) as tried:
        qtbot.keyClick(sheet.name.edit, Qt.Key.Key_Return)
    address = tried.args[0]
    assert address.url == "https://studio.example.com"
    assert sheet.button.text() == "Asking the server…"
    with qtbot.waitSignal(window.window.profile_chosen):
        page.show_tried(address, ServerLook("", 0.02, "Ana"))
    added = page.keeper.now.servers[-1]
    assert (added.name, added.url, added.host) == ("Atelier", "https://studio.example.com", "Ana")
    assert "ldh_" not in repr(page.keeper.now)


def test_an_address_wants_the_token_next(sheet: AddServerSheet, qtbot: QtBot) -> None:
    qtbot.keyClicks(sheet.fields.place.edit, "https://studio.example.com")
    assert sheet.fields.token.isVisible()
    qtbot.mouseClick(sheet.button, LEFT)
    assert "Paste the token" in sheet.fields.complaint.words
    qtbot.keyClicks(sheet.fields.token.edit, "ldh_0123")
    assert sheet.fields.complaint.words == ""
    with qtbot.waitSignal(sheet.try_asked) as tried:
        qtbot.mouseClick(sheet.button, LEFT)
    assert tried.args[0].token == "ldh_0123"


@pytest.mark.parametrize("text", ["livedesk://x", "livedesk://#", "livedesk://host/#a b"])
def test_half_a_connect_string_is_said_at_its_field(
    sheet: AddServerSheet, qtbot: QtBot, text: str
) -> None:
    sheet.fields.place.edit.setText(text)
    qtbot.mouseClick(sheet.button, LEFT)
    assert "no whole connect string" in sheet.fields.complaint.words


def test_a_token_that_is_refused_is_not_added_and_a_server_that_is_away_can_be(
    page: SettingsPage, sheet: AddServerSheet, qtbot: QtBot
) -> None:
    sheet.fields.place.edit.setText(CONNECT)
    for error, words in (
        (WrongToken("no"), "Connect"),
        (ServerUnavailable("no answer"), "Add it anyway"),
    ):
        with qtbot.waitSignal(page.try_asked) as tried:
            qtbot.mouseClick(sheet.button, LEFT)
        page.show_tried(tried.args[0], ServerLook("", None, error=error))
        assert sheet.fields.complaint.words
        assert sheet.button.text() == words
    assert len(page.keeper.now.servers) == 2
    qtbot.mouseClick(sheet.button, LEFT)
    assert page.keeper.now.servers[-1].url == "https://studio.example.com"


def test_an_answer_to_what_was_typed_before_changes_nothing(
    page: SettingsPage, sheet: AddServerSheet, qtbot: QtBot
) -> None:
    sheet.fields.place.edit.setText(CONNECT)
    with qtbot.waitSignal(page.try_asked) as tried:
        qtbot.mouseClick(sheet.button, LEFT)
    sheet.fields.place.edit.setText("https://other.example.com")
    page.show_tried(tried.args[0], ServerLook("", 0.02))
    assert len(page.keeper.now.servers) == 2
    assert sheet.isVisible()


def test_another_token_keeps_the_servers_name(
    page: SettingsPage, window: Stage, qtbot: QtBot
) -> None:
    page.servers.rows[1].token_asked.emit()
    sheet = window.window.findChild(AddServerSheet)
    assert sheet is not None
    assert not sheet.name.isVisible()
    sheet.fields.place.edit.setText("livedesk://marathon.example.org:8443/?tls=1#ldh_new")
    with qtbot.waitSignal(page.try_asked) as tried:
        qtbot.mouseClick(sheet.button, LEFT)
    page.show_tried(tried.args[0], ServerLook("", 0.02))
    changed = page.keeper.now.servers[1]
    assert changed == Profile("b2", "Charity marathon", "https://marathon.example.org:8443", "Ana")


def test_servers_are_looked_at_while_the_page_is_seen_and_no_longer(
    window: Stage, qtbot: QtBot
) -> None:
    watched: list[tuple[Profile, ...]] = []
    window.window.settings.watch_asked.connect(watched.append)
    window.connect()
    window.window.show_page(3)
    qtbot.waitUntil(lambda: len(watched) == 1)
    assert [one.id for one in watched[0]] == ["a1", "b2", HERE]
    window.window.show_page(0)
    assert watched[-1] == ()


# The other sections.


def test_appearance_language_and_switches_are_settings_at_once(
    page: SettingsPage, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.looks.tiles["dark"], LEFT)
    assert page.keeper.now.appearance == "dark"
    page.looks.language.setFocus()
    qtbot.keyClick(page.looks.language, Qt.Key.Key_Down)
    assert page.keeper.now.language == "zh_CN"
    qtbot.mouseClick(page.obs.write, LEFT)
    assert page.keeper.now.obs.write


def test_where_obs_is_can_be_changed_and_its_password_leaves_the_field(
    page: SettingsPage, qtbot: QtBot
) -> None:
    page.obs.host.edit.setText("192.168.1.30")
    page.obs.port.edit.setText("4466")
    qtbot.keyClicks(page.obs.password.edit, "s3cret")
    assert page.obs.password.edit.echoMode() is QLineEdit.EchoMode.Password
    with qtbot.waitSignal(page.obs.find_asked) as asked:
        qtbot.mouseClick(page.obs.save, LEFT)
    assert asked.args == ["s3cret"]
    assert (page.keeper.now.obs.host, page.keeper.now.obs.port) == ("192.168.1.30", 4466)
    assert page.obs.password.edit.text() == ""
    page.obs.port.edit.setText("")
    assert not page.obs.save.isEnabled()


@pytest.mark.parametrize(
    ("where", "why", "words"),
    [
        ("keyring", "", "in the keyring of your system"),
        ("file", "none", "This system has no keyring. Tokens and the OBS password are in files"),
        ("file", "locked", "The keyring is locked."),
        ("file", "silent", "The keyring does not answer."),
    ],
)
def test_the_host_is_told_where_secrets_are(
    page: SettingsPage, where: str, why: str, words: str
) -> None:
    page.keeper.where, page.keeper.why = where, why
    page.keeper.changed.emit()
    assert words in said(page.safety)
    assert page.safety.again.isVisible() is (where == "file")


def test_linux_says_that_it_cannot_hide_the_window(page: SettingsPage) -> None:
    assert not page.safety.hidden.isEnabled()
    assert "This system cannot do that" in said(page.safety)


def test_the_clipboard_can_be_cleared_now(page: SettingsPage, window: Stage, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("a stream key")
    qtbot.mouseClick(page.safety.clear, LEFT)
    assert QGuiApplication.clipboard().text() == ""
    assert "The clipboard is empty." in said(window.window.toast)


def test_sharing_is_only_for_this_computers_server(window: Stage, page: SettingsPage) -> None:
    assert not page.sharing.switch.isVisible()
    assert "has an address of its own" in said(page.sharing)


def test_a_shared_address_has_a_qr_code(window: Stage, qtbot: QtBot) -> None:
    settings_on_air_here(window)
    page = window.window.settings
    assert page.sharing.address.value == "http://192.168.1.20:8787"
    assert page.sharing.qr.isVisible()
    page.sharing.switch.switch.click()
    assert ("share", None) in window.deeds


def test_the_rules_in_force_are_shown_and_cannot_be_changed(
    window: Stage, page: SettingsPage
) -> None:
    assert "every 60 s, off the list after 3 missed" in said(page.about)
    assert page.about.findChildren(QLineEdit) == []
    page.about.show_watchdog(0.031, 0)
    assert "31 ms at worst" in said(page.about)
    page.about.show_watchdog(0.2, 3)
    assert "it was slow; the log says where" in said(page.about)


def test_licences_are_shown_beside_the_page(page: SettingsPage, window: Stage) -> None:
    page.about.licences.click()
    words = said(window.window)
    assert "LGPL-3.0" in words
    assert "MIT licence" in words


def test_what_became_of_a_damaged_file_is_said(page: SettingsPage) -> None:
    page.keeper.aside = SetAside((), Path("/home/ana/console.set-aside-1.toml"))
    page.keeper.changed.emit()
    assert "was damaged" in page.aside.words
    assert "console.set-aside-1.toml" in page.aside.words
    page.keeper.trouble = ("settings", "No space left on device")
    page.keeper.changed.emit()
    assert "No space left on device" in page.aside.words


# Getting about.


def test_the_list_goes_to_a_section_and_follows_the_scrolling(
    page: SettingsPage, window: Stage, qtbot: QtBot
) -> None:
    qtbot.mouseClick(page.items[4], LEFT)
    assert not page.safety.visibleRegion().isEmpty()
    assert page.items[4].isChecked()
    page._scroll.verticalScrollBar().setValue(0)
    assert page.items[0].isChecked()


def test_narrow_it_is_a_combo_box(page: SettingsPage, window: Stage, qtbot: QtBot) -> None:
    window.window.resize(760, 560)
    assert page.choice.isVisible()
    assert not page.items[0].isVisible()
    page.choice.setFocus()
    for _ in range(6):
        qtbot.keyClick(page.choice, Qt.Key.Key_Down)
    assert not page.about.visibleRegion().isEmpty()


def test_the_last_page_is_remembered(window: Stage) -> None:
    live(window)
    window.window.show_page(2)
    assert window.window.settings.keeper.now.page == 2


def test_this_computers_server_can_be_shared_from_here_while_on_air(window: Stage) -> None:
    live_here(window)
    window.window.show_page(3)
    assert window.window.settings.sharing.switch.isVisible()


def test_while_a_broadcast_is_ready_the_strip_leads_back_to_it(window: Stage, qtbot: QtBot) -> None:
    scenes.settings_while_ready(window)
    strip = window.window.strip
    assert strip.onward.isVisible()
    qtbot.mouseClick(strip.onward, LEFT)
    assert window.window.studio.isVisible()
    assert not strip.onward.isVisible()
    scenes.settings_on_air_here(window)
    assert not strip.onward.isVisible(), "on air the strip is about the show"
