"""The two lines that go into OBS, with the true values behind the copy buttons."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from livedesk.desk.picture_button import PictureButton
from livedesk.desk.widgets.address_row import AddressRow
from livedesk.desk.widgets.button import Kind
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.copy_button import CopyButton
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.secret_field import SHOWN_FOR_S, SecretField
from livedesk.desk.widgets.text import Text
from livedesk.domain.records import Push


class ObsCard(Card):
    """*Server* and *Stream Key* in OBS's own words.

    Attributes:
        picture: sends the test picture, or stops it.

    Signals:
        copied: a copy of the key is on the clipboard.
    """

    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._title = Text(self.tr("Put these two lines into OBS"), px=15, weight=600)
        self.server = AddressRow(self.tr("Server"), bare=False)
        self.key = SecretField(self.tr("Stream Key"))
        self.copy_server = CopyButton(lambda: self.server.value, self.tr("Copy the server"))
        self.copy_key = CopyButton(
            lambda: self.key.value, self.tr("Copy the stream key"), secret=True
        )
        self.copy_both = CopyButton(
            lambda: f"{self.server.value}\n{self.key.value}" if self.key.value else "",
            self.tr("Copy server and stream key"),
            label=self.tr("Copy both"),
            secret=True,
            kind=Kind.PRIMARY,
        )
        self.picture = PictureButton()
        self._note = Text(ink="text_3", px=12, wrap=True)
        self._state_icon = Glyph("check-circle", "good_ink")
        self._state = Text(wrap=True)
        self._build()
        self.key.copied.connect(self.copied)
        self.copy_key.copied.connect(self.copied)
        self.copy_both.copied.connect(self.copied)

    def _build(self) -> None:
        self.column.setSpacing(0)
        self.column.addWidget(self._title)
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
        note.addWidget(Glyph("shield", "text_3", 14))
        note.addWidget(self._note, 1)
        grid.addLayout(note, 2, 1, 1, 2)
        self.column.addLayout(grid)
        self.column.addSpacing(16)
        last = QHBoxLayout()
        last.setSpacing(8)
        last.addWidget(self.copy_both)
        last.addSpacing(4)
        last.addWidget(self._state_icon)
        last.addWidget(self._state, 1)
        last.addWidget(self.picture)
        self.column.addLayout(last)

    def show_push(self, push: Push | None, *, streaming: bool) -> None:
        """The lines; while OBS streams the key stays hidden and nothing is left to do here."""
        self.server.set_value(push.server if push is not None else "")
        self.key.set_value(push.stream_key if push is not None else "")
        self.key.set_streaming(streaming)
        self._title.set_text(
            self.tr("What OBS uses") if streaming else self.tr("Put these two lines into OBS")
        )
        mark = push.fingerprint if push is not None else ""
        if streaming:
            note = self.tr("Key ·{mark}. It stays hidden while OBS streams.")
        else:
            note = self.tr("Key ·{mark}, shown for {s} s. Copies are cleared after 60 s.")
        self._note.set_text(note.format(mark=mark, s=SHOWN_FOR_S))
        self.copy_both.set_kind(Kind.SECONDARY if streaming else Kind.PRIMARY)
        self._state_icon.show_icon(
            *(("check-circle", "good_ink") if streaming else ("info", "text_2"))
        )
        self._state.set_text(
            self.tr("A picture arrives.")
            if streaming
            else self.tr("Then click “Start Streaming” in OBS.")
        )
        self._state.set_ink("text" if streaming else "text_2")
