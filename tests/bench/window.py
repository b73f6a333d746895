"""The console beside a bare PySide6 window: start to first paint, memory, idle processor time.

    xvfb-run -a .venv/bin/python -m tests.bench.window

Four programs: ``bare``, an empty window; ``welcome``, the console's first run; ``console``, the
console as it starts every other time, with a server; ``preview``, that one with a live picture of
1280x720 in it, which ffmpeg sends. They are started in turn, so that a noisy machine slows all:
first until they are painted and no longer, one right after the other, for what has rested for a
minute comes from the disk again; then for the other figures. Only the window is watched: a filter
of the whole application would make a Python object of everything that has an event. Each may keep
its compiled modules, as an installed program does. Figures are ratios of medians. The first paint
counts when it is over; memory is that of the process when all that loads by itself has been loaded
for seconds, or after 300 pictures; the longest stall is that from the first paint on.
"""

from __future__ import annotations

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

STARTS = 15
RUNS = 3
IDLE_S = 20.0

LEAN = """
from livedesk.desk import lean
lean.begin()  # as `main` does before it imports anything of Qt
"""
PAINTED = """
import json, os, sys, time
from PySide6.QtCore import QEvent, QObject, QTimer

def memory():
    lines = open("/proc/self/status").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
class FirstPaint(QObject):
    def __init__(self, window):
        super().__init__(window)
        self.window, self.began, self.idle_s = window, float(sys.argv[1]), float(sys.argv[2])
        self.told = {}
        window.installEventFilter(self)
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and not self.told:
            self.told["start_s"] = 0.0
            QTimer.singleShot(0, self, self.painted)
        return False
    def painted(self):
        self.told["start_s"] = time.time() - self.began
        if not self.idle_s:
            self.say()
        self.window.removeEventFilter(self)
        self.looked, self.late = time.perf_counter(), 0.0
        self.looks = QTimer(self, interval=5)
        self.looks.timeout.connect(self.look)
        self.looks.start()
        QTimer.singleShot(5000, self, self.rest)
    def look(self):
        now = time.perf_counter()
        self.late, self.looked = max(self.late, now - self.looked - 0.005), now
    def rest(self):
        self.looks.stop()
        self.told["stall_s"] = self.late
        self.told["rss_kb"] = memory()
        self.busy = time.process_time()
        QTimer.singleShot(round(self.idle_s * 1000), self, self.tell)
    def tell(self):
        self.told["idle"] = (time.process_time() - self.busy) / self.idle_s
        self.say()
    def say(self):
        print(json.dumps(self.told), flush=True)
        os._exit(0)
"""
BARE = (
    PAINTED
    + """
from PySide6.QtWidgets import QApplication, QWidget
app = QApplication([])
window = QWidget(); window.resize(1180, 760)
watch = FirstPaint(window)
window.show(); app.exec()
"""
)
WATCHED = """
from livedesk.desk import app
first = app._first_window
def watched(*words):
    window = first(*words)
    window.first_paint = FirstPaint(window)
    return window
app._first_window = watched
"""
DRIVEN = """
import subprocess
from PySide6.QtCore import QTimer
from livedesk.desk.main_window import MainWindow
FFMPEG = "ffmpeg -loglevel error -re -f lavfi -i testsrc2=size=1280x720:rate=30 -c:v libx264"
FFMPEG += " -preset ultrafast -tune zerolatency -g 30 -pix_fmt yuv420p -f flv"
class Host(QTimer):
    def __init__(self, window):
        super().__init__(window, interval=100)
        self.window, self.ffmpeg, self.pictures = window, None, 0
        window._feed.picture.connect(self.see)
        self.timeout.connect(self.go_on)
        self.start()
    def see(self, picture):
        self.pictures += 1
    def go_on(self):
        form, record = self.window.studio.form, self.window.scene.record
        if record is None and form.button.isVisible() and not form.title.edit.text():
            form.title.edit.setText("Sunday sketchbook")
            form.button.click()
        elif record is not None and record.push is not None and self.ffmpeg is None:
            self.ffmpeg = subprocess.Popen([*FFMPEG.split(), record.push.url])
        elif self.pictures > 300:
            self.stop()
            self.ffmpeg.kill()
            print(json.dumps({"rss_kb": memory()}), flush=True)
            os._exit(0)
furnish = MainWindow.furnish
def furnished(window, *workers):
    yield from furnish(window, *workers)
    Host(window)
MainWindow.furnish = furnished
FirstPaint.rest = lambda self: None
"""
START = """
from livedesk.__main__ import main
main(["--lang", "en", *sys.argv[3:]])
"""
CONSOLE = LEAN + PAINTED + WATCHED + START
PREVIEW = LEAN + PAINTED + WATCHED + DRIVEN + START
PROGRAMS = {
    "bare": (BARE,),
    "welcome": (CONSOLE,),
    "console": (CONSOLE, "--profile", "here"),
    "preview": (PREVIEW, "--profile", "here"),
}


