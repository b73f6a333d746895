"""What every test of the console needs."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt loads

import pytest

from livedesk.desk.background import Background, stop_all

Thread = TypeVar("Thread", bound=Background)


@pytest.fixture(autouse=True)
def no_thread_left_behind() -> Iterator[None]:
    """Fails the test that leaves a thread running."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(2.0)
    late = [thread.name for thread in left if thread.is_alive()]
    assert not late, f"threads left behind: {late}"


@pytest.fixture
def running(qapp: object) -> Iterator[Callable[[Thread], Thread]]:
    """Starts a background thread, and stops it at the end of the test."""
    started: list[Background] = []

    def run(thread: Thread) -> Thread:
        thread.start()
        started.append(thread)
        return thread

    yield run
    assert stop_all(started, budget=10.0) == ()
