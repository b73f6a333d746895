"""What a leak drill has reached, as one frozen value; the seconds count from the click."""

from __future__ import annotations

from dataclasses import dataclass, replace

from livedesk.domain.errors import LivedeskError
from livedesk.domain.records import KeyRecord, Record, to_epoch

CUT_OFF = ("dropped", "nobody", None)
"""What a server says of a publisher who is gone; None: nobody was to be dropped."""

USELESS = ("refused", "dropped_on_sight")
"""What a server says of an old address that is good for nothing."""


@dataclass(frozen=True, slots=True)
class Drill:
    """
    Attributes:
        anew: the old key cannot be made useless: the broadcast ends, another one begins.
        broadcast: the id of the one whose key was seen. made: of the one that was begun (`anew`).
        left: the host has gone on to yet another one, which tells nothing of this drill.
        streamed: OBS was sending to it, so it is started again.
        by_hand: OBS is not connected, or streams elsewhere: the host has to copy the two lines.
        ended_s: the old broadcast is over (`anew`).
        key_s: there is a new key, `new_mark`.
        publisher, old_address: what the server says; see `KeyRecord`.
        refused_s: the old key is good for nothing, by the server's word.
        cut_s: nobody sends with it any more, by the server's word.
        obs_s: OBS has the new key, read back. started_s: OBS streams again.
        back_s: the picture is back. gap_s: how long viewers were without.
        since: `media.since` of the picture that has to go, by the answer with the new key.
        error: why the server did not do it. obs_error: why OBS did not.
    """

    anew: bool
    broadcast: str
    old_mark: str
    streamed: bool
    by_hand: bool
    made: str = ""
    left: bool = False
    since: str | None = None
    ended_s: float | None = None
    key_s: float | None = None
    new_mark: str = ""
    publisher: str | None = None
    old_address: str = ""
    old_valid_until: str | None = None
    refused_s: float | None = None
    cut_s: float | None = None
    obs_s: float | None = None
    started_s: float | None = None
    back_s: float | None = None
    gap_s: float | None = None
    error: LivedeskError | None = None
    obs_error: LivedeskError | None = None

    @property
    def safe_s(self) -> float | None:
        """From when on the key that was seen was useless and its sender gone."""
        if self.anew:
            return self.ended_s
        if self.refused_s is None or self.cut_s is None:
            return None
        return max(self.refused_s, self.cut_s)

    @property
    def useless(self) -> bool:
        """The old address is good for nothing; False: it still opens the door."""
        return self.anew or self.old_address in USELESS

    @property
    def over(self) -> bool:
        """Nothing more comes by itself."""
        if self.error is not None or self.left:
            return True
        if self.key_s is None or (self.useless and self.safe_s is None):
            return False
        if self.by_hand or self.obs_error is not None:
            return True
        return self.back_s is not None if self.streamed else self.obs_s is not None

    def answered(self, answer: KeyRecord, at_s: float) -> Drill:
        """The server has made a new key."""
        push = answer.broadcast.push
        media = answer.broadcast.media
        gone = answer.publisher in CUT_OFF or (media is not None and not media.publishing)
        return replace(
            self,
            key_s=at_s,
            # As of the new key: what was read before the click may be older than a reconnect.
            since=media.since if media is not None else self.since,
            new_mark=push.fingerprint if push is not None else "",
            publisher=answer.publisher,
            old_address=answer.old_address,
            old_valid_until=answer.old_valid_until,
            refused_s=at_s if answer.old_address in USELESS else None,
            cut_s=at_s if gone else None,
            error=None,
        )

    def looked(self, record: Record | None, at_s: float) -> Drill:
        """The own broadcast was read again."""
        if record is None or record.media is None or self.key_s is None:
            return self
        if record.id != (self.made or self.broadcast) or self._is_stale(record):
            return self
        seen, drill = record.media, self
        fresh = seen.since != self.since or record.id != self.broadcast
        if drill.cut_s is None and (not seen.publishing or fresh):
            drill = replace(drill, cut_s=at_s)
        started = drill.started_s is not None or not drill.streamed
        if drill.back_s is None and seen.publishing and fresh and started:
            drill = replace(drill, back_s=at_s, gap_s=_gap_s(record))
        return drill

    def _is_stale(self, record: Record) -> bool:
        """It was read before there was a new key, and arrived after it."""
        push = record.push
        return not self.anew and push is not None and push.fingerprint == self.old_mark


def _gap_s(record: Record) -> float | None:
    """Between the last two stretches of picture, by the server's clock."""
    if not record.segments or len(record.segments) < 2:
        return None
    end = record.segments[-2].end
    return None if end is None else to_epoch(record.segments[-1].start) - to_epoch(end)
