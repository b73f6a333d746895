"""Times on the wire: RFC 3339 UTC text, e.g. ``2026-11-22T20:01:12.345Z``."""

from __future__ import annotations

from datetime import UTC, datetime


def to_text(at: float) -> str:
    """Epoch seconds as RFC 3339 UTC with milliseconds."""
    moment = datetime.fromtimestamp(at, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def to_epoch(text: str) -> float:
    """RFC 3339 text as epoch seconds.

    Raises:
        ValueError: not RFC 3339.
    """
    return datetime.fromisoformat(text).timestamp()
