from __future__ import annotations

from livedesk.client.pace import Pace


def shown(pace: Pace, pictures: list[tuple[float, float]]) -> list[float]:
    """The stream's times of the pictures that are shown; each is (stream's time, ours)."""
    now, kept = 0.0, []
    for at, comes_at in pictures:
        now = max(now, comes_at)
        now += pace.wait_s(at, now)
        if pace.shows(now):
            kept.append(at)
    return kept


def test_pictures_that_come_one_by_one_are_all_shown():
    pictures = [(i / 25, 10 + i / 25) for i in range(100)]
    assert len(shown(Pace(spread=False), pictures)) == 100


def test_a_little_unrest_in_their_coming_costs_none():
    pictures = [(i / 25, 10 + i / 25 + (0.015 if i % 2 else 0)) for i in range(100)]
    assert len(shown(Pace(spread=False), pictures)) == 100


def test_of_sixty_pictures_a_second_twenty_five_are_shown():
    pictures = [(i / 60, 10 + i / 60) for i in range(600)]
    assert 230 <= len(shown(Pace(spread=False), pictures)) <= 252


def test_a_heap_is_not_poured_over_the_window():
    assert len(shown(Pace(spread=False), [(i / 25, 10.0) for i in range(100)])) <= 3


def test_a_heap_of_a_segment_is_spread_over_its_time():
    pictures = [(i / 25, 10 + i // 50 * 2) for i in range(200)]
    assert len(shown(Pace(spread=True), pictures)) >= 198


def test_after_a_late_segment_the_rhythm_is_found_again():
    late = [(i / 25, 10 + i // 50 * 2 + (3 if i >= 50 else 0)) for i in range(400)]
    kept = shown(Pace(spread=True), late)
    assert len([at for at in kept if at >= 6]) >= 240  # smooth again: 10 s of 25 pictures


def test_a_jump_of_the_streams_clock_does_not_stop_the_picture():
    pace = Pace(spread=True)
    assert pace.wait_s(1.0, 10.0) == 0.0
    assert pace.wait_s(90_000.0, 10.1) == 0.0
    assert pace.wait_s(None, 10.2) == 0.0
