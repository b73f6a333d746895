"""Keeps the evidence current while it is seen, and opens the sheet that tells all of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from livedesk.desk.scene import Scene
from livedesk.desk.scene_keeper import SceneKeeper
from livedesk.desk.trail_sheet import TrailSheet
from livedesk.desk.workers.evidence_reads import EvidenceReads
from livedesk.domain.errors import LivedeskError
from livedesk.domain.evidence_records import EvidenceRecord
from livedesk.domain.records import Record


class Why(QObject):
    """Between the reading thread, the scene and the sheet."""

    def __init__(
        self,
        window: QWidget,
        keeper: SceneKeeper,
        reads: EvidenceReads,
        clock: Callable[[], float],
    ) -> None:
        super().__init__(window)
        self._window, self._keeper, self._reads, self._clock = window, keeper, reads, clock
        self._followed: tuple[str | None, str, str] = (None, "", "")
        self.sheet: TrailSheet | None = None
        reads.read.connect(self._take)
        reads.failed.connect(self._fail)

    def follow(self, scene: Scene, *, seen: bool) -> None:
        """Read the own broadcast's evidence while on air and `seen`; at once when it turns.

        Of an end by an admin too, for the admin's own words.
        """
        record = scene.record
        told = scene.on_air or (not scene.unfinished and scene.reason == "kicked")
        id = record.id if record is not None and told and seen else None
        now = (id, scene.record.state, scene.record.reason) if scene.record else (id, "", "")
        if now == self._followed:
            return
        before, self._followed = self._followed, now
        if id != before[0]:
            self._reads.watch("strip", id)
        elif id is not None:
            self._reads.refresh()

    def open(self, record: Record) -> None:
        """Show the sheet of this broadcast."""
        if self.sheet is not None:
            self.sheet.dismiss()
        self.sheet = TrailSheet(self._window, record, self._clock())
        self.sheet.closed.connect(self._closed)
        known = self._keeper.scene.evidence
        if known is not None and known.id == record.id:
            self.sheet.show_evidence(known, self._clock())
        self._reads.watch("sheet", record.id)
        self.sheet.open()

    def _closed(self) -> None:
        self.sheet = None
        self._reads.watch("sheet", None)

    def _take(self, evidence: EvidenceRecord) -> None:
        self._keeper.take_evidence(evidence)
        if self.sheet is not None and self.sheet.id == evidence.id:
            self.sheet.show_evidence(evidence, self._clock())

    def _fail(self, id: str, error: LivedeskError) -> None:
        if self.sheet is not None and self.sheet.id == id:
            self.sheet.show_failure(error, self._clock())
