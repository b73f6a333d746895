"""`livedesk` on the command line: one clear sentence where it cannot run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from livedesk.__main__ import has_screen
from livedesk.client.console_settings import ConsoleSettings, Profile, save
from tests.waiting import until

ROOT = Path(__file__).parent.parent.parent
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


@pytest.mark.parametrize("token", ["ldh_very\nsecret", "ldh_very secret", "ldh_sehr_geheim_ä"])
def test_what_is_no_token_is_refused_and_not_repeated(token: str) -> None:
    where = ("--server", "https://live.example.com")
    result = livedesk(*where, QT_QPA_PLATFORM="offscreen", LIVEDESK_TOKEN=token)
    assert result.returncode == 2
    assert "LIVEDESK_TOKEN" in result.stderr
    assert result.stderr.count("\n") == 1
    assert not any(part in result.stderr for part in token.split())


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there is always a screen")
@pytest.mark.parametrize(
    "environ",
    [
        {"DISPLAY": ":7999", "QT_QPA_PLATFORM": "xcb"},
        {"WAYLAND_DISPLAY": "no-such-screen"},
        {"QT_QPA_PLATFORM": "no-such-plugin", "DISPLAY": ":7999"},
    ],
    ids=["x11", "wayland", "plugin"],
)
def test_a_screen_that_does_not_answer_is_said_so_in_one_sentence(
    environ: dict[str, str], tmp_path: Path
) -> None:
    result = livedesk(HOME=str(tmp_path), XDG_RUNTIME_DIR=str(tmp_path), **environ)
    assert result.returncode == 1
    assert result.stderr.startswith("livedesk: no window can be opened")
    assert result.stderr.count("\n") == 1
    (log,) = tmp_path.rglob("console.log")  # for who has started it from a menu
    assert "Qt: " in log.read_text()


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
    assert "python3 packaging/bootstrap.py run" in result.stderr
    assert result.stderr.count("\n") == 1


def test_help_tells_of_the_environment() -> None:
    result = livedesk("--help")
    assert result.returncode == 0
    assert "LIVEDESK_TOKEN" in result.stdout
    assert "LIVEDESK_APPEARANCE" in result.stdout


OPEN = """
import sys
from livedesk.desk.main_window import MainWindow
from tests.desk.pretend import a_record
furnish = MainWindow.furnish
def furnished(self, *workers):
    yield from furnish(self, *workers)
    if {on_air}:
        self._live.record_changed.emit(a_record("live"))
    print("open", flush=True)
    {then}
