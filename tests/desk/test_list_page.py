"""The page *Live list*, as a person uses it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QFontMetrics, QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from livedesk.desk import time_texts
from livedesk.desk.list_model import HOST, LASTS, LIKES, RECORD, SINCE, STATE, TITLE, VIEWERS
from livedesk.desk.list_page import ListPage
from livedesk.desk.scene import Condition
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.pill import Pill
from livedesk.desk.widgets.states import LOOKS
from livedesk.desk.workers.list_feed import ListNews, ListStatus, Source
from livedesk.domain.records import to_text
from tests.desk.pretend import NOW, Stage, a_picture, a_record, a_stage, many
from tests.desk.seen import LEFT, said


class Browser(QObject):
    """Notes the addresses that would be opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser() -> Iterator[Browser]:
    browser = Browser()
    for scheme in ("http", "https"):
        QDesktopServices.setUrlHandler(scheme, browser, "open")
    yield browser
    for scheme in ("http", "https"):
        QDesktopServices.unsetUrlHandler(scheme)


@pytest.fixture
def page(window: Stage) -> ListPage:
    window.connect()
    window.read_list(many(128))
    window.window.show_page(1)
    return window.window.list


def hidden(page: ListPage) -> set[int]:
    return {n for n in range(7) if page.table.isColumnHidden(n)}


@pytest.fixture
def larger_font(light: QApplication) -> Iterator[None]:
    """As with a system font of 20 pixels instead of 13."""
    larger = light.font()
    larger.setPixelSize(20)
    light.setFont(larger)
    yield
    theme.dress(light, {})


def test_the_table_grows_with_a_larger_system_font(
    qtbot: QtBot, larger_font: None, qapp: QApplication
) -> None:
    stage = a_stage(qtbot)
    stage.live.list_read.emit(many(20))
    stage.window.show_page(1)
    table = stage.window.list.table
    pill = Pill(LOOKS[Condition.INTERRUPTED], small=True)
    qtbot.addWidget(pill)
    lasts = QFontMetrics(theme.font(13, 500, digits=True)).horizontalAdvance("00:00:00")
    assert table.columnWidth(STATE) >= pill.sizeHint().width() + 8
    assert table.columnWidth(LASTS) >= lasts + 16
    assert table.rowHeight(0) >= 2 * QFontMetrics(theme.font()).height()
    assert table.horizontalHeader().height() >= QFontMetrics(theme.font(12)).height() + 8


def test_how_many_are_on_is_said_on_the_page_and_beside_it(page: ListPage, window: Stage) -> None:
    assert "128" in said(page)
    assert window.window.navigation.items[1].count == "128"


def test_the_search_asks_the_server_once_after_the_last_key(
    page: ListPage, window: Stage, qtbot: QtBot
) -> None:
    qtbot.keyClicks(page.search.edit, "cats")
    qtbot.waitUntil(lambda: window.deeds == [("search", "cats")])


def test_nothing_found_can_be_cleared(page: ListPage, window: Stage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.search_asked):
        qtbot.keyClicks(page.search.edit, "zzz")
    window.live.list_read.emit(())
    assert "Nothing matches “zzz”." in said(page)
    assert window.window.navigation.items[1].count == "128"
    qtbot.mouseClick(page.empty_button, LEFT)
    assert window.deeds[-1] == ("search", "")
    window.live.list_read.emit(many(5))
    assert page.table.isVisible()


def test_an_empty_list_leads_to_going_live(page: ListPage, window: Stage, qtbot: QtBot) -> None:
    window.live.list_read.emit(())
    assert "Nobody is on air." in said(page)
    qtbot.mouseClick(page.empty_button, LEFT)
    assert window.window.studio.isVisible()


def test_before_the_first_answer_the_list_is_unknown_not_empty(window: Stage) -> None:
    window.window.show_page(1)
    words = said(window.window.list)
    assert "as soon as the server answers" in words
    assert "Nobody" not in words


