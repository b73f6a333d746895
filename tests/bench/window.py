"""The console beside a bare PySide6 window: start to first paint, memory, idle processor time.

    xvfb-run -a .venv/bin/python -m tests.bench.window

Both are started in turn, so that a noisy machine slows both. Figures are ratios of medians.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

RUNS = 7
IDLE_S = 20.0

PAINTED = """
import json, os, resource, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer

class FirstPaint(QObject):
    def __init__(self, app, began, idle_s):
        super().__init__(app)
        self.app, self.began, self.idle_s, self.told = app, began, idle_s, {}
    def eventFilter(self, watched, event):
        shown = watched.isWidgetType() and watched.isWindow()
        if event.type() == QEvent.Type.Paint and shown and not self.told:
            self.told["start_s"] = time.time() - self.began
            QTimer.singleShot(5000, self, self.rest)
        return False
    def rest(self):
        lines = open("/proc/self/status").read().splitlines()
        own = [line for line in lines if line.startswith("VmRSS")]
        self.told["rss_kb"] = int(own[0].split()[1])
        self.busy = time.process_time()
        QTimer.singleShot(round(self.idle_s * 1000), self, self.tell)
    def tell(self):
        self.told["idle"] = (time.process_time() - self.busy) / self.idle_s
        print(json.dumps(self.told), flush=True)
        os._exit(0)
"""
BARE = """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
watch = FirstPaint(app, float(sys.argv[1]), float(sys.argv[2])); app.installEventFilter(watch)
window = QWidget(); window.resize(1180, 760); window.show(); app.exec()
"""
CONSOLE = """
from livedesk.desk import app
opened = app.open_screen
def watched(words):
    made = opened(words)
    made.first = FirstPaint(made, float(sys.argv[1]), float(sys.argv[2]))
    made.installEventFilter(made.first)
    return made
app.open_screen = watched
from livedesk.__main__ import main
main(["--lang", "en"])
"""


def measure(program: str, idle_s: float, home: Path) -> dict[str, float]:
    """Start it once; its figures."""
    folders = {name: str(home / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    folders["XDG_STATE_HOME"] = str(home / "XDG_STATE_HOME")
    env = {**os.environ, **folders, "PYTHONPATH": os.getcwd()}  # noqa: PTH109
    import time

    command = [sys.executable, "-c", PAINTED + program, str(time.time()), str(idle_s)]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def main() -> None:
    """Print each figure as a ratio, with the medians behind it."""
    found: dict[str, list[dict[str, float]]] = {"bare": [], "console": []}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(RUNS + 1):
            idle_s = IDLE_S if turn == RUNS else 0.1
            for name, program in (("bare", BARE), ("console", CONSOLE)):
                figures = measure(program, idle_s, Path(folder) / name)
                if turn:  # the first fills the caches
                    found[name].append(figures)
    for figure in ("start_s", "rss_kb"):
        bare, ours = (
            statistics.median(one[figure] for one in found[name]) for name in ("bare", "console")
        )
        print(f"{figure:8} {ours / bare:5.2f} times  (console {ours:.3g}, bare {bare:.3g})")
    print(f"idle     {found['console'][-1]['idle']:.2%} of a core")


if __name__ == "__main__":
    main()
