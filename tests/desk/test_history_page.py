"""The page *History*, as a person uses it."""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from livedesk.desk import past
from livedesk.desk.history_model import RECORD, ROW, HistoryModel, Kind
from livedesk.desk.history_page import DAY_S, HistoryPage
from livedesk.desk.past import explained, figures_of
from livedesk.desk.widgets.segment_bar import gaps_of, stretches_of
from livedesk.desk.workers.history_reads import PastPage
from livedesk.domain.errors import ServerUnavailable
from livedesk.domain.evidence_records import EvidenceRecord, SignalRecord
from livedesk.domain.records import Record, Segment, Words, to_text
from tests.desk.pretend import NOW, Stage, a_past, a_record, an_evidence
from tests.desk.seen import LEFT, said

HISTORY = 2


@pytest.fixture
def page(window: Stage) -> HistoryPage:
    window.connect()
    window.window.show_page(HISTORY)
    window.live.past.read.emit(PastPage(a_past(14), whole=True))
    return window.window.history


def shows(model: HistoryModel) -> list[str]:
    rows = [model.index(n).data(ROW) for n in range(model.rowCount())]
    return [row.key for row in rows if row.kind is Kind.SHOW]


def days(model: HistoryModel) -> list[str]:
    indexes = [model.index(n) for n in range(model.rowCount())]
    return [index.data() for index in indexes if index.data(ROW).kind is Kind.DAY]


def click(page: HistoryPage, qtbot: QtBot, id: str) -> None:
    index = page.model.index(page.model.row_of(id))
    page.list.scrollTo(index)
    place = page.list.visualRect(index).center()
    qtbot.mouseClick(page.list.viewport(), LEFT, pos=place)


def asked(window: Stage, what: str) -> list[tuple[object, ...]]:
    return [one[1:] for one in window.live.past.asked if one[0] == what]


def test_the_past_is_read_while_the_page_is_seen(page: HistoryPage, window: Stage) -> None:
    assert asked(window, "show")[-1] == (True,)
    window.window.show_page(0)
    assert asked(window, "show")[-1] == (False,)


def test_broadcasts_stand_under_their_days_the_newest_first(page: HistoryPage) -> None:
    assert shows(page.model) == [f"p{n}" for n in range(14)]
    assert days(page.model)[:2] == ["Today", "Yesterday"]


def test_four_figures_say_what_it_amounts_to(page: HistoryPage) -> None:
    figures = figures_of(a_past(14))
    told = [card.accessibleName() for card in page.figures.cards]
    assert told[0] == "Broadcasts: 14 Last 30 days"
    assert told[1].startswith("Time on air: ")
    assert f"{figures.peak:,}" in told[2]
    assert f"{figures.gaps} time" in told[3]
    assert figures.gaps == sum(n % 4 for n in range(14))
    assert figures.gaps_s == pytest.approx(38 * figures.gaps, abs=0.1)


def test_a_rehearsal_is_no_part_of_the_time_on_air() -> None:
    began = NOW - 600
    flowed = (Segment(to_text(began - 300), to_text(NOW - 60)),)
    record = a_record("ended", started_at=to_text(began), segments=flowed)
    assert past.on_air_s(record) == 540
    assert stretches_of(record, NOW) == ((began, NOW - 60),)


def test_this_computer_is_called_so(window: Stage) -> None:
    window.connect(bundled=True)
    window.window.show_page(HISTORY)
    assert "Your broadcasts on this computer" in said(window.window.history)


def test_figures_that_are_not_complete_say_so(page: HistoryPage, window: Stage) -> None:
    window.live.past.read.emit(PastPage(a_past(20, whole=False)[14:], whole=True))
    assert page.figures.cards[1].accessibleName().endswith("14 of 20 read")


def test_what_is_seen_is_wanted_whole(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    window.window.show_page(HISTORY)
    window.live.past.read.emit(PastPage(a_past(60, whole=False), whole=True))
    qtbot.waitUntil(lambda: bool(asked(window, "want")))
    first = asked(window, "want")[0][0]
    assert first[0] == "p0"
    assert len(first) < 20, "only what is on screen"
    bar = window.window.history.list.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: "p59" in asked(window, "want")[-1][0])


def test_a_click_opens_the_large_bar_and_why_each_gap_was_there(
    page: HistoryPage, window: Stage, qtbot: QtBot
) -> None:
    click(page, qtbot, "p1")
    assert asked(window, "explain") == [("p1",)]
    detail = page.list.detail
    assert detail is not None
    record = a_past(2)[1]
    gap = gaps_of(past.stretches(record))[0]
    evidence = trail_of(record, gap)
    window.live.past.explained.emit(evidence)
    qtbot.waitUntil(lambda: "38 s" in said(page))
    told = said(page)
    assert "The picture stopped." in told
    assert "It ends → It begins" in told
    click(page, qtbot, "p1")
    assert page.list.detail is None
    assert page.model.rowCount() == 14 + len(days(page.model))


