"""OBS while on air: its bitrate large, five minutes of curve, and three facts."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from livedesk.client.obs_state import CURVE_S, ObsState
from livedesk.desk import error_texts, texts, time_texts
from livedesk.desk.scene import Condition, Scene
from livedesk.desk.trouble import trouble_of
from livedesk.desk.widgets.button import Button
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.curve import Curve
from livedesk.desk.widgets.dot import Dot
from livedesk.desk.widgets.text import Text

CONGESTED, JAMMED = 0.05, 0.5  # shares of OBS's send buffer
LONG_KEYFRAME_S = 4.0  # players wait that long for their first picture
MANY_DROPPED = 0.01  # a share of frames that viewers notice


class ObsPanel(Card):
    """The figures, or *OBS not connected* with the same height; lower while a show is in trouble.

    Signals:
        find_asked: look for OBS.
        mend_asked: give OBS the two lines, by a stop and a start.
        start_asked: OBS has the two lines; start it.
    """

    find_asked = Signal()
    mend_asked = Signal()
    start_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._dot = Dot("text_3")
        self.word = Text(ink="text_2", weight=500)
        self.rate = Text(texts.DASH, px=26, weight=600, digits=True)
        self._unit = Text("Mbit/s", "text_2")
        self._curve = Curve()
        self._curve.setFixedHeight(56)
        names = (self.tr("Dropped frames"), self.tr("Congestion"), self.tr("Key frame every"))
        self.facts = [Text(texts.DASH, weight=600, digits=True) for _ in names]
        self._sentence = Text(ink="text_2", wrap=True)
        self.find_obs = Button(self.tr("Find OBS"), icon="search", height=32)
        self.find_obs.clicked.connect(self.find_asked)
        self.mend = Button(self.tr("Give OBS the new key"), icon="send", height=32)
        self.start = Button(self.tr("Start streaming"), icon="play", height=32)
        self.mend.clicked.connect(self.mend_asked)
        self.start.clicked.connect(self.start_asked)
        self._failed = Text(ink="danger", px=12, wrap=True)
        self.good_still = Text(ink="text_2", px=12, wrap=True)
        for later in (self.mend, self.start, self._failed, self.good_still):
            later.hide()  # what is not needed takes no room, also before OBS was seen
        self.column.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Text("OBS", px=15, weight=600), 1)
        head.addWidget(self._dot)
        head.addWidget(self.word)
        self.column.addLayout(head)
        self._running, self._idle = self._figures(names), self._nothing()
        self._running.hide()
        self.column.addWidget(self._running)
        self.column.addWidget(self._idle)
        self.column.addWidget(self._failed)
        self.column.addWidget(self.good_still)
        self._help = QWidget()
        row = QHBoxLayout(self._help)
        row.setContentsMargins(0, 0, 0, 0)
        for button in (self.mend, self.start):
            row.addWidget(button)
        row.addStretch(1)
        self._help.hide()
        self.column.addWidget(self._help)

    def _figures(self, names: tuple[str, ...]) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.rate, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._unit, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(Text(self.tr("last 5 min"), "text_3", 12), 0, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(row)
        column.addWidget(self._curve)
        grid = QGridLayout()
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        for n, name in enumerate(names):
            grid.addWidget(Text(name, "text_2", elide=True), n, 0)
            grid.addWidget(self.facts[n], n, 1, Qt.AlignmentFlag.AlignRight)
        column.addLayout(grid)
        return page

    def _nothing(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(12)
        column.addWidget(self._sentence)
        row = QHBoxLayout()
        row.addWidget(self.find_obs)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        return page

    def show_scene(self, scene: Scene, now: float) -> None:
        """What comes from this computer stays in full colour when the server is away."""
        obs = scene.obs
        word, ink = obs_word(obs)
        self.word.set_text(word)
        self.word.set_ink({"good": "good_ink", "warn": "warn_ink"}.get(ink, "text_2"))
        self._dot.show_ink(ink)
        connected = obs is not None and obs.connected
        # In trouble what happens next needs the room that dashes would take.
        low = scene.condition in (Condition.INTERRUPTED, Condition.OFFLINE)
        runs = obs is not None and connected and (obs.streaming or obs.reconnecting)
        figures = runs or (connected and not low)
        here, gone = (self._running, self._idle) if figures else (self._idle, self._running)
        gone.hide()  # first: both at once would make the card too tall for a moment
        here.show()
        banner = trouble_of(scene, now) is not None  # it leaves less room for all below it
        self._idle.setMinimumHeight(0 if banner else self._running.sizeHint().height())
        self.find_obs.setVisible(not connected)
        self._show_help(obs if connected else None)
        if obs is None or not connected:
            self._sentence.set_text(
                error_texts.error_sentence(obs.error)
                if obs is not None and obs.error is not None
                else self.tr("Looking for OBS. Its figures will stand here.")
            )
            return
        self._show_good_still(scene.obs_key_until, now)
        self._sentence.set_text(self.tr("OBS is open, but not streaming."))
        amber = obs.reconnecting
        self.rate.set_text(mbits(obs.kbps) if obs.streaming else texts.DASH)
        self.rate.setAccessibleName(self.tr("Bitrate {rate} Mbit/s").format(rate=self.rate.text()))
        self._curve.show_points(obs.curve, now, CURVE_S, "warn" if amber else "good")
        for text, (words, bad) in zip(self.facts, obs_facts(obs), strict=True):
            text.set_text(words)
            text.set_ink("warn_ink" if bad else "text")

    def _show_help(self, obs: ObsState | None) -> None:
        """What a host can do here; OBS itself tries a dead key for hours."""
        if obs is None:
            for later in (self._help, self._failed, self.good_still):
                later.hide()
            return
        told = obs.comparison
        old = told is not None and not told.key and (told.same_stream or not obs.streaming)
        self.mend.setVisible(old)
        self.start.setVisible(not obs.streaming and told is not None and told.same)
        self._help.setVisible(not (self.mend.isHidden() and self.start.isHidden()))
        for button in (self.mend, self.start):
            button.setEnabled(not obs.busy)
        self._failed.setVisible(obs.refusal is not None)
        if obs.refusal is not None:
            self._failed.set_text(error_texts.error_sentence(obs.refusal.error))

    def _show_good_still(self, until: float | None, now: float) -> None:
        """A renewal leaves OBS its key, and the show its picture."""
        self.good_still.setVisible(until is not None and until > now)
        if until is not None:
            words = self.tr(
                "OBS goes on with the key from before the renewal: it is good until {time}. The "
                "new one can wait for a pause."
            )
            self.good_still.set_text(words.format(time=time_texts.moment(until, now)))


class ObsLine(Card):
    """The same in one line, where there is room for one column only.

    Signals:
        find_asked: look for OBS.
    """

    find_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(inside=14, parent=parent)
        self._dot = Dot("text_3")
        self._word = Text(weight=600)
        self._figures = Text(ink="text_2", digits=True, elide=True)
        self.find_obs = Button(self.tr("Find OBS"), icon="search", height=32)
        self.find_obs.clicked.connect(self.find_asked)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._dot)
        row.addWidget(self._word)
        row.addSpacing(4)
        row.addWidget(self._figures, 1)
        row.addWidget(self.find_obs)
        self.column.addLayout(row)

    def show_scene(self, scene: Scene) -> None:
        obs = scene.obs
        word, ink = obs_word(obs)
        self._dot.show_ink(ink)
        self._word.set_text(f"OBS: {word}")
        connected = obs is not None and obs.connected
        self.find_obs.setVisible(not connected)
        figures = ""
        if obs is not None and obs.streaming:
            figures = self.tr("{rate} Mbit/s, {n} dropped").format(
                rate=mbits(obs.kbps), n=texts.number(obs.dropped)
            )
        self._figures.set_text(figures)


def mbits(kbps: float | None) -> str:
    """``6.0``."""
    return texts.DASH if kbps is None else f"{kbps / 1000:.1f}"


def obs_word(obs: ObsState | None) -> tuple[str, str]:
    """How OBS stands in a word, and the ink of its dot."""

    if obs is None or not obs.connected:
        return QCoreApplication.translate("ObsPanel", "not connected"), "text_3"
    if obs.reconnecting:
        return QCoreApplication.translate("ObsPanel", "Reconnecting"), "warn"
    if not obs.streaming:
        return QCoreApplication.translate("ObsPanel", "Not streaming"), "warn"
    if obs.comparison is not None and not obs.comparison.same_stream:
        return QCoreApplication.translate("ObsPanel", "Streaming elsewhere"), "warn"
    return QCoreApplication.translate("ObsPanel", "Streaming"), "good"


def obs_facts(obs: ObsState) -> tuple[tuple[str, bool], ...]:
    """Dropped frames, congestion, key frame interval: in words, and whether each is bad."""
    share = obs.dropped / obs.total if obs.total else 0.0
    dropped = f"{texts.number(obs.dropped)}  ({share * 100:.2f} %)" if obs.total else texts.DASH
    if obs.reconnecting:
        congestion, bad = QCoreApplication.translate("ObsPanel", "connection lost"), True
    elif not obs.streaming:
        congestion, bad = texts.DASH, False
    elif obs.congestion < CONGESTED:
        congestion, bad = QCoreApplication.translate("ObsPanel", "none"), False
    else:
        congestion, bad = f"{obs.congestion * 100:.0f} %", obs.congestion >= JAMMED
    encoder = obs.encoder
    if encoder is None or encoder.keyframe_s is None:
        every, long = texts.DASH, False
    else:
        long = encoder.keyframe_s > LONG_KEYFRAME_S
        words = (
            QCoreApplication.translate("ObsPanel", "auto, {s} s")
            if encoder.automatic
            else QCoreApplication.translate("ObsPanel", "{s} s")
        )
        every = words.format(s=f"{encoder.keyframe_s:.1f}")
    return (dropped, share > MANY_DROPPED), (congestion, bad), (every, long)
