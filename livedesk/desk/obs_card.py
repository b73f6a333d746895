"""The two lines that go into OBS: sent and compared by us, or copied by hand."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from livedesk.desk import error_texts, time_texts
from livedesk.desk.obs_compare import ObsCompare
from livedesk.desk.picture_button import PictureButton
from livedesk.desk.scene import Scene
from livedesk.desk.widgets.address_row import AddressRow
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.copy_button import CopyButton
from livedesk.desk.widgets.dot import Dot, Glyph
from livedesk.desk.widgets.secret_field import SHOWN_FOR_S, SecretField
from livedesk.desk.widgets.text import Text
from livedesk.desk.widgets.tip import plain


class Stand(Enum):
    """How far OBS is."""

    BY_HAND = "not connected"
    TO_SEND = "has something else"
    TO_START = "has the two lines"
    STREAMING = "streams with them"
    OLDER_KEY = "streams with an older key"
    ELSEWHERE = "streams somewhere else"


class ObsCard(Card):
    """*Server* and *Stream Key* in OBS's own words.

    Attributes:
        picture: sends the test picture, or stops it.

    Signals:
        copied: a copy of the key is on the clipboard.
        send_asked, start_asked, stop_asked, compare_asked: of OBS.
        find_asked: look for OBS.
        seen_asked: the key was seen.
    """

    copied = Signal()
    send_asked = Signal()
    start_asked = Signal()
    stop_asked = Signal()
    compare_asked = Signal()
    find_asked = Signal()
    seen_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._stand = Stand.BY_HAND
        self._asked = self._aside = False
        self._title = Text(self.tr("Put these two lines into OBS"), px=15, weight=600)
        self._dot = Dot("text_3")
        self.found = Text(ink="text_2", px=12, weight=500)
        self.server = AddressRow(self.tr("Server"), bare=False)
        self.key = SecretField(self.tr("Stream Key"))
        self.copy_server = CopyButton(lambda: self.server.value, self.tr("Copy the server"))
        self.copy_key = CopyButton(
            lambda: self.key.value, self.tr("Copy the stream key"), secret=True
        )
        self.send = Button(self.tr("Send to OBS"), Kind.PRIMARY, "send")
        self.start = Button(self.tr("Start streaming"), Kind.PRIMARY, "play")
        self.copy_both = CopyButton(
            lambda: f"{self.server.value}\n{self.key.value}" if self.key.value else "",
            self.tr("Copy server and stream key"),
            label=self.tr("Copy both"),
            secret=True,
            kind=Kind.PRIMARY,
        )
        self.find_obs = Button(self.tr("Find OBS"), icon="search")
        self.compare = Button(self.tr("Compare again"))
        self.stop = Button(self.tr("Stop streaming"), icon="square")
        self.seen = Button("", Kind.GHOST, "shield", 28)
        self.seen.setAccessibleName(self.tr("Key was seen…"))
        self.seen.setToolTip(self.seen.accessibleName())
        self.picture = PictureButton()
        self._note = Text(ink="text_3", px=12, wrap=True)
        self.comparison = ObsCompare()
        self._state_icon = Glyph("check-circle", "good_ink")
        self.state = Text(wrap=True)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.column.setSpacing(0)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self._dot)
        head.addWidget(self.found)
        self.column.addLayout(head)
        self.column.addSpacing(3)
        where = self.tr("OBS → Settings → Stream → Service: Custom…")
        self.column.addWidget(Text(where, "text_2", 12, wrap=True))
        self.column.addSpacing(16)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 72)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Text(self.tr("Server"), "text_2", weight=500), 0, 0)
        grid.addWidget(self.server, 0, 1)
        grid.addWidget(self.copy_server, 0, 2)
        grid.addWidget(Text(self.tr("Stream Key"), "text_2", weight=500), 1, 0)
        grid.addWidget(self.key, 1, 1)
        grid.addWidget(self.copy_key, 1, 2)
        note = QHBoxLayout()
        note.setSpacing(6)
        note.addWidget(Glyph("info", "text_3", 14))
        note.addWidget(self._note, 1)
        note.addWidget(self.seen)
        grid.addLayout(note, 2, 1, 1, 2)
        self.column.addLayout(grid)
        self.column.addSpacing(10)
        self.column.addWidget(self.comparison)
        self.comparison.setContentsMargins(0, 0, 0, 12)
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self._state_icon)
        said.addWidget(self.state, 1)
        self.column.addLayout(said)
        self.column.addSpacing(10)
        last = QHBoxLayout()
        last.setSpacing(8)
        for button in (
            self.send,
            self.start,
            self.copy_both,
            self.compare,
            self.find_obs,
            self.stop,
        ):
            last.addWidget(button)
        last.addStretch(1)
        last.addWidget(self.picture)
        self.column.addLayout(last)

    def _connect(self) -> None:
        self.key.copied.connect(self.copied)
        self.copy_key.copied.connect(self.copied)
        self.copy_both.copied.connect(self.copied)
        self.send.clicked.connect(self.send_asked)
        self.start.clicked.connect(self.start_asked)
        self.stop.clicked.connect(self.stop_asked)
        self.compare.clicked.connect(self._ask_compare)
        self.find_obs.clicked.connect(self.find_asked)
        self.seen.clicked.connect(self.seen_asked)

    @property
    def first(self) -> Button:
        """The button of the next step."""
        steps = {Stand.BY_HAND: self.copy_both, Stand.TO_SEND: self.send}
        return {**steps, Stand.TO_START: self.start}.get(self._stand, self.compare)

    def stand_aside(self, aside: bool) -> None:
        """Something beside the page has the next step meanwhile: nothing is filled here."""
        self._aside = aside

    def _ask_compare(self) -> None:
        self._asked = True
        self.compare_asked.emit()

    def show_scene(self, scene: Scene, now: float) -> None:
        """The lines, and what is left to do; while OBS streams the key stays hidden."""
        push = scene.record.push if scene.record is not None else None
        obs, stand = scene.obs, stand_of(scene)
        streams = scene.publishing or (obs is not None and obs.streaming)
        self.server.set_value(push.server if push is not None else "")
        self.key.set_value(push.stream_key if push is not None else "")
        self.key.set_streaming(streams)
        self._title.set_text(
            self.tr("What OBS uses")
            if stand in (Stand.STREAMING, Stand.OLDER_KEY)
            or (stand is Stand.BY_HAND and scene.publishing)
            else self.tr("Put these two lines into OBS")
        )
        mark = push.fingerprint if push is not None else ""
        if streams:
            note = self.tr("It stays hidden while OBS streams.")
        else:
            note = self.tr("The eye shows it for {s} s. A copy is cleared after 60 s.")
        self._note.set_text(note.format(s=SHOWN_FOR_S))
        known = self.tr("LiveDesk calls this key ·{mark}, so that you can tell keys apart unseen.")
        self._note.setToolTip(plain(known.format(mark=mark)) if mark else "")
        self._show_found(scene)
        self._show_comparison(scene, stand)
        self._show_state(scene, stand, now)
        self._show_buttons(scene, stand)

    def _show_found(self, scene: Scene) -> None:
        obs = scene.obs
        self.found.setVisible(obs is not None)
        self._dot.setVisible(obs is not None)
        if obs is None:
            return
        if obs.connected:
            self._dot.show_ink("good")
            self.found.set_text(self.tr("OBS {version} found").format(version=obs.major))
            self.found.setToolTip(plain(f"OBS {obs.version}, {obs.place.host}:{obs.place.port}"))
            return
        self._dot.show_ink("text_3")
        looking = obs.looking and obs.error is None
        self.found.set_text(self.tr("looking for OBS") if looking else self.tr("OBS not found"))
        self.found.setToolTip(
            "" if obs.error is None else plain(error_texts.error_sentence(obs.error))
        )

    def _show_comparison(self, scene: Scene, stand: Stand) -> None:
        told = scene.obs.comparison if scene.obs is not None else None
        if stand is Stand.BY_HAND:
            self._asked = False
        older = stand is Stand.OLDER_KEY and scene.obs_key_until is None
        wrong = older or stand is Stand.ELSEWHERE
        # Before the first send it differs of course: that is what the button is for.
        self.comparison.setVisible(told is not None and (wrong or self._asked))
        if told is not None:
            self.comparison.show_comparison(told)

    def _show_state(self, scene: Scene, stand: Stand, now: float) -> None:
        icon, ink, words = self._said(scene, stand, now)
        self._state_icon.setVisible(bool(words))
        self.state.setVisible(bool(words))
        self._state_icon.show_icon(icon, ink)
        self.state.set_text(words)
        self.state.set_ink("text" if ink == "good_ink" else ink)

    def _said(self, scene: Scene, stand: Stand, now: float) -> tuple[str, str, str]:
        obs = scene.obs
        if obs is not None and obs.refusal is not None:
            return "warning", "danger", error_texts.error_sentence(obs.refusal.error)
        busy = obs.busy if obs is not None else ""
        if busy in ("send", "replace"):
            return "info", "text_2", self.tr("Sending to OBS…")
        if busy == "undo":
            return "info", "text_2", self.tr("Giving OBS back what it had…")
        if busy == "start":
            return "info", "text_2", self.tr("OBS is connecting…")
        if busy == "stop":
            return "info", "text_2", self.tr("OBS is stopping…")
        match stand:
            case Stand.TO_START:
                return "check-circle", "good_ink", self.tr("OBS has these two lines.")
            case Stand.STREAMING if obs is not None and obs.reconnecting:
                return "warning", "warn_ink", self.tr("OBS is reconnecting.")
            case Stand.STREAMING:
                words = self.tr("OBS has these two lines and is streaming.")
                return "check-circle", "good_ink", words
            case Stand.OLDER_KEY if (until := scene.obs_key_until) is not None and until > now:
                at = time_texts.moment(until, now)
                words = self.tr("OBS streams with the key from before: it is good until {time}.")
                return "check-circle", "good_ink", words.format(time=at)
            case Stand.OLDER_KEY:
                words = self.tr("OBS is streaming with another key of this live code.")
                return "warning", "warn_ink", words
            case Stand.ELSEWHERE:
                words = self.tr("OBS is streaming somewhere else: stop it first, then send.")
                return "warning", "warn_ink", words
            case Stand.TO_SEND if scene.publishing:
                return "check-circle", "good_ink", self.tr("A picture arrives.")
            case Stand.TO_SEND:
                return "info", "text_2", ""
        if scene.publishing:
            return "check-circle", "good_ink", self.tr("A picture arrives.")
        return "info", "text_2", self.tr("Then click “Start Streaming” in OBS.")

    def _show_buttons(self, scene: Scene, stand: Stand) -> None:
        self._stand = stand
        obs = scene.obs
        idle = obs is None or not obs.busy
        hand = stand is Stand.BY_HAND
        streams = stand in (Stand.STREAMING, Stand.OLDER_KEY, Stand.ELSEWHERE)
        self.send.setVisible(stand is Stand.TO_SEND)
        self.start.setVisible(stand is Stand.TO_START)
        self.copy_both.setVisible(hand or stand is Stand.TO_SEND)
        self.find_obs.setVisible(hand)
        self.compare.setVisible(streams or stand is Stand.TO_START)
        self.stop.setVisible(streams)
        for button in (self.send, self.start, self.stop, self.compare):
            button.setEnabled(idle)
        quiet = scene.publishing or self._aside
        filled = Kind.SECONDARY if quiet else Kind.PRIMARY
        self.send.show_as(self.send.text(), filled, "send")
        self.start.show_as(self.start.text(), filled, "play")
        self.copy_both.set_kind(filled if hand else Kind.SECONDARY)


def stand_of(scene: Scene) -> Stand:
    """How far OBS is with the broadcast's two lines."""
    obs = scene.obs
    if obs is None or not obs.connected:
        return Stand.BY_HAND
    told = obs.comparison
    if not obs.streaming:
        return Stand.TO_START if told is not None and told.same else Stand.TO_SEND
    if told is None or told.same:
        return Stand.STREAMING
    return Stand.OLDER_KEY if told.same_stream else Stand.ELSEWHERE
