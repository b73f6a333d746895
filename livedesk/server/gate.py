"""What stands before every call: the largest body, and who may read from another site."""

from __future__ import annotations

import asyncio
import re
from collections.abc import MutableMapping
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from livedesk.domain.errors import BodyTooLarge, ImageTooLarge, Unavailable
from livedesk.server.problems import problem

LARGEST_BODY = 64 * 1024  # bytes; the largest body of this API is a title and an address
LARGEST_IMAGE = 5_000_000  # bytes; but for a cover

HEARD_OUT = 32 * 1024 * 1024  # bytes; who is cut off while sending never sees the answer

# Of those without a token. Threads that ask the database take turns with the event loop, so more of
# them answer no more questions, but keep it waiting.
READS_AT_ONCE = 3
READS_WAITING = 1000

_TOO_LARGE = BodyTooLarge(f"The body is too large: {LARGEST_BODY // 1024} KB at most.")
IMAGE_TOO_LARGE = ImageTooLarge(
    f"The picture is too large: {LARGEST_IMAGE // 1_000_000} MB at most."
)

_TOO_MANY_READS = Unavailable("Too many are reading just now: try again in a second.")

_COVER = re.compile(r"/v1/broadcasts/[^/]+/cover")


class BodyLimit:
    """Refuses a large body and keeps none of it; one without a length is counted."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        is_cover = scope["method"] == "PUT" and _COVER.fullmatch(scope["path"]) is not None
        most = LARGEST_IMAGE if is_cover else LARGEST_BODY
        headers = dict(scope["headers"])
        length = headers.get(b"content-length", b"0")
        if not length.isdigit() or int(length) > most:
            await _heard_out(receive)
            await problem(IMAGE_TOO_LARGE if is_cover else _TOO_LARGE)(scope, receive, send)
            return
        told = b"content-length" in headers
        # A picture without a length is counted by the call itself, which first asks who sends it.
        if not (told or is_cover) and scope["method"] not in ("GET", "HEAD"):
            got: list[Message] = []
            size = 0
            while not got or got[-1].get("more_body"):
                got.append(await receive())
                size += len(got[-1].get("body", b""))
                if size > LARGEST_BODY:
                    if got[-1].get("more_body"):
                        got.clear()
                        await _heard_out(receive)
                    await problem(_TOO_LARGE)(scope, receive, send)
                    return

            async def again() -> Message:
                return got.pop(0) if got else await receive()

            await self._app(scope, again, send)
            return
        await self._app(scope, receive, send)


async def _heard_out(receive: Receive) -> None:
    left = HEARD_OUT
    while left > 0:
        message = await receive()
        if not message.get("more_body"):
            return
        left -= len(message.get("body", b""))


class PublicReads:
    """Anybody's page may read what anybody may read: GETs without a token, and HLS."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        public = (
            scope["type"] == "http"
            and scope["method"] in ("GET", "HEAD")
            and scope["path"].startswith(("/v1/", "/hls/", "/covers/", "/openapi.json"))
            and not any(name == b"authorization" for name, _ in scope["headers"])
        )

        async def open_send(message: MutableMapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Access-Control-Allow-Origin"] = "*"
            await send(message)

        await self._app(scope, receive, open_send if public else send)


class ReadsLimit:
    """Readers without a token wait for each other, and not beats, callbacks and hosts for them."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._turns = asyncio.Semaphore(READS_AT_ONCE)
        self._waiting = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        reads = (
            scope["type"] == "http"
            and scope["method"] in ("GET", "HEAD")
            and scope["path"].startswith("/v1/broadcasts")
            and not any(name == b"authorization" for name, _ in scope["headers"])
        )
        if not reads:
            await self._app(scope, receive, send)
            return
        if self._waiting >= READS_WAITING:
            await problem(_TOO_MANY_READS)(scope, receive, send)
            return
        self._waiting += 1
        try:
            await self._turns.acquire()
        finally:
            self._waiting -= 1
        over = False

        def give_up_turn() -> None:
            nonlocal over
            if not over:
                over = True
                self._turns.release()

        async def sent(message: Message) -> None:
            give_up_turn()  # everything is read; how fast the reader takes it is its own affair
            await send(message)

        try:
            await self._app(scope, receive, sent)
        finally:
            give_up_turn()
