"""A console of its own process that closes its window in the middle of everything.

Its last line on standard output: how it left, and which threads were still there.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from collections.abc import Callable, Iterator

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage

from livedesk.desk import app
from livedesk.desk import console as of_console
from livedesk.desk.console import Console
from livedesk.desk.leak_sheet import LeakSheet

LOOK_EVERY_MS = 50

Due = Callable[[], object]


def steps(console: Console) -> Iterator[Due]:
    """Each gives what must be so before the next one."""
    yield lambda: console.welcome
    assert console.welcome is not None
    console.welcome.button.click()
    yield (
        lambda: (
            console.window is not None and console.window.furnished and console.window.scene.server
        )
    )
    window = console.window
    assert window is not None
    window.studio.form.title.edit.setText("Cats")
    window.studio.form.button.click()
    yield lambda: window.scene.record
    assert window.scene.record is not None
    assert window.scene.record.push is not None
    window.doctor.picture.send(window.scene.record.push.url)
    yield lambda: window.scene.on_air
    window.obs.ask_drill()
    window.findChildren(LeakSheet)[0].go.click()
    noise = QImage(os.urandom(1280 * 720 * 4), 1280, 720, QImage.Format.Format_RGB32)
    window.covers.change(noise)
    assert window.obs.drill.running
    window.leave()


class Leaver(Console):
    """Goes on by itself."""

    def open(self) -> None:
        super().open()
        self._steps = steps(self)
        self._due = next(self._steps)
        self._looks = QTimer(self)
        self._looks.timeout.connect(self._look)
        self._looks.start(LOOK_EVERY_MS)

    def _look(self) -> None:
        if self._due():
            try:
                self._due = next(self._steps)
            except StopIteration:
                self._looks.stop()


if __name__ == "__main__":
    of_console.Console = Leaver  # type: ignore[misc]  # what it is in this process
    code = app.run(None, "en", os.environ)
    others = [one.name for one in threading.enumerate() if one is not threading.main_thread()]
    sys.stdout.write(json.dumps({"code": code, "threads": others}) + "\n")
    sys.exit(code)
