"""While something is wrong with a show: one next step, nothing out of reach, no false picture."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.words_sheet import WordsSheet
from livedesk.desk.workers.preview_feed import Black
from livedesk.domain.records import Media, to_text
from tests.desk.pretend import NOW, Stage, a_picture, a_record, a_stage
from tests.desk.scenes import (
    SCENES,
    interrupted_obs_ready,
    live,
    offline,
    offline_obs_ready,
    rehearsal,
)
from tests.desk.seen import LEFT, clipboard, said


def next_step(window: Stage) -> str:
    """What the one filled button says."""
    found = window.window.findChildren(Button)
    filled = [b for b in found if b.isVisible() and b.isEnabled() and b.kind is Kind.PRIMARY]
    return filled[0].text() if len(filled) == 1 else f"{len(filled)} filled"


def test_offline_leads_back_on_air_by_way_of_what_obs_says(window: Stage, qtbot: QtBot) -> None:
    offline(window)
    assert "off the live list" in said(window.window.banner)
    assert next_step(window) == "What does OBS say?"
    qtbot.mouseClick(window.window.banner.button, LEFT)
    assert isinstance(window.window.doctor.sheet, WordsSheet)


@pytest.mark.parametrize("scene", [interrupted_obs_ready, offline_obs_ready])
def test_where_obs_has_the_two_lines_the_next_step_is_to_start_it(
    window: Stage, qtbot: QtBot, scene: Callable[[Stage], None]
) -> None:
    scene(window)
    assert next_step(window) == "Start streaming"
    qtbot.mouseClick(window.window.banner.button, LEFT)
    assert window.obs.asked[-1] == ("start",)
    words = window.window.studio.next.words
    assert words.isVisible(), "an error of OBS can still be looked up"
    qtbot.mouseClick(words, LEFT)
    assert isinstance(window.window.doctor.sheet, WordsSheet)


def test_offline_the_watch_page_can_still_be_shared(window: Stage, qtbot: QtBot) -> None:
    offline(window)
    assert window.window.studio.share.isVisible()
    qtbot.mouseClick(window.window.studio.share.chat, LEFT)
    assert clipboard() == "Sunday sketchbook https://live.example.com/watch/8888_ana_1122"


@pytest.mark.parametrize(
    "scene",
    [
        "live",
        "obs_live",
        "interrupted",
        "obs_reconnecting",
        "offline",
        "offline_obs_ready",
        "offline_here",
        "server_away",
    ],
)
@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_usual_window_shows_all_of_a_show_without_scrolling(
    request: pytest.FixtureRequest, qtbot: QtBot, light: QApplication, scene: str, language: str
) -> None:
    if language == "zh_CN":
        request.getfixturevalue("chinese")
    window = a_stage(qtbot)
    SCENES[scene](window)
    for _ in range(8):
        light.processEvents()
    bar = window.window.studio.findChild(QScrollArea).verticalScrollBar()
    assert bar.maximum() == 0


# The preview claims no picture that is not there.


def test_an_end_takes_the_picture_away(window: Stage) -> None:
    live(window)
    assert window.window.scene.picture
    window.live.record_changed.emit(a_record("ended"))
    assert not window.window.scene.picture
    assert not window.window.scene.publishing


def test_the_last_pieces_of_a_playlist_are_no_picture_of_now(window: Stage) -> None:
    rehearsal(window)
    assert window.window.strip.action.isEnabled()
    stopped = Media(False, to_text(NOW - 3))
    window.live.record_changed.emit(a_record(rehearsal=True, reason="rehearsal", media=stopped))
    window.feed.black.emit(Black("ended", NOW - 3))
    window.feed.picture.emit(a_picture())  # the same pieces, played once more
    assert not window.window.scene.picture
    assert not window.window.strip.action.isEnabled(), "nothing would go on air"
    assert "The picture arrives" not in said(window.window.studio.preview)
    again = Media(True, to_text(NOW))
    window.live.record_changed.emit(a_record(rehearsal=True, reason="rehearsal", media=again))
    assert window.window.scene.picture


def test_a_resumed_broadcast_that_is_off_shows_no_old_pieces(window: Stage) -> None:
    window.connect()
    window.live.record_changed.emit(a_record("offline"))
    window.feed.picture.emit(a_picture())
    assert not window.window.scene.picture
    assert not window.window.scene.sending
