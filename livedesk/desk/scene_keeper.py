"""Keeps the scene: hears the workers, and tells the window that something has changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from livedesk.desk.scene import Refusal, Scene
from livedesk.desk.workers.beats import Away, Beat
from livedesk.desk.workers.connection import ServerInfo
from livedesk.desk.workers.live import Live
from livedesk.desk.workers.preview_feed import Black, PreviewFeed
from livedesk.domain.errors import LivedeskError
from livedesk.domain.evidence_records import EvidenceRecord
from livedesk.domain.records import PolicyRecord, Record, ShareRecord, to_epoch

CLOCKS_DIFFER_S = 2.0  # less is the way through the network


class SceneKeeper(QObject):
    """The one place where the scene changes.

    Signals:
        changed: the scene is another one.
        came_back: the server answers again after it did not.
        began: a new broadcast was created, so that what was typed for it can go.
    """

    changed = Signal()
    came_back = Signal()
    began = Signal()

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
        before, self.scene = self.scene, self.scene.with_record(record)
        created = before.busy == "create" and not self.scene.busy and record is not None
        self.changed.emit()
        self._play()
        if created:
            self.began.emit()

    def take_evidence(self, evidence: EvidenceRecord) -> None:
        """Why a broadcast is what it is; another one's is of no interest."""
        self.scene = self.scene.with_evidence(evidence)
        self.changed.emit()

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

    def _hear_share(self, share: ShareRecord) -> None:
        self.scene = self.scene.without("share")
        self.set(share=share)
        self._live.refresh()  # the addresses in the records have changed

    def _hear_picture(self, picture: QImage) -> None:
        if not self.scene.picture:
            self.set(picture=True)

    def _hear_black(self, black: Black) -> None:
        self.set(picture=False)
        self._play()

    def _play(self) -> None:
        """Preview what the own broadcast plays, and nothing else."""
        record = self.scene.record
        wanted = dict(record.play) if record is not None and record.state != "ended" else {}
        # Sharing changes the addresses of a picture that flows: no reason to stop and look anew.
        flows = bool(wanted) and self.scene.picture
        if wanted != self._played and not flows:
            self._played = wanted
            self._feed.play(wanted)
