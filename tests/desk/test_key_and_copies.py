"""What leaves the window by the clipboard, and what stays hidden."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from livedesk.desk.widgets import copy_button
from livedesk.desk.widgets.address_row import AddressRow
from livedesk.desk.widgets.copy_button import SECRET_STAYS_MS, CopyButton, copy, forget
from livedesk.desk.widgets.secret_field import DOTS, SHOWN_FOR_S, SecretField
from tests.desk.pretend import KEY
from tests.desk.seen import clipboard


@pytest.fixture
def field(qtbot: QtBot, light: QApplication) -> SecretField:
    field = SecretField("Stream Key")
    qtbot.addWidget(field)
    field.resize(400, 40)
    field.set_value(KEY)
    with qtbot.waitExposed(field):
        field.show()
    field.activateWindow()
    return field


def test_a_key_is_sixteen_dots_whatever_its_length(field: SecretField) -> None:
    assert field.edit.text() == DOTS
    field.set_value("short")
    assert field.edit.text() == DOTS
    assert "hidden" in field.edit.accessibleName()


def test_ctrl_c_in_the_field_copies_the_true_key(field: SecretField, qtbot: QtBot) -> None:
    with qtbot.waitSignal(field.copied):
        qtbot.keyClick(field.edit, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert clipboard() == KEY
    assert field.edit.text() == DOTS


def test_the_eye_shows_the_key_and_counts_down(field: SecretField, qtbot: QtBot) -> None:
    qtbot.mouseClick(field.eye, Qt.MouseButton.LeftButton)
    assert field.edit.text() == KEY
    for _ in range(SHOWN_FOR_S - 1):
        field.count_down()
    assert field.edit.text() == KEY
    field.count_down()
    assert field.edit.text() == DOTS


def test_the_key_hides_when_the_focus_leaves(field: SecretField, qtbot: QtBot) -> None:
    qtbot.mouseClick(field.eye, Qt.MouseButton.LeftButton)
    other = QWidget()
    qtbot.addWidget(other)
    other.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    other.show()
    other.activateWindow()
    other.setFocus()
    qtbot.waitUntil(lambda: field.edit.text() == DOTS)


def test_while_obs_streams_there_is_no_eye(field: SecretField, qtbot: QtBot) -> None:
    qtbot.mouseClick(field.eye, Qt.MouseButton.LeftButton)
    field.set_streaming(True)
    assert not field.eye.isVisible()
    assert field.edit.text() == DOTS


def test_another_key_is_hidden_at_once(field: SecretField, qtbot: QtBot) -> None:
    qtbot.mouseClick(field.eye, Qt.MouseButton.LeftButton)
    field.set_value("another")
    assert field.edit.text() == DOTS


def test_the_key_is_in_no_text_of_the_field_but_the_shown_one(field: SecretField) -> None:
    told = [field.edit.text(), field.edit.toolTip(), field.toolTip(), field.eye.toolTip()]
    told += [field.edit.accessibleName(), field.accessibleName(), field.accessibleDescription()]
    assert not any(KEY in text for text in told)


def test_a_copy_button_says_copied_and_keeps_its_width(qtbot: QtBot, light: QApplication) -> None:
    button = CopyButton(lambda: "rtmp://push.example.com/live", "Copy the server")
    qtbot.addWidget(button)
    width = button.sizeHint().width()
    with qtbot.waitSignal(button.copied):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert clipboard() == "rtmp://push.example.com/live"
    assert button.text() == "Copied"
    assert button.sizeHint().width() == width
    qtbot.waitUntil(lambda: button.text() == "Copy", timeout=3000)


def test_nothing_to_copy_leaves_the_clipboard_alone(qtbot: QtBot, light: QApplication) -> None:
    copy("what was there")
    button = CopyButton(lambda: "", "Copy the server")
    qtbot.addWidget(button)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert clipboard() == "what was there"
    assert button.text() == "Copy"


def test_a_secret_leaves_the_clipboard_unless_another_copy_took_its_place(
    qapp: QApplication,
) -> None:
    copy(KEY, secret=True)
    assert QGuiApplication.clipboard().mimeData().data("x-kde-passwordManagerHint") == b"secret"
    forget(KEY)
    assert clipboard() == ""
    copy("something else")
    forget(KEY)
    assert clipboard() == "something else"


def test_a_secret_asks_every_history_and_cloud_to_leave_it_out(qapp: QApplication) -> None:
    copy(KEY, secret=True)
    content = QGuiApplication.clipboard().mimeData()
    assert content.data("x-kde-passwordManagerHint") == b"secret"
    for name in (
        "ExcludeClipboardContentFromMonitorProcessing",
        "CanIncludeInClipboardHistory",
        "CanUploadToCloudClipboard",
    ):
        kept = content.data(f'application/x-qt-windows-mime;value="{name}"')
        assert kept == b"\0\0\0\0", "the number 0, as Windows writes one"
    copy("rtmp://push.example.com/live")
    assert QGuiApplication.clipboard().mimeData().formats() == ["text/plain"]


def test_the_minute_of_a_key_counts_from_its_last_copy(qapp: QApplication) -> None:
    copy(KEY, secret=True)
    copy(KEY, secret=True)
    timers = [timer for timer in qapp.findChildren(QTimer) if timer.interval() == SECRET_STAYS_MS]
    assert len(timers) == 1
    assert timers[0].remainingTime() > SECRET_STAYS_MS - 5000
    timers[0].timeout.emit()
    assert clipboard() == ""


def test_the_clipboard_of_another_program_is_not_waited_for(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A program that owns it and hangs would hold the window for many seconds."""

    class Theirs:
        def ownsClipboard(self) -> bool:
            return False

        def text(self) -> str:
            raise AssertionError("asked for what another program holds")

        clear = text

    class There(QGuiApplication):
        clipboard = staticmethod(Theirs)  # type: ignore[assignment]  # what a test needs of it

        @staticmethod
        def platformName() -> str:
            return "xcb"

    monkeypatch.setattr(copy_button, "QGuiApplication", There)
    forget(KEY)


