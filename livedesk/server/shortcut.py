"""What is asked most, answered before the router: beats, the list's first page, viewers' pings.

Only what is plain is answered here, with the same bytes as by the router. Everything else goes on
to it, so that there is one truth about what is refused and why.
"""

from __future__ import annotations

import json
import re
from collections.abc import Awaitable
from functools import lru_cache
from hashlib import sha256

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from livedesk.domain.errors import StoreUnavailable
from livedesk.domain.records import to_text
from livedesk.domain.verdict import Reason, State, Verdict
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
_json_at = json.JSONDecoder().raw_decode


def said(verdict: Verdict) -> str:
    """What the header LiveDesk-State says."""
    return _said(verdict.state, verdict.reason, verdict.look_again_at)


def _said(state: State, reason: Reason, until: float | None) -> str:
    words = f"{state}; reason={reason}"
    return words if until is None else f"{words}; look_again={to_text(until)}"


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
            if method == "POST":
                if path.endswith(_AFTER) and path.startswith(_BEFORE):
                    return self._beat(path[len(_BEFORE) : -len(_AFTER)], scope, receive, send)
                if pings.is_like(path):
                    return pings.like(self._studio, self._app, scope, receive, send)
            elif method == "PUT":
                return pings.ping(self._studio, self._app, scope, receive, send)
            elif method == "GET" and path == _LIST:
                return self._list(scope, receive, send)
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
        steady = None
        if plain:
            since, now = studio.store.heard_since, studio.clock()
            steady = studio.beats.steady_beat(id, sha256(token).digest(), console, since, now)
        if steady is None:
            heard = [message]

            async def again() -> Message:
                return heard.pop() if heard else await receive()

            await self._app(scope, again, send)
            return
        studio.metrics.beat_counted()
        studio.last_call_at = now
        headers = [(b"livedesk-state", _said(State.LIVE, *steady).encode())]
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
        text = body.decode()
        told, end = _json_at(text)
    except (ValueError, RecursionError):
        return False, None
    if end != len(text) or type(told) is not dict or "take_over" in told:
        return False, None
    on_air, console = told.get("on_air"), told.get("console")
    if not (on_air is True or on_air is None):
        return False, None
    if console is not None and not (type(console) is str and 8 <= len(console) <= 40):
        return False, None
    return True, console
