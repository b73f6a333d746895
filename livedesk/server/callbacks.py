"""What media servers tell us, each in its own dialect, on a path nobody can guess."""

from __future__ import annotations

import hmac
import logging
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request, Response
from pydantic import SecretStr

from livedesk.domain.errors import MediaUnavailable, NotFound, PushRefused
from livedesk.media.media_server import (
    Answer,
    Callback,
    MediaServerStarted,
    PublishAsked,
    PublishDone,
    PublishStarted,
    Recorded,
    Snapshot,
)
from livedesk.server.calls import studio_of
from livedesk.server.recorder import ticket_of
from livedesk.server.studio import Studio
from livedesk.server.writes import write
from livedesk.store.rows import StoredBroadcast

log = logging.getLogger(__name__)

router = APIRouter(prefix="/v1/callbacks", tags=["callbacks"])


@router.post("/{server}/{secret}", include_in_schema=False)
async def callback(
    server: str, secret: str, request: Request, studio: Annotated[Studio, Depends(studio_of)]
) -> Response:
    """Allow or refuse a publish; note starts and ends."""
    if server != studio.media.kind or not _right(secret, studio.settings.media.callback_secret):
        raise NotFound("There is no such callback: `livedesk-server media show` prints it.")
    if not studio.media.callbacks:
        return _sent(studio.media.allow())
    heard = studio.media.read_callback(await request.body(), studio.clock())
    if isinstance(heard, PublishAsked):
        return _sent(await _asked(studio, heard))
    if heard is not None:
        await take_note(studio, heard)
    return _sent(studio.media.allow())


async def take_note(studio: Studio, heard: Callback) -> None:
    """Follow what a media server tells without asking."""
    match heard:
        case PublishStarted(code, client, params):
            await _started(studio, code, client, params.get("txTime", ""))
        case PublishDone(code, client):
            await studio.publish_done(code, client)
        case Recorded(code, file, url, start, end):
            await write(studio.store.recorded, code, file, url, start, end)
        case Snapshot(code, url):
            await studio.changed(await write(studio.store.pictured, code, url))
        case MediaServerStarted():
            await studio.all_changed(await write(studio.store.forget_publishers))


async def _asked(studio: Studio, asked: PublishAsked) -> Answer:
    stored = await run_sync(studio.live_list.one, asked.code) if "_" in asked.code else None
    try:
        await _admitted(studio, asked, stored)
    except PushRefused as refused:
        log.warning("push to %.80r refused: %s", asked.code, refused.sentence)
        if stored is not None:
            await write(studio.store.note_refused, stored.id, refused.sentence)
        return studio.media.refuse(refused)
    return studio.media.allow()


async def _admitted(studio: Studio, asked: PublishAsked, stored: StoredBroadcast | None) -> None:
    """Note the publisher, if it may push.

    Raises:
        PushRefused: with the reason in words.
    """
    if stored is None:
        raise PushRefused("No such live code: create one in the console.")
    if stored.code != asked.code:
        raise PushRefused("The live code is spelled in another case: copy both fields again.")
    await _welcome(studio, stored)
    studio.media.check_push(asked, ticket_of(stored), studio.clock())
    await _alone(studio, asked)
    if not asked.starts:
        return
    if await studio.published(asked.code, asked.client, checked=stored.id) is None:
        raise PushRefused("This broadcast has ended: create a new one.")


async def _welcome(studio: Studio, stored: StoredBroadcast) -> None:
    """
    Raises:
        PushRefused: the broadcast is over or held, or its host banned.
    """
    if stored.over:
        raise PushRefused("This broadcast has ended: create a new one.")
    if (await run_sync(studio.accounts.host, stored.host_id)).banned:
        raise PushRefused("An admin has banned this host: ask the admin to lift it.")
    if stored.hold_until is not None and studio.clock() < stored.hold_until:
        raise PushRefused("An admin holds this broadcast off the air: try again later.")


async def _alone(studio: Studio, asked: PublishAsked) -> None:
    """
    Raises:
        PushRefused: somebody else publishes this code, by the media server's own word of now;
            where it cannot be asked, it decides by itself.
    """
    if not (studio.media.polls and studio.media.one_publisher):
        return
    try:
        found = await studio.poller.publisher(asked.code)
    except MediaUnavailable as error:
        log.warning("publish of %.80r allowed unasked: %s", asked.code, error.sentence)
        return
    if found is not None and found.client not in (None, asked.client):
        raise PushRefused("Another encoder is publishing this live code: stop that one first.")


async def _started(studio: Studio, code: str, client: str, tx_time: str) -> None:
    """A start that was not asked for before: refused pushes are dropped as soon as seen."""
    stored = await run_sync(studio.live_list.one, code) if "_" in code else None
    if stored is None:
        return
    try:
        await _welcome(studio, stored)
        await _fresh(studio, code, tx_time)
    except PushRefused as refused:
        log.warning("start of %.80r is none: %s", code, refused.sentence)
        await write(studio.store.note_refused, stored.id, refused.sentence)
        studio.drops.soon(code)
        return
    await studio.published(code, client, checked=stored.id)


async def _fresh(studio: Studio, code: str, tx_time: str) -> None:
    """
    Raises:
        PushRefused: the push address was replaced, or is an earlier broadcast's.
    """
    stale: bool = await run_sync(studio.store.is_stale, code, tx_time)
    if stale:
        raise PushRefused("The push address was replaced: copy both fields again.")


def _right(secret: str, known: tuple[SecretStr, ...]) -> bool:
    """Compared with each in constant time; two are good while the secret is being changed."""
    given = secret.encode()
    found = [hmac.compare_digest(given, one.get_secret_value().encode()) for one in known]
    return any(found)


def _sent(answer: Answer) -> Response:
    return Response(answer.body, answer.status, media_type=answer.content_type)
