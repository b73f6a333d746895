"""The live list's table: rows that stay under the pointer, and what can be done with one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QDesktopServices,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QMenu, QTableView, QWidget

from livedesk.desk.covers import Covers
from livedesk.desk.list_delegate import ROW, ListDelegate, ListHead
from livedesk.desk.list_model import (
    HOST,
    LASTS,
    LIKES,
    MINE,
    MORE,
    RECORD,
    SINCE,
    STATE,
    TITLE,
    VIEWERS,
    ListModel,
)
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.copy_button import copy
from livedesk.desk.widgets.menu import airy
from livedesk.domain.records import Record

WIDTHS = {HOST: 124, STATE: 116, SINCE: 72, LASTS: 86, VIEWERS: 92, LIKES: 82, MORE: 36}
LEAVE_FIRST = (LIKES, SINCE, HOST, LASTS)
"""Columns that go when it gets narrow, in this order."""
TITLE_NEEDS = 224


class ListTable(QTableView):
    """Signals:
    copied: str, what the clipboard holds now: ``play``, ``watch`` or ``code``.
    why_asked: Record, the own broadcast.
    """

    copied = Signal(str)
    why_asked = Signal(object)

    def __init__(self, model: ListModel, covers: Covers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.slim(self)
        self.rows = ListDelegate(self, covers)
        self.setModel(model)
        self.setItemDelegate(self.rows)
        self.setHorizontalHeader(ListHead(self))
        upright = self.verticalHeader()
        upright.hide()
        upright.setMinimumSectionSize(20)
        upright.setDefaultSectionSize(theme.grown(ROW))
        upright.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.horizontalHeader()
        head.setMinimumSectionSize(20)
        head.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, theme.grown(width))
        self.entered.connect(lambda index: self._hover_row(index.row()))
        self.activated.connect(self._open)
        covers.came.connect(lambda _: self.viewport().update())

    def fit(self, room: int) -> None:
        """Leave columns out until the title has enough of `room` pixels."""
        hidden: list[int] = []
        for column in LEAVE_FIRST:
            needed = sum(width for n, width in WIDTHS.items() if n not in hidden) + TITLE_NEEDS
            if theme.grown(needed) > room:
                hidden.append(column)
        for column in LEAVE_FIRST:
            self.setColumnHidden(column, column in hidden)

    @contextmanager
    def steady(self) -> Iterator[None]:
        """What a person looks at stays where it is while rows above come and go."""
        bar, upright = self.verticalScrollBar(), self.verticalHeader()
        top = self.rowAt(0)
        held = bar.value() > 0 or self.underMouse()
        if not held or top < 0:
            yield
            return
        anchor = QPersistentModelIndex(self.model().index(top, TITLE))
        beyond = bar.value() - upright.sectionPosition(top)
        yield
        if anchor.isValid():
            bar.setValue(upright.sectionPosition(anchor.row()) + beyond)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        index = self.indexAt(event.pos())
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key or not index.isValid() else index
        at = self.visualRect(index).center() if by_key else event.pos()
        self._offer(index, self.viewport().mapToGlobal(at))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at = event.position().toPoint()
        index = self.indexAt(at)
        if event.button() == Qt.MouseButton.LeftButton and index.column() == MORE:
            self._offer(index, self.viewport().mapToGlobal(at))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy("play")
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover_row(-1)
        super().leaveEvent(event)

    def menu_for(self, index: QModelIndex) -> QMenu | None:
        """What can be done with that row; None where there is none."""
        record = index.data(RECORD)
        if not isinstance(record, Record):
            return None
        self.setCurrentIndex(index)
        menu = airy(QMenu(self))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        where = self._add(menu, self.tr("Open the watch page"), lambda: self._open(index))
        play = self._add(menu, self.tr("Copy the play address"), lambda: self._copy("play"))
        watch = self._add(menu, self.tr("Copy the watch page"), lambda: self._copy("watch"))
        where.setShortcut(QKeySequence(Qt.Key.Key_Return))
        play.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
        for action in (where, play):
            action.setShortcutVisibleInContextMenu(True)
        where.setEnabled(bool(record.watch_url))
        watch.setEnabled(bool(record.watch_url))
        play.setEnabled(bool(record.play))
        self._add(menu, self.tr("Copy the live code"), lambda: self._copy("code"))
        if index.data(MINE):
            menu.addSeparator()
            self._add(menu, self.tr("Why is it so?"), lambda: self.why_asked.emit(record))
        return menu

    def _add(self, menu: QMenu, words: str, deed: object) -> QAction:
        action = menu.addAction(words)
        action.triggered.connect(deed)
        return action

    def _offer(self, index: QModelIndex, at: QPoint) -> None:
        menu = self.menu_for(index)
        if menu is not None:
            menu.popup(at)

    def _hover_row(self, row: int) -> None:
        if row != self.rows.hovered:
            self.rows.hovered = row
            self.viewport().update()

    def _copy(self, what: str) -> None:
        record = self.currentIndex().data(RECORD)
        if not isinstance(record, Record):
            return
        play = record.play.get("hls") or next(iter(record.play.values()), "")
        text = {"play": play, "watch": record.watch_url or "", "code": record.code}[what]
        if text and copy(text):
            self.copied.emit(what)

    def _open(self, index: QModelIndex) -> None:
        record = index.data(RECORD)
        if isinstance(record, Record) and record.watch_url:
            QDesktopServices.openUrl(QUrl(record.watch_url))
