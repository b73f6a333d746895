"""One console for one profile: a second start shows the first one's window."""

from __future__ import annotations

import logging
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import IO

from PySide6.QtCore import QFileSystemWatcher, QObject, Signal

from livedesk.client.server_address import ServerAddress
from livedesk.file_lock import lock
from livedesk.private_file import write_private

log = logging.getLogger(__name__)

ANSWER_WITHIN_S = 1.5
LOOK_EVERY_S = 0.01
SHOW = b"show yourself"
LONGEST = 400  # bytes
ACTIVATION = "XDG_ACTIVATION_TOKEN"
"""With it a Wayland compositor lets another program's window come to the front."""


class Instance(QObject):
    """Holds the lock of one profile, and hears those that come later.

    The lock of a process that is gone is free. (Qt's own, QLockFile, waits for the disk, and that
    before the first picture.) Who comes later lays a note into the folder, which only this user
    may do, and waits until it is taken away: a socket would do it too, but for 3 MB of QtNetwork.

    Signals:
        show_asked: somebody started a second console; its window is this one.
    """

    show_asked = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock: IO[str] | None = None
        self._watcher: QFileSystemWatcher | None = None
        self._key = ""

    def take(self, key: str) -> bool:
        """Be the one console for `key`; what was held before is let go. False: another is."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            held = (self._folder / f"console-{key}.lock").open("a", encoding="utf-8")
        except OSError as error:
            log.warning("no lock can be made: %s", error.strerror)
            return True
        try:
            lock(held)
        except (BlockingIOError, PermissionError):
            held.close()
            return False
        except OSError as error:  # nobody else can, either
            log.warning("no lock can be made in %s: %s", self._folder, error.strerror)
        self.leave()
        self._lock, self._key = held, key
        self._listen()
        return True

    def show_other(self, key: str) -> bool:
        """Ask the console that holds `key` to show itself; whether it heard."""
        note = self._note(key)
        try:
            write_private(note, f"{SHOW.decode()} {os.environ.get(ACTIVATION, '')}\n")
        except OSError as error:
            log.warning("the window that is open cannot be asked: %s", error.strerror)
            return False
        until = time.monotonic() + ANSWER_WITHIN_S
        while note.exists() and time.monotonic() < until:
            time.sleep(LOOK_EVERY_S)
        return not note.exists()  # else it is heard when that console answers again

    def leave(self) -> None:
        """Let others be it."""
        if self._watcher is not None:
            self._watcher.deleteLater()
            self._watcher = None
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    def _note(self, key: str) -> Path:
        return self._folder / f"console-{key}.show"

    def _listen(self) -> None:
        with suppress(OSError):  # we hold the lock: what is there was left behind
            self._note(self._key).unlink(missing_ok=True)
        watcher = QFileSystemWatcher(self)
        watcher.directoryChanged.connect(self._look)
        if not watcher.addPath(str(self._folder)):
            log.warning("a second start will not find this window")
        self._watcher = watcher

    def _look(self) -> None:
        """Something in the folder has changed: a note for us, or the settings."""
        note = self._note(self._key)
        if self._watcher is None:
            return  # left already
        try:
            with note.open("rb") as stream:
                said = stream.read(LONGEST).strip()
            if not said.startswith(SHOW):
                return  # not one of ours; it gets no answer
            note.unlink()
        except OSError:
            return
        token = said.removeprefix(SHOW).strip().decode(errors="ignore")
        if token and token.isprintable():
            os.environ[ACTIVATION] = token
        self.show_asked.emit()


def given_key(server: ServerAddress) -> str:
    """Stands for a server of the command line where a profile's id does."""
    return f"given-{_digest(server.url)[:12]}"


def _digest(text: str) -> str:
    """SHA-256 in hex; Qt has it at hand, Python would load OpenSSL before the first picture."""
    from PySide6.QtCore import QCryptographicHash

    hashed = QCryptographicHash.hash(text.encode(), QCryptographicHash.Algorithm.Sha256)
    return hashed.toHex().toStdString()
