"""The leak drill, as a host meets it: asked first, honest about what is safe, never stuck."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from livedesk.client.console_settings import Loaded
from livedesk.desk.bites import at_once
from livedesk.desk.leak_sheet import LeakSheet
from livedesk.desk.main_window import MainWindow
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.workers.live import Live
from livedesk.desk.workers.obs_link import ObsLink
from livedesk.desk.workers.obs_orders import Step
from livedesk.desk.workers.preview_feed import PreviewFeed
from livedesk.domain.errors import ObsNotRunning, ServerUnavailable
from livedesk.domain.records import Media, to_text
from tests.desk import scenes
from tests.desk.pretend import (
    KEY,
    NOW,
    SETTINGS,
    Stage,
    a_new_key,
    a_policy,
    a_record,
    a_server,
    another_service,
    streaming_obs,
)


def the_sheet(stage: Stage) -> LeakSheet:
    return next(one for one in stage.window.findChildren(LeakSheet) if one.isVisible())


def answer(stage: Stage, after_s: float = 0.6, **changes: object) -> None:
    """The server's."""
    stage.clock[0] += after_s
    given = a_new_key(a_record("live"), **changes)
    stage.live.record_changed.emit(given.broadcast)
    stage.live.revoked.emit(given)


def marks(sheet: LeakSheet) -> list[tuple[str, str]]:
    return [(row.name.text(), row.when.text()) for row in sheet.rows if row.isVisible()]


def test_it_asks_first_with_the_harmless_choice_in_focus(window: Stage, qtbot: QtBot) -> None:
    scenes.leak_asked(window)
    sheet = the_sheet(window)
    assert window.window.focusWidget() is sheet.cancel
    qtbot.keyClick(sheet.cancel, Qt.Key.Key_Escape)
    assert window.deeds == []


def test_the_server_comes_first_then_obs_then_the_picture(window: Stage) -> None:
    scenes.leak_running(window)
    assert window.deeds == [("revoke_key",)]
    assert window.obs.asked == []
    answer(window)
    name, push, streams = window.obs.asked[0]
    assert (name, push.fingerprint, streams) == ("replace", "c91e", True)


def test_each_step_has_its_seconds_from_the_click(window: Stage) -> None:
    scenes.leak_over(window)
    sheet = the_sheet(window)
    assert sheet.safe.text() == "Safe after 0.6 s"
    assert marks(sheet) == [
        ("New key made", "0.6 s"),
        ("Old sender dropped", "0.6 s"),
        ("Old key refused", "0.6 s"),
        ("OBS has the new key", "1.5 s"),
        ("Picture is back", "1.8 s"),
    ]
    assert sheet.last.text() == "Viewers saw “One moment” for 1.1 s."
    assert [word.text() for word in sheet.comparison.words] == ["same", "same", "new key"]
    sheet.back.click()
    assert not sheet.isVisible()


def test_it_is_not_safe_while_the_old_sender_is_not_cut_off(window: Stage) -> None:
    scenes.leak_running(window)
    answer(window, publisher="failed")
    sheet = the_sheet(window)
    assert sheet.safe.text() == "Not safe yet"
    window.clock[0] += 2
    record = a_new_key(a_record("live")).broadcast
    gone = replace(record, media=Media(False, to_text(NOW + 2)))
    window.live.record_changed.emit(gone)
    assert sheet.safe.text() == "Safe after 2.6 s"


def test_a_server_that_cuts_nobody_off_offers_the_end(window: Stage) -> None:
    scenes.leak_running(window)
    answer(window, publisher="cannot")
    sheet = the_sheet(window)
    assert sheet.safe.text() == "Not safe yet"
    assert sheet.go.text() == "End and create a new code"


def test_a_cloud_that_takes_the_old_key_offers_the_end_before_the_click(window: Stage) -> None:
    scenes.obs_live(window)
    policy = a_policy(media_kind="tencent", old_address="valid_until")
    window.live.connected.emit(policy, a_server())
    window.window.studio.key.seen.click()
    sheet = the_sheet(window)
    assert sheet.go.text() == "End and create a new code"
    assert "cannot make the old key useless" in sheet.note.text()
    sheet.go.click()
    assert window.deeds == [("end",)]
    window.clock[0] += 0.4
    window.live.record_changed.emit(a_record("ended"))
    assert window.deeds[-1] == ("create", "Sunday sketchbook", None, 90260, False)
    assert sheet.safe.text() == "Safe after 0.4 s"
    window.clock[0] += 0.5
    window.live.record_changed.emit(a_new_key(a_record(id="b2")).broadcast)
    name, push, streams = window.obs.asked[0]
    assert (name, push.fingerprint, streams) == ("replace", "c91e", True)
    window.obs.stepped.emit(Step("sent"))
    window.obs.stepped.emit(Step("started"))
    window.live.record_changed.emit(
        replace(a_record("live", id="b2"), media=Media(True, to_text(NOW + 1)))
    )
    assert marks(sheet)[-1] == ("Picture is back", "0.9 s")


