"""The first run."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from livedesk.desk.welcome import Welcome
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.workers.server_looks import ServerLook
from livedesk.domain.errors import ServerUnavailable, WrongToken

LEFT = Qt.MouseButton.LeftButton
CONNECT = "livedesk://studio.example.com/?tls=1#ldh_0123456789abcdef"


@pytest.fixture
def welcome(qtbot: QtBot, light: QApplication) -> Welcome:
    shown = Welcome("en")
    qtbot.addWidget(shown)
    with qtbot.waitExposed(shown):
        shown.show()
    return shown


def test_enter_starts_on_this_computer(welcome: Welcome, qtbot: QtBot) -> None:
    assert welcome.button.hasFocus()
    with qtbot.waitSignal(welcome.here_chosen):
        qtbot.keyClick(welcome.button, Qt.Key.Key_Return)


def test_a_click_on_the_card_takes_it(welcome: Welcome, qtbot: QtBot) -> None:
    qtbot.mouseClick(welcome.server, LEFT, pos=QPoint(30, 30))
    assert welcome.button.text() == "Connect"
    assert not welcome.button.isEnabled()
    qtbot.mouseClick(welcome.here, LEFT, pos=QPoint(30, 30))
    assert welcome.button.text() == "Start on this computer"


def test_a_pasted_connect_string_connects(welcome: Welcome, qtbot: QtBot) -> None:
    edit = welcome.fields.place.edit
    edit.setText(CONNECT)
    assert welcome.server.radio.isChecked()
    assert edit.echoMode() is QLineEdit.EchoMode.Password
    with qtbot.waitSignal(welcome.try_asked) as tried:
        qtbot.keyClick(edit, Qt.Key.Key_Return)
    assert welcome.button.text() == "Asking the server…"
    assert not welcome.button.isEnabled()
    with qtbot.waitSignal(welcome.server_chosen) as chosen:
        welcome.show_tried(tried.args[0], ServerLook("", 0.01, "Ana"))
    profile, token = chosen.args
    assert (profile.name, profile.url, profile.host) == (
        "studio.example.com", "https://studio.example.com", "Ana",
    )  # fmt: skip
    assert token == "ldh_0123456789abcdef"


def test_a_server_that_is_away_is_said_so_and_can_be_taken_all_the_same(
    welcome: Welcome, qtbot: QtBot
) -> None:
    welcome.fields.place.edit.setText(CONNECT)
    with qtbot.waitSignal(welcome.try_asked) as tried:
        qtbot.mouseClick(welcome.button, LEFT)
    welcome.show_tried(tried.args[0], ServerLook("", None, error=WrongToken("no")))
    assert "does not accept your token" in welcome.fields.complaint.words
    assert welcome.button.text() == "Connect"
    with qtbot.waitSignal(welcome.try_asked) as tried:
        qtbot.mouseClick(welcome.button, LEFT)
    welcome.show_tried(tried.args[0], ServerLook("", None, error=ServerUnavailable("no")))
    assert welcome.button.text() == "Connect anyway"
    with qtbot.waitSignal(welcome.server_chosen):
        qtbot.mouseClick(welcome.button, LEFT)


def test_nonsense_is_said_at_the_field(welcome: Welcome, qtbot: QtBot) -> None:
    welcome.fields.place.edit.setText("livedesk://nothing")
    with qtbot.assertNotEmitted(welcome.try_asked):
        qtbot.mouseClick(welcome.button, LEFT)
    assert "no whole connect string" in welcome.fields.complaint.words


def test_what_goes_on_below_fades_out_until_it_is_seen(
    welcome: Welcome, light: QApplication
) -> None:
    assert not welcome.fade.isVisible()
    welcome.resize(640, 480)
    for _ in range(6):
        light.processEvents()
    assert welcome.fade.isVisible()
    edge = welcome.fade.mapTo(welcome, QPoint(0, welcome.fade.height() - 1))
    ground = theme.ink(welcome, "window")
    seen = welcome.grab().toImage()
    assert all(seen.pixelColor(x, edge.y()) == ground for x in range(20, 600, 20))
    welcome.area.verticalScrollBar().setValue(welcome.area.verticalScrollBar().maximum())
    assert not welcome.fade.isVisible()


@pytest.mark.parametrize("size", [(1180, 760), (760, 560), (640, 480)])
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("lang", ["en", "zh_CN"])
def test_it_fits_and_its_one_step_is_always_in_sight(
    qtbot: QtBot,
    light: QApplication,
    request: pytest.FixtureRequest,
    lang: str,
    mode: str,
    size: tuple[int, int],
) -> None:
    if lang == "zh_CN":
        request.getfixturevalue("chinese")
    theme.dress(light, {theme.OVERRIDE: mode})
    shown = Welcome(lang, "The settings that were here before were damaged.")
    qtbot.addWidget(shown)
    shown.resize(*size)
    with qtbot.waitExposed(shown):
        shown.show()
    for _ in range(6):
        light.processEvents()
    buttons = [b for b in shown.findChildren(Button) if b.isVisible()]
    assert [b for b in buttons if b.kind is Kind.PRIMARY] == [shown.button]
    corner = shown.button.mapTo(shown, QPoint(0, shown.button.height()))
    assert corner.y() <= shown.height()
    for widget in shown.findChildren(QWidget):
        if widget.isVisible():
            left = widget.mapTo(shown, QPoint(0, 0)).x()
            assert left >= 0
            assert left + widget.width() <= shown.width(), widget
            named = widget.accessibleName() or getattr(widget, "text", str)()
            assert not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or named, widget
