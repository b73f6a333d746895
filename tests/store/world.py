"""What really happened, beside what a server was told; it knows nothing of `judge`.

`World` is asked after every step only for what the contract's section 2 promises: what must be,
what must never be, and by when.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from livedesk.media.media_server import Publisher
from livedesk.store.publishers import PollWord
from tests.clock import Clock

INTERVAL, MISSES, GRACE, SLACK, MAKEUP = 60.0, 3, 60.0, 5.0, 10
SILENCE = MISSES * INTERVAL + SLACK
QUICK = 5.0  # two questions within this may find the same bytes of a picture that flows
SHIFT = 0.01  # after a step the clock goes on a little: no two signals at the very same time
SLOWEST = 15.0  # a question is given up after that
ROOTS = ("8888_one", "8888_two")


@dataclass(frozen=True)
class Kind:
    """One policy with one sort of media server."""

    heartbeats: bool
    callbacks: bool
    polls: bool
    one_publisher: bool = True
    lasting_ids: bool = True
    names: bool = True  # polls name the client, and tell its bytes
    ends_named: bool = True

    @property
    def media(self) -> bool:
        return self.callbacks or self.polls


KINDS = [
    Kind(heartbeats=True, callbacks=False, polls=False),
    *(
        Kind(
            heartbeats=heartbeats,
            callbacks=callbacks,
            polls=polls,
            **flavour,
        )
        for heartbeats in (True, False)
        for callbacks, polls in ((True, True), (True, False), (False, True))
        for flavour in (
            {},  # SRS, MediaMTX
            {"lasting_ids": False},  # nginx-rtmp
            {"names": False, "ends_named": False},  # ZLMediaKit
            {"one_publisher": False, "names": False},  # Tencent
        )
    ),
]


@dataclass
class Connection:
    """A publisher that really pushes."""

    code: str
    client: str
    flowing: bool = True
    received: int = 1000
    open: bool = True
    began: float = 0.0
    told_to: str | None = None  # the broadcast that its start was counted for
    told_at: float = 0.0
    end_told: bool = False
    sure: bool = False  # see World.promised


@dataclass
class Show:
    """What has really been told about one broadcast. Times are the world's own."""

    id: str
    code: str
    expires: float  # by the wall clock
    rehearsal: bool
    over: str | None = None
    hold_until: float | None = None  # by the wall clock
    held_at: float = -1.0
    beats: list[tuple[float, bool | None]] = field(default_factory=list)
    beats_count_from: float = 0.0
    starts: dict[str, float] = field(default_factory=dict)
    sure_starts: list[float] = field(default_factory=list)  # not doubtful ones
    ends: dict[str, float] = field(default_factory=dict)
    answered: list[float] = field(default_factory=list)
    told_ends: list[float] = field(default_factory=list)
    closed_at: float | None = None
    ons: list[float] = field(default_factory=list)
    perhaps: list[float] = field(default_factory=list)
    offs: list[float] = field(default_factory=list)
    heard_picture: bool = False
    fell_at: float = -1.0  # when it was last seen to have fallen to `offline`


