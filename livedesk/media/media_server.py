"""What LiveDesk asks of a media server. One module for each kind; the registry is in `registry`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

from livedesk.domain.addresses import PushAddress
from livedesk.domain.errors import PushRefused
from livedesk.domain.live_code import LiveCode


@dataclass(frozen=True, slots=True)
class PublishAsked:
    """A publisher has connected and waits for leave to push.

    Attributes:
        client: the media server's own id of the connection.
        params: the parameters of the push address, the first of each name.
        starts: once allowed, it counts as the start of the picture; False where the media server
            tells of the start in an event of its own.
    """

    code: str
    client: str
    app: str
    params: Mapping[str, str] = field(repr=False)
    starts: bool = True


@dataclass(frozen=True, slots=True)
class PublishStarted:
    """A publisher's picture flows; nothing was asked.

    Attributes:
        params: as in `PublishAsked`, where the media server tells them.
    """

    code: str
    client: str
    params: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class PublishDone:
    """A publisher's connection is over; also that of one that was refused.

    Attributes:
        client: None where the media server does not say whose: all that began before it are over.
    """

    code: str
    client: str | None


@dataclass(frozen=True, slots=True)
class Recorded:
    """A recording of a broadcast is ready.

    Attributes:
        file: the media server's own id of it; the same again for a repeated callback.
        start, end: epoch seconds of what it shows.
    """

    code: str
    file: str
    url: str
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A picture of the running broadcast, fit for a cover."""

    code: str
    url: str
    at: float


@dataclass(frozen=True, slots=True)
class MediaServerStarted:
    """The media server itself has begun anew: every connection of before is over."""


Callback = PublishAsked | PublishStarted | PublishDone | Recorded | Snapshot | MediaServerStarted


@dataclass(frozen=True, slots=True)
class Publisher:
    """Who pushes a stream, by a poll.

    Attributes:
        client: as in callbacks; None where a poll does not tell.
        received: bytes so far, which grow while a picture flows; None where a poll does not tell.
    """

    code: str
    client: str | None = None
    received: int | None = None


@dataclass(frozen=True, slots=True)
class PushTicket:
    """What the server knows of a broadcast when it checks a push: see `own_sign`."""

    code: LiveCode
    expires_at: float
    nonce: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a callback is answered, in the media server's own dialect."""

    status: int
    body: str = ""
    content_type: str = "text/plain"


OldAddress = Literal["refused", "dropped_on_sight", "valid_until"]
"""What becomes of a push address that was replaced: refused by a callback of ours; its start is
dropped as soon as it is told; good until it expires."""


class MediaServer(Protocol):
    """Addresses, callbacks, polls and drops of one kind of media server.

    What asks the media server (`publishers`, `publisher`, `drop`, `forbid`, `permit`) blocks, for
    a few seconds at most, raises `MediaUnavailable` for everything that goes wrong outside, and
    may be called from any thread.

    Attributes:
        callbacks: it tells of starts and ends.
        polls: it can be asked who publishes.
        lists_all: `publishers` names everybody; False: who is missing there may still publish.
        one_publisher: it admits one publisher on a name.
        lasting_ids: its ids of connections never come again; False: they begin anew with it.
        drops: `drop` works.
        forbids: it keeps a name out by itself (`forbid`, `permit`), without a callback of ours.
        old_address: what becomes of a push address that was replaced.
    """

    kind: str
    bizid: str
    callbacks: bool
    polls: bool
    lists_all: bool
    one_publisher: bool
    lasting_ids: bool
    drops: bool
    forbids: bool
    old_address: OldAddress

    def push(self, ticket: PushTicket) -> PushAddress:
        """Where OBS sends."""

    def play(self, code: LiveCode, base_url: str, now: float) -> dict[str, str]:
        """Where viewers watch, by name. `base_url` is LiveDesk's own address."""

    def read_callback(self, body: bytes, now: float) -> Callback | None:
        """A callback's body as this server sends it; None for an event that says nothing to us.

        Raises:
            BadRequest: not such a body.
            WrongSignature: not signed with our key, or long ago.
        """

    def check_push(self, asked: PublishAsked, ticket: PushTicket, now: float) -> None:
        """May this publisher push?

        Raises:
            PushRefused: with the reason in words, never with the secret.
        """

    def allow(self) -> Answer:
        """The publisher may push; also the answer to everything that is not a question."""

    def refuse(self, refused: PushRefused) -> Answer:
        """The publisher may not push."""

    def publishers(self) -> Mapping[str, Publisher]:
        """Everybody who publishes now, by live code, as far as one question tells."""

    def publisher(self, code: str) -> Publisher | None:
        """Who publishes this code now; None: nobody."""

    def drop(self, code: str) -> bool:
        """Close the connection of whoever publishes this code; False: nobody does."""

    def forbid(self, code: str, until: float) -> None:
        """Keep the name out until then (epoch seconds), and close what publishes it now."""

    def permit(self, code: str) -> None:
        """Take `forbid` back."""

    def show(self, callback_url: str) -> str:
        """The finished configuration: what the admin puts into the media server."""

    def unsafe(self) -> list[str]:
        """What about this configuration an admin should know, a sentence each."""
