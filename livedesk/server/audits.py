"""What admins did, for admins."""

from __future__ import annotations

from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Query

from livedesk.domain.records import DeedPage, DeedRecord, to_text
from livedesk.server.access import Caller
from livedesk.server.calls import caller_of, studio_of
from livedesk.server.studio import Studio

router = APIRouter(tags=["hosts"])


@router.get("/v1/audit")
async def audit(
    studio: Annotated[Studio, Depends(studio_of)],
    caller: Annotated[Caller, Depends(caller_of)],
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    before: Annotated[int | None, Query(ge=1)] = None,
) -> DeedPage:
    """What admins did, newest first; `before` is the last page's `next_before`."""
    caller.must_be_admin()
    found = await run_sync(studio.audit.page, limit + 1, before)
    items = tuple(
        DeedRecord(
            one.id, to_text(one.at), one.admin, one.action, one.target, one.detail, one.title
        )
        for one in found[:limit]
    )
    return DeedPage(items, items[-1].id if len(found) > limit else None)
