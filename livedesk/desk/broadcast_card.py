"""The broadcast itself: cover, title, live code, until when it is valid, rehearsal."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from livedesk.desk import time_texts
from livedesk.desk.cover_field import DropCover
from livedesk.desk.cover_row import CoverRow
from livedesk.desk.create_form import LONGEST_TITLE, one_line
from livedesk.desk.expiry import is_short
from livedesk.desk.scene import Scene
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card, Rule
from livedesk.desk.widgets.copy_button import CopyButton
from livedesk.desk.widgets.field import Field
from livedesk.desk.widgets.switch import Switch
from livedesk.desk.widgets.text import Text


class BroadcastCard(Card):
    """Attributes:
    cover_row: what becomes of the cover.
    others: the row for other encoders; its button is for whoever shows them.

    Signals:
    title_changed: str, a new title that is not the old one.
    cover_given: Source, another picture for the cover.
    renew_asked: QWidget, the button under which to ask.
    others_asked: other ways to send a picture are wanted: phone encoder, ffmpeg command.
    rehearsal_changed: bool.
    end_asked: QWidget, the button under which to ask.
    """

    title_changed = Signal(str)
    rehearsal_changed = Signal(bool)
    end_asked = Signal(object)
    cover_given = Signal(object)
    renew_asked = Signal(object)
    others_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._code_value = ""
        self.cover = DropCover(self.tr("Cover; choose, drop or paste another picture"))
        self.cover.setFixedSize(112, 63)
        self.cover_row = CoverRow()
        self._title = Text(px=15, weight=600, elide=True)
        self._line = Text(ink="text_2", px=12, wrap=True)
        self._host = Text(ink="text", px=12, elide=True)
        self.field = Field(self.tr("Title"))
        self.field.edit.setMaxLength(LONGEST_TITLE)
        self.edit = Button(self.tr("Edit"), height=28)
        self.edit.setAccessibleName(self.tr("Edit the title"))
        self._code = Text(fixed=True, elide=True)
        name = self.tr("Copy the live code")
        self.copy_code = CopyButton(lambda: self._code_value, name, bare=True, height=28)
        self._until = Text(elide=True)
        self._left = Text(ink="text_3", px=12, digits=True, elide=True)
        policy = QSizePolicy.Policy  # only where there is no room for both: the moment goes before
        self._left.setSizePolicy(policy.Preferred, policy.Fixed)
        self._left.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.renew = Button("", Kind.GHOST, "again", 28)
        self.renew.setAccessibleName(self.tr("Renew the live code"))
        self.renew.setToolTip(self.renew.accessibleName())
        self._old_key = Text(ink="text_2", px=12, wrap=True)
        self.others = Button("", Kind.GHOST, "qr", 28)
        self.others.setAccessibleName(self.tr("Show the address for a phone or ffmpeg"))
        self.others.setToolTip(self.others.accessibleName())
        self._rehearse = Switch(self.tr("Rehearse first"))
        self._rehearse_words = Text(elide=True)
        self.end = Button(self.tr("End…"), Kind.DANGER, height=28)
        self._build()
        self._connect()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(3)
        words.addWidget(self._title)
        words.addWidget(self.field)
        words.addWidget(self._line)
        words.addWidget(self._host)
        words.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self.cover, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        buttons = QVBoxLayout()
        buttons.setSpacing(6)
        buttons.addWidget(self.edit)
        buttons.addWidget(self.end)
        buttons.addStretch(1)
        head.addLayout(buttons)
        self.column.setSpacing(10)
        self.column.addLayout(head)
        self.column.addWidget(self.cover_row)
        self.column.addWidget(Rule())
        table = QVBoxLayout()
        table.setSpacing(6)
        others = Text(self.tr("phone encoder, ffmpeg"), elide=True)
        rows: tuple[tuple[str, Text, tuple[QWidget, ...]], ...] = (
            (self.tr("Live code"), self._code, (self.copy_code,)),
            (self.tr("Valid until"), self._until, (self._left, self.renew)),
            (self.tr("Rehearse"), self._rehearse_words, (self._rehearse,)),
            (self.tr("Others"), others, (self.others,)),
        )
        names = [Text(label, "text_2", weight=500) for label, _, _ in rows]
        widest = max(68, *(name.sizeHint().width() for name in names))
        for name, (_, value, aside) in zip(names, rows, strict=True):
            name.setMinimumSize(widest, 28)
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(name)
            row.addWidget(value, 1)
            for widget in aside:
                row.addWidget(widget)
            table.addLayout(row)
            if value is self._until:
                table.addWidget(self._old_key)
        self.column.addLayout(table)
        self.column.addStretch(1)
        self.field.hide()

    def _connect(self) -> None:
        self.edit.clicked.connect(self._toggle_edit)
        self.field.edit.returnPressed.connect(self._toggle_edit)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.field)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._leave_edit)
        self._rehearse.clicked.connect(self._ask_rehearsal)
        self.end.clicked.connect(lambda: self.end_asked.emit(self.end))
        self.cover.given.connect(self.cover_given)
        self.renew.clicked.connect(lambda: self.renew_asked.emit(self.renew))
        self.others.clicked.connect(self.others_asked)

    def show_scene(self, scene: Scene, now: float, cover: QImage) -> None:
        record = scene.record
        if record is None:
            return
        self.cover.show_cover(record.title, cover)
        self.cover.show_gone(self.cover_row.show_news(scene.cover))
        self._title.set_text(record.title)
        self._line.set_text(
            self.tr("In the live list now")
            if record.state in ("live", "interrupted")
            else self.tr("Listed when you go on air")
        )
        self._host.set_text(record.host.name)
        self._code_value = record.code
        self._code.set_text(record.code)
        self._show_validity(scene, now)
        self._rehearse.setChecked(record.rehearsal)
        self._rehearse.setEnabled(record.state == "ready" and scene.busy != "change")
        self._rehearse_words.set_text(
            self.tr("Check first, go on air by hand")
            if record.rehearsal
            else self.tr("On air with the first picture")
        )
        # Otherwise the strip has it.
        self.end.setVisible(record.rehearsal)
        self.end.setEnabled(scene.busy != "end")

    def _show_validity(self, scene: Scene, now: float) -> None:
        until = scene.expires_at
        if until is None:
            return
        self._until.set_text(time_texts.moment(until, now))
        left = time_texts.roughly(until - now)
        over = self.tr("expired")
        self._left.set_text(self.tr("{time} left").format(time=left) if until > now else over)
        short = is_short(scene, now)
        self._left.set_ink("warn_ink" if short else "text_3")
        if short:
            self.renew.show_as(self.tr("Renew"), Kind.SECONDARY)
        else:
            self.renew.show_as("", Kind.GHOST, "again")
        self.renew.setEnabled(scene.busy != "renew")
        old = scene.old_key_until
        self._old_key.setVisible(old is not None and old > now)
        if old is not None:
            words = self.tr("Renewed. What OBS already has stays good until {time}.")
            self._old_key.set_text(words.format(time=time_texts.moment(old, now)))

    def _toggle_edit(self) -> None:
        if self.field.isHidden():
            self.field.edit.setText(self._title.text())
            self._show_field(True)
            self.field.edit.setFocus()
            self.field.edit.selectAll()
            return
        title = one_line(self.field.edit.text())
        if title and title != self._title.text():
            self.title_changed.emit(title)
        self._leave_edit()

    def _leave_edit(self) -> None:
        self._show_field(False)
        self.edit.setFocus()

    def _show_field(self, shown: bool) -> None:
        self.field.setVisible(shown)
        for text in (self._title, self._line, self._host):
            text.setVisible(not shown)
        self.edit.show_as(self.tr("Save") if shown else self.tr("Edit"), Kind.SECONDARY)

    def _ask_rehearsal(self, on: bool) -> None:
        self._rehearse.setChecked(not on)  # the server's answer moves it
        self.rehearsal_changed.emit(on)
