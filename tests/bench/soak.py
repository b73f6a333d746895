"""Twenty minutes of everything: memory must be flat, and no thread and no file left open.

    .venv/bin/python -m tests.bench.soak [--minutes 20] [--out FILE]

Hosts come, beat and end, or die; encoders flap; viewers, listeners, readers and an admin come and
go. Prints memory, threads and open files of the server; 1 where they grow. Memory is judged from
ten minutes on: until then events are kept, and SQLite fills the page caches of its lines, 2 MB
each. How many those are is no sign: the pool opens them when they are first needed, and SQLite
keeps the file of a closed one for the next, while others are open (unixClose in its os_unix.c).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import re
import socket
import statistics
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

from tests.bench.crowd import SETTINGS, Crowd
from tests.server_process import ServerProcess

LOOK_EVERY_S = 5.0
FIRST_S, ALONE_S = 20.0, 45.0
QUIET_WITHIN_S = 120.0  # until threads and lines that nobody needs are given up
WARM_UP_S, JUDGED_FROM_S = 600.0, 900.0
GROWTH = 1.02  # of the second half's memory beside the first half's, after the warm-up
SPARE_BYTES = 1_000_000
SPARE = 2  # threads and files
DATABASE = "livedesk.db"
MOST_LINES = 15  # SQLAlchemy's pool: 5 that it keeps, 10 more at once


@dataclass(frozen=True)
class Look:
    """What the server has of the system at one time.

    Attributes:
        memory: in bytes.
        files: that are open, sockets too, but for the database's.
        lines: to the database.
    """

    at_s: float
    memory: int
    threads: int
    files: int
    lines: int

    def line(self) -> str:
        return (
            f"{self.at_s:7.0f} s {self.memory / 1e6:8.1f} MB {self.threads:4} threads"
            f" {self.files:5} files {self.lines:3} lines to the database"
        )


def main() -> int:
    """Soak, and tell; 1 where something grew or failed."""
    asked = argparse.ArgumentParser(prog="tests.bench.soak", description=__doc__)
    asked.add_argument("--minutes", type=float, default=20.0)
    asked.add_argument("--out", type=Path, help="where all looks are kept, as JSON")
    words = asked.parse_args()
    with tempfile.TemporaryDirectory(prefix="livedesk-soak-") as folder:
        server = ServerProcess(Path(folder) / "data", _free_port(), SETTINGS, within=60).start()
        try:
            looks, quiet, answers = asyncio.run(soaked(server, words.minutes * 60))
        finally:
            server.stop()
        log = server.log()
    if words.out is not None:
        words.out.write_text(json.dumps([asdict(look) for look in looks], indent=1) + "\n")
    print(", ".join(f"{name}: {count}" for name, count in sorted(answers.items())))
    faults = [*grown(looks, quiet), *failed(answers, log)]
    print("\n".join(faults) or "memory is flat, nothing is left open")
    return 1 if faults else 0


async def soaked(
    server: ServerProcess, seconds: float
) -> tuple[list[Look], tuple[Look, Look], Counter[str]]:
    """Every look; what was open before and when all have left; and what was answered.

    A first crowd leaves what stays open for good.
    """
    assert server.process is not None
    pid = server.process.pid
    crowd = Crowd(server.url, server.admin())
    await crowd.run(FIRST_S)
    await asyncio.sleep(ALONE_S)
    began = time.monotonic()
    before = look(pid, began)
    looks: list[Look] = []
    load = asyncio.create_task(crowd.run(seconds))
    while not load.done():
        await asyncio.wait({load}, timeout=LOOK_EVERY_S)
        looks.append(look(pid, began))
        if len(looks) % 6 == 1:
            print(looks[-1].line(), flush=True)
    load.result()
    after = look(pid, began)
    until = time.monotonic() + QUIET_WITHIN_S
    while left_open((before, after)) and time.monotonic() < until:
        await asyncio.sleep(LOOK_EVERY_S)
        after = look(pid, began)
    print("before:", before.line(), "\nafter: ", after.line())
    return looks, (before, after), crowd.answers


def look(pid: int, began: float) -> Look:
    status = Path(f"/proc/{pid}/status").read_text()
    memory, threads = (
        int(re.search(rf"{name}:\s+(\d+)", status).group(1))  # type: ignore[union-attr]
        for name in ("VmRSS", "Threads")
    )
    files = [_name(file) for file in Path(f"/proc/{pid}/fd").iterdir()]
    lines = files.count(DATABASE)
    others = sum(not name.startswith(DATABASE) for name in files)
    return Look(time.monotonic() - began, memory * 1024, threads, others, lines)


def _name(file: Path) -> str:
    """Of what is open there; empty: it was closed just now."""
    try:
        return file.readlink().name
    except FileNotFoundError:
        return ""


def grown(looks: list[Look], quiet: tuple[Look, Look]) -> list[str]:
    """What grew, in words; nothing is well."""
    faults = left_open(quiet)
    judged = [one for one in looks if one.at_s > WARM_UP_S]
    if looks[-1].at_s < JUDGED_FROM_S:
        print("too short a time to judge memory by")
        return faults
    half = len(judged) // 2
    early, late = (
        statistics.median(one.memory for one in part) for part in (judged[:half], judged[half:])
    )
    if late > early * GROWTH + SPARE_BYTES:
        faults.append(f"memory grew from {early / 1e6:.1f} to {late / 1e6:.1f} MB")
    return faults


def left_open(quiet: tuple[Look, Look]) -> list[str]:
    before, after = quiet
    faults = [
        f"{name}: {had} before, {has} when all have left"
        for name, had, has in (
            ("threads", before.threads, after.threads),
            ("open files", before.files, after.files),
        )
        if has > had + SPARE
    ]
    if after.lines > MOST_LINES:
        faults.append(f"{after.lines} lines to the database when all have left")
    return faults


def failed(answers: Counter[str], log: str) -> list[str]:
    """Bugs, and calls that nobody was answered well."""
    faults = [f"{name}: {count}" for name, count in answers.items() if name.endswith(" 500")]
    faults += [line for line in log.splitlines() if "Traceback" in line or "restarted" in line]
    names = {name.split()[0] for name in answers}
    good = {name.split()[0] for name in answers if name.split()[1].startswith("2")}
    return faults + [f"{name} was never answered well" for name in sorted(names - good)]


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
