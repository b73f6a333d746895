"""Live codes and whose they are."""

from __future__ import annotations

from sqlalchemy import select, update

from livedesk.domain.errors import NotFound, Unfinished
from livedesk.store.database import Database
from livedesk.store.locks import lock_code
from livedesk.store.tables import broadcasts, codes


def free(database: Database, code: str, now: float) -> str:
    """Give up the reservation: the next host who asks gets the code. Gives the host it was for.

    Raises:
        NotFound: nobody has it.
        Unfinished: a broadcast on it is not over.
    """
    with database.writing() as connection:
        lock_code(connection, code.lower())
        known = select(codes).where(codes.c.folded == code.lower(), codes.c.freed_at.is_(None))
        row = connection.execute(known).mappings().first()
        if row is None:
            raise NotFound(f'Nobody has reserved the live code "{code[:80]}".')
        unfinished = select(broadcasts.c.id).where(
            broadcasts.c.folded == row["folded"], broadcasts.c.over.is_(None)
        )
        id = connection.execute(unfinished).scalar()
        if id is not None:
            raise Unfinished(
                f'The broadcast {id} of host "{row["host_id"]}" on {row["code"]} is not over: '
                "end or kick it first.",
                broadcast_id=id,
            )
        connection.execute(
            update(codes).where(codes.c.folded == row["folded"]).values(freed_at=now)
        )
        return str(row["host_id"])
