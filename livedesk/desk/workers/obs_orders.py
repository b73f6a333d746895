"""What the link to OBS can be told, and what it tells of a replacement."""

from __future__ import annotations

from dataclasses import dataclass, field

from livedesk.client.obs_place import ObsEvent
from livedesk.domain.errors import LivedeskError
from livedesk.domain.records import Push


@dataclass(frozen=True, slots=True)
class LookAt:
    """Look for OBS there. `password` None: the one that is kept; "": none."""

    host: str
    port: int | None
    password: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class UseFoundPassword:
    """Take the password from OBS's own settings on this computer."""


@dataclass(frozen=True, slots=True)
class Want:
    """The two lines that OBS should have; None for none."""

    push: Push | None


@dataclass(frozen=True, slots=True)
class Do:
    """One of ``send`` ``undo`` ``start`` ``stop`` ``compare``."""

    deed: str


@dataclass(frozen=True, slots=True)
class Replace:
    """Give OBS these lines even while it streams; afterwards it streams if `streams`."""

    push: Push
    streams: bool


@dataclass(frozen=True, slots=True)
class Heard:
    """OBS tells something; `turn` counts the connections."""

    turn: int
    event: ObsEvent


@dataclass(frozen=True, slots=True)
class Lost:
    """The connection has ended."""

    turn: int


@dataclass(frozen=True, slots=True)
class Step:
    """A step of `Replace`: ``stopped`` ``sent`` ``started``, or ``failed`` with its error."""

    name: str
    error: LivedeskError | None = None
