"""Menus: the window's own, and those that Qt makes for text."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QColor, QContextMenuEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from livedesk.desk import app as program
from livedesk.desk.language import LEFT_BY_QT
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.address_row import AddressRow
from livedesk.desk.widgets.choice import Choice
from livedesk.desk.widgets.menu import airy
from livedesk.desk.widgets.secret_field import SecretField
from tests.desk import scenes
from tests.desk.pretend import Stage, a_stage
from tests.desk.seen import LEFT, clipboard

offscreen = pytest.mark.qt_log_ignore("raise|grabbing the keyboard", extend=True)
"""It says of every menu that it cannot do these."""
ADDRESS = "https://play.example.com/live/8888_ana_1122_with_a_long_suffix.m3u8"


def right_click(edit: QLineEdit) -> QMenu | None:
    """As a person does it: the click gives the focus first."""
    edit.setFocus()
    at = QPoint(10, 10)
    how = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(edit, QContextMenuEvent(how, at, edit.mapToGlobal(at)))
    shown = QApplication.activePopupWidget()
    return shown if isinstance(shown, QMenu) else None


@offscreen
def test_the_first_right_click_on_an_address_copies_all_of_it(
    qtbot: QtBot, light: QApplication
) -> None:
    row = AddressRow("HLS")
    above = QWidget()
    above.resize(220, 90)
    other = QLineEdit(above)
    row.setParent(above)
    row.setGeometry(0, 40, 220, 40)
    qtbot.addWidget(above)
    with qtbot.waitExposed(above):
        above.show()
    other.setFocus()
    row.set_value(ADDRESS)
    qtbot.waitUntil(lambda: "…" in row.edit.text())
    menu = right_click(row.edit)
    assert menu is not None
    copies = next(a for a in menu.actions() if a.text().endswith(copy_keys()))
    assert copies.isEnabled()
    copies.trigger()
    menu.close()
    assert clipboard() == ADDRESS


def test_a_key_still_has_no_menu(qtbot: QtBot, light: QApplication) -> None:
    field = SecretField("Stream Key")
    qtbot.addWidget(field)
    field.set_value("8888_ana_1122?txSecret=1")
    with qtbot.waitExposed(field):
        field.show()
    assert right_click(field.edit) is None


def test_of_several_choices_one_is_marked(window: Stage) -> None:
    sorting = window.window.list.bar.sorting
    sorting.choose("viewers")
    sorting.actions_of["likes"].trigger()
    marked = [value for value, action in sorting.actions_of.items() if action.isChecked()]
    assert marked == ["likes"]
    sorting.actions_of["likes"].trigger()  # it cannot be unmarked by another click
    assert sorting.actions_of["likes"].isChecked()
    group = sorting.actions_of["likes"].actionGroup()
    assert group is not None
    assert group.isExclusive()


@offscreen
def test_a_menu_beneath_a_button_stays_in_the_window(qtbot: QtBot, light: QApplication) -> None:
    stage = a_stage(qtbot, 640, 480)
    scenes.history(stage)
    button = stage.window.history.export
    qtbot.mouseClick(button, LEFT)
    menu = QApplication.activePopupWidget()
    assert menu is not None
    corner = button.mapToGlobal(QPoint(button.width() - 1, button.height() + 4))
    assert menu.geometry().topRight() == corner
    assert stage.window.geometry().contains(menu.geometry())
    menu.close()


@offscreen
def test_a_menu_follows_the_appearance(qtbot: QtBot, light: QApplication) -> None:
    menu = airy(QMenu())
    qtbot.addWidget(menu)
    menu.addAction("Rename…")
    for wanted, of in (("light", theme.LIGHT), ("dark", theme.DARK), ("light", theme.LIGHT)):
        theme.appear(light, wanted)
        menu.popup(QPoint(0, 0))
        seen = menu.grab().toImage()
        assert seen.pixelColor(0, 9) == QColor(of.line_strong)  # an edge, also in the dark
        assert seen.pixelColor(3, 9) == QColor(of.raised)
        menu.hide()


@offscreen
def test_an_opened_list_follows_the_appearance(qtbot: QtBot, light: QApplication) -> None:
    choice = Choice("Language", {"zh_CN": "简体中文", "en": "English"}, "en")
    qtbot.addWidget(choice)
    with qtbot.waitExposed(choice):
        choice.show()
    for wanted, of in (("light", theme.LIGHT), ("dark", theme.DARK), ("light", theme.LIGHT)):
        theme.appear(light, wanted)
        choice.showPopup()
        seen = choice.view().grab().toImage()
        assert seen.pixelColor(0, 9) == QColor(of.line_strong)
        assert seen.pixelColor(2, 9) == QColor(of.raised)
        choice.hidePopup()


@offscreen
def test_a_list_that_is_open_follows_the_systems_appearance(
    qtbot: QtBot, light: QApplication
) -> None:
    choice = Choice("Language", {"zh_CN": "简体中文", "en": "English"}, "en")
    qtbot.addWidget(choice)
    with qtbot.waitExposed(choice):
        choice.show()
    choice.showPopup()
    for wanted, of in (("dark", theme.DARK), ("light", theme.LIGHT)):
        theme.appear(light, wanted)
        assert choice.view().grab().toImage().pixelColor(2, 9) == QColor(of.raised)
    choice.hidePopup()


@pytest.mark.usefixtures("chinese")
def test_what_qt_left_in_english_is_chinese_too() -> None:
    for words in LEFT_BY_QT:
        assert QCoreApplication.translate("QFileDialog", words) != words


@pytest.mark.usefixtures("chinese")
def test_a_second_start_that_finds_no_answer_says_so_in_chinese(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told: list[str] = []
    monkeypatch.setattr(QMessageBox, "warning", lambda _window, _title, words: told.append(words))
    assert program._say_silent() == 1
    assert told[0].startswith("LiveDesk 已经")
    assert capsys.readouterr().err.startswith("livedesk: LiveDesk is open already")


def copy_keys() -> str:
    return QKeySequence(QKeySequence.StandardKey.Copy).toString(
        QKeySequence.SequenceFormat.NativeText
    )
