"""What the window knows at one moment, as one frozen value: pages are a function of it."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import Enum
from ipaddress import IPv6Address, ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from livedesk.domain.times import to_epoch

if TYPE_CHECKING:  # the first paint needs an empty scene, and nothing of what fills it
    from livedesk.client.obs_state import ObsState
    from livedesk.desk.workers.live import Away, Beat, ServerInfo
    from livedesk.domain.errors import LivedeskError
    from livedesk.domain.evidence_records import EvidenceRecord
    from livedesk.domain.records import HostRecord, PolicyRecord, Record, ShareRecord

REMEMBERED_BEATS = 15
"""Ticks that the evidence card shows."""

ADMIN_SIGNALS = frozenset({"held", "kicked"})


class Condition(Enum):
    """What the strip says. AWAY is the console's own word: it cannot claim a verdict."""

    NONE = "none"
    READY = "ready"
    REHEARSAL = "rehearsal"
    LIVE = "live"
    INTERRUPTED = "interrupted"
    AWAY = "away"
    OFFLINE = "offline"
    ENDED = "ended"


class Refusal(NamedTuple):
    """What came to nothing: a `deed` of `Live.refused` but ``beat``; `at` epoch seconds."""

    error: LivedeskError
    deed: str
    at: float


class Slept(NamedTuple):
    """The computer was suspended for `seconds`, until `at`, epoch seconds."""

    seconds: float
    at: float


class CoverNews(NamedTuple):
    """How far the cover of the own broadcast has come.

    Attributes:
        phase: ``sending`` ``sent`` ``delayed`` (tried again by itself) ``refused`` ``given_up``,
            or ``unreadable``: what was chosen is no picture; `why` says it in a word.
        gone: bytes that are on the way, while it is sent; of so many: `size`, 0 until known.
    """

    phase: str
    error: LivedeskError | None = None
    why: str = ""
    gone: int = 0
    size: int = 0


class Validity(NamedTuple):
    """The expiry that is being watched, and what was said about it.

    Attributes:
        expires_at: RFC 3339 text, as the record has it.
        issued_at: epoch seconds from which it was good for that long.
        hushed_s: warnings this long before the end, and earlier ones, were put away.
        mark: the fingerprint of the key that a renewal gave; "" before the first one.
        old_until: until when the key before that one is still good, epoch seconds.
        key_mark, past_mark: the fingerprint of the key as last read, and of the one before it.
    """

    expires_at: str
    issued_at: float
    hushed_s: float = math.inf
    mark: str = ""
    old_until: float | None = None
    key_mark: str = ""
    past_mark: str = ""


