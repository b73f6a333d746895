"""Runs the check before going on air: its lanes beside each other, each told as it comes."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from livedesk.client.pre_air import About, look_at_record
from livedesk.client.pre_air_lanes import LANES, Lane
from livedesk.desk.workers.background import STOP, Background


@dataclass(frozen=True, slots=True)
class Look:
    """Check this; of several orders the last one counts."""

    about: About
    turn: int


class _LaneThread(Background):
    """One lane.

    Signals:
        found: int turn, Outcome.
        done: int turn.
    """

    found = Signal(int, object)
    done = Signal(int)

    def __init__(
        self, number: int, lane: Lane, clock: Callable[[], float], parent: QObject
    ) -> None:
        super().__init__(f"check {number}", parent)
        self._lane, self._clock = lane, clock

    def work(self) -> None:
        """Look, whenever asked."""
        while (order := self.next_order(None)) is not STOP:
            if not isinstance(order, Look) or self.has_orders:
                continue
            for outcome in self._lane(order.about, self._clock()):
                self.tell(self.found, order.turn, outcome)
                if self.has_orders:
                    break
            self.tell(self.done, order.turn)


class PreAirFeed(QObject):
    """Signals:
    found: Outcome, one line.
    finished: all lines of the last `check` have been told.
    """

    found = Signal(object)
    finished = Signal()

    def __init__(
        self, clock: Callable[[], float] = time.time, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._clock = clock
        self._turn = 0
        self._left = 0
        self._started = False
        self.threads = tuple(
            _LaneThread(number, lane, clock, self) for number, lane in enumerate(LANES)
        )
        for thread in self.threads:
            thread.found.connect(self._hear)
            thread.done.connect(self._hear_done)

    def check(self, about: About) -> None:
        """Look at everything anew."""
        if not self._started:
            self._started = True
            for thread in self.threads:
                thread.start()
        self._turn += 1
        self._left = len(self.threads)
        for outcome in look_at_record(about, self._clock()):
            self.found.emit(outcome)
        for thread in self.threads:
            thread.order(Look(about, self._turn))

    def _hear(self, turn: int, outcome: object) -> None:
        if turn == self._turn:
            self.found.emit(outcome)

    def _hear_done(self, turn: int) -> None:
        if turn == self._turn:
            self._left -= 1
            if self._left == 0:
                self.finished.emit()
