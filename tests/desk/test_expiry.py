"""When a live code's end is worth a word, and how often it is said."""

from __future__ import annotations

from dataclasses import replace

import pytest

from livedesk.desk.expiry import is_short, put_away, warning_due, watched
from livedesk.desk.scene import Scene
from livedesk.domain.records import Record, to_text
from tests.desk.pretend import NOW, a_record

HOUR, DAY, WEEK = 3600.0, 86400.0, 7 * 86400.0


def made_for(seconds: float, state: str = "ready") -> Record:
    push = a_record().push
    assert push is not None
    until = replace(push, expires_at=to_text(NOW + seconds))
    return a_record(state, created_at=to_text(NOW), push=until)


def scene_of(record: Record) -> Scene:
    return Scene(record=record, validity=watched(None, record, NOW))


@pytest.mark.parametrize(
    ("seconds", "left", "due"),
    [
        (HOUR, HOUR - 1, None),
        (HOUR, 601, None),
        (HOUR, 600, 600.0),
        (6 * HOUR, HOUR, HOUR),
        (DAY, DAY - 1, None),
        (DAY, HOUR + 1, None),
        (DAY, 58 * 60, HOUR),
        (WEEK, DAY, DAY),
        (WEEK, 300, 600.0),
        (WEEK, 0, 0.0),
        (WEEK, -50, 0.0),
    ],
)
def test_a_code_warns_a_day_an_hour_and_ten_minutes_before_its_end_if_it_lasts_that_long(
    seconds: float, left: float, due: float | None
) -> None:
    assert warning_due(scene_of(made_for(seconds)), NOW + seconds - left) == due


def test_what_was_put_away_comes_back_only_nearer_to_the_end() -> None:
    scene = scene_of(made_for(WEEK))
    at = NOW + WEEK - DAY
    scene = put_away(scene, at)
    assert warning_due(scene, at) is None
    assert warning_due(scene, at + DAY - HOUR - 1) is None
    assert is_short(scene, at)
    assert warning_due(scene, at + DAY - HOUR) == HOUR


def test_the_same_code_read_again_is_not_warned_of_again() -> None:
    scene = put_away(scene_of(made_for(DAY)), NOW + DAY - HOUR)
    assert watched(scene.validity, scene.record, NOW + DAY) == scene.validity


def test_a_renewed_code_is_warned_of_anew_but_not_at_once() -> None:
    scene = put_away(scene_of(made_for(DAY, "live")), NOW + DAY - 600)
    now = NOW + DAY - 500
    record = made_for(DAY - 500 + HOUR, "live")
    renewed = replace(scene, record=record, validity=watched(scene.validity, record, now))
    assert warning_due(renewed, now) is None
    assert warning_due(renewed, now + HOUR - 600) == 600.0


def test_what_is_over_is_not_warned_of() -> None:
    ended = replace(made_for(HOUR), state="ended")
    assert watched(None, ended, NOW) is None
    assert warning_due(scene_of(ended), NOW + HOUR) is None


def test_a_server_whose_clock_is_ahead_ends_the_code_by_its_own_clock() -> None:
    scene = replace(scene_of(made_for(DAY)), ahead_s=600.0)
    assert warning_due(scene, NOW + DAY - 600 - HOUR) == HOUR
    assert warning_due(scene, NOW + DAY - 601 - HOUR) is None
