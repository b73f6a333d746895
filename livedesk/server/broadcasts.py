"""The calls about broadcasts."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from typing import Annotated, Literal

from anyio.to_thread import run_sync
from fastapi import APIRouter, Body, Depends, Header, Query, Request, Response
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, TypeAdapter

from livedesk.domain.errors import BadRequest, Forbidden, IdNeeded, StoreUnavailable
from livedesk.domain.records import KeyRecord, Page, Record, to_text
from livedesk.domain.verdict import LISTED, State
from livedesk.server import aftermath
from livedesk.server.access import Caller
from livedesk.server.beat_line import said
from livedesk.server.board import tag_of
from livedesk.server.calls import Whole, caller_of, studio_of
from livedesk.server.cover_folder import OWN_COVER
from livedesk.server.shortcut import is_known
from livedesk.server.studio import Studio
from livedesk.server.writes import write
from livedesk.store.judgement import no_such_broadcast
from livedesk.store.rows import NewBroadcast, StoredBroadcast

_PAGE = TypeAdapter(Page)

router = APIRouter(prefix="/v1/broadcasts", tags=["broadcasts"])

Calling = Annotated[Caller, Depends(caller_of)]
In = Annotated[Studio, Depends(studio_of)]


def one_line(text: str) -> str:
    text = " ".join(text.split())
    kinds = {unicodedata.category(letter) for letter in text}
    if kinds <= {"Cf", "Zs"}:  # joiners belong to emoji and to scripts, but show nothing alone
        raise ValueError("must not be empty")
    if "Cc" in kinds or _TURNING.search(text):
        raise ValueError("must not have control characters")
    return text


def _web_address(text: str) -> str:
    if text and not re.fullmatch(rf"https?://\S+|{OWN_COVER}", text):
        raise ValueError("must be an address that begins with http:// or https://")
    return text


_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")  # they would turn what stands around a title


Title = Annotated[str, Field(min_length=1, max_length=200), AfterValidator(one_line)]
CoverUrl = Annotated[str, Field(max_length=500), AfterValidator(_web_address)]


class Create(Whole):
    """`POST /v1/broadcasts`."""

    title: Title
    cover_url: CoverUrl | None = None
    suffix: str | None = Field(default=None, min_length=1, max_length=80)
    valid_for_s: float = Field(default=86400, ge=300, le=604800)
    rehearsal: bool = False
    host: str | None = Field(default=None, description="admins only: for whom")


class Change(Whole):
    """`PATCH /v1/broadcasts/{id}`: what is left out stays; an empty cover_url takes it away."""

    title: Title | None = None
    cover_url: CoverUrl | None = None
    rehearsal: bool | None = None


class Heartbeat(BaseModel):
    """`POST /v1/broadcasts/{id}/heartbeat`; an empty body is all defaults."""

    model_config = ConfigDict(extra="allow", frozen=True)  # encoder figures
    on_air: bool | None = None
    console: str | None = Field(default=None, min_length=8, max_length=40)
    take_over: bool = False


class NewKey(Whole):
    """`POST /v1/broadcasts/{id}/key`; an empty body revokes."""

    revoke: bool = Field(default=True, description="false: renew, the old address stays good")
    valid_for_s: float | None = Field(default=None, ge=300, le=604800)


IdempotencyKey = Annotated[str | None, Header(min_length=8, max_length=64)]


@router.post("", status_code=201, response_model_exclude_none=False)
async def create(
    asked: Create,
    studio: In,
    caller: Calling,
    response: Response,
    idempotency_key: IdempotencyKey = None,
) -> Record:
    """A new broadcast and its live code. The same Idempotency-Key and body again: 200, the same."""
    host = await _host_for(asked, studio, caller)
    body = asked.model_dump_json()
    new = NewBroadcast(
        host_id=host,
        title=asked.title,
        suffix=asked.suffix,
        cover_url=await run_sync(studio.covers.own, asked.cover_url) or None,
        valid_for_s=asked.valid_for_s,
        rehearsal=asked.rehearsal,
        key=idempotency_key,
        body_hash=hashlib.sha256(body.encode()).hexdigest(),
    )
    templates = studio.settings.media.templates
    stored, made = await write(studio.store.create, new, studio.media.bizid, templates)
    if studio.relay is not None and not stored.over:
        await studio.relay.start(stored.id, stored.code)
    await studio.changed(stored)
    response.status_code = 201 if made else 200
    return studio.recorder.record(stored, caller)


@router.get("", response_model=Page)
async def live_list(
    request: Request,
    studio: In,
    caller: Calling,
    q: Annotated[str, Query(max_length=200)] = "",
    sort: Literal["started_at", "viewers", "likes"] = "started_at",
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    cursor: Annotated[str | None, Query(max_length=200)] = None,
    state: Annotated[list[State] | None, Query()] = None,
    host: Annotated[Literal["me"] | None, Query()] = None,
) -> Response:
    """The live list, highest first; with `host=me` one's own in any state, newest first."""
    mine = caller.must_be_host().id if host == "me" else None
    if state and not (mine or caller.admin):
        raise Forbidden("Only an admin may ask for a state; a host may with host=me.")
    if not (q.strip() or cursor or state or mine):
        page = await studio.board.page(sort, limit)
        return _tagged(request, page.body, page.tag)
    states = tuple(state) if state else () if mine else LISTED
    found, following = await run_sync(
        lambda: studio.live_list.page(
            q=q,
            sort="created_at" if mine else sort,
            limit=limit,
            cursor=cursor,
            states=states,
            host_id=mine,
        )
    )
    items = tuple(studio.recorder.record(one, caller, push=False) for one in found)
    body = _PAGE.dump_json(Page(items, following))
    return _tagged(request, body, tag_of(body))


