"""A lock on an open file, which the system lets go of when the process dies."""

from __future__ import annotations

import os
from typing import IO

if os.name == "nt":  # pragma: no cover
    import msvcrt
else:
    import fcntl


def lock(file: IO[str]) -> None:
    """Hold it until `file` is closed; at once, or not at all.

    Raises:
        BlockingIOError, PermissionError: somebody else has it.
        OSError: there are no locks here.
    """
    if os.name == "nt":  # pragma: no cover
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]  # Windows only
    else:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
