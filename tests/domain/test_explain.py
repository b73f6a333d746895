from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import livedesk
from livedesk.domain.evidence import Beats, Evidence, Polls, Session
from livedesk.domain.explain import deadline_words, next_change, verdict_words
from livedesk.domain.explain_sources import sources
from livedesk.domain.explain_trail import (
    REFUSALS,
    Signal,
    decision_words,
    gap_detail,
    hold_detail,
    refusal_words,
    shown_detail,
    signal_words,
)
from livedesk.domain.phrases import lasting
from livedesk.domain.records import Words
from livedesk.domain.verdict import Policy, Reason, State, Verdict, judge

BEATS_ONLY = Policy()
CALLBACKS = Policy(callbacks=True)
ALL = Policy(callbacks=True, polls=True)
DAY = 86400.0
SOURCE = Path(livedesk.__file__).parent

times = st.floats(0, 5000)
sometimes = st.none() | times
evidences = st.builds(
    Evidence,
    expires_at=st.floats(1, 90_000),
    rehearsal=st.booleans(),
    over=st.none() | st.sampled_from(["ended_by_host", "kicked", "expired"]),
    hold_until=sometimes,
    beats=st.builds(Beats, sometimes, sometimes),
    sessions=st.dictionaries(
        st.sampled_from("abc"), st.builds(Session, sometimes, sometimes), max_size=3
    ),
    polls=st.builds(Polls, sometimes, st.lists(times, max_size=4).map(lambda t: tuple(sorted(t)))),
    poll_lost_at=sometimes,
    lost_at=sometimes,
    heard_since=times,
)
policies = st.builds(
    Policy, heartbeats=st.booleans(), callbacks=st.booleans(), polls=st.booleans()
).filter(lambda p: p.heartbeats or p.media)


def sound(words: Words) -> None:
    """Both languages, finished sentences, nothing left unfilled, no clock times."""
    for text in (words.en, words.zh_CN):
        assert text.strip()
        assert not re.search(r"[{}]|None|nan|\d{4}-\d\d|\d:\d\d", text), text
    assert words.en.isascii(), words.en
    assert words.en[-1] in ".!"
    assert re.search("[\u4e00-\u9fff]", words.zh_CN), words.zh_CN
    assert words.zh_CN[-1] == "。"


@given(evidences, policies, st.sampled_from(State), st.sampled_from(Reason), st.floats(0, 90_000))
def test_every_verdict_has_words_whatever_is_known(evidence, policy, state, reason, now):
    verdict = Verdict(state, reason)
    sound(verdict_words(verdict, evidence, policy, now))
    sound(decision_words(verdict, evidence, policy, now))
    for source in (found := sources(evidence, policy, now)).__slots__:
        sound(getattr(found, source).words)
    change = next_change(verdict, evidence, policy, now)
    if change is not None:
        sound(deadline_words(verdict, change, evidence, policy, now))


@given(evidences, policies, times)
def test_the_deadline_is_when_the_judge_says_something_else(evidence, policy, now):
    verdict = judge(evidence, policy, now)
    change = next_change(verdict, evidence, policy, now)
    if verdict.state is State.ENDED:
        assert change is None
        return
    if change is None:
        assert judge(evidence, policy, 1e12).state is verdict.state
        return
    assert change.at > now
    before = judge(evidence, policy, now + (change.at - now) / 2)
    assert before.state is verdict.state
    then = judge(evidence, policy, change.at)
    assert (then.state, then.reason) == (change.state, change.reason)


@pytest.mark.parametrize("kind", Signal)
@pytest.mark.parametrize(
    "detail", ["", "1.000 62.500", "not a gap", "push_refused {why}", "600\tA song", "-3\t", "x\ty"]
)
def test_every_signal_has_words(kind, detail):
    words = signal_words(kind, detail)
    assert words.en
    assert re.search("[\u4e00-\u9fff]", words.zh_CN)


def test_a_signal_of_a_later_version_is_named_and_not_an_error():
    assert "teleported" in signal_words("teleported", "").en


def literals(call: str, place: int) -> Iterator[str]:
    """The texts that LiveDesk's own source gives to `call` (a method: `.call`) at this place."""
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and len(node.args) > place:
                name = getattr(node.func, "id", "") or f".{getattr(node.func, 'attr', '')}"
                for part in ast.walk(node.args[place]) if name == call else ():
                    if isinstance(part, ast.Constant) and isinstance(part.value, str):
                        yield part.value


def test_a_hold_that_an_older_version_noted_has_its_reason_and_no_length():
    told = signal_words(Signal.HELD, "10 minutes")
    assert told.en == "An admin took the broadcast off the air for a while. Reason: 10 minutes"
    assert shown_detail(Signal.HELD, "10 minutes") == "10 minutes"


def test_a_hold_is_told_with_its_length_and_the_admins_words():
    detail = hold_detail(599.996, "A song")
    told = signal_words(Signal.HELD, detail)
    assert told.en == "An admin took the broadcast off the air for 10 min. Reason: A song"
    assert told.zh_CN == "管理员将这场直播暂停 10 分钟。原因：A song"
    assert shown_detail(Signal.HELD, detail) == "A song"
    assert signal_words(Signal.HELD, hold_detail(60, "")).en.endswith("for 1 min.")


