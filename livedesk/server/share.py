"""The public listener for phones in this network: pages, pictures, what viewers do. No tokens."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import re
from collections.abc import Callable, Iterator

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

from livedesk.domain.errors import BadRequest, NotFound, WrongToken
from livedesk.server.lines import patient, room
from livedesk.server.listen import listening
from livedesk.server.problems import problem

_READS = re.compile(
    r"/|/watch/[^/]+|/static/.+|/hls/[^/]+|/covers/[^/]+|/v1/policy|/v1/events"
    r"|/v1/broadcasts(/[^/]+)?"
)
_LIKES = re.compile(r"/v1/broadcasts/[^/]+/likes")
_VIEWERS = re.compile(r"/v1/broadcasts/[^/]+/viewers/[^/]+")
_PUBLIC = {"GET": _READS, "HEAD": _READS, "POST": _LIKES, "PUT": _VIEWERS}

SHARED = "livedesk.shared"  # in the scope of what came by the public listener


class PublicOnly:
    """What viewers may ask; everything else is not there."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        if any(name == b"authorization" for name, _ in scope["headers"]):
            refused = problem(WrongToken("This address is for viewers and takes no tokens."))
            await refused(scope, receive, send)
        elif not is_public(scope["method"], scope["path"]):
            missing = problem(NotFound("This address is for viewers; this is not for them."))
            await missing(scope, receive, send)
        else:
            await self._app({**scope, SHARED: True}, receive, send)


def is_public(method: str, path: str) -> bool:
    """Whether a viewer may call this."""
    return method in _PUBLIC and _PUBLIC[method].fullmatch(path) is not None


class Listener(uvicorn.Server):
    """A uvicorn server beside another one: the signals are the first one's."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Share:
    """Opens and closes the public listener while the server runs.

    Args:
        app: the whole server; the listener shows its public part.
        port: tried first; a free one where it is taken.

    Attributes:
        closing: called when it is closed, to end what would go on for ever.
    """

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = PublicOnly(app)
        self._port = port
        self._listener: Listener | None = None
        self._task: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()
        self.closing: Callable[[], None] = lambda: None
        self.address: str | None = None
        self.url: str | None = None

    async def open(self, address: str) -> None:
        """Listen on this address of the computer; closes what was open before.

        Raises:
            BadRequest: not an address of this computer, or nothing may listen there.
        """
        try:
            vague = ipaddress.ip_address(address).is_unspecified
        except ValueError:
            vague = True
        if vague:  # phones need one that they can reach
            raise BadRequest(f'"{address}" is not the address of one network of this computer.')
        async with self._turn:
            if address != self.address:
                await self._open(address)

    async def close(self) -> None:
        """Stop listening; whoever still plays is cut off."""
        async with self._turn:
            await self._close()

    async def _open(self, address: str) -> None:
        try:
            heard = listening(address, self._port, 0)
        except OSError as error:
            raise BadRequest(
                f"Cannot listen on {address}: {error.strerror}. Choose another address."
            ) from error
        await self._close()
        config = uvicorn.Config(
            self._app,
            http=patient(),
            backlog=room(),
            lifespan="off",
            log_config=None,
            access_log=False,
            server_header=False,
            proxy_headers=False,  # there is none in between
        )
        self._listener = Listener(config)
        self._task = asyncio.create_task(self._listener.serve(sockets=[heard]))
        shown = f"[{address}]" if ":" in address else address
        self.address, self.url = address, f"http://{shown}:{heard.getsockname()[1]}"

    async def _close(self) -> None:
        self.address = self.url = None
        if self._listener is None or self._task is None:
            return
        self.closing()
        self._listener.should_exit = self._listener.force_exit = True
        await self._task
        self._listener = self._task = None
