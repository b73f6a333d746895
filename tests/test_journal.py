"""The log: what it says when it cannot be written."""

from __future__ import annotations

import contextlib
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from livedesk import journal as journal_module
from livedesk.journal import Held, blotted, hide, open_journal


@pytest.fixture
def journal() -> Iterator[logging.Logger]:
    """The root logger, as it was again after the test."""
    root = logging.getLogger()
    before, level, loud = list(root.handlers), root.level, logging.raiseExceptions
    yield root
    for handler in set(root.handlers) - set(before):
        root.removeHandler(handler)
        with contextlib.suppress(OSError):  # there is still something to write
            handler.close()
    root.setLevel(level)
    logging.raiseExceptions = loud


@pytest.mark.skipif(sys.platform != "linux", reason="needs a disk that is always full")
def test_a_full_disk_neither_stops_the_program_nor_shows_what_would_have_been_blotted(
    journal: logging.Logger, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "full.log").symlink_to("/dev/full")
    open_journal(tmp_path / "full.log")
    journal.warning("pushed to %s", "rtmp://x/live/a?txSecret=0123456789abcdef")
    assert "0123456789abcdef" not in capfd.readouterr().err


def test_what_is_said_before_the_journal_is_open_stands_in_it_before_the_rest(
    journal: logging.Logger, tmp_path: Path
) -> None:
    file = tmp_path / "logs" / "console.log"
    held = Held(file)
    journal.info("rtmp://x/live/a?txSecret=%s", "0123456789abcdef")
    assert not file.exists()
    held.open()
    journal.warning("second")
    assert [line.split(" root: ")[1] for line in file.read_text().splitlines()] == [
        "rtmp://x/live/a?txSecret=…",
        "second",
    ]


def test_a_warning_is_in_the_log_at_once_after_what_was_said_before_it(
    journal: logging.Logger, tmp_path: Path
) -> None:
    """The program may die of it, or be killed, before it has a window."""
    file = tmp_path / "logs" / "console.log"
    held = Held(file)
    journal.info("first")
    journal.warning("the settings cannot be read")
    assert "the settings cannot be read" in file.read_text()
    held.open()
    journal.info("last")
    assert [line.split(" root: ")[1] for line in file.read_text().splitlines()] == [
        "first",
        "the settings cannot be read",
        "last",
    ]


def test_what_was_held_is_not_told_again_to_who_has_heard_it(
    journal: logging.Logger, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    held = Held(tmp_path / "console.log")
    journal.info("first")
    held.open()
    assert caplog.messages == ["first"]


def test_a_journal_that_cannot_be_written_goes_to_standard_error(
    journal: logging.Logger, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "logs").write_text("a file where the folder should be")
    held = Held(tmp_path / "logs" / "console.log")
    journal.info("first")
    held.open()
    said = capsys.readouterr().err
    assert "the log goes to standard error" in said
    assert "first" in said


def test_a_program_that_ends_before_its_journal_is_open_still_writes_what_it_said(
    tmp_path: Path,
) -> None:
    code = (
        "import logging, sys\n"
        "from pathlib import Path\n"
        "from livedesk.journal import Held\n"
        "Held(Path(sys.argv[1]))\n"
        "logging.getLogger('x').info('the settings are read')"
    )
    file = tmp_path / "console.log"
    subprocess.run([sys.executable, "-c", code, str(file)], check=True)
    assert "the settings are read" in file.read_text()


@pytest.mark.parametrize(
    "written", ["txSecret=", "txsecret%3D", "txSecret%253D", "txSecret\\u003d", "txSecret': '"]
)
def test_a_signature_is_blotted_however_it_is_written(written: str) -> None:
    assert "9f2c41d0" not in blotted(f"a {written}9f2c41d0&b")


@pytest.mark.parametrize("write", [str, repr, ascii, json.dumps])
def test_a_password_is_blotted_as_an_exception_writes_it(
    write: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal_module, "_hidden", set())
    password = "wörd \\'pass"
    hide(password)
    assert "pass" not in blotted(f"KeyError: {write(password)}")
