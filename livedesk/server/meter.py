"""Whether a publisher's picture really flows: a frozen one stays in the media server's list."""

from __future__ import annotations

from dataclasses import dataclass, replace

from livedesk.media.media_server import Publisher

QUICK_S = 5.0  # between two questions within this, bytes need not have grown


@dataclass(frozen=True, slots=True)
class _Reading:
    client: str | None
    received: int
    grew_at: float
    seen_at: float


class Meter:
    """Remembers the bytes of each publisher from one poll to the next."""

    def __init__(self) -> None:
        self._read: dict[str, _Reading] = {}

    def flows(self, found: Publisher, asked_at: float) -> bool:
        """*Publishing*, as the contract's rule 3 has it: bytes grew since the last poll."""
        if found.received is None:
            return True
        known = self._read.get(found.code)
        if known is None or (known.client, known.received) != (found.client, found.received):
            self._read[found.code] = _Reading(found.client, found.received, asked_at, asked_at)
            return True
        self._read[found.code] = replace(known, seen_at=asked_at)
        # Either way: questions overtake each other, and clocks are set back.
        return abs(asked_at - known.grew_at) < QUICK_S

    def forget(self, before: float) -> None:
        """Let go of those who have not been seen since; who is frozen must not be taken for new."""
        self._read = {code: one for code, one in self._read.items() if one.seen_at >= before}
