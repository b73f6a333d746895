"""The tray, and hiding from captures, where the system has them and where not."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from livedesk.desk.capture import can_hide, hide_from_capture
from livedesk.desk.close_question import CloseQuestion
from livedesk.desk.notices import News, Notice
from livedesk.desk.scene import Scene
from livedesk.desk.tray import Tray
from tests.desk.pretend import NOW, Stage, a_record
from tests.desk.scenes import live


@pytest.fixture
def tray(light: QApplication) -> Tray:
    return Tray()


def named(tray: Tray, words: str) -> QAction:
    return next(action for action in tray.actions if action.text() == words)


def test_its_icon_and_tooltip_say_the_state(tray: Tray) -> None:
    calm = tray.icon.icon().cacheKey()
    tray.show_scene(Scene(record=a_record("live")), NOW)
    assert tray.icon.toolTip() == "On air 01:12:45\nSunday sketchbook"
    assert tray.icon.icon().cacheKey() != calm
    live_icon = tray.icon.icon().cacheKey()
    tray.show_scene(Scene(record=a_record("live")), NOW + 1)
    assert tray.icon.icon().cacheKey() == live_icon, "not drawn anew each second"


def test_its_menu_copies_only_what_there_is(tray: Tray, qtbot: QtBot) -> None:
    assert not tray.link.isEnabled()
    tray.show_scene(Scene(record=a_record("live")), NOW)
    with qtbot.waitSignal(tray.link_asked):
        named(tray, "Copy the watch link").trigger()
    with qtbot.waitSignal(tray.chat_asked):
        named(tray, "Copy for chat").trigger()
    with qtbot.waitSignal(tray.quit_asked):
        named(tray, "Quit LiveDesk").trigger()
    tray.show_scene(Scene(record=a_record("ended")), NOW)
    assert not tray.link.isEnabled()


def test_without_a_tray_notices_go_nowhere_and_nothing_breaks(tray: Tray) -> None:
    assert not tray.there()
    tray.tell(Notice(News.INTERRUPTED, "x"))
    assert not tray.icon.isVisible()
    tray.leave()


def choices(box: CloseQuestion) -> list[str]:
    return [button.text() for button in box.buttons]


def test_closing_on_air_offers_the_tray_where_there_is_one(window: Stage, qtbot: QtBot) -> None:
    live(window)
    window.window.ask_to_close(tray=True)
    box = window.window.findChild(CloseQuestion)
    assert box is not None
    assert sorted(choices(box)) == ["End and close", "Keep going", "Keep running in the tray"]
    hide = next(b for b in box.buttons if "tray" in b.text())
    with qtbot.waitSignal(window.window.hidden):
        hide.click()
    assert not window.window.isVisible()
    assert window.deeds == [], "the broadcast goes on"
    window.window.show()


def test_hiding_from_captures_uses_the_system_and_says_when_it_cannot(light: QApplication) -> None:
    asked: list[tuple[int, bool]] = []
    widget = QWidget()

    def system(handle: int, hide: bool) -> bool:
        asked.append((handle, hide))
        return True

    assert hide_from_capture(widget, True, system)
    assert hide_from_capture(widget, False, system)
    assert asked == [(int(widget.winId()), True), (int(widget.winId()), False)]
    assert not hide_from_capture(widget, True, lambda *_: False)

    def broken(handle: int, hide: bool) -> bool:
        raise OSError("no user32")

    assert not hide_from_capture(widget, True, broken)
    assert (can_hide("win32"), can_hide("darwin"), can_hide("linux")) == (True, True, False)
