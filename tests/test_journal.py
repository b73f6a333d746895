"""The log: what it says when it cannot be written."""

from __future__ import annotations

import contextlib
import json
import logging
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from livedesk import journal as journal_module
from livedesk.journal import blotted, hide, open_journal


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
