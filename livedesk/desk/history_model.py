"""The history's rows: days, the broadcasts of each, and what has been opened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QDate,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from livedesk.desk import past, texts, time_texts
from livedesk.desk.counted import Counted
from livedesk.desk.widgets.segment_bar import gaps_of
from livedesk.desk.widgets.tip import plain
from livedesk.domain.records import Record

translate = QCoreApplication.translate

Index = QModelIndex | QPersistentModelIndex
ROW = Qt.ItemDataRole.UserRole
RECORD = Qt.ItemDataRole.UserRole + 1
OPEN = Qt.ItemDataRole.UserRole + 2


class Kind(Enum):
    """What a row is."""

    DAY = "day"
    SHOW = "show"
    DETAIL = "detail"


@dataclass(frozen=True, slots=True)
class Row:
    """One row; `key` is the day, or the broadcast's id.

    Attributes:
        first, last: of its day, so that the card's corners are round there.
    """

    kind: Kind
    key: str
    first: bool = False
    last: bool = False


class HistoryModel(QAbstractListModel):
    """Changes only what has changed: a page that comes later, or a row that is opened, moves
    nothing above it.
    """

    def __init__(self, clock: Callable[[], float], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clock = clock
        self._rows: list[Row] = []
        self._records: dict[str, Record] = {}
        self._places: dict[str, int] = {}  # of the broadcasts
        self._opened = ""

    @property
    def opened(self) -> str:
        """The broadcast that is looked into; "" for none."""
        return self._opened

    def show(self, records: Sequence[Record]) -> None:
        """These, newest first."""
        self._records = {record.id: record for record in records}
        if self._opened not in self._records:
            self._opened = ""
        self._turn_to(self._laid_out())

    def show_detail(self, record: Record) -> None:
        """One of them has been read whole."""
        if record.id in self._records:
            self._records[record.id] = record
            index = self.index(self._places[record.id])
            self.dataChanged.emit(index, index)

    def open(self, id: str) -> None:
        """Look into this one, and into no other; "" closes."""
        self._opened = id if id in self._records else ""
        self._turn_to(self._laid_out())
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [OPEN])

    def row_at(self, place: int) -> Row:
        """What `ROW` gives, without the way through Qt: a list that is laid out asks for each."""
        return self._rows[place]

    def row_of(self, id: str) -> int:
        """Where that broadcast is shown; -1 where it is not."""
        return self._places.get(id, -1)

    def detail_row(self) -> int:
        """Where the opened one's details are; -1 without one."""
        return self.row_of(self._opened) + 1 if self._opened else -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._rows)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        if self._rows[index.row()].kind is not Kind.SHOW:
            return Qt.ItemFlag.ItemIsEnabled
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if role == ROW:
            return row
        record = self._records.get(row.key)
        if role == RECORD:
            return record
        if role == OPEN:
            return bool(self._opened) and row.key == self._opened
        if role == Qt.ItemDataRole.DisplayRole:
            return record.title if record is not None else day_name(row.key, self._clock())
        if role == Qt.ItemDataRole.AccessibleTextRole and record is not None:
            return spoken(record)
        if role == Qt.ItemDataRole.ToolTipRole and row.kind is Kind.SHOW and record is not None:
            return plain(f"{record.title}\n{record.code}")
        return None

    def _laid_out(self) -> list[Row]:
        rows: list[Row] = []
        day, before = "", -1
        for id, record in self._records.items():
            own = _day(past.began(record))
            if own != day:
                rows.append(Row(Kind.DAY, own))
                day = own
                before = -1
            if before >= 0:
                rows[before] = Row(Kind.SHOW, rows[before].key, first=rows[before].first)
            rows.append(Row(Kind.SHOW, id, first=before < 0, last=True))
            before = len(rows) - 1
        if self._opened:
            at = next(n for n, row in enumerate(rows) if row.key == self._opened)
            last = rows[at].last
            rows[at] = Row(Kind.SHOW, self._opened, first=rows[at].first)
            rows.insert(at + 1, Row(Kind.DETAIL, self._opened, last=last))
        return rows

    def _turn_to(self, rows: list[Row]) -> None:
        """What is the same at both ends stays."""
        old = [(row.kind, row.key) for row in self._rows]
        new = [(row.kind, row.key) for row in rows]
        same = 0
        while same < min(len(old), len(new)) and old[same] == new[same]:
            same += 1
        tail = 0
        while tail < min(len(old), len(new)) - same and old[-1 - tail] == new[-1 - tail]:
            tail += 1
        if len(old) - tail > same:
            self.beginRemoveRows(QModelIndex(), same, len(old) - tail - 1)
            del self._rows[same : len(old) - tail]
            self.endRemoveRows()
        if len(new) - tail > same:
            self.beginInsertRows(QModelIndex(), same, len(new) - tail - 1)
            self._rows[same:same] = rows[same : len(new) - tail]
            self.endInsertRows()
        self._rows = rows  # corners that are round now
        self._places = {row.key: n for n, row in enumerate(rows) if row.kind is Kind.SHOW}


def _day(at: float) -> str:
    return datetime.fromtimestamp(at).date().isoformat()  # noqa: DTZ006  the host's own days


def day_name(day: str, now: float) -> str:
    """``Today``, ``Yesterday``, ``Saturday, 14 November``; with the year where it is another."""
    own = date.fromisoformat(day)
    today = datetime.fromtimestamp(now).date()  # noqa: DTZ006  the host's own days
    match (today - own).days:
        case 0:
            return translate("History", "Today")
        case 1:
            return translate("History", "Yesterday")
    return time_texts.weekday(QDate(own.year, own.month, own.day), year=own.year != today.year)


def times(record: Record) -> str:
    """``20:01 – 21:36``."""
    if record.started_at is None:
        return translate("History", "created {time}").format(
            time=time_texts.time_of_day(past.began(record))
        )
    since, until = past.began(record), past.ended(record)
    return f"{time_texts.time_of_day(since)} – {time_texts.time_of_day(until)}"


def lasted(record: Record) -> str:
    """``On air 1 h 33 min``."""
    if record.started_at is None:
        return translate("History", "Never on air")
    words = translate("History", "On air {time}")
    return words.format(time=time_texts.duration(past.on_air_s(record)))


def broke(record: Record) -> str:
    """``3 gaps, 1 min 40 s``; "" while that is not known."""
    if record.started_at is None or not past.known(record):
        return ""
    if not record.segments:
        return translate("History", "no longer kept")
    gaps = gaps_of(past.stretches(record))
    if not gaps:
        return translate("History", "no gaps")
    return Counted().gaps(len(gaps), time_texts.duration(sum(b - a for a, b in gaps)))


def ending(record: Record) -> tuple[str, str, str]:
    """How it ended: icon, words, ink."""
    match record.reason:
        case "ended_by_host":
            return "check", translate("History", "ended by you"), "text_2"
        case "kicked":
            return "warning", translate("History", "by an admin"), "warn_ink"
        case "expired" if record.started_at is None:
            return "clock", translate("History", "expired"), "text_2"
        case "expired":
            return "broken-link", translate("History", "did not return"), "warn_ink"
    return "square", record.reason, "text_2"


def spoken(record: Record) -> str:
    """The row for a screen reader."""
    parts = [record.title, times(record), lasted(record), broke(record)]
    if record.peak_viewers is not None:
        words = translate("History", "at most {count} viewers")
        parts.append(words.format(count=texts.number(record.peak_viewers)))
    likes = translate("History", "{count} likes")
    parts += [likes.format(count=texts.number(record.likes)), ending(record)[1]]
    return ", ".join(part for part in parts if part)
