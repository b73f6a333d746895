"""What media servers tell us, each in its own dialect, on a path nobody can guess."""

from __future__ import annotations

import asyncio
import hmac
import logging
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request, Response
from pydantic import SecretStr
from starlette.requests import ClientDisconnect

from livedesk.domain.errors import (
    BadLiveCode,
    BadRequest,
    LivedeskError,
    MediaUnavailable,
    NotFound,
    PushRefused,
)
from livedesk.domain.live_code import LiveCode
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

BODY_WITHIN_S = 10.0
GIVEN_UP_AFTER_S = 8.0  # nginx-rtmp and ZLMediaKit wait 10 s for leave, then refuse by themselves

router = APIRouter(prefix="/v1/callbacks", tags=["callbacks"])


@router.post("/{server}/{secret}", include_in_schema=False)
async def callback(
    server: str, secret: str, request: Request, studio: Annotated[Studio, Depends(studio_of)]
) -> Response:
    """Allow or refuse a publish; note starts and ends.

    Where the database is away the answer is 503 in every dialect: to a question that is a refusal,
    for who cannot be checked is not let in, and the encoder asks again; media servers that repeat
    what failed (Tencent, ZLMediaKit) tell it again.
    """
    if server != studio.media.kind or not _right(secret, studio.settings.media.callback_secret):
        studio.metrics.callback(studio.media.kind, NotFound.code)
        raise NotFound("There is no such callback: `livedesk-server media show` prints it.")
    result = "failed"
    try:
        result, answer = await _answered(studio, await _body(request))
    except LivedeskError as error:
        result = error.code
        raise
    finally:
        studio.metrics.callback(server, result)
    return Response(answer.body, answer.status, media_type=answer.content_type)


async def _body(request: Request) -> bytes:
    """
    Raises:
        BadRequest: it does not come, or not whole.
    """
    try:
        async with asyncio.timeout(BODY_WITHIN_S):
            return await request.body()
    except TimeoutError:
        raise BadRequest("The callback's body did not come in time.") from None
    except ClientDisconnect:
        raise BadRequest("The callback's body broke off.") from None


async def _answered(studio: Studio, body: bytes) -> tuple[str, Answer]:
    """The result in a word (``allowed`` ``refused`` ``noted`` ``passed_over``), and the answer."""
    if not studio.media.callbacks:
        return "passed_over", studio.media.allow()
    heard = studio.media.read_callback(body, studio.clock())
    if isinstance(heard, PublishAsked):
        return await _asked(studio, heard)
    if heard is None:
        return "passed_over", studio.media.allow()
    await take_note(studio, heard)
    return "noted", studio.media.allow()


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


async def _asked(studio: Studio, asked: PublishAsked) -> tuple[str, Answer]:
    stored = await _newest(studio, asked.code)
    try:
        await _admitted(studio, asked, stored)
    except PushRefused as refused:
        await _note_refused(studio, "push", asked.code, stored, refused)
        return "refused", studio.media.refuse(refused)
    return "allowed", studio.media.allow()


async def _newest(studio: Studio, code: str) -> StoredBroadcast | None:
    """The unfinished broadcast on this code, else the latest; what is no code is nobody's."""
    try:
        LiveCode.parse(code)
    except BadLiveCode:
        return None
    return await run_sync(studio.live_list.one, code)


async def _note_refused(
    studio: Studio, what: str, code: str, stored: StoredBroadcast | None, refused: PushRefused
) -> None:
    """For the host, and the log; an encoder that tries for hours must flood neither."""
    noted = stored is None or await write(studio.store.note_refused, stored.id, refused.sentence)
    level = logging.WARNING if noted else logging.DEBUG
    log.log(level, "%s of %.80r refused: %s", what, code, refused.sentence)


async def _admitted(studio: Studio, asked: PublishAsked, stored: StoredBroadcast | None) -> None:
    """Note the publisher, if it may push.

    Raises:
        PushRefused: with the reason in words.
    """
    if stored is None:
        raise PushRefused("No such live code: create one in the console.")
    if stored.code != asked.code:
        raise PushRefused("The live code is spelled in another case: copy both fields again.")
    asked_at = studio.clock()
    _welcome(stored, asked_at)
    await _signed(studio, asked, stored)
    await _alone(studio, asked)
    if asked.starts and await studio.published(asked.code, asked.client, checked=stored) is None:
        await _shut_out_meanwhile(studio, stored)
    if studio.clock() - asked_at > GIVEN_UP_AFTER_S:
        await studio.publish_done(asked.code, asked.client)  # told already, perhaps, and too early
        raise PushRefused("The server took too long to check this push: it may be tried again.")


async def _signed(studio: Studio, asked: PublishAsked, stored: StoredBroadcast) -> None:
    """
    Raises:
        PushRefused: the push address is not the one that was issued, or has expired.
    """
    try:
        studio.media.check_push(asked, ticket_of(stored), studio.clock())
    except PushRefused:
        await _fresh(studio, asked.code, asked.params.get("txTime", ""))
        raise


def _welcome(stored: StoredBroadcast, now: float) -> None:
    """
    Raises:
        PushRefused: an admin has shut the host out or holds the broadcast, or it is over.
    """
    if stored.host_banned:
        raise PushRefused("An admin has banned this host: ask the admin to lift it.")
    if stored.host_disabled:
        raise PushRefused("An admin has disabled this host: ask the admin to enable it.")
    if stored.over:
        raise PushRefused("This broadcast has ended: create a new one.")
    if stored.held_at(now):
        raise PushRefused("An admin holds this broadcast off the air: try again later.")


async def _shut_out_meanwhile(studio: Studio, checked: StoredBroadcast) -> None:
    """
    Raises:
        PushRefused: with what has happened since the push was checked.
    """
    stored = await run_sync(studio.live_list.one, checked.id)
    if stored is not None:
        _welcome(stored, studio.clock())
    raise PushRefused("The push address was replaced: copy both fields again.")


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
    stored = await _newest(studio, code)
    if stored is None or stored.code != code:  # in another case it is another stream
        return
    now = studio.clock()
    try:
        _welcome(stored, now)
        await _fresh(studio, code, tx_time)
    except PushRefused as refused:
        if studio.media.lasting_ids and await run_sync(studio.store.has_left, code, client):
            return  # told twice, or late: whoever publishes now is somebody else
        await _note_refused(studio, "start", code, stored, refused)
        studio.drops.soon(code, replaced_at=now)
        return
    await studio.published(code, client, checked=stored)


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
