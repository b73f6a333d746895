"""The watchdog: how long the window makes a person wait, and whether the computer slept."""

from __future__ import annotations

import logging
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal

from livedesk.desk.workers.background import STOP, Background
from livedesk.journal import blotted

log = logging.getLogger(__name__)

ASK_EVERY_S = 0.1
STALL_S = 0.05
SLEPT_S = 10.0
LOGGED_AT_MOST = 50  # stalls with their stack; a slow computer must not fill the log
DEEPEST = 12  # frames of a stack


def awake_clock() -> float:
    """Seconds that go on while the computer sleeps, and that nobody can set.

    Linux: CLOCK_BOOTTIME (clock_gettime(2)). macOS: CLOCK_MONOTONIC_RAW, which is Apple's
    ``mach_continuous_time``. Windows: GetTickCount64, which counts sleep too.
    """
    for name in ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC_RAW"):
        if (sys.platform == "linux") == (name == "CLOCK_BOOTTIME") and hasattr(time, name):
            return time.clock_gettime(getattr(time, name))
    return time.monotonic()


@dataclass(frozen=True, slots=True)
class Stall:
    """Once the window did not answer. `stack`: where its thread was, innermost last."""

    lag_s: float
    stack: str


class Watchdog(Background):
    """Asks the window's event loop ten times a second for a sign of life, and times the answer.

    Args:
        timer: seconds for the lag; clock: seconds that sleep does not stop, see `awake_clock`.

    Attributes:
        worst_s: the longest lag since the start.
        stalls: how many were longer than 50 ms.

    Signals:
        stalled: Stall, when it is over.
        slept: float, seconds for which the computer was asleep.
    """

    stalled = Signal(object)
    slept = Signal(float)
    _asked = Signal(float)

    def __init__(
        self,
        ask_every_s: float = ASK_EVERY_S,
        timer: Callable[[], float] = time.perf_counter,
        clock: Callable[[], float] = awake_clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("watchdog", parent)
        self._ask_every_s, self._timer, self._clock = ask_every_s, timer, clock
        self._window_thread = threading.get_ident()
        self._answer_to = self._answered_at = 0.0
        self.worst_s = 0.0
        self.stalls = 0
        self._asked.connect(self._answer, Qt.ConnectionType.QueuedConnection)

    def work(self) -> None:
        """Ask, look for the answer at the next turn, and look at the clock, until the end."""
        asked_at, stack, before = 0.0, "", self._clock()
        while self.next_order(self._ask_every_s) is not STOP:
            now = self._clock()
            asleep_s, before = now - before - self._ask_every_s, now
            if asleep_s >= SLEPT_S:
                log.info("the computer slept for %.0f s", asleep_s)
                self.tell(self.slept, asleep_s)
                asked_at = 0.0  # what was asked before that says nothing
            if asked_at and self._answer_to != asked_at:
                if not stack and self._timer() - asked_at > STALL_S:
                    stack = self._stack()
                continue
            if asked_at:
                self._measure(self._answered_at - asked_at, stack)
            asked_at, stack = self._timer(), ""
            self.tell(self._asked, asked_at)

    def _measure(self, lag_s: float, stack: str) -> None:
        self.worst_s = max(self.worst_s, lag_s)
        if lag_s > STALL_S:
            self._note(Stall(lag_s, stack))

    def _note(self, stall: Stall) -> None:
        self.stalls += 1
        if self.stalls <= LOGGED_AT_MOST:
            log.warning("the window did not answer for %.0f ms\n%s", stall.lag_s * 1e3, stall.stack)
        self.tell(self.stalled, stall)

    def _answer(self, asked_at: float) -> None:
        self._answered_at = self._timer()
        self._answer_to = asked_at  # last: the thread looks at this first

    def _stack(self) -> str:
        """Where the window's thread is: places in the code, no values."""
        frame = sys._current_frames().get(self._window_thread)
        return blotted("".join(traceback.format_stack(frame, DEEPEST))) if frame is not None else ""
