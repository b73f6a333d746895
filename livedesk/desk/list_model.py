"""The live list as a table model: brought up to date row by row, sorted when asked."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QT_TRANSLATE_NOOP,
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from livedesk.desk import texts
from livedesk.desk.widgets.states import look_of
from livedesk.domain.records import Record, to_epoch

Index = QModelIndex | QPersistentModelIndex
RECORD = Qt.ItemDataRole.UserRole
MINE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        text: what a cell says; also what a screen reader says.
        key: what it is sorted by, or None: a click on its head sorts nothing.
        first_down: sorted from the largest on the first click.
    """

    source: str
    text: Callable[[Record, float], str]
    key: Callable[[Record], Any] | None = None
    first_down: bool = False

    def name(self) -> str:
        return QCoreApplication.translate("ListModel", self.source)


def _since(record: Record, now: float) -> str:
    return texts.time_of_day(to_epoch(record.started_at)) if record.started_at else texts.DASH


def _lasts(record: Record, now: float) -> str:
    return texts.clock(now - to_epoch(record.started_at)) if record.started_at else texts.DASH


def _started(record: Record) -> str:
    return record.started_at or ""


COLUMNS = (
    Column(
        str(QT_TRANSLATE_NOOP("ListModel", "Broadcast")),
        lambda record, now: record.title,
        lambda record: record.title.casefold(),
    ),
    Column(
        str(QT_TRANSLATE_NOOP("ListModel", "Host")),
        lambda record, now: record.host.name,
        lambda record: record.host.name.casefold(),
    ),
    Column(
        str(QT_TRANSLATE_NOOP("ListModel", "State")),
        lambda record, now: look_of(record.state).word(),
        lambda record: record.state,
    ),
    Column(str(QT_TRANSLATE_NOOP("ListModel", "Since")), _since, _started, first_down=True),
    Column(str(QT_TRANSLATE_NOOP("ListModel", "Duration")), _lasts),
    Column(
        str(QT_TRANSLATE_NOOP("ListModel", "Viewers")),
        lambda record, now: texts.tally(record.viewers),
        lambda record: record.viewers,
        first_down=True,
    ),
    Column(
        str(QT_TRANSLATE_NOOP("ListModel", "Likes")),
        lambda record, now: texts.tally(record.likes),
        lambda record: record.likes,
        first_down=True,
    ),
)
TITLE, HOST, STATE, SINCE, LASTS, VIEWERS, LIKES = range(len(COLUMNS))
NUMBERS = (SINCE, LASTS, VIEWERS, LIKES)


class ListModel(QAbstractTableModel):
    """Rows keep their place while their numbers move: the order is taken when it is asked for.

    A row that is new later is put where its value belongs among the values of that moment.
    """

    def __init__(self, clock: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._rows: list[Record] = []
        self._keys: list[Any] = []  # of the moment of sorting, ascending
        self._column = SINCE
        self._down = True
        self._mine = ""

    @property
    def order(self) -> tuple[int, bool]:
        """The column sorted by, and whether from the largest."""
        return self._column, self._down

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record = self._rows[self._place(index.row())]
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[index.column()].text(record, self._clock())
        if role == RECORD:
            return record
        if role == MINE:
            return record.id == self._mine
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = COLUMNS[index.column()].text(record, self._clock())
            return f"{COLUMNS[index.column()].name()}: {words}"
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == TITLE:
            return f"{record.title}\n{record.code}"
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in NUMBERS:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].name()
        return None

    def mark_mine(self, id: str) -> None:
        """Which row carries the tag *you*."""
        if id != self._mine:
            self._mine = id
            if self._rows:
                last = self.index(len(self._rows) - 1, TITLE)
                self.dataChanged.emit(self.index(0, TITLE), last, [MINE])

    def tick(self) -> None:
        """The durations have grown by a second."""
        if self._rows:
            last = self.index(len(self._rows) - 1, LASTS)
            role = [Qt.ItemDataRole.DisplayRole]
            self.dataChanged.emit(self.index(0, LASTS), last, role)

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Take the order of this moment; selection moves with its row."""
        key = COLUMNS[column].key
        if key is None:
            return
        self.layoutAboutToBeChanged.emit()
        kept = self.persistentIndexList()
        records = [self._rows[self._place(index.row())] for index in kept]
        self._column, self._down = column, order is Qt.SortOrder.DescendingOrder
        self._rows.sort(key=lambda record: (key(record), record.id))
        self._keys = [(key(record), record.id) for record in self._rows]
        places = {record.id: place for place, record in enumerate(self._rows)}
        for index, record in zip(kept, records, strict=True):
            row = self._place(places[record.id])
            self.changePersistentIndex(index, self.index(row, index.column()))
        self.layoutChanged.emit()

    def sort_again(self) -> None:
        """The same order with the numbers of now, e.g. after F5."""
        way = Qt.SortOrder
        self.sort(self._column, way.DescendingOrder if self._down else way.AscendingOrder)

    def show(self, records: Sequence[Record]) -> None:
        """Bring the table to a new reading: rows go, change, come; nothing else moves."""
        wanted = {record.id: record for record in records}
        self._remove([n for n, record in enumerate(self._rows) if record.id not in wanted])
        changed = [n for n, record in enumerate(self._rows) if wanted[record.id] != record]
        for place in changed:
            self._rows[place] = wanted[self._rows[place].id]
        for first, last in _runs(sorted(self._place(place) for place in changed)):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))
        known = {record.id for record in self._rows}
        self._insert([record for record in records if record.id not in known])

    def _place(self, row: int) -> int:
        """Rows are kept ascending; a table from the largest shows them from the end."""
        return len(self._rows) - 1 - row if self._down else row

    def _remove(self, places: list[int]) -> None:
        for first, last in reversed(_runs(places)):
            rows = sorted((self._place(first), self._place(last)))
            self.beginRemoveRows(QModelIndex(), *rows)
            del self._rows[first : last + 1], self._keys[first : last + 1]
            self.endRemoveRows()

    def _insert(self, fresh: list[Record]) -> None:
        key = COLUMNS[self._column].key
        if key is None:
            return
        fresh = sorted(fresh, key=lambda record: (key(record), record.id))
        groups: dict[int, list[Record]] = {}
        for record in fresh:
            groups.setdefault(bisect_left(self._keys, (key(record), record.id)), []).append(record)
        for place, group in sorted(groups.items(), reverse=True):
            row = len(self._rows) - place if self._down else place
            self.beginInsertRows(QModelIndex(), row, row + len(group) - 1)
            self._rows[place:place] = group
            self._keys[place:place] = [(key(record), record.id) for record in group]
            self.endInsertRows()


def _runs(places: Sequence[int]) -> list[tuple[int, int]]:
    """Ascending numbers as first and last of each unbroken run."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and runs[-1][1] == place - 1:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
