"""A run ends with kill -9: what was answered is there, and nobody is taken off."""

from __future__ import annotations

import http.client
import json
import shutil
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.bench.cores import Program, paced
from tests.bench.live_hosts import token
from tests.bench.row import Row

if TYPE_CHECKING:
    from tests.bench.rows import Bench

HOSTS, RATE = 20_000, 5_000
WRITERS = 4
ASKED = 500  # of those on air, whether they still are


@dataclass
class Answered:
    """A broadcast that was answered, and what was answered about it later.

    Attributes:
        titles: the last that was answered, and one that was asked for since.
    """

    host: int
    titles: list[str]
    ended: bool = False
    may_have_ended: bool = False


@dataclass
class Writer:
    """One host's app after the other: creates, renames, ends; and remembers what it was told."""

    port: int
    first: int
    told: dict[str, Answered] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Until the server is gone."""
        line, n = http.client.HTTPConnection("127.0.0.1", self.port), self.first
        try:
            while True:
                self._one(line, n % HOSTS)
                n += WRITERS
        except (OSError, http.client.HTTPException):
            line.close()

    def _one(self, line: http.client.HTTPConnection, host: int) -> None:
        made = self._asked(line, host, "POST", "/v1/broadcasts", {"title": "Before"})
        if made is None:
            return
        path, kept = f"/v1/broadcasts/{made['id']}", Answered(host, ["Before"])
        self.told[str(made["id"])] = kept
        kept.titles.append("After")
        if self._asked(line, host, "PATCH", path, {"title": "After"}) is not None:
            del kept.titles[0]
        if host % 2:
            kept.may_have_ended = True
            kept.ended = self._asked(line, host, "POST", f"{path}/end") is not None

    def _asked(
        self,
        line: http.client.HTTPConnection,
        host: int,
        method: str,
        path: str,
        body: object = None,
    ) -> dict[str, object] | None:
        headers = {"Authorization": f"Bearer {token(host)}", "Content-Type": "application/json"}
        line.request(method, path, json.dumps(body) if body else None, headers)
        answer = line.getresponse()
        told = answer.read()
        if answer.status >= 300:
            self.faults.append(f"{method} {path}: {answer.status} {told.decode()}")
            return None
        return dict(json.loads(told))


def rows(bench: Bench) -> Iterator[Row]:
    from tests.bench.rows import wait_until_all_are_in_memory

    data = bench.folder / "killed"
    shutil.copytree(bench.data(HOSTS), data)
    with bench.server(data) as ours:
        wait_until_all_are_in_memory(ours, HOSTS)
        writers = [Writer(ours.port, first) for first in range(WRITERS)]
        threads = [threading.Thread(target=writer.run) for writer in writers]
        with paced(ours.port, "beat", HOSTS, RATE):
            for thread in threads:
                thread.start()
            time.sleep(3 * bench.seconds)
            ours.process.kill()  # in the midst of it
            ours.process.wait()
        for thread in threads:
            thread.join()
    if faults := [fault for writer in writers for fault in writer.faults]:
        raise RuntimeError(f"{len(faults)} were refused: {faults[0]}")
    told = {id: one for writer in writers for id, one in writer.told.items()}
    with bench.server(data) as again:
        there = sum(is_as_answered(again, id, one) for id, one in told.items())
        live = sum(is_live(again, n * (HOSTS // ASKED)) for n in range(ASKED))
    yield Row(
        "changes that were answered and are there after kill -9 / answered",
        *(there / len(told), 1.0, True, f"{there:,} of {len(told):,}"),
    )
    yield Row(
        "on air after kill -9 and a restart / before",
        *(live / ASKED, 1.0, True, f"{live:,} of {ASKED:,}"),
    )


def is_as_answered(program: Program, id: str, answered: Answered) -> bool:
    found = _record(program, id, answered.host)
    ended = found["state"] == "ended"
    right = ended == answered.ended or (ended and answered.may_have_ended)
    return right and found["title"] in answered.titles


def is_live(program: Program, host: int) -> bool:
    return _record(program, f"{host:020x}", host)["state"] == "live"


def _record(program: Program, id: str, host: int) -> dict[str, object]:
    headers = {"Authorization": f"Bearer {token(host)}"}
    return dict(json.loads(program.get(f"/v1/broadcasts/{id}", **headers)))
