"""The shapes on the wire, shared by server and console.

Times are RFC 3339 UTC text, e.g. ``2026-11-22T20:01:12.345Z``.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime


def to_text(at: float) -> str:
    """Epoch seconds as RFC 3339 UTC with milliseconds."""
    moment = datetime.fromtimestamp(at, UTC)
    return moment.strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


def to_epoch(text: str) -> float:
    """RFC 3339 text as epoch seconds.

    Raises:
        ValueError: not RFC 3339.
    """
    return datetime.fromisoformat(text).timestamp()


@dataclass(frozen=True, slots=True)
class HostName:
    """The host as everybody may see it."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Push:
    """Where OBS sends; a secret, shown to the host and admins only.

    Attributes:
        url: the whole push address.
        server: OBS's field *Server*.
        stream_key: OBS's field *Stream Key*.
        expires_at: until when a new connection is accepted.
        fingerprint: 4 hex of the stream key's SHA-256; public.
    """

    url: str = field(repr=False)
    server: str
    stream_key: str = field(repr=False)
    expires_at: str
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How to beat: one each `interval_s` seconds; `misses` in a row are silence."""

    interval_s: float
    misses: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch in which the picture flowed; `end` is None while it does."""

    start: str
    end: str | None


@dataclass(frozen=True, slots=True)
class Media:
    """What the media server last said, by its callbacks."""

    publishing: bool
    since: str | None


@dataclass(frozen=True, slots=True)
class Record:
    """One broadcast, as list and single GET show it.

    Attributes:
        state: ``ready`` ``live`` ``interrupted`` ``offline`` ``ended``.
        reason: the rule of the verdict that gave the state, e.g. ``publishing``.
        play: play addresses by name: ``rtmp`` ``flv`` ``hls``, ``flv_{template}`` …; empty for
            a rehearsal of somebody else.
        watch_url: the page a phone opens; None where `play` is empty.
        push, media: only for its host and admins.
        segments, peak_viewers: only in a single GET.
    """

    id: str
    code: str
    state: str
    reason: str
    title: str
    cover_url: str | None
    host: HostName
    rehearsal: bool
    created_at: str
    started_at: str | None
    ended_at: str | None
    likes: int
    viewers: int
    play: dict[str, str]
    watch_url: str | None
    heartbeat: Rhythm
    push: Push | None = None
    media: Media | None = None
    segments: tuple[Segment, ...] | None = None
    peak_viewers: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of records; `next_cursor` is None on the last."""

    items: tuple[Record, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class PolicyRecord:
    """`GET /v1/policy`: what an app needs to beat rightly, and to say what happens next.

    Attributes:
        media_kind: ``local``, ``tencent``, ``nginx-rtmp`` …
        callbacks, polls: the media server reports starts and ends; it is asked. With either, beats
            alone put nobody on air.
    """

    heartbeats: bool
    heartbeat_interval_s: float
    heartbeat_misses: int
    grace_s: float
    slack_s: float
    makeup_beats: int
    callbacks: bool
    polls: bool
    poll_interval_s: float
    poll_misses: int
    media_kind: str
    bizid: str
    server_time: str
    version: str


@dataclass(frozen=True, slots=True)
class HostRecord:
    """An account, for admins; `token` and `connect` only in the answer that made them."""

    id: str
    name: str
    disabled: bool
    banned: bool
    created_at: str
    token: str | None = field(default=None, repr=False)
    connect: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class ShareRecord:
    """`GET/PUT /v1/share`: the public listener of a console's own server.

    Attributes:
        address: the IP address phones in this network reach, or None while sharing is off.
        url: its base, e.g. ``http://192.168.1.20:8787``.
    """

    address: str | None
    url: str | None
