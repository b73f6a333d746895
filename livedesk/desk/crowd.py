"""The viewers of the last hour, few enough numbers to be drawn."""

from __future__ import annotations

HOUR_S = 3600.0
EVERY_S = 10.0

Crowd = tuple[tuple[float, int], ...]


def noted(crowd: Crowd, at: float, viewers: int) -> Crowd:
    """`crowd` with what was counted `at`, epoch seconds; one number in ten seconds.

    Only changes are told: until shortly before this one the old number was true.
    """
    kept = tuple(point for point in crowd if point[0] > at - HOUR_S)
    if kept and at // EVERY_S == kept[-1][0] // EVERY_S:
        kept = kept[:-1]
    elif kept and at - kept[-1][0] > 2 * EVERY_S:
        kept = (*kept, (at - EVERY_S, kept[-1][1]))
    return (*kept, (at, viewers))


def peak(crowd: Crowd, told: int | None) -> int:
    """The most at once: by the server, and by what was seen here since."""
    return max([told or 0, *(viewers for _, viewers in crowd)])
