from __future__ import annotations

import random
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.domain.evidence import POLLS_KEPT, Beats, Evidence, Polls, Session
from livedesk.domain.verdict import (
    LISTED,
    Policy,
    Reason,
    State,
    Verdict,
    judge,
    poll_lost_at,
)

BEATS_ONLY = Policy()
MEDIA = Policy(callbacks=True)
MEDIA_ONLY = Policy(callbacks=True, heartbeats=False)
POLLED = Policy(polls=True)
BOTH = Policy(callbacks=True, polls=True)
BOTH_ONLY = replace(BOTH, heartbeats=False)
POLLS_ONLY = replace(POLLED, heartbeats=False)
SEVERAL = replace(BOTH_ONLY, one_publisher=False)
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


def polled(*, on: tuple[float, ...] = (), off: tuple[float, ...] = (), of: Evidence) -> Evidence:
    for at in on:
        of = of.with_poll(at, publishing=True)
    for at in off:
        of = of.with_poll(at, publishing=False)
    return of


def short(evidence: Evidence, policy: Policy, now: float) -> tuple[State, Reason]:
    found = judge(evidence, policy, now)
    return found.state, found.reason


WAITING = (State.READY, Reason.WAITING)
PUBLISHING = (State.LIVE, Reason.PUBLISHING)
SILENT = (State.LIVE, Reason.CONSOLE_SILENT)
STOPPED = (State.INTERRUPTED, Reason.MEDIA_STOPPED)
DENIED = (State.INTERRUPTED, Reason.ENCODER_STOPPED)
GONE = (State.OFFLINE, Reason.MEDIA_STOPPED)
POLL_LOST = (State.OFFLINE, Reason.POLL_LOST)
BEAT_LOST = (State.OFFLINE, Reason.HEARTBEAT_LOST)
HELD = (State.OFFLINE, Reason.ADMIN_HOLD)


# Rule 1


def test_an_ended_broadcast_stays_ended_whatever_is_heard():
    over = replace(beating(100, evidence=playing(90)), over=Reason.ENDED_BY_HOST)
    assert judge(over, MEDIA, 101) == Verdict(State.ENDED, Reason.ENDED_BY_HOST)


def test_a_hold_is_offline_until_it_is_over_whatever_is_heard():
    held = replace(beating(150, evidence=playing(90)), hold_until=200)
    held = polled(on=(160,), of=held)
    assert judge(held, BOTH, 160) == Verdict(State.OFFLINE, Reason.ADMIN_HOLD, 200)
    assert short(replace(held, rehearsal=True), BOTH, 160) == HELD


def test_after_a_hold_only_what_is_heard_since_counts():
    held = replace(polled(on=(199,), of=playing(90, of=beating(150))), hold_until=200)
    assert judge(held, BOTH, 201) == Verdict(State.OFFLINE, Reason.ADMIN_HOLD, DAY)
    assert short(beating(210, evidence=held), BOTH, 211) == HELD  # a beat is no picture
    assert short(polled(on=(210,), of=held), BOTH, 211) == SILENT
    assert short(playing(210, id="2", of=held), BOTH, 211) == SILENT
    assert short(beating(210, evidence=held), BEATS_ONLY, 211) == (State.LIVE, Reason.BEATING)


def test_a_denial_of_before_the_hold_does_not_count_after_it():
    held = replace(beating(150, on_air=False, evidence=beating(140)), hold_until=200)
    assert short(playing(210, id="2", of=held), MEDIA, 211) == SILENT


def test_the_end_of_a_publisher_whom_the_hold_did_not_stop_closes_what_a_poll_has_opened():
    held = replace(playing(90), hold_until=200)
    back = polled(on=(210,), of=held)
    assert short(back, BOTH_ONLY, 211) == PUBLISHING
    assert judge(playing(90, 220, of=back), BOTH_ONLY, 220).state is State.INTERRUPTED
    assert short(playing(90, 220, of=back), BOTH_ONLY, 280) == GONE


