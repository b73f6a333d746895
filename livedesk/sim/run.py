"""Runs all worlds of a plan, in as many processes as there are cores."""

from __future__ import annotations

import asyncio
import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor

from livedesk.sim.inline import no_threads
from livedesk.sim.plan import Plan, Stage, stages
from livedesk.sim.tally import Tally
from livedesk.sim.world import World


def simulate(
    plan: Plan,
    policy: str = "all",
    workers: int = 1,
    told: Callable[[Stage, Tally], None] = lambda *_: None,
) -> Tally:
    """The tally of all worlds; the same for the same plan, whatever the number of workers.

    Args:
        policy: the name of one in `plan.SOURCES`, or ``all``.
        workers: processes; 0: one for each core.
        told: called with each world that is done.
    """
    waiting, total = stages(plan, policy), Tally()
    for stage, tally in _done(plan, waiting, workers or os.cpu_count() or 1):
        told(stage, tally)
        total.add(tally)
    return total


def _done(plan: Plan, waiting: list[Stage], workers: int) -> Iterator[tuple[Stage, Tally]]:
    if workers == 1:
        for stage in waiting:
            yield stage, _run(plan, stage)
        return
    with ProcessPoolExecutor(workers, multiprocessing.get_context("spawn")) as pool:
        running = [(stage, pool.submit(_run, plan, stage)) for stage in waiting]
        for stage, future in running:
            yield stage, future.result()


def _run(plan: Plan, stage: Stage) -> Tally:
    with no_threads():
        return asyncio.run(World(plan, stage).run())
