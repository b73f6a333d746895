"""What LiveDesk asks of a media server. One module for each kind; the registry is in `registry`."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from livedesk.domain.addresses import PushAddress, own_sign
from livedesk.domain.errors import PushRefused
from livedesk.domain.live_code import LiveCode


@dataclass(frozen=True, slots=True)
class PublishAsked:
    """A publisher has connected and waits for leave to push.

    Attributes:
        client: the media server's own id of the connection.
        params: the parameters of the push address, the first of each name.
    """

    code: str
    client: str
    app: str
    params: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class PublishDone:
    """A publisher's connection is over; also that of one that was refused."""

    code: str
    client: str


Callback = PublishAsked | PublishDone


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


class MediaServer(Protocol):
    """Addresses and callbacks of one kind of media server."""

    kind: str
    bizid: str
    reports: bool
    """It tells of starts and ends, so that its word, not the beats, puts a host on air."""

    def push(self, ticket: PushTicket) -> PushAddress:
        """Where OBS sends."""

    def play(self, code: LiveCode, base_url: str, now: float) -> dict[str, str]:
        """Where viewers watch, by name. `base_url` is LiveDesk's own address."""

    def read_callback(self, body: bytes) -> Callback | None:
        """A callback's body as this server sends it; None for an event that says nothing to us.

        Raises:
            BadRequest: not such a body.
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

    def show(self, callback_url: str) -> str:
        """The finished configuration: what the admin puts into the media server."""

    def unsafe(self) -> list[str]:
        """What about this configuration an admin should know, a sentence each."""


def check_own_signature(
    key: str, app: str, asked: PublishAsked, ticket: PushTicket, now: float
) -> None:
    """`check_push` for the servers whose callbacks we answer: signature, then expiry.

    Raises:
        PushRefused: no signature, a wrong one, or one that has expired.
    """
    secret, until = asked.params.get("txSecret", ""), asked.params.get("txTime", "")
    if not secret or not until:
        raise PushRefused("The push address has no signature: copy both fields from the console.")
    due = own_sign(key, app, ticket.nonce)(asked.code, until)
    if asked.app != app or not hmac.compare_digest(due.encode(), secret.encode()):
        raise PushRefused("The push address is signed wrongly: copy both fields again.")
    if now >= int(until, 16):  # the signature vouches for its grammar
        raise PushRefused("The push address has expired: create a new live code.")
