"""The row that says whether nodes add up: what a beat costs two processes that share PostgreSQL."""

from __future__ import annotations

import contextlib
import shutil
import socket
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.cores import Program, paced
from tests.bench.live_hosts import rows as rows_of_hosts
from tests.bench.row import Row

if TYPE_CHECKING:
    from tests.bench.rows import Bench

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
            single, double = costs_of_a_beat([one], [first, second])
    finally:
        cluster.remove()
    yield Row(
        "processor time a beat, two processes on PostgreSQL / one on SQLite",
        *(double / single, 1.3, False, f"{double * 1e6:.0f} us, {single * 1e6:.0f} us"),
    )


def costs_of_a_beat(*stages: Sequence[Program]) -> list[float]:
    """In seconds of all processes of a stage, while every host beats in time, now here, now there.

    All stages at the same time: what else this machine has to do slows each of them down.
    """
    with contextlib.ExitStack() as loads:
        ends = [
            loads.enter_context(
                paced(*(program.port, "beat", len(stage) * HOSTS, RATE), FIRST=str(n * HOSTS))
            )
            for stage in stages
            for n, program in enumerate(stage)
        ]
        time.sleep(3 * INTERVAL_S + 5)  # until everybody is known and in the usual round
        began = [_spent(stage) for stage in stages]
        time.sleep(MEASURED_S)
        spent = [_spent(stage) for stage in stages]
        for end in ends:
            if (load := end()).wrong:
                raise RuntimeError(f"{load.wrong} beats were refused")
    return [(now[0] - then[0]) / (now[1] - then[1]) for then, now in zip(began, spent, strict=True)]


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
