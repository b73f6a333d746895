"""The calls about covers."""

from __future__ import annotations

from typing import Annotated

from anyio import CapacityLimiter
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse

from livedesk.domain.errors import NotFound
from livedesk.domain.records import Record
from livedesk.server.access import Caller
from livedesk.server.broadcasts import own
from livedesk.server.calls import caller_of, studio_of
from livedesk.server.studio import Studio
from livedesk.server.writes import write
from livedesk.store.store import ended

FOREVER = "public, max-age=31536000, immutable"

router = APIRouter(tags=["covers"])

Calling = Annotated[Caller, Depends(caller_of)]
In = Annotated[Studio, Depends(studio_of)]

_one_at_a_time: RunVar[CapacityLimiter] = RunVar("livedesk_covers")


@router.put(
    "/v1/broadcasts/{id}/cover",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {
                kind: {"schema": {"type": "string", "format": "binary"}}
                for kind in ("image/jpeg", "image/png", "image/webp")
            },
        }
    },
)
async def put_cover(id: str, request: Request, studio: In, caller: Calling) -> Record:
    """The body is the cover: a JPEG, PNG or WebP of at most 5 MB, whatever Content-Type says.

    It is cut to 16:9 about its middle, made at most 1280 x 720, and rid of everything but the
    picture. One of a host at a time: while another is on its way, 429.
    """
    stored = await own(id, studio, caller)
    if stored.over:
        raise ended(stored)
    async with studio.cover_turns.of(stored.host_id):
        sent = await studio.cover_turns.body(request)
        # One picture may take a hundred megabytes while it is looked at.
        limiter = _one_at_a_time.get(None)
        if limiter is None:
            limiter = CapacityLimiter(1)
            _one_at_a_time.set(limiter)
        path = await run_sync(studio.covers.keep, sent, limiter=limiter)
    stored = await write(lambda: studio.store.change(id, cover_url=path))
    stored = await studio.changed(stored) or stored
    return studio.recorder.record(stored, caller)


@router.get(
    "/covers/{sha256}.jpg",
    response_class=FileResponse,
    responses={200: {"content": {"image/jpeg": {}}}},
)
async def cover(sha256: str, request: Request, studio: In) -> Response:
    """A cover. Its name is its contents, so it may be kept for good."""
    found = await run_sync(studio.covers.file, sha256)
    if found is None:
        raise NotFound("There is no such cover.")
    headers = {
        "Cache-Control": FOREVER,
        "ETag": f'"{sha256}"',
        "X-Content-Type-Options": "nosniff",
    }
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return FileResponse(found, headers=headers, media_type="image/jpeg")
