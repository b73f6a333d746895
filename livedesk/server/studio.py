"""The server's parts, put into one hand for the calls; and what follows from every change."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field

from anyio.to_thread import run_sync

from livedesk.domain.errors import StoreUnavailable
from livedesk.domain.verdict import LISTED, Policy, Reason, State
from livedesk.media.media_server import MediaServer
from livedesk.server.access import Access
from livedesk.server.audience import AudienceBook
from livedesk.server.beats import BeatBook
from livedesk.server.board import Board
from livedesk.server.clock import no_step
from livedesk.server.cover_folder import CoverFolder
from livedesk.server.cover_turns import CoverTurns
from livedesk.server.drops import Drops
from livedesk.server.event_hub import EventHub
from livedesk.server.metrics import Metrics
from livedesk.server.node import Node
from livedesk.server.poller import Poller
from livedesk.server.recorder import Recorder
from livedesk.server.relay import LocalRelay
from livedesk.server.share import Share
from livedesk.server.writes import write
from livedesk.settings import Settings
from livedesk.store.accounts import Accounts
from livedesk.store.audience import Audience
from livedesk.store.audit import Audit
from livedesk.store.keeping import Keeping
from livedesk.store.live_list import LiveList
from livedesk.store.rows import StoredBroadcast
from livedesk.store.store import Store
from livedesk.store.trail import Trail

log = logging.getLogger(__name__)

MOST_ENDS = 10_000  # of publishers that wait for the database


@dataclass(slots=True)
class Studio:
    """What the calls work with; made in `app.build_app`, handed on in ``app.state``.

    Attributes:
        relay: None unless the media server is the local relay.
        bundled: started by a console for itself; its host may switch sharing.
        clock_step: by how many seconds somebody has set the clock since it was last called.
        last_call_at: when a token was last used.
        faults: by part, what does not work now, for `/readyz`; empty while all is well.
        restarts: by part, the last bug that ended it.
        wake: set where the sweeper must not wait for its next pass.
    """

    settings: Settings
    policy: Policy
    clock: Callable[[], float]
    accounts: Accounts
    access: Access
    audit: Audit
    store: Store
    live_list: LiveList
    trail: Trail
    metrics: Metrics
    node: Node
    beats: BeatBook
    media: MediaServer
    recorder: Recorder
    share: Share
    covers: CoverFolder
    audience: AudienceBook
    audience_store: Audience
    keeping: Keeping
    events: EventHub
    board: Board
    bundled: bool
    relay: LocalRelay | None = None
    clock_step: Callable[[], float] = no_step
    last_call_at: float = 0.0
    faults: dict[str, str] = field(default_factory=dict)
    restarts: dict[str, str] = field(default_factory=dict)
    cover_turns: CoverTurns = field(default_factory=CoverTurns)
    poller: Poller = field(init=False)
    drops: Drops = field(init=False)
    wake: asyncio.Event = field(default_factory=asyncio.Event)
    _ends: dict[tuple[str, str], None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.poller = Poller(self)
        self.drops = Drops(self)

    async def changed(self, stored: StoredBroadcast | None) -> StoredBroadcast | None:
        """Follow up on what the store has written: memory, the relay, the media server."""
        stored = await self._remembered(stored)
        if stored is None:
            return None
        if stored.state in LISTED and (stored.host_banned or stored.host_disabled):
            return await self.changed(await write(self.store.end, stored.id, Reason.KICKED))
        if stored.state is State.ENDED and self.relay is not None:
            await self.relay.stop(stored.id)
        if stored.was is None:
            return stored
        if stored.state is State.ENDED and stored.reason is not Reason.EXPIRED:
            self.drops.soon(stored.code)
            if stored.host_banned:
                self.drops.bar_soon(stored.code, stored.expires_at)
            elif stored.held_at(self.clock()):  # a new broadcast may have the code
                self.drops.bar_soon(stored.code, None)
        if stored.reason is Reason.CONSOLE_SILENT:
            self.poller.ask_soon(stored.id)
        return stored

    async def _remembered(self, stored: StoredBroadcast | None) -> StoredBroadcast | None:
        if stored is None:
            return None
        self.metrics.judged(stored)
        self.audience.told(stored)
        if self.beats.refresh(stored, self.store.heard_since):
            stored = await write(self.store.look, stored.id)
            self.metrics.judged(stored)
            self.beats.refresh(stored, self.store.heard_since)
            self.audience.told(stored)
        self.board.told(stored)
        self.events.nudge()
        if stored.was is not None:
            log.info("%s (%s) is %s: %s", stored.code, stored.id, stored.state, stored.reason)
        return stored

    async def all_changed(self, many: Iterable[StoredBroadcast]) -> None:
        """As `changed`, for each of them: where the database fails for one, the others go on.

        Raises:
            StoreUnavailable: it did.
        """
        await _each(self.changed, many)

    async def published(
        self, code: str, client: str, checked: StoredBroadcast | None = None
    ) -> StoredBroadcast | None:
        """A publisher has begun. None if nothing unfinished has this code.

        Args:
            checked: the broadcast that the push was allowed for: see `Store.publish`.
        """
        # Where ids begin anew with the media server, the time makes them unique.
        session = client if self.media.lasting_ids else f"{client}@{self.clock():.3f}"
        stored = await self._remembered(
            await write(self.store.publish, code, client, session, checked)
        )
        if stored is not None and sum(one.open for one in stored.sessions.values()) > 1:
            self.poller.ask_soon(stored.id)  # a doubtful start
        return stored

    async def relay_published(self, code: str, session: str) -> None:
        """The local relay has a picture."""
        stored = await run_sync(self.live_list.one, code)
        await self.published(code, session, checked=stored)

    async def publish_done(self, code: str, client: str | None) -> None:
        """A publisher has left, perhaps because the relay is being stopped.

        Raises:
            StoreUnavailable: not written yet; where it is known who has left, `write_ends` will,
                for most media servers tell it once.
        """
        try:
            left = await write(
                lambda: self.store.publish_done(code, client, lasting_ids=self.media.lasting_ids)
            )
        except StoreUnavailable:
            if client is not None and len(self._ends) < MOST_ENDS:
                self._ends[code, client] = None
            raise
        for stored in left:
            if not stored.over:
                self.poller.ask_soon(stored.id, min(1.0, self.policy.poll_interval_s / 10))
        await _each(self._remembered, left)

    async def write_ends(self) -> None:
        """Those that came while the database was away.

        Raises:
            StoreUnavailable: it still is.
        """
        for code, client in list(self._ends):
            del self._ends[code, client]  # it comes back where the database is still away
            await self.publish_done(code, client)

    async def kick_shut_out(self) -> None:
        """End what disabled and banned hosts have; also when a command or another node did it."""
        await self.all_changed(await write(self.store.end_of_shut_out))

    async def let_in(self, host_id: str) -> None:
        """A ban is lifted: the media server, where it kept codes out by itself, permits them."""
        if self.media.forbids:
            for code in await run_sync(self.store.kicked_of, host_id):
                self.drops.bar_soon(code, None)


async def _each(
    follow_up: Callable[[StoredBroadcast], Awaitable[object]], many: Iterable[StoredBroadcast]
) -> None:
    """See `Studio.all_changed`."""
    failed: StoreUnavailable | None = None
    for stored in many:
        try:
            await follow_up(stored)
        except StoreUnavailable as error:
            failed = error
    if failed is not None:
        raise failed