def trail_of(record: Record, gap: tuple[float, float]) -> EvidenceRecord:
    """Why it broke: the callbacks at both ends of the gap, and the verdict."""
    known = an_evidence("ended", id=record.id)
    stop = replace(known.signals[2], at=to_text(gap[0]))
    start = replace(known.signals[3], at=to_text(gap[1]))
    fall = replace(known.decisions[1], at=to_text(gap[0]))
    return replace(known, signals=(stop, start), decisions=(fall,))


def test_only_one_is_open_and_the_keyboard_does_it_too(page: HistoryPage, qtbot: QtBot) -> None:
    page.list.setFocus()
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Return)
    assert page.model.opened == "p0"
    qtbot.keyClick(page.list, Qt.Key.Key_Down)
    qtbot.keyClick(page.list, Qt.Key.Key_Right)
    assert page.model.opened == "p1"
    qtbot.keyClick(page.list, Qt.Key.Key_Left)
    assert page.model.opened == ""


def test_an_opened_one_stays_open_while_more_is_read(
    page: HistoryPage, window: Stage, qtbot: QtBot
) -> None:
    click(page, qtbot, "p3")
    detail = page.list.detail
    window.live.past.read.emit(PastPage(a_past(40)[14:], whole=True))
    newer = replace(a_past(1)[0], id="new", started_at=to_text(NOW - 60), ended_at=to_text(NOW))
    window.live.past.read.emit(PastPage((newer,), whole=True))
    assert page.model.opened == "p3"
    assert page.list.detail is not None
    assert page.list.detail is detail or page.list.detail.isVisible()
    assert shows(page.model)[0] == "new"


def test_use_again_begins_a_new_broadcast_with_the_same_title(
    page: HistoryPage, window: Stage, qtbot: QtBot
) -> None:
    click(page, qtbot, "p2")
    assert page.list.detail is not None
    qtbot.mouseClick(page.list.detail.again, LEFT)
    assert window.window.studio.form.title.edit.text() == "Walk by the sea"
    assert window.window.studio.isVisible()


def test_the_menu_of_a_row_does_what_its_details_offer(
    page: HistoryPage, window: Stage, qtbot: QtBot
) -> None:
    def offered(row: int) -> dict[str, QAction]:
        menu = page.list.menu_for(page.model.index(row))
        return {action.text(): action for action in menu.actions()} if menu is not None else {}

    row = page.model.row_of("p2")
    offered(row)["Copy the live code"].trigger()
    assert QGuiApplication.clipboard().text() == page.model.index(row).data(RECORD).code
    with qtbot.waitSignal(page.trail_asked) as asked:
        offered(row)["Show the trail"].trigger()
    assert asked.args[0].id == "p2"
    page.show_may_use(False)
    assert not offered(row)["Use again"].isEnabled()
    page.show_may_use(True)
    offered(row)["Use again"].trigger()
    assert window.window.studio.form.title.edit.text() == "Walk by the sea"
    assert offered(0) == {}  # a day


def test_nothing_can_be_used_again_while_a_broadcast_is_on(
    page: HistoryPage, window: Stage, qtbot: QtBot
) -> None:
    window.live.record_changed.emit(a_record("live"))
    click(page, qtbot, "p2")
    assert page.list.detail is not None
    assert not page.list.detail.again.isEnabled()


def test_the_period_and_the_words_narrow_it(page: HistoryPage, window: Stage, qtbot: QtBot) -> None:
    page.period.actions_of["7"].trigger()
    assert asked(window, "look_back")[-1] == (NOW - 7 * DAY_S,)
    assert len(shows(page.model)) == 14
    qtbot.keyClicks(page.search.edit, "guitar")
    qtbot.waitUntil(lambda: shows(page.model) == ["p1", "p5", "p9", "p13"])
    assert "4 Last 7 days" in page.figures.cards[0].accessibleName()
    qtbot.keyClicks(page.search.edit, " zzz")
    qtbot.waitUntil(lambda: "Nothing matches “guitar zzz”." in said(page))
    qtbot.mouseClick(page.empty_button, LEFT)
    assert len(shows(page.model)) == 14
    page.period.actions_of[""].trigger()
    assert asked(window, "look_back")[-1] == (None,)