@router.get("/{ref}")
async def one(ref: str, studio: In, caller: Calling) -> Record:
    """One broadcast by id, or by live code: the unfinished one on it, else the latest."""
    stored = await run_sync(studio.live_list.one, ref)
    if stored is None:
        raise no_such_broadcast(ref)
    return studio.recorder.record(stored, caller, whole=True)


@router.patch("/{id}")
async def change(id: str, asked: Change, studio: In, caller: Calling) -> Record:
    """Title, cover, rehearsal. Taking `rehearsal` back is going on air."""
    await own(id, studio, caller)
    cover = await run_sync(studio.covers.own, asked.cover_url)
    stored = await write(
        lambda: studio.store.change(
            id, title=asked.title, cover_url=cover, rehearsal=asked.rehearsal
        )
    )
    stored = await studio.changed(stored) or stored
    return studio.recorder.record(stored, caller)


@router.post(
    "/{id}/heartbeat",
    status_code=204,
    response_class=Response,
    responses={
        204: {
            "description": "Counted.",
            "headers": {
                "LiveDesk-State": {
                    "description": "`live; reason=publishing; look_again=2026-11-22T20:01:12Z`: "
                    "what the server concludes, and until when it stays so if nothing is heard.",
                    "schema": {"type": "string"},
                }
            },
        }
    },
)
async def heartbeat(
    id: str, studio: In, caller: Calling, asked: Annotated[Heartbeat | None, Body()] = None
) -> Response:
    """One beat. The header LiveDesk-State says what the server concludes, and until when."""
    host = caller.must_be_host()
    if "_" in id:
        await own(id, studio, caller)
    beat = asked or Heartbeat()
    with studio.metrics.beat():
        if studio.node.cut_off:
            raise StoreUnavailable("The database is away: this beat is not counted, try again now.")
        verdict, stored = await studio.beats.beat(
            *(studio.store, id, host, beat.on_air, beat.console),
            take_over=beat.take_over,
            token=caller.token,
        )
        if studio.access.remembers(caller):
            studio.beats.trust(id, caller.token)
    await studio.changed(stored)
    return Response(status_code=204, headers={"LiveDesk-State": said(verdict)})


@router.post("/{id}/end")
async def end(id: str, studio: In, caller: Calling) -> Record:
    """The broadcast is over. Repeating it changes nothing."""
    await own(id, studio, caller)
    stored = await write(studio.store.end, id)
    await studio.changed(stored)
    whole = await run_sync(studio.live_list.one, id)
    return studio.recorder.record(whole or stored, caller, whole=True)


@router.post("/{id}/key")
async def new_key(
    id: str, studio: In, caller: Calling, asked: Annotated[NewKey | None, Body()] = None
) -> KeyRecord:
    """Another push address: the old one is revoked and who publishes dropped, or it is renewed.

    A host's own encoder is dropped too, and comes back with the new address.
    """
    found, wanted = await own(id, studio, caller), asked or NewKey()
    stored = await write(
        lambda: studio.store.new_key(id, revoke=wanted.revoke, valid_for_s=wanted.valid_for_s)
    )
    replaced_at = studio.clock()
    stored = await studio.changed(stored) or stored
    whole = await run_sync(studio.live_list.one, id)
    record = studio.recorder.record(whole or stored, caller, whole=True)
    until = to_text(found.expires_at)
    if not wanted.revoke:
        return KeyRecord(record, "valid_until", until, None, aftermath.RENEWED)
    publisher = await studio.drops.now(stored.code, replaced_at=replaced_at)
    old = studio.media.old_address
    return KeyRecord(
        record,
        old,
        until if old == "valid_until" else None,
        publisher,
        aftermath.replaced(old, publisher),
    )


async def own(id: str, studio: Studio, caller: Caller) -> StoredBroadcast:
    """The caller's own broadcast, by its id.

    Raises:
        WrongToken, Forbidden, IdNeeded, NotFound.
    """
    host = caller.must_be_host()
    stored = await run_sync(studio.live_list.one, id)
    if stored is None:
        raise no_such_broadcast(id)
    if "_" in id:
        raise IdNeeded(f"Changes take the broadcast's id, here {stored.id}.", id=stored.id)
    if stored.host_id != host.id:
        raise Forbidden("This broadcast is another host's.")
    return stored


async def _host_for(asked: Create, studio: Studio, caller: Caller) -> str:
    """For whom this is created.

    Raises:
        WrongToken, Forbidden, BadRequest, NotFound.
    """
    if caller.admin:
        if asked.host is None:
            raise BadRequest('An admin creates for a host: add "host" with its id.')
        return (await run_sync(studio.accounts.host, asked.host)).id
    host = caller.must_be_host()
    if asked.host not in (None, host.id):
        raise Forbidden("Only an admin may create for another host.")
    return host.id


def _tagged(request: Request, body: bytes, tag: str) -> Response:
    """The page with its ETag, or 304 where the caller has it already."""
    headers = {"ETag": tag, "Cache-Control": "no-cache"}
    if is_known(tag, request.headers.get("if-none-match", "")):
        return Response(status_code=304, headers=headers)
    return Response(body, media_type="application/json", headers=headers)
