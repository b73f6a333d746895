"""The calls of everybody who watches: I am there, I like this."""

from __future__ import annotations

import unicodedata
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Request, Response
from pydantic import AfterValidator, Field

from livedesk.domain.records import LikesRecord
from livedesk.server.calls import Whole, studio_of
from livedesk.server.studio import Studio
from livedesk.store.rows import StoredProof

router = APIRouter(prefix="/v1/broadcasts", tags=["viewers"])

In = Annotated[Studio, Depends(studio_of)]
ViewerId = Annotated[str, Path(pattern="^[A-Za-z0-9_-]{16,64}$")]


MOST_PLAYED_S, MOST_DELAY_S = 1e6, 3600.0
MOST_DEVICE = 40  # characters


def plain(text: str) -> str | None:
    """A stranger's word that the host reads: letters, signs and spaces only."""
    shown = "".join(one for one in text if unicodedata.category(one)[0] in "LMNPSZ")
    return " ".join(shown.split()) or None


class Playing(Whole):
    """`PUT /v1/broadcasts/{id}/viewers/{viewer_id}`; an empty body is: I am there."""

    played_s: float | None = Field(
        default=None,
        gt=0,
        le=MOST_PLAYED_S,
        description="for how long the picture has really moved",
    )
    delay_s: float | None = Field(
        default=None,
        ge=0,
        le=MOST_DELAY_S,
        description="behind the encoder, where the player can know",
    )
    device: Annotated[str, Field(max_length=MOST_DEVICE), AfterValidator(plain)] | None = Field(
        default=None, description="short, e.g. iPhone"
    )


@router.put("/{id}/viewers/{viewer_id}", status_code=204, response_class=Response)
async def watch(
    id: str,
    viewer_id: ViewerId,
    request: Request,
    studio: In,
    asked: Annotated[Playing | None, Body()] = None,
) -> Response:
    """One viewer is there: repeat it every 30 s, for it is forgotten after 90 s.

    With `played_s`, the host sees it as `proof` that a picture arrives. Only what is listed is
    watched; at most 50 viewers count at one address (IPv6: /64).
    """
    proof = None
    if asked is not None and asked.played_s is not None:
        proof = StoredProof(asked.device, asked.played_s, asked.delay_s, studio.clock())
    await studio.audience.watch(id, viewer_id, _address(request), proof)
    return Response(status_code=204)


@router.post("/{id}/likes")
async def like(id: str, request: Request, studio: In) -> LikesRecord:
    """One like more: at most 10 a minute from one address (IPv6: /64), and only of what is listed.

    `likes` is how many there are now; records follow within seconds.
    """
    return LikesRecord(await studio.audience.like(id, _address(request)))


def _address(request: Request) -> str:
    return request.client.host if request.client is not None else ""
