"""*Check my settings*: the check before going on air, line by line as it comes."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from livedesk.client.pre_air import Act, Check, Level, Outcome
from livedesk.desk.check_texts import act_words, check_words, outcome_sentence
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.finding_row import FindingRow
from livedesk.desk.widgets.side_sheet import SideSheet

LOOKS = {
    Level.GOOD: ("check-circle", "good_ink"),
    Level.NOTE: ("warning", "warn_ink"),
    Level.BAD: ("warning", "danger"),
    Level.UNKNOWN: ("info", "text_3"),
}


class CheckSheet(SideSheet):
    """Signals:
    acted: Act, QWidget: a line's button was clicked.
    again_asked, paste_asked, words_asked: the buttons below.
    """

    acted = Signal(object, object)
    again_asked = Signal()
    paste_asked = Signal()
    words_asked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(
            window,
            QCoreApplication.translate("CheckSheet", "Check my settings"),
            QCoreApplication.translate(
                "CheckSheet", "Is the way open, from this computer to your viewers?"
            ),
        )
        self._outcomes: dict[Check, Outcome] = {}
        self.rows: dict[Check, FindingRow] = {}
        self._finished = False
        self._sum = FindingRow()
        head = Card(inside=14, ground="window")
        head.column.addWidget(self._sum)
        self.again = Button(self.tr("Check again"), icon="again")
        self.paste = Button(self.tr("Paste an address…"), Kind.GHOST, "copy", 32)
        self.words = Button(self.tr("What does OBS say?"), Kind.GHOST, "chat", 32)
        self.again.clicked.connect(self.again_asked)
        self.paste.clicked.connect(self.paste_asked)
        self.words.clicked.connect(self.words_asked)
        for check in Check:
            self.rows[check] = FindingRow(check_words(check))
            self.rows[check].button.clicked.connect(partial(self._act, check))
        self.column.addWidget(head)
        self.column.setSpacing(6)
        for row in self.rows.values():
            self.column.addWidget(row)
        self.column.addSpacing(8)
        for button in (self.paste, self.words):
            line = QHBoxLayout()
            line.addWidget(button)
            line.addStretch(1)
            self.column.addLayout(line)
        self.column.addStretch(1)
        last = QHBoxLayout()
        last.addWidget(self.again)
        last.addStretch(1)
        self.foot.addLayout(last)

    def begin(self, wanted: tuple[Check, ...]) -> None:
        """All lines wait."""
        self._outcomes, self._finished = {}, False
        for check, row in self.rows.items():
            row.setVisible(check in wanted)
            row.show_finding("clock", "text_3", "")
        self.again.setEnabled(False)
        self._show_sum()

    def show_outcome(self, outcome: Outcome) -> None:
        """One line is known."""
        self._outcomes[outcome.check] = outcome
        row = self.rows[outcome.check]
        act = act_words(outcome.act) if outcome.act is not None else ""
        loud = outcome.level in (Level.BAD, Level.NOTE)
        row.show_finding(*LOOKS[outcome.level], outcome_sentence(outcome), act, loud=loud)
        row.setVisible(True)
        self._show_sum()

    def finish(self) -> None:
        """All lines are known."""
        self._finished = True
        self.again.setEnabled(True)
        self._show_sum()

    @property
    def summary(self) -> str:
        """What it says on top."""
        return self._sum.sentence

    def _act(self, check: Check) -> None:
        outcome = self._outcomes.get(check)
        if outcome is None or outcome.act is None:
            return
        if outcome.act is Act.AGAIN:
            self.again_asked.emit()
        else:
            self.acted.emit(outcome.act, self.rows[check].button)

    def _show_sum(self) -> None:
        levels = [one.level for one in self._outcomes.values()]
        bad, notes = levels.count(Level.BAD), levels.count(Level.NOTE)
        if not self._finished:
            known = len(levels)
            count = sum(not row.isHidden() for row in self.rows.values())
            words = self.tr("Checking… {n} of {all}").format(n=known, all=count)
            self._sum.show_finding("clock", "text_2", words, loud=True)
        elif bad:
            words = self.tr("%n thing(s) keep you from a good show.", "", bad)
            self._sum.show_finding("warning", "danger", words, loud=True)
        elif notes:
            words = self.tr("The way is open. %n thing(s) to know.", "", notes)
            self._sum.show_finding("check-circle", "good_ink", words, loud=True)
        else:
            words = self.tr("The way is open. All is well.")
            self._sum.show_finding("check-circle", "good_ink", words, loud=True)
