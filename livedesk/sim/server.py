"""The real server in virtual time: its own app, store, beat book, sweeper, poller and drops.

Nothing of it is replaced but the media server, the clock and the waiting. The database is a file
with ``synchronous = OFF``: what survives a power cut is not simulated, only what survives a kill.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from sqlalchemy import event
from starlette.requests import Request

from livedesk.domain.errors import LivedeskError
from livedesk.domain.verdict import Reason
from livedesk.media.media_server import MediaServer
from livedesk.server import callbacks
from livedesk.server.app import build_app
from livedesk.server.studio import Studio
from livedesk.server.sweeper import Sweeper
from livedesk.server.writes import write
from livedesk.settings import MediaSettings, PolicySettings, Settings
from livedesk.store.database import Database
from livedesk.store.rows import Account, NewBroadcast, StoredBroadcast

CALLBACKS = "simulated"  # where the media server calls

LOOKS_EVERY_S = 20.0
"""The real sweeper looks each second. A look at a second in which nothing is due changes nothing,
but that it writes beats to the disk and notes that the server was awake; both may wait this long.
Hence `sweep_interval_s` is this in the simulated settings, and suspends are longer than what the
sweeper then takes for one. Every second in which something is due is looked at."""


class SimulatedServer:
    """One server process after the other on the same database.

    Args:
        folder: empty; for database and the like.
        clock: the virtual one.
        throw: 0 to 1, random; in which order the parts wake up.
    """

    def __init__(
        self,
        folder: Path,
        media: MediaServer,
        *,
        beats: bool,
        clock: Callable[[], float],
        throw: Callable[[], float],
    ) -> None:
        self._folder = folder
        self._media = media
        self._clock = clock
        self._throw = throw
        self._settings = Settings(
            media=MediaSettings(callback_secret=(SecretStr(CALLBACKS),)),
            policy=PolicySettings(heartbeats=beats, sweep_interval_s=LOOKS_EVERY_S),
        )
        self._studio: Studio | None = None
        self._database: Database | None = None
        self._sweeper: Sweeper | None = None
        self._wrote = False
        self._due: float | None = None
        self._looked_at = 0.0
        self._change = 0
        self._reader = sqlite3.connect(":memory:")
        self.asleep = False

    @property
    def up(self) -> bool:
        return self._studio is not None and not self.asleep

    @property
    def studio(self) -> Studio:
        assert self._studio is not None  # noqa: S101  asked only while it is up
        return self._studio

    def start(self) -> None:
        """A new process: memory is empty."""
        database = Database.in_folder(self._folder)
        event.listen(database.engine, "connect", _not_durable)
        event.listen(database.engine, "commit", self._committed)
        database.migrate()
        app = build_app(self._settings, database, self._folder, self._clock, media=self._media)
        self._studio, self._database = app.state.studio, database
        self._studio.store.forget_the_future()
        self._sweeper = Sweeper(self._studio)
        self._reader.close()
        self._reader = sqlite3.connect(
            self._folder / "livedesk.db", isolation_level=None, check_same_thread=False
        )
        self._looked_at, self._wrote = 0.0, True

    def kill(self) -> None:
        """The process is gone, with everything that was only in memory."""
        if self._database is not None:
            self._database.close()
        self._studio = self._database = self._sweeper = None

    def close(self) -> None:
        self.kill()
        self._reader.close()

    async def second(self, now: float) -> None:
        """What the server does each second by itself."""
        assert self._sweeper is not None  # noqa: S101  asked only while it is up
        looks = now - self._looked_at >= LOOKS_EVERY_S
        looks = looks or (self._due is not None and self._due <= now)
        polls_first = not looks or self._throw() < 0.5
        if polls_first:
            await self.studio.poller.look()
        if looks:
            self._looked_at = now
            await self._sweeper.look()
        if not polls_first:
            await self.studio.poller.look()
        await self.studio.drops.look()

    def news(self) -> Iterator[tuple[str, str, str]]:
        """Id, state and reason of what has changed since the last call: what everybody reads."""
        if not self._wrote:
            return
        self._wrote = False
        rows = self._reader.execute(
            "SELECT id, state, reason, change FROM broadcasts WHERE change > ? ORDER BY change",
            (self._change,),
        ).fetchall()
        (self._due,) = self._reader.execute(
            "SELECT min(look_again_at) FROM broadcasts WHERE over IS NULL"
        ).fetchone()
        for id, state, reason, change in rows:
            self._change = change
            yield id, state, reason

    def add_host(self, name: str) -> Account:
        account, _ = self.studio.accounts.add_host(name, name)
        return account

    async def create(self, host: Account, suffix: str, valid_for_s: float) -> StoredBroadcast:
        """
        Raises:
            LivedeskError: as `Store.create`.
        """
        new = NewBroadcast(host.id, "A show", suffix, None, valid_for_s, rehearsal=False)
        stored, _ = await write(self.studio.store.create, new, self._media.bizid, ())
        await self.studio.changed(stored)
        return stored

    async def end(self, id: str) -> None:
        """The host's word."""
        await self.studio.changed(await write(self.studio.store.end, id))

    async def kick(self, id: str) -> None:
        """An admin's word."""
        await self.studio.changed(await write(self.studio.store.end, id, Reason.KICKED))

    async def beat(self, id: str, host: Account, on_air: bool | None, console: str) -> None:
        """
        Raises:
            LivedeskError: as `BeatBook.beat`.
        """
        studio = self.studio
        token = host.id.encode()
        _, stored = await studio.beats.beat(
            studio.store, id, host, on_air, console, take_over=False, token=token
        )
        studio.beats.trust(id, token)
        await studio.changed(stored)

    async def told(self, word: str, code: str, client: str) -> bool:
        """One callback, by the very path of a real one; False: refused, or not accepted."""
        body = json.dumps({"word": word, "code": code, "client": client}).encode()

        async def receive() -> dict[str, object]:
            return {"type": "http.request", "body": body}

        request = Request({"type": "http", "method": "POST", "headers": []}, receive)
        try:
            answer = await callbacks.callback(self._media.kind, CALLBACKS, request, self.studio)
        except LivedeskError:
            return False
        return answer.status_code == 200

    def _committed(self, connection: object) -> None:
        del connection
        self._wrote = True


def _not_durable(connection: Any, record: object) -> None:  # the driver's connection
    del record
    connection.execute("PRAGMA synchronous = OFF")
