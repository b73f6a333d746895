"""When a console's own server is alone: it outlives a crashed console, but not for ever."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from livedesk.domain.errors import StoreUnavailable
from livedesk.domain.verdict import LISTED
from livedesk.server.studio import Studio

log = logging.getLogger(__name__)

LEAVE_AFTER_S = 600.0
LOOK_EVERY_S = 10.0


class Stoppable(Protocol):
    """uvicorn's server, as far as it matters here."""

    should_exit: bool


async def leave_when_alone(server: Stoppable, studio: Studio) -> None:
    """Stop the server when it is alone."""
    watch = Watch(studio)
    while not server.should_exit:
        await asyncio.sleep(LOOK_EVERY_S)
        if await asyncio.to_thread(watch.is_alone):
            log.info("no console for %.0f s and nothing live: stopping", LEAVE_AFTER_S)
            server.should_exit = True


class Watch:
    """Looks from time to time whether anybody still needs this server."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._looked_at = studio.clock()

    def is_alone(self) -> bool:
        """Whether no token was used for `LEAVE_AFTER_S` and nothing is live."""
        studio = self._studio
        last_look, self._looked_at = self._looked_at, studio.clock()
        slept = self._looked_at - last_look > 3 * LOOK_EVERY_S  # the computer, the console too
        if slept or studio.events.hosts_listen:
            studio.last_call_at = self._looked_at
        if self._looked_at - studio.last_call_at <= LEAVE_AFTER_S:
            return False
        try:
            live, _ = studio.live_list.page(states=LISTED, limit=1)
        except StoreUnavailable as error:  # the next look asks again
            log.warning("cannot tell whether anything is live: %s", error.sentence)
            return False
        return not live
