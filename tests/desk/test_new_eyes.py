"""What a newcomer stumbled over: places, words, and what a click leads to."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from livedesk.desk import past, texts, time_texts
from livedesk.desk.qr_popover import QrPopover
from livedesk.desk.workers.history_reads import PastPage
from livedesk.domain.records import Media, to_text
from tests.desk.pretend import NOW, Stage, a_record, a_share, a_stage
from tests.desk.scenes import THERE, at, live, mine, ready, ready_here, rehearsal, starting
from tests.desk.seen import LEFT, said


def place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def settle(app: QApplication) -> None:
    for _ in range(6):
        app.processEvents()


@pytest.mark.parametrize("size", [(1180, 760), (980, 640), (760, 560)])
def test_the_qr_code_leaves_clock_and_end_in_reach(
    qtbot: QtBot, light: QApplication, size: tuple[int, int]
) -> None:
    stage = a_stage(qtbot, *size)
    live(stage)
    settle(light)
    stage.window.studio.share.qr.click()
    settle(light)
    popover = stage.window.findChild(QrPopover)
    assert popover is not None
    card = place(popover.card, stage.window)
    assert stage.window.rect().contains(card)
    assert not card.intersects(place(stage.window.strip, stage.window))
    assert popover.qr.url


def test_a_click_on_a_done_step_goes_to_what_belongs_to_it(window: Stage, qtbot: QtBot) -> None:
    rehearsal(window)
    studio = window.window.studio
    code, obs, picture = studio.steps.done
    assert all(button.isVisible() for button in studio.steps.done)
    for button, card in ((code, studio.broadcast), (obs, studio.obs), (picture, studio.preview)):
        qtbot.mouseClick(button, LEFT)
        focus = window.window.focusWidget()
        assert focus is not None
        assert card.isAncestorOf(focus), button.accessibleName()


def test_only_done_steps_are_buttons(window: Stage) -> None:
    ready(window)
    done = window.window.studio.steps.done
    assert [button.isVisible() for button in done] == [True, False, False]
    window.live.record_changed.emit(a_record(media=Media(True, to_text(NOW))))
    assert [button.isVisible() for button in done] == [True, True, False]


def test_while_it_starts_nothing_stands_alone_at_the_bottom(window: Stage) -> None:
    starting(window)
    who = window.window.navigation.who
    wordless = [part for part in who.findChildren(QWidget) if not isinstance(part, QLabel)]
    blank = who.grab().toImage()
    assert (
        len({blank.pixel(x, y) for x in range(blank.width()) for y in range(blank.height())}) == 1
    )
    live(window)
    assert any(part.isVisible() for part in wordless)


def test_sharing_moves_no_address(window: Stage, light: QApplication) -> None:
    ready_here(window)
    settle(light)
    row = window.window.studio.play.rows["page"]
    before = place(row, window.window)
    window.live.share_changed.emit(a_share("192.168.1.20"))
    window.live.record_changed.emit(at(THERE, a_record()))
    settle(light)
    after = place(row, window.window)
    assert (after.x(), after.width()) == (before.x(), before.width())


# A dash and a nought.


def test_a_nought_was_counted_and_a_dash_was_not(window: Stage) -> None:
    assert (texts.tally(None), texts.tally(0), texts.tally(1284)) == ("–", "0", "1,284")
    assert past.figures_of([a_record("ended", peak_viewers=0)]).peak == 0
    assert past.figures_of([a_record("ended", peak_viewers=None)]).peak is None
    assert past.figures_of([]).peak is None
    window.connect()
    window.read_list((a_record("live", viewers=0, likes=0),))
    model = window.window.list.table.model()
    shown = [str(model.index(0, column).data()) for column in range(model.columnCount())]
    assert shown.count("0") == 2
    assert "–" not in shown


# The first broadcast.


def history_words(window: Stage) -> str:
    window.window.show_page(2)
    window.live.past.read.emit(PastPage((), whole=True))
    return said(window.window.history)


def test_the_first_broadcast_is_no_history_while_it_is_on(window: Stage, qtbot: QtBot) -> None:
    live(window)
    assert "Your first broadcast is not over yet." in history_words(window)
    qtbot.mouseClick(window.window.history.empty_button, LEFT)
    assert window.window.studio.isVisible()


def test_who_had_some_before_may_look_further_back(window: Stage) -> None:
    window.connect()
    window.live.mine_read.emit(mine())
    assert "No broadcast of yours in this time." in history_words(window)


# Words.


def test_days_are_counted_in_plain_words(window: Stage) -> None:
    assert time_texts.duration(6 * 86400 + 5) == "6 days"


def test_the_key_is_explained_without_jargon(window: Stage) -> None:
    ready(window)
    words = said(window.window.studio.obs)
    assert "The eye shows it for 20 s. A copy is cleared after 60 s." in words
    assert "7f3a" not in words


def test_a_rehearsal_says_what_viewers_see(window: Stage) -> None:
    rehearsal(window)
    assert "Viewers see nothing yet" in said(window.window.strip)
