"""Viewers' pings and likes, answered before the router where memory knows enough.

Only what is plain is answered here, with the same bytes as by the router, refusals too: somebody
who floods must not cost more than who is welcome.
"""

from __future__ import annotations

import json
import re

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from livedesk.domain.errors import LivedeskError
from livedesk.server.problems import problem
from livedesk.server.studio import Studio
from livedesk.server.viewers import MOST_DELAY_S, MOST_DEVICE, MOST_PLAYED_S, plain
from livedesk.store.rows import StoredProof

LARGEST = 1024  # bytes of a plain ping
_VIEWER = re.compile("/v1/broadcasts/([^/]+)/viewers/([A-Za-z0-9_-]{16,64})")
_BEFORE, _LIKES = "/v1/broadcasts/", "/likes"
_PROOF = frozenset({"played_s", "delay_s", "device"})
_COUNTED = {"type": "http.response.start", "status": 204, "headers": []}
_NO_BODY = {"type": "http.response.body", "body": b""}


async def ping(studio: Studio, router: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """A PUT: one viewer is there, or something else, which the router answers."""
    found = _VIEWER.fullmatch(scope["path"])
    length, is_json = _plain_length(scope)
    if found is None or length > LARGEST:
        await router(scope, receive, send)
        return
    proof, again = None, receive
    if length:
        message = await receive()
        again = _once_more(message, receive)
        proof = _proof(message, studio.clock()) if is_json else None
        if proof is None:
            await router(scope, again, send)
            return
    id, viewer = found.groups()
    try:
        counted = studio.audience.watch_now(id, viewer, _address(scope), proof)
    except LivedeskError as error:
        await problem(error)(scope, receive, send)
        return
    if not counted:
        await router(scope, again, send)
        return
    await send(_COUNTED)
    await send(_NO_BODY)


def is_like(path: str) -> bool:
    return path.endswith(_LIKES) and path.startswith(_BEFORE)


async def like(studio: Studio, router: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """A POST of a like; whatever it says is passed over, as by the router."""
    length, _ = _plain_length(scope)
    if length > LARGEST:
        await router(scope, receive, send)
        return
    try:
        id = scope["path"][len(_BEFORE) : -len(_LIKES)]
        likes = studio.audience.like_now(id, _address(scope))
    except LivedeskError as error:
        await problem(error)(scope, receive, send)
        return
    if likes is None:
        await router(scope, receive, send)
        return
    body = b'{"likes":%d}' % likes
    headers = [(b"content-length", b"%d" % len(body)), (b"content-type", b"application/json")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


def _plain_length(scope: Scope) -> tuple[int, bool]:
    """How long the body is, and whether it is JSON; too long where the router must look."""
    length, is_json = 0, False
    for name, value in scope["headers"]:
        if name == b"content-length":
            length = int(value) if value.isdigit() else LARGEST + 1
        elif name == b"content-type":
            is_json = value == b"application/json"
        elif name in (b"origin", b"transfer-encoding"):
            return LARGEST + 1, False
    return length, is_json


def _proof(message: Message, now: float) -> StoredProof | None:
    """What this body says of the picture; None where it is not plainly that."""
    if message["type"] != "http.request" or message.get("more_body"):
        return None
    try:
        told = json.loads(message["body"].decode())
    except (ValueError, RecursionError):
        return None
    if type(told) is not dict or not told.keys() <= _PROOF:
        return None
    played, delay = _number(told.get("played_s"), MOST_PLAYED_S), None
    if not played:
        return None
    if told.get("delay_s") is not None:
        delay = _number(told["delay_s"], MOST_DELAY_S)
        if delay is None:
            return None
    device = told.get("device")
    if device is not None:
        if not isinstance(device, str) or len(device) > MOST_DEVICE:
            return None
        device = plain(device)
    return StoredProof(device, played, delay, now)


def _number(told: object, most: float) -> float | None:
    """None where it is no plain number from 0 to `most`."""
    if isinstance(told, bool) or not isinstance(told, int | float) or not 0 <= told <= most:
        return None
    return float(told)


def _once_more(message: Message, receive: Receive) -> Receive:
    """For who must hear it from the beginning."""
    heard = [message]

    async def again() -> Message:
        return heard.pop() if heard else await receive()

    return again


def _address(scope: Scope) -> str:
    client = scope["client"]
    return client[0] if client else ""
