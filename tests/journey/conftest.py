"""What a show needs: the real window, a phone's browser, and this computer's place in a network."""

from __future__ import annotations

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt loads

import pytest
from PySide6.QtWidgets import QApplication

from livedesk.client.keychain import Keychain
from livedesk.client.obs_setup import find_setup
from livedesk.client.server_address import ServerAddress
from livedesk.desk.bites import at_once
from livedesk.desk.main_window import MainWindow
from livedesk.desk.widgets import icons, theme
from livedesk.desk.workers.background import stop_all
from livedesk.desk.workers.live import Live
from livedesk.desk.workers.obs_link import ObsLink
from livedesk.desk.workers.preview_feed import PreviewFeed
from tests.journey.phone import Watched, watch
from tests.waiting import until

NO_OBS = 9  # nobody discards here


@pytest.fixture
def console(
    qapp: QApplication, qtbot: object, tmp_path: Path
) -> Iterator[Callable[..., MainWindow]]:
    """Opens the real window with its threads, as `livedesk` does."""
    running: list[tuple[MainWindow, Live, PreviewFeed, ObsLink]] = []
    theme.dress(qapp, {"LIVEDESK_APPEARANCE": "light"})
    icons.load()

    def show(server: ServerAddress | None, obs_port: int | None = NO_OBS) -> MainWindow:
        live, feed = Live(server, tmp_path / "own", tmp_path / "log"), PreviewFeed()
        # With no port, OBS's own settings say where it is.
        find = find_setup if obs_port is None else lambda: None
        obs = ObsLink(Keychain(tmp_path, find=lambda: None), port=obs_port, setup=find)
        window = MainWindow(time.time)
        at_once(window.furnish(live, feed, obs))
        running.append((window, live, feed, obs))
        feed.start()
        obs.start()
        live.start()
        window.show()
        return window

    yield show
    for window, live, feed, obs in running:
        window.hide()
        window.doctor.rest()
        late = live.stop(10.0)
        assert not late
        assert not stop_all((feed, obs, *window.doctor.threads), 10.0)
        window.deleteLater()
    _stop_own_server(tmp_path / "own")


def _stop_own_server(folder: Path) -> None:
    """It would outlive the console by ten minutes."""
    note = folder / "server.json"
    if note.exists():
        os.kill(json.loads(note.read_text())["pid"], signal.SIGTERM)
        until(lambda: not note.exists(), within=15)


@pytest.fixture
def phone(qtbot) -> Iterator[Callable[[str], Watched]]:
    """A phone's browser opens an address and plays; meanwhile the window goes on."""
    with ThreadPoolExecutor(1) as pool:

        def look(url: str) -> Watched:
            seen: Future[Watched] = pool.submit(watch, url)
            qtbot.waitUntil(seen.done, timeout=60_000)
            return seen.result()

        yield look
