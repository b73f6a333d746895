"""One console for one profile."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from livedesk.desk.instance import ACTIVATION, Instance
from livedesk.private_file import write_private

HOLD = """
import os, sys
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


def test_garbage_in_the_folder_shows_nothing(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    mine = Instance(tmp_path)
    assert mine.take("a1")
    asked: list[bool] = []
    mine.show_asked.connect(lambda: asked.append(True))
    note = tmp_path / "console-a1.show"
    with qtbot.waitSignal(mine._watcher.directoryChanged):  # type: ignore[union-attr]
        note.write_bytes(b"\x00\xff rm -rf\n")
    assert note.exists(), "it gets no answer"
    note.unlink()
    with qtbot.waitSignal(mine.show_asked):
        write_private(note, "show yourself \n")
    assert asked == [True], "of two messages one was ours"
    assert not note.exists()
    mine.leave()


def test_a_token_that_is_none_is_left_out(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv(ACTIVATION, raising=False)
    mine = Instance(tmp_path)
    assert mine.take("a1")
    with qtbot.waitSignal(mine.show_asked):
        write_private(tmp_path / "console-a1.show", "show yourself a\0b\n")
    assert ACTIVATION not in os.environ
    mine.leave()


def test_the_token_of_the_second_start_comes_along(
    qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = HOLD.replace('"shown"', "os.environ[ACTIVATION]")
    console = subprocess.Popen(
        [sys.executable, "-c", told, str(tmp_path), "well"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert console.stdout is not None
    assert console.stdout.readline() == "True\n"
    monkeypatch.setenv(ACTIVATION, "kwin-7")
    assert Instance(tmp_path).show_other("a1")
    assert console.communicate(timeout=10)[0] == "kwin-7\n"


def test_a_note_that_was_left_behind_shows_nothing(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    note = tmp_path / "console-a1.show"
    write_private(note, "show yourself \n")
    mine = Instance(tmp_path)
    with qtbot.assertNotEmitted(mine.show_asked, wait=50):
        assert mine.take("a1")
    assert not note.exists()
    mine.leave()


@pytest.mark.skipif(os.name != "posix", reason="needs the rights of files")
def test_only_this_user_may_read_or_write_what_is_asked(
    qapp: QApplication, other: object, tmp_path: Path
) -> None:
    other("stuck")  # type: ignore[operator]
    seen: list[int] = []
    asking = threading.Thread(target=Instance(tmp_path).show_other, args=("a1",))
    asking.start()
    note = tmp_path / "console-a1.show"
    while asking.is_alive():
        with contextlib.suppress(OSError):
            seen.append(note.stat().st_mode & 0o777)
    assert set(seen) == {0o600}


@pytest.mark.skipif(os.name != "posix", reason="needs a folder that is a file")
def test_where_no_lock_can_be_made_the_console_still_opens(
    qapp: QApplication, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    assert Instance(tmp_path / "file").take("a1")
