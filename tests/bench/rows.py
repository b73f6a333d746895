"""The rows: what is measured, beside what, and the goal of each."""

from __future__ import annotations

import contextlib
import http.client
import importlib.util
import json
import shutil
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from livedesk.server.lines import listeners
from tests.bench import costs, due, killed, nodes, writes
from tests.bench.cores import LOAD, Program, serving, wrk
from tests.bench.live_hosts import INTERVAL_S, fill, token
from tests.bench.row import Row

SMALL = 1000
TENCENT = {
    "LIVEDESK_MEDIA__KIND": "tencent",
    "LIVEDESK_MEDIA__PUSH_DOMAIN": "push.example.com",
    "LIVEDESK_MEDIA__PLAY_DOMAIN": "play.example.com",
    "LIVEDESK_MEDIA__BIZID": "8888",
    "LIVEDESK_MEDIA__CALLBACKS": "false",
}
# One core of a small machine does not hear a million a minute; as many as it can hear.
PATIENCE = {"LIVEDESK_POLICY__HEARTBEAT_INTERVAL_S": str(INTERVAL_S)}
PAGE = 20  # items a page where the 1,000th is asked for
LONG = ("killed", "nodes", "rivals")  # left out of the short form, unless they are named


class Bench:
    """Measures every row with `many` broadcasts on air.

    Attributes:
        folder: for what is over with the run; data folders are kept in `keep`.
        many, rounds, seconds: broadcasts; measurements of each row; and how long one takes.
    """

    def __init__(self, keep: Path, folder: Path, many: int, rounds: int, seconds: float) -> None:
        self.keep, self.folder = keep, folder
        self.many, self.rounds, self.seconds = many, rounds, seconds

    def rows(self, only: list[str], *, short: bool = False) -> Iterator[Row]:
        """All, or those of the parts that are named; `short`: not what is in LONG otherwise."""
        parts: dict[str, Callable[[], Iterator[Row]]] = {
            "start": self._start,
            "beats": self._beats,
            "pulse": self._pulse,
            "due": partial(due.rows, self),
            "list": self._list,
            "search": self._search,
            "writes": partial(writes.rows, self),
            "killed": partial(killed.rows, self),
            "nodes": partial(nodes.rows, self),
            "costs": partial(costs.rows, self),
            "rivals": self._rivals,
            "viewers": self._viewers,
            "watchers": self._watchers,
        }
        for name, part in parts.items():
            if name in only or not (only or (short and name in LONG)):
                yield from part()

    def _start(self) -> Iterator[Row]:
        empty = self.folder / "empty"
        empty.mkdir()
        took: list[tuple[float, float]] = []
        for _ in range(self.rounds):
            with self.server(self.data(self.many)) as ours:
                answered = ours.started_in_s
            shutil.rmtree(empty)
            empty.mkdir()
            with self.server(empty) as other:
                took.append((answered, other.started_in_s))
        ours_s, other_s = (statistics.median(side) for side in zip(*took, strict=True))
        yield Row(
            f"start until it answers, {self.many:,} on disk / empty folder",
            *(ours_s / other_s, 2.0, False, f"{ours_s:.2f} s, {other_s:.2f} s"),
        )

    def _beats(self) -> Iterator[Row]:
        with self.warm(self.many) as ours, self.rival("nothing") as nothing:
            rates, stalls = self.beside(ours, nothing, "beat")
            yield Row(
                f"heartbeats a second, {self.many:,} on air / an ASGI function that does nothing",
                *(rates[0] / rates[1], 0.75, True, f"{rates[0]:,.0f}/s, {rates[1]:,.0f}/s"),
            )
            yield Row(
                "longest stall of the event loop meanwhile / the function's own",
                *(stalls[0] / stalls[1], 3.0, False, f"{stalls[0]:.4f} s, {stalls[1]:.4f} s"),
            )
        with self.server(self.data(SMALL)) as few:
            time.sleep(5)
            before = few.memory()
        with self.warm(self.many) as ours:
            yield Row(
                "memory a broadcast on air, in KB",
                *((ours.memory() - before) / self.many / 1024, 1.0, False, ""),
            )

    def _pulse(self) -> Iterator[Row]:
        """What is done each second although nobody is due: who was, at the start, is put off."""
        busy: list[list[float]] = [[], []]
        with self.warm(self.many, watched=False) as ours, self.warm(SMALL, watched=False) as few:
            for program in (ours, few):
                settle(program)
            for _ in range(self.rounds):
                for side, program in zip(busy, (ours, few), strict=True):
                    began = program.cpu_s()
                    time.sleep(10)
                    side.append((program.cpu_s() - began) / 10)
        most, least = (statistics.median(side) for side in busy)
        yield Row(
            f"the sweep with nothing due, processor time, {self.many:,} on air / {SMALL:,}",
            *(most / least, 1.5, False, f"{most:.2%}, {least:.2%} of a core"),
        )

    def _list(self) -> Iterator[Row]:
        with self.warm(self.many) as ours:
            page = self.folder / "page"
            page.write_bytes(ours.get("/v1/broadcasts"))
            with self.rival("bytes", str(page)) as same:
                rates, _ = self.beside(ours, same, "list")
                yield Row(
                    f"first page of {self.many:,} / an ASGI function with the same bytes",
                    *(rates[0] / rates[1], 0.75, True, f"{rates[0]:,.0f}/s, {rates[1]:,.0f}/s"),
                )
                with changing(ours):
                    rates, _ = self.beside(ours, same, "list")
                yield Row(
                    "the same with a change of the list every 10 ms",
                    *(rates[0] / rates[1], 0.6, True, f"{rates[0]:,.0f}/s, {rates[1]:,.0f}/s"),
                )

    def _search(self) -> Iterator[Row]:
        few_hosts = min(10_000, self.many)
        with self.warm(self.many) as ours, self.warm(few_hosts) as few:
            for program in (ours, few):
                program.get("/v1/broadcasts?q=guitar")
            found = [[], []]
            for _ in range(self.rounds):
                for side, program in zip(found, (ours, few), strict=True):
                    side.append(wrk(program.port, "search", self.many, self.seconds, lines=1).p99_s)
            p99 = [statistics.median(side) for side in found]
            yield Row(
                f"a search, p99, among {self.many:,} / {few_hosts:,}",
                *(p99[0] / p99[1], 2.0, False, f"{p99[0] * 1e3:.1f} ms, {p99[1] * 1e3:.1f} ms"),
            )
            cursors = [thousandth(program, few_hosts) for program in (ours, few)]
            found = [[], []]
            for _ in range(self.rounds):
                for side, program, cursor in zip(found, (ours, few), cursors, strict=True):
                    query = f"?limit={PAGE}&cursor={cursor}"
                    side.append(
                        wrk(program.port, "list", 1, self.seconds, lines=1, QUERY=query).p99_s
                    )
            p99 = [statistics.median(side) for side in found]
            yield Row(
                f"a page far down, p99, of {self.many:,} / {few_hosts:,}",
                *(p99[0] / p99[1], 2.0, False, f"{p99[0] * 1e3:.1f} ms, {p99[1] * 1e3:.1f} ms"),
            )

    def _rivals(self) -> Iterator[Row]:
        few = min(self.many, 10_000)
        copy = self.folder / "rival"
        shutil.copytree(self.data(few), copy)
        with self.warm(few) as ours:
            with self.rival("transaction", str(copy)) as other:
                rates, _ = self.beside(ours, other, "beat", hosts=few)
            yield Row(
                "heartbeats a second / FastAPI with a transaction each",
                *(rates[0] / rates[1], 1.0, True, f"{rates[0]:,.0f}/s, {rates[1]:,.0f}/s"),
            )
            if shutil.which("redis-server") is None or importlib.util.find_spec("redis") is None:
                return
            with redis_server() as port, self.rival("redis", str(port)) as other:
                rates, _ = self.beside(ours, other, "beat", hosts=few)
            yield Row(
                "heartbeats a second / FastAPI with Redis SET EX each",
                *(rates[0] / rates[1], 1.0, True, f"{rates[0]:,.0f}/s, {rates[1]:,.0f}/s"),
            )

    def _viewers(self) -> Iterator[Row]:
        """With the rooms open, which each take a question to the database first."""
        with self.warm(self.many) as ours, self.rival("nothing") as nothing:
            wrk(ours.port, "view", self.many, 1)
            rates, _ = self.beside(ours, nothing, "view")
            yield Row(
                "viewers' pings a second / an ASGI function that does nothing",
                *(rates[0] / rates[1], 0.5, True, f"{rates[0]:,.0f}/s, {rates[1]:,.0f}/s"),
            )

    def _watchers(self) -> Iterator[Row]:
        """As many as one process lets in, 10,000 at most."""
        many = min(10_000, self.many // 25, listeners() - 8)
        with self.server(self.data(SMALL)) as ours, self.rival("telling") as other:
            asks = (f"PATCH /v1/broadcasts/{0:020x} {token(0)}", "POST /tell -")
            last = [
                tell_all(program.port, many, self.rounds, path)
                for program, path in zip((ours, other), asks, strict=True)
            ]
        yield Row(
            f"a change until the last of {many:,} listeners has it / a function that only tells",
            *(last[0] / last[1], 3.0, False, f"{last[0]:.2f} s, {last[1]:.2f} s"),
        )

    def beside(
        self, ours: Program, other: Program, what: str, hosts: int = 0
    ) -> tuple[list[float], list[float]]:
        """Rates and longest stalls of both, medians of the rounds, taken in turn."""
        rates: list[list[float]] = [[], []]
        stalls: list[list[float]] = [[], []]
        for turn in range(self.rounds):
            for side, program in enumerate((ours, other)):
                program.stall()
                first = str(turn * 37_000)
                load = wrk(program.port, what, hosts or self.many, self.seconds, FIRST=first)
                if load.wrong:
                    raise RuntimeError(f"{load.wrong} answers were refusals")
                rates[side].append(load.rate)
                stalls[side].append(program.stall())
        return (
            [statistics.median(side) for side in rates],
            [statistics.median(side) for side in stalls],
        )

    def data(self, count: int, *, publishing: bool = False) -> Path:
        folder = self.keep / f"hosts-{count}{'-publishing' if publishing else ''}"
        if not folder.exists():
            fill(folder, count, publishing=publishing)
        return folder

    def server(
        self, data: Path, *, watched: bool = True, **env: str
    ) -> contextlib.AbstractContextManager[Program]:
        (data / "secrets").unlink(missing_ok=True)
        return serving(
            *(self.folder, "livedesk.server", "serve", "--port", "PORT", "--data-dir", str(data)),
            ready="/v1/policy",
            watched=watched,
            **(TENCENT | PATIENCE | env),
        )

    @contextlib.contextmanager
    def warm(self, count: int, *, watched: bool = True) -> Iterator[Program]:
        """With everybody in memory, as after the first minutes."""
        with self.server(self.data(count), watched=watched) as ours:
            wait_until_all_are_in_memory(ours, count)
            yield ours

    def rival(self, name: str, *args: str) -> contextlib.AbstractContextManager[Program]:
        return serving(self.folder, "tests.bench.rivals", name, "PORT", *args)


def wait_until_all_are_in_memory(ours: Program, count: int) -> None:
    known = -1
    while known < (now := in_memory(ours)) < count:
        known = now
        time.sleep(2)


def settle(program: Program, within_s: float = 120.0) -> None:
    """Wait until what the start has left to do is done: it needs no less processor time later."""
    used, until = 1.0, time.monotonic() + within_s
    while time.monotonic() < until:
        began = program.cpu_s()
        time.sleep(3)
        before, used = used, (program.cpu_s() - began) / 3
        if used > before * 0.8 and used < 0.02:
            return


def in_memory(ours: Program) -> int:
    """How many broadcasts' beats the server has in memory; -1: it does not say."""
    for line in ours.get("/metrics").decode().splitlines():
        if line.startswith("livedesk_beats_in_memory "):
            return int(float(line.split()[1]))
    return -1


def thousandth(program: Program, hosts: int) -> str:
    """The cursor of a page that far down; of fewer where there are fewer."""
    cursor = ""
    for _ in range(min(1000 * PAGE, hosts - 2 * PAGE) // 200):
        path = f"/v1/broadcasts?limit=200{f'&cursor={cursor}' if cursor else ''}"
        cursor = json.loads(program.get(path))["next_cursor"]
    return cursor


@contextlib.contextmanager
def changing(ours: Program) -> Iterator[None]:
    """The title of somebody on the first page changes every 10 ms."""
    ids = [item["id"] for item in json.loads(ours.get("/v1/broadcasts"))["items"]]
    over = threading.Event()

    def change() -> None:
        line, turn = http.client.HTTPConnection("127.0.0.1", ours.port), 0
        while not over.wait(0.01):
            turn += 1
            id = ids[turn % len(ids)]
            key = f"Bearer {token(int(id, 16))}"
            headers = {"Authorization": key, "Content-Type": "application/json"}
            body = json.dumps({"title": f"Change {turn}"})
            line.request("PATCH", f"/v1/broadcasts/{id}", body, headers)
            line.getresponse().read()
        line.close()

    thread = threading.Thread(target=change)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def tell_all(port: int, count: int, turns: int, path: str) -> float:
    """When the last of so many had a change, in seconds; see `watchers`."""
    words = ("-m", "tests.bench.watchers", str(port), str(count), str(turns), path)
    done = subprocess.run(
        ["taskset", "-c", LOAD, sys.executable, *words], capture_output=True, text=True, check=True
    )
    return float(json.loads(done.stdout)["last_s"])


@contextlib.contextmanager
def redis_server() -> Iterator[int]:
    port = 16379
    process = subprocess.Popen(
        ["taskset", "-c", LOAD, "redis-server", "--port", str(port), "--save", ""],
        stdout=subprocess.DEVNULL,
    )
    try:
        time.sleep(0.5)
        yield port
    finally:
        process.kill()
        process.wait()
