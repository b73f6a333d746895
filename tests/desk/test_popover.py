"""A pop-over stays beneath its button while the window lives on under it."""

from __future__ import annotations

from typing import TypeVar

import pytest
import shiboken6
from PySide6.QtCore import QPoint, QRect
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from livedesk.desk.close_question import CloseQuestion
from livedesk.desk.end_question import EndQuestion
from livedesk.desk.qr_popover import QrPopover
from livedesk.desk.renew_question import RenewQuestion
from livedesk.desk.widgets.popover import Popover
from tests.desk import scenes
from tests.desk.pretend import Stage, a_record, away

Kind = TypeVar("Kind", bound=Popover)


def settle(app: QApplication) -> None:
    for _ in range(8):
        app.processEvents()


def place(widget: QWidget, window: QWidget) -> QRect:
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def gap(popover: Popover, button: QWidget) -> int:
    """From the button down to the card."""
    window = popover.window()
    return place(popover.card, window).top() - place(button, window).bottom() - 1


def open_(stage: Stage, kind: type[Kind]) -> Kind:
    found = stage.window.findChild(kind)
    assert found is not None
    return found


def test_a_question_follows_its_button_when_the_window_is_resized(
    window: Stage, light: QApplication
) -> None:
    scenes.asked_to_end(window)
    question = open_(window, EndQuestion)
    for size in ((1500, 900), (760, 560), (640, 480), (1180, 760)):
        window.window.resize(*size)
        settle(light)
        assert question.isVisible()
        assert question.geometry() == window.window.rect()
        card, button = (
            place(w, window.window) for w in (question.card, window.window.strip.action)
        )
        assert gap(question, window.window.strip.action) == 8
        assert card.right() == button.right()


def test_a_question_follows_its_button_under_a_banner_that_appears(
    window: Stage, light: QApplication
) -> None:
    scenes.asked_to_renew(window)
    settle(light)
    question = open_(window, RenewQuestion)
    button = window.window.studio.broadcast.renew
    before, was = question.card.pos(), place(button, window.window).top()
    window.live.away.emit(away())
    settle(light)
    moved = place(button, window.window).top() - was
    assert moved > 0
    assert question.card.pos() == before + QPoint(0, moved)


def test_the_qr_code_stays_in_the_window_and_beside_its_button(
    window: Stage, light: QApplication
) -> None:
    scenes.qr_shown(window)
    settle(light)
    popover = open_(window, QrPopover)
    for size in ((760, 560), (1400, 900), (640, 480), (1180, 760)):  # one column, and two again
        window.window.resize(*size)
        settle(light)
        assert popover.isVisible()
        assert window.window.rect().contains(place(popover.card, window.window))
    popover.dismiss()
    window.window.studio.share.qr.click()
    settle(light)
    again = window.window.findChildren(QrPopover)[-1]
    assert popover.card.geometry() == again.card.geometry()


@pytest.mark.parametrize("top", [-300, 2000])
def test_a_button_that_is_scrolled_away_leaves_the_card_in_the_window(
    qtbot: QtBot, light: QApplication, top: int
) -> None:
    popover, button = a_popover(qtbot)
    button.move(20, top)
    assert popover.window().rect().contains(popover.card.geometry())


def test_it_goes_with_the_page_of_its_button(window: Stage, light: QApplication) -> None:
    scenes.qr_shown(window)
    settle(light)
    window.window.show_page(1)
    settle(light)
    assert window.window.findChild(QrPopover) is None


def test_it_stays_while_the_window_is_in_the_tray(window: Stage, light: QApplication) -> None:
    scenes.asked_to_end(window)
    window.window.hide()
    settle(light)
    window.window.show()
    settle(light)
    assert open_(window, EndQuestion).isVisible()


def test_it_goes_with_its_button(qtbot: QtBot, light: QApplication) -> None:
    popover, button = a_popover(qtbot)
    with qtbot.waitSignal(popover.destroyed):
        button.hide()
    popover, button = a_popover(qtbot)
    with qtbot.waitSignal(popover.destroyed):
        shiboken6.delete(button)
        popover.window().resize(600, 600)  # before it could close


def test_the_qr_code_stays_when_the_button_that_let_phones_in_goes(
    qtbot: QtBot, light: QApplication
) -> None:
    _, button = a_popover(qtbot)
    card = QWidget(button.window())
    button.setParent(card)
    button.show()
    card.show()
    popover = QrPopover(button.window(), button, "Page", "http://192.0.2.2/live/1")
    popover.ask()
    button.hide()
    settle(light)
    assert popover.isVisible()
    with qtbot.waitSignal(popover.destroyed):
        card.hide()


def test_a_button_may_go_and_come_back_at_once(qtbot: QtBot, light: QApplication) -> None:
    popover, button = a_popover(qtbot)
    button.hide()
    button.show()
    settle(light)
    assert popover.isVisible()


def test_a_button_in_another_column_is_followed_there(qtbot: QtBot, light: QApplication) -> None:
    popover, button = a_popover(qtbot)
    column = QWidget(popover.window())
    column.show()
    button.setParent(column)
    button.show()
    column.setGeometry(60, 50, 300, 100)
    settle(light)
    assert gap(popover, button) == 8


def test_the_question_at_closing_needs_no_button(window: Stage, light: QApplication) -> None:
    scenes.live(window)
    window.window.activateWindow()
    window.window.strip.action.setFocus()
    window.window.ask_to_close(tray=True)
    window.live.record_changed.emit(a_record("ended"))
    settle(light)
    assert not window.window.strip.action.isVisible()
    question = open_(window, CloseQuestion)
    assert question.isVisible()
    window.window.resize(900, 700)
    settle(light)
    assert question.geometry() == window.window.rect()


def a_popover(qtbot: QtBot) -> tuple[Popover, QWidget]:
    """In a window of its own, 500 pixels square, beneath a button."""
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(500, 500)
    button = QPushButton("Ask", window)
    button.move(20, 20)
    popover = Popover(window, button)
    inside = QLineEdit()
    popover.card.column.addWidget(inside)
    with qtbot.waitExposed(window):
        window.show()
    popover.open(inside)
    return popover, button
