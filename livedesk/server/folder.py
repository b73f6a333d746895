"""The data folder: one server at a time works in it; a console's own says where it is."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import IO

import livedesk
from livedesk.domain.errors import BadSettings
from livedesk.file_lock import lock
from livedesk.private_file import write_private


class DataFolder:
    """Holds the folder's lock while it is open; the system lets go of it when the process dies.

    Raises:
        BadSettings: the folder cannot be written, or another server works in it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._lock: IO[str] = (path / "lock").open("a+", encoding="utf-8")
        except OSError as error:
            raise BadSettings(
                f"{path}: cannot be written ({error.strerror}): give --data-dir a folder of yours."
            ) from error
        try:
            lock(self._lock)
        except OSError as error:
            self._lock.close()
            raise BadSettings(
                f"{path}: another livedesk-server works in this folder: stop it, or give this one "
                "another --data-dir."
            ) from error

    @property
    def note(self) -> Path:
        """Where a console finds its own server."""
        return self.path / "server.json"

    def announce(self, url: str, token: str) -> None:
        """Tell consoles of this user where the server is, and how to get in; mode 0600."""
        said = {"url": url, "pid": os.getpid(), "version": livedesk.__version__, "token": token}
        write_private(self.note, json.dumps(said))

    def close(self) -> None:
        self.note.unlink(missing_ok=True)
        self._lock.close()