MainWindow.furnish = furnished
from livedesk.__main__ import main
sys.exit(main(["--server", "http://127.0.0.1:9"]))
"""


Opened = Callable[..., "subprocess.Popen[str]"]


def mine(folder: Path) -> dict[str, str]:
    """The environment of a console whose folders are all in this one."""
    names = ("DATA", "CONFIG", "STATE", "CACHE")
    own = {f"XDG_{name}_HOME": str(folder / name.lower()) for name in names}
    return own | {"QT_QPA_PLATFORM": "offscreen", "LIVEDESK_TOKEN": "ldh_x", "HOME": str(folder)}


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opened]:
    """Opens a console whose server nobody answers for; see OPEN."""
    own = mine(tmp_path)
    consoles: list[subprocess.Popen[str]] = []

    def open_it(*, on_air: bool = False, then: str = "") -> subprocess.Popen[str]:
        console = subprocess.Popen(
            [sys.executable, "-c", OPEN.format(on_air=on_air, then=then)],
            env=BARE | own | {"PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        consoles.append(console)
        assert console.stdout is not None
        assert console.stdout.readline() == "open\n", console.communicate(timeout=20)[1]
        return console

    yield open_it
    for console in consoles:
        console.kill()
        console.communicate()


def left(console: subprocess.Popen[str]) -> str:
    """What it said until it had left in order."""
    _, errors = console.communicate(timeout=15)
    assert console.returncode == 0, errors
    return errors


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("on_air", [False, True], ids=["off_air", "on_air"])
def test_a_signal_ends_the_console_cleanly_and_without_a_question(
    opened: Opened, number: signal.Signals, on_air: bool
) -> None:
    console = opened(on_air=on_air)
    console.send_signal(number)
    left(console)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("words", [[], ["--server", "http://127.0.0.1:9"]], ids=["first", "later"])
def test_a_window_that_has_just_been_painted_can_be_left(tmp_path: Path, words: list[str]) -> None:
    code = (
        "import os, signal, sys\n"
        "from livedesk.desk.warm_up import WarmUp\n"
        "WarmUp.work = lambda self: os.kill(os.getpid(), signal.SIGTERM)\n"
        "from livedesk.__main__ import main\n"
        f"sys.exit(main({words!r}))"
    )
    result = livedesk(code=code, PYTHONPATH=str(ROOT), **mine(tmp_path))
    assert (result.returncode, result.stderr) == (0, "")


def test_the_first_picture_needs_no_library_that_talks_to_servers(tmp_path: Path) -> None:
    code = (
        "import os, sys\n"
        "from livedesk.desk.warm_up import WarmUp\n"
        "heavy = ('httpx', 'pydantic', 'websockets', 'av', 'PIL', 'keyring', 'segno', 'fastapi')\n"
        "def told(self):\n"
        "    print([name for name in heavy if name in sys.modules], flush=True)\n"
        "    os._exit(0)\n"
        "WarmUp.work = told\n"
        "from livedesk.__main__ import main\n"
        "main(['--server', 'http://127.0.0.1:9'])"
    )
    result = livedesk(code=code, PYTHONPATH=str(ROOT), **mine(tmp_path))
    assert result.stdout == "[]\n", result.stderr


def test_what_the_window_is_furnished_with_is_all_loaded_beside_it(tmp_path: Path) -> None:
    """A module that `warm_up` forgets would hold up the window's thread."""
    code = (
        "import importlib, os, sys, time\n"
        "from pathlib import Path\n"
        "from livedesk.desk import warm_up\n"
        "for name in warm_up.MODULES + warm_up.PAGES: importlib.import_module(name)\n"
        "before = set(sys.modules)\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from livedesk.desk.bites import at_once\n"
        "from livedesk.desk.console import Keychain, Live, MainWindow, ObsLink, PreviewFeed\n"
        "from livedesk.desk.console import ServerAddress\n"
        "app, here = QApplication([]), Path('.')\n"
        "live = Live(ServerAddress('http://127.0.0.1:9', ''), here, here)\n"
        "window = MainWindow(time.time)\n"
        "at_once(window.furnish(live, PreviewFeed(), ObsLink(Keychain(here))))\n"
        "print([name for name in sys.modules if name not in before], flush=True)\n"
        "os._exit(0)"
    )
    result = livedesk(code=code, PYTHONPATH=str(ROOT), **mine(tmp_path))
    assert result.stdout == "[]\n", result.stderr


def test_what_has_qts_classes_is_imported_on_the_windows_thread_only(tmp_path: Path) -> None:
    """PySide6's table of classes has no lock: a start died of it once in a hundred times."""
    code = (
        "import os, sys, threading\n"
        "beside = []\n"
        "class Watch:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if threading.current_thread() is not threading.main_thread():\n"
        "            beside.append(name)\n"
        "sys.meta_path.insert(0, Watch())\n"
        "from livedesk.desk.main_window import MainWindow\n"
        "furnish = MainWindow.furnish\n"
        "def furnished(self, *workers):\n"
        "    yield from furnish(self, *workers)\n"
        "    qt = ('livedesk.desk', 'PySide6', 'shiboken')\n"
        "    wrong = [name for name in beside if name.startswith(qt)]\n"
        "    print('httpx' in beside, wrong, flush=True)\n"
        "    os._exit(0)\n"
        "MainWindow.furnish = furnished\n"
        "from livedesk.__main__ import main\n"
        "main(['--server', 'http://127.0.0.1:9'])"
    )
    result = livedesk(code=code, PYTHONPATH=str(ROOT), **mine(tmp_path))
    assert result.stdout == "True []\n", result.stderr


