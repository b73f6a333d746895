"""The live list's rows: up to date, in order, and never jumping."""

from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from livedesk.desk.list_model import COLUMNS, LASTS, MINE, RECORD, SINCE, TITLE, VIEWERS, ListModel
from tests.desk.pretend import NOW, many

DOWN, UP = Qt.SortOrder.DescendingOrder, Qt.SortOrder.AscendingOrder


@pytest.fixture
def model(qtbot: QtBot) -> ListModel:
    return ListModel(lambda: NOW)


def titles(model: ListModel) -> list[str]:
    return [model.index(row, TITLE).data() for row in range(model.rowCount())]


def ids(model: ListModel) -> list[str]:
    return [model.index(row, TITLE).data(RECORD).id for row in range(model.rowCount())]


def test_the_model_is_sound_empty_and_full(model: ListModel, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)
    model.show(many(20))
    qtmodeltester.check(model)


def test_the_newest_broadcast_stands_on_top(model: ListModel) -> None:
    model.show(many(3))
    assert ids(model) == ["x2", "x1", "x0"]


def test_a_new_reading_removes_changes_and_adds_without_a_reset(
    model: ListModel, qtbot: QtBot
) -> None:
    first = many(6)
    model.show(first)
    changed = replace(first[4], viewers=99_999)
    second = (*first[2:4], changed, first[5], *many(8)[6:])
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignals([
        model.rowsRemoved, model.dataChanged, model.rowsInserted
    ]):  # fmt: skip
        model.show(second)
    assert ids(model) == ["x7", "x6", "x5", "x4", "x3", "x2"]
    assert model.index(3, VIEWERS).data(RECORD).viewers == 99_999


def test_a_selected_row_stays_the_same_broadcast(model: ListModel) -> None:
    rows = many(30)
    model.show(rows)
    kept = QPersistentModelIndex(model.index(12, TITLE))
    record = kept.data(RECORD)
    model.show(tuple(row for n, row in enumerate(rows) if n % 3 or row.id == record.id))
    model.sort(VIEWERS, DOWN)
    assert kept.data(RECORD).id == record.id


def test_rows_do_not_jump_while_their_numbers_move(model: ListModel) -> None:
    rows = many(10)
    model.show(rows)
    model.sort(VIEWERS, DOWN)
    before = ids(model)
    moved = tuple(replace(row, viewers=row.viewers * 7 % 5000) for row in rows)
    model.show(moved)
    assert ids(model) == before
    model.sort_again()
    viewers = [model.index(row, VIEWERS).data(RECORD).viewers for row in range(10)]
    assert viewers == sorted(viewers, reverse=True)


def test_a_new_row_comes_where_its_value_belongs(model: ListModel) -> None:
    rows = many(10)
    model.show(rows)
    model.sort(VIEWERS, UP)
    model.show((*rows, replace(many(11)[10], viewers=0)))
    assert ids(model)[0] in ("x0", "x10")
    viewers = [model.index(row, VIEWERS).data(RECORD).viewers for row in range(11)]
    assert viewers == sorted(viewers)


def test_any_course_of_readings_ends_with_the_rows_of_the_last(model: ListModel) -> None:
    dice = random.Random(1)
    pool = many(60)
    model.sort(VIEWERS, DOWN)
    for _ in range(40):
        reading = tuple(
            replace(row, likes=dice.randrange(9)) for row in dice.sample(pool, dice.randrange(60))
        )
        model.show(reading)
        assert sorted(ids(model)) == sorted(row.id for row in reading)
        shown = [model.index(n, 0).data(RECORD) for n in range(model.rowCount())]
        assert sorted(shown, key=lambda row: row.id) == sorted(reading, key=lambda row: row.id)
        if dice.random() < 0.2:
            model.sort(dice.choice([TITLE, SINCE, VIEWERS]), dice.choice([UP, DOWN]))


def test_the_duration_is_sorted_by_nothing_and_a_click_there_changes_nothing(
    model: ListModel,
) -> None:
    model.show(many(5))
    before = ids(model)
    model.sort(LASTS, UP)
    assert ids(model) == before


