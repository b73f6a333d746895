"""The first pages of the live list as ready bytes, made when somebody asks and it has changed.

At most ten times a second; whoever asks in between gets what there is, but never a broadcast that
has left the list. What nobody tells (another process's changes, addresses that age) is at most a
second old. Lives on the event loop.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from anyio.to_thread import run_sync
from pydantic import TypeAdapter

from livedesk.domain.records import Record
from livedesk.domain.verdict import LISTED
from livedesk.server.access import VIEWER
from livedesk.server.recorder import Recorder
from livedesk.store.live_list import LiveList
from livedesk.store.rows import StoredBroadcast

GOOD_FOR_S = 1.0
MADE_A_SECOND = 10
MOST_PAGES = 32  # of different sort and length; more are made for whoever asks

_RECORD = TypeAdapter(Record)


@dataclass(slots=True)
class Ready:
    """A page as it is sent.

    Attributes:
        items: each one's JSON, by id.
        following: the JSON of `next_cursor`.
        made_for: see `Board._now`.
    """

    items: dict[str, bytes]
    following: bytes
    made_for: tuple[object, ...]
    made_at: float
    body: bytes = b""
    tag: str = ""

    def written(self) -> Ready:
        """With its bytes and ETag."""
        listed = b",".join(self.items.values())
        self.body = b'{"items":[%b],"next_cursor":%b}' % (listed, self.following)
        self.tag = tag_of(self.body)
        return self


def tag_of(body: bytes) -> str:
    """The ETag of a page."""
    return f'"{hashlib.sha256(body).hexdigest()[:32]}"'


class Board:
    """Everybody's first page, by sort and length.

    Args:
        outside: changes with whatever else pages show, e.g. this server's own address.
    """

    def __init__(
        self,
        live_list: LiveList,
        recorder: Recorder,
        clock: Callable[[], float],
        outside: Callable[[], object],
    ) -> None:
        self._live_list = live_list
        self._recorder = recorder
        self._clock = clock
        self._outside = outside
        self._pages: dict[tuple[str, int], Ready] = {}
        self._changes = 0
        self._made: deque[float] = deque(maxlen=MADE_A_SECOND)
        self._turn = asyncio.Lock()
        self._gone: set[str] = set()  # left the list since a page was last begun

    def told(self, stored: StoredBroadcast) -> None:
        """The store has written this. What has left the list leaves the board at once."""
        if stored.state in LISTED:
            self._changes += 1
            self._gone.discard(stored.id)
            return
        self._gone.add(stored.id)
        for page in self._pages.values():
            if page.items.pop(stored.id, None) is not None:
                page.written()
                self._changes += 1

    def counted(self) -> None:
        """Viewers and likes have been written."""
        self._changes += 1

    def fresh(self, sort: str, limit: int) -> Ready | None:
        """The page, where it need not be made."""
        page = self._pages.get((sort, limit))
        if page is None or page.made_for[1] != self._outside():
            return None
        if page.made_for[0] == self._changes and 0 <= self._clock() - page.made_at < GOOD_FOR_S:
            return page
        made = self._made
        often = len(made) == MADE_A_SECOND and time.monotonic() - made[0] < 1.0
        return page if often else None

    async def page(self, sort: str, limit: int) -> Ready:
        """The page, made where it must be.

        Raises:
            StoreUnavailable.
        """
        async with self._turn:
            if (page := self.fresh(sort, limit)) is not None:
                return page
            self._made.append(time.monotonic())
            made_for, made_at = (self._changes, self._outside()), self._clock()
            self._gone.clear()
            found, following = await run_sync(
                lambda: self._live_list.page(sort=sort, limit=limit, states=LISTED)
            )
            items = {
                one.id: _RECORD.dump_json(self._recorder.record(one, VIEWER, push=False))
                for one in found
            }
            page = Ready(items, json.dumps(following).encode(), made_for, made_at).written()
            for id in self._gone & items.keys():  # they left while the page was read
                del page.items[id]
                page.written()
            if (sort, limit) not in self._pages and len(self._pages) >= MOST_PAGES:
                self._pages.pop(next(iter(self._pages)))
            self._pages[sort, limit] = page
            return page