def test_a_shown_key_cannot_be_marked_dragged_or_copied_by_the_fields_own_menu(
    field: SecretField, qtbot: QtBot
) -> None:
    """Marked text goes to the X11 selection, and the menu's *Copy* stays on the clipboard."""
    qtbot.mouseClick(field.eye, Qt.MouseButton.LeftButton)
    qtbot.mouseDClick(field.edit, Qt.MouseButton.LeftButton)
    qtbot.keyClick(field.edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert field.edit.text() == KEY
    assert field.edit.selectedText() == ""
    assert field.edit.contextMenuPolicy() is Qt.ContextMenuPolicy.NoContextMenu


def test_a_long_address_is_elided_in_the_middle_but_copied_whole(
    qtbot: QtBot, light: QApplication
) -> None:
    address = "https://play.example.com/live/8888_ana_1122_with_a_long_suffix.m3u8"
    row = AddressRow("HLS")
    qtbot.addWidget(row)
    row.resize(220, 40)
    with qtbot.waitExposed(row):
        row.show()
    row.edit.clearFocus()
    row.set_value(address)
    qtbot.waitUntil(lambda: "…" in row.edit.text())
    assert row.edit.text().startswith("https")
    assert row.edit.text().endswith("m3u8")
    assert row.edit.toolTip() == address
    qtbot.mouseClick(row.button, Qt.MouseButton.LeftButton)
    assert clipboard() == address


def test_a_click_on_an_address_selects_all_of_it(qtbot: QtBot, light: QApplication) -> None:
    row = AddressRow("HLS")
    qtbot.addWidget(row)
    row.resize(200, 40)
    row.set_value("https://play.example.com/live/8888_ana_1122.m3u8")
    with qtbot.waitExposed(row):
        row.show()
    row.activateWindow()
    row.edit.setFocus()
    qtbot.waitUntil(lambda: row.edit.selectedText() == row.value)