def test_a_wrong_call_of_qt_is_still_told_in_pysides_words() -> None:
    """What PySide6 needs for them is loaded late: see `lean`."""
    code = (
        "import sys\n"
        "from livedesk.desk import lean\n"
        "lean.begin()\n"
        "from PySide6.QtCore import QTimer\n"
        "late = [name for name in lean.LATE if type(sys.modules[name]) is lean._Late]\n"
        "print(sorted(late) == sorted(lean.LATE))\n"
        "try: QTimer().setInterval('soon')\n"
        "except TypeError as error: print(error)\n"
        "from PySide6.support.signature import get_signature\n"
        "print(get_signature(QTimer.isActive))\n"
        "print(all(hasattr(sys.modules[name], 'nothing') is False for name in lean.LATE))\n"
    )
    said = livedesk(code=code, PYTHONPATH=str(ROOT)).stdout.splitlines()
    assert said[0] == "True"
    assert "PySide6.QtCore.QTimer.setInterval(str)" in said[2]
    assert "msec: int" in said[4]
    assert said[-2:] == ["(self, /) -> bool", "True"]


def test_no_classes_are_made_of_what_the_window_does_not_show(tmp_path: Path) -> None:
    """PySide6 makes one of each widget there is when asked for a widget it does not know."""
    code = (
        "import os\n"
        "from PySide6 import QtWidgets\n"
        "from livedesk.desk.main_window import MainWindow\n"
        "furnish = MainWindow.furnish\n"
        "def known(): return {'QWizard', 'QStyle'} & vars(QtWidgets).keys()\n"
        "def furnished(self, *workers):\n"
        "    at_first = known()\n"
        "    yield from furnish(self, *workers)\n"
        "    print(at_first, known(), flush=True)\n"
        "    os._exit(0)\n"
        "MainWindow.furnish = furnished\n"
        "from livedesk.__main__ import main\n"
        "main(['--server', 'http://127.0.0.1:9'])"
    )
    result = livedesk(code=code, PYTHONPATH=str(ROOT), **mine(tmp_path))
    assert result.stdout == "set() {'QStyle'}\n", result.stderr


def test_the_windows_thread_imports_little_at_a_time(tmp_path: Path) -> None:
    """What is slow has been loaded on a thread, and what has Qt's classes comes in small steps."""
    code = (
        "import importlib, sys\n"
        "from livedesk.desk import lean\n"
        "lean.begin()\n"
        "from livedesk.desk import app, main_window, warm_up, welcome\n"
        "for name in warm_up.LIBRARIES: importlib.import_module(name)\n"
        "for name in warm_up.MODULES + warm_up.PAGES:\n"
        "    before = set(sys.modules)\n"
        "    importlib.import_module(name)\n"
        "    new = [name for name in sys.modules if name not in before]\n"
        "    ours = [name for name in new if name.startswith('livedesk.desk.')]\n"
        "    known = sys.stdlib_module_names\n"
        "    foreign = [n for n in new if n not in ours and n.split('.')[0] not in known]\n"
        "    if not ours or len(ours) > 5 or foreign: print(name, ours, foreign)\n"
    )
    result = livedesk(code=code, PYTHONPATH=str(ROOT), **mine(tmp_path))
    assert (result.stdout, result.stderr) == ("", "")


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize(
    "contents",
    [b"[General]\ngeometry=hello\n", b"[General]\ngeometry=1, 2\n", b"\0\xff[", b"[General]\n"],
)
def test_damaged_window_settings_are_no_reason_to_stay_shut(
    opened: Opened, tmp_path: Path, contents: bytes
) -> None:
    file = tmp_path / "config" / "livedesk" / "window.ini"
    file.parent.mkdir(parents=True)
    file.write_bytes(contents)
    console = opened()
    console.terminate()
    left(console)
    assert b"geometry=@ByteArray(" in file.read_bytes()  # and they are whole again


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_console_whose_folders_cannot_be_written_still_opens(
    opened: Opened, tmp_path: Path
) -> None:
    for name in ("config", "state", "data"):
        (tmp_path / name).write_text("a file where a folder should be")
    console = opened()
    console.terminate()
    errors = left(console)
    assert "the log goes to standard error" in errors


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_bug_is_in_the_log_wherever_it_happens(opened: Opened, tmp_path: Path) -> None:
    here = "QTimer.singleShot(0, lambda: 1 / 0)"
    there = "threading.Thread(target=int, args=('no number',)).start()"
    console = opened(then=f"import threading; from PySide6.QtCore import QTimer; {here}; {there}")
    log = tmp_path / "state" / "livedesk" / "log" / "console.log"
    until(lambda: "ZeroDivisionError" in log.read_text() and "'no number'" in log.read_text())
    console.terminate()
    left(console)


