from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.domain.evidence import Beats, Evidence, Session
from livedesk.domain.verdict import LISTED, Policy, Reason, State, Verdict, judge

BEATS_ONLY = Policy()
MEDIA = Policy(callbacks=True)
MEDIA_ONLY = Policy(callbacks=True, heartbeats=False)
DAY = 86400.0
FRESH = Evidence(expires_at=DAY)


def beating(*times: float, on_air: bool | None = None, evidence: Evidence = FRESH) -> Evidence:
    for at in times:
        evidence = evidence.with_beat(at, on_air)
    return evidence


def playing(
    start: float, end: float | None = None, id: str = "1", of: Evidence = FRESH
) -> Evidence:
    return of.with_session(id, Session(start, end))


# Rule 1


def test_an_ended_broadcast_stays_ended_whatever_is_heard():
    over = replace(beating(100, evidence=playing(90)), over=Reason.ENDED_BY_HOST)
    assert judge(over, MEDIA, 101) == Verdict(State.ENDED, Reason.ENDED_BY_HOST)


# Rule 2


def test_without_a_beat_a_code_is_ready_until_it_expires():
    assert judge(FRESH, BEATS_ONLY, 0) == Verdict(State.READY, Reason.WAITING, DAY)


def test_a_fresh_beat_is_live_until_the_third_miss():
    assert judge(beating(100), BEATS_ONLY, 100) == Verdict(State.LIVE, Reason.BEATING, 285)
    assert judge(beating(100), BEATS_ONLY, 284.9).state is State.LIVE
    gone = judge(beating(100), BEATS_ONLY, 285)
    assert (gone.state, gone.reason) == (State.OFFLINE, Reason.HEARTBEAT_LOST)


def test_a_beat_after_being_offline_brings_the_same_broadcast_back():
    lost = replace(beating(100), lost_at=285)
    assert judge(beating(400, evidence=lost), BEATS_ONLY, 400).state is State.LIVE


# Rule 3


def test_with_callbacks_beats_alone_put_nobody_on_air():
    assert judge(beating(100), MEDIA, 101) == Verdict(State.READY, Reason.WAITING, DAY)


def test_the_picture_puts_on_air_and_its_end_takes_off_after_the_grace():
    on = beating(100, evidence=playing(90))
    assert judge(on, MEDIA, 101) == Verdict(State.LIVE, Reason.PUBLISHING, 285)
    off = beating(100, evidence=playing(90, 110))
    assert judge(off, MEDIA, 110) == Verdict(State.INTERRUPTED, Reason.MEDIA_STOPPED, 170)
    assert judge(off, MEDIA, 170).state is State.OFFLINE
    assert judge(off, MEDIA, 170).reason is Reason.MEDIA_STOPPED


def test_a_new_connection_within_the_grace_goes_on():
    back = playing(120, id="2", of=playing(90, 110))
    assert judge(beating(119, evidence=back), MEDIA, 121).state is State.LIVE


def test_with_heartbeats_off_the_picture_decides_alone():
    assert judge(playing(90), MEDIA_ONLY, 50_000) == Verdict(State.LIVE, Reason.PUBLISHING)


# Rule 4


def test_a_picture_covers_a_silent_console_for_ten_intervals():
    quiet = beating(100, evidence=playing(90))
    assert judge(quiet, MEDIA, 285) == Verdict(State.LIVE, Reason.CONSOLE_SILENT, 885)
    gone = judge(quiet, MEDIA, 885)
    assert (gone.state, gone.reason) == (State.OFFLINE, Reason.HEARTBEAT_LOST)


def test_a_console_that_never_beat_is_silent_from_the_pictures_start():
    assert judge(playing(90), MEDIA, 91) == Verdict(State.LIVE, Reason.CONSOLE_SILENT, 690)


# Rule 5


def test_a_console_that_says_the_encoder_stopped_interrupts_and_then_takes_off():
    denied = beating(160, on_air=False, evidence=beating(100, on_air=True))
    assert judge(denied, BEATS_ONLY, 160) == Verdict(State.INTERRUPTED, Reason.ENCODER_STOPPED, 220)
    assert judge(denied, BEATS_ONLY, 220).state is State.OFFLINE
    with_picture = beating(160, on_air=False, evidence=beating(100, evidence=playing(90)))
    assert judge(with_picture, MEDIA, 161).reason is Reason.ENCODER_STOPPED


