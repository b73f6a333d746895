"""What every call needs: the studio, the caller, and a body that is exactly what was promised."""

from __future__ import annotations

from fastapi import Request
from pydantic import BaseModel, ConfigDict

from livedesk.server.access import VIEWER, Caller
from livedesk.server.connect import is_loopback
from livedesk.server.studio import Studio

_OF_PROXIES = (
    "forwarded",
    "via",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
)


class Whole(BaseModel):
    """A body without unknown fields: a typing mistake is told, not ignored."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def studio_of(request: Request) -> Studio:
    """The server's parts, as `app.build_app` put them together."""
    studio: Studio = request.app.state.studio
    return studio


async def caller_of(request: Request) -> Caller:
    """Who is calling.

    Raises:
        WrongToken: there is a token, but no good one.
        TooManyRequests: this address has sent too many of those.
    """
    studio = studio_of(request)
    address = request.client.host if request.client is not None else ""
    caller = await studio.access.caller(request.headers.get("authorization"), address)
    if caller is not VIEWER:
        studio.last_call_at = studio.clock()
    return caller


def is_at_home(request: Request) -> bool:
    """The caller sits at this computer, and not behind a proxy that does."""
    passed_on = any(name in request.headers for name in _OF_PROXIES)
    return request.client is not None and is_loopback(request.client.host) and not passed_on


async def must_be_operator(request: Request) -> None:
    """The caller sits at this computer or has an admin's token.

    Raises:
        WrongToken, Forbidden, TooManyRequests.
    """
    if not is_at_home(request):
        (await caller_of(request)).must_be_admin()
