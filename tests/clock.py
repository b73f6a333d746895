"""Time as an argument."""

from __future__ import annotations


class Clock:
    """Stands still until it is told to go on."""

    def __init__(self, now: float = 1_800_000_000.0) -> None:
        self.now = now
        self._set_by = 0.0

    def __call__(self) -> float:
        return self.now

    def pass_(self, seconds: float) -> None:
        self.now += seconds

    def set_by(self, seconds: float) -> None:
        """Somebody sets the clock of the machine."""
        self.now += seconds
        self._set_by += seconds

    def step(self) -> float:
        """By how much it was set since the last call."""
        step, self._set_by = self._set_by, 0.0
        return step