class World:
    """The real world: time, publishers, and what the server has been told."""

    def __init__(self, kind: Kind, clock: Clock) -> None:
        self.kind = kind
        self.clock = clock
        self.now = 0.0
        self.heard_since = 0.0
        self.shows: dict[str, Show] = {}
        self.connections: list[Connection] = []
        self.mail: list[tuple[str, Connection, float]] = []
        self.words: list[tuple[PollWord, float]] = []  # and when it was asked
        self.away = False
        self.last_read: dict[str, tuple[str, int, float, float]] = {}
        self.clients = 0

    def on(self, code: str) -> Connection | None:
        """Who is connected: the newest, of those whose picture flows if there are any."""
        open_ = [one for one in self.connections if one.code == code and one.open]
        return max(open_, key=lambda one: (one.flowing, one.began), default=None)

    def unfinished(self, code: str) -> Show | None:
        return next((s for s in self.shows.values() if s.code == code and s.over is None), None)

    def answer(self, code: str) -> Publisher | None:
        found = self.on(code)
        if found is None:
            return None
        if not self.kind.names:
            return Publisher(code) if found.flowing else None
        if found.flowing:
            found.received += 1000
        return Publisher(code, found.client, found.received)

    def asked(self, code: str) -> None:
        """Keep in mind what this answer said, in the contract's words."""
        show, found = self.unfinished(code), self.on(code)
        if show is None:
            return
        client, received = (found.client, found.received) if found is not None else ("", 0)
        known = self.last_read.get(code, ("", 0, -1e9, self.now))
        same = known[:2] == (client, received)
        first_at = known[3] if same else self.now
        compared = same and self.now - known[2] < 3 * INTERVAL and self.now - first_at >= QUICK
        self.last_read[code] = (client, received, self.now, first_at)
        if found is not None and found.flowing and found.told_to in (None, show.id):
            show.ons.append(self.now)
            show.heard_picture = True
        elif found is not None and (found.flowing or (self.kind.names and not compared)):
            # An earlier broadcast's (rule 7), or frozen, but nobody had asked before, or just now.
            show.perhaps.append(self.now)
            show.heard_picture = True
        else:
            show.offs.append(self.now)

    def blind_until_now(self, promised: set[str], *, clock_set: bool = False) -> None:
        """The server could not hear; rule 8."""
        self.heard_since = self.now
        held = {s.id for s in self.shows.values() if clock_set and s.hold_until is not None}
        for id in held:  # a hold is a promise of the wall clock: which beats came after it?
            self.shows[id].held_at = math.inf
        for one in self.connections:
            one.sure = one.sure and one.told_to not in held
        self.last_read.clear()
        for show in self.shows.values():
            if show.id in promised:
                show.beats_count_from = self.now

    # What the contract promises

    def wall(self) -> float:
        return self.clock.now

    def held(self, show: Show) -> bool:
        return show.hold_until is not None and self.wall() < show.hold_until

    def promised(self, show: Show) -> bool:
        """It must be `live`: its picture flows, nobody said otherwise, and its console beats."""
        if show.over or self.held(show) or show.rehearsal or show.held_at == math.inf:
            return False
        said = [beat for beat in show.beats if beat[0] > show.held_at]
        willing = bool(said) and said[-1][1] is not False
        patience = max(said[-1][0], show.beats_count_from) + SILENCE if said else 0.0
        beating = willing and self.now < patience
        if not self.kind.media:
            return beating
        sure = [one for one in self.connections if one.sure and one.told_to == show.id]
        if not sure:
            return False
        if not self.kind.heartbeats:
            return True
        return beating or (not said and self.now < sure[0].told_at + MAKEUP * INTERVAL)

    def gone(self, show: Show) -> str | None:
        """Why it must not be listed any more, by the bounds; None: no bound says so."""
        if show.over:
            return "it is over"
        if self.held(show):
            return "an admin holds it"
        if show.rehearsal:
            return "it is a rehearsal"
        since = lambda at: max(at, self.heard_since)  # noqa: E731
        last_beat = show.beats[-1][0] if show.beats else None
        if not self.kind.media:
            if last_beat is None:
                return "no beat was ever heard"
            return "the console is dead" if self.now >= since(last_beat) + SILENCE else None
        if not show.heard_picture:
            return "no picture was ever told"
        words = [*show.starts.values(), *show.ons, *show.perhaps]
        closed = show.closed_at is not None and all(at <= show.closed_at for at in words)
        if closed and self.now >= since(show.closed_at or 0.0) + GRACE:
            return "every session has ended, and the grace is over"
        if self.kind.polls and words:
            offs, last = 0, max([self.heard_since, *words])
            for at in show.offs:
                if at > last and at >= last + (INTERVAL - 1 if offs else 0):
                    offs, last = offs + 1, at
            if offs >= 4:
                return "four polls have found nobody"
        if self.kind.heartbeats and words:
            quiet = max(last_beat or 0.0, *words)
            if self.now >= since(quiet) + (MISSES + MAKEUP) * INTERVAL + SLACK:
                return "console and media server are both silent"
        return None

    def too_early(self, show: Show, reason: str) -> str | None:
        """Why it must still be listed, by what takes off at all; None: it may have been time."""
        now, heard = self.now, self.heard_since
        words = max([heard, *show.sure_starts, *show.ons])
        beat = max([heard, *(at for at, _ in show.beats)])
        willing = [at for at, on_air in show.beats if on_air is not False]
        match reason:
            case "poll_lost":
                offs = [*show.offs, *show.perhaps]
                few = sum(at > words or at == heard for at in offs) < MISSES
                return "fewer than three polls found nobody" if few else None
            case "media_stopped":
                ended = [at for at in show.told_ends if max(at, heard) + GRACE <= now + SHIFT]
                return None if ended else "no end is older than the grace"
            case "encoder_stopped":
                since = max([heard, *willing[-1:]])
                patient = now + SHIFT < since + INTERVAL + GRACE
                return "the console may still say otherwise" if patient else None
            case "heartbeat_lost" if not self.kind.media:
                return "the console beats" if now + SHIFT < beat + SILENCE else None
            case "heartbeat_lost":
                asked = max([heard, *show.ons])
                shown = [*show.starts.values(), *show.ons, *show.perhaps]
                # A console that never beat is silent from the picture's start.
                said = max((at for at, _ in show.beats), default=min(shown, default=heard))
                # A silence that was found before the server went blind stays found.
                quiet = said if said < show.fell_at < heard else max(said, heard)
                quiet += MAKEUP * INTERVAL
                covered = self.kind.polls and show.ons and now + SHIFT < asked + SILENCE
                return "the picture covers for it" if now + SHIFT < quiet or covered else None
        return f"nothing takes off as {reason}"