@dataclass(frozen=True, slots=True)
class Scene:
    """Attributes are None or empty while they are not known.

    Attributes:
        starting: the address that is tried; "" while this computer's own server is started.
        ahead_s: how far the server's clock is ahead of ours; its times are told by its clock.
        lost: why there is no server, while there is none.
        beat_times: epoch seconds of the last answered beats, oldest first.
        evidence: why the own broadcast is what it is, as last read.
        polled: when the media server was asked, epoch seconds of the server's clock, and whether
            it said *publishing*; oldest first.
        frames: whether pictures come out of the play addresses; see `picture`.
        host: the account of this computer's own server; None with any other.
        offered: an unfinished broadcast of this host, to be resumed or ended; `declined`: not now.
        taken: another console beats for it, and this one no more.
        obs: OBS as it is now; None before the first look.
        busy: the deed under way: ``create``, ``end``, ``change``, ``renew``, ``share``,
            ``name`` or "".
        mine: the host's newest broadcasts, newest first.
        crowd: epoch seconds and viewers, of the last hour, oldest first.
        cover: what became of the cover that was sent last.
        sent_to_the_end: a picture was there when it ended: who sends may not know of the end.
        ended_elsewhere: it is over, and not because this window was asked to end it.
    """

    server: ServerInfo | None = None
    policy: PolicyRecord | None = None
    starting: str = ""
    ahead_s: float = 0.0
    lost: LivedeskError | None = None
    record: Record | None = None
    beat: Beat | None = None
    beat_times: tuple[float, ...] = ()
    away: Away | None = None
    evidence: EvidenceRecord | None = None
    polled: tuple[tuple[float, bool], ...] = ()
    frames: bool = False
    share: ShareRecord | None = None
    host: HostRecord | None = None
    offered: Record | None = None
    declined: bool = False
    taken: LivedeskError | None = None
    obs: ObsState | None = None
    busy: str = ""
    refusal: Refusal | None = None
    mine: tuple[Record, ...] = ()
    crowd: tuple[tuple[float, int], ...] = ()
    validity: Validity | None = None
    slept: Slept | None = None
    cover: CoverNews | None = None
    ended_elsewhere: bool = False
    sent_to_the_end: bool = False

    def with_record(self, record: Record | None) -> Scene:
        """Another broadcast begins with no beats and no picture; the same one keeps them.

        So does the first: a resumed broadcast may be beaten for before it has been read.
        """
        same = record is not None and self.record is not None and record.id == self.record.id
        over = record is None or record.state == "ended"
        kept = self
        if not same and (record is None or self.record is not None):
            kept = replace(kept, beat=None, beat_times=(), frames=False, away=None, taken=None)
            kept = replace(kept, evidence=None, polled=())
        if not same:
            kept = replace(kept, crowd=(), validity=None, slept=None, cover=None)
        if over or not same:
            kept = replace(kept, refusal=None)
        if over:  # nothing is played any more, so nothing would tell that it went black
            flowed = same and (self.publishing if self.unfinished else self.sent_to_the_end)
            kept = replace(kept, frames=False, sent_to_the_end=flowed)
        if not (same and self.record is not None and self.record.state == "ended"):
            kept = replace(kept, ended_elsewhere=same and over and self.busy != "end")
        done = {"create": not same, "end": over, "change": True}.get(self.busy, record is None)
        busy = "" if done else self.busy
        return replace(kept, record=record, offered=None, declined=False, busy=busy)

    def with_beat(self, beat: Beat) -> Scene:
        times = (*self.beat_times, beat.at)[-REMEMBERED_BEATS:]
        return replace(self, beat=beat, beat_times=times, away=None, taken=None)

    def with_evidence(self, evidence: EvidenceRecord) -> Scene:
        """Evidence of another broadcast changes nothing; each poll is remembered once."""
        if self.record is None or evidence.id != self.record.id:
            return self
        poll, polled = evidence.sources.polls, self.polled
        if poll.last_at is not None and poll.publishing is not None:
            at = to_epoch(poll.last_at)
            if not polled or polled[-1][0] < at:
                polled = (*polled, (at, poll.publishing))[-2 * REMEMBERED_BEATS :]
        return replace(self, evidence=evidence, polled=polled)

    def without(self, deed: str) -> Scene:
        """That deed is no longer under way; another one may be."""
        return replace(self, busy="") if self.busy == deed else self

    @property
    def condition(self) -> Condition:
        record = self.record
        if record is None:
            return Condition.NONE
        if record.state == "ended":
            return Condition.ENDED
        if self.away is not None:
            return Condition.AWAY
        if record.state == "ready" and record.rehearsal and self.publishing:
            return Condition.REHEARSAL
        return Condition(record.state)

    @property
    def picture(self) -> bool:
        """Whether the preview shows the picture of now.

        A playlist goes on playing its last pieces when nobody sends any more, and plays them again
        to who opens it: pictures alone prove nothing against the media server's own word.
        """
        if self.record is None or self.record.state in ("interrupted", "offline"):
            return False
        media, policy = self.record.media, self.policy
        told = media is not None and not media.publishing and media.since is not None
        at_once = policy is not None and policy.callbacks
        return self.frames and not (told and at_once)

    @property
    def publishing(self) -> bool:
        """Whether a picture arrives, by the media server's word or our own eyes."""
        media = self.record.media if self.record is not None else None
        return self.picture or (media is not None and media.publishing)

    @property
    def sending(self) -> bool:
        """Whether OBS is known to send to it, or a picture is seen."""
        obs = self.obs
        return self.picture or (obs is not None and obs.sends_ours and not obs.reconnecting)

    @property
    def on_air(self) -> bool:
        """Whether the page is the one of a show that has begun."""
        record = self.record
        return record is not None and record.state in ("live", "interrupted", "offline")

    @property
    def listed(self) -> bool:
        """Whether the live list shows it now."""
        return self.record is not None and self.record.state in ("live", "interrupted")

    @property
    def unfinished(self) -> bool:
        return self.record is not None and self.record.state != "ended"

    @property
    def deadline(self) -> float | None:
        """When the server looks again, our clock, if it said so for this state."""
        if self.record is None or self.beat is None or self.beat.state != self.record.state:
            return None
        at = self.beat.look_again_at
        return None if at is None else at - self.ahead_s

    @property
    def expires_at(self) -> float | None:
        """When the live code ends, our clock."""
        if self.record is None or self.record.push is None:
            return None
        return to_epoch(self.record.push.expires_at) - self.ahead_s

    @property
    def old_key_until(self) -> float | None:
        """Until when the key before the last renewal is good; None where it is good for nothing."""
        push = self.record.push if self.record is not None else None
        if self.validity is None or push is None or push.fingerprint != self.validity.mark:
            return None  # never renewed, or another key was made since
        return self.validity.old_until

    @property
    def obs_key_until(self) -> float | None:
        """Until when the key that OBS has is good, where it is the one before the last renewal."""
        told = self.obs.comparison if self.obs is not None else None
        if told is None or told.key or not told.same_stream or self.validity is None:
            return None
        return self.old_key_until if told.key_mark == self.validity.past_mark else None

    @property
    def host_name(self) -> str:
        """What viewers read of the host of this computer; "" while that is not known."""
        return self.host.name if self.host is not None else ""

    @property
    def held(self) -> bool:
        """Whether an admin keeps it off the air."""
        return self.record is not None and self.record.reason == "admin_hold"

    @property
    def held_until(self) -> float | None:
        """Until when, our clock; None where the server has not told it."""
        told = self._told_by_admin
        if told is not None and told.held_until is not None:
            return to_epoch(told.held_until) - self.ahead_s
        return self.deadline

    @property
    def admin_words(self) -> str:
        """Why an admin took it off the air, in their own words; "" where there are none."""
        told = self._told_by_admin
        said = [] if told is None else [one for one in told.signals if one.kind in ADMIN_SIGNALS]
        return said[-1].detail if said else ""

    @property
    def banned(self) -> bool:
        """Whether its host was banned with it."""
        told = self._told_by_admin
        return told is not None and any(one.kind == "banned" for one in told.signals)

    @property
    def _told_by_admin(self) -> EvidenceRecord | None:
        """The evidence, once it is of what an admin has done last."""
        told = self.evidence
        if told is None or self.reason not in ("admin_hold", "kicked"):
            return None
        return told if told.verdict.reason == self.reason else None

    @property
    def reason(self) -> str:
        return self.record.reason if self.record is not None else ""

    def seconds_on_air(self, now: float) -> float:
        """The clock of the strip: from the first picture to now, or to the last one there was."""
        record = self.record
        if record is None or record.started_at is None:
            return 0.0
        last = record.segments[-1].end if record.segments else None
        over = (last or record.ended_at) if record.state in ("offline", "ended") else None
        until = to_epoch(over) if over is not None else now + self.ahead_s
        return max(0.0, until - to_epoch(record.started_at))


def only_here(url: str) -> bool:
    """Whether an address works on this computer only, so that no phone may be sent there."""
    try:
        host = (urlsplit(url).hostname or "localhost").removesuffix(".")
    except ValueError:  # an unclosed bracket: it works nowhere
        return True
    try:
        found = ip_address(host)
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
    if isinstance(found, IPv6Address) and found.ipv4_mapped is not None:
        found = found.ipv4_mapped
    return found.is_loopback or found.is_unspecified
