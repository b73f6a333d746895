"""Closing publishers' connections at the media server: now, and again where that failed."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from anyio.to_thread import run_sync

from livedesk.domain.errors import MediaUnavailable, StoreUnavailable

if TYPE_CHECKING:
    from livedesk.server.studio import Studio

log = logging.getLogger(__name__)

AGAIN_AFTER_S = (3.0, 10.0, 30.0, 60.0, 120.0, 300.0)
"""Whoever was just being admitted is found by the second try; a media server that is away comes
back some time."""


class Outcome(StrEnum):
    """What became of the publisher."""

    DROPPED = "dropped"
    NOBODY = "nobody"
    CANNOT = "cannot"
    FAILED = "failed"


@dataclass(slots=True)
class _Task:
    due: float
    tries: int = 0


class Drops:
    """Lives on the event loop; every question is in a thread."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._waiting: dict[str, _Task] = {}

    async def now(self, code: str) -> Outcome:
        """Close whoever publishes this code; where the media server is away, try again later."""
        if not self._studio.media.drops:
            return Outcome.CANNOT
        try:
            dropped = await run_sync(self._studio.media.drop, code)
        except MediaUnavailable as error:
            log.error("%s is not dropped yet: %s", code, error.sentence)
            return Outcome.FAILED
        return Outcome.DROPPED if dropped else Outcome.NOBODY

    def soon(self, code: str) -> None:
        """Close whoever publishes this code although nobody may; in the background."""
        if self._studio.media.drops:
            self._waiting[code] = _Task(self._studio.clock())

    def forget_the_future(self, now: float) -> None:
        """The clock was set back: nobody waits for a time of the clock of before."""
        for task in self._waiting.values():
            task.due = min(task.due, now)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(self._studio.settings.policy.sweep_interval_s)

    async def look(self) -> None:
        """One pass: those whose turn has come."""
        now = self._studio.clock()
        for code, task in list(self._waiting.items()):
            if task.due > now:
                continue
            try:
                welcome = await self._is_welcome(code)
            except StoreUnavailable:
                continue
            outcome = Outcome.NOBODY if welcome else await self.now(code)
            done = welcome or (task.tries > 0 and outcome is not Outcome.FAILED)
            if done or task.tries >= len(AGAIN_AFTER_S):
                self._waiting.pop(code, None)
            else:
                task.due = now + AGAIN_AFTER_S[task.tries]
                task.tries += 1

    async def _is_welcome(self, code: str) -> bool:
        """Somebody may publish it by now: a new broadcast, or a hold that is over."""
        stored = await run_sync(self._studio.live_list.one, code)
        if stored is None or stored.over:
            return False
        held = stored.hold_until is not None and self._studio.clock() < stored.hold_until
        return not held
