"""OBS in the window, as a host meets it: what is offered, what is said, what a click does."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from livedesk.client.obs_state import ObsRefusal, ObsState
from livedesk.desk.find_obs import FindObs
from livedesk.desk.widgets.button import Kind
from livedesk.domain.errors import (
    LivedeskError,
    ObsNotRunning,
    ObsRefused,
    ObsServerOff,
    ObsSilent,
    ObsStreaming,
    ObsTooOld,
    ObsWrongPassword,
)
from tests.desk import scenes
from tests.desk.pretend import (
    KEY,
    NOW,
    Stage,
    a_comparison,
    a_record,
    an_obs,
    another_service,
    streaming_obs,
)


def click(qtbot: QtBot, widget) -> None:
    assert widget.isVisible()
    assert widget.isEnabled()
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def test_what_was_not_found_is_copied_by_hand(window: Stage) -> None:
    scenes.no_obs(window)
    card = window.window.studio.obs
    assert card.copy_both.kind is Kind.PRIMARY
    assert card.find_obs.isVisible()
    assert not card.send.isVisible()
    assert card.found.text() == "OBS not found"


def test_what_was_found_is_sent_to(window: Stage, qtbot: QtBot) -> None:
    scenes.ready_to_send(window)
    card = window.window.studio.obs
    assert card.send.kind is Kind.PRIMARY
    assert card.found.text() == "OBS 31 found"
    click(qtbot, card.send)
    assert window.obs.asked == [("send",)]


def test_what_was_overwritten_in_obs_can_be_put_back(window: Stage, qtbot: QtBot) -> None:
    scenes.overwritten(window)
    toast = window.window.toast
    assert toast.isVisible()
    assert "in place of what it had" in toast.accessibleName()
    click(qtbot, toast.undo)
    assert window.obs.asked == [("undo",)]
    assert not toast.isVisible()
    window.obs.changed.emit(an_obs(busy="undo", undo=True))
    window.obs.changed.emit(an_obs(comparison=another_service(), done="undo"))
    assert toast.accessibleName() == "OBS has what it had before."
    assert not toast.undo.isVisible()


def test_an_obs_that_had_nothing_else_is_sent_to_without_a_word(
    window: Stage, qtbot: QtBot
) -> None:
    scenes.ready_to_send(window)
    window.obs.changed.emit(an_obs(comparison=another_service(), busy="send"))
    window.obs.changed.emit(an_obs(done="send"))
    assert not window.window.toast.isVisible()


def test_obs_is_to_have_the_two_lines_of_the_own_broadcast(window: Stage) -> None:
    scenes.ready(window)
    assert window.obs.wanted is not None
    assert window.obs.wanted.stream_key == KEY
    window.live.record_changed.emit(a_record("ended"))
    assert window.obs.wanted is None


def test_with_the_two_lines_in_it_the_next_step_is_to_start(window: Stage, qtbot: QtBot) -> None:
    scenes.ready_to_start(window)
    card = window.window.studio.obs
    assert card.state.text() == "OBS has these two lines."
    assert card.start.kind is Kind.PRIMARY
    click(qtbot, card.start)
    assert window.obs.asked == [("start",)]


def test_comparing_shows_three_lines_and_no_key(window: Stage, qtbot: QtBot) -> None:
    scenes.ready_to_start(window)
    card = window.window.studio.obs
    assert not card.comparison.isVisible()
    click(qtbot, card.compare)
    window.obs.changed.emit(
        an_obs(comparison=a_comparison(server=False, shown_server="rtmp://x/live"))
    )
    assert card.comparison.isVisible()
    assert [word.text() for word in card.comparison.words] == ["same", "different", "same"]
    assert [value.text() for value in card.comparison.values] == [
        "Custom…",
        "rtmp://x/live",
        "key ·7f3a",
    ]


def test_an_obs_that_streams_elsewhere_is_stopped_first(window: Stage, qtbot: QtBot) -> None:
    scenes.ready(window)
    window.obs.changed.emit(streaming_obs(comparison=another_service()))
    card = window.window.studio.obs
    assert card.state.text() == "OBS is streaming somewhere else: stop it first, then send."
    assert not card.send.isVisible()
    click(qtbot, card.stop)
    assert window.obs.asked == [("stop",)]


@pytest.mark.parametrize(
    ("error", "begins"),
    [
        (ObsNotRunning("-"), "OBS is not running."),
        (ObsServerOff("-"), "The WebSocket server of OBS is switched off."),
        (ObsWrongPassword("-"), "Wrong OBS password."),
        (ObsWrongPassword("-", why="obs_password_needed"), "OBS asks for a password."),
        (ObsTooOld("-"), "OBS is too old (28 or later is needed)."),
        (ObsSilent("-"), "OBS does not answer."),
        (ObsSilent("-", why="not_obs"), "What answers there is not OBS."),
        (ObsNotRunning("-", why="obs_lost"), "OBS was closed"),
    ],
)
def test_why_obs_is_not_connected_is_said_where_it_is_looked_for(
    window: Stage, error: LivedeskError, begins: str
) -> None:
    scenes.live(window)
    window.obs.changed.emit(ObsState(looking=False, error=error))
    panel = window.window.studio.obs_panel
    assert panel.word.text() == "not connected"
    panel.find_obs.click()
    sheet = window.window.findChild(FindObs)
    assert sheet is not None
    assert sheet.said.text().startswith(begins)


@pytest.mark.parametrize(
    ("error", "begins"),
    [
        (ObsStreaming("-"), "OBS is streaming: stop it first"),
        (ObsRefused("-"), "OBS did not do it."),
        (ObsRefused("-", why="obs_did_not_keep"), "OBS did not keep the two lines."),
        (ObsRefused("-", why="obs_did_not_start"), "OBS did not start streaming."),
        (ObsRefused("-", why="obs_did_not_stop"), "OBS has not stopped yet"),
    ],
)
def test_what_obs_refused_is_said_in_the_card(
    window: Stage, error: LivedeskError, begins: str
) -> None:
    scenes.ready(window)
    window.obs.changed.emit(an_obs(refusal=ObsRefusal(error, "send", NOW)))
    assert window.window.studio.obs.state.text().startswith(begins)


def test_finding_asks_host_port_and_password_and_closes_when_found(
    window: Stage, qtbot: QtBot
) -> None:
    scenes.no_obs(window)
    click(qtbot, window.window.studio.obs.find_obs)
    sheet = window.window.findChild(FindObs)
    sheet.port.edit.setText("99999")
    click(qtbot, sheet.connect_button)
    assert "65535" in sheet.said.text()
    assert window.obs.asked == []
    sheet.port.edit.setText("4456")
    qtbot.keyClicks(sheet.password.edit, "abc")
    qtbot.keyClick(sheet.password.edit, Qt.Key.Key_Return)
    assert window.obs.asked == [("look_at", "127.0.0.1", 4456, "abc")]
    window.obs.changed.emit(an_obs())
    assert not sheet.isVisible()


def test_a_password_in_obs_own_settings_is_offered_and_never_taken_unasked(
    window: Stage, qtbot: QtBot
) -> None:
    scenes.finding_obs(window)
    assert window.obs.asked == []
    sheet = window.window.findChild(FindObs)
    click(qtbot, sheet.use_found)
    assert window.obs.asked == [("use_found_password",)]


def test_the_key_hides_as_soon_as_obs_streams(window: Stage) -> None:
    scenes.ready_to_start(window)
    key = window.window.studio.obs.key
    key.eye.click()
    assert key.shown
    window.obs.changed.emit(streaming_obs())
    assert not key.shown
    assert not key.eye.isVisible()


def test_the_panel_turns_amber_as_soon_as_obs_reconnects(window: Stage) -> None:
    scenes.obs_live(window)
    panel = window.window.studio.obs_panel
    assert (panel.word.text(), panel.rate.text()) == ("Streaming", "6.0")
    assert [fact.text() for fact in panel.facts] == ["12  (0.01 %)", "none", "2.0 s"]
    tall = panel.height()
    window.obs.changed.emit(streaming_obs(reconnecting=True, kbps=0.0, tries=2))
    assert (panel.word.text(), panel.rate.text()) == ("Reconnecting", "0.0")
    assert panel.facts[1].text() == "connection lost"
    window.obs.changed.emit(ObsState(looking=False, error=ObsNotRunning("-")))
    assert panel.height() == tall


def test_beats_are_told_of_the_encoder_when_it_changes(window: Stage) -> None:
    scenes.obs_live(window)
    window.obs.changed.emit(an_obs(ended_by="us"))
    window.obs.changed.emit(ObsState(looking=False, error=ObsNotRunning("-")))
    assert [told[0] for told in window.live.told_of_encoder] == [True, False, None]


def test_an_obs_with_an_old_key_gets_the_new_one_by_a_click(window: Stage, qtbot: QtBot) -> None:
    scenes.obs_with_an_old_key(window)
    click(qtbot, window.window.studio.obs_panel.mend)
    name, push, streams = window.obs.asked[0]
    assert (name, push.stream_key, streams) == ("replace", KEY, True)


def test_the_key_before_a_renewal_is_said_to_be_good(window: Stage) -> None:
    scenes.obs_with_the_key_before_a_renewal(window)
    panel = window.window.studio.obs_panel
    assert panel.good_still.isVisible()
    assert "good until" in panel.good_still.text()
    window.clock[0] += 7201
    window.window.look()
    assert not panel.good_still.isVisible()


def test_a_key_older_than_that_is_not_said_to_be_good(window: Stage) -> None:
    scenes.obs_with_the_key_before_a_renewal(window)
    older = a_comparison(key=False, key_mark="0b1c")
    window.obs.changed.emit(streaming_obs(comparison=older))
    assert not window.window.studio.obs_panel.good_still.isVisible()


def test_before_the_show_too_the_key_before_a_renewal_is_no_trouble(window: Stage) -> None:
    scenes.renewed(window)
    assert window.window.scene.record is not None
    before = a_record().push
    assert before is not None
    old = a_comparison(key=False, key_mark=before.fingerprint)
    window.obs.changed.emit(streaming_obs(comparison=old))
    card = window.window.studio.obs
    assert card.state.text().startswith("OBS streams with the key from before: it is good until")
    assert not card.comparison.isVisible()


def test_the_banner_says_that_obs_is_reconnecting(window: Stage) -> None:
    scenes.obs_reconnecting(window)
    assert "OBS is reconnecting." in window.window.banner._headline.text()


def test_the_address_of_another_broadcast_is_another_want(window: Stage) -> None:
    scenes.ready(window)
    record = a_record()
    assert record.push is not None
    window.live.record_changed.emit(
        replace(record, push=replace(record.push, stream_key="another", fingerprint="0001"))
    )
    assert window.obs.wanted is not None
    assert window.obs.wanted.stream_key == "another"
