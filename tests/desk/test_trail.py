"""The trail in words, and its sheet."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from livedesk.desk import trail
from livedesk.desk.trail_sheet import AT_FIRST, TrailSheet
from livedesk.domain.errors import ServerUnavailable
from livedesk.domain.evidence_records import SignalRecord
from livedesk.domain.explain_trail import REFUSALS, Signal, refusal_words, signal_words
from livedesk.domain.records import Words, to_text
from tests.desk.pretend import NOW, Stage, a_record, an_evidence
from tests.desk.scenes import live, three_signals, why_offline

LEFT = Qt.MouseButton.LeftButton


def heard(kind: str, at: float, detail: str = "") -> SignalRecord:
    return SignalRecord(to_text(at), kind, detail, signal_words(kind, detail))


def said(window: Stage) -> str:
    sheet = window.window.why.sheet
    assert sheet is not None
    return "\n".join(label.text() for label in sheet.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def sheet(window: Stage) -> TrailSheet:
    why_offline(window)
    assert window.window.why.sheet is not None
    return window.window.why.sheet


def test_signals_and_decisions_stand_in_the_order_of_time(qapp: object) -> None:
    steps = trail.steps_of(an_evidence("offline"))
    assert [step.at for step in steps] == sorted(step.at for step in steps)
    titles = [step.title for step in steps]
    assert titles[:3] == ["A beat.", "It begins.", "On air"]
    assert titles[-1] == "Offline"
    assert [step.decision for step in steps][:3] == [False, False, True]
    assert steps[2].more == "The picture is there. Rule 3."
    assert steps[1].more == "session 0c5e7c21"


@pytest.mark.parametrize("kind", list(Signal))
def test_every_kind_of_signal_has_its_icon(kind: Signal, qapp: object) -> None:
    assert kind.value in trail.KINDS


def test_the_same_signal_again_and_again_is_one_step(qapp: object) -> None:
    polls = tuple(heard("poll_off", NOW - 300 + n * 60) for n in range(3))
    evidence = an_evidence(signals=polls, decisions=())
    (step,) = trail.steps_of(evidence)
    assert step.times == 3
    assert step.more_said.startswith("3 time")


def test_a_refused_push_says_why_and_never_shows_a_secret(qapp: object) -> None:
    sentence = next(iter(REFUSALS))
    evidence = an_evidence(signals=(heard("push_refused", NOW - 5, sentence),), decisions=())
    (step,) = trail.steps_of(evidence)
    assert refusal_words(sentence).en in step.title
    assert step.icon == "shield"


def test_a_kind_that_is_newer_than_this_console_is_shown_as_it_is(qapp: object) -> None:
    (step,) = trail.steps_of(an_evidence(signals=(heard("tomorrow", NOW),), decisions=()))
    assert step.title == "tomorrow."


def test_the_host_reads_the_verdict_every_signal_and_what_comes_next(
    sheet: TrailSheet, window: Stage, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: "Offline" in said(window))
    told = said(window)
    for part in (
        "Why is it offline?",
        "The picture stopped 18 s ago.",
        "Reason: media_stopped, rule 3",
        "Heartbeat",
        "Callback",
        "Poll",
        "It ends.",
        "When it comes back, the same broadcast continues.",
    ):
        assert part in told


def test_in_chinese_it_is_the_servers_chinese(window: Stage, chinese: None) -> None:
    steps = trail.steps_of(an_evidence("offline"))
    assert steps[1].title == "开始推流。"


def test_the_sheet_follows_what_happens(sheet: TrailSheet, window: Stage, qtbot: QtBot) -> None:
    evidence = an_evidence("offline")
    more = heard("push_refused", NOW, next(iter(REFUSALS)))
    window.live.evidence.read.emit(replace(evidence, signals=(*evidence.signals, more)))
    qtbot.waitUntil(lambda: "A push was refused." in said(window))


def test_esc_closes_it_and_nothing_is_read_any_more(
    sheet: TrailSheet, window: Stage, qtbot: QtBot
) -> None:
    qtbot.keyClick(sheet, Qt.Key.Key_Escape)
    assert window.window.why.sheet is None
    assert window.live.evidence.asked[-1] == ("watch", "sheet", None)


def test_all_of_it_can_be_copied_as_text(sheet: TrailSheet, window: Stage, qtbot: QtBot) -> None:
    qtbot.mouseClick(sheet.copy, LEFT)
    text = QGuiApplication.clipboard().text()
    assert text.startswith("Sunday sketchbook · 8888_ana_1122\nOffline: ")
    assert "It ends. — session 0c5e7c21" in text
    assert "txSecret" not in text


def test_a_long_trail_shows_its_end_and_the_rest_on_demand(window: Stage, qtbot: QtBot) -> None:
    live(window)
    many = tuple(
        heard("publish" if n % 2 else "publish_done", NOW - 3000 + n * 10, f"s{n}")
        for n in range(200)
    )
    window.window.why.open(a_record("live"))
    window.live.evidence.read.emit(an_evidence(signals=many, decisions=()))
    qtbot.waitUntil(lambda: "session s199" in said(window))
    told = said(window)
    assert "session s0\n" not in told
    assert told.count("session s") == AT_FIRST
    sheet = window.window.why.sheet
    assert sheet is not None
    qtbot.mouseClick(sheet.earlier, LEFT)
    qtbot.waitUntil(lambda: said(window).count("session s") == 200)


def test_without_an_answer_it_says_so_and_what_is_old_says_its_age(
    window: Stage, qtbot: QtBot
) -> None:
    live(window)
    window.window.why.open(a_record("live"))
    window.live.evidence.failed.emit("b1", ServerUnavailable("no answer"))
    assert "The server does not answer." in said(window)
    window.live.evidence.read.emit(an_evidence())
    assert "The server does not answer." not in said(window)
    window.live.evidence.failed.emit("b1", ServerUnavailable("no answer"))
    assert "As of " in said(window)


def test_what_is_over_tells_what_happened(window: Stage) -> None:
    three_signals(window)
    window.window.why.open(a_record("ended"))
    window.live.evidence.read.emit(
        an_evidence("ended", verdict=replace(an_evidence("ended").verdict, words=Words("E.", "完")))
    )
    assert "What happened" in said(window)
    assert "This broadcast is over. A new one begins with Go live." in said(window)
