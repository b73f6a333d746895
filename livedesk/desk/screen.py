"""The screen: opened, or why there can be no window, in one sentence."""

from __future__ import annotations

import logging
import os
import sys

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

log = logging.getLogger(__name__)

NO_WINDOW = (
    "livedesk: no window can be opened: {why} Check that DISPLAY or WAYLAND_DISPLAY names a screen "
    "that runs and lets you in; on Debian and Ubuntu also: "
    "apt install libegl1 libgl1 libxkbcommon-x11-0 libxcb-cursor0 libdbus-1-3"
)


STYLE = ("-style", "Fusion")
"""What Qt takes from the command line; `setStyle` would make PySide's classes of all styles."""


def open_screen(name: str) -> QApplication:
    """The application, as the program of this name.

    Without a screen the program ends here, with a sentence and code 1. Qt aborts the process where
    it finds none, and raises nothing; but it tells its message handler before, and from there the
    program can still leave in order.
    """
    said: list[str] = []

    def hear(kind: QtMsgType, context: QMessageLogContext, text: str) -> None:
        said.append(text.strip())
        log.warning("Qt: %s", text.strip())
        if kind is QtMsgType.QtFatalMsg:
            why = said[0].split("\n")[0].rstrip(".")  # the first cause; the rest follows from it
            sys.stderr.write(NO_WINDOW.format(why=f"{why}.") + "\n")
            sys.stderr.flush()
            logging.shutdown()  # also what waits for the journal
            os._exit(1)

    qInstallMessageHandler(hear)
    app = QApplication([name, *STYLE])
    qInstallMessageHandler(None)
    return app
