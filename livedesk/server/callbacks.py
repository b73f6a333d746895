"""What media servers tell us, each in its own dialect, on a path nobody can guess."""

from __future__ import annotations

import hmac
import logging
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request, Response
from pydantic import SecretStr

from livedesk.domain.errors import NotFound, PushRefused
from livedesk.media.media_server import Answer, PublishAsked
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
    if not studio.media.reports:
        return _sent(studio.media.allow())
    heard = studio.media.read_callback(await request.body())
    if isinstance(heard, PublishAsked):
        return _sent(await _asked(studio, heard))
    if heard is not None:
        await studio.changed(await write(studio.store.publish_done, heard.code, heard.client))
    return _sent(studio.media.allow())


async def _asked(studio: Studio, asked: PublishAsked) -> Answer:
    stored = await run_sync(studio.live_list.one, asked.code) if "_" in asked.code else None
    try:
        heard = await _admitted(studio, asked, stored)
    except PushRefused as refused:
        log.warning("push to %.80r refused: %s", asked.code, refused.sentence)
        if stored is not None:
            await write(studio.store.note_refused, stored.id, refused.sentence)
        return studio.media.refuse(refused)
    await studio.changed(heard)
    return studio.media.allow()


async def _admitted(
    studio: Studio, asked: PublishAsked, stored: StoredBroadcast | None
) -> StoredBroadcast:
    """Note the publisher, if it may push.

    Raises:
        PushRefused: with the reason in words.
    """
    if stored is None:
        raise PushRefused("No such live code: create one in the console.")
    if stored.code != asked.code:
        raise PushRefused("The live code is spelled in another case: copy both fields again.")
    if (await run_sync(studio.accounts.host, stored.host_id)).banned:
        raise PushRefused("An admin has banned this host: ask the admin to lift it.")
    studio.media.check_push(asked, ticket_of(stored), studio.clock())
    # The id of a connection begins anew with the media server; with the time it is unique.
    session = f"{asked.client}@{studio.clock():.3f}"
    heard = await write(studio.store.publish, asked.code, asked.client, session, stored.id)
    if heard is None:
        raise PushRefused("This broadcast has ended: create a new one.")
    return heard


def _right(secret: str, known: tuple[SecretStr, ...]) -> bool:
    """Compared with each in constant time; two are good while the secret is being changed."""
    given = secret.encode()
    found = [hmac.compare_digest(given, one.get_secret_value().encode()) for one in known]
    return any(found)


def _sent(answer: Answer) -> Response:
    return Response(answer.body, answer.status, media_type=answer.content_type)
