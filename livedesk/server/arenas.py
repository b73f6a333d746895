"""glibc's memory for many threads: what a server once needed must not stay with it for years."""

from __future__ import annotations

import contextlib
import ctypes
import sys

ARENAS = 2
_M_ARENA_MAX = -8  # mallopt(3), malloc.h


def share_arenas() -> None:
    """Let all threads share ARENAS; before there are many, and on Linux with glibc only.

    Left alone, each thread that answers takes memory from an arena of its own, up to eight for each
    core, and what is free in one is of no use to the others.
    """
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).mallopt(_M_ARENA_MAX, ARENAS)


def give_back() -> None:
    """Let the system have what is free between what is used; see malloc_trim(3)."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
