"""Help with sending, as a host uses it: clicks, keys, the clipboard, and what is on screen."""

from __future__ import annotations

from dataclasses import replace

import pytest
import zxingcpp
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from livedesk.client import obs_words
from livedesk.client.address_doctor import Kind, Problem, Source
from livedesk.client.obs import Encoder
from livedesk.client.obs_words import SAYS, Said, Saw
from livedesk.client.pre_air import Act, Check, Level
from livedesk.client.push_forms import ffmpeg_command, larix_link
from livedesk.desk import check_texts, doctor_texts, obs_texts
from livedesk.desk.check_sheet import CheckSheet
from livedesk.desk.doctor_desk import WORDS
from livedesk.desk.doctor_sheet import DoctorSheet
from livedesk.desk.picture_button import TROUBLES, trouble_sentence
from livedesk.desk.picture_question import PictureQuestion, StopQuestion
from livedesk.desk.ways_sheet import WaysSheet
from livedesk.desk.words_sheet import WordsSheet
from livedesk.desk.workers.picture_feed import Picture
from livedesk.desk.workers.preview_feed import Black
from livedesk.domain.errors import ServerUnavailable
from livedesk.domain.records import Media, Push, to_text
from tests.client.test_obs_words import evidence
from tests.desk.pretend import KEY, NOW, Stage, a_picture, a_record, an_obs
from tests.desk.scenes import interrupted, live, ready
from tests.rtmp_peer import answering, handshake, peer

SERVER = "rtmp://push.example.com/live"
SECRET = KEY.split("txSecret=")[1][:32]


def click(qtbot: QtBot, widget: QWidget) -> None:
    assert widget.isVisible(), widget
    assert widget.isEnabled(), widget
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def at_port(stage: Stage, port: int, *, rehearsal: bool = False) -> None:
    """The own broadcast goes to this port of this computer."""
    stage.connect()
    url = f"rtmp://127.0.0.1:{port}/live/{KEY}"
    push = Push(url, f"rtmp://127.0.0.1:{port}/live", KEY, to_text(NOW + 85260), "7f3a")
    stage.live.record_changed.emit(a_record(push=push, rehearsal=rehearsal))


def texts_of(widget: QWidget) -> str:
    labels = [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]
    return "\n".join(labels)


# Paste an address.


