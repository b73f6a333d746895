"""Staying inside Tencent Cloud's limits on questions per second."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class Pace:
    """So many a second at most, evenly; whoever comes too early waits for its turn. Thread-safe."""

    def __init__(
        self,
        a_second: float,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] = time.sleep,
    ) -> None:
        self._gap = 1.0 / a_second
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._free_at = 0.0

    def wait(self) -> None:
        """Until it is this caller's turn."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._free_at)
            self._free_at = turn + self._gap
        if turn > now:
            self._sleep(turn - now)
