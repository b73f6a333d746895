"""The server's clock: runs evenly inside a process, also over a suspend."""

from __future__ import annotations

import time


class SteadyClock:
    """Epoch seconds that never jump: the wall clock at the start, then the time since boot.

    On Linux the time since boot goes on while the machine is suspended; elsewhere the monotonic
    clock may stand still meanwhile, which the sweeper cannot see but which judges nobody either.
    """

    def __init__(self) -> None:
        self._clock = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
        self._offset = time.time() - time.clock_gettime(self._clock)

    def __call__(self) -> float:
        return self._offset + time.clock_gettime(self._clock)
