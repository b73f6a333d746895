"""The row that says whether nodes add up: what a beat costs two processes that share PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.cores import Program, paced
from tests.bench.live_hosts import rows as rows_of_hosts
from tests.bench.row import Row

if TYPE_CHECKING:
    from tests.bench.rows import Bench
    from tests.postgres import Cluster

HOSTS, RATE = 10_000, 2_000  # of each process, and beats a second
INTERVAL_S = HOSTS / RATE  # so each host's is written, and judged again, as often as in real life
MEASURED_S = 4 * (3 * INTERVAL_S + 5)  # allowances
ALIKE = {
    "LIVEDESK_POLICY__HEARTBEAT_INTERVAL_S": str(INTERVAL_S),
    "LIVEDESK_MEDIA__PUSH_KEY": "a-key-that-both-have",
    "LIVEDESK_MEDIA__CALLBACK_SECRET": '["the-same-on-both"]',
}


def rows(bench: Bench) -> Iterator[Row]:
    """Where PostgreSQL is not installed, none."""
    try:
        from tests.postgres import Cluster, programs

        programs()
    except (ImportError, AssertionError):
        return
    alone = bench.folder / "alone"
    shutil.copytree(bench.data(HOSTS), alone)
    cluster = Cluster(_free_port()).make()
    try:
        cluster.make_template()
        url = cluster.new("livedesk_template")
        fill_postgres(url, 2 * HOSTS)  # nodes add up: two have twice as many
        with contextlib.ExitStack() as started:
            one, first, second = (
                started.enter_context(bench.server(folder, watched=False, **ALIKE, **env))
                for folder, env in (
                    (alone, {}),
                    (_empty(bench.folder / "first"), {"LIVEDESK_SERVER__DATABASE": url}),
                    (_empty(bench.folder / "second"), {"LIVEDESK_SERVER__DATABASE": url}),
                )
            )
            single, double, (its_own, log) = costs_of_a_beat(
                [one], [first, second], database=lambda: _spent_by(cluster)
            )
    finally:
        cluster.remove()
    yield Row(
        "processor time a beat, two processes on PostgreSQL / one on SQLite",
        *(double / single, 1.3, False),
        f"{double * 1e6:.0f} us, {single * 1e6:.0f} us; PostgreSQL's own {its_own * 1e6:.0f} us,"
        f" and {log:.0f} bytes of its log",
    )


def costs_of_a_beat(
    alone: Sequence[Program],
    shared: Sequence[Program],
    database: Callable[[], tuple[float, float]],
) -> tuple[float, float, tuple[float, float]]:
    """In seconds of all processes of a stage, while every host beats in time, now here, now there.

    Both stages at the same time: what else this machine has to do slows each of them down.

    Args:
        database: what that of `shared` has spent until now; of it, too, the part of each beat.
    """
    stages = (alone, shared)
    with contextlib.ExitStack() as loads:
        ends = [
            loads.enter_context(
                paced(*(program.port, "beat", len(stage) * HOSTS, RATE), FIRST=str(n * HOSTS))
            )
            for stage in stages
            for n, program in enumerate(stage)
        ]
        time.sleep(3 * INTERVAL_S + 5)  # until everybody is known and in the usual round
        began, base = [_spent(stage) for stage in stages], database()
        time.sleep(MEASURED_S)
        spent, grown = [_spent(stage) for stage in stages], database()
        for end in ends:
            if (load := end()).wrong:
                raise RuntimeError(f"{load.wrong} beats were refused")
    single, double = (
        (now[0] - then[0]) / (now[1] - then[1]) for then, now in zip(began, spent, strict=True)
    )
    beats = spent[1][1] - began[1][1]
    return single, double, ((grown[0] - base[0]) / beats, (grown[1] - base[1]) / beats)


def _spent_by(cluster: Cluster) -> tuple[float, float]:
    """Processor time of all of PostgreSQL, and bytes of its write-ahead log."""
    pid = int((cluster.folder / "data" / "postmaster.pid").read_text().split()[0])
    ticks = sum(_ticks(stat, pid) for stat in Path("/proc").glob("[0-9]*/stat"))
    ((log,),) = cluster.execute("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')")
    return ticks / os.sysconf("SC_CLK_TCK"), float(str(log))


def _ticks(stat: Path, postmaster: int) -> int:
    """Of one of its processes, and of those that it has waited for; of others none."""
    try:
        told = stat.read_text()
    except OSError:  # it is gone
        return 0
    fields = told.rpartition(")")[2].split()
    own, parent = int(stat.parent.name), int(fields[1])
    return sum(map(int, fields[11:15])) if postmaster in (own, parent) else 0


def _spent(stage: Sequence[Program]) -> tuple[float, float]:
    """Processor time and beats of all of them."""
    return sum(p.cpu_s() for p in stage), sum(beats_of(p) for p in stage)


def beats_of(program: Program) -> float:
    """How many it has counted."""
    for line in program.get("/metrics").decode().splitlines():
        if line.startswith("livedesk_heartbeats_total{") and 'result="counted"' in line:
            return float(line.split()[1])
    raise RuntimeError("the server does not count beats")


def fill_postgres(url: str, count: int) -> None:
    """As `live_hosts.fill`, but for the search index, which is SQLite's."""
    import psycopg

    with psycopg.connect(url, autocommit=False) as connection:
        for table, made in rows_of_hosts(range(count), time.time()).items():
            some = list(made)
            copy = f"COPY {table} ({', '.join(some[0])}) FROM STDIN"
            with connection.cursor().copy(copy.encode()) as sink:
                for row in some:
                    sink.write_row(tuple(row.values()))
        connection.execute("UPDATE counters SET value = %s WHERE name = 'change'", (count,))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("ANALYZE")


def _empty(folder: Path) -> Path:
    folder.mkdir()
    return folder


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
