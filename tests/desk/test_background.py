from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable

import pytest
import shiboken6
from PySide6.QtCore import Signal
from pytestqt.qtbot import QtBot

from livedesk.desk.workers.background import STOP, Background, stop_all


class Echo(Background):
    """Says what it is ordered, and on which thread it heard it.

    Signals:
        heard: object.
    """

    heard = Signal(object)

    def work(self) -> None:
        while (order := self.next_order(None)) is not STOP:
            if isinstance(order, threading.Event):
                order.wait()
            elif isinstance(order, Exception):
                raise order
            else:
                self.tell(self.heard, order)


Running = Callable[[Echo], Echo]


def test_orders_are_heard_in_turn_and_answered_on_the_gui_thread(qtbot: QtBot, running: Running):
    echo = running(Echo("echo"))
    heard: list[tuple[object, threading.Thread]] = []
    echo.heard.connect(lambda order: heard.append((order, threading.current_thread())))
    for number in range(3):
        echo.order(number)
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert heard == [(number, threading.main_thread()) for number in range(3)]


def test_no_order_within_the_time_is_none(qapp: object):
    echo = Echo("echo")
    assert echo.next_order(0.0) is None
    assert echo.next_order(-1.0) is None
    assert not echo.has_orders
    echo.order("now")
    assert echo.has_orders
    assert echo.next_order(60.0) == "now"


def test_orders_given_before_the_end_are_still_seen(qtbot: QtBot):
    echo = Echo("echo")
    echo.order("last words")
    with qtbot.waitSignal(echo.heard) as heard:
        echo.start()
        assert stop_all([echo], budget=5.0) == ()
    assert heard.args == ["last words"]
    assert echo.stopping


def test_a_thread_that_is_late_is_named_after_the_budget_and_not_waited_for(
    running: Running, caplog: pytest.LogCaptureFixture
):
    late, early = running(Echo("late")), running(Echo("early"))
    free = threading.Event()
    late.order(free)
    began = time.monotonic()
    assert stop_all([late, early], budget=0.2) == ("late",)
    assert time.monotonic() - began < 2.0
    assert "late" in caplog.text
    free.set()


def test_a_thread_that_was_never_started_is_no_trouble_at_the_end(qapp: object):
    assert stop_all([Echo("idle")], budget=0.0) == ()


def test_a_bug_on_the_thread_reaches_the_crash_net(qapp: object, monkeypatch: pytest.MonkeyPatch):
    caught: queue.SimpleQueue[threading.ExceptHookArgs] = queue.SimpleQueue()
    monkeypatch.setattr(threading, "excepthook", caught.put)
    echo = Echo("echo")
    echo.start()
    echo.order(ZeroDivisionError("a bug"))
    args = caught.get(timeout=5.0)
    assert args.exc_type is ZeroDivisionError
    assert args.thread is not None
    assert args.thread.name == "echo"
    assert echo.wait(5.0)


def test_every_thread_is_a_daemon_so_that_it_cannot_keep_the_program(running: Running):
    running(Echo("echo"))
    (thread,) = [one for one in threading.enumerate() if one.name == "echo"]
    assert thread.daemon


def test_a_window_that_is_gone_hears_nothing(qapp: object):
    echo = Echo("echo")
    heard: list[object] = []
    echo.heard.connect(heard.append)
    echo.tell(echo.heard, "in time")
    shiboken6.delete(echo)
    echo.tell(echo.heard, "too late")
    assert heard == ["in time"]
