"""What is asked most, answered before the router: beats, the list's first page, viewers' pings.

Only what is plain is answered here, with the same bytes as by the router. Everything else goes on
to it, so that there is one truth about what is refused and why.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from hashlib import sha256

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from livedesk.domain.errors import StoreUnavailable
from livedesk.domain.records import to_text
from livedesk.domain.verdict import Verdict
from livedesk.server import pings
from livedesk.server.studio import Studio
from livedesk.store.accounts import HOST

LARGEST = 4096  # bytes of a plain beat
_LIST = "/v1/broadcasts"
_PLAIN = re.compile(
    rb"(sort=(?P<sort>started_at|viewers|likes)(&|$))?(limit=(?P<limit>[1-9][0-9]{0,2}))?"
)
_BEFORE, _AFTER = "/v1/broadcasts/", "/heartbeat"
_BEARER = b"Bearer "
_HOST = _BEARER + HOST.encode()
_NO_BODY = {"type": "http.response.body", "body": b""}


def said(verdict: Verdict) -> str:
    """What the header LiveDesk-State says."""
    words = f"{verdict.state}; reason={verdict.reason}"
    if verdict.look_again_at is not None:
        words += f"; look_again={to_text(verdict.look_again_at)}"
    return words


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

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and scope["method"] == "POST":
            path = scope["path"]
            if path.endswith(_AFTER) and path.startswith(_BEFORE):
                id = path[len(_BEFORE) : -len(_AFTER)]
                await self._beat(id, scope, receive, send)
                return
            if pings.is_like(path):
                await pings.like(self._studio, self._app, scope, receive, send)
                return
        elif scope["type"] == "http" and scope["method"] == "PUT":
            await pings.ping(self._studio, self._app, scope, receive, send)
            return
        elif scope["type"] == "http" and scope["method"] == "GET" and scope["path"] == _LIST:
            await self._list(scope, receive, send)
            return
        await self._app(scope, receive, send)

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

    async def _beat(self, id: str, scope: Scope, receive: Receive, send: Send) -> None:
        token, is_json, length = b"", False, 0
        for name, value in scope["headers"]:
            if name == b"authorization":
                token = value[len(_BEARER) :] if value.startswith(_HOST) else b""
            elif name == b"content-type":
                is_json = value == b"application/json"
            elif name == b"content-length":
                length = int(value) if value.isdigit() else LARGEST + 1
            elif name in (b"origin", b"transfer-encoding"):
                length = LARGEST + 1
        studio = self._studio
        if not token or length > LARGEST or studio.node.cut_off:
            await self._app(scope, receive, send)
            return
        message = await receive()
        plain, console = _read(message, is_json=is_json)
        if studio.access.news:
            studio.beats.distrust(studio.access.changed())
        verdict = None
        if plain:
            since = studio.store.heard_since
            verdict = studio.beats.steady_beat(id, sha256(token).digest(), console, since)
        if verdict is None:
            heard = [message]

            async def again() -> Message:
                return heard.pop() if heard else await receive()

            await self._app(scope, again, send)
            return
        studio.metrics.beat_counted()
        studio.last_call_at = studio.clock()
        headers = [(b"livedesk-state", said(verdict).encode())]
        await send({"type": "http.response.start", "status": 204, "headers": headers})
        await send(_NO_BODY)


def _read(message: Message, *, is_json: bool) -> tuple[bool, str | None]:
    """Whether this body is a willing beat that asks for nothing else, and its console."""
    if message["type"] != "http.request" or message.get("more_body"):
        return False, None
    body = message.get("body", b"")
    if not body:
        return True, None
    if not is_json:
        return False, None
    try:
        told = json.loads(body.decode())  # bytes, it would look for another encoding first
    except (ValueError, RecursionError):
        return False, None
    if type(told) is not dict or "take_over" in told:
        return False, None
    on_air, console = told.get("on_air"), told.get("console")
    if not (on_air is True or on_air is None):
        return False, None
    if console is not None and not (type(console) is str and 8 <= len(console) <= 40):
        return False, None
    return True, console
