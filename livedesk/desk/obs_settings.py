"""Between the settings and the link to OBS: where it is, how it is, and writing by itself."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QObject

from livedesk.client.obs_state import ObsState
from livedesk.desk import error_texts
from livedesk.desk.obs_section import ObsSection
from livedesk.desk.scene import Scene
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.workers.obs_link import ObsLink


class ObsSettings(QObject):
    """Remembers where OBS is, says in the settings how it is, and writes its fields if wanted."""

    def __init__(self, section: ObsSection, keeper: SettingsKeeper, link: ObsLink) -> None:
        super().__init__(section)
        self._section, self._keeper, self._link = section, keeper, link
        self._written = ""
        section.find_asked.connect(self._find)

    def remember(self, host: str, port: int) -> None:
        """Where the host says that OBS is."""
        self._keeper.change(obs=replace(self._keeper.now.obs, host=host, port=port))

    def show_scene(self, scene: Scene) -> None:
        """OBS as it is now; a new push address is written once, while OBS does not stream."""
        obs = scene.obs
        if obs is None:
            return
        self._show(obs)
        push = scene.record.push if scene.record is not None and scene.unfinished else None
        if push is None or not self._keeper.now.obs.write or push.fingerprint == self._written:
            return
        if obs.connected and obs.comparison is not None and not (obs.streaming or obs.busy):
            self._written = push.fingerprint
            if not obs.comparison.same:
                self._link.send()

    def _find(self, password: str) -> None:
        place = self._keeper.now.obs
        self._link.look_at(place.host, place.port, password or None)

    def _show(self, obs: ObsState) -> None:
        if obs.connected:
            line = f"ws://{obs.place.host}:{obs.place.port}"
            name = self.tr("OBS {version} is connected").format(version=obs.version)
        elif obs.error is not None:
            line, name = error_texts.error_sentence(obs.error), self.tr("OBS is not connected")
        else:
            line, name = "", self.tr("Looking for OBS…")
        self._section.show_state(name, line, good=obs.connected)
