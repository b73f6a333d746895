"""Garbage is collected, and by the window's thread."""

from __future__ import annotations

import gc
import threading
import weakref
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from livedesk.desk.collector import Collector


class Knot:
    """A cycle; tells on which thread it is collected."""

    collected_on: list[threading.Thread] = []  # noqa: RUF012 - it outlives its instances

    def __init__(self) -> None:
        self.me = self

    def __del__(self) -> None:
        self.collected_on.append(threading.current_thread())


@pytest.fixture
def collector(qapp: QApplication) -> Iterator[Collector]:
    collector = Collector()
    collector.start()
    yield collector
    collector.stop()
    assert gc.isenabled()


def test_cycles_are_collected_on_the_windows_thread_only(
    collector: Collector, qtbot: QtBot
) -> None:
    Knot.collected_on.clear()
    knots = weakref.WeakSet[Knot]()

    def make_garbage() -> None:
        for _ in range(5000):
            knots.add(Knot())

    thread = threading.Thread(target=make_garbage)
    thread.start()
    thread.join()
    assert Knot.collected_on == []
    collector.look()
    assert len(Knot.collected_on) == 5000
    assert set(Knot.collected_on) == {threading.current_thread()}