def paste(qtbot: QtBot, stage: Stage, text: str) -> DoctorSheet:
    stage.window.doctor.open_paste()
    sheet = stage.window.doctor.sheet
    assert isinstance(sheet, DoctorSheet)
    QApplication.clipboard().setText(text)
    qtbot.keyClick(sheet.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    return sheet


def test_a_damaged_address_is_explained_and_the_right_two_lines_are_copied(
    window: Stage, qtbot: QtBot
) -> None:
    ready(window)
    damaged = f"{SERVER}/{KEY}".replace("://", "：／／").replace("&", "&amp;")
    sheet = paste(qtbot, window, f"推流地址：{damaged}")
    said = [row.sentence for row in sheet.findings]
    assert any("full-width" in one for one in said)
    assert any("&amp;" in one for one in said)
    click(qtbot, sheet.copy_server)
    assert QApplication.clipboard().text() == SERVER
    click(qtbot, sheet.copy_key)
    assert QApplication.clipboard().text() == KEY
    assert window.window.toast.isVisible()


def test_what_was_pasted_shows_no_secret(window: Stage, qtbot: QtBot) -> None:
    ready(window)
    for text in (f"{SERVER}/{KEY}", f"{SERVER}/{KEY[:30]} {KEY[30:]}", SECRET, "ldh_" + SECRET):
        sheet = paste(qtbot, window, text)
        shown = sheet.field.shown.replace("\u200b", "") + texts_of(sheet).replace("\u200b", "")
        assert not any(SECRET[n : n + 8] in shown for n in range(24)), text


def test_the_right_address_is_called_right(window: Stage, qtbot: QtBot) -> None:
    ready(window)
    sheet = paste(qtbot, window, f"{SERVER}\n{KEY}")
    assert "It is right for this broadcast." in texts_of(sheet)


def test_a_new_key_makes_what_was_pasted_an_old_one(window: Stage, qtbot: QtBot) -> None:
    ready(window)
    sheet = paste(qtbot, window, KEY)
    record = a_record()
    assert record.push is not None
    fresh = KEY.replace("9f2c", "0000")
    push = replace(record.push, stream_key=fresh, url=f"{SERVER}/{fresh}", fingerprint="beef")
    window.live.record_changed.emit(replace(record, push=push))
    assert any("older key" in row.sentence for row in sheet.findings)
    assert sheet.key.value == fresh


def test_it_works_without_any_broadcast(window: Stage, qtbot: QtBot) -> None:
    window.connect()
    sheet = paste(qtbot, window, f"{SERVER}/{KEY}".replace("live/", "live/ "))
    assert (sheet.server.value, sheet.key.value) == (SERVER, KEY)


# Check my settings.


def test_the_check_begins_from_the_preview_and_tells_line_by_line(
    window: Stage, qtbot: QtBot
) -> None:
    with peer(handshake) as port:
        at_port(window, port)
        click(qtbot, window.window.studio.preview.check)
        sheet = window.window.doctor.sheet
        assert isinstance(sheet, CheckSheet)
        assert sheet.summary.startswith("Checking…")
        qtbot.waitUntil(sheet.again.isEnabled, timeout=20_000)
    assert "speaks RTMP" in sheet.rows[Check.HANDSHAKE].sentence
    assert sheet.rows[Check.EXPIRY].sentence.startswith("Valid for another")
    # There is no LiveDesk server and no viewers' server behind this window.
    assert "does not answer" in sheet.rows[Check.CLOCK].sentence
    assert "keep you" in sheet.summary
    assert sheet.rows[Check.KEY_FRAMES].isHidden()


def test_a_red_line_has_a_button_that_helps(window: Stage, qtbot: QtBot, free_port: int) -> None:
    at_port(window, free_port)
    record = window.window.scene.record
    assert record is not None
    assert record.push is not None
    short = replace(record.push, expires_at=to_text(NOW + 600))
    window.live.record_changed.emit(replace(record, push=short))
    window.window.doctor.open_check()
    sheet = window.window.doctor.sheet
    assert isinstance(sheet, CheckSheet)
    renew = sheet.rows[Check.EXPIRY].button
    assert renew.text() == "Renew"
    with qtbot.waitSignal(window.window.doctor.renew_asked) as asked:
        click(qtbot, renew)
    assert asked.args == [renew]
    qtbot.waitUntil(sheet.again.isEnabled, timeout=20_000)
    assert sheet.rows[Check.PORT].button.text() == "Check again"
    click(qtbot, sheet.rows[Check.PORT].button)
    assert not sheet.again.isEnabled()
    qtbot.waitUntil(sheet.again.isEnabled, timeout=20_000)


def test_what_obs_tells_is_part_of_the_check(window: Stage, qtbot: QtBot, free_port: int) -> None:
    at_port(window, free_port)
    slow = Encoder("Advanced", "obs_x264", 2628, 10.0, False, 30.0, 1280, 720)
    window.obs.changed.emit(replace(an_obs(), encoder=slow))
    window.window.doctor.open_check()
    sheet = window.window.doctor.sheet
    assert isinstance(sheet, CheckSheet)
    assert "Set 2 s in OBS" in sheet.rows[Check.KEY_FRAMES].sentence
    assert sheet.rows[Check.BITRATE].sentence == "2,628 kbit/s."
    qtbot.waitUntil(sheet.again.isEnabled, timeout=20_000)


def test_escape_closes_the_check_and_a_late_answer_hurts_nobody(
    window: Stage, qtbot: QtBot, free_port: int
) -> None:
    at_port(window, free_port)
    window.window.doctor.open_check()
    sheet = window.window.doctor.sheet
    assert sheet is not None
    with qtbot.waitSignal(window.window.doctor.checks.finished, timeout=20_000):
        qtbot.keyClick(sheet, Qt.Key.Key_Escape)
        assert window.window.doctor.sheet is None


# What does OBS say?


def test_obss_message_and_what_the_server_saw_make_one_sentence(
    window: Stage, qtbot: QtBot
) -> None:
    interrupted(window)
    assert window.window.banner.button.text() == "What does OBS say?"
    click(qtbot, window.window.banner.button)
    sheet = window.window.doctor.sheet
    assert isinstance(sheet, WordsSheet)
    click(qtbot, sheet.choices[Said.INVALID_STREAM])
    assert window.live.evidence.asked[-1] == ("watch", WORDS, "b1")
    replaced = "The push address was replaced: copy both fields again."
    window.live.evidence.read.emit(evidence((3, "push_refused", replaced)))
    assert sheet.answer.sentence.startswith("OBS has an old key")
    assert "It refused a replaced key." in texts_of(sheet)
    click(qtbot, sheet.answer.button)
    assert QApplication.clipboard().text() == f"{SERVER}\n{KEY}"


def test_a_server_that_is_away_is_no_dead_end(window: Stage, qtbot: QtBot) -> None:
    live(window)
    window.window.doctor.open_words()
    sheet = window.window.doctor.sheet
    assert isinstance(sheet, WordsSheet)
    click(qtbot, sheet.choices[Said.NOTHING])
    window.live.evidence.failed.emit("b1", ServerUnavailable("no answer"))
    assert "does not answer" in sheet.answer.sentence
    asked = window.live.evidence.asked.count(("watch", WORDS, "b1"))
    click(qtbot, sheet.answer.button)
    assert window.live.evidence.asked.count(("watch", WORDS, "b1")) == asked + 1
    sheet.dismiss()
    assert window.live.evidence.asked[-1] == ("watch", WORDS, None)


def test_one_sheet_leads_to_the_next(window: Stage, qtbot: QtBot) -> None:
    ready(window)
    window.window.doctor.open_words()
    sheet = window.window.doctor.sheet
    assert isinstance(sheet, WordsSheet)
    click(qtbot, sheet.choices[Said.BAD_PATH])
    sheet.show_seen(Saw.NOTHING)
    click(qtbot, sheet.answer.button)
    assert isinstance(window.window.doctor.sheet, DoctorSheet)


# Other ways to send.


def seen_in(picture: QImage) -> list[str]:
    grey = picture.convertToFormat(QImage.Format.Format_Grayscale8)
    pixels = memoryview(grey.constBits()).cast("B", (grey.height(), grey.bytesPerLine()))
    return [code.text for code in zxingcpp.read_barcodes(pixels)]


@pytest.fixture
def ways(window: Stage, qtbot: QtBot) -> WaysSheet:
    ready(window)
    window.window.activateWindow()
    qtbot.waitUntil(window.window.isActiveWindow)
    click(qtbot, window.window.studio.broadcast.others)
    sheet = window.window.doctor.sheet
    assert isinstance(sheet, WaysSheet)
    return sheet


def test_a_phone_scans_the_push_address_while_it_is_revealed(ways: WaysSheet, qtbot: QtBot) -> None:
    assert ways.qr.isHidden()
    click(qtbot, ways.reveal)
    qtbot.waitUntil(ways.qr.isVisible)
    assert seen_in(ways.grab().toImage()) == [f"{SERVER}/{KEY}"]
    click(qtbot, ways.larix)
    ways.reveal.click()  # the choice took the focus, which hides
    qtbot.waitUntil(ways.qr.isVisible)
    (link,) = seen_in(ways.grab().toImage())
    assert link.startswith("larix://set/v1?conn[][url]=rtmp%3A%2F%2Fpush.example.com")


def test_the_code_hides_after_its_time_and_with_the_focus(
    ways: WaysSheet, window: Stage, qtbot: QtBot
) -> None:
    click(qtbot, ways.reveal)
    for _ in range(20):
        assert ways.shown
        ways.count_down()
    assert not ways.shown
    assert ways.qr.url == ""
    click(qtbot, ways.reveal)
    ways.command.eye.setFocus()
    assert not ways.shown
    click(qtbot, ways.reveal)
    window.live.record_changed.emit(a_record(media=Media(True, to_text(NOW))))
    assert not ways.shown
    assert not ways.reveal.isEnabled()


def test_the_ffmpeg_command_is_copied_whole_and_shown_as_dots(
    ways: WaysSheet, qtbot: QtBot
) -> None:
    assert SECRET not in ways.command.edit.text()
    click(qtbot, ways.copy)
    assert QApplication.clipboard().text() == ffmpeg_command(f"{SERVER}/{KEY}")


def test_an_address_of_this_computer_gets_no_code(window: Stage, free_port: int) -> None:
    at_port(window, free_port)
    window.window.doctor.open_ways()
    sheet = window.window.doctor.sheet
    assert isinstance(sheet, WaysSheet)
    assert not sheet.reveal.isEnabled()
    assert "no phone can send here" in texts_of(sheet)


def test_the_forms_of_the_push_address() -> None:
    url = f"{SERVER}/{KEY}"
    assert ffmpeg_command(url).endswith(f'-f flv "{url}"')
    assert larix_link(url, "茶 & tea").endswith("%20%26%20tea&conn[][overwrite]=on")


# The test picture.


def test_a_test_picture_is_sent_and_stopped_in_a_rehearsal(window: Stage, qtbot: QtBot) -> None:
    with peer(answering()) as port:
        at_port(window, port, rehearsal=True)
        button = window.window.studio.obs.picture
        click(qtbot, button)
        picture = window.window.doctor.picture
        qtbot.waitUntil(lambda: picture.picture.seconds >= 1, timeout=15_000)
        assert button.text() == "Stop, 0:01"
        preview = window.window.studio.preview
        assert "Test picture, 0:01" in texts_of(preview)
        click(qtbot, preview.stop)
        assert button.text() == "Test picture"
        assert preview.check.isVisible()


def test_where_viewers_would_see_it_a_host_is_asked_and_may_rehearse_first(
    window: Stage, qtbot: QtBot
) -> None:
    with peer(answering()) as port:
        at_port(window, port)
        click(qtbot, window.window.studio.obs.picture)
        question = window.window.findChild(PictureQuestion)
        assert isinstance(question, PictureQuestion)
        picture = window.window.doctor.picture
        click(qtbot, question.rehearse)
        assert window.deeds[-1] == ("change", None, True)
        assert not picture.picture.busy, "sent before the server knows that it is a rehearsal"
        at_port(window, port, rehearsal=True)
        qtbot.waitUntil(lambda: picture.picture.phase == "sending", timeout=15_000)


def sending_to_viewers(stage: Stage, qtbot: QtBot, port: int) -> Picture:
    """The test picture is the show."""
    at_port(stage, port)
    click(qtbot, stage.window.studio.obs.picture)
    question = stage.window.findChild(PictureQuestion)
    assert isinstance(question, PictureQuestion)
    click(qtbot, question.send)
    own = stage.window.scene.record
    assert own is not None
    picture = stage.window.doctor.picture
    qtbot.waitUntil(lambda: picture.picture.phase == "sending", timeout=15_000)
    stage.live.record_changed.emit(a_record("live", push=own.push))
    stage.feed.picture.emit(a_picture())
    return picture.picture


def test_what_viewers_see_is_not_stopped_without_asking(window: Stage, qtbot: QtBot) -> None:
    with peer(answering()) as port:
        sending_to_viewers(window, qtbot, port)
        picture = window.window.doctor.picture
        stop = window.window.studio.air_preview.stop
        click(qtbot, stop)
        question = window.window.findChild(StopQuestion)
        assert isinstance(question, StopQuestion)
        assert "viewers will see it stop" in texts_of(question)
        assert picture.picture.busy
        assert window.window.focusWidget() is question.keep
        click(qtbot, question.keep)
        assert picture.picture.busy
        qtbot.waitUntil(lambda: window.window.findChild(StopQuestion) is None)
        click(qtbot, stop)
        again = window.window.findChild(StopQuestion)
        assert isinstance(again, StopQuestion)
        click(qtbot, again.stop)
        assert picture.picture.phase == "rest"


@pytest.mark.parametrize("state", ["live", "interrupted", "offline"])
def test_it_can_be_sent_again_wherever_the_show_has_no_picture(
    window: Stage, qtbot: QtBot, state: str
) -> None:
    with peer(answering()) as port:
        sending_to_viewers(window, qtbot, port)
        own = window.window.scene.record
        assert own is not None
        again = window.window.studio.air_preview.picture
        assert not again.isVisible()
        window.window.doctor.picture.rest()
        stopped = Media(False, to_text(NOW - 2))
        window.live.record_changed.emit(a_record(state, push=own.push, media=stopped))
        window.feed.black.emit(Black("ended", NOW - 2))
        click(qtbot, again)
        question = window.window.findChild(PictureQuestion)
        assert isinstance(question, PictureQuestion)
        assert "rehears" not in texts_of(question).lower(), "it is too late for that"
        click(qtbot, question.send)
        picture = window.window.doctor.picture
        qtbot.waitUntil(lambda: picture.picture.phase == "sending", timeout=15_000)


def test_beside_the_picture_of_obs_no_test_picture_is_offered(window: Stage) -> None:
    live(window)
    assert not window.window.studio.air_preview.picture.isVisible()


def test_it_stops_with_the_broadcast(window: Stage, qtbot: QtBot) -> None:
    with peer(answering()) as port:
        at_port(window, port, rehearsal=True)
        click(qtbot, window.window.studio.obs.picture)
        picture = window.window.doctor.picture
        qtbot.waitUntil(lambda: picture.picture.phase == "sending", timeout=15_000)
        window.live.record_changed.emit(a_record("ended"))
        assert picture.picture.phase == "rest"


@pytest.mark.parametrize(
    ("publish", "words"),
    [("NetStream.Publish.BadName", "already"), ("hang up", "refused")],
)
def test_why_it_is_not_sent_stands_where_the_picture_would_be(
    window: Stage, qtbot: QtBot, publish: str, words: str
) -> None:
    with peer(answering(publish=publish)) as port:
        at_port(window, port, rehearsal=True)
        click(qtbot, window.window.studio.obs.picture)
        preview = window.window.studio.preview.preview
        qtbot.waitUntil(lambda: words in preview.accessibleDescription(), timeout=15_000)


# Words.


def chinese_letters(text: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in text)


def test_every_sentence_ends_and_is_there_in_chinese(chinese: None) -> None:
    assert set(doctor_texts.PROBLEMS) == set(Problem)
    assert set(doctor_texts.KINDS) == set(Kind) - {Kind.NOTHING}
    assert set(doctor_texts.SOURCES) == set(Source) - {Source.ITSELF}
    assert set(check_texts.CHECKS) == set(Check)
    assert set(check_texts.ACTS) == set(Act)
    assert set(obs_texts.SAYS) == set(SAYS)
    assert set(obs_texts.SAW) == set(Saw)
    assert set(obs_texts.ACTS) == set(obs_words.Act)
    assert set(Level) == {Level.GOOD, Level.NOTE, Level.BAD, Level.UNKNOWN}
    english = [*doctor_texts.PROBLEMS.values(), *check_texts.SAYS.values()]
    english += [*obs_texts.SAYS.values(), *obs_texts.SAW.values()]
    assert all(one.endswith((".", "?")) for one in english)
    for reason in TROUBLES:
        assert chinese_letters(trouble_sentence(reason))
    assert obs_texts.obs_sentence(Said.DISCONNECTED) == "已与服务器断开连接。"
