"""A console that dies without a word: the live list notices by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.server_process import ServerProcess, environment
from tests.waiting import until

ROOT = Path(__file__).resolve().parents[2]

POLICY = {
    "media__kind": "tencent",
    "media__bizid": "8888",
    "media__callbacks": "false",
    "policy__heartbeat_interval_s": "1",
    "policy__slack_s": "0.5",
    "policy__sweep_interval_s": "0.05",
}

# The real window and its threads; only the host's hand is a program's.
CONSOLE = """
import sys, time
from pathlib import Path
from livedesk.client.server_address import ServerAddress
from livedesk.desk.bites import at_once
from livedesk.desk.main_window import MainWindow
from livedesk.desk.screen import open_screen
from livedesk.desk.widgets import icons, theme
from livedesk.client.keychain import Keychain
from livedesk.desk.workers.live import Live
from livedesk.desk.workers.obs_link import ObsLink
from livedesk.desk.workers.preview_feed import PreviewFeed
app = open_screen("livedesk")
theme.dress(app, {})
icons.load()
live, feed = Live(ServerAddress(sys.argv[1], sys.argv[2]), Path("."), Path(".")), PreviewFeed()
window = MainWindow(time.time)
at_once(window.furnish(live, feed, ObsLink(Keychain(Path(".")))))
def create(*_):
    window.studio.form.title.edit.setText("Sunday sketchbook")
    window.studio.form.suffix.edit.setText("show")
    window.studio.form.button.click()
live.connected.connect(create)
feed.start()
live.start()
window.show()
app.exec()
"""


@pytest.fixture
def server(tmp_path, free_port):
    server = ServerProcess(tmp_path / "data", free_port, POLICY).start()
    yield server
    server.stop()


def test_a_killed_console_is_offline_after_three_misses(server, tmp_path):
    mei = server.add_host("Mei")
    token = mei["Authorization"].removeprefix("Bearer ")
    console = subprocess.Popen(
        [sys.executable, "-c", CONSOLE, server.url, token],
        env=environment() | {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
    )
    try:
        with server.client() as http:

            def show():
                return http.get("/v1/broadcasts/8888_show").json()

            until(lambda: show().get("state") == "live", within=20)
            os.kill(console.pid, signal.SIGKILL)
            killed = time.monotonic()
            until(lambda: show()["state"] != "live", within=10)
            took = time.monotonic() - killed
            assert (show()["state"], show()["reason"]) == ("offline", "heartbeat_lost")
            assert took < 3 * 1 + 0.5 + 1
            assert http.get("/v1/broadcasts").json()["items"] == []
    finally:
        console.kill()
        console.wait()
