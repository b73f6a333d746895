"""The test picture: from its button to viewers, against the local relay and a real nginx-rtmp."""

from __future__ import annotations

import time

import pytest
from PySide6.QtCore import QTimer

from livedesk.client.obs_words import Said
from livedesk.client.pre_air import Check
from livedesk.client.server_address import ServerAddress
from livedesk.desk.check_sheet import CheckSheet
from livedesk.desk.picture_question import PictureQuestion, StopQuestion
from livedesk.desk.words_sheet import WordsSheet
from tests.journey.nginx_studio import nginx_studio
from tests.journey.test_first_show import FAST, click, create, listed, preview_changes


class Lag:
    """How late the event loop was at worst, in seconds."""

    def __init__(self) -> None:
        self.worst = 0.0
        self._due = time.perf_counter() + 0.01
        self._timer = QTimer()
        self._timer.setInterval(10)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.worst = max(self.worst, now - self._due)
        self._due = now + 0.01


@pytest.fixture
def quick(monkeypatch):
    for key, value in FAST.items():
        monkeypatch.setenv(f"LIVEDESK_{key.upper()}", value)


def test_through_the_local_relay_on_air_and_interrupted(qtbot, console, quick):
    window = console(None)
    studio, doctor = window.studio, window.doctor
    create(qtbot, window)
    record, own = window.scene.record, window.scene.server.url

    click(qtbot, studio.preview.check)
    sheet = doctor.sheet
    assert isinstance(sheet, CheckSheet)
    qtbot.waitUntil(sheet.again.isEnabled, timeout=20_000)
    assert "speaks RTMP" in sheet.rows[Check.HANDSHAKE].sentence
    assert "As the server" in sheet.rows[Check.CLOCK].sentence
    assert "The way is open" in sheet.summary
    sheet.dismiss()

    click(qtbot, studio.obs.picture)
    question = window.findChild(PictureQuestion)
    click(qtbot, question.send)
    qtbot.waitUntil(lambda: listed(own).get(record.code) == "live", timeout=20_000)
    qtbot.waitUntil(lambda: window.scene.on_air, timeout=10_000)
    preview = studio.air_preview
    qtbot.waitUntil(lambda: not preview.preview.picture.isNull(), timeout=20_000)
    lag = Lag()
    preview_changes(qtbot, preview.preview)
    until = doctor.picture.picture.seconds + 3
    qtbot.waitUntil(lambda: doctor.picture.picture.seconds >= until, timeout=15_000)
    print(f"the event loop was {lag.worst * 1000:.0f} ms late at worst")
    assert lag.worst < 0.25, "the window must stay smooth while it sends and decodes"

    doctor.open_check()
    sheet = doctor.sheet
    qtbot.waitUntil(sheet.again.isEnabled, timeout=20_000)
    assert "A picture is arriving" in sheet.rows[Check.HANDSHAKE].sentence
    assert "test picture is being sent" in sheet.rows[Check.FREE].sentence
    sheet.dismiss()

    click(qtbot, preview.stop)
    click(qtbot, window.findChild(StopQuestion).stop)
    qtbot.waitUntil(lambda: window.scene.record.state == "interrupted", timeout=20_000)
    click(qtbot, window.banner.button)
    words = doctor.sheet
    assert isinstance(words, WordsSheet)
    click(qtbot, words.choices[Said.DISCONNECTED])
    qtbot.waitUntil(lambda: "breaks off" in words.answer.sentence, timeout=10_000)


def test_through_nginx_rtmp_in_a_rehearsal_and_refused_with_its_reason(
    qtbot, console, tmp_path, test_picture
):
    with nginx_studio(tmp_path) as made:
        token = made.server.add_host("Mei")["Authorization"].removeprefix("Bearer ")
        window = console(ServerAddress(made.server.url, token))
        create(qtbot, window, suffix="sketch_1")
        studio, doctor = window.studio, window.doctor

        click(qtbot, studio.obs.picture)
        click(qtbot, window.findChild(PictureQuestion).rehearse)
        qtbot.waitUntil(lambda: doctor.picture.picture.phase == "sending", timeout=20_000)
        assert window.scene.record.rehearsal
        preview = studio.preview.preview
        qtbot.waitUntil(lambda: not preview.picture.isNull(), timeout=30_000)
        preview_changes(qtbot, preview)
        assert not listed(made.server.url)
        shown = made.nginx.stat().find(".//stream/meta/video")
        assert (shown.findtext("width"), shown.findtext("codec")) == ("960", "H264")
        click(qtbot, studio.obs.picture)  # Stop
        qtbot.waitUntil(lambda: not window.scene.record.media.publishing, timeout=20_000)

        # Another encoder has the code: the button says so.
        other = test_picture(window.scene.record.push.url)
        qtbot.waitUntil(lambda: window.scene.record.media.publishing, timeout=20_000)
        click(qtbot, studio.obs.picture)
        qtbot.waitUntil(lambda: doctor.picture.picture.phase == "failed", timeout=20_000)
        assert doctor.picture.picture.reason in ("taken", "refused")
        doctor.open_words()
        words = doctor.sheet
        click(qtbot, words.choices[Said.INVALID_STREAM])
        qtbot.waitUntil(lambda: "nother encoder" in words.answer.sentence, timeout=10_000)
        words.dismiss()
        other.kill()
        other.wait()

        # An old key: the server knows why.
        old = window.scene.record.push.url
        wrong = old.replace("txSecret=", "txSecret=0")
        assert test_picture(wrong).wait(timeout=20) != 0
        doctor.open_words()
        words = doctor.sheet
        click(qtbot, words.choices[Said.INVALID_STREAM])
        qtbot.waitUntil(lambda: "not this broadcast" in words.answer.sentence, timeout=10_000)
