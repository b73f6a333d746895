"""What the host does to the own broadcast: asks where it must be asked, and hands it to `Live`."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from livedesk.desk.end_question import EndQuestion
from livedesk.desk.renew_question import RenewQuestion
from livedesk.desk.scene_keeper import SceneKeeper
from livedesk.desk.studio_page import StudioPage
from livedesk.desk.workers.live import Live
from livedesk.domain.records import Record


class HostDeeds(QObject):
    """Between the window's buttons, the questions, the scene and the server."""

    def __init__(
        self,
        window: QWidget,
        studio: StudioPage,
        keeper: SceneKeeper,
        live: Live,
        clock: Callable[[], float],
    ) -> None:
        super().__init__(window)
        self._window, self._studio, self._keeper = window, studio, keeper
        self._live, self._clock = live, clock
        studio.create_asked.connect(self.create)
        studio.title_asked.connect(self.change_title)
        studio.rehearsal_asked.connect(self.change_rehearsal)
        studio.renew_asked.connect(self.ask_renewal)
        studio.share_asked.connect(self.share)
        studio.end_asked.connect(self.ask_end)
        studio.end_offered_asked.connect(self.ask_end_offered)
        studio.resume_asked.connect(live.resume)
        studio.retry_asked.connect(live.retry_now)

    def create(
        self,
        title: str,
        suffix: str | None,
        valid_for_s: int,
        rehearsal: bool,
        cover_url: str | None,
    ) -> None:
        self._keeper.begin("create")
        self._live.create(title, suffix, valid_for_s, rehearsal, cover_url)

    def change_title(self, title: str) -> None:
        self._keeper.begin("change")
        self._live.change(title=title)

    def change_rehearsal(self, rehearsal: bool) -> None:
        self._keeper.begin("change")
        self._live.change(rehearsal=rehearsal)

    def share(self, address: str | None) -> None:
        self._keeper.begin("share")
        self._live.share(address)

    def rename(self, name: str) -> None:
        self._keeper.begin("name")
        self._live.rename(name)

    def ask_renewal(self, under: QWidget) -> None:
        """For how long, with the question under this button."""
        scene, usual = self._keeper.scene, self._studio.form.valid_for_s
        question = RenewQuestion(self._window, under, scene, self._clock(), usual)
        question.confirmed.connect(self._renew)
        question.ask()

    def ask_end(self, under: QWidget) -> None:
        """Of the own broadcast, with the question under this button."""
        if (record := self._keeper.scene.record) is not None:
            self._ask_end_of(record, under)

    def ask_end_offered(self, record: Record) -> None:
        """Of what was found at the start, and is offered to go on with."""
        self._ask_end_of(record, self._studio.offer.end)

    def _ask_end_of(self, record: Record, under: QWidget) -> None:
        on_air = record.state in ("live", "interrupted", "offline")
        question = EndQuestion(self._window, under, record.viewers, on_air=on_air)
        question.confirmed.connect(self._end)
        question.ask()

    def _renew(self, valid_for_s: int) -> None:
        self._keeper.begin("renew")
        self._live.renew(valid_for_s)

    def _end(self) -> None:
        self._keeper.begin("end")
        self._live.end()
