"""Putting off at once who is due but beats: where others judge too, that must be on the disk."""

from __future__ import annotations

from sqlalchemy import Connection, Float, bindparam, case, select, tuple_, update

from livedesk.domain.verdict import STEADY
from livedesk.store.tables import beats, broadcasts

_NOW = bindparam("now", type_=Float)
_SINCE = bindparam("heard_since", type_=Float)
_UNTIL = bindparam("allowance", type_=Float) + case(
    (beats.c.last > _SINCE, beats.c.last), else_=_SINCE
)
_FRESH = (
    select(broadcasts.c.id, _UNTIL.label("until"))
    .join(beats, beats.c.broadcast_id == broadcasts.c.id)
    .where(
        broadcasts.c.over.is_(None),
        broadcasts.c.look_again_at <= _NOW,
        tuple_(broadcasts.c.state, broadcasts.c.reason).in_(STEADY),
        beats.c.last == beats.c.last_willing,
        _UNTIL > _NOW,
    )
    .order_by(broadcasts.c.look_again_at, broadcasts.c.id)
    .limit(bindparam("most"))
    .with_for_update(key_share=True, skip_locked=True, of=broadcasts)
    .subquery()
)
_PUT_OFF = (
    update(broadcasts).where(broadcasts.c.id == _FRESH.c.id).values(look_again_at=_FRESH.c.until)
)


def put_off(
    connection: Connection, now: float, heard_since: float, allowance_s: float, most: int
) -> int:
    """See `Store.put_off`. What else may change who is steadily live is judged when it is written.

    Nobody is judged here, so a beat that comes meanwhile is not overlooked: beats go forward only.
    """
    given = {"now": now, "heard_since": heard_since, "allowance": allowance_s, "most": most}
    return connection.execute(_PUT_OFF, given).rowcount
