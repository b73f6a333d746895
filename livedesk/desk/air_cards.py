"""The cards beside the picture while on air: share, the stream key, what happens next."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from livedesk.desk import texts, time_texts
from livedesk.desk.qr_popover import QrPopover, open_address
from livedesk.desk.scene import Condition, Scene, only_here
from livedesk.desk.trouble import Act, off_list_at, trouble_of
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.address_row import AddressRow
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.copy_button import CopyButton
from livedesk.desk.widgets.link import Link
from livedesk.desk.widgets.text import Text
from livedesk.domain.records import Push

LOW = 16  # pixels above and below in these cards: all of them are seen in the usual window


class ShareCard(Card):
    """The watch page in few lines; its QR code, and the switch that lets phones in, open above it.

    Signals:
        share_asked: str address or None.
    """

    share_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.column.setContentsMargins(theme.INSIDE, LOW, theme.INSIDE, LOW)
        self._scene, self._now = Scene(), 0.0
        self.popover: QrPopover | None = None
        self.address = AddressRow(self.tr("Watch page"))
        self.chat = CopyButton(
            self._for_chat,
            self.tr("Copy title and watch page for a chat"),
            label=self.tr("Copy for chat"),
            icon="chat",
            height=32,
        )
        self.let_in = Button(self.tr("Let phones watch…"), Kind.SECONDARY, "phone", 32)
        self.let_in.clicked.connect(lambda: self._show_qr(self.let_in))
        self.open_it = Button(self.tr("Open"), Kind.GHOST, "open", 32)
        self.open_it.setAccessibleName(self.tr("Open the watch page in the browser"))
        self.open_it.clicked.connect(lambda: open_address(self.address.value))
        self.qr = Button("", Kind.GHOST, "qr", 28)
        self.qr.setAccessibleName(self.tr("QR code of the watch page"))
        self.qr.setToolTip(self.qr.accessibleName())
        self.qr.clicked.connect(lambda: self._show_qr(self.qr))
        self._here = Text(
            self.tr("This address only works on this computer."), "text_2", 12, wrap=True
        )
        self._here.hide()  # until it is known, it takes no room
        head = QHBoxLayout()
        head.addWidget(Text(self.tr("Share"), px=15, weight=600))
        head.addStretch(1)
        head.addWidget(self.qr)
        row = QHBoxLayout()
        row.setSpacing(4)
        row.addWidget(self.chat)
        row.addWidget(self.let_in)
        row.addWidget(self.open_it)
        row.addStretch(1)
        self.column.setSpacing(8)
        self.column.addLayout(head)
        self.column.addWidget(self.address)
        self.column.addWidget(self._here)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def show_scene(self, scene: Scene, now: float) -> None:
        self._scene, self._now = scene, now
        url = (scene.record.watch_url if scene.record is not None else None) or ""
        here = not url or only_here(url)
        self.address.set_value(url)
        self.chat.setVisible(not here)
        self.qr.setVisible(not here)
        self.let_in.setVisible(here and scene.share is not None)
        low = scene.condition is Condition.OFFLINE  # what happens next needs the room
        self.address.setVisible(not low)
        self._here.setVisible(bool(url) and here and not low)
        self.open_it.setEnabled(bool(url))
        if self.popover is not None:
            self.popover.show_url(url)
            self.popover.show_scene(scene, now)

    def _show_qr(self, under: Button) -> None:
        name = self.tr("Watch page")
        popover = QrPopover(self.window(), under, name, self.address.value, page=True)
        popover.sharing.share_asked.connect(self.share_asked)
        popover.destroyed.connect(self._forget)
        popover.show_scene(self._scene, self._now)
        self.popover = popover
        popover.ask()

    def _forget(self) -> None:
        self.popover = None

    def _for_chat(self) -> str:
        record = self._scene.record
        return f"{record.title} {record.watch_url}" if record is not None else ""


class KeyCard(Card):
    """The stream key while it is in use: its mark, never itself.

    Signals:
        copied: the key is on the clipboard.
        seen_asked: somebody has seen it.
    """

    copied = Signal()
    seen_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.column.setContentsMargins(theme.INSIDE, LOW, theme.INSIDE, LOW)
        self._push: Push | None = None
        self._mark = Text(ink="text_2", px=12, fixed=True)
        self.copy_server = CopyButton(
            lambda: self._push.server if self._push is not None else "",
            self.tr("Copy the server"),
            icon="server",
            bare=True,
            height=32,
        )
        self.copy_key = CopyButton(
            lambda: self._push.stream_key if self._push is not None else "",
            self.tr("Copy the stream key"),
            icon="key",
            bare=True,
            secret=True,
            height=32,
        )
        self.copy_key.copied.connect(self.copied)
        self.seen = Button(self.tr("Key was seen…"), Kind.DANGER, "shield", 32)
        self.seen.clicked.connect(self.seen_asked)
        head = QHBoxLayout()
        head.addWidget(Text(self.tr("Stream Key"), px=15, weight=600))
        head.addStretch(1)
        head.addWidget(self._mark)
        self.column.setSpacing(4)
        self.column.addLayout(head)
        self.column.addWidget(Text(self.tr("This page never shows it."), "text_2", 12, wrap=True))
        self.column.addSpacing(8)
        last = QHBoxLayout()
        last.setSpacing(4)
        last.addWidget(self.seen)
        last.addStretch(1)
        last.addWidget(self.copy_server)
        last.addWidget(self.copy_key)
        self.column.addLayout(last)

    def show_push(self, push: Push | None) -> None:
        self._push = push
        self._mark.set_text(f"·{push.fingerprint}" if push is not None else "")


class NextCard(Card):
    """*What happens next*: now, at the deadline, then; and OBS's words, whatever is the next step.

    Signals:
        words_asked: *What does OBS say?*.
    """

    words_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.column.setContentsMargins(theme.INSIDE, LOW, theme.INSIDE, LOW)
        self.column.setSpacing(8)
        self.words = Link(self.tr("What does OBS say?"))
        self.words.clicked.connect(self.words_asked)
        self._marks = [Text(px=12, weight=600, digits=True) for _ in range(3)]
        self._lines = [Text(ink="text_2", wrap=True) for _ in range(3)]
        self._marks[1].set_ink("warn_ink")
        self.column.addWidget(Text(self.tr("What happens next"), px=15, weight=600))
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 38)
        grid.setColumnStretch(1, 1)
        for n, (mark, line) in enumerate(zip(self._marks, self._lines, strict=True)):
            grid.addWidget(mark, n, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(line, n, 1)
        self.column.addLayout(grid)
        link = QHBoxLayout()
        link.addWidget(self.words)
        link.addStretch(1)
        self.column.addLayout(link)
        self.column.addStretch(1)

    def show_scene(self, scene: Scene, now: float) -> None:
        trouble = trouble_of(scene, now)
        silent = scene.condition in (Condition.INTERRUPTED, Condition.OFFLINE) and not scene.held
        self.words.setVisible(silent and (trouble is None or trouble.act is not Act.OBS_WORDS))
        away = scene.condition is Condition.AWAY
        at = scene.away.off_list_at if away and scene.away is not None else off_list_at(scene)
        if away:
            lines = (
                self.tr("OBS keeps sending. Viewers who already watch notice nothing."),
                self.tr("Earliest moment the list can show you as offline."),
                self.tr("The first answer brings the same broadcast back. Nothing is lost."),
            )
        elif scene.held:
            at = scene.held_until
            lines = (
                self.tr("You are off the live list, and what OBS sends does not count."),
                self.tr("The hold is over: start streaming in OBS again."),
                self.tr("As soon as the picture is back, the same broadcast continues by itself."),
            )
        elif scene.condition is Condition.OFFLINE:
            at = None
            lines = (
                self.tr("You are off the live list. Start streaming in OBS again."),
                "",
                self.tr("As soon as the picture is back, the same broadcast continues by itself."),
            )
        else:
            obs = scene.obs
            tries = obs.tries if obs is not None and obs.reconnecting else 0
            lines = (
                self.tr("OBS is reconnecting by itself, attempt {n}.").format(n=tries)
                if tries
                else self.tr("Viewers see “One moment”. Start streaming in OBS again."),
                self.tr("If there is still no picture, you are taken off the live list."),
                self.tr("As soon as the picture is back, the same broadcast continues by itself."),
            )
        marks = (
            self.tr("now"),
            time_texts.time_of_day(at) if at is not None else texts.DASH,
            self.tr("then"),
        )
        for text, words in zip((*self._marks, *self._lines), (*marks, *lines), strict=True):
            text.set_text(words)
        known = at is not None and at > now
        self._marks[1].setVisible(known)
        self._lines[1].setVisible(known)