def measure(name: str, idle_s: float, home: Path) -> dict[str, float]:
    """Start one of PROGRAMS once; its figures. With 0 to idle it ends when it is painted."""
    program, *words = PROGRAMS[name]
    kinds = ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME")
    folders = {kind: str(home / kind) for kind in kinds}
    env = {**os.environ, **folders, "PYTHONPATH": os.getcwd()}  # noqa: PTH109
    env.pop("PYTHONDONTWRITEBYTECODE", None)
    env["PYTHONPYCACHEPREFIX"] = str(home.parent / "compiled")
    command = [sys.executable, "-c", program, str(time.time()), str(idle_s), *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout.strip().splitlines()[-1]))


def _end_servers(folder: Path) -> None:
    """A server outlives its console for a while, and would be in the way of what follows."""
    for note in folder.rglob("server.json"):
        server = json.loads(note.read_text())["pid"]
        os.kill(server, signal.SIGTERM)
        within = time.time() + 5.0
        while Path(f"/proc/{server}").exists() and time.time() < within:
            time.sleep(0.1)
        note.unlink(missing_ok=True)


def main() -> None:
    """Print each figure as a ratio, with the medians behind it."""
    starts: dict[str, list[float]] = {"bare": [], "welcome": [], "console": []}
    found: dict[str, list[dict[str, float]]] = {name: [] for name in PROGRAMS}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(STARTS + 1):
            for name, times in starts.items():
                start = measure(name, 0.0, Path(folder) / name)["start_s"]
                if turn:  # the first fills the caches
                    times.append(start)
        for turn in range(RUNS):
            idle_s = IDLE_S if turn == RUNS - 1 else 0.1
            for name in PROGRAMS:
                home = f"{name}-{turn}" if name == "preview" else name  # it leaves a broadcast
                found[name].append(measure(name, idle_s, Path(folder) / home))
            _end_servers(Path(folder))
    bare = statistics.median(starts["bare"])
    for name in ("welcome", "console"):
        start = statistics.median(starts[name])
        print(f"{name:8} start    {start / bare:5.2f} times  ({start:.3f} s, bare {bare:.3f})")
    least = statistics.median(one["rss_kb"] for one in found["bare"])
    for name in ("welcome", "console", "preview"):
        memory = statistics.median(one["rss_kb"] for one in found[name])
        more = f"({memory / 1000:.0f} MB, bare {least / 1000:.0f})"
        print(f"{name:8} memory   {memory / least:5.2f} times  {more}")
    for name in ("welcome", "console"):
        worst = sorted(one["stall_s"] * 1000 for one in found[name])
        print(f"{name:8} stall    {worst[-1]:4.0f} ms at worst, mostly {worst[RUNS // 2]:.0f}")
        print(f"{name:8} idle     {found[name][-1]['idle']:.2%} of a core")


if __name__ == "__main__":
    main()
