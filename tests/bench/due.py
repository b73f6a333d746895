"""The row of the sweep when many are due at the same moment."""

from __future__ import annotations

import contextlib
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.cores import wrk
from tests.bench.row import Row

if TYPE_CHECKING:
    from tests.bench.rows import Bench

COUNT = 10_000  # at most one of fifty who are on air
LATER = 1e10  # nobody waits so long
SOON_S = 3.0  # after the load has begun
WITHIN_S = 60.0


def rows(bench: Bench) -> Iterator[Row]:
    """Codes that were never used expire all at once, while heartbeats come."""
    data = bench.data(bench.many)
    count = max(1, min(COUNT, bench.many // 50))
    expire(data, count, LATER)
    with bench.warm(bench.many) as ours, bench.rival("nothing") as nothing:
        ours.stall()
        expire(data, count, time.time() + SOON_S)
        began, longest, turns = time.monotonic(), 0.0, 0
        while left(data) and time.monotonic() - began < WITHIN_S:
            wrk(ours.port, "beat", bench.many, bench.seconds)
            longest, turns = max(longest, ours.stall()), turns + 1
        took = time.monotonic() - began
        if left(data):
            raise RuntimeError(f"{left(data)} of {count} were not looked at within {took:.0f} s")
        nothing.stall()
        for _ in range(turns):  # the longest of as many seconds
            wrk(nothing.port, "beat", bench.many, bench.seconds)
        its = nothing.stall()
    yield Row(
        f"longest stall while {count:,} are due at once / the function's own",
        *(longest / its, 3.0, False, f"{longest:.4f} s, {its:.4f} s; all within {took:.0f} s"),
    )


def expire(data: Path, count: int, at: float) -> None:
    """So many broadcasts wait for their encoders, until then; they are made where they are not."""
    with contextlib.closing(sqlite3.connect(data / "livedesk.db", timeout=30)) as connection:
        connection.execute(
            "INSERT OR IGNORE INTO codes (folded, code, host_id, created_at)"
            " SELECT folded || '_w', code || '_w', host_id, created_at FROM codes"
            " WHERE folded NOT LIKE '%!_w' ESCAPE '!' ORDER BY folded LIMIT ?",
            (count,),
        )
        connection.execute(
            "INSERT OR IGNORE INTO broadcasts (id, code, folded, host_id, title, rehearsal,"
            " created_at, expires_at, push_nonce, state, reason, likes, viewers, peak_viewers,"
            " change)"
            " SELECT 'w' || substr(id, 2), code || '_w', folded || '_w', host_id, title, 0,"
            " created_at, ?, push_nonce, 'ready', 'waiting', 0, 0, 0, change FROM broadcasts"
            " WHERE id < 'w' ORDER BY id LIMIT ?",
            (LATER, count),
        )
        connection.execute(
            "UPDATE broadcasts SET state = 'ready', reason = 'waiting', over = NULL,"
            " ended_at = NULL, expires_at = ?, look_again_at = ? WHERE id >= 'w'",
            (at, at),
        )
        connection.commit()


def left(data: Path) -> int:
    """How many of them are not over yet."""
    with contextlib.closing(sqlite3.connect(data / "livedesk.db", timeout=30)) as connection:
        asked = "SELECT count(*) FROM broadcasts WHERE id >= 'w' AND over IS NULL"
        return int(connection.execute(asked).fetchone()[0])
