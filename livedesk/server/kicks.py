"""An admin's calls that take a broadcast off the air: for good, for a while, with its host."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends
from pydantic import AfterValidator, Field

from livedesk.domain.errors import BadRequest, IdNeeded
from livedesk.domain.records import KickRecord, Record
from livedesk.domain.verdict import Reason
from livedesk.server import aftermath
from livedesk.server.access import Caller
from livedesk.server.broadcasts import one_line
from livedesk.server.calls import Whole, caller_of, studio_of
from livedesk.server.drops import Outcome
from livedesk.server.studio import Studio
from livedesk.server.writes import write
from livedesk.store.judgement import no_such_broadcast
from livedesk.store.rows import StoredBroadcast

router = APIRouter(prefix="/v1/broadcasts", tags=["broadcasts"])

Calling = Annotated[Caller, Depends(caller_of)]
In = Annotated[Studio, Depends(studio_of)]


def _reason(text: str) -> str:
    return one_line(text) if text.strip() else ""


class Kick(Whole):
    """`POST /v1/broadcasts/{id}/kick`; an empty body ends it."""

    hold_s: float | None = Field(
        default=None, ge=10, le=86400, description="off for so long, not for good"
    )
    ban: bool = Field(default=False, description="end it, and let its host neither create nor push")
    reason: Annotated[str, Field(max_length=200), AfterValidator(_reason)] = ""


@router.post("/{id}/kick")
async def kick(id: str, studio: In, caller: Calling, asked: Kick | None = None) -> KickRecord:
    """Off the air at once: for good, for `hold_s` seconds, or with a ban of its host.

    The answer says what became of the publisher, and whether it is kept out. Repeating it changes
    nothing, but drops whoever publishes once more.
    """
    caller.must_be_admin()
    wanted = asked or Kick()
    if wanted.ban and wanted.hold_s is not None:
        raise BadRequest("hold_s and ban exclude each other: a ban ends the broadcast.")
    found = await _found(id, studio)
    if wanted.hold_s is not None:
        return await _hold(found, wanted.hold_s, wanted.reason, studio, caller)
    if wanted.ban:  # before the end: the host must not create the next one in between
        await write(lambda: studio.accounts.change(found.host_id, banned=True))
        studio.access.refresh()
        if not found.host_banned:
            await write(studio.audit.note, caller.name, "ban", found.host_id, wanted.reason)
    stored = await write(
        lambda: studio.store.end(id, Reason.KICKED, wanted.reason, banned=wanted.ban)
    )
    noting = write(studio.audit.note, caller.name, "kick", id, wanted.reason)
    await _noted(noting, stored, studio)
    gone = await _gone(found, stored, stored.expires_at if wanted.ban else None, studio, caller)
    if wanted.ban:  # what else this host has
        await studio.kick_shut_out()
    return gone


@router.delete("/{id}/hold")
async def lift(id: str, studio: In, caller: Calling) -> KickRecord:
    """The hold is over now: the host may push again. Without a hold, nothing changes."""
    caller.must_be_admin()
    found = await _found(id, studio)
    stored = await write(studio.store.lift_hold, id)
    await _noted(write(studio.audit.note, caller.name, "lift", id), stored, studio)
    studio.poller.ask_soon(id)  # who could not be dropped may be there still
    await studio.drops.bar(stored.code, None)
    waits = studio.drops.is_barring(stored.code)
    was_held = found.held_at(studio.clock())
    return KickRecord(
        await _record(id, stored, studio, caller),
        None,
        "by_media_server" if waits else "no",
        aftermath.lifted(was_held=was_held, waits=waits),
    )


async def _hold(
    found: StoredBroadcast, hold_s: float, reason: str, studio: Studio, caller: Caller
) -> KickRecord:
    if studio.relay is not None:
        record = await _record(found.id, found, studio, caller)
        return KickRecord(record, Outcome.CANNOT, "no", aftermath.RELAY_HOLDS_NOT)
    until = studio.clock() + hold_s
    stored = await write(studio.store.hold, found.id, until, reason)
    detail = " ".join(part for part in (f"{hold_s:g} s.", reason) if part)
    noting = write(studio.audit.note, caller.name, "hold", found.id, detail)
    await _noted(noting, stored, studio)
    return await _gone(found, stored, until, studio, caller)


async def _noted(noting: Awaitable[None], stored: StoredBroadcast, studio: Studio) -> None:
    """The audit, and then, also where that fails, all that follows a change.

    In this order: what follows drops the publisher in the background, and whoever drops it to say
    what became of it must not find it gone.
    """
    try:
        await noting
    finally:
        await studio.changed(stored)


async def _gone(
    found: StoredBroadcast,
    stored: StoredBroadcast,
    until: float | None,
    studio: Studio,
    caller: Caller,
) -> KickRecord:
    """Drop the publisher, and keep it out.

    Args:
        found, stored: before and after.
        until: until when the code itself is not to be published; None: only this broadcast is over.
    """
    media, kept_out = studio.media, "no"
    barred = until is not None and await studio.drops.bar(stored.code, until)
    if barred or studio.relay is not None:  # that has closed the connection
        picture = found.evidence(0.0).picture(one_publisher=studio.policy.one_publisher)
        publisher = Outcome.NOBODY if found.over or picture.since is None else Outcome.DROPPED
        kept_out = "by_media_server"
    else:
        publisher = await _dropped(stored, studio)
        if media.old_address == "refused" or (media.callbacks and media.drops):
            kept_out = "by_callback"
    return KickRecord(
        await _record(stored.id, stored, studio, caller),
        publisher,
        kept_out,
        aftermath.gone(media, publisher, kept_out),
    )


async def _dropped(stored: StoredBroadcast, studio: Studio) -> Outcome:
    """What becomes of the publisher; one of a later broadcast on this code is let alone."""
    newest = await run_sync(studio.live_list.one, stored.code)
    if newest is not None and newest.id != stored.id:
        return Outcome.NOBODY
    return await studio.drops.now(stored.code)


async def _found(id: str, studio: Studio) -> StoredBroadcast:
    """
    Raises:
        NotFound, IdNeeded.
    """
    stored = await run_sync(studio.live_list.one, id)
    if stored is None:
        raise no_such_broadcast(id)
    if "_" in id:
        raise IdNeeded(f"Changes take the broadcast's id, here {stored.id}.", id=stored.id)
    return stored


async def _record(id: str, stored: StoredBroadcast, studio: Studio, caller: Caller) -> Record:
    whole = await run_sync(studio.live_list.one, id)
    return studio.recorder.record(whole or stored, caller, whole=True)
