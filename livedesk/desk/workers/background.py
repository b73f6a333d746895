"""Work beside the window: a plain daemon thread owned by a QObject on the GUI thread."""

from __future__ import annotations

import enum
import logging
import queue
import threading
import time
from collections.abc import Iterable
from typing import Final

import shiboken6
from PySide6.QtCore import QObject, SignalInstance

log = logging.getLogger(__name__)


class Order(enum.Enum):
    """Orders that every thread understands."""

    STOP = enum.auto()


STOP: Final = Order.STOP


class Background(QObject):
    """A thread that takes orders and answers by signals.

    The object lives on the GUI thread, so every receiver of its signals runs there. The thread is
    a daemon: if it is late when the program quits, the program still leaves with its exit code.
    An exception that leaves `work` goes to ``threading.excepthook``: it is a bug.
    """

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._orders: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    @property
    def name(self) -> str:
        """The thread's name, for the log."""
        return self._thread.name

    @property
    def stopping(self) -> bool:
        """Whether the thread was asked to stop; long work looks at it between its steps."""
        return self._stopping.is_set()

    @property
    def has_orders(self) -> bool:
        """Whether an order waits; a thread may skip work that the next one makes pointless."""
        return not self._orders.empty()

    @property
    def orders(self) -> int:
        """How many wait."""
        return self._orders.qsize()

    def start(self) -> None:
        """Start the thread; once in a life."""
        self._thread.start()

    def order(self, value: object) -> None:
        """Hand `value` (never None) to the thread; returns at once."""
        self._orders.put(value)

    def next_order(self, timeout: float | None) -> object:
        """Sleep, wake-up and order in one; for the thread.

        Args:
            timeout: seconds to wait at most; None waits until there is one.

        Returns:
            The next order, STOP, or None when the time is over.
        """
        wait = None if timeout is None else max(0.0, timeout)
        try:
            return self._orders.get(timeout=wait)
        except queue.Empty:
            return None

    def tell(self, signal: SignalInstance, *values: object) -> None:
        """Emit `signal`; a window that is gone meanwhile hears nothing."""
        try:
            signal.emit(*values)
        except RuntimeError:
            # Qt deleted the object while a blocked call kept this thread past the end of the
            # budget: nobody listens any more. Anything else is a bug.
            if shiboken6.isValid(self):
                raise

    def work(self) -> None:
        """What the thread does, until `next_order` returns STOP."""
        raise NotImplementedError

    def ask_to_stop(self) -> None:
        """Ask; orders given before are still seen."""
        self._stopping.set()
        self._orders.put(STOP)

    def wait(self, timeout: float) -> bool:
        """Whether the thread is gone within `timeout` seconds."""
        if self._thread.ident is None:  # never started
            return True
        self._thread.join(max(0.0, timeout))
        return not self._thread.is_alive()

    def _run(self) -> None:
        self.work()


def stop_all(threads: Iterable[Background], budget: float) -> tuple[str, ...]:
    """Ask all to stop, then wait for all by one deadline of `budget` seconds from now.

    Returns:
        The names of those that are late. They are daemons: leaving the program ends them.
    """
    asked = tuple(threads)
    for thread in asked:
        thread.ask_to_stop()
    deadline = time.monotonic() + budget
    late = tuple(thread.name for thread in asked if not thread.wait(deadline - time.monotonic()))
    if late:
        log.warning("still busy after %.1f s, left behind: %s", budget, ", ".join(late))
    return late
