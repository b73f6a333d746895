"""Who need not be looked at before a later time; a million of them, for next to nothing."""

from __future__ import annotations


class PutOff:
    """Ids by the time at which they must be looked at.

    Kept by whole seconds, in dicts of plain values: the garbage collector follows none of those. A
    list of a million would take it 70 ms each time.
    """

    def __init__(self) -> None:
        self._waiting: dict[int, dict[str, float]] = {}

    def add(self, id: str, at: float) -> None:
        """Put one off until `at`, epoch seconds."""
        self._waiting.setdefault(int(at), {})[id] = at

    def due(self, now: float, most: int) -> list[str]:
        """Some whose time has come, the oldest seconds first; they are no longer in here."""
        due: list[str] = []
        for second in sorted(second for second in self._waiting if second <= now):
            bucket = self._waiting.pop(second)
            early: dict[str, float] = {}
            while bucket and len(due) + len(early) < most:
                id, at = bucket.popitem()
                if at <= now:
                    due.append(id)
                else:  # later in this second
                    early[id] = at
            if bucket or early:
                self._waiting[second] = bucket | early if early else bucket
            if len(due) + len(early) >= most:
                break
        return due

    def clear(self) -> None:
        """Nobody is put off any more."""
        self._waiting.clear()