def test_a_held_code_that_expires_ends():
    held = replace(playing(90), hold_until=DAY + 100)
    assert judge(held, MEDIA, DAY - 1).look_again_at == DAY
    assert judge(held, MEDIA, DAY) == Verdict(State.ENDED, Reason.EXPIRED)


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


def test_a_poll_puts_on_air_and_brings_back():
    assert short(beating(100, evidence=polled(off=(90,), of=FRESH)), POLLED, 101) == WAITING
    assert short(beating(100, evidence=polled(on=(90,), of=FRESH)), POLLED, 101) == PUBLISHING
    lost = replace(playing(90, 110), lost_at=170)
    assert short(polled(on=(180,), of=lost), BOTH_ONLY, 181) == PUBLISHING


def test_a_poll_counts_only_if_it_was_asked_after_the_last_end():
    ended = playing(90, 110)
    assert short(polled(on=(109,), of=ended), BOTH_ONLY, 112) == STOPPED
    assert short(polled(on=(110,), of=ended), BOTH_ONLY, 112) == STOPPED
    assert short(polled(on=(111,), of=ended), BOTH_ONLY, 112) == PUBLISHING


def test_two_polls_change_nothing_and_the_third_takes_off():
    on = playing(90)
    assert short(polled(off=(100, 160), of=on), BOTH_ONLY, 161) == PUBLISHING
    assert short(polled(off=(100, 160, 220), of=on), BOTH_ONLY, 221) == POLL_LOST
    assert short(polled(off=(100, 160, 220), of=on), MEDIA_ONLY, 221) == PUBLISHING


@pytest.mark.parametrize("on_at", [99, 101, 161, 219])
def test_a_run_of_polls_begins_anew_with_every_word_for_the_picture(on_at):
    offs = polled(off=(100, 160, 220), of=FRESH)
    by_poll = polled(on=(80, on_at), of=offs)
    by_start = playing(on_at, of=polled(on=(80,), of=offs))
    for evidence in (by_poll, by_start):
        lost = on_at < 100
        assert short(evidence, BOTH_ONLY, 221) == (POLL_LOST if lost else PUBLISHING)
        again = polled(off=(280, 340, 400), of=evidence)
        assert short(again, BOTH_ONLY, 401) == POLL_LOST


def test_a_start_that_does_not_count_is_no_word_for_the_picture():
    loser = playing(165, 166, id="2", of=playing(90))
    assert short(polled(off=(100, 160, 220), of=loser), BOTH_ONLY, 221) == POLL_LOST


def test_polls_that_found_the_picture_gone_close_everything_before_the_first_of_them():
    lost = polled(off=(100, 160, 220), of=playing(50, id="2", of=playing(90)))
    assert poll_lost_at(lost, SEVERAL) == 100
    stored = replace(lost, poll_lost_at=100, lost_at=221)
    assert short(stored, SEVERAL, 5000) == POLL_LOST
    picture = stored.picture(one_publisher=False)
    assert (picture.since, picture.stopped_at) == (None, 100)
    late_end = playing(90, 300, of=stored)
    assert short(late_end, SEVERAL, 301) == POLL_LOST
    assert short(playing(310, id="3", of=late_end), SEVERAL, 311) == PUBLISHING
    assert short(polled(on=(310,), of=late_end), SEVERAL, 311) == PUBLISHING


def test_a_long_grace_ends_with_the_third_poll():
    patient = replace(BOTH_ONLY, grace_s=600)
    ended = playing(90, 110)
    assert short(polled(off=(111, 160), of=ended), patient, 200) == STOPPED
    assert short(polled(off=(111, 160, 220), of=ended), patient, 221) == POLL_LOST
    assert short(polled(off=(111, 160, 220), of=ended), BOTH_ONLY, 221) == GONE


