"""`livedesk` on the command line: one clear sentence where it cannot run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from livedesk.__main__ import has_screen

BARE = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}


def livedesk(*words: str, code: str = "", **environ: str) -> subprocess.CompletedProcess[str]:
    program = ["-c", code] if code else ["-m", "livedesk"]
    return subprocess.run(
        [sys.executable, *program, *words],
        env=BARE | environ,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
def test_without_a_screen_it_says_so_in_one_sentence() -> None:
    result = livedesk()
    assert result.returncode == 1
    assert result.stderr.startswith("livedesk: there is no screen")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({}, False),
        ({"DISPLAY": ":0"}, True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, True),
        ({"QT_QPA_PLATFORM": "offscreen"}, True),
        ({"QT_QPA_PLATFORM": "xcb"}, False),
        ({"QT_QPA_PLATFORM": "wayland;xcb", "DISPLAY": ":0"}, True),
    ],
)
def test_a_screen_is_what_qt_would_find(environ: dict[str, str], found: bool) -> None:
    assert has_screen("linux", environ) is found
    assert has_screen("win32", environ)
    assert has_screen("darwin", environ)


def test_a_server_without_a_token_says_where_to_put_one() -> None:
    result = livedesk("--server", "https://live.example.com", QT_QPA_PLATFORM="offscreen")
    assert result.returncode == 2
    assert "LIVEDESK_TOKEN" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("url", ["live.example.com", "ftp://x", "https://u:p@x.example"])
def test_what_is_no_servers_address_is_refused_without_the_token(url: str) -> None:
    secret = "ldh_very_secret"
    result = livedesk("--server", url, QT_QPA_PLATFORM="offscreen", LIVEDESK_TOKEN=secret)
    assert result.returncode == 2
    assert "not the address of a LiveDesk server" in result.stderr
    assert secret not in result.stderr


def test_without_qt_it_says_what_to_install() -> None:
    code = (
        "import sys\n"
        "class NoQt:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in ('PySide6', 'shiboken6'):\n"
        "            raise ModuleNotFoundError(f'No module named {name!r}', name=name)\n"
        "sys.meta_path.insert(0, NoQt())\n"
        "from livedesk.__main__ import main; sys.exit(main([]))"
    )
    result = livedesk(code=code, QT_QPA_PLATFORM="offscreen")
    assert result.returncode == 1
    assert "pip install 'livedesk[desk]'" in result.stderr
    assert result.stderr.count("\n") == 1


def test_help_tells_of_the_environment() -> None:
    result = livedesk("--help")
    assert result.returncode == 0
    assert "LIVEDESK_TOKEN" in result.stdout
    assert "LIVEDESK_APPEARANCE" in result.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_console_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    """With a server that nobody answers for: it opens all the same, and leaves at once."""
    folders = {
        f"XDG_{name}_HOME": str(tmp_path / name.lower())
        for name in ("DATA", "CONFIG", "STATE", "CACHE")
    }
    program = (
        "import sys\n"
        "from livedesk.desk.main_window import MainWindow\n"
        "shown = MainWindow.showEvent\n"
        "def show(self, event):\n"
        "    shown(self, event); print('open', flush=True)\n"
        "MainWindow.showEvent = show\n"
        "from livedesk.__main__ import main\n"
        "sys.exit(main(['--server', 'http://127.0.0.1:9']))"
    )
    console = subprocess.Popen(
        [sys.executable, "-c", program],
        env=BARE
        | folders
        | {"QT_QPA_PLATFORM": "offscreen", "LIVEDESK_TOKEN": "ldh_x", "HOME": str(tmp_path)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert console.stdout is not None
    assert console.stdout.readline() == "open\n"
    console.send_signal(number)
    _, errors = console.communicate(timeout=20)
    assert console.returncode == 0, errors
