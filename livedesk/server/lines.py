"""The lines of callers: nobody may take them all by calling and saying nothing.

uvicorn waits for ever for a request that does not come. As many such lines as the process may have
files open, and no beat and no callback gets through any more.
"""

from __future__ import annotations

import asyncio
import contextlib
import sys
from typing import Any

from livedesk.server.beat_line import BeatLine, PlainBeats

WHOLE_WITHIN_S = 30.0  # of a request, from its first byte or from the call
MOST_FILES = 65_536
FEW_FILES = 1024  # where nobody says how many there are
MOST_WAITING = 2048
MOST_LISTENING = 12_000
TAKEN_WITHIN_S = 30.0  # of what is sent, some: a line that takes nothing is nobody's any more


def room() -> int:
    """For so many lines that wait: a quarter of the files that this process may have open.

    `--share` has lines of its own, and the database wants files too. asyncio takes as many lines at
    once as the backlog allows, before any can be hung up on: that must be no more either.
    """
    return max(1, min(_files() // 4, MOST_WAITING))


def listeners() -> int:
    """So many may listen to events at once: again a quarter, for each holds its line."""
    return max(1, min(_files() // 4, MOST_LISTENING))


def _files() -> int:
    """How many this process may have open; raised as far as it may without asking."""
    if sys.platform == "win32":
        return FEW_FILES
    import resource

    with contextlib.suppress(ValueError, OSError):  # macOS has a further limit, which it hides
        hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
        if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < most:
            resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    soft = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return MOST_FILES if soft == resource.RLIM_INFINITY else soft


def patient(
    patience_s: float = WHOLE_WITHIN_S,
    most_waiting: int | None = None,
    taken_within_s: float = TAKEN_WITHIN_S,
    plain: PlainBeats | None = None,
) -> type[asyncio.Protocol]:
    """The HTTP protocol for a `uvicorn.Config`.

    Args:
        patience_s: for a whole request.
        most_waiting: lines without a whole request; where there are more, who has waited longest
            is hung up on, so whoever calls and asks at once gets through.
        taken_within_s: who leaves what is sent to it lying for so long is hung up on.
        plain: answers such beats at once.
    """
    most = most_waiting or room()
    waiting: dict[_Line, asyncio.TimerHandle] = {}

    class _Line(BeatLine):
        beats = plain
        _untaken: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            self._wait()

        def data_received(self, data: bytes) -> None:
            self.answered = False
            super().data_received(data)
            cycle = self.cycle
            if self.answered:
                self._come()
            elif cycle is None or cycle.response_complete or cycle.more_body:
                self._wait()
            else:
                self._come()

        def connection_lost(self, exc: Exception | None) -> None:
            self._come()
            self._taken()
            super().connection_lost(exc)

        def pause_writing(self) -> None:
            super().pause_writing()
            self._taken()
            self._untaken = self.loop.call_later(taken_within_s, self._hang_up)

        def resume_writing(self) -> None:
            self._taken()
            super().resume_writing()

        def _taken(self) -> None:
            if self._untaken is not None:
                self._untaken.cancel()
                self._untaken = None

        def _wait(self) -> None:
            if self in waiting:
                return
            waiting[self] = self.loop.call_later(patience_s, self._hang_up)
            if len(waiting) > most:
                next(iter(waiting))._hang_up()

        def _come(self) -> None:
            if (timer := waiting.pop(self, None)) is not None:
                timer.cancel()

        def _hang_up(self) -> None:
            self._come()
            self.transport.abort()

    return _Line
