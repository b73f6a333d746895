"""Help with sending: the doctor, the check, OBS's words, the test picture, other encoders."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, QProcess, QStandardPaths, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from livedesk.client import obs_words, pre_air
from livedesk.client.obs_words import seen
from livedesk.client.pre_air import About, wanted
from livedesk.desk.check_sheet import CheckSheet
from livedesk.desk.doctor_sheet import DoctorSheet
from livedesk.desk.picture_button import trouble_sentence
from livedesk.desk.picture_question import PictureQuestion, StopQuestion
from livedesk.desk.planned import planned_s
from livedesk.desk.scene import Scene
from livedesk.desk.scene_keeper import SceneKeeper
from livedesk.desk.studio_page import StudioPage
from livedesk.desk.ways_sheet import WaysSheet
from livedesk.desk.widgets.copy_button import copy
from livedesk.desk.widgets.side_sheet import SideSheet
from livedesk.desk.words_sheet import WordsSheet
from livedesk.desk.workers.background import Background
from livedesk.desk.workers.lan import lan_addresses
from livedesk.desk.workers.live import Live
from livedesk.desk.workers.picture_feed import Picture, PictureFeed
from livedesk.desk.workers.pre_air_feed import PreAirFeed
from livedesk.domain.errors import LivedeskError
from livedesk.domain.evidence_records import EvidenceRecord

TROUBLE_STAYS_MS = 15_000
WORDS = "what OBS says"  # who looks at the evidence

Sheet = TypeVar("Sheet", bound=SideSheet)

DATE_SETTINGS = {
    "win32": "ms-settings:dateandtime",
    "darwin": "x-apple.systempreferences:com.apple.preference.datetime",
}
DATE_PROGRAMS = (
    ("gnome-control-center", ["datetime"]),
    ("systemsettings", ["kcm_clock"]),
    ("unity-control-center", ["datetime"]),
)


class DoctorDesk(QObject):
    """Opens one side sheet at a time, and owns the threads behind them.

    Signals:
        renew_asked: QWidget, the button under which to ask.
        new_asked: a new broadcast is wanted.
        share_asked: str, the address of this computer at which phones are to be let in.
        said: str, for a toast.
    """

    renew_asked = Signal(object)
    new_asked = Signal()
    share_asked = Signal(str)
    said = Signal(str)

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
        self._sheet: SideSheet | None = None
        self._sends_when_rehearsing = False
        self.checks = PreAirFeed(clock, self)
        self.picture = PictureFeed(clock=clock, parent=self)
        self._trouble_stays = QTimer(self)
        self._trouble_stays.setSingleShot(True)
        self._trouble_stays.setInterval(TROUBLE_STAYS_MS)
        self._trouble_stays.timeout.connect(self._forget_trouble)
        self._connect()

    def _connect(self) -> None:
        studio = self._studio
        self._keeper.changed.connect(self._look)
        self.picture.changed.connect(self._hear_picture)
        self.checks.found.connect(self._hear_outcome)
        self.checks.finished.connect(self._hear_checked)
        self._live.evidence.read.connect(self._hear_evidence)
        self._live.evidence.failed.connect(self._hear_no_evidence)
        studio.obs.picture.clicked.connect(lambda: self.toggle_picture(studio.obs.picture))
        for card in (studio.preview, studio.air_preview):
            card.check_asked.connect(self.open_check)
            card.stop_asked.connect(self._stop_picture)
            card.picture_asked.connect(self.toggle_picture)
        studio.others_asked.connect(self.open_ways)

    @property
    def threads(self) -> tuple[Background, ...]:
        """To be stopped at the end."""
        return (self.picture, *self.checks.threads)

    @property
    def sheet(self) -> SideSheet | None:
        """The one that is open."""
        return self._sheet

    def adopt(self, other: DoctorDesk) -> None:
        """Go on with the other's test picture; its window is being made anew."""
        other.picture.changed.disconnect(other._hear_picture)
        self.picture.changed.disconnect(self._hear_picture)
        self.picture, other.picture = other.picture, self.picture
        self.picture.setParent(self)
        other.picture.setParent(other)
        self.picture.changed.connect(self._hear_picture)
        self._hear_picture(self.picture.picture)

    def rest(self) -> None:
        """The window is closed: no picture, no thread."""
        self.picture.rest()
        for thread in self.threads:
            thread.ask_to_stop()

    # Sheets.

    def open_check(self) -> None:
        """*Check my settings*."""
        if self._scene.record is None:
            return
        sheet = self._open(CheckSheet(self._window))
        sheet.acted.connect(self._act_of_check)
        sheet.again_asked.connect(self._check)
        sheet.paste_asked.connect(self.open_paste)
        sheet.words_asked.connect(self.open_words)
        self._check()

    def open_paste(self) -> None:
        """*Paste an address…*."""
        sheet = self._open(DoctorSheet(self._window))
        sheet.copied.connect(self._say_copied)
        sheet.show_scene(self._scene, self._clock())
        sheet.field.setFocus()

    def open_words(self) -> None:
        """*What does OBS say?*."""
        sheet = self._open(WordsSheet(self._window))
        sheet.acted.connect(self._act_of_words)
        sheet.look_asked.connect(self._look_up)
        sheet.closed.connect(self._look_away)

    def open_ways(self) -> None:
        """*Other ways to send*."""
        sheet = self._open(WaysSheet(self._window))
        sheet.copied.connect(self._say_copied)
        sheet.show_scene(self._scene)

    def _open(self, sheet: Sheet) -> Sheet:
        if self._sheet is not None:
            self._sheet.dismiss()
        self._sheet = sheet
        sheet.closed.connect(lambda: self._forget(sheet))
        sheet.open()
        return sheet

    def _forget(self, sheet: SideSheet) -> None:
        if self._sheet is sheet:
            self._sheet = None

    def _close(self) -> None:
        if self._sheet is not None:
            self._sheet.dismiss()

    # The check.

    def _check(self) -> None:
        scene = self._scene
        if scene.record is None or not isinstance(self._sheet, CheckSheet):
            return
        obs = scene.obs
        encoder = obs.encoder if obs is not None and obs.connected else None
        about = About(
            record=scene.record,
            server_url=scene.server.url if scene.server is not None else "",
            bundled=scene.server is not None and scene.server.bundled,
            local=scene.policy is not None and scene.policy.media_kind == "local",
            ahead_s=scene.ahead_s,
            own_picture=self.picture.picture.busy,
            own_obs=obs is not None
            and obs.streaming
            and obs.comparison is not None
            and obs.comparison.same_stream,
            key_frame_s=encoder.keyframe_s if encoder is not None else None,
            key_frame_auto=encoder is not None and encoder.automatic,
            kbps=encoder.video_kbps if encoder is not None else None,
            planned_s=planned_s(scene),
        )
        self._sheet.begin(wanted(about))
        self.checks.check(about)

    def _hear_outcome(self, outcome: pre_air.Outcome) -> None:
        if isinstance(self._sheet, CheckSheet):
            self._sheet.show_outcome(outcome)

    def _hear_checked(self) -> None:
        if isinstance(self._sheet, CheckSheet):
            self._sheet.finish()

    def _act_of_check(self, act: pre_air.Act, under: QWidget) -> None:
        match act:
            case pre_air.Act.COPY_BOTH:
                self._copy_both()
            case pre_air.Act.RENEW:
                self.renew_asked.emit(under)
            case pre_air.Act.DATE:
                self._open_date_settings()
            case pre_air.Act.SHARE:
                self._share()
            case pre_air.Act.STOP_PICTURE:
                self._stop_picture(under, self._check)

    def _share(self) -> None:
        found = lan_addresses()
        if not found:
            self.said.emit(self.tr("This computer is in no network. Connect it, then try again."))
            return
        self._close()
        self.share_asked.emit(found[0].address)

    def _open_date_settings(self) -> None:
        if (url := DATE_SETTINGS.get(sys.platform)) is not None:
            QDesktopServices.openUrl(QUrl(url))
            return
        for program, arguments in DATE_PROGRAMS:
            if QStandardPaths.findExecutable(program):
                QProcess.startDetached(program, arguments)
                return
        self.said.emit(self.tr("Open the date and time settings of this computer by hand."))

    # OBS's words.

    def _look_up(self) -> None:
        if self._scene.record is not None:
            self._live.evidence.watch(WORDS, self._scene.record.id)

    def _look_away(self) -> None:
        self._live.evidence.watch(WORDS, None)

    def _hear_evidence(self, evidence: EvidenceRecord) -> None:
        record, policy = self._scene.record, self._scene.policy
        if isinstance(self._sheet, WordsSheet) and record is not None and evidence.id == record.id:
            self._sheet.show_seen(seen(evidence, policy.media_kind if policy is not None else ""))

    def _hear_no_evidence(self, id: str, error: LivedeskError) -> None:
        record = self._scene.record
        if isinstance(self._sheet, WordsSheet) and record is not None and id == record.id:
            self._sheet.show_seen(seen(None, ""))

    def _act_of_words(self, act: obs_words.Act, under: QWidget) -> None:
        match act:
            case obs_words.Act.COPY_BOTH:
                self._copy_both()
            case obs_words.Act.CHECK:
                self.open_check()
            case obs_words.Act.PASTE:
                self.open_paste()
            case obs_words.Act.RENEW:
                self.renew_asked.emit(under)
            case obs_words.Act.NEW:
                self._close()
                self.new_asked.emit()
            case obs_words.Act.PICTURE:
                self._close()
                self.toggle_picture(self._studio.obs.picture)

    def _copy_both(self) -> None:
        push = self._scene.record.push if self._scene.record is not None else None
        if push is not None and copy(f"{push.server}\n{push.stream_key}", secret=True):
            self._say_copied()

    def _say_copied(self) -> None:
        self.said.emit(self.tr("Copied. It leaves the clipboard in 60 s."))

    # The test picture.

    def toggle_picture(self, under: QWidget) -> None:
        """Send it, or stop it; asks first where viewers would see it."""
        record = self._scene.record
        if self.picture.picture.busy:
            self._stop_picture(under)
        elif record is None or record.push is None:
            return
        elif record.rehearsal:
            self.picture.send(record.push.url)
        else:
            question = PictureQuestion(self._window, under, on_air=self._scene.on_air)
            question.rehearses.connect(self._rehearse_and_send)
            question.confirmed.connect(self._send_picture)
            question.ask()

    def _send_picture(self) -> None:
        record = self._scene.record
        if record is not None and record.push is not None:
            self.picture.send(record.push.url)

    def _rehearse_and_send(self) -> None:
        """Sent when the server has said that it is a rehearsal: not before, viewers would see."""
        self._sends_when_rehearsing = True
        self._studio.rehearsal_asked.emit(True)

    def _hear_picture(self, picture: Picture) -> None:
        self._studio.obs.picture.show_picture(picture)
        words = trouble_sentence(picture.reason) if picture.phase == "failed" else ""
        if words:
            self._trouble_stays.start()
        for card in (self._studio.preview, self._studio.air_preview):
            card.show_sending(picture, words)
        self._keeper.changed.emit()  # the page says so at once

    def _stop_picture(self, under: QWidget, then: Callable[[], None] = lambda: None) -> None:
        """Stop it; asks first while it is what viewers see. `then` is done after a stop."""

        def stop() -> None:
            self.picture.rest()
            then()

        record = self._scene.record
        on_air = record is not None and record.state == "live"
        if not (on_air and self.picture.picture.phase == "sending"):
            stop()
            return
        question = StopQuestion(self._window, under)
        question.confirmed.connect(stop)
        question.ask()

    def _forget_trouble(self) -> None:
        if self.picture.picture.phase == "failed":
            self.picture.rest()

    @property
    def _scene(self) -> Scene:
        return self._keeper.scene

    def _look(self) -> None:
        scene = self._scene
        record = scene.record
        over = record is None or record.state == "ended"
        if over:
            self._sends_when_rehearsing = False
            if self.picture.picture.phase != "rest":
                self.picture.rest()
        elif self._sends_when_rehearsing and record is not None and record.rehearsal:
            self._sends_when_rehearsing = False
            self._send_picture()
        if scene.refusal is not None and scene.refusal.deed == "change":
            self._sends_when_rehearsing = False
        if isinstance(self._sheet, DoctorSheet):
            self._sheet.show_scene(scene, self._clock())
        elif isinstance(self._sheet, WaysSheet):
            self._sheet.show_scene(scene)
