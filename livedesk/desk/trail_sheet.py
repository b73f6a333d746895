"""The side sheet that answers *why?*: the verdict, every signal that counted, what happens next."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from livedesk.desk import error_texts, texts, time_texts, trail
from livedesk.desk.trail import Step
from livedesk.desk.widgets import icons, theme
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.copy_button import CopyButton
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.link import Link
from livedesk.desk.widgets.pill import Pill
from livedesk.desk.widgets.side_sheet import SideSheet
from livedesk.desk.widgets.states import look_of
from livedesk.desk.widgets.text import Text
from livedesk.domain.errors import LivedeskError
from livedesk.domain.evidence_records import EvidenceRecord
from livedesk.domain.records import Record

AT_FIRST = 30  # steps; the newest matter most
ROUND = 28
SIGNS = {"good": "good_ink", "bad": "warn_ink", "silent": "text_2", "off": "text_2"}


class TrailSheet(SideSheet):
    """The sheet of one broadcast; it is kept up to date while it is open."""

    def __init__(self, window: QWidget, record: Record, now: float) -> None:
        words = self.tr("Every signal that counted, in the order of time")
        super().__init__(window, trail.why_title(record.state), words)
        self.id = record.id
        self._now = now
        self._evidence: EvidenceRecord | None = None
        self._steps: tuple[Step, ...] = ()
        self._all = False
        self._age = Text(ink="warn_ink", px=12, weight=500, digits=True, wrap=True)
        self._age.hide()
        self._pill = Pill(look_of(record.state), small=True)
        self._why = Text(texts.reason_sentence(record.reason), weight=600, wrap=True)
        self._code = Text(ink="text_3", px=12, wrap=True)
        self._sources = QVBoxLayout()
        self._sources.setSpacing(8)
        self.earlier = Link(self.tr("Show earlier ones"))
        self.earlier.clicked.connect(self._show_all)
        self.earlier.hide()
        self._lines = QVBoxLayout()
        self._lines.setSpacing(0)
        self._next = Text(wrap=True)
        self._next_card = Card(inside=14, ground="hover")
        self.copy = CopyButton(self._as_text, self.tr("Copy the trail as text"), height=36)
        self.copy.setEnabled(False)
        self._lay_out()

    def _lay_out(self) -> None:
        verdict = Card(inside=14, ground="hover")
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._pill, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._why)
        words.addWidget(self._code)
        row.addLayout(words, 1)
        verdict.column.addLayout(row)
        following = QHBoxLayout()
        following.setSpacing(12)
        following.addWidget(Glyph("info", "text_2"), 0, Qt.AlignmentFlag.AlignTop)
        following.addWidget(self._next, 1)
        self._next_card.column.addLayout(following)
        self._next_card.hide()
        self.column.addWidget(self._age)
        self.column.addWidget(verdict)
        self.column.addSpacing(4)
        self.column.addLayout(self._sources)
        self.column.addSpacing(8)
        self.column.addWidget(self.earlier, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addLayout(self._lines)
        self.column.addWidget(self._next_card)
        self.column.addStretch(1)
        self.foot.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignLeft)

    def show_evidence(self, evidence: EvidenceRecord, now: float) -> None:
        """What the server says now."""
        self._evidence, self._now = evidence, now
        verdict = evidence.verdict
        self._pill.show_look(look_of(verdict.state))
        self._why.set_text(texts.said(verdict.words))
        self._code.set_text(
            self.tr("Reason: {reason}, rule {n}").format(reason=verdict.reason, n=verdict.rule)
        )
        self._age.hide()
        self._show_sources(evidence)
        steps = trail.steps_of(evidence)
        if steps != self._steps:
            self._steps = steps
            self._show_steps()
        following = trail.what_next(evidence)
        self._next.set_text(following)
        self._next_card.setVisible(bool(following))
        self.copy.setEnabled(True)

    def show_failure(self, error: LivedeskError, now: float) -> None:
        """It could not be read: what is shown is old, or there is nothing to show."""
        sentence = error_texts.error_sentence(error)
        if self._evidence is not None:
            words = self.tr("As of {time}. {why}")
            sentence = words.format(time=time_texts.exact_moment(self._now, now), why=sentence)
        self._age.set_text(sentence)
        self._age.show()

    def _show_all(self) -> None:
        self._all = True
        self._show_steps()

    def _show_steps(self) -> None:
        _empty(self._lines)
        shown = self._steps if self._all else self._steps[-AT_FIRST:]
        self.earlier.setVisible(len(shown) < len(self._steps))
        for n, step in enumerate(shown):
            self._lines.addWidget(_Line(step, self._now, last=n == len(shown) - 1))

    def _show_sources(self, evidence: EvidenceRecord) -> None:
        """Each source's last word, also of those that are switched off."""
        _empty(self._sources)
        sources = evidence.sources
        for icon, name, one in (
            ("pulse", self.tr("Heartbeat"), sources.heartbeats),
            ("bell", self.tr("Callback"), sources.callbacks),
            ("radar", self.tr("Poll"), sources.polls),
        ):
            self._sources.addWidget(_Source(icon, name, texts.said(one.words), SIGNS[one.sign]))

    def _as_text(self) -> str:
        return "" if self._evidence is None else trail.as_text(self._evidence, self._now)


class _Source(QWidget):
    def __init__(self, icon: str, name: str, words: str, ink: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(Glyph(icon, ink), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(name, "text_2", 12, 500), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Text(words, "text", 12, wrap=True), 1)
        self.setAccessibleName(f"{name}: {words}")


class _Line(QWidget):
    """A step with its icon on the line of time; decisions are strong, signals are not."""

    def __init__(self, step: Step, now: float, *, last: bool) -> None:
        super().__init__()
        self._step, self._last = step, last
        time = time_texts.exact_moment(step.at, now)
        title = Text(step.title, "text", 13, 600 if step.decision else 400, wrap=True)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(title)
        if step.more_said:
            words.addWidget(Text(step.more_said, "text_2", 12, wrap=True))
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(ROUND + 14, 4, 0, 14)
        row.setSpacing(12)
        row.addLayout(words, 1)
        row.addWidget(Text(time, "text_2", 12, digits=True), 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(f"{time}: {step.title} {step.more_said}".rstrip())
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(0, ROUND + 14))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        centre = QPointF(ROUND / 2, ROUND / 2)
        if not self._last:
            painter.setPen(QPen(theme.ink(self, "line_strong"), 1.5))
            x = centre.x()
            painter.drawLine(QPointF(x, ROUND + 3), QPointF(x, self.height() - 3))
        painter.setPen(Qt.PenStyle.NoPen)
        tone = self._step.tone
        painter.setBrush(theme.ink(self, f"{tone}_tint"))
        painter.drawEllipse(QRectF(0, 0, ROUND, ROUND))
        icons.paint(painter, self._step.icon, centre, 14, theme.ink(self, f"{tone}_ink"))


def _empty(box: QVBoxLayout) -> None:
    while (item := box.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
