"""How long the live code is still good, and when that is worth a warning."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

from livedesk.desk.scene import Scene, Validity
from livedesk.domain.times import to_epoch

if TYPE_CHECKING:
    from livedesk.domain.records import Record

HOUR_S, DAY_S = 3600.0, 86400.0
WARNINGS_S = (600.0, HOUR_S, DAY_S)
"""Seconds before the end, the last first."""

WORTH = 1.5
"""A code lasts this much longer than a warning: one made for a day is not warned of at once."""


def watched(known: Validity | None, record: Record | None, now: float) -> Validity | None:
    """What is watched once the server has told of `record`."""
    if record is None or record.push is None or record.state == "ended":
        return None
    expires_at, mark = record.push.expires_at, record.push.fingerprint
    if known is None:
        return Validity(expires_at, to_epoch(record.created_at), key_mark=mark)
    if mark != known.key_mark:
        known = known._replace(key_mark=mark, past_mark=known.key_mark)
    if known.expires_at == expires_at:
        return known
    return known._replace(expires_at=expires_at, issued_at=now, hushed_s=math.inf)  # said anew


def warning_due(scene: Scene, now: float) -> float | None:
    """Which of WARNINGS_S is to be shown, 0 once the code has ended, or None.

    Each is said once: what was put away comes back only nearer to the end.
    """
    until, validity = scene.expires_at, scene.validity
    if until is None or validity is None or not scene.unfinished:
        return None
    left = until - now
    lasts = until - (validity.issued_at - scene.ahead_s)
    reached = [at for at in WARNINGS_S if left <= at and lasts > WORTH * at]
    due = 0.0 if left <= 0 else min(reached, default=None)
    return due if due is not None and due < validity.hushed_s else None


def is_short(scene: Scene, now: float) -> bool:
    """Whether a warning is due, put away or not."""
    if scene.validity is None:
        return False
    fresh = scene.validity._replace(hushed_s=math.inf)
    return warning_due(replace(scene, validity=fresh), now) is not None


def put_away(scene: Scene, now: float) -> Scene:
    """The warning that is shown was read."""
    due = warning_due(scene, now)
    if due is None or scene.validity is None:
        return scene
    return replace(scene, validity=scene.validity._replace(hushed_s=due))
