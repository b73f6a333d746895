"""The page *Live list*: who is on now, as everybody sees it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk import texts
from livedesk.desk.covers import Covers
from livedesk.desk.list_bar import ListBar
from livedesk.desk.list_model import COLUMNS, LIKES, SINCE, VIEWERS, ListModel
from livedesk.desk.list_table import ListTable
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.field import Field
from livedesk.desk.widgets.text import Text
from livedesk.desk.workers.list_feed import MOST_ROWS, ListNews, ListStatus, Source
from livedesk.domain.records import Record

SEARCH_AFTER_MS = 250
LONGEST_SEARCH = 200  # characters, the server's bound
SORTS = {"started_at": SINCE, "viewers": VIEWERS, "likes": LIKES}
"""What the server sorts by too, with its column here."""


class ListPage(QWidget):
    """Signals:
    search_asked: str, 250 ms after the last key.
    sort_asked: str, from which end the server should give it: ``started_at`` ``viewers`` ``likes``.
    refresh_asked: F5.
    go_live_asked: from the empty list.
    copied: str, ``play``, ``watch`` or ``code``: it is on the clipboard.
    why_asked: Record, the own broadcast.
    """

    search_asked = Signal(str)
    sort_asked = Signal(str)
    refresh_asked = Signal()
    go_live_asked = Signal()
    copied = Signal(str)
    why_asked = Signal(object)

    def __init__(
        self, clock: Callable[[], float], covers: Covers, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._searched = ""
        self._read = False
        self._status: ListStatus | None = None
        self.model = ListModel(clock, self)
        self.table = ListTable(self.model, covers)
        self.table.setAccessibleName(self.tr("Live list"))
        self._count = Text(ink="text_2", digits=True, elide=True)
        self.search = Field(
            self.tr("Search the live list"),
            self.tr("Search title, host or live code"),
            icon="search",
        )
        self.search.edit.setClearButtonEnabled(True)
        self.search.edit.setMaxLength(LONGEST_SEARCH)
        self.bar = ListBar()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_AFTER_MS)
        self._foot = Text(ink="text_3", px=12, digits=True, elide=True)
        self._empty = Text(ink="text_2", px=14, wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_button = Button("", Kind.SECONDARY)
        self._build()
        self._connect()
        self._say_count()
        self._say_order()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(self.tr("Live list"), px=20, weight=600))
        words.addWidget(self._count)
        self.search.setFixedWidth(268)
        head = QHBoxLayout()
        head.addLayout(words, 1)
        head.addWidget(self.search, 0, Qt.AlignmentFlag.AlignVCenter)
        self._card = Card(inside=1)
        self._card.column.setContentsMargins(1, 8, 1, 8)  # clear of the round corners
        self._card.column.setSpacing(12)
        self._card.column.addWidget(self.table)
        self._nothing = QWidget()
        nothing = QVBoxLayout(self._nothing)
        nothing.setSpacing(14)
        nothing.addStretch(2)
        nothing.addWidget(self._empty)
        nothing.addWidget(self.empty_button, 0, Qt.AlignmentFlag.AlignHCenter)
        nothing.addStretch(3)
        self._card.column.addWidget(self._nothing, 1)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(12)
        self._column.addLayout(head)
        self._column.addWidget(self.bar)
        self._column.addWidget(self._card, 1)
        self._column.addWidget(self._foot)
        self.set_narrow(False)

    def _connect(self) -> None:
        self.search.edit.textChanged.connect(self._pause.start)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.search.edit)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(self.search.edit.clear)
        self._pause.timeout.connect(self._search)
        self.bar.only_asked.connect(self._show_only)
        self.bar.sort_asked.connect(lambda by: self._sort(SORTS[by], down=True))
        self.table.horizontalHeader().sectionClicked.connect(self._click_head)
        self.table.copied.connect(self.copied)
        self.table.why_asked.connect(self.why_asked)
        self.empty_button.clicked.connect(self._fill)

    def set_narrow(self, narrow: bool) -> None:
        edge = theme.EDGE_NARROW if narrow else theme.EDGE
        self._column.setContentsMargins(edge, edge - 4, edge, 12)
        self.table.rows.narrow = narrow
        self.bar.set_narrow(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.table.fit(self.table.viewport().width() if self.table.isVisible() else self._room())

    def _room(self) -> int:
        edges = self._column.contentsMargins()
        return self.width() - edges.left() - edges.right() - 2

    def show_list(self, records: tuple[Record, ...]) -> None:
        """What is shown is this and nothing else."""
        self._read = True
        with self.table.steady():
            self.model.show(records)
        self._say_count()

    def show_news(self, news: ListNews) -> None:
        """What has changed of it."""
        with self.table.steady():
            self.model.apply(news.changed, news.gone)
        self._say_count()

    def show_status(self, status: ListStatus) -> None:
        """How much the rows are worth."""
        self._status = status
        self.table.rows.show_old(status.source is Source.AWAY)
        self.bar.show_status(status)
        self._say_foot()

    @property
    def source(self) -> Source | None:
        """Where the rows come from; None before the first."""
        return self._status.source if self._status is not None else None

    def show_mine(self, id: str) -> None:
        """Which row carries the tag *you*."""
        self.model.mark_mine(id)

    def tick(self) -> None:
        """A second has passed."""
        if self.isVisible():
            self.model.tick()

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.edit.selectAll()

    def refresh(self) -> None:
        """F5: new numbers, and their order."""
        self.model.sort_again()
        self.refresh_asked.emit()

    def _say_count(self) -> None:
        count = self.model.rowCount()
        self.table.setVisible(count > 0)
        self._nothing.setVisible(count == 0)
        self.bar.show_counts(self.model.counts(), known=self._read)
        self._say_foot()
        if not self._read:
            self._count.set_text("")
            self._empty.set_text(self.tr("The list is shown as soon as the server answers."))
            self.empty_button.hide()
            return
        if self._searched:
            words = self.tr("%n broadcast(s) match", "", self.model.known)
        else:
            words = self.tr("%n broadcast(s) on now", "", self.model.known)
        self._count.set_text(words)
        if self.model.only and self.model.known:
            self._empty.set_text(self.tr("No broadcast is in this state now."))
            self.empty_button.show_as(self.tr("Show all"), Kind.SECONDARY)
        elif self._searched:
            self._empty.set_text(self.tr("Nothing matches “{text}”.").format(text=self._searched))
            self.empty_button.show_as(self.tr("Clear search"), Kind.SECONDARY)
        else:
            self._empty.set_text(self.tr("Nobody is on air."))
            self.empty_button.show_as(self.tr("Go live"), Kind.SECONDARY)
        self.empty_button.show()

    def _say_foot(self) -> None:
        status, words = self._status, ""
        if status is not None and not status.whole and not self._searched:
            if status.total >= MOST_ROWS:
                words = self.tr("The first {count} are shown. Search to find the others.").format(
                    count=texts.number(MOST_ROWS)
                )
            elif self.model.known:
                words = self.tr("Reading the list: {count} so far.").format(
                    count=texts.number(status.total)
                )
        self._foot.set_text(words)
        self._foot.setVisible(bool(words))

    def _fill(self) -> None:
        if self.model.only and self.model.known:
            self.bar.show_only("")
            self._show_only("")
        elif self._searched:
            self.search.edit.clear()
            self._search()
        else:
            self.go_live_asked.emit()

    def _search(self) -> None:
        self._pause.stop()
        text = self.search.edit.text().strip()
        if text != self._searched:
            self._searched = text
            self.search_asked.emit(text)

    def _show_only(self, state: str) -> None:
        self.model.show_only(state)
        self._say_count()

    def _click_head(self, column: int) -> None:
        if COLUMNS[column].key is None:
            return
        taken, down = self.model.order
        self._sort(column, down=not down if column == taken else COLUMNS[column].first_down)

    def _sort(self, column: int, *, down: bool) -> None:
        way = Qt.SortOrder
        self.model.sort(column, way.DescendingOrder if down else way.AscendingOrder)
        self.table.horizontalHeader().viewport().update()
        self._say_order()
        by = {of: name for name, of in SORTS.items()}.get(column, "started_at")
        self.sort_asked.emit(by)

    def _say_order(self) -> None:
        column, down = self.model.order
        by = {of: name for name, of in SORTS.items()}.get(column) if down else None
        self.bar.show_order(by, COLUMNS[column].name())
