"""The check before going on air: its lines, and what of them needs no network.

`pre_air_lanes` has what waits for the network.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlsplit

from livedesk.client.server_address import is_loopback
from livedesk.domain.records import Record, to_epoch

PLANNED_S = 4 * 3600.0
KEY_FRAME_LONGEST_S = 4.0
BITRATE_LOWEST, BITRATE_HIGHEST = 300, 12_000  # kbit/s, picture and sound


class Check(StrEnum):
    """What is looked at, in the order in which it is shown."""

    NAME = "name"
    PORT = "port"
    PUSH_TLS = "push_tls"
    HANDSHAKE = "handshake"
    PLAY = "play"
    PLAY_TLS = "play_tls"
    CLOCK = "clock"
    EXPIRY = "expiry"
    FREE = "free"
    KEY_FRAMES = "key_frames"
    BITRATE = "bitrate"
    REACH = "reach"


class Level(StrEnum):
    """How it is. A NOTE is worth knowing and keeps nobody from going on air."""

    GOOD = "good"
    NOTE = "note"
    BAD = "bad"
    UNKNOWN = "unknown"


class Act(StrEnum):
    """What a line's button does."""

    AGAIN = "again"
    COPY_BOTH = "copy_both"
    RENEW = "renew"
    NEW = "new"
    DATE = "date"
    SHARE = "share"
    STOP_PICTURE = "stop_picture"


Facts = Mapping[str, float | str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One line.

    Attributes:
        says: which sentence, e.g. ``port.no_port``.
        facts: what it names: seconds, days, names; never a secret.
    """

    check: Check
    level: Level
    says: str
    act: Act | None = None
    facts: Facts = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class About:
    """What is checked.

    Attributes:
        record: the own broadcast, with its push address.
        server_url: of the LiveDesk server.
        bundled: it is this computer's own.
        ahead_s: how far the server's clock is ahead of ours, as far as known.
        own_picture: our test picture is being sent.
        own_obs: our OBS is known to stream.
        key_frame_s: OBS's key-frame interval; None: not known. `key_frame_auto`: OBS chooses it.
        kbps: OBS's bitrate, picture and sound; None: not known.
        planned_s: how long the show is to be.
    """

    record: Record
    server_url: str
    bundled: bool = False
    local: bool = False
    ahead_s: float = 0.0
    own_picture: bool = False
    own_obs: bool = False
    key_frame_s: float | None = None
    key_frame_auto: bool = False
    kbps: int | None = None
    planned_s: float = PLANNED_S


def wanted(about: About) -> tuple[Check, ...]:
    """The lines that will be shown."""
    plays = about.record.play.values()
    without: set[Check] = set()
    if about.record.push is None or not about.record.push.server.startswith("rtmps://"):
        without.add(Check.PUSH_TLS)
    if not any(url.startswith("https://") for url in plays):
        without.add(Check.PLAY_TLS)
    if not plays:
        without |= {Check.PLAY, Check.REACH}
    if about.key_frame_s is None and not about.key_frame_auto:
        without.add(Check.KEY_FRAMES)
    if about.kbps is None:
        without.add(Check.BITRATE)
    return tuple(check for check in Check if check not in without)


def look_at_record(about: About, now: float) -> Iterator[Outcome]:
    """What needs no network: expiry, who publishes, OBS's figures, who can play."""
    yield _expiry(about, now)
    yield _free(about)
    if about.key_frame_s is not None or about.key_frame_auto:
        yield _key_frames(about.key_frame_s, auto=about.key_frame_auto)
    if about.kbps is not None:
        yield _bitrate(about.kbps)
    if about.record.play:
        yield _reach(about)


def _expiry(about: About, now: float) -> Outcome:
    push = about.record.push
    if push is None:
        return Outcome(Check.EXPIRY, Level.UNKNOWN, "expiry.unknown")
    left = to_epoch(push.expires_at) - (now + about.ahead_s)
    facts = MappingProxyType({"s": left, "planned_s": about.planned_s})
    if left <= 0:
        return Outcome(Check.EXPIRY, Level.BAD, "expiry.over", Act.RENEW, facts)
    if left < about.planned_s:
        return Outcome(Check.EXPIRY, Level.BAD, "expiry.short", Act.RENEW, facts)
    return Outcome(Check.EXPIRY, Level.GOOD, "expiry.good", facts=facts)


def _free(about: About) -> Outcome:
    media = about.record.media
    if media is None:
        return Outcome(Check.FREE, Level.UNKNOWN, "free.unknown")
    if not media.publishing:
        return Outcome(Check.FREE, Level.GOOD, "free.good")
    if about.own_picture:
        return Outcome(Check.FREE, Level.NOTE, "free.picture", Act.STOP_PICTURE)
    if about.own_obs:
        return Outcome(Check.FREE, Level.GOOD, "free.obs")
    return Outcome(Check.FREE, Level.NOTE, "free.somebody", Act.AGAIN)


def _key_frames(interval_s: float | None, *, auto: bool) -> Outcome:
    if not interval_s:
        return Outcome(Check.KEY_FRAMES, Level.NOTE, "key_frames.auto_unknown", Act.AGAIN)
    facts: Facts = MappingProxyType({"s": interval_s})
    if auto and interval_s > KEY_FRAME_LONGEST_S:
        return Outcome(Check.KEY_FRAMES, Level.NOTE, "key_frames.auto", Act.AGAIN, facts)
    if interval_s > KEY_FRAME_LONGEST_S:
        return Outcome(Check.KEY_FRAMES, Level.BAD, "key_frames.long", Act.AGAIN, facts)
    return Outcome(Check.KEY_FRAMES, Level.GOOD, "key_frames.good", facts=facts)


def _bitrate(kbps: int) -> Outcome:
    facts = MappingProxyType({"kbps": float(kbps)})
    if kbps < BITRATE_LOWEST:
        return Outcome(Check.BITRATE, Level.BAD, "bitrate.low", Act.AGAIN, facts)
    if kbps > BITRATE_HIGHEST:
        return Outcome(Check.BITRATE, Level.NOTE, "bitrate.high", Act.AGAIN, facts)
    return Outcome(Check.BITRATE, Level.GOOD, "bitrate.good", facts=facts)


def _reach(about: About) -> Outcome:
    hosts = {urlsplit(url).hostname or "" for url in about.record.play.values()}
    if not all(is_loopback(host) for host in hosts):
        return Outcome(Check.REACH, Level.GOOD, "reach.good")
    if about.bundled:
        return Outcome(Check.REACH, Level.NOTE, "reach.share", Act.SHARE)
    return Outcome(Check.REACH, Level.BAD, "reach.loopback", Act.AGAIN)
