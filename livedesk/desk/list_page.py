"""The page *Live list*: who is on now, as everybody sees it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import (
    QDesktopServices,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from livedesk.desk.list_delegate import ROW, ListDelegate, ListHead
from livedesk.desk.list_model import (
    COLUMNS,
    HOST,
    LASTS,
    LIKES,
    RECORD,
    SINCE,
    STATE,
    TITLE,
    VIEWERS,
    ListModel,
)
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.copy_button import copy
from livedesk.desk.widgets.field import Field
from livedesk.desk.widgets.text import Text
from livedesk.domain.records import Record

SEARCH_AFTER_MS = 250
WIDTHS = {HOST: 124, STATE: 116, SINCE: 72, LASTS: 86, VIEWERS: 92, LIKES: 82}
LEAVE_FIRST = (LIKES, SINCE, HOST, LASTS)
"""Columns that go when it gets narrow, in this order."""
TITLE_NEEDS = 250


class ListTable(QTableView):
    """The table; it tells the delegate where the pointer is."""

    def __init__(self, model: ListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows = ListDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.rows)
        self.setHorizontalHeader(ListHead(self))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(theme.grown(ROW))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.entered.connect(self._hover)

    def _hover(self, index: QModelIndex) -> None:
        self._hover_row(index.row())

    def _hover_row(self, row: int) -> None:
        if row != self.rows.hovered:
            self.rows.hovered = row
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover_row(-1)
        super().leaveEvent(event)


class ListPage(QWidget):
    """Signals:
    search_asked: str, 250 ms after the last key.
    refresh_asked: F5.
    go_live_asked: from the empty list.
    copied: str, the play address that is on the clipboard.
    """

    search_asked = Signal(str)
    refresh_asked = Signal()
    go_live_asked = Signal()
    copied = Signal(str)

    def __init__(self, clock: Callable[[], float], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._searched = ""
        self._read = False
        self.model = ListModel(clock, self)
        self.table = ListTable(self.model)
        self.table.setAccessibleName(self.tr("Live list"))
        self._count = Text(ink="text_2", digits=True)
        self.search = Field(
            self.tr("Search the live list"),
            self.tr("Search title, host or live code"),
            icon="search",
        )
        self.search.edit.setClearButtonEnabled(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_AFTER_MS)
        self._empty = Text(ink="text_2", px=14, wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_button = Button("", Kind.SECONDARY)
        self._build()
        self._connect()
        self._say_count()

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
        self._column.setSpacing(14)
        self._column.addLayout(head)
        self._column.addWidget(self._card, 1)
        header = self.table.horizontalHeader()
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, theme.grown(width))
        self.set_narrow(False)

    def _connect(self) -> None:
        self.search.edit.textChanged.connect(self._type)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self.search.edit)
        escape.setContext(Qt.ShortcutContext.WidgetShortcut)
        escape.activated.connect(self.search.edit.clear)
        self._pause.timeout.connect(self._search)
        self.table.horizontalHeader().sectionClicked.connect(self._sort)
        self.table.activated.connect(self._open)
        self.table.installEventFilter(self)
        self.empty_button.clicked.connect(self._fill)

    def set_narrow(self, narrow: bool) -> None:
        edge = theme.EDGE_NARROW if narrow else theme.EDGE
        self._column.setContentsMargins(edge, edge - 4, edge, edge)
        self.table.rows.narrow = narrow

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.table.viewport().width() if self.table.isVisible() else self.width() - 60
        hidden: list[int] = []
        for column in LEAVE_FIRST:
            needed = sum(width for n, width in WIDTHS.items() if n not in hidden) + TITLE_NEEDS
            if theme.grown(needed) > room:
                hidden.append(column)
        for column in LEAVE_FIRST:
            self.table.setColumnHidden(column, column in hidden)

    def show_list(self, records: tuple[Record, ...]) -> None:
        """A new reading of the server's list."""
        self._read = True
        self.model.show(records)
        self._say_count()

    @property
    def searching(self) -> bool:
        """Whether the rows are those of a search, not the whole list."""
        return bool(self._searched)

    def show_mine(self, id: str) -> None:
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

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.matches(QKeySequence.StandardKey.Copy):
                self._copy()
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._open(self.table.currentIndex())
                return True
        return False

    def _say_count(self) -> None:
        count = self.model.rowCount()
        self.table.setVisible(count > 0)
        self._nothing.setVisible(count == 0)
        if not self._read:
            waiting = self.tr("The list is shown as soon as the server answers.")
            self._count.set_text("")
            self._empty.set_text(waiting)
            self.empty_button.hide()
            return
        self._count.set_text(self.tr("%n broadcast(s) on now", "", count))
        if self._searched:
            self._empty.set_text(self.tr("Nothing matches “{text}”.").format(text=self._searched))
            self.empty_button.show_as(self.tr("Clear search"), Kind.SECONDARY)
        else:
            self._empty.set_text(self.tr("Nobody is on air."))
            self.empty_button.show_as(self.tr("Go live"), Kind.SECONDARY)
        self.empty_button.show()

    def _fill(self) -> None:
        if self._searched:
            self.search.edit.clear()
            self._search()
        else:
            self.go_live_asked.emit()

    def _type(self) -> None:
        self._pause.start()

    def _search(self) -> None:
        self._pause.stop()
        text = self.search.edit.text().strip()
        if text != self._searched:
            self._searched = text
            self.search_asked.emit(text)

    def _sort(self, column: int) -> None:
        taken, down = self.model.order
        down = not down if column == taken else COLUMNS[column].first_down
        way = Qt.SortOrder
        self.model.sort(column, way.DescendingOrder if down else way.AscendingOrder)
        self.table.horizontalHeader().viewport().update()

    def _copy(self) -> None:
        record = self.table.currentIndex().data(RECORD)
        if isinstance(record, Record) and record.play:
            address = record.play.get("hls") or next(iter(record.play.values()))
            if copy(address):
                self.copied.emit(address)

    def _open(self, index: QModelIndex) -> None:
        record = index.data(RECORD)
        if isinstance(record, Record) and record.watch_url:
            QDesktopServices.openUrl(QUrl(record.watch_url))
