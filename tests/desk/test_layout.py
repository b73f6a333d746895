"""What stands in line, and what gives way where there is little room."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from livedesk.desk.doctor_sheet import DoctorSheet
from livedesk.desk.profile_switch import SwitchQuestion
from livedesk.desk.widgets import theme
from tests.desk import scenes
from tests.desk.pretend import Stage, a_stage


def settle(app: QApplication) -> None:
    for _ in range(8):
        app.processEvents()


def place(widget: QWidget, stage: Stage) -> QRect:
    return QRect(widget.mapTo(stage.window, QPoint(0, 0)), widget.size())


def shown(qtbot: QtBot, app: QApplication, scene: str, width: int, height: int) -> Stage:
    stage = a_stage(qtbot, width, height)
    scenes.SCENES[scene](stage)
    settle(app)
    return stage


@pytest.mark.parametrize("size", [(1180, 760), (1280, 800), (1920, 1080)])
def test_the_card_as_in_the_list_shows_a_cover_of_16_to_9(
    qtbot: QtBot, light: QApplication, size: tuple[int, int]
) -> None:
    stage = shown(qtbot, light, "filled", *size)
    studio = stage.window.studio
    cover = studio.row.cover
    assert cover.height() == cover.width() * 9 // 16
    form, row, before = (place(card, stage) for card in (studio.form, studio.row, studio.before))
    assert row.top() == form.top()
    assert before.top() == row.top() + row.height() + theme.GAP
    assert before.bottom() == form.bottom()


@pytest.mark.parametrize("size", [(1180, 760), (1280, 800), (1920, 1080), (2560, 1400)])
def test_on_air_the_preview_is_16_to_9_and_both_columns_end_on_one_line(
    qtbot: QtBot, light: QApplication, size: tuple[int, int]
) -> None:
    stage = shown(qtbot, light, "live", *size)
    studio = stage.window.studio
    preview = studio.air_preview.preview
    assert abs(preview.height() - preview.width() * 9 // 16) <= 1
    assert place(studio.evidence, stage).bottom() == place(studio.key, stage).bottom()


@pytest.mark.parametrize("size", [(1180, 760), (1280, 800)])
@pytest.mark.parametrize("scene", ["ends_soon", "slept", "taken_over"])
def test_a_banner_alone_makes_nothing_scroll(
    qtbot: QtBot, light: QApplication, scene: str, size: tuple[int, int]
) -> None:
    stage = shown(qtbot, light, scene, *size)
    assert stage.window.banner.isVisible()
    assert not stage.window.studio._scroll.verticalScrollBar().isVisible()


@pytest.mark.parametrize("scene", ["create", "settings"])
def test_a_scroll_bar_moves_no_card(qtbot: QtBot, light: QApplication, scene: str) -> None:
    edges = []
    for height in (480, 2000):
        stage = shown(qtbot, light, scene, 640, height)
        window = stage.window
        card = window.studio.form if scene == "create" else window.settings.servers
        edges.append(place(card, stage).right())
    assert edges == [640 - theme.EDGE_NARROW - 1] * 2


@pytest.mark.parametrize("scene", ["live", "filled", "interrupted"])
def test_in_one_column_no_card_grows_for_a_tall_window(
    qtbot: QtBot, light: QApplication, scene: str
) -> None:
    heights = []
    for height in (1300, 1900):
        studio = shown(qtbot, light, scene, 640, height).window.studio
        cards = (studio.viewers, studio.next, studio.before, studio.row, studio.key)
        heights.append([card.height() for card in cards if card.isVisible()])
    assert heights[0] == heights[1]


def test_until_when_a_code_is_good_is_read_whole(qtbot: QtBot, light: QApplication) -> None:
    stage = shown(qtbot, light, "renewed", 1180, 760)
    until = stage.window.studio.broadcast._until
    assert until.text() == "29 November 21:52"
    assert until.width() >= until.fontMetrics().horizontalAdvance(until.text())


def test_just_wide_enough_for_names_nothing_of_a_page_is_squeezed(
    qtbot: QtBot, light: QApplication
) -> None:
    window = shown(qtbot, light, "settings", 900, 620).window
    assert window.settings.choice.isVisible()
    assert window.settings._scroll.horizontalScrollBar().maximum() == 0
    studio = shown(qtbot, light, "filled", 900, 620).window.studio
    assert studio.row.width() == studio.form.width() == 700 - 2 * theme.EDGE
    window = shown(qtbot, light, "history", 900, 620).window
    edit = window.history.search.edit
    assert edit.width() > edit.fontMetrics().horizontalAdvance(edit.placeholderText())


def test_a_sheet_without_a_foot_ends_at_the_windows_edge(qtbot: QtBot, light: QApplication) -> None:
    stage = shown(qtbot, light, "pasted_wrong", 640, 480)
    sheet = stage.window.doctor.sheet
    assert isinstance(sheet, DoctorSheet)
    bar = sheet._bar
    assert bar.isVisible()
    assert place(bar, stage).bottom() >= 480 - 3


def test_a_narrow_banner_that_only_goes_away_is_one_row(qtbot: QtBot, light: QApplication) -> None:
    stage = shown(qtbot, light, "slept", 640, 480)
    banner = stage.window.banner
    assert place(banner.cross, stage).top() < place(banner, stage).center().y()
    assert banner.height() < 80


def test_a_links_words_end_where_all_else_does(qtbot: QtBot, light: QApplication) -> None:
    stage = shown(qtbot, light, "offline_obs_ready", 1280, 800)
    card = stage.window.studio.evidence
    right = place(card, stage).right() - theme.INSIDE
    assert abs(place(card.trail, stage).right() - right) <= 1
    following = stage.window.studio.next
    assert place(following.words, stage).left() == place(following, stage).left() + theme.INSIDE


def test_a_question_opens_into_the_window(qtbot: QtBot, light: QApplication) -> None:
    stage = a_stage(qtbot, 1280, 800)
    stage.window.show_page(3)
    settle(light)  # the page is laid out before anybody clicks in it
    scenes.switch_on_air(stage)
    radio = stage.window.settings.servers.rows[1].radio
    question = stage.window.findChild(SwitchQuestion)
    assert question is not None
    assert place(question.card, stage).left() == place(radio, stage).left()
