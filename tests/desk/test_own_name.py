"""The host of this computer gives itself the name that viewers read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from livedesk.domain.errors import BadRequest
from livedesk.domain.records import HostRecord, to_text
from tests.desk.pretend import NOW, Stage
from tests.desk.seen import LEFT, said


def named(name: str) -> HostRecord:
    return HostRecord("me", name, disabled=False, banned=False, created_at=to_text(NOW))


def at_home(window: Stage) -> None:
    window.connect(bundled=True)
    window.live.named.emit(named("Host"))


def test_the_form_leads_to_the_name_and_the_name_is_shown_everywhere(
    window: Stage, qtbot: QtBot
) -> None:
    at_home(window)
    assert "Host" in said(window.window.navigation)
    qtbot.mouseClick(window.window.studio.row.rename, LEFT)
    row = window.window.settings.sharing.who
    assert window.window.focusWidget() is row.field.edit
    assert not row.save.isEnabled()
    qtbot.keyClicks(row.field.edit, "Ana")
    qtbot.keyClick(row.field.edit, Qt.Key.Key_Return)
    assert window.deeds[-1] == ("rename", "Ana")
    assert not row.save.isEnabled(), "it is under way"
    window.live.named.emit(named("Ana"))
    assert "Ana" in said(window.window.navigation)
    window.window.show_page(0)
    assert "Ana" in said(window.window.studio.row)


def test_a_refused_name_says_so_where_it_was_typed(window: Stage, qtbot: QtBot) -> None:
    at_home(window)
    window.window.show_page(3)
    row = window.window.settings.sharing.who
    row.field.edit.setText("x")
    qtbot.mouseClick(row.save, LEFT)
    window.live.refused.emit(BadRequest("No."), "name")
    assert "Check what you typed" in said(row)
    assert row.field.edit.text() == "x"
    assert not window.window.banner.isVisible()


def test_on_another_server_the_name_is_the_admins(window: Stage) -> None:
    window.connect()
    window.window.show_page(3)
    assert not window.window.settings.sharing.who.isVisible()
    window.window.show_page(0)
    assert not window.window.studio.row.rename.isVisible()
