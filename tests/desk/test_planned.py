"""How long a show is likely to be, which the check before going on air measures by."""

from __future__ import annotations

from dataclasses import replace

import pytest

from livedesk.desk.planned import planned_s
from livedesk.desk.scene import Scene
from livedesk.domain.records import Record, to_text
from tests.desk.pretend import NOW, a_record

HOUR = 3600.0


def past(hours: float, **changes: object) -> Record:
    started, ended = to_text(NOW - hours * HOUR), to_text(NOW)
    whole = {"started_at": started, "ended_at": ended, **changes}
    return replace(a_record("ended"), **whole)


def made_for(hours: float) -> Scene:
    record = replace(a_record(), created_at=to_text(NOW))
    assert record.push is not None
    push = replace(record.push, expires_at=to_text(NOW + hours * HOUR))
    return Scene(record=replace(record, push=push))


@pytest.mark.parametrize(("hours", "planned"), [(24, 4), (168, 4), (4, 2), (1, 0.5), (0.1, 0.5)])
def test_before_the_first_show_the_code_tells(hours: float, planned: float) -> None:
    assert planned_s(made_for(hours)) == planned * HOUR


def test_the_longest_of_the_last_five_shows_tells() -> None:
    shows = (*(past(one) for one in (1.0, 2.6, 0.5, 1.0, 1.0)), past(9.0))
    assert planned_s(replace(made_for(24), mine=shows)) == 2.75 * HOUR


def test_what_was_no_show_tells_nothing() -> None:
    none = (past(9.0, rehearsal=True), past(9.0, started_at=None), a_record("live"))
    assert planned_s(replace(made_for(24), mine=none)) == 4 * HOUR
