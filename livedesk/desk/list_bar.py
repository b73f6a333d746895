"""Between the live list's title and its table: which states, how fresh, in what order."""

from __future__ import annotations

from collections import Counter

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from livedesk.desk import texts, time_texts
from livedesk.desk.widgets.chip import Chip
from livedesk.desk.widgets.dot import Dot
from livedesk.desk.widgets.menu_button import MenuButton
from livedesk.desk.widgets.states import look_of
from livedesk.desk.widgets.text import Text
from livedesk.desk.workers.list_feed import SHOWN_POLL_S, ListStatus, Source

DOTS = {"live": "live", "interrupted": "warn"}


class ListBar(QWidget):
    """Signals:
    only_asked: str, the state to show; "" for all.
    sort_asked: str, ``started_at``, ``viewers`` or ``likes``.
    """

    only_asked = Signal(str)
    sort_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = False
        self.chips: dict[str, Chip] = {"": Chip(self.tr("All"))}
        self.chips |= {state: Chip(look_of(state).word(), dot) for state, dot in DOTS.items()}
        group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for state, chip in self.chips.items():
            group.addButton(chip)
            row.addWidget(chip)
            chip.clicked.connect(lambda _=False, state=state: self.only_asked.emit(state))
        self.chips[""].setChecked(True)
        self._dot = Dot("text_3")
        self._fresh = Text(ink="text_2", px=12, digits=True)
        self.sorting = MenuButton(
            self.tr("Order"),
            (
                ("started_at", self.tr("Newest first")),
                ("viewers", self.tr("Most viewers")),
                ("likes", self.tr("Most likes")),
            ),
            icon="sort",
        )
        self.sorting.chosen.connect(self.sort_asked)
        row.addStretch(1)
        row.addWidget(self._dot)
        row.addWidget(self._fresh)
        row.addSpacing(8)
        row.addWidget(self.sorting)
        self._dot.hide()

    def set_narrow(self, narrow: bool) -> None:
        """Only the dot is left of how fresh it is; its words are then a tooltip."""
        self._narrow = narrow
        self._fresh.setVisible(not narrow and bool(self._fresh.text()))

    def show_only(self, state: str) -> None:
        """Take a chip without telling."""
        self.chips[state].setChecked(True)

    def show_counts(self, counts: Counter[str], *, known: bool) -> None:
        """How many there are in each state."""
        for state, chip in self.chips.items():
            count = counts[state] if state else counts.total()
            chip.show_count(texts.number(count) if known else "")

    def show_status(self, status: ListStatus) -> None:
        """Whether it is up to date, and since when it is not."""
        match status.source:
            case Source.EVENTS:
                ink, words = "good", self.tr("Up to date as it happens")
            case Source.POLLS:
                ink = "good"
                words = self.tr("Read every {s} s").format(s=round(SHOWN_POLL_S))
            case Source.AWAY:
                ink = "text_3"
                words = self.tr("As of {time}").format(time=time_texts.exact_time(status.at))
        self._dot.show_ink(ink)
        self._dot.setToolTip(words)
        self._dot.setAccessibleName(words)
        self._dot.show()
        self._fresh.set_text(words)
        self._fresh.setVisible(not self._narrow)

    def show_order(self, by: str | None, column: str) -> None:
        """What it is sorted by; a `column` where that is none of the usual."""
        self.sorting.show_value(by or column, "" if by else column)
