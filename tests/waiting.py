"""How tests wait for the outside: by looking until it is so, never by a fixed time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TypeVar

Found = TypeVar("Found")

LOOK_EVERY = 0.05  # seconds


def until(check: Callable[[], Found], within: float = 10.0) -> Found:
    """Look until `check` gives something true, and return that.

    Raises:
        AssertionError: it did not within so many seconds.
    """
    deadline = time.monotonic() + within
    while not (found := check()):
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {within:g} s: {check}; last seen: {found!r}")
        threading.Event().wait(LOOK_EVERY)
    return found