def test_a_cloud_that_only_says_so_afterwards_offers_the_end_then(window: Stage) -> None:
    scenes.leak_running(window)
    answer(window, old_address="valid_until", old_valid_until=to_text(NOW + 3600))
    sheet = the_sheet(window)
    assert sheet.safe.text() == "The old key still works"
    assert sheet.go.text() == "End and create a new code"


def test_this_computers_own_server_says_that_nobody_else_can_use_it(window: Stage) -> None:
    scenes.leak_asked_here(window)
    assert "nobody else can use the key" in the_sheet(window).note.text()


def test_a_server_that_does_not_answer_is_asked_again_by_a_click(window: Stage) -> None:
    scenes.leak_failed(window)
    sheet = the_sheet(window)
    assert sheet.safe.text() == "Not safe yet"
    assert sheet.safe_more.text().startswith("The server does not answer.")
    assert [name for name, _ in marks(sheet)] == [  # nothing is said to be done
        "A new key is made",
        "Whoever sends with the old key is dropped",
        "The old key is refused from now on",
        "OBS gets the new key",
        "The picture comes back",
    ]
    sheet.again.click()
    assert window.deeds == [("revoke_key",), ("revoke_key",)]
    answer(window, 0.3)
    assert sheet.safe.text() == "Safe after 0.3 s"


def test_an_obs_that_fails_leaves_the_key_useless_and_is_tried_again(window: Stage) -> None:
    scenes.leak_running(window)
    answer(window)
    window.obs.stepped.emit(Step("failed", ObsNotRunning("-", why="obs_lost")))
    sheet = the_sheet(window)
    assert sheet.safe.text() == "Safe after 0.6 s"
    assert sheet.copy_both.isVisible()
    sheet.again.click()
    assert [asked[0] for asked in window.obs.asked] == ["replace", "replace"]


def test_without_obs_the_two_lines_are_there_to_copy(window: Stage) -> None:
    scenes.live(window)
    window.window.studio.key.seen.click()
    sheet = the_sheet(window)
    sheet.go.click()
    answer(window)
    assert window.obs.asked == []
    assert sheet.safe.text() == "Safe after 0.6 s"
    assert sheet.copy_both.isVisible()


def test_an_obs_that_streams_elsewhere_is_left_alone(window: Stage) -> None:
    scenes.live(window)
    window.obs.changed.emit(streaming_obs(comparison=another_service()))
    window.window.studio.key.seen.click()
    the_sheet(window).go.click()
    answer(window)
    assert window.obs.asked == []


def test_closing_the_sheet_stops_nothing(window: Stage) -> None:
    scenes.leak_running(window)
    the_sheet(window).dismiss()
    answer(window)
    assert window.obs.asked[0][0] == "replace"
    window.window.studio.key.seen.click()
    assert the_sheet(window).safe.text() == "Safe after 0.6 s"


@pytest.mark.parametrize("scene", ["leak_over", "leak_not_safe"])
def test_neither_key_is_shown(window: Stage, scene: str) -> None:
    scenes.SCENES[scene](window)
    sheet = the_sheet(window)
    told = " ".join(row.name.text() + row.more.text() for row in sheet.rows)
    assert KEY not in told
    assert "txSecret" not in told


def test_a_refusal_that_is_not_the_drills_changes_nothing(window: Stage) -> None:
    scenes.leak_running(window)
    window.live.refused.emit(ServerUnavailable("-"), "change")
    assert the_sheet(window).safe.text() == "Working…"


def test_the_end_that_is_offered_is_done_although_the_drill_still_waits(window: Stage) -> None:
    scenes.leak_running(window)
    answer(window, publisher="cannot")
    sheet = the_sheet(window)
    sheet.go.click()
    assert window.deeds == [("revoke_key",), ("end",)]
    window.live.record_changed.emit(a_record("ended"))
    assert window.deeds[-1][0] == "create"
    assert sheet.safe.text().startswith("Safe after")


def test_the_cloud_that_takes_the_old_key_ends_the_broadcast_at_once(window: Stage) -> None:
    scenes.leak_running(window)
    answer(window, old_address="valid_until", old_valid_until=to_text(NOW + 3600))
    the_sheet(window).go.click()
    assert window.deeds == [("revoke_key",), ("end",)]


@pytest.mark.parametrize("publisher", ["cannot", "failed", "something new"])
def test_a_server_that_says_nothing_of_the_picture_has_not_said_safe(
    window: Stage, publisher: str
) -> None:
    scenes.leak_running(window)
    given = replace(a_new_key(a_record("live")).broadcast, media=None)
    answer(window, publisher=publisher, broadcast=given)
    assert the_sheet(window).safe.text() == "Not safe yet"


def test_another_broadcast_says_nothing_of_the_old_key(window: Stage) -> None:
    scenes.leak_running(window)
    answer(window, publisher="failed")
    sheet = the_sheet(window)
    other = replace(a_record(id="b2"), media=Media(False, None))
    window.live.record_changed.emit(other)
    assert "Safe after" not in sheet.safe.text()


