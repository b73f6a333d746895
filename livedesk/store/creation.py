"""What a new broadcast must not collide with: a repeated call, another's code, the limits."""

from __future__ import annotations

import secrets
import string

from sqlalchemy import Connection, delete, func, select

from livedesk.domain.errors import (
    Banned,
    CodeTaken,
    Forbidden,
    IdempotencyClash,
    RelayBusy,
    TooManyUnfinished,
    Unfinished,
)
from livedesk.domain.live_code import LiveCode
from livedesk.store.locks import EVERYTHING, lock_all, lock_host
from livedesk.store.rows import NewBroadcast
from livedesk.store.tables import broadcasts, codes, hosts, idempotency
from livedesk.store.upsert import upsert

KEY_LIFE_S = 24 * 3600  # of an Idempotency-Key


def made_before(connection: Connection, new: NewBroadcast, now: float) -> str | None:
    """The id of the broadcast that this very call has made already.

    Raises:
        IdempotencyClash: the key came with another body.
    """
    mine = (idempotency.c.host_id == new.host_id, idempotency.c.key == new.key)
    connection.execute(  # a key that has served its time may be used again
        delete(idempotency).where(*mine, idempotency.c.created_at < now - KEY_LIFE_S)
    )
    known = connection.execute(select(idempotency).where(*mine)).mappings().first()
    if known is None:
        return None
    if known["body_hash"] != new.body_hash:
        raise IdempotencyClash("This Idempotency-Key came with another body before: use a new key.")
    return str(known["broadcast_id"])


def take_code(
    connection: Connection,
    new: NewBroadcast,
    now: float,
    bizid: str,
    templates: tuple[str, ...],
    *,
    one_at_a_time: bool,
) -> LiveCode:
    """The code asked for, or a random one, reserved for its host.

    Raises:
        BadLiveCode, CodeTaken, Unfinished, RelayBusy.
    """
    letters = string.ascii_lowercase + string.digits
    random = "".join(secrets.choice(letters) for _ in range(6))
    code = LiveCode.make(bizid, new.suffix or f"{new.host_id}_{random}", templates)
    if one_at_a_time:
        lock_all(connection, EVERYTHING)
    # Reserved before it is looked at: who asks for it at the same moment waits here.
    connection.execute(
        upsert(codes)
        .values(folded=code.folded, code=str(code), host_id=new.host_id, created_at=now)
        .on_conflict_do_update(
            index_elements=["folded"],
            set_={"code": str(code), "host_id": new.host_id, "freed_at": None},
            where=codes.c.freed_at.is_not(None),
        )
    )
    this = codes.c.folded == code.folded
    if connection.execute(select(codes.c.host_id).where(this)).scalar() != new.host_id:
        raise CodeTaken(f'Another host has "{code}". Choose another suffix.')
    unfinished = select(broadcasts.c.id, broadcasts.c.code).where(broadcasts.c.over.is_(None))
    same = connection.execute(unfinished.where(broadcasts.c.folded == code.folded)).first()
    if same is not None:
        raise Unfinished(
            f"Your broadcast on {same.code} is not finished: resume it or end it.",
            broadcast_id=same.id,
        )
    if one_at_a_time and (other := connection.execute(unfinished).first()):
        raise RelayBusy(
            f"The local relay carries one broadcast at a time, now {other.code}: "
            "resume it or end it.",
            broadcast_id=other.id,
        )
    return code


def refuse_shut_out(connection: Connection, host_id: str) -> None:
    """Under the lock, because what is made after an admin's word would be ended by nobody.

    Raises:
        Forbidden, Banned: an admin has disabled or banned the host.
    """
    lock_host(connection, host_id)
    host = connection.execute(select(hosts).where(hosts.c.id == host_id)).mappings().one()
    if host["disabled"]:
        raise Forbidden(f'The host "{host_id}" is disabled.')
    if host["banned"]:
        raise Banned("An admin has banned this host: ask the admin to lift it.")


def refuse_too_many(connection: Connection, host_id: str, most: int) -> None:
    """
    Raises:
        TooManyUnfinished: the host has the most allowed already.
    """
    count = select(func.count()).where(broadcasts.c.host_id == host_id, broadcasts.c.over.is_(None))
    if (connection.execute(count).scalar() or 0) >= most:
        raise TooManyUnfinished(
            f"You have {most} unfinished broadcasts, the most allowed: end one of them."
        )
