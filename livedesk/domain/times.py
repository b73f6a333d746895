"""Times on the wire: RFC 3339 UTC text, e.g. ``2026-11-22T20:01:12.345Z``."""

from __future__ import annotations

import math
from datetime import UTC, datetime
from functools import lru_cache


def to_text(at: float) -> str:
    """Epoch seconds as RFC 3339 UTC with milliseconds, cut and not rounded."""
    second = math.floor(at)
    micros = round((at - second) * 1_000_000)
    if micros == 1_000_000:
        second, micros = second + 1, 0
    return f"{_second(second)}.{micros // 1000:03d}Z"


@lru_cache(maxsize=1024)
def _second(at: int) -> str:
    """Every heartbeat is told a time, and thousands are told the same second."""
    return datetime.fromtimestamp(at, UTC).isoformat()[:-6]  # UTC's +00:00


def to_epoch(text: str) -> float:
    """RFC 3339 text as epoch seconds.

    Raises:
        ValueError: not RFC 3339.
    """
    return datetime.fromisoformat(text).timestamp()
