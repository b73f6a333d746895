"""Whether a broadcast matches a search, by the rule of the server's `GET /v1/broadcasts?q=`."""

from __future__ import annotations

from livedesk.domain.records import Record


def matches(record: Record, q: str) -> bool:
    """Every word of two characters or more is part of title or host name, or begins the code."""
    words = [word.lower() for word in q.split() if len(word) > 1]
    title, host, code = record.title.lower(), record.host.name.lower(), record.code.lower()
    return all(word in title or word in host or code.startswith(word) for word in words)
