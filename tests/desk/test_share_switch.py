"""*Let phones in this network watch*."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLabel
from pytestqt.qtbot import QtBot

from livedesk.desk.scene import Scene
from livedesk.desk.share_box import ShareSwitch
from livedesk.desk.workers.lan import LanAddress
from tests.desk.pretend import a_record, a_share
from tests.desk.scenes import HERE, THERE, at

HOME, OFFICE = LanAddress("192.168.1.20", "wlan0"), LanAddress("10.0.0.7", "eth0")
OFF = Scene(record=at(HERE, a_record()), share=a_share())
ON = Scene(record=at(THERE, a_record()), share=a_share("192.168.1.20"))


def switch_with(qtbot: QtBot, *found: LanAddress) -> ShareSwitch:
    switch = ShareSwitch(lambda: found)
    qtbot.addWidget(switch)
    switch.show_scene(OFF)
    switch.show()
    return switch


def test_a_click_asks_for_the_likeliest_address_and_the_answer_moves_the_switch(
    qtbot: QtBot, light: QApplication
) -> None:
    share = switch_with(qtbot, HOME, OFFICE)
    with qtbot.waitSignal(share.share_asked) as asked:
        qtbot.mouseClick(share.switch, Qt.MouseButton.LeftButton)
    assert asked.args == ["192.168.1.20"]
    assert not share.switch.isChecked()
    share.show_scene(ON)
    assert share.switch.isChecked()


def test_a_computer_in_no_network_says_so(qtbot: QtBot, light: QApplication) -> None:
    share = switch_with(qtbot)
    with qtbot.assertNotEmitted(share.share_asked):
        qtbot.mouseClick(share.switch, Qt.MouseButton.LeftButton)
    share.show_scene(OFF)  # as every second
    words = [label.text() for label in share.findChildren(QLabel)]
    assert any("in no network" in text for text in words)


def test_a_computer_that_is_in_a_network_again_says_so_no_more(
    qtbot: QtBot, light: QApplication
) -> None:
    found: list[LanAddress] = []
    share = ShareSwitch(lambda: found)
    qtbot.addWidget(share)
    share.show_scene(OFF)
    share.show()
    qtbot.mouseClick(share.switch, Qt.MouseButton.LeftButton)
    found.append(HOME)
    with qtbot.waitSignal(share.share_asked):
        qtbot.mouseClick(share.switch, Qt.MouseButton.LeftButton)
    share.show_scene(OFF)
    words = [label.text() for label in share.findChildren(QLabel)]
    assert not any("in no network" in text for text in words)


def test_of_several_addresses_another_can_be_chosen(qtbot: QtBot, light: QApplication) -> None:
    share = switch_with(qtbot, HOME, OFFICE)
    share.show_scene(ON)
    choice = share.findChild(QComboBox)
    assert isinstance(choice, QComboBox)
    assert choice.isVisible()
    assert choice.currentText() == "192.168.1.20"
    with qtbot.waitSignal(share.share_asked) as asked:
        qtbot.keyClick(choice, Qt.Key.Key_Down)
        qtbot.keyClick(choice, Qt.Key.Key_Return)
        choice.activated.emit(1)
    assert asked.args == ["10.0.0.7"]


@pytest.mark.parametrize("busy", ["share", ""])
def test_while_the_server_switches_there_is_no_second_click(
    qtbot: QtBot, light: QApplication, busy: str
) -> None:
    share = switch_with(qtbot, HOME)
    share.show_scene(replace(OFF, busy=busy))
    assert share.switch.isEnabled() is (busy == "")
