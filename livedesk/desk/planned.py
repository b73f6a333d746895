"""How long the next show is likely to be: as the last ones, or as the host made its code."""

from __future__ import annotations

import math

from livedesk.client.pre_air import PLANNED_S
from livedesk.desk.scene import Scene
from livedesk.domain.records import Record, to_epoch

LOOKED_BACK = 5  # shows: habits change
LEAST_S, STEP_S = 1800.0, 900.0


def planned_s(scene: Scene) -> float:
    """Seconds, in whole quarters of an hour.

    The longest of the last shows; before the first one four hours, or half of what the code was
    made for where that is less: who makes one for an hour plans no long evening.
    """
    past = [length for one in scene.mine if (length := _length_s(one)) > 0][:LOOKED_BACK]
    likely = max(past) if past else min(PLANNED_S, _made_for_s(scene.record) / 2)
    return max(LEAST_S, math.ceil(likely / STEP_S) * STEP_S)


def _length_s(record: Record) -> float:
    """Of a show that is over; 0 for another, and for one that never was on air."""
    if record.started_at is None or record.ended_at is None or record.rehearsal:
        return 0.0
    return to_epoch(record.ended_at) - to_epoch(record.started_at)


def _made_for_s(record: Record | None) -> float:
    if record is None or record.push is None:
        return math.inf
    return to_epoch(record.push.expires_at) - to_epoch(record.created_at)
