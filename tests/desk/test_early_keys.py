"""A key that is pressed while the window is painted already, but not furnished."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from livedesk.client.console_settings import Loaded
from livedesk.desk.main_window import HISTORY, LIST, SETTINGS, MainWindow
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.workers.live import Live
from livedesk.desk.workers.obs_link import ObsLink
from livedesk.desk.workers.preview_feed import PreviewFeed
from tests.desk.pretend import NOW, PretendFeed, PretendLive, PretendObs
from tests.desk.pretend import SETTINGS as SERVERS

CTRL = Qt.KeyboardModifier.ControlModifier


class Early:
    """A window on the screen, and the rest of its furniture."""

    def __init__(self, qtbot: QtBot) -> None:
        self.window = MainWindow(lambda: NOW, SettingsKeeper(Loaded(SERVERS)))
        qtbot.addWidget(self.window, before_close_func=_leave)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.live = PretendLive()
        own = cast(Live, self.live), cast(PreviewFeed, PretendFeed()), cast(ObsLink, PretendObs())
        self.steps: Iterator[None] = self.window.furnish(*own)
        next(self.steps)

    def finish(self) -> None:
        for _ in self.steps:
            pass


def _leave(window: MainWindow) -> None:
    window.leave()


@pytest.fixture
def early(qtbot: QtBot, light: QApplication) -> Early:
    return Early(qtbot)


def test_a_page_is_turned_to(early: Early, qtbot: QtBot) -> None:
    qtbot.keyClick(early.window, Qt.Key.Key_4, CTRL)
    assert early.window.navigation.items[SETTINGS].isChecked()
    early.finish()
    assert early.window.settings.isVisible()


def test_a_search_begins_as_soon_as_there_is_a_list(early: Early, qtbot: QtBot) -> None:
    qtbot.keyClick(early.window, Qt.Key.Key_F, CTRL)
    early.finish()
    assert early.window.list.isVisible()
    assert early.window.focusWidget() is early.window.list.search.edit


def test_of_several_wishes_the_last_one_counts(early: Early, qtbot: QtBot) -> None:
    qtbot.keyClick(early.window, Qt.Key.Key_F, CTRL)
    early.window.navigation.items[HISTORY].click()
    early.finish()
    assert early.window.history.isVisible()
    assert not early.window.navigation.items[LIST].isChecked()


def test_it_can_be_quit_before_there_is_anything(early: Early, qtbot: QtBot) -> None:
    with qtbot.waitSignal(early.window.closed):
        qtbot.keyClick(early.window, Qt.Key.Key_Q, CTRL)


def test_a_kept_key_is_done_once(early: Early, qtbot: QtBot) -> None:
    qtbot.keyClick(early.window, Qt.Key.Key_F5)
    early.finish()
    assert early.live.asked.count(("refresh",)) == 1
    qtbot.keyClick(QWidget.window(early.window), Qt.Key.Key_F5)
    assert early.live.asked.count(("refresh",)) == 2