def test_the_first_broadcast_is_promised(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    window.window.show_page(HISTORY)
    page = window.window.history
    assert "Your history is shown as soon as the server answers." in said(page)
    window.live.past.read.emit(PastPage((), whole=True))
    assert "No broadcast of yours in this time." in said(page)
    qtbot.mouseClick(page.empty_button, LEFT)
    window.live.past.read.emit(PastPage((), whole=True))
    assert "Your first broadcast will appear here." in said(page)
    qtbot.mouseClick(page.empty_button, LEFT)
    assert window.window.studio.isVisible()


def test_a_server_that_is_away_is_said_and_can_be_asked_again(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    window.window.show_page(HISTORY)
    page = window.window.history
    window.live.past.failed.emit(ServerUnavailable("no answer"))
    assert "The server does not answer." in said(page)
    qtbot.mouseClick(page.empty_button, LEFT)
    assert asked(window, "refresh")


def test_another_server_has_another_past(page: HistoryPage, window: Stage) -> None:
    page.show_server("other.example.com")
    assert shows(page.model) == []


def test_what_is_shown_is_written_to_the_file_that_was_chosen(
    page: HistoryPage, window: Stage, qtbot: QtBot, tmp_path: Path
) -> None:
    page.export.actions_of["csv"].trigger()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    assert dialog.selectedFiles()[0].endswith(".csv")
    dialog.selectFile(str(tmp_path / "past.csv"))
    dialog.accept()
    ids = tuple(shows(page.model))
    assert asked(window, "export") == [(ids, tmp_path / "past.csv", "csv")]
    window.live.past.exported.emit(tmp_path / "past.csv", 14)
    assert "written to past.csv." in window.window.toast.accessibleName()


def test_a_file_that_could_not_be_written_is_said_until_the_next_try(
    page: HistoryPage, window: Stage, tmp_path: Path
) -> None:
    window.live.past.not_exported.emit("No space left on device")
    assert "could not be written: No space left on device." in said(page)
    page.export_to(tmp_path / "past.csv", "csv")
    assert "could not be written" not in said(page)
    window.live.past.not_exported.emit("")
    assert "the server does not answer" in said(page)


def test_a_show_that_never_was_says_so(page: HistoryPage, window: Stage, qtbot: QtBot) -> None:
    never = replace(a_past(1)[0], id="never", started_at=None, created_at=to_text(NOW), segments=())
    window.live.past.read.emit(PastPage((never,), whole=True))
    click(page, qtbot, "never")
    assert "No picture ever came, so nobody saw it." in said(page)
    assert "14 Last 30 days" in page.figures.cards[0].accessibleName(), "it is no show"


def test_each_row_says_all_of_it_to_a_screen_reader(page: HistoryPage) -> None:
    index = page.model.index(page.model.row_of("p3"))
    spoken = str(index.data(Qt.ItemDataRole.AccessibleTextRole))
    for part in ("周末夜聊", "3 gap", "viewers", "likes", "by an admin"):
        assert part in spoken


def test_the_model_is_sound(window: Stage, qtmodeltester: ModelTester, qtbot: QtBot) -> None:
    model = HistoryModel(lambda: NOW)
    qtmodeltester.check(model)
    records = a_past(30)
    model.show(records[:20])
    kept = QPersistentModelIndex(model.index(model.row_of("p11")))
    with qtbot.assertNotEmitted(model.modelReset):
        model.open("p4")
        model.show(records)
        model.show([record for n, record in enumerate(records) if n != 3])
        model.open("")
    qtmodeltester.check(model)
    assert kept.data(ROW).key == "p11"


def test_two_thousand_broadcasts_cost_in_step_with_their_number(window: Stage) -> None:
    """Twenty times the past, at most sixty times the time."""
    page = window.window.history
    window.connect()
    window.window.show_page(HISTORY)
    page.period.choose("")

    def cost(count: int) -> float:
        records = a_past(count)
        began = time.process_time()
        window.live.past.read.emit(PastPage(records, whole=True))
        page.list.open_row(records[count // 2].id)
        page.list.scrollToBottom()
        page.list.grab()
        return time.process_time() - began

    small = cost(100)
    assert cost(2000) < 60 * max(small, 0.01)


def test_a_gap_is_explained_by_the_signals_nearest_to_it() -> None:
    known = an_evidence("ended")
    gaps = ((NOW - 1800, NOW - 1762), (NOW - 900, NOW - 890))
    first, second = explained(gaps, known)
    assert first.stop is not None
    assert first.start is not None
    assert (first.stop.kind, first.start.kind) == ("publish_done", "publish")
    assert first.verdict is not None
    assert second.stop is None
    lost = SignalRecord(to_text(NOW - 760), "poll_off", "", Words("Off.", "无。"))
    far = replace(known, signals=(*known.signals, lost))
    assert explained(((NOW - 900, NOW - 700),), far)[0].stop == lost
    assert explained(gaps, None)[0].verdict is None
