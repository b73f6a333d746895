"""*Same as before*: the host's last broadcasts, each to be taken again with one click."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk import time_texts
from livedesk.desk.gallery import Gallery
from livedesk.desk.list_card import Cover
from livedesk.desk.widgets.button import Button
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.text import Text
from livedesk.domain.records import Record, to_epoch

SHOWN = 4


class _Row(QWidget):
    """One of them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cover = Cover()
        self.cover.setFixedSize(64, 36)
        self.title = Text(weight=500, elide=True)
        self.when = Text(ink="text_2", px=12, elide=True)
        self.use = Button(self.tr("Use"), height=28)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.title)
        words.addWidget(self.when)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.cover)
        row.addLayout(words, 1)
        row.addWidget(self.use)


class BeforeCard(Card):
    """Signals: used: Record, the one that is to come again."""

    used = Signal(object)

    def __init__(self, gallery: Gallery, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._gallery = gallery
        self._shown: tuple[Record, ...] = ()
        self.rows = [_Row() for _ in range(SHOWN)]
        self._none = Text(
            self.tr("Your next broadcast can be made from one that you had. Here they will be."),
            "text_2",
            12,
            wrap=True,
        )
        self.column.addWidget(Text(self.tr("Same as before"), px=15, weight=600))
        self.column.addWidget(self._none)
        for n, row in enumerate(self.rows):
            self.column.addWidget(row)
            row.use.clicked.connect(lambda _checked=False, n=n: self.used.emit(self._shown[n]))
        self.column.addStretch(1)

    def show_mine(self, mine: tuple[Record, ...], now: float) -> None:
        """The newest of each title."""
        self._shown = worth_offering(mine)
        self._none.setVisible(not self._shown)
        for n, row in enumerate(self.rows):
            row.setVisible(n < len(self._shown))
            if n < len(self._shown):
                record = self._shown[n]
                row.cover.show_cover(record.title, self._gallery.cover(record.cover_url))
                row.title.set_text(record.title)
                at = to_epoch(record.started_at or record.created_at)
                row.when.set_text(time_texts.relative_day(at, now))
                row.use.setAccessibleName(self.tr("Use “{title}” again").format(title=record.title))


def worth_offering(mine: tuple[Record, ...]) -> tuple[Record, ...]:
    """The newest of each title, and of those what is over."""
    by_title: dict[str, Record] = {}
    for record in mine:
        if record.state == "ended":
            by_title.setdefault(record.title, record)
    return tuple(by_title.values())[:SHOWN]


def own_suffix(record: Record) -> str:
    """The suffix that the host chose for it; "" where the server made one (id, _, 6 characters)."""
    suffix = record.code.partition("_")[2]
    made = re.fullmatch(re.escape(record.host.id) + r"_[a-z0-9]{6}", suffix, re.IGNORECASE)
    return "" if made else suffix