def test_my_own_row_is_known(model: ListModel) -> None:
    model.show(many(3))
    model.mark_mine("x1")
    assert [model.index(row, TITLE).data(MINE) for row in range(3)] == [False, True, False]


def test_each_cell_says_its_column_to_a_screen_reader(model: ListModel) -> None:
    model.show(many(1))
    spoken = [
        model.index(0, column).data(Qt.ItemDataRole.AccessibleTextRole)
        for column in range(len(COLUMNS))
    ]
    assert spoken[0] == "Broadcast: Walk by the sea 0"
    assert all(
        words.startswith(f"{column.name()}: ")
        for words, column in zip(spoken, COLUMNS, strict=True)
    )


def test_bringing_ten_thousand_rows_up_to_date_costs_in_step_with_their_number(
    model: ListModel,
) -> None:
    """Ten times the rows, at most thirty times the time: never each row against each."""
    assert cost_of_update(model, 10_000) < 30 * cost_of_update(model, 1_000)


def cost_of_update(model: ListModel, count: int) -> float:
    """Seconds of processor time for a reading with a tenth changed and some gone; the best of 3."""
    return min(_update(model, count) for _ in range(3))


def _update(model: ListModel, count: int) -> float:
    rows = many(count)
    model.show(())
    model.show(rows)
    moved = tuple(
        replace(row, viewers=row.viewers + 1) if n % 10 == 0 else row
        for n, row in enumerate(rows)
        if n % 50
    )
    began = time.process_time()
    model.show(moved)
    return time.process_time() - began


def test_news_change_bring_and_take_rows_and_move_nothing_else(
    model: ListModel, qtbot: QtBot
) -> None:
    rows = many(10)
    model.show(rows)
    before = ids(model)
    with qtbot.assertNotEmitted(model.modelReset):
        model.apply([replace(rows[4], viewers=77_777), many(11)[10]], ["x2"])
    assert ids(model) == ["x10", *(id for id in before if id != "x2")]
    assert model.index(model.row_of("x4"), VIEWERS).data(RECORD).viewers == 77_777


def test_only_one_state_is_shown_and_all_are_counted(model: ListModel) -> None:
    rows = many(60)
    model.show(rows)
    gone = [row for row in rows if row.state == "interrupted"]
    model.show_only("interrupted")
    assert sorted(ids(model)) == sorted(row.id for row in gone)
    assert model.counts() == {"live": 60 - len(gone), "interrupted": len(gone)}
    back = replace(gone[0], state="live")
    model.apply([back, replace(rows[0], state="interrupted")], [])
    assert back.id not in ids(model)
    assert rows[0].id in ids(model)
    model.show_only("")
    assert model.rowCount() == 60


def test_many_scattered_rows_go_and_come_as_one(
    model: ListModel, qtbot: QtBot, qtmodeltester: ModelTester
) -> None:
    rows = many(2000)
    model.show(rows)
    kept = QPersistentModelIndex(model.index(model.row_of("x1001"), TITLE))
    removed, inserted = [], []
    model.rowsRemoved.connect(lambda *_: removed.append(1))
    model.rowsInserted.connect(lambda *_: inserted.append(1))
    qtmodeltester.check(model)
    with qtbot.assertNotEmitted(model.modelReset):
        model.show(rows[1::2])
        assert kept.data(RECORD).id == "x1001"
        model.show(rows)
    assert kept.data(RECORD).id == "x1001"
    assert ids(model) == [f"x{n}" for n in reversed(range(2000))]
    assert (len(removed), len(inserted)) == (1, 1)


def test_one_event_costs_the_same_however_long_the_list_is(model: ListModel) -> None:
    """A hundred times the rows, at most ten times the time."""

    def cost(count: int) -> float:
        rows = many(count)
        model.show(())
        model.show(rows)
        some = rows[:: max(1, count // 100)][:100]
        began = time.process_time()
        for turn in range(5):
            model.apply([replace(row, viewers=row.viewers + turn + 1) for row in some], [])
        return time.process_time() - began

    small, large = min(cost(100) for _ in range(3)), min(cost(10_000) for _ in range(3))
    assert large < 10 * small