def test_an_end_told_after_polls_brought_a_frozen_publisher_back_is_an_end():
    """Found by the simulator: its session had been closed by the polls that missed it."""
    session = Session(started_at=10)
    evidence = replace(FRESH, sessions={"a": session}, poll_lost_at=100, lost_at=221)
    evidence = evidence.with_poll(300, publishing=True)
    assert judge(evidence, BOTH_ONLY, 301).state is State.LIVE
    ended = evidence.with_session("a", Session(ended_at=310))
    assert judge(ended, BOTH_ONLY, 311) == Verdict(State.INTERRUPTED, Reason.MEDIA_STOPPED, 370)
    back = ended.with_poll(312, publishing=True)
    assert judge(back, BOTH_ONLY, 313).state is State.LIVE


def test_a_poll_that_was_answered_late_leaves_who_is_offline_with_a_reason_that_fits():
    """Asked before the fall, answered after it: the next one decides."""
    lost = polled(off=(100, 160, 220), of=playing(90))
    stored = replace(lost, poll_lost_at=100, lost_at=221)
    late = beating(215, evidence=polled(on=(220.5,), of=stored))
    assert short(late, BOTH, 222) == POLL_LOST
    assert short(polled(on=(280,), of=late), BOTH, 281) == PUBLISHING


def test_a_picture_that_only_polls_show_is_on_since_the_first_of_them():
    seen = replace(polled(on=(100, 160, 2000), of=FRESH), on_since=100)
    assert seen.picture(one_publisher=True).since == 100
    ended = seen.with_session("?", Session(None, 2010))
    again = polled(on=(2020,), of=ended)
    assert again.picture(one_publisher=True).since == 2020


# Rule 4


def test_a_picture_covers_a_silent_console_for_ten_intervals():
    quiet = beating(100, evidence=playing(90))
    assert judge(quiet, MEDIA, 285) == Verdict(State.LIVE, Reason.CONSOLE_SILENT, 885)
    gone = judge(quiet, MEDIA, 885)
    assert (gone.state, gone.reason) == (State.OFFLINE, Reason.HEARTBEAT_LOST)


def test_a_console_that_never_beat_is_silent_from_the_pictures_start():
    assert judge(playing(90), MEDIA, 91) == Verdict(State.LIVE, Reason.CONSOLE_SILENT, 690)


def test_polls_cover_a_silent_console_for_as_long_as_they_say_publishing():
    quiet = beating(100, evidence=playing(90))
    assert judge(quiet, BOTH, 885).state is State.OFFLINE
    assert judge(polled(on=(600,), of=quiet), BOTH, 285).look_again_at == 885  # the later one
    seen = polled(on=(800,), of=quiet)
    assert judge(seen, BOTH, 885) == Verdict(State.LIVE, Reason.CONSOLE_SILENT, 985)
    assert short(seen, BOTH, 985) == BEAT_LOST
    assert judge(polled(on=(800,), of=quiet), MEDIA, 885).state is State.OFFLINE  # nobody asks


def test_polls_that_stop_answering_do_not_begin_the_ten_intervals_anew():
    seen = replace(polled(on=(100, 160, 2000), of=FRESH), on_since=100)
    assert judge(seen, POLLED, 2001) == Verdict(State.LIVE, Reason.CONSOLE_SILENT, 2185)
    first = replace(polled(on=(100,), of=FRESH), on_since=100)
    assert judge(first, POLLED, 101) == Verdict(State.LIVE, Reason.CONSOLE_SILENT, 700)


def test_a_new_publisher_is_on_air_although_the_old_ones_end_was_lost():
    given_up = replace(playing(90), lost_at=690)
    both = playing(5000, id="2", of=given_up)
    assert judge(both, replace(SEVERAL, heartbeats=True), 5001).state is State.LIVE


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


def test_a_poll_since_the_last_beat_that_did_not_say_so_refutes_a_denial():
    denied = beating(160, on_air=False, evidence=beating(100, evidence=playing(90)))
    assert short(denied, BOTH, 161) == DENIED
    assert short(polled(on=(99,), of=denied), BOTH, 161) == DENIED
    assert short(polled(on=(101,), of=denied), BOTH, 161) == PUBLISHING
    again = beating(170, on_air=True, evidence=polled(on=(101,), of=denied))
    assert short(beating(180, on_air=False, evidence=again), BOTH, 181) == DENIED