def test_a_later_willing_beat_takes_the_denial_back():
    denied = beating(160, on_air=False, evidence=beating(100, on_air=True))
    assert judge(beating(200, on_air=True, evidence=denied), BEATS_ONLY, 200).state is State.LIVE


def test_a_word_from_before_the_picture_came_back_does_not_deny_it():
    left = beating(160, on_air=False, evidence=beating(100, evidence=playing(90, 150)))
    back = playing(300, id="2", of=left)
    assert judge(back, MEDIA, 301) == Verdict(State.LIVE, Reason.PUBLISHING, 345)
    denied = beating(310, on_air=False, evidence=back)
    assert judge(denied, MEDIA, 311) == Verdict(State.INTERRUPTED, Reason.ENCODER_STOPPED, 420)


# Rule 7


def test_the_loser_of_two_publishers_takes_nobody_off():
    both = playing(91, 92, id="loser", of=playing(90, id="winner"))
    assert judge(beating(92, evidence=both), MEDIA, 93).state is State.LIVE


def test_duplicated_and_reordered_callbacks_change_nothing():
    late_start = playing(90, of=FRESH.with_session("1", Session(None, 110)))
    assert late_start.sessions == playing(90, 110).sessions
    assert playing(95, of=playing(90)).sessions == playing(90).sessions


# Offline: only a later good signal brings it back


def test_the_end_of_a_picture_that_was_given_up_lists_nobody_again():
    """Offline for its silent console; then the publisher leaves as well."""
    given_up = replace(playing(90, 900, of=beating(100)), lost_at=885)
    assert judge(given_up, MEDIA, 901) == Verdict(State.OFFLINE, Reason.MEDIA_STOPPED, 960)


def test_a_console_that_dies_after_its_encoder_brings_nobody_back():
    denied = beating(160, on_air=False, evidence=beating(100, evidence=playing(90)))
    lost = replace(denied, lost_at=220)
    assert judge(lost, MEDIA, 221).reason is Reason.ENCODER_STOPPED
    silent = judge(lost, MEDIA, 400)
    assert (silent.state, silent.reason) == (State.OFFLINE, Reason.HEARTBEAT_LOST)


def test_a_picture_or_a_willing_beat_after_it_brings_back():
    lost = replace(beating(100, evidence=playing(90, 110)), lost_at=170)
    again = judge(playing(500, id="2", of=lost), MEDIA, 501)
    assert (again.state, again.reason) == (State.LIVE, Reason.CONSOLE_SILENT)
    given_up = replace(beating(100, evidence=playing(90)), lost_at=885)
    assert judge(beating(900, evidence=given_up), MEDIA, 901).state is State.LIVE


# Rule 8


def test_after_blindness_every_host_gets_a_whole_allowance():
    known = replace(beating(100), heard_since=5000)
    assert judge(known, BEATS_ONLY, 5001) == Verdict(State.LIVE, Reason.BEATING, 5185)
    stopped = replace(playing(90, 110), heard_since=5000)
    assert judge(stopped, MEDIA, 5001) == Verdict(State.INTERRUPTED, Reason.MEDIA_STOPPED, 5060)


def test_blindness_never_revives_what_was_lost_before_it():
    lost = replace(beating(100), lost_at=285, heard_since=5000)
    assert judge(lost, BEATS_ONLY, 5001).state is State.OFFLINE
    stopped = replace(playing(90, 110), lost_at=170, heard_since=5000)
    assert judge(stopped, MEDIA, 5001).state is State.OFFLINE


# Rule 9


def test_a_rehearsal_is_ready_to_everybody():
    hidden = replace(beating(100, evidence=playing(90)), rehearsal=True)
    assert judge(hidden, MEDIA, 101) == Verdict(State.READY, Reason.REHEARSAL)


@pytest.mark.parametrize("evidence", [FRESH, replace(FRESH, rehearsal=True)])
def test_a_code_that_expires_unused_ends(evidence):
    assert judge(evidence, MEDIA, DAY) == Verdict(State.ENDED, Reason.EXPIRED)


