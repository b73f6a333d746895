"""The history's list: virtual rows, of which one may be open."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QMouseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QMenu, QWidget

from livedesk.desk.covers import Covers
from livedesk.desk.history_delegate import HistoryDelegate
from livedesk.desk.history_detail import HistoryDetail
from livedesk.desk.history_model import OPEN, RECORD, ROW, HistoryModel, Kind
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.copy_button import copy
from livedesk.desk.widgets.menu import airy
from livedesk.domain.records import Record

SEEN_AFTER_MS = 80


class HistoryList(QListView):
    """Attributes:
    may_use: whether a new broadcast can be begun now.

    Signals:
        seen: tuple[str, ...], the broadcasts that are on screen, from the top.
        opened: str, id of the one that was opened.
        use_again_asked, trail_asked: Record.
        copied: str, what, as `texts.copied` takes it.
    """

    seen = Signal(object)
    opened = Signal(str)
    use_again_asked = Signal(object)
    trail_asked = Signal(object)
    copied = Signal(str)

    def __init__(self, model: HistoryModel, covers: Covers, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.slim(self)
        self._own, self._edge, self.may_use = model, theme.EDGE, True
        self.detail: HistoryDetail | None = None
        self.lines = HistoryDelegate(self, model, covers)
        self.setModel(model)
        self.setItemDelegate(self.lines)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self._clear_ground()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEEN_AFTER_MS)
        self._pause.timeout.connect(self._tell_seen)
        bar = self.verticalScrollBar()
        bar.valueChanged.connect(lambda _: self._pause.start())
        bar.rangeChanged.connect(self._keep_edge)
        model.rowsInserted.connect(lambda *_: self._pause.start())
        model.rowsRemoved.connect(lambda *_: self._pause.start())
        self.entered.connect(lambda index: self._hover(index.row()))
        covers.came.connect(lambda _: self.viewport().update())

    def set_edge(self, edge: int) -> None:
        """How far from the right the rows end, in pixels; the bar lies in between."""
        self._edge = edge
        self._keep_edge()

    def _keep_edge(self) -> None:
        bar = theme.BAR if self.verticalScrollBar().maximum() > 0 else 0
        self.setViewportMargins(0, 0, self._edge - bar, 0)

    def open_row(self, id: str) -> None:
        """Look into this broadcast; again, or "", closes."""
        wanted = "" if id == self._own.opened else id
        self._drop_detail()
        self._own.open(wanted)
        if self._own.opened:
            self._make_detail()
            self.opened.emit(wanted)

    def keep_open(self) -> None:
        """After the rows have changed: the opened one's details are still there."""
        row = self._own.detail_row()
        if row < 0:
            self._drop_detail()
        elif self.detail is None or self.indexWidget(self._own.index(row)) is not self.detail:
            self._drop_detail()
            self._make_detail()
            self.opened.emit(self._own.opened)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton:
            self._toggle(index)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index, key = self.currentIndex(), event.key()
        open_ = bool(index.data(OPEN)) if index.isValid() else False
        turns = (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
            or (key == Qt.Key.Key_Right and not open_)
            or (key == Qt.Key.Key_Left and open_)
        )
        if turns:
            self._toggle(index)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(index, 1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_key else self.indexAt(event.pos())
        at = self.visualRect(index).center() if by_key else event.pos()
        menu = self.menu_for(index)
        if menu is not None:
            menu.popup(self.viewport().mapToGlobal(at))

    def menu_for(self, index: QModelIndex) -> QMenu | None:
        """What can be done with that broadcast; None where there is none."""
        if not index.isValid() or index.data(ROW).kind is not Kind.SHOW:
            return None
        self.setCurrentIndex(index)
        record = index.data(RECORD)
        menu = airy(QMenu(self))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        again = menu.addAction(self.tr("Use again"), lambda: self.use_again_asked.emit(record))
        again.setEnabled(self.may_use)
        menu.addAction(self.tr("Show the trail"), lambda: self.trail_asked.emit(record))
        menu.addSeparator()
        menu.addAction(self.tr("Copy the live code"), lambda: self._copy_code(record))
        return menu

    def _copy_code(self, record: Record) -> None:
        if copy(record.code):
            self.copied.emit("code")

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.lines.measure()
        super().resizeEvent(event)
        self._measure()
        self._pause.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "lines"):
            self._clear_ground()
            self.lines.measure()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover(-1)
        super().leaveEvent(event)

    def _clear_ground(self) -> None:
        """The page's ground shows between the days' cards."""
        window = self.palette().color(QPalette.ColorRole.Window)
        if self.palette().color(QPalette.ColorRole.Base) != window:
            own = QPalette()
            own.setColor(QPalette.ColorRole.Base, window)
            self.setPalette(own)

    def _hover(self, row: int) -> None:
        if row != self.lines.hovered:
            self.lines.hovered = row
            self.viewport().update()

    def _toggle(self, index: QModelIndex) -> None:
        if index.isValid() and index.data(ROW).kind is Kind.SHOW:
            id = index.data(ROW).key
            self.open_row(id)
            self.setCurrentIndex(self._own.index(self._own.row_of(id)))

    def _step(self, index: QModelIndex, way: int) -> None:
        """Days and details are no stops."""
        row = index.row() + way if index.isValid() else 0
        while 0 <= row < self._own.rowCount():
            stop = self._own.index(row)
            if stop.data(ROW).kind is Kind.SHOW:
                self.setCurrentIndex(stop)
                return
            row += way

    def _make_detail(self) -> None:
        self.detail = HistoryDetail()
        self.detail.use_again_asked.connect(self.use_again_asked)
        self.detail.trail_asked.connect(self.trail_asked)
        self.detail.resized.connect(self._measure)
        self.setIndexWidget(self._own.index(self._own.detail_row()), self.detail)

    def _drop_detail(self) -> None:
        if self.detail is not None:
            self.detail.hide()
            self.detail.deleteLater()
            self.detail = None

    def _measure(self) -> None:
        if self.detail is None:
            return
        tall = self.detail.needed(self.viewport().width())
        if tall != self.lines.detail_height:
            self.lines.detail_height = tall
            self.lines.measure()
            self.scheduleDelayedItemsLayout()

    def _tell_seen(self) -> None:
        rect = self.viewport().rect()
        row = max(0, self.indexAt(rect.topLeft()).row())
        ids: list[str] = []
        while row < self._own.rowCount():
            index = self._own.index(row)
            if self.visualRect(index).top() > rect.bottom():
                break
            record = index.data(RECORD)
            if isinstance(record, Record) and index.data(ROW).kind is Kind.SHOW:
                ids.append(record.id)
            row += 1
        if ids and self.isVisible():
            self.seen.emit(tuple(ids))
