"""The state strip on top of every page: what is, since when, who watches, is the server there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk import texts, time_texts
from livedesk.desk.scene import Condition, Scene
from livedesk.desk.trouble import stopped_at
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.aloud import say
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Rule
from livedesk.desk.widgets.dot import Dot, Glyph
from livedesk.desk.widgets.pill import Pill
from livedesk.desk.widgets.states import LOOKS
from livedesk.desk.widgets.text import Text
from livedesk.desk.widgets.tip import plain
from livedesk.domain.times import to_epoch

HEIGHT, HEIGHT_NARROW = 64, 52


class Count(QWidget):
    """An icon and a number."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = Text(texts.DASH, weight=600, digits=True)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 18, 0)
        self.row.setSpacing(6)
        self.row.addWidget(Glyph(icon))
        self.row.addWidget(self.number)
        self.setToolTip(name)


class Strip(QWidget):
    """Pill, title over its line, clock, viewers, likes, server, and the one action of the state.

    Signals:
        end_asked: *End…* was clicked; nothing is final yet.
        on_air_asked: *Go on air* was clicked.
        continue_asked: back to the page of the broadcast.
    """

    end_asked = Signal()
    on_air_asked = Signal()
    continue_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._narrow = False
        self._said = Condition.NONE
        self._goes_on_air = False
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.pill = Pill(LOOKS[Condition.NONE])
        self._title = Text(px=14, weight=600, elide=True)
        self._line = Text(ink="text_2", px=12, elide=True)
        self._clock = Text(px=20, weight=600, digits=True)
        self._viewers = Count("people", self.tr("Viewers"))
        self._likes = Count("heart", self.tr("Likes"))
        self._dot = Dot("text_3")
        self._server = Text(ink="text_2", weight=500, digits=True)
        self.action = Button("", Kind.DANGER, "square")
        self.action.clicked.connect(self._act)
        self.onward = Button(self.tr("Continue"), Kind.PRIMARY)
        self.onward.setToolTip(self.tr("Back to the broadcast that is ready"))
        self.onward.clicked.connect(self.continue_asked)
        self._elsewhere = False
        self._build()

    def _build(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(self._title)
        words.addWidget(self._line)
        words.addStretch(1)
        self._words = QWidget(self)
        self._words.setLayout(words)
        words.setContentsMargins(0, 0, 0, 0)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._row.addWidget(self.pill)
        self._row.addSpacing(14)
        self._row.addWidget(self._words, 1)
        self._row.addSpacing(16)
        self._row.addStretch(0)
        self._row.addWidget(self._clock)
        self._row.addSpacing(22)
        self._row.addWidget(self._viewers)
        self._row.addWidget(self._likes)
        rule = Rule(standing=True)
        rule.setFixedHeight(20)
        self._row.addWidget(rule)
        self._row.addSpacing(18)
        self._row.addWidget(self._dot)
        self._row.addSpacing(8)
        self._row.addWidget(self._server)
        self._aside = QWidget(self)
        self._aside_row = QHBoxLayout(self._aside)
        self._aside_row.setContentsMargins(22, 0, 0, 0)
        self._aside_row.setSpacing(8)
        self._aside_row.addWidget(self.onward)
        self._aside_row.addWidget(self.action)
        self._row.addWidget(self._aside)
        self.set_narrow(False)

    def set_elsewhere(self, elsewhere: bool) -> None:
        """The page below has nothing to do with the broadcast."""
        self._elsewhere = elsewhere

    def set_narrow(self, narrow: bool) -> None:
        """The title goes into the pill's tooltip and the strip shrinks."""
        self._narrow = narrow
        self._words.setVisible(not narrow)
        edge = theme.EDGE_NARROW if narrow else theme.EDGE
        self._row.setContentsMargins(edge, 6, edge, 6)
        self._row.setStretch(4, 1 if narrow else 0)
        self.setMinimumHeight(HEIGHT_NARROW if narrow else HEIGHT)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """Likes, then viewers leave; pill, clock, server and action never do."""
        counts = (self._viewers, self._likes)
        for row in (*(count.row for count in counts), self._aside_row):
            row.activate()  # what has just been said counts now, not with the next event
        shown = sum(count.sizeHint().width() for count in counts if not count.isHidden())
        room = self.width() - self._row.minimumSize().width() + shown
        for count in counts:
            room -= count.sizeHint().width()
            count.setVisible(room >= 0)

    def show_scene(self, scene: Scene, now: float) -> None:
        """Show the moment `now`, epoch seconds."""
        condition = scene.condition
        record = scene.record
        # What is offered to be resumed is still a broadcast: the strip must not say there is none.
        left = scene.offered if record is None and not scene.declined else None
        self.pill.show_look(LOOKS[Condition(left.state) if left is not None else condition])
        named = record or left
        self._title.set_text(named.title if named is not None else "")
        line = self._line_of(scene)
        self._line.set_text(line)
        shown_clock = record is not None
        self._clock.setVisible(shown_clock)
        running = scene.on_air or condition is Condition.ENDED
        self._clock.set_text(time_texts.clock(scene.seconds_on_air(now)))
        self._clock.set_ink("text" if running else "text_3")
        old = condition is Condition.AWAY
        for count, value in (
            (self._viewers, record.viewers if record is not None and running else None),
            (self._likes, record.likes if record is not None and running else None),
        ):
            count.number.set_text(texts.tally(value))
            count.number.set_ink("text" if value is not None and not old else "text_3")
        self._show_server(scene)
        self._show_action(scene)
        title = named.title if named is not None else ""
        self.pill.setToolTip(plain(f"{title}\n{line}".strip()))
        self._make_room()
        self._announce(condition)

    def _line_of(self, scene: Scene) -> str:
        record = scene.record
        if record is None:
            offered = scene.offered is not None and not scene.declined
            return self.tr("Not over: resume it or end it.") if offered else ""
        started = to_epoch(record.started_at) if record.started_at else None
        since = time_texts.time_of_day(started) if started is not None else texts.DASH
        match scene.condition:
            case Condition.AWAY if scene.away is not None:
                last = scene.away.last_answer_at
                at = time_texts.exact_time(last) if last is not None else texts.DASH
                state = LOOKS[Condition(record.state)].word()
                return self.tr("last known: {state}, {time}").format(state=state, time=at)
            case Condition.READY:
                return self.tr("Not on air yet. Nobody can see you.")
            case Condition.REHEARSAL:
                return self.tr("Only you see the picture. Viewers see nothing yet.")
            case Condition.LIVE if record.reason == "console_silent":
                return self.tr("console silent, picture is on")
            case Condition.LIVE:
                return self.tr("since {time}, {code}").format(time=since, code=record.code)
            case Condition.INTERRUPTED:
                stopped = stopped_at(scene)
                if stopped is None:
                    return self.tr("since {time}").format(time=since)
                return self.tr("since {since}, picture stopped {time}").format(
                    since=since, time=time_texts.exact_time(stopped)
                )
            case Condition.OFFLINE if scene.held:
                return self.tr("an admin keeps it off the air")
            case Condition.OFFLINE:
                return self.tr("the picture did not come back")
            case Condition.ENDED if record.ended_at is not None:
                at = time_texts.time_of_day(to_epoch(record.ended_at))
                return self.tr("ended {time}").format(time=at)
        return ""

    def _show_server(self, scene: Scene) -> None:
        trouble = scene.away is not None or (scene.lost is not None and scene.server is not None)
        if trouble:
            self._dot.show_ink("warn")
            self._server.set_text(self.tr("no answer"))
            self._server.set_ink("warn_ink")
            return
        self._server.set_ink("text_2")
        known = scene.server is not None
        self._dot.show_ink("good" if known else "text_3")
        if scene.beat is None:
            self._server.set_text(self.tr("Server"))
        else:
            took = time_texts.round_trip(scene.beat.round_trip_s)
            short = self._narrow or scene.on_air
            self._server.set_text(took if short else self.tr("Server {ms}").format(ms=took))
        name = scene.server.name if scene.server is not None else ""
        self._server.setToolTip(plain(name))

    def _show_action(self, scene: Scene) -> None:
        record = scene.record
        ready = record is not None and record.state == "ready"
        onward = self._elsewhere and ready
        self.onward.setVisible(onward)
        self._goes_on_air = record is not None and ready and record.rehearsal
        self._aside.setVisible(scene.unfinished)
        # Where there is room for one, *Continue* leads to the page that has the other, too.
        self.action.setVisible(not (onward and self._narrow and self._goes_on_air))
        if self._goes_on_air:
            next_step = scene.publishing and scene.away is None
            filled = next_step and not onward
            kind = Kind.PRIMARY if filled else Kind.SECONDARY
            self.action.show_as(self.tr("Go on air"), kind, "waves")
            self.action.setEnabled(next_step and not scene.busy)
            self.action.setToolTip(
                "" if next_step else self.tr("Possible as soon as a picture arrives")
            )
        else:
            self.action.show_as(self.tr("End…"), Kind.DANGER, "square")
            self.action.setEnabled(scene.busy != "end")
            self.action.setToolTip("")
        self.action.setAccessibleName(self.action.text())

    def _act(self) -> None:
        (self.on_air_asked if self._goes_on_air else self.end_asked).emit()

    def _announce(self, condition: Condition) -> None:
        """A change of state is said once; the clock never is."""
        word = LOOKS[condition].word()
        numbers = self.tr("{viewers} viewers, {likes} likes, server {server}").format(
            viewers=self._viewers.number.text(),
            likes=self._likes.number.text(),
            server=self._server.text(),
        )
        self.setAccessibleName(f"{word}, {numbers}")
        if condition is not self._said:
            self._said = condition
            say(self, word)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.fill(painter, self.rect(), theme.ink(self, "card"))
        painter.setPen(theme.ink(self, "line"))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