def test_a_denial_takes_off_one_interval_and_the_grace_after_the_last_willing_beat():
    denied = beating(160, on_air=False, evidence=beating(100, evidence=playing(90)))
    assert judge(denied, BOTH, 161).look_again_at == 220
    assert short(denied, BOTH, 220) == (State.OFFLINE, Reason.ENCODER_STOPPED)


# Rule 6 has no evidence: a poll that failed is never told (tests/server/test_polls.py).

# Rule 7


def test_the_loser_of_two_publishers_takes_nobody_off():
    both = playing(91, 92, id="loser", of=playing(90, id="winner"))
    assert judge(beating(92, evidence=both), MEDIA, 93).state is State.LIVE


def test_duplicated_and_reordered_callbacks_change_nothing():
    late_start = playing(90, of=FRESH.with_session("1", Session(None, 110)))
    assert late_start.sessions == playing(90, 110).sessions
    assert playing(95, of=playing(90)).sessions == playing(90).sessions


def test_a_start_told_after_its_own_end_is_no_new_picture():
    """The host was given up at 112; the short session's start comes late."""
    ended = replace(playing(10, 50, of=beating(100)), lost_at=112)
    late = ended.with_session("2", Session(None, 111)).with_session("2", Session(115, None))
    assert judge(late, MEDIA, 116).state is State.OFFLINE


def test_an_end_nobody_knows_closes_what_only_polls_had_opened():
    seen = polled(on=(100,), of=FRESH)
    ended = seen.with_session("?", Session(None, 110))
    assert short(ended, BOTH_ONLY, 111) == STOPPED
    assert short(ended, BOTH_ONLY, 170) == GONE
    open_too = playing(90, of=ended)
    assert short(open_too, BOTH_ONLY, 111) == PUBLISHING


def test_ends_that_follow_do_not_make_the_grace_longer():
    ended = polled(on=(100,), of=playing(50, 110))
    for at in (150, 200, 250):
        ended = ended.with_session(f"?{at}", Session(None, at))
    assert judge(ended, BOTH_ONLY, 160) == Verdict(State.INTERRUPTED, Reason.MEDIA_STOPPED, 170)
    seen = polled(on=(100,), of=FRESH).with_session("?", Session(None, 110))
    assert judge(seen.with_session("??", Session(None, 160)), BOTH_ONLY, 161).look_again_at == 170


def test_of_two_publishers_the_last_one_that_leaves_takes_off():
    both = playing(95, 200, id="2", of=playing(90, 110))
    assert short(both, SEVERAL, 150) == STOPPED
    assert short(playing(95, id="2", of=playing(90, 110)), SEVERAL, 150) == PUBLISHING
    assert short(playing(95, 105, id="2", of=playing(90)), SEVERAL, 150) == PUBLISHING


def test_a_doubtful_start_counts_when_the_others_end_follows_within_ten_seconds():
    assert short(playing(100, id="2", of=playing(90, 110)), BOTH_ONLY, 111) == PUBLISHING
    assert short(playing(100, id="2", of=playing(90, 110.1)), BOTH_ONLY, 111) == STOPPED
    assert short(playing(100, id="2", of=playing(90, 110.1)), SEVERAL, 111) == PUBLISHING


def test_a_doubtful_start_counts_by_a_poll_after_the_others_end():
    doubtful = playing(100, id="2", of=playing(90, 150))
    assert short(polled(on=(149,), of=doubtful), BOTH_ONLY, 152) == STOPPED
    seen = polled(on=(151,), of=doubtful)
    assert short(seen, BOTH_ONLY, 152) == PUBLISHING
    assert short(playing(100, 200, id="2", of=seen), BOTH_ONLY, 201) == STOPPED


def test_a_start_beside_one_that_does_not_count_is_not_doubtful():
    refused = playing(100, id="refused", of=playing(90, 200))
    back = playing(300, id="3", of=refused)
    assert short(back, replace(BOTH_ONLY, polls=False), 301) == PUBLISHING
    gone = playing(300, 310, id="3", of=refused)
    assert short(gone, BOTH_ONLY, 311) == STOPPED


