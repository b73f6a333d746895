"""From the form to the summary, as a host does it: cover, validity, renewal, banners, numbers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from livedesk.client.console_settings import ConsoleSettings, Remembered
from livedesk.desk.end_question import EndQuestion
from livedesk.desk.qr_popover import QrPopover
from livedesk.desk.renew_question import RenewQuestion
from livedesk.desk.scene import Condition
from livedesk.domain.errors import (
    CodeTaken,
    ImageTooLarge,
    OtherConsole,
    ServerUnavailable,
)
from livedesk.domain.records import Media, Proof, Segment, to_text
from tests.desk.pretend import (
    NOW,
    Stage,
    a_beat,
    a_picture,
    a_record,
    a_share,
    a_stage,
    an_evidence,
    away,
)
from tests.desk.scenes import (
    COVER,
    HERE,
    THERE,
    at,
    banned,
    ends_soon,
    filled,
    held,
    held_with_words,
    interrupted,
    kicked,
    kicked_with_words,
    lasting,
    live,
    live_here,
    mine,
    ready,
    rehearsal,
    renewed,
    slept,
    taken_over,
)
from tests.desk.seen import LEFT, clipboard, said


def popover(window: Stage) -> QrPopover:
    found = window.window.findChild(QrPopover)
    assert found is not None
    return found


# The form's cover.


def drop(on: QWidget, mime: QMimeData) -> None:
    place = QPointF(on.rect().center())
    event = QDropEvent(place, Qt.DropAction.CopyAction, mime, LEFT, Qt.KeyboardModifier.NoModifier)
    on.dropEvent(event)


def test_a_dropped_file_becomes_the_cover_and_is_shown_as_the_list_will(window: Stage) -> None:
    window.connect()
    form = window.window.studio.form
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/home/ana/cat.png")])
    drop(form.cover.tile, mime)
    assert window.shop.asked == [(Path("/home/ana/cat.png"), "form")]
    assert "Reading the picture…" in said(form)
    window.shop.finish(a_picture(1280, 720), b"cat")
    assert form.cover.jpeg == b"cat"
    assert form.cover.tile.image.width() == 1280
    assert window.window.studio.row.cover.image.width() == 1280
    assert "Reading the picture…" not in said(form)


def test_a_picture_from_the_clipboard_is_pasted_into_the_title_and_means_the_cover(
    window: Stage, qtbot: QtBot
) -> None:
    window.connect()
    mime = QMimeData()
    mime.setData("image/png", b"bytes of a picture")
    QGuiApplication.clipboard().setMimeData(mime)
    title = window.window.studio.form.title.edit
    qtbot.keyClick(title, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert window.shop.asked == [(b"bytes of a picture", "form")]
    QGuiApplication.clipboard().setText("Cats!")
    qtbot.keyClick(title, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert title.text() == "Cats!"
    assert len(window.shop.asked) == 1


def test_a_file_is_chosen_in_the_systems_own_dialog(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    qtbot.mouseClick(window.window.studio.form.cover.choose, LEFT)
    dialog = window.window.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit("/home/ana/cat.jpg")
    dialog.close()
    assert window.shop.asked == [(Path("/home/ana/cat.jpg"), "form")]


def test_what_is_no_picture_is_said_and_the_cover_before_stays(window: Stage) -> None:
    filled(window)
    cover = window.window.studio.form.cover
    cover.tile.given.emit(b"text")
    window.shop.unreadable.emit("no_picture", "form")
    assert cover.complaint == "This is not a picture. Choose a JPEG, PNG or WebP file."
    assert cover.jpeg == b"jpeg"
    assert window.window.studio.form.button.isEnabled()


def test_the_cover_can_be_taken_away(window: Stage, qtbot: QtBot) -> None:
    filled(window)
    cover = window.window.studio.form.cover
    qtbot.mouseClick(cover.remove, LEFT)
    assert (cover.jpeg, cover.url, cover.image.isNull()) == (None, None, True)
    assert not cover.remove.isVisible()


# Creating.


def test_the_cover_goes_after_the_broadcast_and_not_with_it(window: Stage, qtbot: QtBot) -> None:
    filled(window)
    qtbot.mouseClick(window.window.studio.form.button, LEFT)
    assert window.deeds == [("create", "Sunday sketchbook: cats!", "ana_1122", 86400, False)]
    window.live.record_changed.emit(a_record())
    assert window.deeds[1:] == [("put_cover", b"jpeg")]
    card = window.window.studio.broadcast
    assert card.cover.image.width() == 1280
    window.live.cover_told.emit("b1", "sending", None)
    assert "Sending the cover…" in said(card)
    window.live.cover_told.emit("b1", "delayed", ServerUnavailable("gone"))
    assert "The cover is not there yet. LiveDesk keeps trying." in said(card)
    window.live.cover_told.emit("b1", "sent", None)
    assert "cover is not there" not in said(card)
    assert "The cover is saved." in said(window.window.toast)


def test_a_cover_on_its_way_says_how_far_it_is_and_can_be_given_up(
    window: Stage, qtbot: QtBot
) -> None:
    filled(window)
    qtbot.mouseClick(window.window.studio.form.button, LEFT)
    window.live.record_changed.emit(a_record())
    card = window.window.studio.broadcast
    assert not card.cover_row.isVisible()
    window.live.cover_told.emit("b1", "sending", None)
    window.live.cover_gone.emit("b1", 251_000, 586_000)
    assert "Sending the cover: 42 % of 586 kB" in said(card)
    window.live.cover_gone.emit("another", 10, 586_000)
    assert "42 %" in said(card)
    assert card.cover_row.give_up.isVisible()
    qtbot.mouseClick(card.cover_row.give_up, LEFT)
    assert window.deeds[-1] == ("give_up_cover",)
    window.live.cover_told.emit("b1", "given_up", None)
    assert "Not sent. The cover before stays." in said(card)
    assert card.cover.image.isNull()
    assert not card.cover_row.give_up.isVisible()
    qtbot.mouseClick(card.cover_row.again, LEFT)
    assert window.deeds[-1] == ("put_cover", b"jpeg")
    assert card.cover.image.width() == 1280


def test_a_cover_that_is_all_on_its_way_cannot_be_called_back(window: Stage) -> None:
    ready(window)
    row = window.window.studio.broadcast.cover_row
    window.live.cover_gone.emit("b1", 585_999, 586_000)
    assert "99 %" in said(row)
    assert row.give_up.isVisible()
    window.live.cover_gone.emit("b1", 586_000, 586_000)
    assert "The cover is sent. The server looks at it…" in said(row)
    assert not row.give_up.isVisible()


def test_a_cover_that_is_changed_on_air_says_how_far_it_is_under_the_picture(
    window: Stage, qtbot: QtBot
) -> None:
    live(window)
    row = window.window.studio.air_preview.cover_row
    assert not row.isVisible()
    window.live.cover_gone.emit("b1", 100, 200)
    assert "50 %" in said(row)
    qtbot.mouseClick(row.give_up, LEFT)
    assert window.deeds[-1] == ("give_up_cover",)


def test_a_broadcast_is_not_lost_because_its_cover_is_refused(window: Stage, qtbot: QtBot) -> None:
    filled(window)
    qtbot.mouseClick(window.window.studio.form.button, LEFT)
    window.live.record_changed.emit(a_record())
    window.live.cover_told.emit("b1", "refused", ImageTooLarge("no"))
    card = window.window.studio.broadcast
    assert "This picture is too large for a cover." in said(card)
    assert card.cover.image.isNull()
    assert window.window.scene.condition is Condition.READY
    assert not window.window.banner.isVisible()


def test_a_create_that_is_refused_keeps_the_cover_in_the_form(window: Stage, qtbot: QtBot) -> None:
    filled(window)
    form = window.window.studio.form
    qtbot.mouseClick(form.button, LEFT)
    window.live.refused.emit(CodeTaken("Taken."), "create")
    assert form.cover.jpeg == b"jpeg"
    assert not any(deed[0] == "put_cover" for deed in window.deeds)


def test_what_was_chosen_is_there_the_next_time_and_the_title_is_not(
    window: Stage, qtbot: QtBot
) -> None:
    filled(window)
    form = window.window.studio.form
    qtbot.mouseClick(form.button, LEFT)
    window.live.record_changed.emit(a_record())
    kept = window.window.settings.keeper.remembered
    assert kept == Remembered(
        "Sunday sketchbook: cats!", "ana_1122", 86400, False, window.shop.kept_at
    )
    assert window.shop.kept == [b"jpeg"]
    assert form.title.edit.text() == ""
    assert form.suffix.edit.text() == "ana_1122"


def test_the_form_is_as_it_was_left_the_last_time(qtbot: QtBot, light: object) -> None:
    kept = Remembered("Cats", "ana", 604800, True, "/home/ana/last-cover.jpg")
    stage = a_stage(qtbot, settings=ConsoleSettings(chosen="here", remembered=kept))
    stage.connect()
    assert stage.shop.asked == [(Path("/home/ana/last-cover.jpg"), "last time")]
    stage.shop.finish(a_picture(), b"last")
    form = stage.window.studio.form
    assert form.cover.jpeg == b"last"
    qtbot.keyClicks(form.title.edit, "Dogs")
    qtbot.mouseClick(form.button, LEFT)
    assert stage.deeds == [("create", "Dogs", "ana", 604800, True)]


def test_a_cover_of_the_last_time_that_is_gone_is_not_complained_about(window: Stage) -> None:
    window.connect()
    window.shop.unreadable.emit("no_file", "last time")
    assert window.window.studio.form.cover.complaint == ""


def test_how_long_it_is_valid_is_said_in_local_time(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    form = window.window.studio.form
    assert "until tomorrow " in said(form)
    for segment in form.findChildren(QWidget):
        if segment.accessibleName() == "Valid for: 1 week":
            qtbot.mouseClick(segment, LEFT)
    assert "until 29 November " in said(form)


def test_same_as_before_takes_title_cover_and_own_suffix(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    window.live.mine_read.emit(mine())
    assert window.fetcher.asked == [COVER]
    before = window.window.studio.before
    assert "Guitar requests\nyesterday" in said(before)
    qtbot.mouseClick(before.rows[0].use, LEFT)
    form = window.window.studio.form
    assert form.title.edit.text() == "Guitar requests"
    assert form.cover.image.isNull()
    window.fetcher.read.emit(COVER, a_picture(640, 360))
    assert form.cover.image.width() == 640
    qtbot.mouseClick(form.button, LEFT)
    assert window.deeds == [("create", "Guitar requests", "ana_0", 86400, False, "/covers/aa.jpg")]
    window.live.record_changed.emit(a_record(cover_url="/covers/aa.jpg"))
    assert not any(deed[0] == "put_cover" for deed in window.deeds)


def test_a_suffix_that_the_server_made_is_not_asked_for_again(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    window.live.mine_read.emit((replace(mine()[0], code="8888_ana_x7k2p9"),))
    qtbot.mouseClick(window.window.studio.before.rows[0].use, LEFT)
    assert window.window.studio.form.suffix.edit.text() == ""


def test_what_is_not_over_is_not_offered_as_before(window: Stage) -> None:
    window.connect()
    window.live.mine_read.emit((a_record("offline"), *mine(), *mine()))
    shown = [row for row in window.window.studio.before.rows if row.isVisible()]
    assert len(shown) == 3


# Ready.


def test_another_cover_is_dropped_on_the_broadcast(window: Stage) -> None:
    ready(window)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile("/home/ana/dog.png")])
    drop(window.window.studio.broadcast.cover, mime)
    assert window.shop.asked == [(Path("/home/ana/dog.png"), "show")]
    window.shop.finish(a_picture(640, 360), b"dog")
    assert window.deeds == [("put_cover", b"dog")]
    assert window.window.studio.broadcast.cover.image.width() == 640
    window.live.record_changed.emit(a_record(cover_url="/covers/bb.jpg"))
    assert window.window.studio.broadcast.cover.image.width() == 640
    window.shop.unreadable.emit("no_file", "show")
    assert "This file cannot be opened." in said(window.window.studio.broadcast)


@pytest.mark.parametrize("scene", [rehearsal, live])
def test_the_picture_of_the_preview_becomes_the_cover(
    window: Stage, qtbot: QtBot, scene: object
) -> None:
    assert callable(scene)
    scene(window)
    studio = window.window.studio
    card = studio.air_preview if scene is live else studio.preview
    qtbot.mouseClick(card.as_cover, LEFT)
    assert window.shop.asked[0][0].size() == a_picture().size()
    window.shop.finish(a_picture(), b"shot")
    assert window.deeds == [("put_cover", b"shot")]


def test_no_cover_is_taken_from_a_picture_that_is_old(window: Stage) -> None:
    interrupted(window)
    assert not window.window.studio.air_preview.as_cover.isVisible()
    ready(window)
    assert not window.window.studio.preview.as_cover.isVisible()


def test_renewing_asks_for_how_long_and_says_that_obs_need_not_stop(
    window: Stage, qtbot: QtBot
) -> None:
    rehearsal(window)
    qtbot.mouseClick(window.window.studio.broadcast.renew, LEFT)
    asked = window.window.findChild(RenewQuestion)
    assert asked is not None
    assert "OBS need not stop: its key stays good until tomorrow" in said(asked)
    assert window.window.focusWidget() is asked.keep
    asked.choices.choose(604800)
    qtbot.mouseClick(asked.renew, LEFT)
    assert window.deeds == [("renew", 604800)]
    assert not window.window.studio.broadcast.renew.isEnabled()


def test_a_renewal_that_is_refused_can_be_asked_for_again(window: Stage) -> None:
    ready(window)
    window.window.studio.broadcast.renew_asked.emit(window.window.studio.broadcast.renew)
    asked = window.window.findChild(RenewQuestion)
    assert asked is not None
    assert "Send it to OBS before you start." in said(asked)
    asked.confirmed.emit(3600)
    window.live.refused.emit(ServerUnavailable("gone"), "renew")
    assert window.window.studio.broadcast.renew.isEnabled()
    assert "The server does not answer." in said(window.window.banner)


def test_after_a_renewal_the_card_says_until_when_the_key_in_obs_is_good(window: Stage) -> None:
    renewed(window)
    card = window.window.studio.broadcast
    assert "Renewed. What OBS already has stays good until tomorrow" in said(card)
    assert "7 days left" in said(card) or "7 day(s) left" in said(card)
    assert "OBS goes on as it is" in said(window.window.toast)


def test_a_key_made_useless_after_a_renewal_is_not_said_to_be_good(window: Stage) -> None:
    renewed(window)
    push = window.window.scene.record.push
    window.live.record_changed.emit(
        a_record(rehearsal=True, push=replace(push, fingerprint="beef"))
    )
    assert "stays good" not in said(window.window.studio.broadcast)


def test_other_encoders_are_asked_for_from_the_card(window: Stage, qtbot: QtBot) -> None:
    ready(window)
    with qtbot.waitSignal(window.window.studio.others_asked):
        qtbot.mouseClick(window.window.studio.broadcast.others, LEFT)


# Play addresses.


def test_every_address_has_its_qr_code_and_what_a_browser_opens_can_be_opened(
    window: Stage, qtbot: QtBot
) -> None:
    ready(window)
    rows = window.window.studio.play.rows
    qtbot.waitUntil(rows["page"].isVisible)
    assert [name for name, row in rows.items() if row.open_it.isVisible()] == ["page", "hls", "flv"]
    for row in rows.values():
        qtbot.mouseClick(row.qr, LEFT)
        shown = popover(window)
        assert shown.qr.url == row.value
        qtbot.mouseClick(shown.copy, LEFT)
        assert clipboard() == row.value
        qtbot.keyClick(shown.copy, Qt.Key.Key_Escape)
        qtbot.waitUntil(lambda: window.window.findChild(QrPopover) is None)


def test_an_address_of_this_computer_has_a_sentence_instead_of_a_code(
    window: Stage, qtbot: QtBot
) -> None:
    window.connect(bundled=True)
    window.live.record_changed.emit(at(HERE, a_record()))
    qtbot.mouseClick(window.window.studio.play.rows["hls"].qr, LEFT)
    assert not popover(window).qr.isVisible()
    assert "This address only works on this computer." in said(popover(window))


def test_webrtc_and_templates_are_called_by_their_names(window: Stage, qtbot: QtBot) -> None:
    ready(window)
    play = {"webrtc": "webrtc://play.example.com/live/x", "flv_720p": "https://play.example.com/x"}
    window.live.record_changed.emit(a_record(play=play))
    qtbot.waitUntil(lambda: "WebRTC" in said(window.window.studio.play))
    assert "FLV 720P" in said(window.window.studio.play)


def test_the_phone_that_played_it_is_named_under_the_code_and_under_the_picture(
    window: Stage,
) -> None:
    ready(window)
    assert "no phone has played it yet" in said(window.window.studio.play)
    proof = Proof("iPhone", 5.2, 3.1, to_text(NOW))
    window.live.record_changed.emit(a_record(proof=proof))
    assert "played 5 s on iPhone" in said(window.window.studio.play)
    window.live.record_changed.emit(a_record("live", proof=proof))
    window.feed.picture.emit(a_picture())
    assert "Seen on a phone: played 5 s on iPhone" in said(window.window.studio.air_preview)
    window.live.record_changed.emit(a_record("live", proof=replace(proof, device=None)))
    assert "played 5 s by a viewer" in said(window.window.studio.air_preview)


def test_on_air_phones_are_let_in_where_the_code_will_stand(window: Stage, qtbot: QtBot) -> None:
    live_here(window)
    share = window.window.studio.share
    assert not share.qr.isVisible()
    qtbot.mouseClick(share.let_in, LEFT)
    shown = popover(window)
    assert not shown.qr.isVisible()
    window.live.share_changed.emit(a_share("192.168.1.20"))
    window.live.record_changed.emit(at(THERE, a_record("live")))
    assert shown.qr.isVisible()
    assert shown.qr.url == f"{THERE}/watch/8888_ana_1122"
    qtbot.mouseClick(shown.sharing.switch, LEFT)
    assert window.deeds[-1] == ("share", None)
    qtbot.mouseClick(shown, LEFT, pos=QPoint(20, 700))
    qtbot.waitUntil(lambda: share.popover is None)
    window.pass_(1)


# Numbers.


def test_viewers_have_a_curve_and_their_peak(window: Stage) -> None:
    live(window)
    for n in (10, 900, 40):
        window.clock[0] += 60
        window.live.record_changed.emit(a_record("live", viewers=n, peak_viewers=700))
    card = window.window.studio.viewers
    assert "peak 1,284" in said(card)  # seen here before, and more than the server has counted
    assert card.accessibleName() == "40 viewers now, 1,284 at most"
    assert len(window.window.scene.crowd) > 3


def test_another_broadcast_begins_with_an_empty_house(window: Stage) -> None:
    live(window)
    window.live.record_changed.emit(a_record("live", id="b2", viewers=3))
    assert [count for _, count in window.window.scene.crowd] == [3]


def test_the_spoken_strip_has_viewers_likes_and_the_server(window: Stage) -> None:
    live(window)
    name = window.window.strip.accessibleName()
    assert name == "On air, 1,284 viewers, 3,902 likes, server 18 ms"


# Banners.


def test_an_hour_before_its_end_the_code_is_renewed_from_the_banner(
    window: Stage, qtbot: QtBot
) -> None:
    ends_soon(window)
    banner = window.window.banner
    assert "Your code ends in 58 min." in said(banner)
    assert "A running show is never cut" in said(banner)
    qtbot.mouseClick(banner.button, LEFT)
    asked = window.window.findChild(RenewQuestion)
    assert asked is not None
    qtbot.mouseClick(asked.renew, LEFT)
    assert window.deeds == [("renew", 86400)]
    window.live.record_changed.emit(lasting(86400.0))
    assert not banner.isVisible()


def test_a_warning_that_was_read_comes_back_ten_minutes_before_the_end_and_at_it(
    window: Stage, qtbot: QtBot
) -> None:
    ends_soon(window)
    banner = window.window.banner
    qtbot.mouseClick(banner.cross, LEFT)
    assert not banner.isVisible()
    window.pass_(47 * 60)
    assert not banner.isVisible()
    window.pass_(61)
    assert "Your code ends in 9 min." in said(banner)
    window.pass_(10 * 60)
    assert "Your live code has ended." in said(banner)
    assert "A running show is never cut. But OBS could not start again" in said(banner)
    assert not banner.cross.isVisible()


def test_before_the_show_the_end_of_the_code_is_said_otherwise(window: Stage) -> None:
    window.connect()
    window.live.record_changed.emit(lasting(30 * 60.0, "ready"))
    assert "Longer than that? Renew it; OBS need not stop." in said(window.window.banner)
    assert window.window.studio.broadcast.renew.text() == "Renew"


def test_a_computer_that_slept_says_for_how_long_until_it_was_read(
    window: Stage, qtbot: QtBot
) -> None:
    slept(window)
    banner = window.window.banner
    assert "This computer slept for 12 min." in said(banner)
    assert "look at the picture" in said(banner)
    window.live.record_changed.emit(a_record("offline", media=Media(False, to_text(NOW - 700))))
    assert "the live list has dropped you" in said(banner)
    qtbot.mouseClick(banner.cross, LEFT)
    assert "slept" not in said(banner)
    assert "off the live list" in said(banner), "the way back stays"
    window.live.record_changed.emit(a_record("live"))
    assert not banner.isVisible()


def test_a_sleep_without_a_broadcast_is_nobodys_trouble(window: Stage) -> None:
    window.connect()
    window.window.hear_sleep(3600.0)
    assert not window.window.banner.isVisible()


def test_a_hold_is_said_with_its_end_and_what_comes_after_it(window: Stage) -> None:
    held(window)
    words = said(window.window.banner)
    assert "An admin keeps you off the air until" in words
    assert "(37 s)" in words
    assert "the same broadcast goes on" in words


def test_a_hold_is_said_with_the_admins_own_words(window: Stage) -> None:
    held(window)
    assert "No reason was given: ask the admin." in said(window.window.banner)
    held_with_words(window)
    words = said(window.window.banner)
    assert "(10 min 0 s)" in words
    assert "The admin says: “Music that is not yours: mute it, please”." in words
    assert "ask the admin" not in words
    window.live.evidence.read.emit(an_evidence("offline"))
    assert "Music" not in said(window.window.banner), "that evidence is of another time"


def test_the_most_urgent_trouble_is_the_one_that_is_said(window: Stage) -> None:
    ends_soon(window)
    window.window.hear_sleep(754.0)
    banner = window.window.banner
    assert "Your code ends" in said(banner)
    window.live.refused.emit(OtherConsole("Another."), "beat")
    assert "Another console" in said(banner)
    window.live.away.emit(away())
    assert "No answer from the server" in said(banner)
    window.live.beaten.emit(a_beat())
    assert "Your code ends" in said(banner)
    record = replace(lasting(58 * 60.0, "interrupted"), media=Media(False, to_text(NOW - 18)))
    window.live.record_changed.emit(record)
    assert "The picture stopped 18 s ago." in said(banner)


def test_old_numbers_are_grey_while_the_server_is_away(window: Stage) -> None:
    live(window)
    before = window.window.strip.grab().toImage()
    window.live.away.emit(away())
    assert window.window.strip.grab().toImage() != before
    assert "1,284" in said(window.window.strip)
    assert not window.window.studio.key.isVisible()


def test_a_cover_refused_on_air_is_said_in_the_banner_and_can_be_put_away(
    window: Stage, qtbot: QtBot
) -> None:
    live(window)
    window.live.cover_told.emit("b1", "refused", ImageTooLarge("It has 9 MB."))
    assert "This picture is too large for a cover." in said(window.window.banner)
    qtbot.mouseClick(window.window.banner.cross, LEFT)
    assert not window.window.banner.isVisible()


def test_taking_over_here_is_one_click(window: Stage, qtbot: QtBot) -> None:
    taken_over(window)
    assert window.window.banner.button.text() == "Take over here"
    assert not window.window.banner.cross.isVisible()


# Afterwards.


def test_a_kick_is_explained_in_the_summary(window: Stage) -> None:
    kicked(window)
    words = said(window.window.studio.summary)
    assert "An admin ended it. Ask the admin of the server why before you begin anew." in words
    assert "Stop streaming in OBS too" in words


def test_a_kick_is_explained_with_the_admins_own_words(window: Stage) -> None:
    kicked_with_words(window)
    words = said(window.window.studio.summary)
    assert "An admin ended it. The admin says: “This is not your film”." in words
    assert "Ask the admin" not in words


def test_who_is_banned_reads_it_in_the_summary(window: Stage) -> None:
    banned(window)
    words = said(window.window.studio.summary)
    assert "The admin says: “This is not your film”." in words
    assert "You are banned with it" in words


def test_who_had_stopped_sending_is_not_told_to_stop_it(window: Stage) -> None:
    live(window)
    stopped = Segment(to_text(NOW - 4365), to_text(NOW - 240))
    window.live.record_changed.emit(a_record("ended", segments=(stopped,)))
    assert "Stop streaming in OBS too" not in said(window.window.studio.summary)


def test_an_end_from_elsewhere_is_not_said_to_be_the_hosts_own(window: Stage, qtbot: QtBot) -> None:
    live(window)
    window.live.record_changed.emit(a_record("ended"))
    words = said(window.window.studio.summary)
    assert "It was ended from another window, or by an app of yours." in words
    assert "You ended it." not in words


def test_an_end_from_here_is_the_hosts_own(window: Stage, qtbot: QtBot) -> None:
    live(window)
    qtbot.mouseClick(window.window.strip.action, LEFT)
    asked = window.window.findChild(EndQuestion)
    assert asked is not None
    qtbot.mouseClick(asked.end, LEFT)
    window.live.record_changed.emit(a_record("ended"))
    words = said(window.window.studio.summary)
    assert "You ended it." in words
    assert "another window" not in words


def test_the_summary_is_copied_as_text(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    window.live.record_changed.emit(a_record("ended"))
    qtbot.mouseClick(window.window.studio.summary.copy, LEFT)
    lines = clipboard().splitlines()
    assert lines[0] == "Sunday sketchbook"
    assert lines[1].startswith("On air: today, ")
    assert lines[1].endswith("01:11:45")
    assert lines[2:4] == ["Most at once: 1,402", "Likes: 3,902"]
    assert "41 s in all" in lines[4]
    assert lines[5] == "Live code: 8888_ana_1122"
    assert "txSecret" not in clipboard()


def test_many_gaps_are_counted_and_the_first_ones_named(window: Stage) -> None:
    window.connect()
    segments = tuple(
        Segment(to_text(NOW - 4000 + n * 300), to_text(NOW - 4000 + n * 300 + 240))
        for n in range(10)
    )
    window.live.record_changed.emit(replace(a_record("ended"), segments=segments))
    words = said(window.window.studio.summary)
    assert "9 gap" in words
    assert "9 min 0 s in all" in words
    assert words.count("(1 min 0 s)") == 6
    assert "…" in words


def test_what_never_was_on_air_has_a_summary_too(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    window.live.record_changed.emit(a_record(state="ready"))
    window.live.record_changed.emit(
        replace(a_record("ended"), started_at=None, segments=(), reason="expired")
    )
    assert "The live code expired with no picture." in said(window.window.studio.summary)
    qtbot.mouseClick(window.window.studio.summary.copy, LEFT)
    assert "It never was on air." in clipboard()


def test_same_again_fills_the_form(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    window.live.record_changed.emit(a_record("ended"))
    qtbot.mouseClick(window.window.studio.summary.again, LEFT)
    form = window.window.studio.form
    assert form.isVisible()
    assert form.title.edit.text() == "Sunday sketchbook"
    assert form.suffix.edit.text() == "ana_1122"


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("live", ("You are live since", "the picture goes on", "1,284 viewers", "on air for")),
        ("interrupted", ("You are live since", "The picture has stopped.")),
        ("offline", ("is offline, but not over.", "The live list does not show it.")),
        ("ready", ("You have an unfinished broadcast", "Nobody has seen it yet.")),
    ],
)
def test_after_a_crash_the_offer_says_how_the_broadcast_is(
    window: Stage, state: str, words: tuple[str, ...]
) -> None:
    window.connect()
    window.live.resume_offered.emit(a_record(state))
    shown = said(window.window.studio.offer)
    for part in (*words, "Sunday sketchbook", "8888_ana_1122", "valid until tomorrow"):
        assert part in shown


def test_the_strip_does_not_deny_the_broadcast_that_is_offered(window: Stage) -> None:
    window.connect()
    window.live.resume_offered.emit(a_record("interrupted"))
    strip = window.window.strip
    assert strip.pill.accessibleName() == "Interrupted"
    assert "Sunday sketchbook" in said(strip)
    assert "Not over: resume it or end it." in said(strip)


def test_the_window_made_anew_keeps_the_cover_in_the_form(qtbot: QtBot, light: object) -> None:
    old, new = a_stage(qtbot), a_stage(qtbot)
    filled(old)
    new.window.take_over(old.window)
    assert new.window.studio.form.cover.jpeg == b"jpeg"
    assert new.window.studio.before.rows[0].cover.image.width() == 640
