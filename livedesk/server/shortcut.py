"""What readers ask most, answered before the router: the list's first page, viewers' pings.

Only what is plain is answered here, with the same bytes as by the router. Everything else goes on
to it, so that there is one truth about what is refused and why.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable
from functools import lru_cache

from starlette.types import ASGIApp, Receive, Scope, Send

from livedesk.domain.errors import StoreUnavailable
from livedesk.server import pings
from livedesk.server.studio import Studio

_LIST = "/v1/broadcasts"
_PLAIN = re.compile(
    rb"(sort=(?P<sort>started_at|viewers|likes)(&|$))?(limit=(?P<limit>[1-9][0-9]{0,2}))?"
)


def is_known(tag: str, known: str) -> bool:
    """Whether an If-None-Match has this ETag."""
    return tag in (one.strip().removeprefix("W/") for one in known.split(","))


@lru_cache(maxsize=256)
def _wanted(query: bytes) -> tuple[str, int] | None:
    """Sort and length of a first page; None where anything else is asked, or not rightly."""
    found = _PLAIN.fullmatch(query)
    if found is None:
        return None
    limit = int(found["limit"] or 50)
    sort = (found["sort"] or b"started_at").decode()
    return (sort, limit) if 1 <= limit <= 200 else None


class Shortcut:
    """Stands before the router."""

    def __init__(self, app: ASGIApp, studio: Studio) -> None:
        self._app = app
        self._studio = studio

    def __call__(self, scope: Scope, receive: Receive, send: Send) -> Awaitable[None]:
        if scope["type"] == "http":
            method, path = scope["method"], scope["path"]
            if method == "PUT":
                return pings.ping(self._studio, self._app, scope, receive, send)
            if method == "GET" and path == _LIST:
                return self._list(scope, receive, send)
            if method == "POST" and pings.is_like(path):
                return pings.like(self._studio, self._app, scope, receive, send)
        return self._app(scope, receive, send)

    async def _list(self, scope: Scope, receive: Receive, send: Send) -> None:
        wanted = _wanted(scope["query_string"])
        known = ""
        for name, value in scope["headers"]:
            if name == b"if-none-match":
                known = value.decode("latin-1")
            elif name in (b"authorization", b"origin"):
                wanted = None
        if wanted is None:
            await self._app(scope, receive, send)
            return
        board = self._studio.board
        try:
            page = board.fresh(*wanted) or await board.page(*wanted)
        except StoreUnavailable:  # the router says so
            await self._app(scope, receive, send)
            return
        is_news = not (known and is_known(page.tag, known))
        headers = [(b"etag", page.tag.encode()), (b"cache-control", b"no-cache")]
        if is_news:
            headers.append((b"content-length", str(len(page.body)).encode()))
            headers.append((b"content-type", b"application/json"))
        headers.append((b"access-control-allow-origin", b"*"))
        status, body = (200, page.body) if is_news else (304, b"")
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": body})