def test_a_chain_of_takeovers_is_followed():
    """Each newcomer pushes the one before it out, as MediaMTX does."""
    chain = playing(300, id="3", of=playing(200, 300.1, id="2", of=playing(90, 200.1)))
    assert short(chain, BOTH_ONLY, 301) == PUBLISHING


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


def test_a_beat_brings_no_picture_back_though_an_admin_made_the_grace_longer():
    lost = replace(beating(200, evidence=playing(90, 110)), lost_at=170)
    assert short(lost, replace(MEDIA, grace_s=600), 201) == GONE


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


def test_a_run_of_polls_counts_from_when_the_server_could_hear():
    on = polled(off=(100, 160), of=playing(90))
    blind = replace(on, heard_since=5000)
    assert short(polled(off=(5000, 5060), of=blind), BOTH_ONLY, 5061) == PUBLISHING
    assert short(polled(off=(5000, 5060, 5120), of=blind), BOTH_ONLY, 5121) == POLL_LOST


def test_what_polls_found_gone_before_a_blindness_stays_gone():
    lost = polled(off=(100, 160, 220), of=playing(90))
    stored = replace(lost, poll_lost_at=100, lost_at=221, heard_since=5000)
    assert short(stored, BOTH_ONLY, 5001) == POLL_LOST
    assert short(beating(5001, evidence=stored), BOTH, 5002) == POLL_LOST


def test_a_picture_that_came_back_after_a_fall_has_a_whole_allowance_after_blindness():
    back = replace(playing(300, id="2", of=playing(90, 110)), lost_at=170, heard_since=5000)
    assert judge(back, MEDIA, 5001) == Verdict(State.LIVE, Reason.CONSOLE_SILENT, 5600)
    seen = replace(polled(on=(880,), of=beating(100, evidence=playing(90))), heard_since=5000)
    assert judge(seen, BOTH, 5001).look_again_at == 5185


# Rule 9


def test_a_rehearsal_is_ready_to_everybody():
    hidden = replace(beating(100, evidence=playing(90)), rehearsal=True)
    assert judge(hidden, MEDIA, 101) == Verdict(State.READY, Reason.REHEARSAL)


@pytest.mark.parametrize("evidence", [FRESH, replace(FRESH, rehearsal=True)])
def test_a_code_that_expires_unused_ends(evidence):
    assert judge(evidence, MEDIA, DAY) == Verdict(State.ENDED, Reason.EXPIRED)


def test_a_picture_that_is_on_keeps_a_hidden_broadcast_from_expiring():
    hidden = replace(playing(90), rehearsal=True)
    assert judge(hidden, MEDIA, DAY) == Verdict(State.READY, Reason.REHEARSAL)
    given_up = replace(playing(90), lost_at=690)
    assert short(given_up, MEDIA, DAY) == BEAT_LOST
    assert judge(playing(90, DAY + 1, of=given_up), MEDIA, DAY + 2).state is State.ENDED


def test_a_picture_that_polls_found_gone_keeps_nothing_from_expiring():
    lost = polled(off=(DAY + 100, DAY + 160, DAY + 220), of=playing(90))
    assert judge(lost, BOTH_ONLY, DAY + 221) == Verdict(State.ENDED, Reason.EXPIRED)
    hidden = replace(lost, rehearsal=True)
    assert judge(hidden, BOTH_ONLY, DAY + 221).state is State.ENDED


def test_expiry_never_touches_a_broadcast_that_is_on():
    on = beating(DAY + 90, evidence=playing(90))
    assert judge(on, MEDIA, DAY + 100).state is State.LIVE
    off = playing(90, DAY + 100)
    assert judge(off, MEDIA, DAY + 101).state is State.INTERRUPTED
    assert judge(off, MEDIA, DAY + 161) == Verdict(State.ENDED, Reason.EXPIRED)


# For all of them