def test_a_new_code_that_could_not_be_made_is_tried_again(window: Stage) -> None:
    scenes.obs_live(window)
    policy = a_policy(media_kind="tencent", old_address="valid_until")
    window.live.connected.emit(policy, a_server())
    window.window.studio.key.seen.click()
    sheet = the_sheet(window)
    sheet.go.click()
    window.live.record_changed.emit(replace(a_record("ended"), push=None))
    window.live.refused.emit(ServerUnavailable("No answer."), "create")
    assert sheet.safe.text() == "Not safe yet"
    sheet.again.click()
    assert [deed[0] for deed in window.deeds] == ["end", "create", "create"]
    window.live.record_changed.emit(a_new_key(a_record(id="b2")).broadcast)
    assert window.obs.asked[0][0] == "replace"
    assert sheet.safe.text().startswith("Safe after")


def test_another_language_meanwhile_stops_nothing(window: Stage, qtbot: QtBot) -> None:
    """The window is made anew; the new one hears the server's answer, and OBS gets the key."""
    scenes.leak_running(window)
    new = MainWindow(lambda: window.clock[0], SettingsKeeper(Loaded(SETTINGS)))
    at_once(
        new.furnish(
            cast(Live, window.live), cast(PreviewFeed, window.feed), cast(ObsLink, window.obs)
        )
    )
    qtbot.addWidget(new, before_close_func=lambda shown: shown.leave())
    new.take_over(window.window)
    new.show()
    window.window.hide()
    qtbot.waitUntil(lambda: new.findChild(LeakSheet) is not None)
    answer(window)
    assert [asked[0] for asked in window.obs.asked] == ["replace"]
    sheet = new.findChild(LeakSheet)
    assert sheet is not None
    assert sheet.safe.text() == "Safe after 0.6 s"


def test_what_was_read_before_the_new_key_says_nothing_of_the_old_sender(window: Stage) -> None:
    scenes.leak_running(window)
    answer(window, publisher="failed")
    sheet = the_sheet(window)
    before = replace(a_record("live"), media=Media(True, to_text(NOW - 3)))
    window.live.record_changed.emit(before)
    assert sheet.safe.text() == "Not safe yet"
    window.live.record_changed.emit(replace(before, media=Media(False, to_text(NOW - 1))))
    assert sheet.safe.text() == "Not safe yet"


def anew_and_waiting(stage: Stage) -> LeakSheet:
    """The old one is ended, another one made, OBS started; its picture is to come."""
    scenes.obs_live(stage)
    stage.live.connected.emit(a_policy(media_kind="tencent", old_address="valid_until"), a_server())
    stage.window.studio.key.seen.click()
    sheet = the_sheet(stage)
    sheet.go.click()
    stage.live.record_changed.emit(a_record("ended"))
    stage.live.record_changed.emit(a_new_key(a_record(id="b2")).broadcast)
    stage.obs.stepped.emit(Step("sent"))
    stage.obs.stepped.emit(Step("started"))
    return sheet


def test_a_new_code_gets_the_cover_of_the_old_one(window: Stage) -> None:
    scenes.obs_live(window)
    covered = replace(a_record("live"), cover_url="http://127.0.0.1:8787/covers/aa.jpg")
    window.live.record_changed.emit(covered)
    policy = a_policy(media_kind="tencent", old_address="valid_until")
    window.live.connected.emit(policy, a_server())
    window.window.studio.key.seen.click()
    the_sheet(window).go.click()
    window.live.record_changed.emit(replace(covered, state="ended", reason="ended_by_host"))
    assert window.deeds[-1][0] == "create"
    assert window.deeds[-1][-1] == covered.cover_url


@pytest.mark.parametrize("next_one", ["another", "none", "ended"])
def test_a_drill_whose_new_broadcast_is_left_waits_no_more(window: Stage, next_one: str) -> None:
    sheet = anew_and_waiting(window)
    drill = window.window.obs.drill
    assert drill.running
    after = {"another": a_record(id="c3"), "none": None, "ended": a_record("ended", id="b2")}
    window.live.record_changed.emit(after[next_one])
    assert not drill.running
    assert sheet.back.isVisible()
    assert sheet.safe.text().startswith("Safe after")


def test_another_broadcast_is_not_taken_for_the_one_that_the_drill_makes(window: Stage) -> None:
    scenes.obs_live(window)
    policy = a_policy(media_kind="tencent", old_address="valid_until")
    window.live.connected.emit(policy, a_server())
    window.window.studio.key.seen.click()
    the_sheet(window).go.click()
    window.live.record_changed.emit(a_record(id="c3"))  # before the old one is over
    assert window.obs.asked == []
    assert not window.window.obs.drill.running
    assert not window.window.findChildren(LeakSheet) or not any(
        sheet.isVisible() for sheet in window.window.findChildren(LeakSheet)
    )


def test_an_end_in_mid_drill_is_the_end_of_the_drill(window: Stage) -> None:
    scenes.leak_running(window)
    answer(window)
    window.live.record_changed.emit(replace(a_new_key(a_record("live")).broadcast, state="ended"))
    assert not window.window.obs.drill.running
    assert the_sheet(window).safe.text() == "Safe after 0.6 s"
