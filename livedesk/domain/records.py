"""The shapes on the wire, shared by server and console.

Times are RFC 3339 UTC text, e.g. ``2026-11-22T20:01:12.345Z``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from livedesk.domain.times import to_epoch as to_epoch
from livedesk.domain.times import to_text as to_text


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
class Recording:
    """A file that the media server has made of a broadcast, and what it shows."""

    url: str
    start: str
    end: str


@dataclass(frozen=True, slots=True)
class Media:
    """What the media server last said, by its callbacks."""

    publishing: bool
    since: str | None


@dataclass(frozen=True, slots=True)
class Proof:
    """The newest word of a viewer whose player really plays.

    Attributes:
        device: short, e.g. ``iPhone``; None where the player did not say.
        played_s: for how long it has played.
        delay_s: how far behind the encoder it is; None where the player cannot know.
    """

    device: str | None
    played_s: float
    delay_s: float | None
    at: str


@dataclass(frozen=True, slots=True)
class Record:
    """One broadcast, as list and single GET show it.

    Attributes:
        state: ``ready`` ``live`` ``interrupted`` ``offline`` ``ended``.
        reason: the rule of the verdict that gave the state, e.g. ``publishing``.
        play: play addresses by name: ``rtmp`` ``flv`` ``hls``, ``flv_{template}`` …; empty for
            a rehearsal of somebody else.
        watch_url: the page a phone opens; None where `play` is empty.
        push, media, proof: only for its host and admins, the last two in a single GET.
        segments, peak_viewers, recordings: only in a single GET; recordings of somebody else's
            rehearsal are not shown.
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
    recordings: tuple[Recording, ...] | None = None
    proof: Proof | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of records; `next_cursor` is None on the last."""

    items: tuple[Record, ...]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class LikesRecord:
    """`POST /v1/broadcasts/{id}/likes`: how many there are now."""

    likes: int


@dataclass(frozen=True, slots=True)
class RemoveRecord:
    """`remove` of `GET /v1/events`: this broadcast is not in the list, and why."""

    id: str
    state: str
    reason: str


@dataclass(frozen=True, slots=True)
class PolicyRecord:
    """`GET /v1/policy`: what an app needs to beat rightly, and to say what happens next.

    Attributes:
        media_kind: ``local``, ``tencent``, ``nginx-rtmp`` …
        old_address: what becomes of a push address that is replaced: ``refused``,
            ``dropped_on_sight``, ``valid_until``; "" where the server does not say.
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
    media_kind: str
    bizid: str
    server_time: str
    version: str
    polls: bool = False
    poll_interval_s: float = 60.0
    poll_misses: int = 3
    old_address: str = ""


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


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence for a host, in both languages; ages and durations in words, no times."""

    en: str
    zh_CN: str  # noqa: N815  the language's name


@dataclass(frozen=True, slots=True)
class DeedRecord:
    """One thing that an admin did.

    Attributes:
        admin: 8 hex of the token's SHA-256, or ``command`` for one at the server itself.
        action: ``add`` ``rename`` ``disable`` ``enable`` ``ban`` ``lift`` ``rotate`` ``kick`` …
        target: the id of a host or broadcast, or a live code.
        title: the broadcast's, where the target is one.
    """

    id: int
    at: str
    admin: str
    action: str
    target: str
    detail: str
    title: str | None


@dataclass(frozen=True, slots=True)
class DeedPage:
    """`GET /v1/audit`, newest first; `next_before` is None on the last page."""

    items: tuple[DeedRecord, ...]
    next_before: int | None


@dataclass(frozen=True, slots=True)
class RefusedPush:
    """A push that was refused, for admins; `why` never holds a secret."""

    id: int
    at: str
    broadcast: str
    code: str
    host: HostName
    why: Words


@dataclass(frozen=True, slots=True)
class RefusedPage:
    """`GET /v1/refused-pushes`, newest first; `next_before` is None on the last page."""

    items: tuple[RefusedPush, ...]
    next_before: int | None


@dataclass(frozen=True, slots=True)
class KickRecord:
    """What a kick, a hold or its lifting did.

    Attributes:
        publisher: ``dropped``; ``nobody`` published; ``cannot``: this media server closes no
            connection for us; ``failed``: it does not answer, and is asked again until it does;
            None where nobody was to be dropped.
        kept_out: ``by_callback``: refused, or dropped as soon as it is told; ``by_media_server``
            itself; ``no``.
        sentence: both, and until when.
    """

    broadcast: Record
    publisher: str | None
    kept_out: str
    sentence: Words


@dataclass(frozen=True, slots=True)
class KeyRecord:
    """A new push address, in `broadcast`, and what became of the old one.

    Attributes:
        old_address: ``refused``, ``dropped_on_sight`` or ``valid_until``.
        old_valid_until: None where the old one is good for nothing.
        publisher: as in `KickRecord`; None for a renewal, which drops nobody.
    """

    broadcast: Record
    old_address: str
    old_valid_until: str | None
    publisher: str | None
    sentence: Words