moments = st.integers(0, 40).map(lambda tens: tens * 10.0) | st.floats(0, 2000).map(
    lambda at: round(at, 1)
)
maybe = st.none() | moments
policies = st.builds(
    Policy,
    heartbeats=st.booleans(),
    callbacks=st.booleans(),
    polls=st.booleans(),
    one_publisher=st.booleans(),
    heartbeat_interval_s=st.sampled_from([1.0, 60.0]),
    heartbeat_misses=st.integers(1, 4),
    poll_interval_s=st.sampled_from([1.0, 60.0]),
    poll_misses=st.integers(1, 4),
    grace_s=st.sampled_from([0.0, 60.0, 600.0]),
    slack_s=st.sampled_from([0.0, 5.0]),
    makeup_beats=st.integers(0, 10),
) | st.sampled_from([BEATS_ONLY, MEDIA, MEDIA_ONLY, POLLED, BOTH, BOTH_ONLY, POLLS_ONLY, SEVERAL])
beats = st.lists(st.tuples(moments, st.sampled_from([True, False, None])), max_size=4)
halves = st.builds(Session, maybe, maybe)
sessions = st.lists(st.tuples(st.sampled_from("abcd"), halves), max_size=6)
polls = st.lists(st.tuples(moments, st.booleans()), max_size=8)


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    evidence = Evidence(
        expires_at=draw(moments),
        rehearsal=draw(st.sampled_from([False, False, True])),
        over=draw(st.sampled_from([None, None, None, None, Reason.ENDED_BY_HOST, Reason.EXPIRED])),
        hold_until=draw(st.none() | st.none() | moments),
        poll_lost_at=draw(st.none() | st.none() | moments),
        on_since=draw(maybe),
        lost_at=draw(maybe),
        heard_since=draw(moments),
    )
    for at, on_air in draw(beats):
        evidence = evidence.with_beat(at, on_air)
    for id, session in draw(sessions):
        evidence = evidence.with_session(id, session)
    for at, publishing in draw(polls):
        evidence = evidence.with_poll(at, publishing=publishing)
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
    over = verdict.reason if verdict.state is State.ENDED else None  # it is stored, and final
    again = judge(replace(evidence, over=over), policy, later)
    assert (again.state, again.reason) == (verdict.state, verdict.reason)


@given(evidences(), policies, moments)
def test_only_what_is_over_is_ended_and_only_a_signal_lists(evidence, policy, now):
    verdict = judge(evidence, policy, now)
    assert (verdict.state is State.ENDED) == (
        evidence.over is not None or verdict.reason is Reason.EXPIRED
    )
    if verdict.state in LISTED:
        if policy.media:
            started = any(s.started_at is not None for s in evidence.sessions.values())
            assert started or evidence.polls.on_at is not None
        else:
            assert evidence.beats.last_willing is not None
        assert not evidence.rehearsal
        assert evidence.hold_until is None or now >= evidence.hold_until


@given(evidences(), policies, moments)
def test_who_is_offline_is_told_a_reason_that_says_so(evidence, policy, now):
    verdict = judge(evidence, policy, now)
    lost = (
        *(Reason.HEARTBEAT_LOST, Reason.MEDIA_STOPPED, Reason.POLL_LOST),
        *(Reason.ENCODER_STOPPED, Reason.ADMIN_HOLD),
    )
    assert (verdict.state is not State.OFFLINE) or verdict.reason in lost
    assert policy.rule(verdict.reason) in range(1, 10)


@given(evidences(), policies, moments, moments)
def test_once_lost_blindness_changes_nothing(evidence, policy, now, heard_since):
    """What was found offline stays so over any restart, as long as nothing new is heard."""
    verdict = judge(evidence, policy, now)
    if verdict.state is not State.OFFLINE or newest(evidence) >= now:
        return
    stored = replace(evidence, lost_at=now)
    if verdict.reason is Reason.POLL_LOST and (found := poll_lost_at(evidence, policy)) is not None:
        stored = replace(stored, poll_lost_at=found)
    later = replace(stored, heard_since=now + heard_since)
    assert judge(stored, policy, now).state in (State.OFFLINE, State.ENDED)
    assert judge(later, policy, now + heard_since).state in (State.OFFLINE, State.ENDED)


