"""Python's garbage, collected on the window's thread only."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_EVERY_MS = 1000


class Collector(QObject):
    """Instead of Python's own collecting, which runs on whatever thread happens to allocate.

    A widget that is part of a cycle and is collected on another thread is destroyed there, while
    the window's thread may be painting: Qt dies of it. What is there at the start is never
    looked at again, so that a collection is short.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def start(self) -> None:
        gc.disable()
        gc.freeze()  # not collected before: that takes 200 ms, and finds next to nothing
        self._timer.start()

    def stop(self) -> None:
        """As Python does it by itself."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def look(self) -> None:
        """Collect the oldest generation that is due, as Python would."""
        counts, limits = gc.get_count(), gc.get_threshold()
        for generation in (2, 1, 0):
            if counts[generation] > limits[generation] > 0:
                gc.collect(generation)
                return
