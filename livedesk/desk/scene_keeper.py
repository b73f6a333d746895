"""Keeps the scene: hears the workers, and tells the window that something has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from livedesk.desk import crowd, expiry
from livedesk.desk.scene import CoverNews, Refusal, Scene, Slept
from livedesk.desk.workers.beats import Away, Beat
from livedesk.desk.workers.connection import ServerInfo
from livedesk.desk.workers.live import Live
from livedesk.desk.workers.preview_feed import Black, PreviewFeed
from livedesk.domain.errors import LivedeskError
from livedesk.domain.evidence_records import EvidenceRecord
from livedesk.domain.records import (
    HostRecord,
    KeyRecord,
    PolicyRecord,
    Record,
    ShareRecord,
    to_epoch,
)

CLOCKS_DIFFER_S = 2.0  # less is the way through the network


class SceneKeeper(QObject):
    """The one place where the scene changes.

    Signals:
        changed: the scene is another one.
        came_back: the server answers again after it did not.
        began: a new broadcast was created, so that what was typed for it can go.
        renewed: float or None, until when the address that OBS may have is still good.
        cover_sent: the server has the new cover.
    """

    changed = Signal()
    came_back = Signal()
    began = Signal()
    renewed = Signal(object)
    cover_sent = Signal()

    def __init__(
        self,
        live: Live,
        feed: PreviewFeed,
        clock: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._live, self._feed, self._clock = live, feed, clock
        self._played: dict[str, str] = {}
        self.scene = Scene()
        live.connecting.connect(self._hear_connecting)
        live.connected.connect(self._hear_connected)
        live.server_lost.connect(self._hear_lost)
        live.record_changed.connect(self.take)
        live.beaten.connect(self._hear_beat)
        live.away.connect(self._hear_away)
        live.back.connect(self._hear_back)
        live.refused.connect(self._hear_refused)
        live.resume_offered.connect(self._hear_offer)
        live.share_changed.connect(self._hear_share)
        live.named.connect(self._hear_named)
        live.mine_read.connect(self._hear_mine)
        live.renewed.connect(self._hear_renewed)
        live.cover_told.connect(self._hear_cover)
        live.cover_gone.connect(self._hear_cover_gone)
        feed.picture.connect(self._hear_picture)
        feed.black.connect(self._hear_black)

    def adopt(self, other: SceneKeeper) -> None:
        """Go on where another one is; its window is being made anew."""
        self._played = other._played
        self.scene = other.scene
        self.changed.emit()

    def set(self, **changes: Any) -> None:
        """Change fields of the scene."""
        self.scene = replace(self.scene, **changes)
        self.changed.emit()

    def begin(self, deed: str) -> None:
        """A deed is under way; what was refused before is history."""
        self.set(busy=deed, refusal=None)

    def take(self, record: Record | None) -> None:
        """The own broadcast as it is now, or None for none."""
        before, now = self.scene, self._clock()
        scene = before.with_record(record)
        seen = scene.crowd
        if record is not None and scene.listed:
            seen = crowd.noted(seen, now, record.viewers)
        watched = expiry.watched(scene.validity, record, now)
        self.scene = replace(scene, crowd=seen, validity=watched)
        created = before.busy == "create" and not self.scene.busy and record is not None
        self.changed.emit()
        self._play()
        if created:
            self.began.emit()

    def take_evidence(self, evidence: EvidenceRecord) -> None:
        """Why a broadcast is what it is; another one's is of no interest."""
        self.scene = self.scene.with_evidence(evidence)
        self.changed.emit()

    def hear_sleep(self, seconds: float) -> None:
        """The computer was suspended for so long."""
        if self.scene.unfinished:
            self.set(slept=Slept(seconds, self._clock()))

    def put_away(self, what: str) -> None:
        """The host has read the banner of this kind."""
        if what == "slept":
            self.set(slept=None)
        elif what == "refusal":
            self.set(refusal=None)
        else:
            self.scene = expiry.put_away(self.scene, self._clock())
            self.changed.emit()

    def tell_unreadable(self, why: str) -> None:
        """What was chosen for the cover cannot be one."""
        self.set(cover=CoverNews("unreadable", why=why))

    def _hear_renewed(self, key: KeyRecord) -> None:
        told = key.old_valid_until
        old_until = to_epoch(told) - self.scene.ahead_s if told is not None else None
        self.scene = self.scene.without("renew")
        if self.scene.validity is not None:
            push = key.broadcast.push
            mark = push.fingerprint if push is not None else ""
            validity = self.scene.validity._replace(mark=mark, old_until=old_until)
            self.scene = replace(self.scene, validity=validity)
        self.changed.emit()
        self.renewed.emit(old_until)

    def _hear_cover(self, id: str, phase: str, error: LivedeskError | None) -> None:
        record = self.scene.record
        if record is None or record.id != id:
            return
        self.set(cover=CoverNews(phase, error))
        if phase == "sent":
            self.cover_sent.emit()
        elif phase == "refused" and error is not None and self.scene.on_air:
            self.set(refusal=Refusal(error, "cover", self._clock()))

    def _hear_cover_gone(self, id: str, gone: int, size: int) -> None:
        record = self.scene.record
        if record is not None and record.id == id:
            self.set(cover=CoverNews("sending", gone=gone, size=size))

    def _hear_connecting(self, address: str) -> None:
        if self.scene.server is None:
            self.set(starting=address, lost=None)

    def _hear_connected(self, policy: PolicyRecord, info: ServerInfo) -> None:
        ahead = to_epoch(policy.server_time) - self._clock()
        was_lost = self.scene.server is not None and self.scene.lost is not None
        self.set(
            policy=policy,
            server=info,
            lost=None,
            ahead_s=ahead if abs(ahead) > CLOCKS_DIFFER_S else 0.0,
        )
        if was_lost and self.scene.away is None:
            self.came_back.emit()

    def _hear_lost(self, error: LivedeskError) -> None:
        self.set(lost=error)

    def _hear_beat(self, beat: Beat) -> None:
        self.scene = self.scene.with_beat(beat)
        self.changed.emit()

    def _hear_away(self, away: Away) -> None:
        self.set(away=away)

    def _hear_back(self) -> None:
        self.set(away=None)
        self.came_back.emit()

    def _hear_refused(self, error: LivedeskError, deed: str) -> None:
        if deed == "beat":
            self.set(taken=error)
            return
        # What is in the way of a new broadcast is offered again.
        in_the_way = error.code in ("unfinished", "relay_busy")
        declined = self.scene.declined and not in_the_way
        self.scene = self.scene.without(deed)
        self.set(refusal=Refusal(error, deed, self._clock()), declined=declined)

    def _hear_offer(self, record: Record) -> None:
        self.set(offered=record, declined=False)

    def _hear_mine(self, mine: tuple[Record, ...]) -> None:
        self.set(mine=mine)

    def _hear_share(self, share: ShareRecord) -> None:
        self.scene = self.scene.without("share")
        self.set(share=share)
        self._live.refresh()  # the addresses in the records have changed

    def _hear_named(self, host: HostRecord) -> None:
        renamed = self.scene.host is not None and self.scene.host != host
        self.scene = self.scene.without("name")
        self.set(host=host)
        if renamed:
            self._live.refresh()  # the records have the new name

    def _hear_picture(self, picture: QImage) -> None:
        if not self.scene.frames:
            self.set(frames=True)

    def _hear_black(self, black: Black) -> None:
        self.set(frames=False)
        self._play()

    def _play(self) -> None:
        """Preview what the own broadcast plays, and nothing else."""
        record = self.scene.record
        wanted = dict(record.play) if record is not None and record.state != "ended" else {}
        # Sharing changes the addresses of a picture that flows: no reason to stop and look anew.
        flows = bool(wanted) and self.scene.frames
        if wanted != self._played and not flows:
            self._played = wanted
            self._feed.play(wanted)
