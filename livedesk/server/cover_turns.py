"""Who may send a cover just now: one of each host, a few over all, and none for ever.

A cover on its way is held in memory, so what is held in all is bounded: `AT_ONCE` times the
largest one. Who waits for a seat is not read from meanwhile.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from starlette.requests import Request

from livedesk.domain.errors import BodyTooSlow, TooManyRequests
from livedesk.server.gate import HEARD_OUT, IMAGE_TOO_LARGE, LARGEST_IMAGE

AT_ONCE = 8
# Together less than the patience of `lines`, which hangs up and says nothing.
SEAT_WITHIN_S = 4.0
WHOLE_WITHIN_S = 25.0
AGAIN_AFTER_S = 5


class CoverTurns:
    """Of one server process.

    Args:
        at_once: seats over all hosts.
        seat_within_s: so long a seat is waited for.
        whole_within_s: so long its holder may send.

    Attributes:
        taken: seats. waiting: hosts that wait for one.
    """

    def __init__(
        self,
        at_once: int = AT_ONCE,
        seat_within_s: float = SEAT_WITHIN_S,
        whole_within_s: float = WHOLE_WITHIN_S,
    ) -> None:
        self._seats = asyncio.Semaphore(at_once)
        self._seat_within_s = seat_within_s
        self._whole_within_s = whole_within_s
        self._hosts: set[str] = set()
        self.taken = self.waiting = 0

    @asynccontextmanager
    async def of(self, host: str) -> AsyncIterator[None]:
        """The turn of this host, from the first byte until its cover is kept.

        Raises:
            TooManyRequests: another cover of this host is on its way, or too many of others.
        """
        if host in self._hosts:
            raise TooManyRequests(
                "Another cover of yours is still on its way: send this one after it.",
                retry_after_s=AGAIN_AFTER_S,
            )
        self._hosts.add(host)
        try:
            await self._seat()
            self.taken += 1
            try:
                yield
            finally:
                self.taken -= 1
                self._seats.release()
        finally:
            self._hosts.discard(host)

    async def body(self, request: Request) -> bytes:
        """What is sent.

        Raises:
            ImageTooLarge: more than a cover's; all of it was listened to, or nobody would hear why.
            BodyTooSlow: it did not come in time.
        """
        pieces: list[bytes] = []
        size = 0
        try:
            async with asyncio.timeout(self._whole_within_s):
                async for piece in request.stream():
                    size += len(piece)
                    if size <= LARGEST_IMAGE:
                        pieces.append(piece)
                    elif size > HEARD_OUT:
                        break
                    else:
                        pieces.clear()
        except TimeoutError as error:
            raise BodyTooSlow(
                "The picture came too slowly and was given up: send it again, or a smaller one."
            ) from error
        if size > LARGEST_IMAGE:
            raise IMAGE_TOO_LARGE
        return b"".join(pieces)

    async def _seat(self) -> None:
        self.waiting += 1
        try:
            async with asyncio.timeout(self._seat_within_s):
                await self._seats.acquire()
        except TimeoutError as error:
            raise TooManyRequests(
                "Many covers are being sent just now: send this one again in a moment.",
                retry_after_s=AGAIN_AFTER_S,
            ) from error
        finally:
            self.waiting -= 1
