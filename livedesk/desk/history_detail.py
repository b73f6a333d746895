"""One past broadcast, opened: its stretches on a clock, and why each gap was there."""

from __future__ import annotations

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from livedesk.desk import past, texts, time_texts
from livedesk.desk.past import Gap
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.segment_bar import SegmentBar, TimeAxis, gaps_of
from livedesk.desk.widgets.text import Text
from livedesk.desk.widgets.tip import plain
from livedesk.domain.evidence_records import EvidenceRecord
from livedesk.domain.records import Record

MOST_GAPS = 12
MOST_FILES = 4
MARKS = 6
ROOM_FOR_SIGNALS = 560  # pixels


class HistoryDetail(QWidget):
    """Signals:
    use_again_asked, trail_asked: Record.
    resized: it needs another height.
    """

    use_again_asked = Signal(object)
    trail_asked = Signal(object)
    resized = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: Record | None = None
        self._bar, self._axis = SegmentBar(20), TimeAxis()
        self._none = Text(ink="text_2", wrap=True)
        self._gaps = QVBoxLayout()
        self._gaps.setSpacing(6)
        self.again = Button(self.tr("Use again"), Kind.SECONDARY, "again", 32)
        self.again.setToolTip(self.tr("A new broadcast with this title and cover"))
        self.trail = Button(self.tr("Show the trail"), Kind.GHOST, "verdict", 32)
        self.again.clicked.connect(lambda: self.use_again_asked.emit(self._record))
        self.trail.clicked.connect(lambda: self.trail_asked.emit(self._record))
        self._files = QHBoxLayout()
        self._files.setSpacing(4)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.again)
        foot.addWidget(self.trail)
        foot.addLayout(self._files)
        foot.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(32, 12, 32, 28)
        self._column.setSpacing(4)
        self._column.addWidget(self._bar)
        self._column.addWidget(self._axis)
        self._column.addSpacing(8)
        self._column.addWidget(self._none)
        self._column.addLayout(self._gaps)
        self._column.addSpacing(10)
        self._column.addLayout(foot)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_record(
        self, record: Record, evidence: EvidenceRecord | None, *, may_use: bool
    ) -> None:
        """Show it; `evidence` is its trail, once it has been read."""
        self._record = record
        parts = past.stretches(record)
        self._bar.show_stretches(parts)
        self._axis.setVisible(bool(parts))
        if parts:
            begin, end = parts[0][0], parts[-1][1]
            step = (end - begin) / (MARKS - 1)
            clock = time_texts.time_of_day if end - begin >= 60 * MARKS else time_texts.exact_time
            self._axis.show_marks(tuple(clock(begin + n * step) for n in range(MARKS)))
        gaps = past.explained(gaps_of(parts), evidence)
        self._show_gaps(gaps)
        self._none.set_text(self._without_gaps(record, bool(gaps)))
        self._none.setVisible(bool(self._none.text()))
        self._show_files(record)
        self.again.setEnabled(may_use)
        self.resized.emit()

    def needed(self, width: int) -> int:
        """Its height at that width."""
        self._column.activate()
        tall = self._column.heightForWidth(width) if self._column.hasHeightForWidth() else -1
        return tall if tall > 0 else self._column.sizeHint().height()

    def _without_gaps(self, record: Record, gaps: bool) -> str:
        if record.started_at is None:
            return self.tr("No picture ever came, so nobody saw it.")
        if not past.known(record):
            return self.tr("Reading what the server knows of it.")
        if not record.segments:
            return self.tr("The server does not keep the details of a broadcast this old.")
        return "" if gaps else self.tr("The picture came without a gap.")

    def _show_gaps(self, gaps: tuple[Gap, ...]) -> None:
        _empty(self._gaps)
        for gap in gaps[:MOST_GAPS]:
            self._gaps.addWidget(_GapLine(gap))
        if len(gaps) > MOST_GAPS:
            more = self.tr("and %n more", "", len(gaps) - MOST_GAPS)
            self._gaps.addWidget(Text(more, "text_2", 12))

    def _show_files(self, record: Record) -> None:
        _empty(self._files)
        for n, file in enumerate((record.recordings or ())[:MOST_FILES]):
            name = self.tr("Recording {n}").format(n=n + 1)
            button = Button(name, Kind.GHOST, "open", 32)
            button.clicked.connect(lambda _=False, url=file.url: _open(url))
            self._files.addWidget(button)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.ink(self, "line"), 1))
        painter.setBrush(theme.ink(self, "window"))
        box = self.rect().adjusted(16, 0, -16, -14)
        painter.drawRoundedRect(box.adjusted(0, 0, -1, -1), 8, 8)


class _GapLine(QWidget):
    """When, how long and why; at the right the signals themselves, where there is room."""

    def __init__(self, gap: Gap) -> None:
        super().__init__()
        signals = [texts.said(one.words) for one in (gap.stop, gap.start) if one is not None]
        said = " → ".join(one.rstrip(".。") for one in signals)
        why = texts.said(gap.verdict.words) if gap.verdict is not None else ""
        length = time_texts.duration(gap.until - gap.since)
        self._signals = Text(said, "text_2", 12, elide=True)
        self._signals.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Glyph("broken-link", "warn_ink", 14), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(Text(time_texts.exact_time(gap.since), px=12, weight=600, digits=True))
        row.addWidget(Text(length, "text", 12, digits=True))
        row.addWidget(Text(why, "text_2", 12, elide=True), 1)
        row.addWidget(self._signals, 2)
        self.setToolTip(plain(said))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._signals.setVisible(event.size().width() >= theme.grown(ROOM_FOR_SIGNALS))


def _empty(box: QVBoxLayout | QHBoxLayout) -> None:
    while (item := box.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()


def _open(url: str) -> None:
    where = QUrl(url)
    if where.scheme() in ("http", "https"):
        QDesktopServices.openUrl(where)
