"""Times on the wire: RFC 3339 UTC text, e.g. ``2026-11-22T20:01:12.345Z``."""

from __future__ import annotations

from datetime import UTC, datetime


def to_text(at: float) -> str:
    """Epoch seconds as RFC 3339 UTC with milliseconds."""
    text = datetime.fromtimestamp(at, UTC).isoformat(timespec="milliseconds")
    return f"{text[:-6]}Z"  # UTC's +00:00


def to_epoch(text: str) -> float:
    """RFC 3339 text as epoch seconds.

    Raises:
        ValueError: not RFC 3339.
    """
    return datetime.fromisoformat(text).timestamp()
