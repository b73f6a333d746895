from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.client.beat import Beaten, Beater, BeatSchedule, Missed, Over, Taken
from livedesk.domain.records import PolicyRecord
from tests.wire import a_policy, client_of, counted, problem

START = 1_800_000_000.0
JITTERS = st.floats(0.0, 1.0)


class Clock:
    """A wall clock that tests turn."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> float:
        return self.now


def a_schedule() -> BeatSchedule:
    return BeatSchedule.starting(a_policy(), START)


def test_the_first_beat_is_due_at_once():
    assert a_schedule().is_due(START)


def test_the_next_beat_is_due_an_interval_after_the_last_was_sent():
    schedule = a_schedule().answered(START)
    assert not schedule.is_due(START + 59.9)
    assert schedule.is_due(START + 60.0)


def test_the_host_leaves_the_list_three_intervals_and_the_slack_after_the_last_answer():
    assert a_schedule().off_list_at is None
    schedule = a_schedule().answered(START).failed(START + 60, 0.5).failed(START + 70, 0.5)
    assert schedule.off_list_at == START + 185.0
    assert (schedule.failures, schedule.failing_since) == (2, START + 60)


def test_a_beat_is_tried_again_after_2_4_8_15_and_15_seconds():
    schedule, waits = a_schedule(), []
    for _ in range(6):
        schedule = schedule.failed(START, jitter=1.0)
        waits.append(schedule.due_at - START)
    assert waits == [2.0, 4.0, 8.0, 15.0, 15.0, 15.0]


def test_an_answer_ends_the_back_off():
    schedule = a_schedule().failed(START, 1.0).failed(START, 1.0).answered(START + 6)
    assert (schedule.failures, schedule.failing_since) == (0, None)
    assert schedule.failed(START + 66, jitter=1.0).due_at == START + 68


def test_the_server_says_when_to_come_back():
    assert a_schedule().failed(START, 0.0, retry_after_s=1.0).due_at == START + 1.0
    assert a_schedule().failed(START, 0.0, retry_after_s=9e9).due_at == START + 15.0


def test_a_server_that_says_at_once_is_not_asked_without_a_pause():
    assert a_schedule().failed(START, 0.0, retry_after_s=0.0).due_at >= START + 0.5


def test_a_computer_that_slept_beats_at_once():
    schedule = a_schedule().answered(START).look(START + 5)
    assert not schedule.look(START + 25).is_due(START + 25)
    assert schedule.look(START + 26).is_due(START + 26)


def test_a_clock_that_is_set_back_beats_at_once_and_keeps_the_distance_to_the_last_answer():
    schedule = a_schedule().answered(START).look(START + 30).look(START - 3600)
    assert schedule.is_due(START - 3600)
    assert schedule.last_answer_at == START - 3630
    assert schedule.off_list_at == START - 3630 + 185


def test_a_clock_that_is_slewed_does_not_beat_early():
    schedule = a_schedule().answered(START).look(START + 10).look(START + 9.5)
    assert not schedule.is_due(START + 59.4)
    assert schedule.is_due(START + 59.5)


@given(
    steps=st.lists(st.floats(-1e6, 1e6), max_size=30),
    answers=st.lists(st.booleans(), min_size=31, max_size=31),
    jitter=JITTERS,
)
def test_whatever_the_clock_does_the_next_beat_is_at_most_an_interval_away(
    steps: list[float], answers: list[bool], jitter: float
):
    now, schedule = START, a_schedule()
    for step, answered in zip([0.0, *steps], answers, strict=False):
        now += step
        schedule = schedule.look(now)
        if schedule.is_due(now):
            schedule = schedule.answered(now) if answered else schedule.failed(now, jitter)
        assert now <= schedule.due_at <= now + 60.0 + 1e-3


@given(interval_s=st.floats(0.05, 600), failures=st.integers(1, 20), jitter=JITTERS)
def test_retries_stay_inside_the_interval_and_are_spread(
    interval_s: float, failures: int, jitter: float
):
    schedule = BeatSchedule.starting(a_policy(heartbeat_interval_s=interval_s), 0.0)
    for _ in range(failures):
        schedule = schedule.failed(0.0, jitter)
    assert 0.0 < schedule.due_at <= min(15.0, interval_s / 4)


@given(steps=st.lists(st.floats(0.0, 300.0), min_size=1, max_size=30), jitter=JITTERS)
def test_the_time_off_the_list_moves_only_with_answers(steps: list[float], jitter: float):
    now = START
    schedule = a_schedule().answered(now)
    for step in steps:
        now += step
        schedule = schedule.look(now).failed(now, jitter)
    assert schedule.off_list_at == START + 185.0
    assert schedule.failing_since == START + steps[0]


def a_beater(
    *answers: httpx.Response,
    clock: Clock,
    policy: PolicyRecord | None = None,
    take_over: bool = False,
) -> tuple[Beater, list[httpx.Request]]:
    """Beats get these answers in turn; the last one repeats."""
    requests: list[httpx.Request] = []
    left = list(answers)

    def answer(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return left.pop(0) if len(left) > 1 else left[0]

    beater = Beater(
        client_of(answer),
        "b1",
        "console-1",
        policy or a_policy(),
        clock,
        jitter=lambda: 1.0,
        take_over=take_over,
    )
    return beater, requests


def test_a_beater_beats_when_it_is_time_and_not_before():
    clock = Clock()
    beater, requests = a_beater(counted(), clock=clock)
    outcome = beater.look()
    assert isinstance(outcome, Beaten)
    assert (outcome.at, outcome.answer.state) == (START, "live")
    for _ in range(11):
        clock.now += 5
        assert beater.look() is None
    clock.now += 5
    assert isinstance(beater.look(), Beaten)
    assert len(requests) == 2


@pytest.mark.parametrize(
    "answer",
    [
        problem(503, "store_unavailable"),
        problem(401, "wrong_token"),
        problem(429, "too_many_requests"),
        httpx.Response(200, text="<html>"),
    ],
)
def test_a_beat_that_does_not_count_is_missed_and_tried_again(answer: httpx.Response):
    clock = Clock()
    beater, _ = a_beater(answer, answer, counted(), clock=clock)
    first = beater.look()
    assert isinstance(first, Missed)
    assert first.in_a_row == 1
    assert beater.look() is None
    clock.now += 2
    second = beater.look()
    assert isinstance(second, Missed)
    assert second.in_a_row == 2
    clock.now += 4
    assert isinstance(beater.look(), Beaten)


@pytest.mark.parametrize(
    "answer", [problem(409, "ended", reason="kicked"), problem(404, "not_found")]
)
def test_a_broadcast_that_is_over_says_so(answer: httpx.Response):
    beater, _ = a_beater(answer, clock=Clock())
    assert isinstance(beater.look(), Over)


def test_a_broadcast_that_another_console_has_taken_says_so():
    beater, _ = a_beater(problem(409, "other_console"), clock=Clock())
    assert isinstance(beater.look(), Taken)


def test_a_beater_takes_over_until_it_is_answered_and_not_again():
    clock = Clock()
    beater, requests = a_beater(problem(503, "unavailable"), counted(), clock=clock, take_over=True)
    for _ in range(3):
        beater.look()
        clock.now += 60
    took_over = [b'"take_over":true' in request.content for request in requests]
    assert took_over == [True, True, False]


def test_a_person_need_not_wait():
    clock = Clock()
    beater, requests = a_beater(problem(503, "unavailable"), counted(), clock=clock)
    beater.look()
    beater.retry_now()
    assert isinstance(beater.look(), Beaten)
    assert len(requests) == 2


def test_another_server_is_beaten_at_once_and_the_last_answer_is_kept():
    clock = Clock()
    beater, _ = a_beater(counted(), clock=clock)
    beater.look()
    clock.now += 10
    beater.use(client_of(lambda request: problem(503, "unavailable")), a_policy(slack_s=6.0))
    assert isinstance(beater.look(), Missed)
    assert beater.schedule.off_list_at == START + 186.0
