"""Writes have threads of their own number: a database that stands still must not take them all.

Reads, pages and beats that change no state go on meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import anyio
from anyio.lowlevel import RunVar
from anyio.to_thread import run_sync

from livedesk.domain.errors import StoreUnavailable

AT_ONCE = 4  # the database takes one at a time anyway
WAIT_S = 10.0  # for a turn

Found = TypeVar("Found")

_turns: RunVar[anyio.Semaphore] = RunVar("livedesk_writes")


async def write(call: Callable[..., Found], *args: object) -> Found:
    """Call something that writes, in a thread, when its turn has come.

    Raises:
        StoreUnavailable: the writers before it are still waiting for the database.
    """
    turns = _turns.get(None)
    if turns is None:
        turns = anyio.Semaphore(AT_ONCE)
        _turns.set(turns)
    try:
        with anyio.fail_after(WAIT_S):
            await turns.acquire()
    except TimeoutError:
        raise StoreUnavailable(
            "The database takes no writes just now: try again in a moment."
        ) from None
    try:
        return await run_sync(call, *args)
    finally:
        turns.release()