def test_selection_and_scroll_survive_a_new_reading(
    page: ListPage, window: Stage, qtbot: QtBot
) -> None:
    page.table.selectRow(60)
    page.table.scrollTo(page.model.index(60, TITLE))
    chosen = page.table.currentIndex().data(RECORD).id
    top = page.table.verticalScrollBar().value()
    rows = many(128)
    changed = [replace(row, viewers=row.viewers + 1) for row in rows]
    window.live.list_read.emit(tuple(changed))
    assert page.table.currentIndex().data(RECORD).id == chosen
    assert page.table.verticalScrollBar().value() == top
    window.live.list_read.emit(tuple(row for n, row in enumerate(changed) if n != 127))
    assert page.table.currentIndex().data(RECORD).id == chosen


def test_enter_opens_the_watch_page(page: ListPage, browser: Browser, qtbot: QtBot) -> None:
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert browser.opened == ["https://live.example.com/watch/8888_ana_1122"]


def test_ctrl_c_copies_the_play_address(page: ListPage, window: Stage, qtbot: QtBot) -> None:
    page.table.selectRow(0)
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == a_record().play["hls"]
    assert window.window.toast.isVisible()


def test_a_click_on_a_head_sorts_and_another_turns_it_round(page: ListPage, qtbot: QtBot) -> None:
    header = page.table.horizontalHeader()
    for ascending in (False, True):
        x = header.sectionViewportPosition(VIEWERS) + 20
        qtbot.mouseClick(header.viewport(), LEFT, pos=QPoint(x, 20))
        viewers = [page.model.index(n, VIEWERS).data(RECORD).viewers for n in range(128)]
        assert viewers == sorted(viewers, reverse=not ascending)


def test_f5_takes_the_order_anew(page: ListPage, window: Stage, qtbot: QtBot) -> None:
    page.model.sort(VIEWERS, Qt.SortOrder.DescendingOrder)
    window.live.list_read.emit(
        tuple(replace(row, viewers=10_000 - row.viewers) for row in many(128))
    )
    page.refresh()
    viewers = [page.model.index(n, VIEWERS).data(RECORD).viewers for n in range(128)]
    assert viewers == sorted(viewers, reverse=True)
    assert ("refresh",) in window.live.asked


def test_my_own_row_carries_the_tag(page: ListPage, window: Stage) -> None:
    window.live.record_changed.emit(a_record("live"))
    window.live.list_read.emit((*many(3), a_record("live")))
    untagged = page.table.grab().toImage()
    page.show_mine("")
    assert page.table.grab().toImage() != untagged


@pytest.mark.parametrize(
    ("width", "gone"),
    [
        (1180, set()),
        (860, {LIKES}),
        (760, {LIKES, SINCE, HOST}),
        (640, {LIKES, SINCE, HOST, LASTS}),
    ],
)
def test_columns_leave_in_order_and_title_state_viewers_stay(
    page: ListPage, window: Stage, qtbot: QtBot, width: int, gone: set[int]
) -> None:
    window.window.resize(width, 560)
    qtbot.waitUntil(lambda: hidden(page) == gone)
    assert not {TITLE, STATE, VIEWERS} & hidden(page)


def test_the_pointer_tints_one_row(page: ListPage, qtbot: QtBot) -> None:
    calm = page.table.grab().toImage()
    page.table.entered.emit(page.model.index(2, TITLE))
    assert page.table.grab().toImage() != calm
    assert page.table.rows.hovered == 2


def visible(page: ListPage) -> list[str]:
    table = page.table
    rows = range(table.rowAt(0), table.rowAt(table.viewport().height() - 1) + 1)
    return [page.model.index(row, TITLE).data(RECORD).id for row in rows]


def test_what_is_read_stays_in_place_while_rows_above_come_and_go(
    page: ListPage, window: Stage
) -> None:
    page.table.scrollTo(page.model.index(60, TITLE))
    bar = page.table.verticalScrollBar()
    bar.setValue(bar.value() + 13)
    before = visible(page)
    fresh = [replace(row, id=f"n{n}", started_at=to_text(NOW)) for n, row in enumerate(many(7))]
    window.live.list_news.emit(ListNews(tuple(fresh), ("x127", "x126")))
    assert visible(page) == before


