"""A console that dies without a word: the live list notices by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import pytest

from tests.server_process import ServerProcess, environment
from tests.waiting import until

POLICY = {
    "media__kind": "tencent",
    "media__bizid": "8888",
    "policy__heartbeat_interval_s": "1",
    "policy__slack_s": "0.5",
    "policy__sweep_interval_s": "0.05",
}

# The console's own threads without its window: what beats is `Live`, as in the real program.
CONSOLE = """
import sys
from pathlib import Path
from PySide6.QtWidgets import QApplication
from livedesk.client.server_address import ServerAddress
from livedesk.desk.workers.live import Live
app = QApplication([])
live = Live(ServerAddress(sys.argv[1], sys.argv[2]), Path(sys.argv[3]), Path(sys.argv[3]))
live.connected.connect(lambda *_: live.create("Sunday sketchbook", "show", 3600, False))
live.start()
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
        [sys.executable, "-c", CONSOLE, server.url, token, str(tmp_path)],
        env=environment() | {"QT_QPA_PLATFORM": "offscreen"},
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