BREAKS = """
import sys
from livedesk.desk import app
from livedesk.desk.widgets import theme
def broken(*words):
    raise ValueError("no dress for ldh_0123456789abcdef")
{what} = broken
from livedesk.__main__ import main
sys.exit(main([]))
"""


@pytest.mark.parametrize("what", ["app.load", "theme.dress", "app._first_window"])
def test_a_bug_before_the_first_window_is_in_the_log_without_secrets(
    tmp_path: Path, what: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", BREAKS.format(what=what)],
        env=BARE | mine(tmp_path) | {"PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    log = (tmp_path / "state" / "livedesk" / "log" / "console.log").read_text()
    for told in (log, done.stderr):
        assert "ValueError: no dress for ldh_…" in told
        assert "0123456789abcdef" not in told
    assert done.returncode == 1


def test_a_profile_that_is_not_there_is_said_with_those_that_are(tmp_path: Path) -> None:
    folder = tmp_path / "config" / "livedesk"
    save(folder, ConsoleSettings((Profile("a1", "Studio", "https://live.example.com"),)))
    own = {"XDG_CONFIG_HOME": str(tmp_path / "config"), "XDG_STATE_HOME": str(tmp_path / "state")}
    result = livedesk("--profile", "Nobody", QT_QPA_PLATFORM="offscreen", **own)
    assert result.returncode == 2
    assert result.stderr == "livedesk: --profile: there is no “Nobody”. There is: Studio, here.\n"


def test_a_profile_and_a_server_are_not_given_together() -> None:
    words = ("--profile", "Studio", "--server", "https://live.example.com")
    assert livedesk(*words, QT_QPA_PLATFORM="offscreen", LIVEDESK_TOKEN="x").returncode == 2


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_second_start_shows_the_first_window_and_leaves(opened: Opened, tmp_path: Path) -> None:
    first = opened()
    again = livedesk("--server", "http://127.0.0.1:9", **mine(tmp_path))
    assert (again.returncode, again.stderr) == (0, "")
    first.terminate()
    left(first)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_after_a_kill_the_next_start_opens(opened: Opened) -> None:
    opened().kill()
    console = opened()
    console.terminate()
    left(console)


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_a_first_window_that_hangs_is_said(opened: Opened, tmp_path: Path) -> None:
    first = opened()
    first.send_signal(signal.SIGSTOP)
    second = subprocess.Popen(
        [sys.executable, "-m", "livedesk", "--server", "http://127.0.0.1:9"],
        env=BARE | mine(tmp_path),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert second.stderr is not None
    assert "open already" in second.stderr.readline()
    second.kill()
    second.communicate()
    first.send_signal(signal.SIGCONT)
    first.terminate()
    left(first)


def test_that_the_first_window_hangs_is_said_under_our_icon(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from PySide6.QtWidgets import QMessageBox\n"
        "from livedesk.desk.instance import Instance\n"
        "Instance.take = Instance.show_other = lambda self, key: False\n"
        "def told(*words): print(QMessageBox().windowIcon().isNull(), flush=True)\n"
        "QMessageBox.warning = told\n"
        "from livedesk.__main__ import main\n"
        "sys.exit(main(['--server', 'http://127.0.0.1:9']))"
    )
    result = livedesk(code=code, PYTHONPATH=str(ROOT), **mine(tmp_path))
    assert (result.returncode, result.stdout) == (1, "False\n"), result.stderr