@given(evidences(), policies, moments, st.sampled_from("abcde"), moments)
def test_once_lost_an_end_a_denial_and_a_poll_for_nobody_bring_nobody_back(
    evidence, policy, now, id, after
):
    verdict = judge(evidence, policy, now)
    if verdict.state is not State.OFFLINE or newest(evidence) >= now:
        return
    lost = replace(evidence, lost_at=now)
    if verdict.reason is Reason.POLL_LOST and (found := poll_lost_at(evidence, policy)) is not None:
        lost = replace(lost, poll_lost_at=found)
    at = now + after + 0.1
    ended = lost.with_session(id, Session(None, at))
    for told in (ended, lost.with_beat(at, False), lost.with_poll(at, publishing=False)):
        assert judge(told, policy, at).state in (State.OFFLINE, State.ENDED)


def newest(evidence: Evidence) -> float:
    heard = [evidence.beats.last or 0.0, evidence.polls.on_at or 0.0, *evidence.polls.off_at]
    heard += [at for s in evidence.sessions.values() for at in (s.started_at, s.ended_at) if at]
    heard += [at for at in (evidence.hold_until, evidence.poll_lost_at) if at]
    return max(heard)


parts = st.one_of(
    *(
        st.tuples(kind, kind, kind)
        for kind in (
            st.builds(Beats, maybe, maybe),
            halves,
            st.builds(
                Polls,
                maybe,
                st.lists(moments, max_size=POLLS_KEPT, unique=True).map(sorted).map(tuple),
            ),
        )
    )
)


@given(parts)
def test_every_part_may_be_merged_in_any_order_and_twice(three):
    one, two, three = three
    assert one.merged(two) == two.merged(one)
    assert one.merged(two).merged(three) == one.merged(two.merged(three))
    assert one.merged(one) == one


def test_of_the_polls_the_newest_are_kept_in_whatever_order_they_come():
    asked = [float(at) for at in range(3 * POLLS_KEPT)]
    random.Random(1).shuffle(asked)
    evidence = polled(off=tuple(asked), of=FRESH)
    assert evidence.polls.off_at == tuple(sorted(asked)[-POLLS_KEPT:])


signals = st.lists(
    st.one_of(
        beats.map(lambda told: [("beat", *one) for one in told]),
        sessions.map(lambda told: [("session", *one) for one in told]),
        polls.map(lambda told: [("poll", *one) for one in told]),
    ),
    max_size=6,
).map(lambda lists: [one for several in lists for one in several])


def told(heard: list[tuple[object, ...]]) -> Evidence:
    evidence = FRESH
    for kind, one, two in heard:
        match kind:
            case "beat":
                evidence = evidence.with_beat(one, two)
            case "session":
                evidence = evidence.with_session(one, two)
            case "poll":
                evidence = evidence.with_poll(one, publishing=two)
    return evidence


@given(signals, st.randoms(use_true_random=False), policies, moments)
def test_signals_in_any_order_and_twice_give_the_same_evidence_and_verdict(
    heard, dice, policy, now
):
    shuffled = heard + dice.sample(heard, dice.randint(0, len(heard)))
    dice.shuffle(shuffled)
    assert told(shuffled) == told(heard)
    assert judge(told(shuffled), policy, now) == judge(told(heard), policy, now)


@pytest.mark.parametrize("policy", [BOTH, SEVERAL])
def test_the_cost_of_a_verdict_grows_with_the_sessions_and_no_faster(policy):
    """An encoder that comes and goes all day, with a refused one beside it."""

    def cost(count: int) -> float:
        evidence = FRESH
        sessions = {str(n): Session(n * 10.0, n * 10.0 + 9) for n in range(count)}
        sessions |= {f"{n}b": Session(n * 10.0 + 1, n * 10.0 + 2) for n in range(count)}
        evidence = replace(evidence, sessions=sessions)
        best = float("inf")
        for _ in range(5):
            begun = time.process_time()
            judge(evidence, policy, 50.0)
            best = min(best, time.process_time() - begun)
        return best

    assert cost(4000) < 40 * cost(400) + 0.01