def test_expiry_never_touches_a_broadcast_that_is_on():
    on = beating(DAY + 90, evidence=playing(90))
    assert judge(on, MEDIA, DAY + 100).state is State.LIVE
    off = playing(90, DAY + 100)
    assert judge(off, MEDIA, DAY + 101).state is State.INTERRUPTED
    assert judge(off, MEDIA, DAY + 161) == Verdict(State.ENDED, Reason.EXPIRED)


# For all of them

moments = st.floats(0, 2000, allow_nan=False).map(lambda at: round(at, 1))
maybe = st.none() | moments
policies = st.builds(
    Policy,
    heartbeats=st.booleans(),
    callbacks=st.booleans(),
    polls=st.booleans(),
    heartbeat_interval_s=st.sampled_from([1.0, 60.0]),
    heartbeat_misses=st.integers(1, 4),
    grace_s=st.sampled_from([0.0, 60.0]),
    makeup_beats=st.integers(0, 10),
) | st.builds(Policy, heartbeat_misses=st.integers(1, 4), grace_s=st.sampled_from([0.0, 60.0]))
beats = st.lists(st.tuples(moments, st.sampled_from([True, False, None])), max_size=4)
sessions = st.dictionaries(
    st.sampled_from("abc"), st.builds(Session, started_at=maybe, ended_at=maybe), max_size=3
)


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    evidence = Evidence(
        expires_at=draw(moments),
        rehearsal=draw(st.booleans()),
        over=draw(st.none() | st.sampled_from([Reason.ENDED_BY_HOST, Reason.EXPIRED])),
        sessions=draw(sessions),
        lost_at=draw(maybe),
        heard_since=draw(moments),
    )
    for at, on_air in draw(beats):
        evidence = evidence.with_beat(at, on_air)
    return evidence


@given(evidences(), policies, moments, st.floats(0, 1))
def test_the_verdict_holds_until_it_is_looked_at_again(evidence, policy, now, part):
    verdict = judge(evidence, policy, now)
    if verdict.look_again_at is None:
        later = now + 1e6 * part
    else:
        assert verdict.look_again_at > now
        later = now + (verdict.look_again_at - now) * part
        if later >= verdict.look_again_at:
            return
    again = judge(evidence, policy, later)
    assert (again.state, again.reason) == (verdict.state, verdict.reason)


@given(evidences(), policies, moments)
def test_only_what_is_over_is_ended_and_only_a_signal_lists(evidence, policy, now):
    verdict = judge(evidence, policy, now)
    assert (verdict.state is State.ENDED) == (
        evidence.over is not None or verdict.reason is Reason.EXPIRED
    )
    if verdict.state in LISTED:
        assert evidence.sessions if policy.media else evidence.beats.last is not None
        assert not evidence.rehearsal


@given(evidences(), policies, moments, moments)
def test_once_lost_blindness_changes_nothing(evidence, policy, now, heard_since):
    """What was found offline stays so over any restart, as long as nothing new is heard."""
    verdict = judge(evidence, policy, now)
    if verdict.state is not State.OFFLINE:
        return
    stored = replace(evidence, lost_at=now, heard_since=now + heard_since)
    if judge(stored, policy, now).state is State.OFFLINE and newest(stored) <= now:
        assert judge(stored, policy, now + heard_since).state in (State.OFFLINE, State.ENDED)


def newest(evidence: Evidence) -> float:
    heard = [evidence.beats.last or 0.0]
    heard += [at for s in evidence.sessions.values() for at in (s.started_at, s.ended_at) if at]
    return max(heard)


parts = st.builds(Beats, maybe, maybe)


@given(parts, parts, parts)
def test_beats_may_be_merged_in_any_order_and_twice(one, two, three):
    assert one.merged(two) == two.merged(one)
    assert one.merged(two).merged(three) == one.merged(two.merged(three))
    assert one.merged(one) == one


halves = st.builds(Session, maybe, maybe)


@given(halves, halves, halves)
def test_sessions_may_be_merged_in_any_order_and_twice(one, two, three):
    assert one.merged(two) == two.merged(one)
    assert one.merged(two).merged(three) == one.merged(two.merged(three))
    assert one.merged(one) == one
