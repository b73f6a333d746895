from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import httpx
from pytestqt.qtbot import QtBot

from livedesk.client.server_address import ServerAddress
from livedesk.desk.workers.background import Background
from livedesk.desk.workers.reads import RecordReads
from livedesk.domain.errors import NotFound, ServerUnavailable
from tests.wire import TOKEN, URL, a_policy, a_record, clients_of, ok, problem

ADDRESS = ServerAddress(URL, TOKEN)

Thread = TypeVar("Thread", bound=Background)
Running = Callable[[Thread], Thread]


class Server:
    """Answers as told."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answer


def test_the_own_broadcast_is_read_with_its_push_address(qtbot: QtBot, running: Running):
    reads = running(RecordReads(clients_of(Server(ok(a_record())))))
    reads.use(ADDRESS, a_policy())
    with qtbot.waitSignal(reads.read) as read:
        reads.watch("b1")
    assert read.args == [a_record()]


def test_the_own_broadcast_is_read_until_it_is_ended(qtbot: QtBot, running: Running):
    server = Server(ok(a_record()))
    reads = running(RecordReads(clients_of(server), timer=lambda: 0.0))
    reads.use(ADDRESS, a_policy())
    with qtbot.waitSignal(reads.read):
        reads.watch("b1")
    qtbot.waitUntil(lambda: reads.patience() == 1.5)
    server.answer = ok(a_record(state="ended"))
    with qtbot.waitSignal(reads.read):
        reads.refresh()
    qtbot.waitUntil(lambda: reads.patience() is None)


def test_an_unread_broadcast_is_tried_again(qtbot: QtBot, running: Running):
    server = Server(httpx.Response(500))
    reads = running(RecordReads(clients_of(server), timer=lambda: 0.0))
    reads.use(ADDRESS, a_policy())
    with qtbot.waitSignal(reads.failed) as failed:
        reads.watch("b1")
    assert isinstance(failed.args[0], ServerUnavailable)
    qtbot.waitUntil(lambda: reads.patience() == 5.0)
    server.answer = ok(a_record())
    with qtbot.waitSignal(reads.read):
        reads.use(ADDRESS, a_policy())


def test_a_broadcast_that_the_server_lost_is_told_once(qtbot: QtBot, running: Running):
    reads = running(RecordReads(clients_of(Server(problem(404, "not_found")))))
    reads.use(ADDRESS, a_policy())
    with qtbot.waitSignal(reads.gone) as gone:
        reads.watch("b1")
    assert gone.args[0] == "b1"
    assert isinstance(gone.args[1], NotFound)
    qtbot.waitUntil(lambda: reads.patience() is None)
