"""How late the window's event loop is while ten thousand rows come, change and are sorted.

Run as ``python -m tests.bench.list_lag [ROWS]``; it shows the worst delay of each part. The server
is a process of its own, as it is in life.
"""

from __future__ import annotations

import gc
import os
import random
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from multiprocessing import get_context
from multiprocessing.connection import Connection

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, Qt, QTimer

from livedesk.client.server_address import ServerAddress
from livedesk.desk.covers import Covers
from livedesk.desk.list_model import TITLE, VIEWERS
from livedesk.desk.list_page import ListPage
from livedesk.desk.screen import open_screen
from livedesk.desk.widgets import icons, theme
from livedesk.desk.workers.background import stop_all
from livedesk.desk.workers.list_feed import ListFeed
from tests.desk.list_server import list_server
from tests.desk.pretend import many
from tests.wire import a_policy

LOOK_EVERY_MS = 2


class Lag:
    """The longest time between two turns of the event loop."""

    def __init__(self) -> None:
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._last = time.perf_counter()
        self.worst = 0.0
        self.late: list[float] = []
        self._timer.start()

    def _look(self) -> None:
        now = time.perf_counter()
        late = max(0.0, (now - self._last) * 1000 - LOOK_EVERY_MS)
        self.worst, self._last = max(self.worst, late), now
        self.late.append(late)

    def of(self, what: str, deed: Callable[[], object], until: Callable[[], bool]) -> None:
        """Do it, turn the loop until it is done, and say how late it was."""
        self.worst, self.late, self._last = 0.0, [], time.perf_counter()
        began = self._last
        deed()
        loop = QEventLoop()
        looks = QTimer()
        looks.timeout.connect(lambda: until() and loop.quit())
        looks.start(5)
        loop.exec()
        self._look()
        middle = sorted(self.late)[int(len(self.late) * 0.99)]
        took = time.perf_counter() - began
        print(f"{what:34} worst {self.worst:6.1f} ms   99 % {middle:5.1f} ms   {took:6.2f} s")


def serve(count: int, line: Connection) -> None:
    """The server's side: tells its address, then changes rows as asked."""
    dice = random.Random(1)
    with list_server() as own:
        own.has(many(count))
        line.send(own.url)
        while (rate := line.recv()) is not None:
            ids = list(own.records)
            until = time.monotonic() + 3.0
            while time.monotonic() < until:
                for _ in range(max(1, rate // 50)):
                    row = own.records[dice.choice(ids)]
                    own.put(replace(row, viewers=row.viewers + dice.randrange(9)))
                time.sleep(0.02)
            fresh = replace(
                many(1)[0], id=f"done{dice.random()}", started_at="2026-12-01T00:00:00Z"
            )
            own.put(fresh)


def main() -> None:
    """Measure."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=serve, args=(count, there))
    process.start()
    app = open_screen("livedesk")
    theme.dress(app, {theme.OVERRIDE: "light"})
    icons.load()
    feed, covers = ListFeed(), Covers()
    page = ListPage(time.time, covers)
    feed.read.connect(page.show_list)
    feed.news.connect(page.show_news)
    feed.status.connect(page.show_status)
    second = QTimer()
    second.timeout.connect(page.tick)
    second.start(1000)
    page.resize(980, 700)
    page.show()
    feed.start()
    feed.show(True)
    gc.collect()
    gc.freeze()  # as the console does
    lag, model, bar = Lag(), page.model, page.table.verticalScrollBar()
    url = here.recv()
    lag.of(
        f"reading {count} rows",
        lambda: feed.use(ServerAddress(url, ""), a_policy()),
        lambda: model.rowCount() == count,
    )
    passed = time.monotonic()
    lag.of("calm", lambda: None, lambda: time.monotonic() > passed + 2)
    for rate in (200, 2000):
        rows = model.rowCount()
        lag.of(
            f"{rate} changes a second",
            lambda rate=rate: here.send(rate),
            lambda rows=rows: model.rowCount() > rows,
        )
    for _ in range(3):
        lag.of("sorting by viewers", lambda: page._sort(VIEWERS, down=True), lambda: True)
        lag.of("sorting by title", lambda: page._sort(TITLE, down=False), lambda: True)
    steps = iter(range(0, bar.maximum(), max(1, bar.maximum() // 200)))
    lag.of(
        "scrolling from end to end",
        lambda: None,
        lambda: (step := next(steps, None)) is None or bool(bar.setValue(step)),
    )
    lag.of(
        "one state only", lambda: page._show_only("interrupted"), lambda: model.rowCount() < count
    )
    lag.of("all states again", lambda: page._show_only(""), lambda: model.rowCount() > count)
    lag.of("searching", lambda: feed.search("guitar"), lambda: model.rowCount() < count / 4)
    lag.of("all again", lambda: feed.search(""), lambda: model.rowCount() > count)
    here.send(None)
    stop_all([feed], 5.0)
    process.join()


if __name__ == "__main__":
    main()
