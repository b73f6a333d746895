"""The server's clock: runs evenly inside a process, also over a suspend."""

from __future__ import annotations

import time

SET_S = 1.0  # the wall clock is adjusted in smaller steps all the time


class SteadyClock:
    """Epoch seconds that jump only where `step` says so: the wall clock, then the time since boot.

    On Linux the time since boot goes on while the machine is suspended. Where the monotonic clock
    stands still meanwhile, nobody grows older in the judge's eyes either.
    """

    def __init__(self) -> None:
        self._offset = time.time() - _since_boot()

    def __call__(self) -> float:
        return self._offset + _since_boot()

    def step(self) -> float:
        """Take over what somebody has set the wall clock by; gives those seconds, mostly 0."""
        step = time.time() - self()
        if abs(step) < SET_S:
            return 0.0
        self._offset += step
        return step


def no_step() -> float:
    """Of a clock that nobody sets."""
    return 0.0


def _since_boot() -> float:
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
