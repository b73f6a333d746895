"""The call that tells what changes: Server-Sent Events."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Header, Query, Request
from fastapi.responses import StreamingResponse

from livedesk.server.access import Caller
from livedesk.server.calls import caller_of, studio_of
from livedesk.server.share import SHARED
from livedesk.server.studio import Studio

HEADERS = {
    "Cache-Control": "no-store",
    "X-Accel-Buffering": "no",  # nginx in front would keep events until it has a page of them
}

router = APIRouter(tags=["events"])

Calling = Annotated[Caller, Depends(caller_of)]
In = Annotated[Studio, Depends(studio_of)]


class EventStream(StreamingResponse):
    """For the API document too."""

    media_type = "text/event-stream"


@router.get(
    "/v1/events",
    response_class=EventStream,
    responses={
        200: {
            "content": {
                "text/event-stream": {
                    "schema": {"type": "string"},
                    "example": 'id: 4711\nevent: remove\ndata: {"id": "3f2a", "state": "offline", '
                    '"reason": "heartbeat_lost"}\n\n',
                }
            }
        }
    },
)
async def events(
    request: Request,
    studio: In,
    caller: Calling,
    last_event_id: Annotated[str | None, Header()] = None,
    host: Annotated[Literal["me"] | None, Query()] = None,
) -> EventStream:
    """The live list as it changes, as Server-Sent Events.

    `upsert`: a broadcast came to the list or changed there; its data is the list's item. `remove`:
    it left, `{id, state, reason}`. `reset`: fetch the list again; it comes first where there is no
    Last-Event-ID, or an unknown one, or one of more than five minutes ago. `id` is the database's
    change number, so any server process goes on from it. Every 15 s there is a comment. Viewers
    and likes come at most every 5 s. Steps in between may be left out.

    With `host=me`, a host's own broadcasts that are not in the list come too, as `upsert` in
    whatever state they are.
    """
    told = await studio.events.open(
        caller,
        last_event_id,
        request.client.host if request.client is not None else "",
        mine=host == "me",
        shared=SHARED in request.scope,
    )
    return EventStream(told, headers=HEADERS)
