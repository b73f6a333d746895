"""The bundled server of this computer: find the one that runs, or start one."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from livedesk import __version__
from livedesk.client import shapes
from livedesk.client.server_address import ServerAddress, checked_url, is_loopback
from livedesk.client.server_client import ServerClient
from livedesk.domain.errors import BadSettings, LivedeskError, ServerUnavailable

log = logging.getLogger(__name__)

GIVE_UP_AFTER_S = 20.0
LOOK_EVERY_S = 0.1

# A child that stopped at once may have met the server of another console, which took the lock
# first and is about to answer.
OTHER_CONSOLES_S = 3.0

LARGEST_LOG = 1_000_000  # bytes; the next start begins a new one

LIVE = frozenset({"live", "interrupted"})


@dataclass(frozen=True, slots=True)
class ServerNote:
    """``server.json``, which a bundled server writes once it answers."""

    url: str
    pid: int
    version: str
    token: str = field(repr=False)


class Outliving(subprocess.Popen[bytes]):
    """A child that is meant to outlive us: Python need not warn that it still runs."""

    def __del__(self) -> None:
        pass


class LocalServer:
    """Finds or starts the bundled server of one data folder. Blocks: not for the GUI thread.

    The child has a session of its own: it outlives a crashed console, and it stops itself when
    no console has asked for anything for a while and nothing is live.

    Args:
        command: what starts a server; for tests.
        make_client: a client with short time-outs.
        timer, pause: seconds that only go forward, and waiting for some.
    """

    def __init__(
        self,
        data_dir: Path,
        log_dir: Path,
        version: str = __version__,
        command: Sequence[str] = (sys.executable, "-m", "livedesk.server"),
        make_client: Callable[[ServerAddress], ServerClient] = lambda at: ServerClient(
            at.url, at.token, timeout=1.5
        ),
        timer: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._data_dir = data_dir
        self._log_file = log_dir / "server-start.log"
        self._version = version
        self._command = (*command, "serve", "--bundled", "--data-dir", str(data_dir))
        self._make_client = make_client
        self._timer = timer
        self._pause = pause
        self._child: Outliving | None = None
        self._log_from = 0
        self._leaving_pid: int | None = None

    def find_or_start(self, stopping: Callable[[], bool] = lambda: False) -> ServerAddress:
        """The address of a running server of our version.

        Raises:
            ServerUnavailable: it does not start; the sentence says why.
        """
        deadline = self._timer() + GIVE_UP_AFTER_S
        started = False
        stopped_at: float | None = None
        while not stopping():
            found = self._running()
            if found is not None:
                return found
            if not started and not self._is_leaving():
                self._start()
                started = True
            if stopped_at is None and self._child is not None and self._child.poll() is not None:
                stopped_at = self._timer()
            if stopped_at is not None and self._timer() - stopped_at > OTHER_CONSOLES_S:
                raise ServerUnavailable(self._last_words(), why="own_server_stopped")
            if self._timer() > deadline:
                raise ServerUnavailable(
                    f"The server of this computer did not start within {GIVE_UP_AFTER_S:g} s. "
                    f"Its log is {self._log_file}.",
                    why="own_server_slow",
                )
            self._pause(LOOK_EVERY_S)
        raise ServerUnavailable("The console is closing.", why="closing")

    def has_stopped(self) -> bool:
        """Whether the server that we started is known to be gone."""
        return self._child is not None and self._child.poll() is not None

    def _running(self) -> ServerAddress | None:
        """The server of ``server.json`` if it answers to our token; another version is stopped."""
        note = read_note(self._data_dir)
        if note is None or not _is_alive(note.pid):
            return None
        address = ServerAddress(note.url, note.token)
        try:
            with self._make_client(address) as client:
                version = client.policy().version
                mine = client.mine()  # answered to our token only
                # Our own child is of another version only after an update behind our back: to stop
                # it and to start the same again would never end.
                ours = self._child is not None and self._child.pid == note.pid
                if ours or version == self._version or any(record.state in LIVE for record in mine):
                    if self._child is not None and self._child.pid != note.pid:
                        self._child = None  # another console's was first
                    return address
        except LivedeskError as error:
            log.info("the server of server.json does not answer to us: %s", error.sentence)
            return None
        if self._leaving_pid != note.pid:
            self._leaving_pid = note.pid
            log.info(
                "stopping the bundled server of version %s, ours is %s", version, self._version
            )
            with contextlib.suppress(OSError):
                os.kill(note.pid, signal.SIGTERM)
        return None

    def _is_leaving(self) -> bool:
        """Whether the server that we asked to stop still holds the folder."""
        return self._leaving_pid is not None and _is_alive(self._leaving_pid)

    def _start(self) -> None:
        try:
            self._data_dir.mkdir(parents=True, exist_ok=True)
            self._log_file.parent.mkdir(parents=True, exist_ok=True)
            size = self._log_file.stat().st_size if self._log_file.exists() else 0
            with self._log_file.open("wb" if size > LARGEST_LOG else "ab") as log_file:
                self._log_from = log_file.tell()
                self._child = Outliving(
                    self._command,
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=log_file,
                    start_new_session=True,
                )
        except OSError as error:
            raise ServerUnavailable(
                f"The server of this computer cannot be started: {error}. "
                "Check that the folder is yours and the disk is not full.",
                why="own_server_stopped",
            ) from error
        log.info("started the bundled server, pid %d", self._child.pid)

    def _last_words(self) -> str:
        """The last line that our child wrote to stderr: by agreement a sentence for a person."""
        code = self._child.returncode if self._child is not None else None
        nothing = (
            f"The server of this computer stopped at once (exit code {code}) and left no word in "
            f"{self._log_file}. Look whether the disk is full, then try again."
        )
        try:
            with self._log_file.open("rb") as log_file:
                log_file.seek(self._log_from)
                lines = log_file.read(LARGEST_LOG).decode(errors="replace").split("\n")
        except OSError:
            return nothing
        last = next((line.strip() for line in reversed(lines) if line.strip()), nothing)
        return last.removeprefix("livedesk-server: ")


def read_note(data_dir: Path) -> ServerNote | None:
    """What ``server.json`` says, or None where there is none, or none that we would trust."""
    try:
        note = shapes.read(ServerNote, (data_dir / "server.json").read_bytes())
        if note.pid > 0 and is_loopback(checked_url(note.url).host):
            return note
    except (OSError, ValueError, BadSettings):
        pass
    return None


def is_running(data_dir: Path) -> bool:
    """Whether the process of ``server.json`` is there."""
    note = read_note(data_dir)
    return note is not None and _is_alive(note.pid)


def _is_alive(pid: int) -> bool:
    """Whether there is such a process; the token goes to nobody who came after it on its port."""
    if os.name != "posix":  # there, signal 0 would end the process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
