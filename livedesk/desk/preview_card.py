"""The preview in its card, with a line under it."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QImage, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from livedesk.desk import texts, time_texts
from livedesk.desk.cover_row import CoverRow
from livedesk.desk.scene import Condition, Scene
from livedesk.desk.trouble import stopped_at
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.preview import QWIDGETSIZE_MAX, Preview
from livedesk.desk.widgets.text import Text
from livedesk.desk.widgets.tip import plain
from livedesk.desk.workers.picture_feed import Picture


class PreviewCard(Card):
    """What OBS sends, as a viewer would get it.

    Attributes:
        foot: the row under the picture; its right end is for what can be done with it.
        cover_row: what becomes of the cover, where no other card says it.

    Signals:
        cover_asked: QImage, the picture that is shown is to be the cover.
        check_asked: *Check my settings*.
        stop_asked: QWidget, the button: the test picture is to stop.
        picture_asked: QWidget, the button: a test picture is to be sent.
    """

    check_asked = Signal()
    stop_asked = Signal(object)
    picture_asked = Signal(object)
    cover_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(inside=0, parent=parent)
        self.preview = Preview()
        self._icon = Glyph("info", "text_2")
        self._line = Text(ink="text_2", px=12, elide=True)
        self._broadcast = ""
        self._black: tuple[str, float] | None = None
        self._stopped = False
        self._sending = Picture()
        self._trouble = ""
        self._needs_no_check = self._keeps_shape = False
        self.check = Button(self.tr("Check my settings"), Kind.GHOST, "checklist", 28)
        self.check.setAccessibleName(self.check.text())
        self.check.setToolTip(self.check.text())
        self.check.may_shrink()
        self.check.clicked.connect(self.check_asked)
        self.stop = Button(self.tr("Stop"), Kind.SECONDARY, "square", 28)
        self.stop.setAccessibleName(self.tr("Stop the test picture"))
        self.stop.clicked.connect(lambda: self.stop_asked.emit(self.stop))
        self.stop.hide()
        self.picture = Button(self.tr("Test picture"), Kind.GHOST, "video", 28)
        self.picture.setAccessibleName(self.tr("Send a test picture"))
        self.picture.setToolTip(self.picture.accessibleName())
        self.picture.may_shrink()
        self.picture.clicked.connect(lambda: self.picture_asked.emit(self.picture))
        self.picture.hide()
        self.as_cover = Button(self.tr("Use as cover"), Kind.GHOST, "image", 28)
        self.as_cover.clicked.connect(lambda: self.cover_asked.emit(self.preview.picture))
        self.as_cover.hide()
        foot = self.foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 12, 8)
        foot.setSpacing(8)
        foot.addWidget(self._icon)
        foot.addWidget(self._line, 1)
        foot.addWidget(self.stop)
        foot.addWidget(self.picture)
        foot.addWidget(self.check)
        foot.addWidget(self.as_cover)
        self.column.setSpacing(0)
        self.column.addWidget(self.preview, 1)
        self.column.addLayout(foot)
        self.cover_row = CoverRow()
        self.cover_row.setContentsMargins(16, 0, 16, 8)
        self.column.addWidget(self.cover_row)

    def keep_shape(self, keep: bool) -> None:
        """As tall as a 16:9 picture needs, or as there is room up to that."""
        self._keeps_shape = keep
        self.preview.keep_shape(keep)
        grow = QSizePolicy.Policy.Maximum if keep else QSizePolicy.Policy.Expanding
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, grow)
        policy.setVerticalStretch(0 if keep else 1)  # before all others in its column
        self.setSizePolicy(policy)
        self._limit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._limit)  # see `Preview.resizeEvent`

    def _limit(self) -> None:
        below = self.sizeHint().height() - self.preview.sizeHint().height()
        tall = self.width() * 9 // 16 + below
        self.setMaximumHeight(QWIDGETSIZE_MAX if self._keeps_shape else tall)

    def show_picture(self, picture: QImage) -> None:
        self._black = None
        # What is still under way when the server says *stopped* is shown, but as the past.
        self.preview.show_picture(picture, under_message=self._stopped)

    def show_black(self, reason: str, since: float) -> None:
        """Why there is no picture, a code, and since when, epoch seconds."""
        self._black = (reason, since)

    def show_sending(self, picture: Picture, trouble: str) -> None:
        """How our own test picture is; `trouble`: why it is not sent."""
        self._sending, self._trouble = picture, trouble
        self._show_sending()

    def _show_sending(self) -> bool:
        """Whether the line under the picture speaks of the test picture."""
        self.stop.setVisible(self._sending.busy)
        self.check.setVisible(not (self._sending.busy or self._needs_no_check))
        if self._sending.busy:
            time = time_texts.stopwatch(self._sending.seconds)
            self._icon.show_icon("video", "text_2")
            self._line.set_ink("text")
            self._line.set_text(self.tr("Test picture, {time}").format(time=time))
        elif self._trouble:
            self._icon.show_icon("warning", "danger")
            self._line.set_ink("danger")
            self._line.set_text(self.tr("The test picture was not sent."))
            self._line.setToolTip(plain(self._trouble))
        return self._sending.busy or bool(self._trouble)

    def show_scene(self, scene: Scene, now: float) -> None:
        record = scene.record
        if record is None:
            return
        self._limit()
        if record.id != self._broadcast:
            self._broadcast = record.id
            self._black = None
            self.preview.forget_picture()
        self._stopped = scene.condition in (Condition.INTERRUPTED, Condition.OFFLINE)
        good = scene.picture and not self._stopped
        self._needs_no_check = good
        sends = self._show_sending()
        # Before the show it is sent beside OBS's two lines.
        may = scene.on_air and not scene.held and scene.away is None and record.push is not None
        self.picture.setVisible(may and not (scene.publishing or self._sending.busy))
        self.as_cover.setVisible(good and scene.away is None and not sends)
        if sends:
            if not good:
                self.preview.say(*self._message(scene, now))
            elif self._trouble:
                self._line.set_text(self._trouble)
            return
        if good:
            self._show_good(scene)
            return
        self._icon.show_icon("info", "text_2")
        self._line.set_ink("text_2")
        self._line.set_text(self.tr("Your picture appears here"))
        self.preview.say(*self._message(scene, now))

    def _show_good(self, scene: Scene) -> None:
        words = texts.proof(scene.record.proof if scene.record is not None else None)
        if words:
            self._icon.show_icon("phone", "good_ink")
            self._line.set_text(self.tr("Seen on a phone: {proof}").format(proof=words))
            self._line.set_ink("text_2" if scene.on_air else "good_ink")
        elif scene.on_air:
            self._icon.show_icon("phone", "text_2")
            self._line.set_text(self.tr("No phone has played it yet"))
            self._line.set_ink("text_2")
        else:
            self._icon.show_icon("check-circle", "good_ink")
            self._line.set_text(self.tr("The picture arrives"))
            self._line.set_ink("good_ink")

    def _message(self, scene: Scene, now: float) -> tuple[str, str, str]:
        if self._trouble:
            return "warning", self.tr("The test picture was not sent."), self._trouble
        stopped = stopped_at(scene)
        if self._stopped and stopped is not None:
            ago = time_texts.duration(now - stopped)
            return (
                "broken-link",
                self.tr("No picture for {time}").format(time=ago),
                self.tr("This is the last picture, from {time}.").format(
                    time=time_texts.exact_time(stopped)
                )
                if not self.preview.picture.isNull()
                else self.tr("Start streaming in OBS again."),
            )
        reason, since = self._black or ("waiting", now)
        waited = time_texts.stopwatch(now - since)
        obs = scene.obs
        idle = obs is not None and obs.connected and not obs.streaming
        return self._black_words(reason, waited, scene.publishing, idle)

    def _black_words(
        self, reason: str, waited: str, publishing: bool, idle: bool
    ) -> tuple[str, str, str]:
        if publishing and reason in ("waiting", "stalled", "ended"):
            return (
                "camera",
                self.tr("The picture is on its way"),
                self.tr("OBS is streaming. The first pictures take a few seconds."),
            )
        match reason:
            case "no_answer":
                more = self.tr("The media server does not answer. Tried for {time}.")
            case "refused":
                more = self.tr("The media server refuses to play it. Tried for {time}.")
            case "not_found":
                more = self.tr("The media server's name is not known in this network.")
            case "no_video":
                more = self.tr("Only sound arrives. Add a video source in OBS.")
            case "stalled":
                more = self.tr("The picture stopped {time} ago.")
            case "ended":
                more = self.tr("OBS stopped streaming {time} ago.")
            case _ if idle:
                more = self.tr("Nothing has arrived for {time}. OBS is open but not streaming.")
            case _:
                more = self.tr("Nothing has arrived for {time}.")
        headline = self.tr("Waiting for OBS")
        if reason in ("no_answer", "refused", "not_found", "no_video"):
            headline = self.tr("No preview")
        return ("camera", headline, more.format(time=waited))
