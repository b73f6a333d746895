"""One console for one profile."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from livedesk.desk.instance import ACTIVATION, Instance

HOLD = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from livedesk.desk.instance import ACTIVATION, Instance
app = QCoreApplication([])
instance = Instance(Path(sys.argv[1]))
print(instance.take("a1"), flush=True)
instance.show_asked.connect(lambda: (print("shown", flush=True), app.quit()))
if sys.argv[2] == "stuck":
    sys.stdin.read()
app.exec()
"""


@pytest.fixture
def other(tmp_path: Path) -> Iterator[object]:
    """Another console that holds the profile a1; ``stuck``: its event loop does not run."""
    started: list[subprocess.Popen[str]] = []

    def start(how: str = "well") -> subprocess.Popen[str]:
        console = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(tmp_path), how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        started.append(console)
        assert console.stdout is not None
        assert console.stdout.readline() == "True\n"
        return console

    yield start
    for console in started:
        console.kill()
        console.communicate()


def test_a_second_start_shows_the_first_ones_window(
    qapp: QApplication, other: object, tmp_path: Path
) -> None:
    console = other()  # type: ignore[operator]
    mine = Instance(tmp_path)
    assert not mine.take("a1")
    assert mine.show_other("a1")
    assert console.communicate(timeout=10)[0] == "shown\n"


def test_another_profile_is_another_console(
    qapp: QApplication, other: object, tmp_path: Path
) -> None:
    other()  # type: ignore[operator]
    mine = Instance(tmp_path)
    assert mine.take("b2")
    assert not mine.take("a1")
    again = Instance(tmp_path)
    assert not again.take("b2"), "who could not change over keeps what it has"
    mine.leave()
    assert again.take("b2")
    again.leave()


def test_the_lock_of_a_killed_console_is_taken_over(
    qapp: QApplication, other: object, tmp_path: Path
) -> None:
    console = other()  # type: ignore[operator]
    console.kill()
    console.wait()
    mine = Instance(tmp_path)
    assert mine.take("a1")
    mine.leave()


def test_a_console_that_hangs_is_not_said_to_have_shown_itself(
    qapp: QApplication, other: object, tmp_path: Path
) -> None:
    other("stuck")  # type: ignore[operator]
    mine = Instance(tmp_path)
    assert not mine.take("a1")
    assert not mine.show_other("a1")


def test_garbage_on_the_socket_shows_nothing(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    from PySide6.QtNetwork import QLocalSocket

    mine = Instance(tmp_path)
    assert mine.take("a1")
    socket = QLocalSocket()
    socket.connectToServer(mine._name("a1"))
    asked: list[bool] = []
    mine.show_asked.connect(lambda: asked.append(True))
    socket.write(b"\x00\xff rm -rf\n")
    with qtbot.waitSignal(mine.show_asked):
        other = QLocalSocket()
        other.connectToServer(mine._name("a1"))
        other.write(b"show yourself \n")
    assert asked == [True], "of two messages one was ours"
    socket.disconnectFromServer()
    other.disconnectFromServer()
    mine.leave()


def test_a_token_that_is_none_is_left_out(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from PySide6.QtNetwork import QLocalSocket

    monkeypatch.delenv(ACTIVATION, raising=False)
    mine = Instance(tmp_path)
    assert mine.take("a1")
    other = QLocalSocket()
    other.connectToServer(mine._name("a1"))
    with qtbot.waitSignal(mine.show_asked):
        other.write(b"show yourself a\0b\n")
    assert ACTIVATION not in os.environ
    other.disconnectFromServer()
    mine.leave()


@pytest.mark.skipif(os.name != "posix", reason="needs a folder that is a file")
def test_where_no_lock_can_be_made_the_console_still_opens(
    qapp: QApplication, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    assert Instance(tmp_path / "file").take("a1")
