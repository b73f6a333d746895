"""Each cost with many on air beside the same with few: what a host pays must not grow."""

from __future__ import annotations

import statistics
from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from tests.bench.cores import Program, wrk
from tests.bench.row import Row
from tests.bench.writes import NGINX, callbacks, creates

if TYPE_CHECKING:
    from tests.bench.rows import Bench

Asking = Callable[[Program], int]  # how many were asked

CHANGES = 100  # creates or callbacks in one measurement


def rows(bench: Bench) -> Iterator[Row]:
    """In processor time of the server, taken in turns."""
    from tests.bench.rows import PAGE, SMALL, settle, thousandth, wait_until_all_are_in_memory

    many = bench.many
    with bench.warm(many, watched=False) as ours, bench.warm(SMALL, watched=False) as few:
        for program in (ours, few):
            settle(program)
        asks: dict[str, Mapping[Program, Asking]] = {}
        for name, what, count in (("beat", "beat", 0), ("ping", "view", SMALL)):
            asks[f"a {name}"] = {
                program: _asked(bench, what, count or hosts)
                for program, hosts in ((ours, many), (few, SMALL))
            }
        asks["a first page"] = _both(ours, few, _asked(bench, "list", 1))
        # For words that fill a page of both: else one of them answers more than the other.
        common = _asked(bench, "search", 1, lines=1, COMMON="yes")
        asks["a search"] = _both(ours, few, common)
        asks["a page far down"] = {
            program: _asked(
                *(bench, "list", 1, 1),
                QUERY=f"?limit={PAGE}&cursor={thousandth(program, SMALL)}",
            )
            for program in (ours, few)
        }
        asks["a create and an end"] = _both(ours, few, _creates)
        for name, both in asks.items():
            yield _row(bench, name, ours, few, both)
    publishing = {count: bench.data(count, publishing=True) for count in (many, SMALL)}
    with (
        bench.server(publishing[many], watched=False, **NGINX) as ours,
        bench.server(publishing[SMALL], watched=False, **NGINX) as few,
    ):
        for program, count in ((ours, many), (few, SMALL)):
            wait_until_all_are_in_memory(program, count)
            settle(program)
        name = "a create, two callbacks and an end"
        yield _row(bench, name, ours, few, _both(ours, few, _callbacks))


def _row(
    bench: Bench, name: str, ours: Program, few: Program, asks: Mapping[Program, Asking]
) -> Row:
    from tests.bench.rows import SMALL

    costs: dict[Program, list[float]] = {ours: [], few: []}
    for _ in range(bench.rounds):
        for program in (ours, few):
            began = program.cpu_s()
            count = asks[program](program)
            costs[program].append((program.cpu_s() - began) / count)
    most, least = statistics.median(costs[ours]), statistics.median(costs[few])
    return Row(
        f"processor time of {name}, {bench.many:,} on air / {SMALL:,}",
        *(most / least, 1.5, False, f"{most * 1e6:,.0f} us, {least * 1e6:,.0f} us"),
    )


def _both(ours: Program, few: Program, asking: Asking) -> Mapping[Program, Asking]:
    return {ours: asking, few: asking}


def _asked(bench: Bench, what: str, hosts: int, lines: int = 32, **env: str) -> Asking:
    def ask(program: Program) -> int:
        load = wrk(program.port, what, hosts, bench.seconds, lines, **env)
        if load.wrong:
            raise RuntimeError(f"{load.wrong} answers were refusals")
        return load.count

    return ask


def _creates(program: Program) -> int:
    return len(creates(program, CHANGES))


def _callbacks(program: Program) -> int:
    return len(callbacks(program, CHANGES))
