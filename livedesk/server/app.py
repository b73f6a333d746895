"""Everything of the server is put together here, by plain constructor calls."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager, suppress
from functools import partial
from pathlib import Path

from anyio.to_thread import run_sync
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Receive, Scope, Send

import livedesk
from livedesk import places
from livedesk.domain.errors import StoreUnavailable, Unavailable
from livedesk.domain.verdict import State
from livedesk.media.local import Local
from livedesk.media.media_server import MediaServer
from livedesk.media.registry import media_server
from livedesk.server import (
    audits,
    broadcasts,
    callbacks,
    covers,
    events,
    evidence,
    hosts,
    kicks,
    pages,
    system,
    viewers,
)
from livedesk.server.access import Access
from livedesk.server.audience import AudienceBook
from livedesk.server.beats import BeatBook
from livedesk.server.board import Board
from livedesk.server.clock import no_step
from livedesk.server.connect import base_url
from livedesk.server.cover_folder import CoverFolder
from livedesk.server.event_hub import EventHub
from livedesk.server.gate import BodyLimit, PublicReads, ReadsLimit
from livedesk.server.lines import listeners
from livedesk.server.metrics import Metrics
from livedesk.server.neighbours import Neighbours
from livedesk.server.node import Node
from livedesk.server.problems import DESCRIBED, answer_problems
from livedesk.server.recorder import Recorder
from livedesk.server.relay import LocalRelay
from livedesk.server.share import Share
from livedesk.server.shortcut import Shortcut
from livedesk.server.studio import Studio
from livedesk.server.sweeper import Sweeper
from livedesk.settings import Settings
from livedesk.store.accounts import Accounts
from livedesk.store.audience import Audience
from livedesk.store.audit import Audit
from livedesk.store.bell import CHANGES, Bell
from livedesk.store.database import Database
from livedesk.store.keeping import Keeping
from livedesk.store.live_list import LiveList
from livedesk.store.nodes import Nodes
from livedesk.store.rows import StoredBroadcast
from livedesk.store.store import Store
from livedesk.store.trail import Trail

log = logging.getLogger(__name__)

SETTLED_S = 5.0  # a part that was started again and runs for so long is well


def build_app(
    settings: Settings,
    database: Database,
    hls_dir: Path,
    clock: Callable[[], float],
    *,
    bundled: bool = False,
    node: str = "node",
    clock_step: Callable[[], float] = no_step,
    media: MediaServer | None = None,
    covers_dir: Path | None = None,
) -> FastAPI:
    """The server.

    Args:
        settings: with every secret in place.
        database: migrated.
        hls_dir: where the local relay writes; exists.
        bundled: a console's own server, whose host may switch sharing.
        node: this process's name among those that share the database.
        clock_step: see `Studio`.
        media: in place of the one in the settings: the simulator's.
        covers_dir: made where it is first needed; beside `hls_dir` by default.

    Raises:
        BadSettings: the media server's settings do not make sense.
    """
    media = media or media_server(settings.media)
    policy = settings.policy.policy(
        callbacks=media.callbacks, polls=media.polls, one_publisher=media.one_publisher
    )
    live_list, accounts = LiveList(database), Accounts(database, clock)
    beats = BeatBook(live_list, policy, clock)
    store = Store(
        database,
        policy,
        clock,
        heard=beats.heard,
        max_unfinished=settings.server.max_unfinished_per_host,
        one_at_a_time=isinstance(media, Local),
    )
    metrics = Metrics(policy, {"version": livedesk.__version__, "media": media.kind})
    own = base_url(settings.server)
    app = _Server(
        title="LiveDesk",
        version=livedesk.__version__,
        docs_url=None,  # its page loads scripts from other hosts
        redoc_url=None,
        lifespan=_running,
        responses=DESCRIBED,
    )
    share = Share(app, settings.server.port)
    recorder = Recorder(media, policy, lambda: share.url or own, clock)
    audience, bell = Audience(database, node), Bell(database)
    access = Access(accounts, clock, metrics)
    studio = Studio(
        settings=settings,
        policy=policy,
        clock=clock,
        accounts=accounts,
        access=access,
        audit=Audit(database, clock),
        store=store,
        live_list=live_list,
        trail=Trail(database),
        metrics=metrics,
        node=Node(Nodes(database), node, clock),
        beats=beats,
        media=media,
        recorder=recorder,
        share=share,
        covers=CoverFolder(covers_dir or hls_dir.parent / "covers"),
        audience=AudienceBook(live_list, clock, audience.before),
        audience_store=audience,
        keeping=Keeping(database, settings.server.keep_days),
        events=EventHub(live_list, recorder, clock, listeners(), ring=lambda: bell.ring(CHANGES)),
        board=Board(live_list, recorder, clock, lambda: (share.url, access.version)),
        bundled=bundled,
        clock_step=clock_step,
        last_call_at=clock(),
    )
    app.state.neighbours = Neighbours(studio, bell)
    share.closing = lambda: studio.events.close(shared=True)
    if isinstance(media, Local):
        studio.relay = LocalRelay(
            hls_dir, settings.media.rtmp_port, studio.relay_published, studio.publish_done
        )
        media.rtmp_port = studio.relay.port
        app.mount("/hls", _Hls(directory=hls_dir))
    app.state.studio = studio
    for part in (
        *(broadcasts, covers, viewers, events, evidence, kicks),
        *(hosts, audits, callbacks, system),
    ):
        app.include_router(part.router)
    app.router.routes.extend(pages.routes(places.resource("web")))
    answer_problems(app)
    app.add_middleware(BodyLimit)
    app.add_middleware(ReadsLimit)
    app.add_middleware(PublicReads)
    if settings.server.cors_origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=settings.server.cors_origins,
            allow_methods=["GET", "POST", "PATCH", "PUT", "DELETE"],
            allow_headers=["Authorization", "Content-Type", "Idempotency-Key"],
            expose_headers=["LiveDesk-State", "ETag", "Retry-After"],
        )
    app.shortcut = Shortcut(partial(FastAPI.__call__, app), studio)
    return app


class _Server(FastAPI):
    """FastAPI does something for every call before any middleware; the shortcut is before that."""

    shortcut: Shortcut | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self.shortcut is None:
            await super().__call__(scope, receive, send)
        else:
            await self.shortcut(scope, receive, send)


class _Hls(StaticFiles):
    """The relay's pictures: a playlist changes every second, a segment never."""

    async def check_config(self) -> None:
        """The relay makes its folder anew where it is gone: until then, 404."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        response.headers["Cache-Control"] = "no-cache" if path.endswith(".m3u8") else "max-age=60"
        return response


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    studio: Studio = app.state.studio
    await run_sync(studio.store.forget_the_future)
    await app.state.neighbours.begin()
    if studio.relay is not None:  # its publishers of the last run are gone
        await studio.all_changed(await run_sync(studio.store.forget_publishers))
        for stored in await run_sync(_unfinished, studio.live_list):
            with suppress(Unavailable):  # it goes on trying; `/readyz` says why
                await studio.relay.start(stored.id, stored.code)
    parts: dict[str, Callable[[], Coroutine[None, None, None]]] = {
        "sweeper": lambda: Sweeper(studio).run(),
        "poller": studio.poller.run,
        "drops": studio.drops.run,
        "events": studio.events.run,
        "neighbours": app.state.neighbours.run,
        "lag watch": studio.metrics.watch_loop,
        "memory": lambda: _filled(studio),
    }
    pulses = [asyncio.create_task(_restarted(studio, name, part)) for name, part in parts.items()]
    try:
        yield
    finally:
        for pulse in pulses:
            pulse.cancel()
        await asyncio.gather(*pulses, return_exceptions=True)
        await app.state.neighbours.close()
        studio.events.close()
        await studio.share.close()
        if studio.relay is not None:
            await studio.relay.close()


async def _filled(studio: Studio) -> None:
    with suppress(StoreUnavailable):  # who is missing is read with the next beat
        await run_sync(studio.access.refresh)
        await studio.beats.fill(lambda: studio.access.version)
    await asyncio.Event().wait()


async def _restarted(
    studio: Studio, name: str, part: Callable[[], Coroutine[None, None, None]]
) -> None:
    """A part that runs on; where a bug ends it, it is started again and `/readyz` says so."""
    while True:
        running = asyncio.create_task(part())
        try:
            await asyncio.wait({running}, timeout=SETTLED_S)
            if not running.done() and studio.faults.get(name) == studio.restarts.get(name):
                studio.faults.pop(name, None)
            await asyncio.wait({running})
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.wait({running})
        again = f"The {name} failed and was started again: {running.exception()!r}"
        studio.faults[name] = studio.restarts[name] = again
        log.error("%s", again, exc_info=running.exception())
        await asyncio.sleep(studio.settings.policy.sweep_interval_s)


def _unfinished(live_list: LiveList) -> list[StoredBroadcast]:
    """What is not finished; the local relay has at most one."""
    states = [state for state in State if state is not State.ENDED]
    found, _ = live_list.page(states=states, sort="created_at", limit=1)
    return found