def test_at_the_top_the_newest_is_seen(page: ListPage, window: Stage) -> None:
    fresh = replace(many(1)[0], id="fresh", started_at=to_text(NOW))
    window.live.list_news.emit(ListNews((fresh,), ()))
    assert visible(page)[0] == "fresh"


def test_a_chip_shows_one_state_and_all_say_how_many(
    page: ListPage, window: Stage, qtbot: QtBot
) -> None:
    chips = page.bar.chips
    counts = {state: int(chip.count) for state, chip in chips.items()}
    assert counts[""] == 128 == counts["live"] + counts["interrupted"]
    qtbot.mouseClick(chips["interrupted"], LEFT)
    assert page.model.rowCount() == counts["interrupted"]
    window.live.list_read.emit(tuple(row for row in many(128) if row.state == "live"))
    assert "No broadcast is in this state now." in said(page)
    qtbot.mouseClick(page.empty_button, LEFT)
    assert page.model.rowCount() == counts["live"]
    assert chips[""].isChecked()


def test_the_order_is_chosen_by_name_and_asked_of_the_server_too(
    page: ListPage, window: Stage
) -> None:
    page.bar.sorting.actions_of["viewers"].trigger()
    viewers = [page.model.index(n, VIEWERS).data(RECORD).viewers for n in range(128)]
    assert viewers == sorted(viewers, reverse=True)
    assert ("sort_list", "viewers") in window.live.asked
    assert page.bar.sorting.text() == "Most viewers"


def test_a_list_that_is_polled_or_old_says_so(page: ListPage, window: Stage) -> None:
    assert "Up to date as it happens" in said(page)
    fresh = page.table.grab().toImage()
    window.live.list_status.emit(ListStatus(Source.POLLS, NOW, 128, whole=True))
    assert "Read every 5 s" in said(page)
    window.live.list_status.emit(ListStatus(Source.AWAY, NOW, 128, whole=True))
    assert f"As of {time_texts.exact_time(NOW)}" in said(page)
    assert page.table.grab().toImage() != fresh, "old rows are grey"


def test_what_is_not_shown_is_said(page: ListPage, window: Stage) -> None:
    window.live.list_status.emit(ListStatus(Source.EVENTS, NOW, 2400, whole=False))
    assert "Reading the list: 2,400 so far." in said(page)
    window.live.list_status.emit(ListStatus(Source.EVENTS, NOW, 20_000, whole=False))
    assert "The first 20,000 are shown. Search to find the others." in said(page)


def test_the_menu_of_a_row_opens_and_copies(
    page: ListPage, window: Stage, browser: Browser
) -> None:
    menu = page.table.menu_for(page.model.index(3, TITLE))
    assert menu is not None
    by_name = {action.text().split("\t")[0]: action for action in menu.actions()}
    by_name["Open the watch page"].trigger()
    assert browser.opened == ["https://live.example.com/watch/8888_ana_1122"]
    by_name["Copy the watch page"].trigger()
    assert QGuiApplication.clipboard().text() == "https://live.example.com/watch/8888_ana_1122"
    by_name["Copy the live code"].trigger()
    assert QGuiApplication.clipboard().text() == page.model.index(3, TITLE).data(RECORD).code
    assert "Why is it so?" not in by_name


def test_why_is_asked_of_the_own_row_only(page: ListPage, window: Stage, qtbot: QtBot) -> None:
    page.show_mine("x5")
    menu = page.table.menu_for(page.model.index(page.model.row_of("x5"), TITLE))
    assert menu is not None
    with qtbot.waitSignal(page.why_asked) as asked:
        menu.actions()[-1].trigger()
    assert asked.args[0].id == "x5"


def test_a_cover_that_comes_is_painted(page: ListPage, window: Stage) -> None:
    row = replace(many(128)[127], cover_url="https://cdn.example.com/a.png")
    covers = window.live.covers
    covers.use("https://live.example.com")
    window.live.list_news.emit(ListNews((row,), ()))
    before = page.table.grab().toImage()
    covers.threads[0].read.emit("https://cdn.example.com/a.png", a_picture(160, 90))
    assert page.table.grab().toImage() != before
