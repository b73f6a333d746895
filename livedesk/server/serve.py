"""`livedesk-server serve`: from settings to a server that answers, and down again."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import signal
import socket
import ssl
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn

from livedesk.domain.errors import BadRequest, BadSettings, HostExists
from livedesk.journal import open_journal
from livedesk.media.media_server import MediaServer
from livedesk.media.registry import media_server
from livedesk.private_file import write_private
from livedesk.server.app import build_app
from livedesk.server.arenas import share_arenas
from livedesk.server.beat_line import PlainBeats
from livedesk.server.clock import SharedClock, SteadyClock
from livedesk.server.connect import base_url, is_loopback
from livedesk.server.folder import DataFolder
from livedesk.server.leaving import leave_when_alone
from livedesk.server.lines import patient, room
from livedesk.server.listen import listening
from livedesk.server.secret_file import fingerprint, own_secrets, with_own_secrets
from livedesk.server.studio import Studio
from livedesk.settings import Settings
from livedesk.store.accounts import ADMIN, HOST, Accounts, new_token
from livedesk.store.database import Database
from livedesk.store.nodes import Nodes

log = logging.getLogger(__name__)

SWITCH_S = 0.001  # a thread has the interpreter for so long while the event loop waits for it
OWN_HOST, OWN_NAME = "me", "Host"  # viewers read the name; the system's user name is not theirs


def open_database(settings: Settings, data_dir: Path) -> Database:
    """The configured database, at this program's shape.

    Raises:
        BadSettings, StoreUnavailable.
    """
    url = settings.server.database.get_secret_value()
    database = Database(url) if url else Database.in_folder(data_dir)
    database.migrate()
    return database


def checked(settings: Settings) -> MediaServer:
    """The media server of settings that make sense together.

    Raises:
        BadSettings: a kind that lacks something, no source of signals at all, or tokens and push
            keys that would cross a network readably.
    """
    media = media_server(settings.media)
    if not settings.policy.heartbeats and not (media.callbacks or media.polls):
        raise BadSettings(
            "[policy] heartbeats and the media server's callbacks are both off: then nothing says "
            "who is live. Switch one on."
        )
    server = settings.server
    encrypted = server.tls_cert or urlsplit(server.public_url).scheme == "https"
    if not is_loopback(server.host) and not encrypted:
        if not server.plain_http:
            raise BadSettings(
                f"[server] host = {server.host} would send tokens unencrypted: give tls_cert and "
                "tls_key, or an https public_url of a proxy in front, or --plain-http if you know "
                "this network."
            )
        log.warning("serving plain http on %s: tokens cross the network readably", server.host)
    return media


def serve(settings: Settings, data_dir: Path, *, bundled: bool, share: str | None) -> int:
    """Run until told to stop; gives the exit code.

    Raises:
        BadSettings, StoreUnavailable: it cannot start; the sentence says why.
    """
    checked(settings)  # every mistake before anything is opened
    folder = DataFolder(data_dir)
    with contextlib.closing(folder):
        # A console's own server has nobody at its standard error once it runs.
        open_journal(data_dir / "server.log" if bundled else None)
        set_by_admin, settings = settings, with_own_secrets(settings, own_secrets(data_dir))
        made = fingerprint(set_by_admin, settings)
        heard = _listen(settings, or_free=bundled)
        with contextlib.closing(heard):
            port = heard.getsockname()[1]
            server = settings.server.model_copy(update={"port": port})
            settings = settings.model_copy(update={"server": server})
            return _serve(settings, folder, heard, made, bundled=bundled, share=share)


def _serve(
    settings: Settings,
    folder: DataFolder,
    heard: socket.socket,
    secrets: int | None,
    *,
    bundled: bool,
    share: str | None,
) -> int:
    share_arenas()
    database = open_database(settings, folder.path)
    clock = SharedClock(database.now) if database.shared else SteadyClock()
    node = f"{socket.gethostname()}:{settings.server.port}:{folder.path.resolve()}"
    if (
        database.shared
        and secrets is not None
        and not Nodes(database).agree(node, secrets, clock())
    ):
        raise BadSettings(
            f"{folder.path / 'secrets.json'}: the other nodes on this database have other secrets, "
            "and would refuse this one's push addresses and callbacks: copy the file from one of "
            "them, or set push_key and callback_secret alike on all."
        )
    accounts = Accounts(database, clock)
    if not accounts.has_admin():
        token = new_token(ADMIN)
        # Kept before it is known: killed in between, the next start makes another.
        _written(folder.path, lambda: write_private(folder.path / "admin-token", token + "\n"))
        accounts.add_admin(token)
        if not bundled:
            print(f"The admin token, kept in {folder.path / 'admin-token'}:\n{token}", flush=True)  # noqa: T201  shown once, to the person who started it
    hls_dir = folder.path / "hls"
    _written(folder.path, lambda: hls_dir.mkdir(exist_ok=True))
    app = build_app(
        settings,
        database,
        hls_dir,
        clock,
        bundled=bundled,
        node=node,
        clock_step=clock.step,
    )
    studio: Studio = app.state.studio
    own = uvicorn.Config(
        app,
        log_config=None,
        http=patient(plain=PlainBeats(studio)),
        backlog=room(),
        access_log=False,  # paths hold the callbacks' secret
        server_header=False,
        proxy_headers=bool(settings.server.trusted_proxies),
        forwarded_allow_ips=list(settings.server.trusted_proxies),
        timeout_graceful_shutdown=2,
    )
    if settings.server.tls_cert:
        own.ssl_certfile, own.ssl_keyfile = settings.server.tls_cert, settings.server.tls_key
    try:
        own.load()
    except (OSError, ssl.SSLError) as error:
        raise BadSettings(
            f"[server] tls_cert, tls_key: cannot be used ({error}): give PEM files that belong "
            "together."
        ) from error

    async def answering() -> None:
        """It listens now: open the rest, and say where it is."""
        if share is not None:
            await studio.share.open(share)
        if bundled:
            token = _own_token(accounts)
            _written(folder.path, lambda: folder.announce(base_url(settings.server), token))
        sys.setswitchinterval(SWITCH_S)
        gc.collect()
        gc.freeze()  # what is there now stays: no collection need look at it
        log.info("serving %s, data in %s", base_url(settings.server), folder.path)
        print(f"LiveDesk serves {base_url(settings.server)}", flush=True)  # noqa: T201  for whoever waits

    server = _Announcing(own, answering, studio.events.close)
    return asyncio.run(_run(server, heard, studio, bundled=bundled))


class _Announcing(uvicorn.Server):
    """Does something once it listens, and before it leaves; leaves with exit code 0 when told to.

    uvicorn's own would raise the signal again at the end, and nothing would be tidied up.
    """

    def __init__(
        self,
        config: uvicorn.Config,
        then: Callable[[], Awaitable[None]],
        leaving: Callable[[], None],
    ) -> None:
        super().__init__(config)
        self._then = then
        self._leaving = leaving

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        told = {n: signal.signal(n, self.handle_exit) for n in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in told.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            await self._then()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._leaving()  # what never ends by itself would be waited for
        await super().shutdown(sockets)


async def _run(
    server: uvicorn.Server, heard: socket.socket, studio: Studio, *, bundled: bool
) -> int:
    leaving = asyncio.create_task(leave_when_alone(server, studio)) if bundled else None
    try:
        await server.serve(sockets=[heard])
    except BadRequest as error:
        raise BadSettings(f"--share: {error.sentence}") from error
    finally:
        if leaving is not None:
            leaving.cancel()
    return 0 if server.started else 1


def _own_token(accounts: Accounts) -> str:
    """A fresh token for the console's own host."""
    token = new_token(HOST)
    try:
        accounts.add_host(OWN_NAME, OWN_HOST, token)
    except HostExists:
        accounts.rotate(OWN_HOST, token)
    return token


def _written(folder: Path, write: Callable[[], None]) -> None:
    """
    Raises:
        BadSettings: the data folder does not take it.
    """
    try:
        write()
    except OSError as error:
        raise BadSettings(
            f"{error.filename or folder}: cannot be written ({error.strerror}): make room for it, "
            "or give another --data-dir."
        ) from error


def _listen(settings: Settings, *, or_free: bool) -> socket.socket:
    """The listening socket, taken before anything is written.

    Raises:
        BadSettings: the port is in use, or the address is not this computer's.
    """
    host, port = settings.server.host, settings.server.port
    try:
        return listening(host, *((port, 0) if or_free else (port,)))
    except OSError as error:
        raise BadSettings(
            f"Cannot listen on {host}:{port}: {error.strerror}. Give another --host or --port, or "
            "stop what listens there."
        ) from error
