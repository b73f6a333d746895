"""The clock of several computers that share a database: the database's, and nobody's own."""

from __future__ import annotations

import random

import pytest

from livedesk.server import clock as clocks
from livedesk.server.clock import SharedClock


class Computer:
    """One with a boot time and a wall clock, and a line to a database with a clock.

    Attributes:
        boot, wall, database: seconds by each of these clocks.
        takes_s: how long the database takes to answer.
        answers: whether it tells the time at all.
    """

    def __init__(self) -> None:
        self.boot, self.wall, self.database = 1000.0, 5e8, 1e9
        self.takes_s, self.answers = 0.0, True

    def pass_(self, seconds: float) -> None:
        self.boot += seconds
        self.wall += seconds
        self.database += seconds

    def ask(self) -> float | None:
        """The time is told half-way."""
        self.pass_(self.takes_s / 2)
        told = self.database
        self.pass_(self.takes_s / 2)
        return told if self.answers else None


@pytest.fixture
def computer(monkeypatch):
    computer = Computer()
    monkeypatch.setattr(clocks, "_since_boot", lambda: computer.boot)
    monkeypatch.setattr(clocks.time, "time", lambda: computer.wall)
    return computer


@pytest.fixture
def clock(computer):
    return SharedClock(computer.ask)


def test_it_tells_the_database_s_time_from_the_start_and_runs_evenly(computer, clock):
    assert clock() == 1e9
    assert clock.step() == 0.0
    computer.pass_(12.5)
    assert clock() == 1e9 + 12.5


def test_somebody_who_sets_this_computer_s_clock_changes_nothing(computer, clock):
    before = clock()
    computer.wall += 3600
    clock.measure()
    assert (clock(), clock.step()) == (before, 0.0)


def test_how_long_the_question_takes_is_reckoned_with(computer):
    computer.takes_s = 0.8
    clock = SharedClock(computer.ask)
    assert clock() == pytest.approx(computer.database, abs=1e-6)


@pytest.mark.parametrize("how", ["slow", "silent"])
def test_an_answer_that_tells_nothing_is_passed_over(computer, clock, how):
    if how == "slow":
        computer.takes_s = 1.5
    else:
        computer.answers = False
    before = clock()
    began = computer.boot
    computer.database += 40
    clock.measure()
    assert clock.step() == 0.0
    assert clock() == before + computer.boot - began


def test_a_small_difference_is_taken_over_at_once(computer, clock):
    computer.database += 0.4
    clock.measure()
    assert clock() == pytest.approx(computer.database)
    assert clock.step() == 0.0


def test_it_stands_still_rather_than_go_back(computer, clock):
    before = clock()
    computer.database -= 0.4
    clock.measure()
    assert clock() == before
    computer.pass_(0.3)
    assert clock() == before
    computer.pass_(0.3)
    assert clock() == pytest.approx(computer.database)
    assert clock() > before


@pytest.mark.parametrize("by", [300.0, -300.0, 1.0, -1.0])
def test_a_big_difference_is_a_step_that_counts_when_it_is_taken_over(computer, clock, by):
    before = clock()
    computer.database += by
    clock.measure()
    assert clock() == before  # whoever judges learns of it first
    assert clock.step() == pytest.approx(by)
    assert clock() == pytest.approx(computer.database)
    assert clock.step() == 0.0


def test_several_small_ones_backwards_are_a_step_when_they_are_a_big_one_together(computer, clock):
    before = clock()
    for _ in range(2):
        computer.database -= 0.9
        clock.measure()
        assert clock() >= before
    assert clock.step() < 0
    assert clock() == pytest.approx(computer.database)


def test_a_step_that_was_taken_back_before_anybody_asked_is_none(computer, clock):
    before = clock()
    computer.database += 100
    clock.measure()
    computer.database -= 100
    clock.measure()
    assert (clock.step(), clock()) == (0.0, before)


@pytest.mark.parametrize("seed", range(20))
def test_it_never_goes_back_but_by_a_step_and_never_stays_behind(computer, seed):
    dice = random.Random(seed)
    clock = SharedClock(computer.ask)
    told = clock()
    for _ in range(300):
        computer.pass_(dice.uniform(0, 2))
        computer.takes_s = dice.choice([0.0, 0.01, 0.3, 1.2])
        computer.wall += dice.choice([0, 0, 0, 500, -500])
        computer.database += dice.choice([0, 0, 0, 0.6, -0.6, 0.95, -0.95, 40, -40])
        if dice.random() < 0.7:
            clock.measure()
        if dice.random() < 0.7:
            told += min(0.0, clock.step())
        now = clock()
        assert now >= told - 1e-6
        told = now
    computer.pass_(2)
    computer.takes_s = 0.0
    clock.measure()
    clock.step()
    computer.pass_(2)
    assert clock() == pytest.approx(computer.database)


@pytest.mark.parametrize(("by", "said"), [(7.0, "7 s ahead of"), (-7.0, "7 s behind")])
def test_a_computer_whose_own_clock_is_wrong_says_so(computer, clock, by, said):
    computer.wall = computer.database
    clock.measure()
    assert clock.fault is None
    computer.wall += by
    clock.measure()
    assert said in clock.fault
