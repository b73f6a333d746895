"""The server's parts, put into one hand for the calls; and what follows from every change."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from livedesk.domain.verdict import Policy, State
from livedesk.media.media_server import MediaServer
from livedesk.server.access import Access
from livedesk.server.beats import BeatBook
from livedesk.server.recorder import Recorder
from livedesk.server.relay import LocalRelay
from livedesk.server.share import Share
from livedesk.server.writes import write
from livedesk.settings import Settings
from livedesk.store.accounts import Accounts
from livedesk.store.live_list import LiveList
from livedesk.store.rows import StoredBroadcast
from livedesk.store.store import Store

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Studio:
    """What the calls work with; made in `app.build_app`, handed on in ``app.state``.

    Attributes:
        relay: None unless the media server is the local relay.
        bundled: started by a console for itself; its host may switch sharing.
        last_call_at: when a token was last used.
        fault: why the server's pulse fails, for `/readyz`; None while all is well.
    """

    settings: Settings
    policy: Policy
    clock: Callable[[], float]
    accounts: Accounts
    access: Access
    store: Store
    live_list: LiveList
    beats: BeatBook
    media: MediaServer
    recorder: Recorder
    share: Share
    bundled: bool
    relay: LocalRelay | None = None
    last_call_at: float = 0.0
    fault: str | None = None

    async def changed(self, stored: StoredBroadcast | None) -> StoredBroadcast | None:
        """Follow up on what the store has written: memory, and the relay."""
        stored = await self._remembered(stored)
        if stored is not None and stored.state is State.ENDED and self.relay is not None:
            await self.relay.stop(stored.id)
        return stored

    async def _remembered(self, stored: StoredBroadcast | None) -> StoredBroadcast | None:
        if stored is None:
            return None
        if self.beats.refresh(stored, self.store.heard_since):
            stored = await write(self.store.look, stored.id)
            self.beats.refresh(stored, self.store.heard_since)
        log.info("%s (%s) is %s: %s", stored.code, stored.id, stored.state, stored.reason)
        return stored

    async def all_changed(self, many: Iterable[StoredBroadcast]) -> None:
        for stored in many:
            await self.changed(stored)

    async def published(self, code: str, session: str) -> None:
        """The local relay has a picture."""
        await self._remembered(await write(self.store.publish, code, session, session))

    async def publish_done(self, code: str, session: str) -> None:
        """The local relay's publisher has left, perhaps because the relay is being stopped."""
        await self._remembered(await write(self.store.publish_done, code, session))

    async def kick_disabled(self) -> None:
        """End what a disabled host has unfinished; also when a command disabled it."""
        await self.all_changed(await write(self.store.end_of_disabled))
