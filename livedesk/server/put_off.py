"""Who need not be looked at before a later time; a million of them, for next to nothing."""

from __future__ import annotations

import heapq


class PutOff:
    """Ids by the time at which they must be looked at."""

    def __init__(self) -> None:
        self._waiting: list[tuple[float, str]] = []

    def add(self, id: str, at: float) -> None:
        """Put one off until `at`, epoch seconds."""
        heapq.heappush(self._waiting, (at, id))

    def due(self, now: float, most: int) -> list[str]:
        """Some whose time has come, the oldest first; they are no longer in here."""
        waiting = self._waiting
        due: list[str] = []
        while waiting and waiting[0][0] <= now and len(due) < most:
            due.append(heapq.heappop(waiting)[1])
        return due

    def clear(self) -> None:
        """Nobody is put off any more."""
        self._waiting.clear()
