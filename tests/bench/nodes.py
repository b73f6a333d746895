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

HOSTS, RATE = 20_000, 4_000  # beats a second of all together
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
    # The kept folder is for another interval: everybody would be due at once.
    alone = bench.folder / "alone"
    shutil.copytree(bench.data(HOSTS), alone)
    with bench.server(alone, **ALIKE) as one:
        single = cost_of_a_beat([one])
    cluster = Cluster(_free_port()).make()
    try:
        cluster.make_template()
        url = cluster.new("livedesk_template")
        fill_postgres(url, HOSTS)
        with contextlib.ExitStack() as started:
            pair = [
                started.enter_context(
                    bench.server(
                        _empty(bench.folder / name), **ALIKE, LIVEDESK_SERVER__DATABASE=url
                    )
                )
                for name in ("first", "second")
            ]
            double = cost_of_a_beat(pair)
    finally:
        cluster.remove()
    yield Row(
        "processor time a beat, two processes on PostgreSQL / one on SQLite",
        *(double / single, 1.3, False, f"{double * 1e6:.0f} us, {single * 1e6:.0f} us"),
    )


def cost_of_a_beat(programs: Sequence[Program]) -> float:
    """In seconds of all these processes, while every host beats in time, now here and now there."""
    with contextlib.ExitStack() as loads:
        ends = [
            loads.enter_context(
                paced(
                    *(program.port, "beat", HOSTS, RATE / len(programs)),
                    FIRST=str(n * HOSTS // len(programs)),
                )
            )
            for n, program in enumerate(programs)
        ]
        time.sleep(3 * INTERVAL_S + 5)  # until everybody is known and in the usual round
        began = [program.cpu_s() for program in programs]
        beaten = [beats_of(program) for program in programs]
        time.sleep(MEASURED_S)
        used = sum(p.cpu_s() - b for p, b in zip(programs, began, strict=True))
        count = sum(beats_of(p) - b for p, b in zip(programs, beaten, strict=True))
        for end in ends:
            if (load := end()).wrong:
                raise RuntimeError(f"{load.wrong} beats were refused")
    return used / count


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
