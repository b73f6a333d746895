from __future__ import annotations

import sys
from pathlib import Path

import programs
import pytest
from programs import Stopped


@pytest.mark.parametrize(
    "output",
    [
        "WARNING: Retrying ... NewConnectionError: [Errno 111] Connection refused",
        "W: Failed to fetch x  Temporary failure resolving 'x'\nE: Some index files failed",
        "npm error code EAI_AGAIN",
    ],
)
def test_no_network_is_told_as_such(output):
    assert "network could not be reached while fetching it" in str(
        programs.explain("fetching it", output)
    )


@pytest.mark.parametrize(
    "output",
    [
        "OSError: [Errno 28] No space left on device",
        "E: You don't have enough free space in /var/cache/apt/archives/.",
        "npm error code ENOSPC",
    ],
)
def test_a_full_disk_is_told_as_such(output):
    assert str(programs.explain("fetching it", output)).startswith("The disk became full while")


def test_a_folder_of_somebody_else_is_told_as_such():
    said = "ERROR: what follows\nOSError: [Errno 13] Permission denied: '.venv/x'\nhint"
    stopped = programs.explain("making .venv", said)
    assert "remove .venv first" in str(stopped)
    assert stopped.output == "OSError: [Errno 13] Permission denied: '.venv/x'"


def test_any_other_failure_shows_the_last_lines_of_the_program():
    lines = [f"line {number}" for number in range(100)]
    stopped = programs.explain("fetching it", "\n".join(lines))
    assert stopped.output.splitlines() == lines[-programs.LINES_SHOWN :]


def test_a_program_that_fails_stops_with_its_last_words():
    with pytest.raises(Stopped, match="while trying it") as stopped:
        programs.run([sys.executable, "-c", "raise SystemExit('no')"], "trying it")
    assert stopped.value.output == "no"


def test_a_program_that_is_not_there_stops_with_a_sentence(tmp_path):
    with pytest.raises(Stopped, match="cannot be started"):
        programs.run([tmp_path / "nothing"], "trying it")


def test_a_program_beside_the_python_wins_over_path():
    python = Path(sys.executable)
    assert programs.find(python.name, python) == python
