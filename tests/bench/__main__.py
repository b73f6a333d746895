"""LiveDesk on one core, beside the least that could do the same.

    .venv/bin/python -m tests.bench [--full] [--hosts N] [--only WORDS] [--out FOLDER]

The short form takes some minutes, and leaves out the parts that take long whatever the number on
air, where they are not named; `--full` has a million. Server and rival have one core, the load
comes from another. Every row is a ratio of what was measured in turn in the same run; absolute
figures are this machine's, and only a note. Needs wrk; one row wants redis-server and the package
redis.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.bench import rows
from tests.bench.cores import LOAD
from tests.bench.plot import draw
from tests.bench.row import Row


def main() -> int:
    """Measure, and tell; 1 where a goal was missed."""
    asked = argparse.ArgumentParser(prog="tests.bench", description=__doc__)
    asked.add_argument("--full", action="store_true", help="a million")
    asked.add_argument("--hosts", type=int, default=0, help="on air")
    asked.add_argument("--only", default="", help="rows whose name has one of these words")
    asked.add_argument("--rounds", type=int, help="of each row: 3, in the short form 1")
    asked.add_argument("--seconds", type=float, help="of each measurement: 3, in the short form 2")
    asked.add_argument("--out", type=Path, default=Path("bench-results"))
    asked.add_argument("--keep", type=Path, help="where filled data folders are kept")
    words = asked.parse_args()
    if shutil.which("wrk") is None:
        print("wrk is not installed: apt-get install wrk")
        return 2
    many = words.hosts or (1_000_000 if words.full else 50_000)
    os.sched_setaffinity(0, {int(LOAD)})  # what it asks by itself must not take the server's core
    began = time.time()
    with tempfile.TemporaryDirectory(prefix="livedesk-bench-") as folder:
        place = words.keep or Path(folder)
        place.mkdir(parents=True, exist_ok=True)
        rounds = words.rounds or (3 if words.full else 1)
        seconds = words.seconds or (3.0 if words.full else 2.0)
        bench = rows.Bench(place, Path(folder), many, rounds, seconds)
        found: list[Row] = []
        for row in bench.rows(words.only.split(), short=not words.full):
            print(row.line(), flush=True)
            found.append(row)
    words.out.mkdir(parents=True, exist_ok=True)
    told = {
        "machine": f"{os.cpu_count()} cores, {platform.machine()}, {platform.python_version()}",
        "date": time.strftime("%Y-%m-%d", time.gmtime(began)),
        "hosts": many,
        "took_s": round(time.time() - began),
        "rows": [row.told() for row in found],
    }
    (words.out / "bench.json").write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    draw(found, words.out / "bench.png", f"{many:,} on air, {told['date']}, {told['machine']}")
    print(f"\n{told['machine']}, {told['date']}, {told['took_s']} s; {words.out / 'bench.json'}")
    return 0 if all(row.good for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
