"""The window is closed while everything is under way: the process ends well, and at once."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

from livedesk.desk.workers.local_server import is_running, read_note
from tests.waiting import until


def test_a_window_that_is_closed_in_the_middle_of_everything_leaves_nothing_behind(
    tmp_path: Path,
) -> None:
    """A drill runs, the test picture is sent, a cover is on its way."""
    places = {f"XDG_{name}_HOME": str(tmp_path / name) for name in ("CONFIG", "DATA", "STATE")}
    own = {key: value for key, value in os.environ.items() if not key.startswith("LIVEDESK_")}
    alone = {"HOME": str(tmp_path), "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nonexistent"}
    try:
        left = subprocess.run(
            [sys.executable, "-m", "tests.desk.leaver"],
            capture_output=True,
            text=True,
            timeout=90,
            check=False,
            env=own | places | alone | {"QT_QPA_PLATFORM": "offscreen"},
        )
    finally:
        data = tmp_path / "DATA" / "livedesk"
        if (note := read_note(data)) is not None:
            os.kill(note.pid, signal.SIGTERM)
            until(lambda: not is_running(data))
    assert left.returncode == 0, left.stderr
    assert json.loads(left.stdout.splitlines()[-1]) == {"code": 0, "threads": []}
    assert "Traceback" not in left.stderr
    log = (tmp_path / "STATE" / "livedesk" / "log" / "console.log").read_text(encoding="utf-8")
    assert "Traceback" not in log