def test_every_kind_that_the_store_notes_is_a_signal():
    noted = set(literals("note", 3)) | set(literals("._held", 3))
    assert {"publish", "poll_off", "held"} <= noted
    assert noted <= set(Signal)


def test_every_reason_for_refusing_a_push_is_said_in_chinese():
    refused = set(literals("PushRefused", 0))
    assert len(refused) > 5
    assert refused <= REFUSALS.keys()
    assert all(refusal_words(sentence).zh_CN != sentence for sentence in refused)


def test_an_interruption_says_since_when_and_until_when():
    evidence = Evidence(DAY, beats=Beats(990.0, 990.0), sessions={"1": Session(100.0, 1000.0)})
    verdict = judge(evidence, CALLBACKS, 1040)
    assert verdict_words(verdict, evidence, CALLBACKS, 1040) == Words(
        "The picture stopped 40 s ago.", "画面在 40 秒前中断。"
    )
    change = next_change(verdict, evidence, CALLBACKS, 1040)
    assert change is not None
    assert (change.at, change.state) == (1060, State.OFFLINE)
    said = deadline_words(verdict, change, evidence, CALLBACKS, 1040)
    assert said.en == "If it does not come back within 20 s, the host counts as offline."
    assert said.zh_CN == "如果 20 秒内没有恢复，主播将被视为离线。"


def test_a_live_broadcast_says_what_a_silent_console_would_bring():
    evidence = Evidence(DAY, beats=Beats(1000.0, 1000.0), sessions={"1": Session(100.0)})
    verdict = judge(evidence, CALLBACKS, 1012)
    words = verdict_words(verdict, evidence, CALLBACKS, 1012)
    assert words.en == (
        "The picture has been coming for 15 min. The console's last heartbeat came 12 s ago."
    )
    change = next_change(verdict, evidence, CALLBACKS, 1012)
    assert change is not None
    assert change.reason is Reason.CONSOLE_SILENT
    said = deadline_words(verdict, change, evidence, CALLBACKS, 1012).en
    assert said.startswith("If no heartbeat comes within 2 min 53 s, the console counts as silent.")
    assert said.endswith("The picture alone keeps it on air for 10 min more.")


def test_beats_alone_count_down_to_offline():
    evidence = Evidence(DAY, beats=Beats(1000.0, 1000.0))
    verdict = judge(evidence, BEATS_ONLY, 1100)
    change = next_change(verdict, evidence, BEATS_ONLY, 1100)
    assert change is not None
    assert (change.at, change.state, change.reason) == (1185, State.OFFLINE, Reason.HEARTBEAT_LOST)


def test_a_hold_says_when_it_is_over():
    evidence = Evidence(DAY, hold_until=1300.0, sessions={"1": Session(100.0)})
    verdict = judge(evidence, CALLBACKS, 1000)
    change = next_change(verdict, evidence, CALLBACKS, 1000)
    assert change is not None
    assert change.at == 1300
    assert "5 min" in deadline_words(verdict, change, evidence, CALLBACKS, 1000).en


def test_the_servers_own_blindness_is_told_where_an_old_signal_still_counts():
    evidence = Evidence(DAY, beats=Beats(1000.0, 1000.0), heard_since=1900.0)
    verdict = judge(evidence, BEATS_ONLY, 1930)
    assert verdict.state is State.LIVE
    assert "could not hear until 30 s ago" in verdict_words(verdict, evidence, BEATS_ONLY, 1930).en
    fresh = replace(evidence, beats=Beats(1920.0, 1920.0))
    assert "could not hear" not in verdict_words(verdict, fresh, BEATS_ONLY, 1930).en


def test_sources_tell_their_last_word_and_age():
    evidence = Evidence(
        DAY,
        beats=Beats(1000.0, 940.0),
        sessions={"1": Session(100.0, 500.0), "2": Session(600.0)},
        polls=Polls(900.0, (800.0, 960.0, 1020.0)),
    )
    found = sources(evidence, ALL, 1030)
    assert (found.heartbeats.sign, found.heartbeats.age_s, found.heartbeats.on_air) == (
        "bad",
        30,
        False,
    )
    assert (found.callbacks.open_sessions, found.callbacks.sign) == (1, "good")
    assert found.callbacks.last_end_at is not None
    assert (found.polls.not_publishing_run, found.polls.publishing) == (2, False)
    switched_off = sources(evidence, Policy(heartbeats=False, polls=True), 1030)
    assert (switched_off.heartbeats.sign, switched_off.callbacks.sign) == ("off", "off")


def test_a_gap_tells_how_long_it_was():
    words = signal_words(Signal.BEAT_GAP, gap_detail(1000.0, 1125.25))
    assert words == Words(
        "A heartbeat came after 2 min 5 s of silence.", "沉默 2 分 5 秒后收到心跳。"
    )


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (-3, "less than 1 s"),
        (0.4, "less than 1 s"),
        (59.4, "59 s"),
        (59.6, "1 min"),
        (185, "3 min 5 s"),
        (3599, "1 h"),
        (3600, "1 h"),
        (4321, "1 h 12 min"),
        (3 * 86400, "3 days"),
    ],
)
def test_durations_are_short_and_never_sixty_of_anything(seconds, said):
    assert lasting(seconds).en == said
