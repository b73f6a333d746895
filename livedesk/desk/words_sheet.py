"""*What does OBS say?*: OBS's own message, beside what the server saw, in one sentence."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from livedesk.client.obs_words import Act, Explanation, Said, Saw, explained
from livedesk.desk import obs_texts
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.choice_row import ChoiceRow
from livedesk.desk.widgets.finding_row import FindingRow
from livedesk.desk.widgets.side_sheet import SideSheet
from livedesk.desk.widgets.text import Text


class WordsSheet(SideSheet):
    """Signals:
    acted: Act, QWidget: the button of the answer was clicked.
    look_asked: a message was chosen; what the server saw is to be read anew.
    """

    acted = Signal(object, object)
    look_asked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(
            window,
            QCoreApplication.translate("WordsSheet", "What does OBS say?"),
            QCoreApplication.translate(
                "WordsSheet", "Choose what OBS shows; the server knows the rest."
            ),
        )
        self._said: Said | None = None
        self._saw: Saw | None = None
        self._explained: Explanation | None = None
        self._group = QButtonGroup(self)
        self.choices: dict[Said, ChoiceRow] = {}
        for said in Said:
            row = ChoiceRow(obs_texts.obs_sentence(said), obs_texts.obs_sentence_elsewhere(said))
            self.choices[said] = row
            self._group.addButton(row)
            self.column.addWidget(row)
            row.clicked.connect(lambda _=False, said=said: self._choose(said))
        self.column.setSpacing(8)
        self._answer = Card(inside=16, ground="window")
        self._saw_line = Text(ink="text_2", px=12, wrap=True)
        self.answer = FindingRow()
        self.answer.button.clicked.connect(self._act)
        self._answer.column.setSpacing(6)
        self._answer.column.addWidget(self.answer)
        self._answer.column.addWidget(self._saw_line)
        self._answer.hide()
        self.column.addStretch(1)
        self.foot.addWidget(self._answer)

    def show_seen(self, saw: Saw) -> None:
        """What the server saw lately."""
        self._saw = saw
        self._show()

    def _choose(self, said: Said) -> None:
        self._said, self._saw = said, None
        self._show()
        self.look_asked.emit()

    def _act(self) -> None:
        if self._explained is None:
            return
        if self._explained.act is Act.AGAIN:
            self._saw = None
            self._show()
            self.look_asked.emit()
        else:
            self.acted.emit(self._explained.act, self.answer.button)

    def _show(self) -> None:
        if self._said is None:
            return
        self._answer.show()
        if self._saw is None:
            self.answer.show_finding("clock", "text_2", self.tr("Asking the server…"))
            self._saw_line.hide()
            return
        self._explained = explained(self._said, self._saw)
        sentence = obs_texts.explanation_sentence(self._explained)
        well = self._explained.says == "arrives"
        look = ("check-circle", "good_ink") if well else ("info", "accent_ink")
        act = obs_texts.act_words(self._explained.act)
        self.answer.show_finding(*look, sentence, act, loud=True)
        self._saw_line.set_text(
            self.tr("The server: {saw}").format(saw=obs_texts.saw_words(self._saw))
        )
        self._saw_line.show()
