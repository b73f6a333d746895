"""Step 1: a title, and what else a live code may be made with."""

from __future__ import annotations

import string

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from livedesk.client.console_settings import Remembered
from livedesk.desk import error_texts, time_texts
from livedesk.desk.complaint import Complaint
from livedesk.desk.cover_field import CoverField
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card, Rule
from livedesk.desk.widgets.field import Field
from livedesk.desk.widgets.segments import Segments
from livedesk.desk.widgets.switch import Switch
from livedesk.desk.widgets.text import Text
from livedesk.domain.errors import BadLiveCode, LivedeskError
from livedesk.domain.live_code import LONGEST, LiveCode, mended

LONGEST_TITLE = 200
HOUR, DAY = 3600, 86400
ALLOWED = {*string.ascii_letters, *string.digits, "_", "-"}


class CreateForm(Card):
    """The form.

    Attributes:
        cover: the picture for the list.

    Signals:
        create_asked: title, suffix or None, seconds of validity, rehearsal, cover_url or None.
        edited: what the list would show is another: title, suffix or cover.
    """

    create_asked = Signal(str, object, int, bool, object)
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(inside=28, parent=parent)
        self._bizid = "live"
        self._busy = False
        self._now = 0.0
        self.title = Field(self.tr("Title"), self.tr("What is it about?"))
        self.title.edit.setMaxLength(LONGEST_TITLE)
        self.cover = CoverField()
        self._count = Text(ink="text_3", px=12, digits=True)
        self.suffix = Field(self.tr("Own suffix"), self.tr("made for you"), fixed=True)
        self.suffix.edit.setMaxLength(LONGEST)
        self._bad_suffix = Complaint()
        self._until = Text(ink="text_3", px=12)
        self._valid = Segments(validities(), DAY, self.tr("Valid for"))
        words = self.tr("Rehearse first: check the picture, then go on air by hand")
        self._rehearse = Switch(words)
        self._rehearse_words = Text(words, wrap=True)
        self.button = Button(self.tr("Create live code"), Kind.PRIMARY, height=40)
        self._refusal = Complaint()
        self._note = Text(self.tr("Nobody sees you yet."), "text_3", 12)
        self._build()
        self._connect()
        self._typed()

    def _build(self) -> None:
        self.column.setSpacing(0)
        self.column.addWidget(Text(self.tr("New broadcast"), px=17, weight=600))
        self.column.addSpacing(2)
        only = self.tr("Only the title is needed. The rest is as you left it last time.")
        self.column.addWidget(Text(only, "text_2", wrap=True))
        self.column.addSpacing(20)
        self.column.addLayout(_labelled(self.tr("Title"), self._count, self.title))
        self.column.addSpacing(20)
        self.column.addWidget(Text(self.tr("Cover"), "text_2", weight=500))
        self.column.addSpacing(6)
        self.column.addWidget(self.cover)
        self.column.addSpacing(20)
        grid = QGridLayout()
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(0)
        grid.addLayout(_labelled(self.tr("Valid for"), self._until, self._valid), 0, 0)
        optional = Text(self.tr("optional"), "text_3", 12)
        grid.addLayout(_labelled(self.tr("Own suffix"), optional, self.suffix), 0, 1)
        grid.setColumnStretch(0, 5)
        grid.setColumnStretch(1, 4)
        self._bad_suffix.setContentsMargins(0, 6, 0, 0)
        grid.addWidget(self._bad_suffix, 1, 1)
        self.column.addLayout(grid)
        self.column.addSpacing(20)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self._rehearse)
        row.addWidget(self._rehearse_words, 1)
        self.column.addLayout(row)
        self.column.addSpacing(20)
        self.column.addStretch(1)
        self.column.addWidget(Rule())
        self.column.addSpacing(20)
        self.column.addWidget(self._refusal)
        self.column.addSpacing(4)
        last = QHBoxLayout()
        last.setSpacing(16)
        last.addWidget(self.button)
        last.addWidget(self._note)
        last.addStretch(1)
        self.column.addLayout(last)

    def _connect(self) -> None:
        self.title.edit.textChanged.connect(self._typed)
        self.title.edit.textChanged.connect(self.cover.show_title)
        self.title.edit.textChanged.connect(self.edited)
        self.title.edit.installEventFilter(self.cover)
        self.suffix.edit.textChanged.connect(self.edited)
        self.cover.changed.connect(self.edited)
        self.title.edit.returnPressed.connect(self._ask)
        self.suffix.edit.textChanged.connect(self._typed)
        self.suffix.edit.returnPressed.connect(self._ask)
        self._valid.chosen.connect(lambda: self.tick(self._now))
        self.button.clicked.connect(self._ask)

    def show_policy(self, bizid: str) -> None:
        """What a code begins with on this server."""
        self._bizid = bizid
        self._typed()

    def show_busy(self, busy: bool) -> None:
        """The server is creating: no second click."""
        self._busy = busy
        self._typed()

    def show_refusal(self, error: LivedeskError | None) -> None:
        """Why the server would not; a bad or taken suffix stands at its field."""
        at_field = error is not None and error.code in ("code_taken", "bad_live_code")
        words = error_texts.error_sentence(error) if error is not None else ""
        self._refusal.say("" if at_field else words)
        if at_field:
            suffix = self.suffix.edit.text()
            if error is not None and error.code == "code_taken" and suffix:
                words = self.tr("Another host has this one. Try “{suffix}”.").format(
                    suffix=f"{mended(suffix)}_{time_texts.month_and_day(self._now)}"
                )
            self.suffix.set_bad(True)
            self._bad_suffix.say(words)
            self.suffix.edit.setFocus()

    def clear(self) -> None:
        """For the next broadcast; the choices stay."""
        self.title.edit.clear()

    def recall(self, kept: Remembered) -> None:
        """The choices of the last time; the title is always a new one."""
        self._valid.choose(kept.valid_for_s)
        self._rehearse.setChecked(kept.rehearsal)
        self.suffix.edit.setText(kept.suffix)

    @property
    def valid_for_s(self) -> int:
        """The validity that was chosen last, seconds."""
        return self._valid.value

    @property
    def choices(self) -> Remembered:
        """What is in the form, to be kept for the next time."""
        return Remembered(
            one_line(self.title.edit.text()),
            self.suffix.edit.text(),
            self._valid.value,
            self._rehearse.isChecked(),
        )

    def use(self, title: str, suffix: str, rehearsal: bool) -> None:
        """The same as a broadcast before."""
        self.title.edit.setText(title)
        self.suffix.edit.setText(suffix)
        self._rehearse.setChecked(rehearsal)
        self.button.setFocus(Qt.FocusReason.OtherFocusReason)

    def tick(self, now: float) -> None:
        """Keep *until tomorrow 20:00* true."""
        self._now = now
        until = time_texts.moment(now + self._valid.value, now)
        self._until.set_text(self.tr("until {time}").format(time=until))

    def _typed(self) -> None:
        title, suffix = self.title.edit.text(), self.suffix.edit.text()
        self._count.set_text(f"{len(title)} / {LONGEST_TITLE}")
        complaint = self._complaint(suffix)
        self._bad_suffix.say(complaint)
        self.suffix.set_bad(bool(complaint))
        self.button.setEnabled(bool(title.strip()) and not complaint and not self._busy)
        self._note.set_text(self.tr("Creating…") if self._busy else self.tr("Nobody sees you yet."))

    def _complaint(self, suffix: str) -> str:
        if not suffix:
            return ""
        try:
            LiveCode.make(self._bizid, suffix)
        except BadLiveCode:
            if set(suffix) <= ALLOWED:
                room = LONGEST - len(self._bizid) - 1
                return self.tr("The suffix is too long: {n} characters at most.").format(n=room)
            return self.tr("Letters, digits, _ and - only. Try “{suffix}”.").format(
                suffix=mended(suffix)
            )
        return ""

    def _ask(self) -> None:
        if self.button.isEnabled():
            self._refusal.say("")
            self.create_asked.emit(
                one_line(self.title.edit.text()),
                self.suffix.edit.text() or None,
                self._valid.value,
                self._rehearse.isChecked(),
                self.cover.url,
            )


def validities() -> dict[str, int]:
    """How long a live code may be good, in words, and in seconds."""
    return {
        QCoreApplication.translate("CreateForm", "1 hour"): HOUR,
        QCoreApplication.translate("CreateForm", "6 hours"): 6 * HOUR,
        QCoreApplication.translate("CreateForm", "1 day"): DAY,
        QCoreApplication.translate("CreateForm", "1 week"): 7 * DAY,
    }


def one_line(text: str) -> str:
    """A title as it is sent: what was copied may have line ends, which no field shows."""
    return " ".join(text.split())


def _labelled(label: str, aside: QWidget, field: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    row = QHBoxLayout()
    row.addWidget(Text(label, "text_2", weight=500))
    row.addStretch(1)
    row.addWidget(aside)
    column.addLayout(row)
    column.addWidget(field)
    return column
