"""Virtual time has no threads: what the server puts into one is called on the spot.

That is quicker by far, and makes the order of everything the same at every run.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from anyio._backends._asyncio import AsyncIOBackend


@contextmanager
def no_threads() -> Iterator[None]:
    """Within it, `anyio.to_thread.run_sync` calls at once, and the thousands of warnings that are
    meant are not logged. For a process that only simulates.
    """
    log = logging.getLogger("livedesk")
    level = log.level
    log.setLevel(logging.CRITICAL)
    threaded = AsyncIOBackend.__dict__["run_sync_in_worker_thread"]
    AsyncIOBackend.run_sync_in_worker_thread = classmethod(_called)  # type: ignore[assignment,method-assign]
    try:
        yield
    finally:
        log.setLevel(level)
        AsyncIOBackend.run_sync_in_worker_thread = threaded  # type: ignore[method-assign]


async def _called(
    cls: type[object], /, func: Callable[..., Any], args: Sequence[Any], *_: object, **__: object
) -> Any:
    del cls
    return func(*args)
