"""The page *History*: past broadcasts of this host."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk import error_texts, past, time_texts
from livedesk.desk.covers import Covers
from livedesk.desk.history_figures import FigureRow
from livedesk.desk.history_list import HistoryList
from livedesk.desk.history_model import HistoryModel
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.field import Field
from livedesk.desk.widgets.menu_button import MenuButton
from livedesk.desk.widgets.text import Text
from livedesk.desk.workers.history_reads import PastPage
from livedesk.domain.errors import LivedeskError
from livedesk.domain.evidence_records import EvidenceRecord
from livedesk.domain.records import Record

DAY_S = 86400.0
SEARCH_AFTER_MS = 150
NEEDS_FOR_FOUR = 900
"""Width of the page in pixels below which figures and search would be cut beside each other."""


class HistoryPage(QWidget):
    """Signals:
    since_asked: float epoch seconds, how far back to read; None: all.
    wanted: tuple[str, ...], ids to be read whole first.
    explain_asked: str, id of the one whose trail is wanted.
    export_asked: tuple[str, ...] ids; Path; ``csv`` or ``json``.
    use_again_asked, trail_asked: Record.
    go_live_asked, retry_asked: no argument.
    """

    since_asked = Signal(object)
    wanted = Signal(object)
    explain_asked = Signal(str)
    export_asked = Signal(object, object, str)
    use_again_asked = Signal(object)
    trail_asked = Signal(object)
    go_live_asked = Signal()
    retry_asked = Signal()

    def __init__(
        self, clock: Callable[[], float], covers: Covers, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._records: dict[str, Record] = {}
        self._trails: dict[str, EvidenceRecord] = {}
        self._server = ""
        self._read = False
        self._failed: LivedeskError | None = None
        self._may_use = True
        self._has_past, self._under_way = True, False
        self.model = HistoryModel(clock, self)
        self.list = HistoryList(self.model, covers)
        self.list.setAccessibleName(self.tr("History"))
        self._subtitle = Text(ink="text_2", elide=True)
        self.search = Field(self.tr("Search by title"), self.tr("Search by title"), icon="search")
        self.search.edit.setClearButtonEnabled(True)
        self.period = MenuButton(
            self.tr("Period"),
            (
                ("7", self.tr("Last 7 days")),
                ("30", self.tr("Last 30 days")),
                ("90", self.tr("Last 90 days")),
                ("", self.tr("All time")),
            ),
            icon="calendar",
            height=36,
        )
        self.period.show_value("30")
        self.export = MenuButton(
            self.tr("Export"),
            (
                ("csv", self.tr("As a table (CSV)…")),
                ("json", self.tr("For other programs (JSON)…")),
            ),
            label=self.tr("Export"),
            icon="download",
            height=36,
        )
        self.figures = FigureRow()
        self._trouble = Text(ink="danger", wrap=True)
        self._trouble.hide()
        self._empty = Text(ink="text_2", px=14, wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty_button = Button("", Kind.SECONDARY)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_AFTER_MS)
        self._soon = QTimer(self)  # many details come one after the other
        self._soon.setSingleShot(True)
        self._soon.setInterval(400)
        self._build()
        self._connect()
        self._lay_out()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(Text(self.tr("History"), px=20, weight=600))
        words.addWidget(self._subtitle)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.search, 1)
        tools.addWidget(self.period)
        tools.addWidget(self.export)
        self._head = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._head.setSpacing(12)
        self._head.addLayout(words, 1)
        self._head.addLayout(tools, 1)
        self._nothing = QWidget()
        nothing = QVBoxLayout(self._nothing)
        nothing.setSpacing(14)
        nothing.addStretch(2)
        nothing.addWidget(self._empty)
        nothing.addWidget(self.empty_button, 0, Qt.AlignmentFlag.AlignHCenter)
        nothing.addStretch(3)
        self._column = QVBoxLayout(self)
        self._column.setSpacing(12)
        self._column.addLayout(self._head)
        self._column.addWidget(self._trouble)
        self._column.addWidget(self.figures)
        self._column.addWidget(self.list, 1)
        self._column.addWidget(self._nothing, 1)
        self.set_narrow(False)

    def _connect(self) -> None:
        self.search.edit.textChanged.connect(self._pause.start)
        self._pause.timeout.connect(self._lay_out)
        self._soon.timeout.connect(self._show_figures)
        self.period.chosen.connect(self._choose_period)
        self.export.chosen.connect(self._ask_where)
        self.list.seen.connect(self._want_seen)
        self.list.opened.connect(self._look_into)
        self.list.use_again_asked.connect(self.use_again_asked)
        self.list.trail_asked.connect(self.trail_asked)
        self.empty_button.clicked.connect(self._fill)

    def set_narrow(self, narrow: bool) -> None:
        edge = theme.EDGE_NARROW if narrow else theme.EDGE
        self._column.setContentsMargins(edge, edge - 4, 0, 0)
        self._head.setContentsMargins(0, 0, edge, 0)
        self.figures.set_edge(edge)
        self.list.set_edge(edge)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Tools under the title, figures two by two, where there is little room."""
        super().resizeEvent(event)
        narrow = event.size().width() < NEEDS_FOR_FOUR
        way = QBoxLayout.Direction
        self._head.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        self.figures.set_narrow(narrow)

    @property
    def since(self) -> float | None:
        """How far back the period goes, epoch seconds; None: all."""
        days = self.period.value
        return None if not days else self._clock() - float(days) * DAY_S

    def show_server(self, name: str) -> None:
        """Whose memory this is; another server has another one."""
        if name != self._server:
            self._server = name
            self._records, self._trails, self._read = {}, {}, False
            self._lay_out()
        self._subtitle.set_text(
            self.tr("Your broadcasts on {server}").format(server=name) if name else ""
        )

    def show_may_use(self, may: bool) -> None:
        """Whether a new broadcast can be begun now."""
        if may != self._may_use:
            self._may_use = self.list.may_use = may
            self._show_detail()

    def show_past(self, *, has: bool, under_way: bool) -> None:
        """Whether the host had any broadcast before, and whether one is not over yet."""
        if (has, under_way) != (self._has_past, self._under_way):
            self._has_past, self._under_way = has, under_way
            self._say_nothing()

    def show_page(self, page: PastPage) -> None:
        """More of the past has been read."""
        self._failed = None
        self._records |= {record.id: record for record in page.records}
        self._read = self._read or page.whole
        self._lay_out()

    def show_detail(self, record: Record) -> None:
        """One has been read whole."""
        self._failed = None
        self._records[record.id] = record
        self.model.show_detail(record)
        if record.id == self.model.opened:
            self._show_detail()
        if not self._soon.isActive():
            self._soon.start()

    def show_trail(self, evidence: EvidenceRecord) -> None:
        """Why an opened one was off and on."""
        self._trails = {**dict(list(self._trails.items())[-20:]), evidence.id: evidence}
        if evidence.id == self.model.opened:
            self._show_detail()

    def show_failure(self, error: LivedeskError) -> None:
        """Nothing could be read just now."""
        self._failed = error
        self._say_nothing()

    def show_not_exported(self, why: str | None) -> None:
        """Why there is no file: the system's words, "" for a silent server; None: there is one."""
        words = self.tr("The history could not be written: {why}. Choose another folder.")
        if why == "":
            words = self.tr(
                "The history was not written: the server does not answer. Export it again when it "
                "does."
            )
        self._trouble.set_text(words.format(why=why) if why is not None else "")
        self._trouble.setVisible(why is not None)

    def focus_search(self) -> None:
        """Ctrl+F."""
        self.search.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.edit.selectAll()

    def _shown(self) -> list[Record]:
        """Newest first, of the period, with the words."""
        since, words = self.since, self.search.edit.text().casefold().split()
        found = [
            record
            for record in self._records.values()
            if (since is None or past.began(record) >= since)
            and all(word in record.title.casefold() for word in words)
        ]
        return sorted(found, key=lambda record: (past.began(record), record.id), reverse=True)

    def _lay_out(self) -> None:
        self._pause.stop()
        self.model.show(self._shown())
        self.list.keep_open()
        self._show_figures()
        self._say_nothing()

    def _show_figures(self) -> None:
        words = self.period.text() if self.period.value else ""
        self.figures.show_figures(past.figures_of(self._shown()), words)

    def _say_nothing(self) -> None:
        empty = self.model.rowCount() == 0
        self.list.setVisible(not empty)
        self._nothing.setVisible(empty)
        self.figures.setVisible(bool(self._records))
        self.export.setEnabled(not empty)
        if not empty:
            return
        kind = Kind.SECONDARY
        self.empty_button.show()
        if self.search.edit.text().strip() and self._records:
            text = self.search.edit.text().strip()
            self._empty.set_text(self.tr("Nothing matches “{text}”.").format(text=text))
            self.empty_button.show_as(self.tr("Clear search"), kind)
        elif self._failed is not None:
            self._empty.set_text(error_texts.error_sentence(self._failed))
            self.empty_button.show_as(self.tr("Try again"), kind)
        elif not self._read:
            self._empty.set_text(self.tr("Your history is shown as soon as the server answers."))
            self.empty_button.hide()
        elif self._is_first:
            words = self.tr("Your first broadcast is not over yet. It will appear here when it is.")
            self._empty.set_text(words)
            self.empty_button.show_as(self.tr("Show it"), kind)
        elif self._records or self.period.value:
            self._empty.set_text(self.tr("No broadcast of yours in this time."))
            self.empty_button.show_as(self.tr("All time"), kind)
        else:
            self._empty.set_text(self.tr("Your first broadcast will appear here."))
            self.empty_button.show_as(self.tr("Go live"), kind)

    @property
    def _is_first(self) -> bool:
        """The one that is not over yet: another period would show nothing either."""
        return self._under_way and not (self._has_past or self._records)

    def _fill(self) -> None:
        if self.search.edit.text().strip() and self._records:
            self.search.edit.clear()
            self._lay_out()
        elif self._failed is not None:
            self.retry_asked.emit()
        elif not self._is_first and (self._records or self.period.value):
            self.period.choose("")
        else:
            self.go_live_asked.emit()

    def _choose_period(self) -> None:
        self._read = False
        self.since_asked.emit(self.since)
        self._lay_out()

    def _want_seen(self, ids: tuple[str, ...]) -> None:
        unread = tuple(
            id
            for id in ids
            if not past.known(self._records[id]) and self._records[id].started_at is not None
        )
        if unread:
            self.wanted.emit(unread)

    def _look_into(self, id: str) -> None:
        if not past.known(self._records[id]):
            self.wanted.emit((id,))
        if id not in self._trails:
            self.explain_asked.emit(id)
        self._show_detail()

    def _show_detail(self) -> None:
        id, detail = self.model.opened, self.list.detail
        if detail is not None and id in self._records:
            detail.show_record(self._records[id], self._trails.get(id), may_use=self._may_use)

    def _ask_where(self, kind: str) -> None:
        """The file's name and place, in the system's own dialog."""
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        name = f"livedesk-{time_texts.stamp(self._clock())}.{kind}"
        self.dialog = QFileDialog(self, self.tr("Export the history"), str(Path(folder) / name))
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        self.dialog.setDefaultSuffix(kind)
        self.dialog.setNameFilter(f"{kind.upper()} (*.{kind})")
        self.dialog.fileSelected.connect(lambda path: self.export_to(Path(path), kind))
        self.dialog.open()

    def export_to(self, path: Path, kind: str) -> None:
        """Write what is shown to that file."""
        self.show_not_exported(None)
        ids = tuple(record.id for record in self._shown())
        self.export_asked.emit(ids, path, kind)
