"""Long work of the window's own thread, done in bites: the window answers between two."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal


class Bites(QObject):
    """Takes one step of the work whenever the window has nothing else to do.

    Args:
        steps: the work; each step is to take much less than 50 ms.

    Signals:
        done: the last step is taken.
    """

    done = Signal()

    def __init__(self, steps: Iterator[None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._steps = steps
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._take)

    def start(self) -> None:
        self._timer.start(0)

    def stop(self) -> None:
        """The rest is not wanted any more."""
        self._timer.stop()

    def _take(self) -> None:
        try:
            next(self._steps)
        except StopIteration:
            self._timer.stop()
            self.done.emit()
        except BaseException:
            self._timer.stop()  # a bug: told once, by way of the crash net
            raise


def at_once(steps: Iterator[None]) -> None:
    """All of it, for who can wait."""
    for _ in steps:
        pass
