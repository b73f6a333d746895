"""The calls about the server itself: policy, health, sharing."""

from __future__ import annotations

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse, JSONResponse

import livedesk
from livedesk import places
from livedesk.domain.errors import Forbidden, NotFound, StoreUnavailable
from livedesk.domain.records import PolicyRecord, ShareRecord, to_text
from livedesk.server import pages
from livedesk.server.access import Caller
from livedesk.server.calls import Whole, caller_of, is_at_home, must_be_operator, studio_of
from livedesk.server.share import Share
from livedesk.server.studio import Studio

METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"

router = APIRouter(tags=["server"])

Calling = Annotated[Caller, Depends(caller_of)]
In = Annotated[Studio, Depends(studio_of)]


class ShareChange(Whole):
    """`PUT /v1/share`."""

    address: str | None


@router.get("/v1/policy")
async def policy(studio: In, caller: Calling) -> PolicyRecord:
    """What an app needs to beat rightly, and to say what happens next."""
    del caller  # asking with a token tells whether it is good
    rules = studio.policy
    return PolicyRecord(
        heartbeats=rules.heartbeats,
        heartbeat_interval_s=rules.heartbeat_interval_s,
        heartbeat_misses=rules.heartbeat_misses,
        grace_s=rules.grace_s,
        slack_s=rules.slack_s,
        makeup_beats=rules.makeup_beats,
        callbacks=rules.callbacks,
        polls=rules.polls,
        poll_interval_s=rules.poll_interval_s,
        poll_misses=rules.poll_misses,
        media_kind=studio.media.kind,
        old_address=studio.media.old_address,
        bizid=studio.media.bizid,
        server_time=to_text(studio.clock()),
        version=livedesk.__version__,
    )


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "alive", "version": livedesk.__version__}


@router.get("/readyz")
async def ready(request: Request, studio: In) -> JSONResponse:
    """The server can do its work; the details from this computer or with an admin's token."""
    faults: dict[str, str | None] = {
        **studio.faults,
        "polls": studio.poller.fault,
        "clock": studio.node.fault,
    }
    try:
        await run_sync(studio.accounts.version)
    except StoreUnavailable as error:
        faults["database"] = error.sentence
    if studio.relay is not None:
        faults["media"] = studio.relay.fault
    found = {part: fault for part, fault in faults.items() if fault}
    body: dict[str, object] = {"status": "not ready" if found else "ready"}
    if is_at_home(request) or (await caller_of(request)).admin:
        body["faults"] = found
        body["restarts"] = studio.restarts
        body["unsafe"] = studio.media.unsafe()
    return JSONResponse(body, 503 if found else 200)


@router.get("/metrics", response_class=Response)
async def metrics(request: Request, studio: In) -> Response:
    """The score, for Prometheus; from this computer or with an admin's token."""
    await must_be_operator(request)
    try:
        unfinished = await run_sync(studio.live_list.unfinished)
    except StoreUnavailable:
        unfinished = None
    told = studio.metrics.text(unfinished, len(studio.beats), studio.node)
    return Response(told, media_type=METRICS_TYPE)


@router.get("/docs", include_in_schema=False)
async def docs(request: Request) -> Response:
    """The API document as a page; from this computer or with an admin's token."""
    await must_be_operator(request)
    return FileResponse(places.resource("web") / "docs.html", headers=pages.HEADERS)


@router.get("/v1/share")
async def shared(request: Request, studio: In, caller: Calling) -> ShareRecord:
    """Whether phones in this network may watch. Only a console's own server has this call."""
    share = _own_share(request, studio, caller)
    return ShareRecord(share.address, share.url)


@router.put("/v1/share")
async def change_share(
    asked: ShareChange, request: Request, studio: In, caller: Calling
) -> ShareRecord:
    """Open the public listener on an address of this computer, or close it with null."""
    share = _own_share(request, studio, caller)
    if asked.address is None:
        await share.close()
    else:
        await share.open(asked.address)
    return ShareRecord(share.address, share.url)


def _own_share(request: Request, studio: Studio, caller: Caller) -> Share:
    """
    Raises:
        WrongToken, Forbidden, NotFound: not from this computer, or no console's own server.
    """
    caller.must_be_host()
    if not studio.bundled:
        raise NotFound("This server is not a console's own: its admin decides who reaches it.")
    if not is_at_home(request):
        raise Forbidden("Sharing is switched at this computer only.")
    return studio.share
