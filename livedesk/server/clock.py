"""The server's clock: runs evenly inside a process, also over a suspend."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

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


class SharedClock:
    """The database's clock, where several computers share one: nobody's own counts (race e).

    Runs evenly by the time since boot; `measure` brings it back to the database's. A small
    difference is taken over at once, but never backwards; a big one is a step, as if somebody had
    set the clock.
    """

    def __init__(self, ask: Callable[[], float | None]) -> None:
        self._ask = ask
        self._offset = 0.0
        self._told = -math.inf
        self._step = 0.0
        self.own_is_ahead_by = 0.0
        self.measure()
        self._step = 0.0

    def __call__(self) -> float:
        now = self._offset + _since_boot()
        if -SET_S < now - self._told < 0:
            return self._told
        self._told = now
        return now

    def measure(self) -> None:
        """Ask the database, in a thread.

        Raises:
            StoreUnavailable.
        """
        asked = _since_boot()
        at = self._ask()
        answered = _since_boot()
        if at is None or answered - asked > SET_S:  # too slow to tell anything
            return
        midway = (asked + answered) / 2
        self.own_is_ahead_by = time.time() - (at + answered - midway)
        late_by = at - midway - self._offset
        behind_by = self._told - (at + answered - midway)  # what was told already
        if self._told > -math.inf and (abs(late_by) >= SET_S or behind_by >= SET_S):
            self._step = late_by
        else:
            self._offset += late_by
            self._step = 0.0  # what an earlier answer said is over

    def step(self) -> float:
        """Take over what the database's clock was set by; gives those seconds, mostly 0."""
        late_by, self._step = self._step, 0.0
        if not late_by:
            return 0.0
        before = self()
        self._offset += late_by
        self._told = -math.inf
        return self() - before

    @property
    def fault(self) -> str | None:
        """For `/readyz`."""
        ahead = self.own_is_ahead_by
        if abs(ahead) <= SET_S:
            return None
        return (
            f"This computer's clock is {abs(ahead):.0f} s {'ahead of' if ahead > 0 else 'behind'} "
            "the database's: set it. LiveDesk goes by the database's meanwhile."
        )


def no_step() -> float:
    """Of a clock that nobody sets."""
    return 0.0


def _since_boot() -> float:
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()
