"""What helps when something is wrong: reports of bugs, the log, the support bundle."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from livedesk.desk import support_bundle
from livedesk.desk.crash import CrashNet, Report
from livedesk.desk.crash_dialog import CrashDialog
from livedesk.desk.scene import Condition, Scene
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.watchdog import Watchdog
from livedesk.domain.records import to_text

MOMENTS = 200  # changes of state that a support bundle tells of


class Support(QObject):
    """Args:
    log: the folder of the logs.
    window: gives the window that is on the screen, or None.
    scene: gives what it shows.
    """

    def __init__(
        self,
        log: Path,
        settings: SettingsKeeper,
        net: CrashNet,
        watchdog: Watchdog,
        window: Callable[[], QWidget | None],
        scene: Callable[[], Scene],
        clock: Callable[[], float] = time.time,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._log, self._settings, self._net, self._watchdog = log, settings, net, watchdog
        self._window, self._scene, self._clock = window, scene, clock
        self._moments: deque[dict[str, object]] = deque(maxlen=MOMENTS)
        self._condition: Condition | None = None
        net.caught.connect(self.show_report)

    def show_past(self) -> None:
        """The crash of the run before, and what was caught before there was a window."""
        past = self._net.past
        for report in (*([past] if past is not None else []), *self._net.hear_early()):
            self.show_report(report)

    def show_report(self, report: Report) -> None:
        """Show it once, to be read, copied, saved."""
        dialog = CrashDialog(report, self._window(), on_air=self._scene().on_air)
        dialog.save_asked.connect(lambda file: self._settings.write(file, report.text))
        dialog.open() if report.past else dialog.show()

    def note(self, scene: Scene, now: float) -> None:
        """Remember each change of state for the bundle."""
        if scene.condition is not self._condition:
            self._condition = scene.condition
            self._moments.append(support_bundle.seen(scene, now))

    def open_logs(self) -> None:
        """Show the folder of the logs."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._log)))

    def ask_bundle(self) -> None:
        """Ask where to, and write the bundle there."""
        name = f"livedesk-support-{to_text(self._clock())[:10]}.zip"
        file, _ = QFileDialog.getSaveFileName(
            self._window(), self.tr("Save support bundle"), str(Path.home() / name), "*.zip"
        )
        if file:
            self.save_bundle(Path(file))

    def save_bundle(self, file: Path) -> None:
        """Write the support bundle there, beside the window."""
        dog = self._watchdog
        measured = f"longest lag {dog.worst_s * 1e3:.0f} ms, {dog.stalls} stalls"
        parts = support_bundle.parts(
            self._settings.now,
            self._scene(),
            tuple(self._moments),
            self._log,
            measured,
            self._clock(),
        )
        self._settings.bundle(file, parts)
