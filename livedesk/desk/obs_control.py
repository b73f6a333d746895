"""Ties the link to OBS to the scene, to the beats, and to what a host clicks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from livedesk.client.obs_state import ObsState
from livedesk.client.on_air import EncoderSeen, figures
from livedesk.desk.find_obs import FindObs
from livedesk.desk.leak_drill import LeakDrill
from livedesk.desk.leak_sheet import LeakSheet
from livedesk.desk.scene_keeper import SceneKeeper
from livedesk.desk.studio_page import StudioPage
from livedesk.desk.workers.live import Live
from livedesk.desk.workers.obs_link import ObsLink


class ObsControl(QObject):
    """
    Attributes:
        link: to OBS.
        drill: the leak drill.

    Signals:
        overwritten: OBS has our two lines, and had something else; it can be undone.
        put_back: OBS has again what it had before.
        place_chosen: str host, int port: where the host says OBS is; to be remembered.
    """

    overwritten = Signal()
    put_back = Signal()
    place_chosen = Signal(str, int)

    def __init__(
        self,
        window: QWidget,
        live: Live,
        link: ObsLink,
        keeper: SceneKeeper,
        studio: StudioPage,
        clock: Callable[[], float],
    ) -> None:
        super().__init__(window)
        self._window, self._live, self.link = window, live, link
        self._keeper, self._studio, self._clock = keeper, studio, clock
        self._seen = EncoderSeen()
        self._told: tuple[bool | None, dict[str, object]] = (None, {})
        self._finding: FindObs | None = None
        self._sheet: LeakSheet | None = None
        self.drill = LeakDrill(live, link, keeper, clock, self)
        self._connect()

    def adopt(self, other: ObsControl) -> None:
        """Go on where another one is; its window is being made anew."""
        self._seen, self._told = other._seen, other._told
        self.drill.adopt(other.drill)
        if other._sheet is not None and self.drill.drill is not None:
            QTimer.singleShot(0, self, self._open_drill)
        self._look()

    def _connect(self) -> None:
        link, studio = self.link, self._studio
        link.changed.connect(self._hear)
        self._keeper.changed.connect(self._look)
        self.drill.changed.connect(self._show_drill)
        studio.obs.send_asked.connect(link.send)
        studio.obs.start_asked.connect(link.start_stream)
        studio.obs.stop_asked.connect(link.stop_stream)
        studio.obs.compare_asked.connect(link.compare)
        studio.obs_panel.start_asked.connect(link.start_stream)
        studio.obs_panel.mend_asked.connect(self._mend)
        for asks in (studio.obs, studio.obs_panel, studio.obs_line):
            asks.find_asked.connect(self.find)
        studio.obs.seen_asked.connect(self.ask_drill)
        studio.key.seen_asked.connect(self.ask_drill)

    def _hear(self, obs: ObsState) -> None:
        before = self._keeper.scene.obs
        self._keeper.set(obs=obs)
        if before is not None and before.busy and not obs.busy:
            if obs.undo and not before.undo:
                self.overwritten.emit()
            elif before.busy == "undo" and obs.done == "undo":
                self.put_back.emit()
        if self._finding is not None:
            self._finding.show_obs(obs)

    def _look(self) -> None:
        """The scene has changed: another broadcast, another key, another OBS."""
        scene = self._keeper.scene
        record = scene.record if scene.unfinished else None
        self.link.want(record.push if record is not None else None)
        if scene.obs is None:
            return
        self._seen = self._seen.after(record.id if record is not None else "", scene.obs)
        told = (self._seen.on_air, figures(scene.obs))
        if told != self._told:
            self._told = told
            self._live.tell_encoder(*told)
        if self._sheet is not None:
            self._sheet.show_scene(scene)

    def _mend(self) -> None:
        record = self._keeper.scene.record
        if record is not None and record.push is not None:
            self.link.replace(record.push, streams=True)

    def find(self) -> None:
        """Open the sheet that looks for OBS."""
        if self._finding is not None:
            return
        self._finding = sheet = FindObs(self._window, self._keeper.scene.obs)
        sheet.connect_asked.connect(self._look_at)
        sheet.found_password_asked.connect(self.link.use_found_password)
        sheet.closed.connect(self._found)
        self._stand_aside()
        sheet.open(sheet.password.edit)

    def _look_at(self, host: str, port: int, password: str | None) -> None:
        self.place_chosen.emit(host, port)
        self.link.look_at(host, port, password)

    def _found(self) -> None:
        self._finding = None
        self._stand_aside()

    def ask_drill(self) -> None:
        """*Key was seen…*: the sheet asks first, or shows the drill that runs."""
        if self._sheet is not None or self._keeper.scene.record is None:
            return
        self.drill.forget()
        self._open_drill()

    def _open_drill(self) -> None:
        self._sheet = sheet = LeakSheet(self._window, self._keeper.scene)
        sheet.confirmed.connect(lambda anew: self.drill.begin(anew=anew))
        sheet.again_asked.connect(self.drill.again)
        sheet.closed.connect(self._drilled)
        self._stand_aside()
        sheet.open(sheet.cancel)
        if self.drill.drill is not None:
            self._show_drill()

    def _drilled(self) -> None:
        self._sheet = None
        self.drill.forget()
        self._stand_aside()

    def _show_drill(self) -> None:
        if self._sheet is None:
            return
        if self.drill.drill is not None:
            self._sheet.show_drill(self.drill.drill)
        else:
            self._sheet.dismiss()

    def _stand_aside(self) -> None:
        """The next step is in the sheet while there is one."""
        self._studio.obs.stand_aside(self._finding is not None or self._sheet is not None)
        self._studio.obs.show_scene(self._keeper.scene, self._clock())
