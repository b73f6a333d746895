"""The live list as a table model: brought up to date row by row, sorted when asked."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Sequence
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

from livedesk.desk import texts, time_texts
from livedesk.desk.widgets.states import look_of
from livedesk.desk.widgets.tip import plain
from livedesk.domain.records import Record, to_epoch

Index = QModelIndex | QPersistentModelIndex
Key = tuple[Any, str]
MANY_RUNS = 16  # each removal and insertion makes the view look at all its rows
BRIDGED = 200  # a few rows that did not change are cheaper to paint than to tell apart
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
    return time_texts.time_of_day(to_epoch(record.started_at)) if record.started_at else texts.DASH


def _lasts(record: Record, now: float) -> str:
    return time_texts.clock(now - to_epoch(record.started_at)) if record.started_at else texts.DASH


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
    Column(str(QT_TRANSLATE_NOOP("ListModel", "More")), lambda record, now: "…"),
)
TITLE, HOST, STATE, SINCE, LASTS, VIEWERS, LIKES, MORE = range(len(COLUMNS))
NUMBERS = (SINCE, LASTS, VIEWERS, LIKES)


class ListModel(QAbstractTableModel):
    """Rows keep their place while their numbers move: the order is taken when it is asked for.

    A row that is new later is put where its value belongs among the values of that moment. A
    change of many rows is one move, one removal and one insertion, however they are scattered.
    """

    def __init__(self, clock: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._known: dict[str, Record] = {}  # also those that the filter hides
        self._rows: list[Record] = []
        self._keys: list[Key] = []  # of the moment of sorting, ascending
        self._key_of: dict[str, Key] = {}  # of every row
        self._column = SINCE
        self._down = True
        self._mine = ""
        self._only = ""

    @property
    def order(self) -> tuple[int, bool]:
        """The column sorted by, and whether from the largest."""
        return self._column, self._down

    @property
    def only(self) -> str:
        """The one state that is shown; "" for all."""
        return self._only

    @property
    def known(self) -> int:
        """How many there are, shown or not."""
        return len(self._known)

    def counts(self) -> Counter[str]:
        """How many there are in each state, shown or not."""
        return Counter(record.state for record in self._known.values())

    def row_of(self, id: str) -> int:
        """Where it is shown; -1 where it is not."""
        key = self._key_of.get(id)
        return -1 if key is None else self._place(bisect_left(self._keys, key))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        record = self._rows[self._place(index.row())]
        if role == RECORD:
            return record
        if role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[index.column()].text(record, self._clock())
        if role == MINE:
            return record.id == self._mine
        if role == Qt.ItemDataRole.AccessibleTextRole:
            words = COLUMNS[index.column()].text(record, self._clock())
            return f"{COLUMNS[index.column()].name()}: {words}"
        if role == Qt.ItemDataRole.ToolTipRole:
            told = self._told(record, index.column())
            return None if told is None else plain(told)
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
        kept = self._begin_move()
        self._column, self._down = column, order is Qt.SortOrder.DescendingOrder
        self._end_move(kept, *_sorted([(key(row), row.id) for row in self._rows], self._rows))

    def sort_again(self) -> None:
        """The same order with the numbers of now, e.g. after F5."""
        way = Qt.SortOrder
        self.sort(self._column, way.DescendingOrder if self._down else way.AscendingOrder)

    def show_only(self, state: str) -> None:
        """Show one state; "" for all."""
        if state != self._only:
            self._only = state
            self._remove([row.id for row in self._rows if state and row.state != state])
            fits = [r for r in self._known.values() if not state or r.state == state]
            self._insert([record for record in fits if record.id not in self._key_of])

    def show(self, records: Sequence[Record]) -> None:
        """Bring the table to a whole reading: rows go, change, come; nothing else moves."""
        wanted = {record.id for record in records}
        self.apply(records, [id for id in self._known if id not in wanted])

    def apply(self, changed: Sequence[Record], gone: Collection[str]) -> None:
        """Some have come or changed, some have gone; nothing else moves."""
        for id in gone:
            self._known.pop(id, None)
        changed = list({record.id: record for record in changed}.values())
        self._known.update((record.id, record) for record in changed)
        shown = [r for r in changed if not self._only or r.state == self._only]
        hidden = {r.id for r in changed} - {r.id for r in shown} if self._only else set()
        self._remove([id for id in (*gone, *hidden) if id in self._key_of])
        self._change([record for record in shown if record.id in self._key_of])
        self._insert([record for record in shown if record.id not in self._key_of])

    def _told(self, record: Record, column: int) -> str | None:
        if column == TITLE:
            return f"{record.title}\n{record.code}"
        if column == STATE:
            return texts.reason_sentence(record.reason)
        return record.host.name if column == HOST else None

    def _place(self, row: int) -> int:
        """Rows are kept ascending; a table from the largest shows them from the end."""
        return len(self._rows) - 1 - row if self._down else row

    def _change(self, records: list[Record]) -> None:
        places: list[int] = []
        for record in records:
            place = bisect_left(self._keys, self._key_of[record.id])
            known = self._rows[place]
            if known is not record and known != record:
                self._rows[place] = record
                places.append(place)
        rows = sorted(self._place(place) for place in places)
        for first, last in _runs(rows, bridge=BRIDGED):
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(COLUMNS) - 1))

    def _remove(self, ids: list[str]) -> None:
        doomed = set(ids)
        if len(doomed) > MANY_RUNS:  # gather them at the end, and take them off as one
            stay = [n for n, row in enumerate(self._rows) if row.id not in doomed]
            leave = [n for n, row in enumerate(self._rows) if row.id in doomed]
            held, order = self._begin_move(), stay + leave
            self._end_move(held, [self._keys[n] for n in order], [self._rows[n] for n in order])
            places = list(range(len(stay), len(order)))
        else:
            places = sorted(bisect_left(self._keys, self._key_of[id]) for id in doomed)
        for first, last in reversed(_runs(places)):
            rows = sorted((self._place(first), self._place(last)))
            self.beginRemoveRows(QModelIndex(), *rows)
            del self._rows[first : last + 1], self._keys[first : last + 1]
            self.endRemoveRows()
        for id in doomed:
            self._key_of.pop(id, None)

    def _insert(self, fresh: list[Record]) -> None:
        key = COLUMNS[self._column].key
        if key is None or not fresh:
            return
        keys, fresh = _sorted([(key(record), record.id) for record in fresh], fresh)
        self._key_of.update((own[1], own) for own in keys)
        if len(fresh) > MANY_RUNS:  # put them on the end as one, and then where they belong
            self._insert_at(len(self._rows), keys, fresh)
            held = self._begin_move()
            self._end_move(held, *_sorted(self._keys, self._rows))
            return
        for own, record in zip(reversed(keys), reversed(fresh), strict=True):
            self._insert_at(bisect_left(self._keys, own), [own], [record])

    def _insert_at(self, place: int, keys: list[Key], records: list[Record]) -> None:
        row = len(self._rows) - place if self._down else place
        self.beginInsertRows(QModelIndex(), row, row + len(keys) - 1)
        self._keys[place:place] = keys
        self._rows[place:place] = records
        self.endInsertRows()

    def _begin_move(self) -> list[tuple[QModelIndex, str]]:
        """What selections and the like hold on to, and on which broadcast."""
        self.layoutAboutToBeChanged.emit()
        held = self.persistentIndexList()
        return [(index, self._rows[self._place(index.row())].id) for index in held]

    def _end_move(
        self, held: list[tuple[QModelIndex, str]], keys: list[Key], rows: list[Record]
    ) -> None:
        self._keys, self._rows = keys, rows
        self._key_of = {key[1]: key for key in keys}
        if held:
            places = {key[1]: place for place, key in enumerate(keys)}
            for index, id in held:
                moved = self.index(self._place(places[id]), index.column())
                self.changePersistentIndex(index, moved)
        self.layoutChanged.emit()


def _sorted(keys: list[Key], rows: list[Record]) -> tuple[list[Key], list[Record]]:
    """Both by the keys, ascending."""
    order = sorted(range(len(keys)), key=keys.__getitem__)
    return [keys[n] for n in order], [rows[n] for n in order]


def _runs(places: Sequence[int], bridge: int = 0) -> list[tuple[int, int]]:
    """Ascending numbers as first and last of each run; gaps of up to `bridge` belong to one."""
    runs: list[tuple[int, int]] = []
    for place in places:
        if runs and place - runs[-1][1] <= 1 + bridge:
            runs[-1] = (runs[-1][0], place)
        else:
            runs.append((place, place))
    return runs
