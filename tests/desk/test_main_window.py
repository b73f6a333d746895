"""The window round its scene: what is told is shown, what is clicked is asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from livedesk.desk.close_question import CloseQuestion
from livedesk.desk.end_question import EndQuestion
from livedesk.desk.scene import Condition
from livedesk.domain.errors import CodeTaken, Forbidden, RelayBusy, ServerUnavailable, WrongToken
from livedesk.domain.records import Segment, to_text
from tests.desk.pretend import (
    KEY,
    NOW,
    Stage,
    a_beat,
    a_picture,
    a_policy,
    a_record,
    a_server,
    a_share,
    away,
    many,
)
from tests.desk.scenes import (
    HERE,
    THERE,
    at,
    interrupted,
    live,
    offline,
    ready,
    ready_here,
    rehearsal,
    server_away,
)
from tests.desk.seen import LEFT, clipboard, said


def question(window: Stage) -> EndQuestion:
    found = window.window.findChild(EndQuestion)
    assert found is not None
    return found


# Before there is a broadcast.


def test_the_start_is_told_in_words(window: Stage) -> None:
    assert "Starting the server on this computer…" in said(window.window.studio)
    window.live.connecting.emit("https://live.example.com")
    assert "Connecting to the server…\nhttps://live.example.com" in said(window.window.studio)


def test_a_failed_start_says_why_and_retry_retries(window: Stage, qtbot: QtBot) -> None:
    window.live.server_lost.emit(WrongToken("The token is not known. Ask for another."))
    words = said(window.window.studio)
    assert "The server does not accept your token." in words
    assert "The token is not known. Ask for another." in words
    qtbot.mouseClick(window.window.studio.start.button, LEFT)
    assert window.deeds == [("retry_now",)]


def test_a_title_is_all_it_takes(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    form = window.window.studio.form
    assert not form.button.isEnabled()
    qtbot.keyClicks(form.title.edit, "  Cats! ")
    qtbot.mouseClick(form.button, LEFT)
    assert window.deeds == [("create", "Cats!", None, 86400, False)]
    assert not form.button.isEnabled()


def test_a_title_copied_over_several_lines_is_one_line(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    form = window.window.studio.form
    QGuiApplication.clipboard().setText("Sunday\n\tsketchbook\u2028live\n")
    form.title.edit.paste()
    qtbot.keyClick(form.title.edit, Qt.Key.Key_Return)
    assert window.deeds == [("create", "Sunday sketchbook live", None, 86400, False)]


def test_enter_creates_and_a_double_enter_creates_once(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    form = window.window.studio.form
    qtbot.keyClicks(form.title.edit, "Cats!")
    qtbot.keyClick(form.title.edit, Qt.Key.Key_Return)
    qtbot.keyClick(form.title.edit, Qt.Key.Key_Return)
    assert len(window.deeds) == 1


def test_a_bad_suffix_is_said_while_typing_with_a_better_one(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    form = window.window.studio.form
    qtbot.keyClicks(form.title.edit, "Cats!")
    qtbot.keyClicks(form.suffix.edit, "ana code!")
    assert "Letters, digits, _ and - only. Try “ana_code”." in said(form)
    assert not form.button.isEnabled()
    form.suffix.edit.setText("ana_code")
    assert "Letters, digits" not in said(form)
    assert form.button.isEnabled()


def test_a_suffix_too_long_says_how_long_it_may_be(window: Stage) -> None:
    window.connect()
    window.window.studio.form.suffix.edit.setText("a" * 80)
    assert "75 characters at most" in said(window.window.studio.form)


def test_a_taken_suffix_stands_at_its_field_with_another(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    form = window.window.studio.form
    qtbot.keyClicks(form.title.edit, "Cats!")
    qtbot.keyClicks(form.suffix.edit, "ana")
    qtbot.mouseClick(form.button, LEFT)
    window.live.refused.emit(CodeTaken("Taken."), "create")
    assert "Another host has this one. Try “ana_1122”." in said(form)
    assert form.title.edit.text() == "Cats!"
    form.suffix.edit.setText("ana_1122")
    assert form.button.isEnabled()


def test_a_create_the_server_cannot_answer_keeps_what_was_typed(
    window: Stage, qtbot: QtBot
) -> None:
    window.connect()
    form = window.window.studio.form
    qtbot.keyClicks(form.title.edit, "Cats!")
    qtbot.mouseClick(form.button, LEFT)
    window.live.refused.emit(ServerUnavailable("gone"), "create")
    assert "The server does not answer." in said(form)
    assert form.title.edit.text() == "Cats!"
    assert form.button.isEnabled()


# Ready.


def test_the_copy_buttons_give_the_true_values(window: Stage, qtbot: QtBot) -> None:
    ready(window)
    obs = window.window.studio.obs
    qtbot.mouseClick(obs.copy_server, LEFT)
    assert clipboard() == "rtmp://push.example.com/live"
    qtbot.mouseClick(obs.copy_key, LEFT)
    assert clipboard() == KEY
    qtbot.mouseClick(obs.copy_both, LEFT)
    assert clipboard() == f"rtmp://push.example.com/live\n{KEY}"
    assert "leaves the clipboard in 60 s" in said(window.window.toast)


def test_each_play_address_is_shown_and_copied(window: Stage, qtbot: QtBot) -> None:
    ready(window)
    rows = window.window.studio.play.rows
    assert list(rows) == ["page", "hls", "flv", "rtmp"]
    for name, row in rows.items():
        qtbot.mouseClick(row.button, LEFT)
        assert clipboard() == (a_record().watch_url if name == "page" else a_record().play[name])


def test_on_this_computer_only_there_is_no_qr_code_but_the_switch_and_why(window: Stage) -> None:
    ready_here(window)
    play = window.window.studio.play
    assert play.tile.qr.url == ""
    assert not play.tile.qr.isVisible()
    assert play.sharing.switch.isVisible()
    assert not play.sharing.switch.isChecked()
    assert "This address only works on this computer." in said(play)
    assert not play.chat.isVisible()


def test_sharing_draws_the_qr_code_and_another_click_stops_it(window: Stage, qtbot: QtBot) -> None:
    ready_here(window)
    play = window.window.studio.play
    window.live.share_changed.emit(a_share("192.168.1.20"))
    window.live.record_changed.emit(at(THERE, a_record()))
    assert play.tile.qr.isVisible()
    assert play.tile.qr.url == f"{THERE}/watch/8888_ana_1122"
    assert "192.168.1.20" in said(play)
    qtbot.mouseClick(play.sharing.switch, LEFT)
    assert window.deeds == [("share", None)]
    window.live.share_changed.emit(a_share())
    window.live.record_changed.emit(at(HERE, a_record()))
    assert not play.tile.qr.isVisible()


def test_a_server_elsewhere_has_no_sharing_switch(window: Stage) -> None:
    ready(window)
    play = window.window.studio.play
    assert not play.sharing.switch.isVisible()
    assert play.tile.qr.isVisible()
    assert "Public. Safe to post anywhere." in said(play)


def test_a_click_enlarges_the_qr_code_and_escape_puts_it_away(window: Stage, qtbot: QtBot) -> None:
    ready(window)
    tile = window.window.studio.play.tile
    qtbot.mouseClick(tile.qr, LEFT)
    large = window.window.focusWidget()
    assert large is not None
    assert large is not tile.qr
    assert large.width() > 2 * tile.qr.width()
    qtbot.keyClick(large, Qt.Key.Key_Escape)
    assert window.window.focusWidget() is tile.qr


def test_while_it_is_black_the_wait_is_counted(window: Stage) -> None:
    ready(window)
    preview = window.window.studio.preview.preview
    assert "Nothing has arrived for 0:40." in preview.accessibleDescription()
    window.pass_(5)
    assert "0:45" in preview.accessibleDescription()


def test_the_feed_plays_the_own_broadcast_and_rests_after_it(window: Stage) -> None:
    ready(window)
    assert window.feed.played == [dict(a_record().play)]
    window.live.record_changed.emit(a_record("ended"))
    assert window.feed.played[-1] == {}


def test_sharing_does_not_interrupt_a_picture_that_flows(window: Stage) -> None:
    ready_here(window)
    window.feed.picture.emit(a_picture())
    window.live.record_changed.emit(at(THERE, a_record("live")))
    assert len(window.feed.played) == 1


def test_an_edited_title_is_one_line_too(window: Stage, qtbot: QtBot) -> None:
    ready(window)
    card = window.window.studio.broadcast
    qtbot.mouseClick(card.edit, LEFT)
    QGuiApplication.clipboard().setText("Dogs\n and cats")
    card.field.edit.paste()
    qtbot.keyClick(card.field.edit, Qt.Key.Key_Return)
    assert window.deeds == [("change", "Dogs and cats", None)]


def test_a_title_is_edited_in_place(window: Stage, qtbot: QtBot) -> None:
    ready(window)
    card = window.window.studio.broadcast
    qtbot.mouseClick(card.edit, LEFT)
    qtbot.keyClicks(card.field.edit, "Dogs!")
    qtbot.keyClick(card.field.edit, Qt.Key.Key_Return)
    assert window.deeds == [("change", "Dogs!", None)]


def test_go_on_air_waits_for_a_picture_and_is_then_the_next_step(
    window: Stage, qtbot: QtBot
) -> None:
    window.connect()
    window.live.record_changed.emit(a_record(rehearsal=True, reason="rehearsal"))
    action = window.window.strip.action
    assert action.text() == "Go on air"
    assert not action.isEnabled()
    window.feed.picture.emit(a_picture())
    assert action.isEnabled()
    assert window.window.scene.condition is Condition.REHEARSAL
    qtbot.mouseClick(action, LEFT)
    assert window.deeds == [("change", None, False)]


def test_a_rehearsal_can_be_ended_too(window: Stage, qtbot: QtBot) -> None:
    rehearsal(window)
    qtbot.mouseClick(window.window.studio.broadcast.end, LEFT)
    qtbot.mouseClick(question(window).end, LEFT)
    assert window.deeds == [("end",)]


# On air.


def test_on_air_the_strip_says_all_that_counts(window: Stage) -> None:
    live(window)
    words = said(window.window.strip)
    assert "Sunday sketchbook" in words
    assert "01:12:45" in words
    assert "1,284" in words
    assert "3,902" in words
    assert "18 ms" in words
    assert window.window.strip.pill.accessibleName() == "On air"
    window.pass_(1)
    assert "01:12:46" in said(window.window.strip)


def test_the_beat_its_round_trip_the_next_and_the_deadline_are_shown(window: Stage) -> None:
    live(window)
    words = said(window.window.studio.evidence)
    for fact in ("12 s ago", "18 ms, next in 48 s", "publishing", "in 37 s"):
        assert fact in words
    window.pass_(10)
    assert "22 s ago" in said(window.window.studio.evidence)


def test_a_server_whose_clock_is_ahead_counts_right(window: Stage) -> None:
    ahead = a_policy(server_time=to_text(NOW + 600))
    window.live.connected.emit(ahead, a_server())
    started = to_text(NOW + 600 - 60)
    window.live.record_changed.emit(a_record("live", started_at=started))
    assert "00:01:00" in said(window.window.strip)


def test_end_asks_in_place_and_escape_is_harmless(window: Stage, qtbot: QtBot) -> None:
    live(window)
    qtbot.mouseClick(window.window.strip.action, LEFT)
    asked = question(window)
    assert "1,284 are watching" in said(asked)
    assert window.window.focusWidget() is asked.keep
    qtbot.keyClick(asked.keep, Qt.Key.Key_Escape)
    assert window.deeds == []
    qtbot.waitUntil(lambda: window.window.findChild(EndQuestion) is None)


def test_a_click_beside_the_question_is_harmless(window: Stage, qtbot: QtBot) -> None:
    live(window)
    qtbot.mouseClick(window.window.strip.action, LEFT)
    qtbot.mouseClick(question(window), LEFT, pos=QPoint(30, 700))
    assert window.deeds == []


def test_end_now_ends_and_the_summary_leads_to_the_next(window: Stage, qtbot: QtBot) -> None:
    live(window)
    qtbot.mouseClick(window.window.strip.action, LEFT)
    qtbot.mouseClick(question(window).end, LEFT)
    assert window.deeds == [("end",)]
    window.live.record_changed.emit(a_record("ended"))
    words = said(window.window.studio)
    assert "01:11:45" in words
    assert "1,402" in words
    assert "You ended it." in words
    qtbot.mouseClick(window.window.studio.summary.button, LEFT)
    assert window.window.studio.form.isVisible()
    assert window.window.studio.form.title.edit.text() == ""


def test_an_end_the_server_has_not_taken_is_said(window: Stage) -> None:
    live(window)
    window.live.refused.emit(ServerUnavailable("gone"), "end")
    assert "The server has not taken the end yet." in said(window.window.banner)


def test_an_end_that_is_refused_for_good_is_not_said_to_be_tried_again(window: Stage) -> None:
    live(window)
    window.live.refused.emit(Forbidden("This is another host's."), "end")
    assert "This is another host's." in said(window.window.banner)
    assert "keeps trying" not in said(window.window.banner)


def test_an_end_under_way_is_not_asked_for_twice_because_a_viewer_came(
    window: Stage, qtbot: QtBot
) -> None:
    live(window)
    qtbot.mouseClick(window.window.strip.action, LEFT)
    qtbot.mouseClick(question(window).end, LEFT)
    window.live.record_changed.emit(a_record("live", viewers=1285))
    assert not window.window.strip.action.isEnabled()
    window.live.refused.emit(ServerUnavailable("gone"), "end")
    assert window.window.strip.action.isEnabled()


def test_what_the_server_refused_stays_said_when_a_viewer_comes(window: Stage) -> None:
    live(window)
    window.live.refused.emit(ServerUnavailable("gone"), "end")
    window.live.record_changed.emit(a_record("live", viewers=1285))
    assert "The server has not taken the end yet." in said(window.window.banner)
    window.live.record_changed.emit(a_record("ended"))
    assert not window.window.banner.isVisible()


def test_a_create_under_way_is_not_asked_for_twice_because_something_else_was_answered(
    window: Stage, qtbot: QtBot
) -> None:
    window.connect(bundled=True)
    form = window.window.studio.form
    form.title.edit.setText("Sunday sketchbook")
    qtbot.keyClick(form.title.edit, Qt.Key.Key_Return)
    qtbot.mouseClick(form.button, LEFT)
    window.live.share_changed.emit(a_share())
    window.live.refused.emit(ServerUnavailable("gone"), "end")
    qtbot.keyClick(form.title.edit, Qt.Key.Key_Return)
    assert window.deeds == [("create", "Sunday sketchbook", None, 86400, False)]
    window.live.refused.emit(ServerUnavailable("gone"), "create")
    qtbot.keyClick(form.title.edit, Qt.Key.Key_Return)
    assert len(window.deeds) == 2


def test_that_another_console_beats_stays_said_until_this_one_does(
    window: Stage, qtbot: QtBot
) -> None:
    from tests.desk.scenes import taken_over

    taken_over(window)
    window.live.record_changed.emit(a_record("live", viewers=1285))
    window.live.refused.emit(ServerUnavailable("no"), "share")
    window.pass_(60)
    assert "This window no longer keeps it in the live list." in said(window.window.banner)
    window.live.beaten.emit(a_beat())
    assert not window.window.banner.isVisible()


def test_another_console_is_named_and_can_be_taken_over(window: Stage, qtbot: QtBot) -> None:
    from tests.desk.scenes import taken_over

    taken_over(window)
    assert "Another console is running this broadcast." in said(window.window.banner)
    qtbot.mouseClick(window.window.banner.button, LEFT)
    assert window.deeds == [("resume", a_record("live"))]
    assert not window.window.banner.isVisible()


# Trouble.


def test_server_away_says_until_when_the_place_is_safe_and_counts_to_the_next_try(
    window: Stage, qtbot: QtBot
) -> None:
    live(window)
    window.live.away.emit(away())
    words = said(window.window.banner)
    assert "No answer from the server for 1 min 52 s. Your picture still goes out." in words
    assert "(1 min 13 s). Keep streaming." in words
    assert "Next try in 8 s" in words
    assert "no answer" in said(window.window.strip)
    assert window.window.scene.condition is Condition.AWAY
    window.pass_(3)
    assert "Next try in 5 s" in said(window.window.banner)
    qtbot.mouseClick(window.window.banner.button, LEFT)
    assert window.deeds == [("retry_now",)]


def test_without_a_picture_nobody_claims_that_it_goes_out(window: Stage) -> None:
    window.connect()
    window.live.record_changed.emit(a_record("live"))
    window.live.away.emit(away())
    assert "Your picture still goes out" not in said(window.window.banner)


def test_past_the_deadline_the_banner_promises_nothing(window: Stage) -> None:
    live(window)
    window.live.away.emit(away())
    window.pass_(100)
    assert "may show you as offline" in said(window.window.banner)


def test_when_the_server_is_back_all_is_as_before(window: Stage) -> None:
    live(window)
    window.live.away.emit(away())
    window.live.back.emit()
    window.live.beaten.emit(a_beat())
    assert not window.window.banner.isVisible()
    assert "The server is back. Nothing was lost." in said(window.window.toast)
    assert window.window.scene.condition is Condition.LIVE


def test_an_interruption_says_when_the_list_drops_the_host(window: Stage) -> None:
    interrupted(window)
    words = said(window.window.banner)
    assert "The picture stopped 18 s ago." in words
    assert "(37 s), you are taken off the list" in words
    assert "What happens next" in said(window.window.studio)
    preview = window.window.studio.air_preview.preview
    assert "No picture for 18 s" in preview.accessibleDescription()


def test_an_interruption_without_a_beat_counts_by_the_policy(window: Stage) -> None:
    live(window)
    window.live.record_changed.emit(a_record("interrupted"))
    assert "(42 s)" in said(window.window.banner)


def test_offline_says_what_brings_the_broadcast_back_and_the_tally_is_out(
    window: Stage,
) -> None:
    live(window)
    assert window.window.navigation.items[0].dotted
    window.live.record_changed.emit(a_record("offline"))
    words = said(window.window.studio.next)
    assert "You are off the live list." in words
    assert "you are taken off" not in words
    assert not window.window.navigation.items[0].dotted


def test_pictures_still_under_way_do_not_hide_an_interruption(window: Stage) -> None:
    interrupted(window)
    window.feed.picture.emit(a_picture())
    preview = window.window.studio.air_preview.preview
    assert "No picture for 18 s" in preview.accessibleDescription()


def test_a_server_lost_between_broadcasts_is_a_banner_and_comes_back_by_itself(
    window: Stage,
) -> None:
    window.connect()
    window.live.server_lost.emit(ServerUnavailable("gone"))
    assert "The server does not answer." in said(window.window.banner)
    assert window.window.studio.form.isVisible()
    window.connect()
    assert not window.window.banner.isVisible()


def test_why_the_own_server_does_not_come_back_stands_where_the_headline_points(
    window: Stage,
) -> None:
    window.connect(bundled=True)
    window.live.server_lost.emit(ServerUnavailable("The disk is full.", why="own_server_stopped"))
    assert "stands below" in said(window.window.banner)
    assert "The disk is full." in said(window.window.banner)


def test_a_refused_change_is_said_for_some_seconds(window: Stage) -> None:
    ready_here(window)
    window.live.refused.emit(ServerUnavailable("That address is not ours."), "share")
    assert "That address is not ours." in said(window.window.banner)
    assert window.window.studio.play.sharing.switch.isEnabled()
    window.pass_(13)
    assert not window.window.banner.isVisible()


# Come back.


def test_a_beat_that_is_answered_before_the_resumed_show_is_read_is_shown(window: Stage) -> None:
    window.connect()
    window.live.beaten.emit(a_beat())
    window.live.record_changed.emit(a_record("live"))
    assert window.window.scene.beat == a_beat()


def test_ending_an_offered_show_is_asked_about(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    window.live.resume_offered.emit(a_record("live"))
    qtbot.mouseClick(window.window.studio.offer.end, LEFT)
    qtbot.mouseClick(window.window.findChild(EndQuestion).keep, LEFT)
    assert window.deeds == []


def test_where_only_one_is_carried_no_second_one_is_offered(window: Stage) -> None:
    window.live.connected.emit(a_policy(media_kind="local"), a_server(bundled=True))
    window.live.resume_offered.emit(a_record("live"))
    assert not window.window.studio.offer.new.isVisible()


def test_the_title_waits_for_the_host_once_the_server_is_there(window: Stage) -> None:
    window.connect()
    assert window.window.focusWidget() is window.window.studio.form.title.edit


def test_enter_clicks_the_button_that_has_the_focus(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    window.live.resume_offered.emit(a_record("live"))
    qtbot.keyClick(window.window.studio.offer.resume, Qt.Key.Key_Return)
    assert window.deeds == [("resume", a_record("live"))]


def test_an_empty_house_is_nought_on_air_and_before_it_nobody_has_counted(window: Stage) -> None:
    ready(window)
    assert "0" not in [label.text() for label in window.window.strip.findChildren(QLabel)]
    window.live.record_changed.emit(replace(a_record("live"), viewers=0, likes=0))
    numbers = [label.text() for label in window.window.strip.findChildren(QLabel)]
    assert numbers.count("0") == 2


def test_on_air_both_lines_can_be_copied_one_by_one(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    window.live.record_changed.emit(a_record("live"))
    for button, value in (
        (window.window.studio.key.copy_server, window.window.scene.record.push.server),
        (window.window.studio.key.copy_key, window.window.scene.record.push.stream_key),
    ):
        qtbot.mouseClick(button, LEFT)
        assert QGuiApplication.clipboard().text() == value


def test_the_clock_stands_still_while_nobody_sees_a_picture(window: Stage) -> None:
    window.connect()
    gone = replace(
        a_record("offline"),
        started_at=to_text(NOW - 600),
        segments=(Segment(to_text(NOW - 600), to_text(NOW - 300)),),
    )
    window.live.record_changed.emit(gone)
    assert window.window.scene.seconds_on_air(NOW) == pytest.approx(300)
    assert window.window.scene.seconds_on_air(NOW + 60) == pytest.approx(300)


def test_a_rehearsal_says_who_can_still_see_it(window: Stage) -> None:
    window.connect()
    window.live.record_changed.emit(a_record("ready", rehearsal=True))
    assert "who knows its address can play it" in said(window.window.studio)


def test_an_unfinished_broadcast_is_offered_and_resumed(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    window.live.resume_offered.emit(a_record("live"))
    assert "You are live since" in said(window.window.studio)
    qtbot.mouseClick(window.window.studio.offer.resume, LEFT)
    assert window.deeds == [("resume", a_record("live"))]


def test_an_offered_broadcast_can_be_ended(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    window.live.resume_offered.emit(a_record("live"))
    qtbot.mouseClick(window.window.studio.offer.end, LEFT)
    qtbot.mouseClick(window.window.findChild(EndQuestion).end, LEFT)
    assert window.deeds == [("end",)]


def test_a_declined_offer_returns_when_it_is_in_the_way(window: Stage, qtbot: QtBot) -> None:
    window.connect(bundled=True)
    window.live.resume_offered.emit(a_record("live"))
    qtbot.mouseClick(window.window.studio.offer.new, LEFT)
    assert window.window.studio.form.isVisible()
    window.live.refused.emit(RelayBusy("One at a time."), "create")
    assert window.window.studio.offer.isVisible()
    assert "one broadcast at a time" in said(window.window.studio.offer)


# The window itself.


def closing(window: Stage) -> CloseQuestion:
    window.window.close()
    box = window.window.findChild(CloseQuestion)
    assert box is not None
    assert window.window.focusWidget() is box.keep
    return box


def press(box: CloseQuestion, words: str, qtbot: QtBot) -> None:
    button = next(b for b in box.buttons if b.text() == words)
    qtbot.mouseClick(button, LEFT)


@pytest.mark.parametrize(
    ("words", "deeds", "open_after"),
    [("Keep going", [], True), ("Close only", [], False), ("End and close", [("end",)], False)],
)
def test_closing_while_on_air_asks(
    window: Stage, qtbot: QtBot, words: str, deeds: list[tuple[str]], open_after: bool
) -> None:
    live(window)
    box = closing(window)
    assert window.window.isVisible()
    press(box, words, qtbot)
    assert window.deeds == deeds
    assert window.window.isVisible() is open_after


@pytest.mark.parametrize(
    ("scene", "words"),
    [
        (live, "You are on air."),
        (interrupted, "Your broadcast is interrupted."),
        (offline, "not over"),
        (server_away, "The server is away"),
    ],
)
def test_the_question_says_how_the_broadcast_stands(
    window: Stage, scene: Callable[[Stage], None], words: str
) -> None:
    scene(window)
    box = closing(window)
    assert words in said(box)
    assert ("on air" in said(box)) is (scene is live)
    window.window.close()
    assert len(window.window.findChildren(CloseQuestion)) == 1


def test_ctrl_q_quits_and_asks_while_on_air(window: Stage, qtbot: QtBot) -> None:
    live(window)
    window.window.activateWindow()
    qtbot.waitUntil(window.window.isActiveWindow)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window.window, Qt.Key.Key_Q, control)
    box = window.window.findChild(CloseQuestion)
    assert box is not None
    assert "Close only" in [button.text() for button in box.buttons], "no way into the tray"
    press(box, "Keep going", qtbot)
    assert window.window.isVisible()
    window.live.record_changed.emit(a_record("ended"))
    with qtbot.waitSignal(window.window.closed):
        qtbot.keyClick(window.window, Qt.Key.Key_Q, control)


def test_closing_while_nobody_watches_just_closes(window: Stage) -> None:
    ready(window)
    assert window.window.close()
    assert not window.window.isVisible()


def test_below_nine_hundred_pixels_the_navigation_is_a_rail(window: Stage) -> None:
    live(window)
    window.window.resize(760, 560)
    assert window.window.navigation.width() == 60
    assert all(item.toolTip() for item in window.window.navigation.items)
    assert "Sunday sketchbook" not in said(window.window.strip)
    assert "Sunday sketchbook" in window.window.strip.pill.toolTip()
    window.window.resize(1180, 760)
    assert window.window.navigation.width() == 200


def test_the_smallest_window_keeps_clock_server_and_action(window: Stage) -> None:
    live(window)
    window.live.away.emit(away())
    window.window.resize(640, 480)
    words = said(window.window.strip)
    assert "3,902" not in words
    assert "01:12:45" in words
    assert "no answer" in words
    assert window.window.strip.action.isVisible()


def test_keys_turn_pages_search_refresh_and_begin_anew(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    window.live.list_read.emit(many(3))
    window.window.activateWindow()
    qtbot.waitUntil(window.window.isActiveWindow)
    control = Qt.KeyboardModifier.ControlModifier
    qtbot.keyClick(window.window, Qt.Key.Key_2, control)
    assert window.window.list.isVisible()
    qtbot.keyClick(window.window, Qt.Key.Key_1, control)
    assert window.window.studio.isVisible()
    qtbot.keyClick(window.window, Qt.Key.Key_F, control)
    assert window.window.focusWidget() is window.window.list.search.edit
    before = window.live.asked.count(("refresh",))
    qtbot.keyClick(window.window, Qt.Key.Key_F5)
    assert window.live.asked.count(("refresh",)) == before + 1
    qtbot.keyClick(window.window, Qt.Key.Key_N, control)
    assert window.window.focusWidget() is window.window.studio.form.title.edit


def test_f6_goes_from_part_to_part(window: Stage, qtbot: QtBot) -> None:
    live(window)
    window.window.activateWindow()
    qtbot.waitUntil(window.window.isActiveWindow)
    parts = (window.window.strip, window.window.navigation, window.window.studio)
    visited = []
    for _ in range(3):
        qtbot.keyClick(window.window, Qt.Key.Key_F6)
        focus = window.window.focusWidget()
        visited.append(next(part for part in parts if focus and part.isAncestorOf(focus)))
    assert set(visited) == set(parts)


def test_copy_for_chat_by_key_never_copies_the_key(window: Stage, qtbot: QtBot) -> None:
    live(window)
    window.window.activateWindow()
    qtbot.waitUntil(window.window.isActiveWindow)
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(window.window, Qt.Key.Key_C, both)
    assert clipboard() == "Sunday sketchbook https://live.example.com/watch/8888_ana_1122"


def test_the_page_asks_for_the_list_only_while_it_is_seen(window: Stage, qtbot: QtBot) -> None:
    window.live.asked.clear()
    qtbot.mouseClick(window.window.navigation.items[1], LEFT)
    qtbot.mouseClick(window.window.navigation.items[0], LEFT)
    assert window.live.asked == [("show_list", True), ("show_list", False)]


def test_a_vanished_broadcast_leads_back_to_the_form(window: Stage) -> None:
    live(window)
    window.live.record_changed.emit(None)
    assert window.window.studio.form.isVisible()
    assert window.feed.played[-1] == {}


def test_another_broadcast_begins_without_the_old_picture(window: Stage) -> None:
    live(window)
    window.live.record_changed.emit(replace(a_record(), id="b2"))
    assert not window.window.scene.picture
    assert window.window.studio.preview.preview.picture.isNull()
