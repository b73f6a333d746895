"""Running other programs quietly, and saying in one sentence what went wrong.

Like everything in this folder that bootstrap.py imports: the standard library only, and syntax
that an old Python can read far enough to be told that it is too old.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|Temporary failure (in name resolution|resolving)"
    r"|Could not resolve|Could not connect|Cannot connect to proxy|ProxyError"
    r"|Connect(ion)?(Timeout| timed out| refused| reset)|ReadTimeout|Network is unreachable"
    r"|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH"
)
DISK_FULL = re.compile(r"No space left on device|ENOSPC|enough free space|Disk quota exceeded")
DENIED = re.compile(r"Permission ?denied|EACCES|EPERM|Read-only file system", re.IGNORECASE)
LINES_SHOWN = 15


class Stopped(Exception):
    """Cannot go on; the message is the sentence for the person who typed the command.

    Attributes:
        output: the last lines of the program that failed, where the sentence does not explain it.
    """

    def __init__(self, sentence: str, output: str = "") -> None:
        super().__init__(sentence)
        self.output = output


def run(
    command: Sequence[str | Path],
    doing: str,
    *,
    cwd: Path | None = None,
    env: Mapping[str, str] | None = None,
) -> None:
    """Runs a program without a word; `doing` names the work, as in "installing the packages".

    Raises:
        Stopped: the program is missing or failed.
    """
    try:
        done = subprocess.run(
            [str(word) for word in command],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            errors="replace",
            cwd=cwd,
            env={**os.environ, **(env or {})},
            check=False,
        )
    except OSError as error:
        raise Stopped(f"{doing} failed: {command[0]} cannot be started ({error}).") from error
    if done.returncode:
        raise explain(doing, done.stdout)


def explain(doing: str, output: str) -> Stopped:
    """What a failed program's output means to the person who waits for it."""
    if DISK_FULL.search(output):
        return Stopped(
            f"The disk became full while {doing}: free about 2 GB and type the command again."
        )
    if NO_NETWORK.search(output):
        return Stopped(
            f"The network could not be reached while {doing}: check the connection (and the proxy,"
            " if you use one), then type the command again."
        )
    if denied := DENIED.search(output):
        line = next(line for line in output.splitlines() if denied.group() in line)
        return Stopped(
            f"Something may not be written while {doing}: type the command as the user to whom the"
            " checkout belongs, and if it was once started with sudo, remove .venv first.",
            line,
        )
    last = "\n".join(output.strip().splitlines()[-LINES_SHOWN:])
    return Stopped(f"Something failed while {doing}; its last lines are above.", last)


def find(name: str, beside: Path) -> Path | None:
    """A program in the folder of the Python `beside`, or else on PATH."""
    places = os.pathsep.join([str(beside.parent), os.environ.get("PATH", os.defpath)])
    found = shutil.which(name, path=places)
    return Path(found) if found else None
