from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from pytestqt.qtbot import QtBot

from livedesk.client.server_address import ServerAddress
from livedesk.desk.workers.connection import Connection, Found, ServerInfo
from livedesk.desk.workers.local_server import LocalServer
from livedesk.domain.errors import ServerUnavailable, WrongToken
from livedesk.domain.records import Page
from tests.wire import TOKEN, URL, a_policy, a_record, clients_of, ok, problem

ADDRESS = ServerAddress(URL, TOKEN)

Running = Callable[[Connection], Connection]


class Server:
    """A server that is there or not, with these broadcasts of the host."""

    def __init__(self) -> None:
        self.there = True
        self.policy = a_policy()
        self.mine = [a_record("b2", state="ready", push=None), a_record("b1", state="ended")]
        self.asked = 0
        self.token = TOKEN

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        if not self.there:
            raise httpx.ConnectError("refused")
        if request.url.path == "/v1/policy":
            return ok(self.policy)
        if request.headers["Authorization"] != f"Bearer {self.token}":
            return problem(401, "wrong_token")
        return ok(Page(tuple(self.mine), None))


class StandIn(LocalServer):
    """Says that it found or started a server, of this address."""

    def __init__(self, *found: ServerAddress | ServerUnavailable) -> None:
        super().__init__(Path("unused"), Path("unused"))
        self._finds = list(found)
        self.stopped = False

    def find_or_start(self, stopping: Callable[[], bool] = lambda: False) -> ServerAddress:
        self.stopped = False
        found = self._finds.pop(0) if len(self._finds) > 1 else self._finds[0]
        if isinstance(found, ServerUnavailable):
            raise found
        return found

    def has_stopped(self) -> bool:
        return self.stopped


def a_connection(
    server: Server,
    to: ServerAddress | LocalServer = ADDRESS,
    timer: Callable[[], float] | None = None,
) -> Connection:
    return Connection(to, clients_of(server), lambda: 1.0, timer or (lambda: 0.0))


def test_a_server_is_found_with_what_the_host_has_unfinished_there(qtbot: QtBot, running: Running):
    server = Server()
    connection = a_connection(server)
    looked: list[str] = []
    connection.looking.connect(looked.append)
    with qtbot.waitSignal(connection.found) as told:
        running(connection)
    assert looked == [URL]
    found = told.args[0]
    assert isinstance(found, Found)
    assert found.address == ADDRESS
    assert found.policy == a_policy()
    assert found.info == ServerInfo(URL, False, "127.0.0.1:8787")
    assert [record.id for record in found.unfinished] == ["b2"]


def test_a_server_that_is_not_there_is_looked_for_by_itself(qtbot: QtBot, running: Running):
    server = Server()
    server.there = False
    now = [0.0]
    connection = a_connection(server, timer=lambda: now[0])
    with qtbot.waitSignal(connection.lost) as lost:
        running(connection)
    assert isinstance(lost.args[0], ServerUnavailable)
    server.there = True
    now[0] = 1.0
    with qtbot.waitSignal(connection.found):
        connection.doubt()  # a doubt is no reason to wait longer


def test_a_doubt_does_not_shorten_the_wait(qtbot: QtBot, running: Running):
    server = Server()
    server.there = False
    connection = a_connection(server)
    with qtbot.waitSignal(connection.lost):
        running(connection)
    asked = server.asked
    with qtbot.assertNotEmitted(connection.lost, wait=200):
        connection.doubt()
    assert server.asked == asked


def test_a_person_need_not_wait(qtbot: QtBot, running: Running):
    server = Server()
    server.there = False
    connection = a_connection(server)
    with qtbot.waitSignal(connection.lost):
        running(connection)
    server.there = True
    with qtbot.waitSignal(connection.found):
        connection.retry()


def test_a_doubt_that_is_unfounded_changes_nothing(qtbot: QtBot, running: Running):
    server = Server()
    connection = a_connection(server)
    with qtbot.waitSignal(connection.found):
        running(connection)
    asked = server.asked
    with qtbot.assertNotEmitted(connection.lost), qtbot.assertNotEmitted(connection.found):
        connection.doubt()
        qtbot.waitUntil(lambda: server.asked == asked + 2)


def test_a_server_that_is_lost_is_told_and_found_again(qtbot: QtBot, running: Running):
    server = Server()
    connection = a_connection(server)
    with qtbot.waitSignal(connection.found):
        running(connection)
    server.there = False
    with qtbot.waitSignal(connection.lost):
        connection.doubt()
    server.there = True
    with qtbot.waitSignal(connection.found):
        connection.retry()


def test_a_new_policy_is_told(qtbot: QtBot, running: Running):
    server = Server()
    connection = a_connection(server)
    with qtbot.waitSignal(connection.found):
        running(connection)
    server.policy = a_policy(heartbeat_interval_s=30.0)
    with qtbot.waitSignal(connection.found) as found:
        connection.doubt()
    assert found.args[0].policy.heartbeat_interval_s == 30.0


def test_a_wrong_token_is_told(qtbot: QtBot, running: Running):
    server = Server()
    server.token = "ldh_another"
    connection = a_connection(server)
    with qtbot.waitSignal(connection.lost) as lost:
        running(connection)
    assert isinstance(lost.args[0], WrongToken)


def test_our_own_server_has_no_address_until_it_is_found(qtbot: QtBot, running: Running):
    connection = a_connection(Server(), StandIn(ADDRESS))
    looked: list[str] = []
    connection.looking.connect(looked.append)
    with qtbot.waitSignal(connection.found) as told:
        running(connection)
    assert looked == [""]
    assert told.args[0].info.bundled


def test_our_own_server_that_does_not_start_says_why_and_is_tried_again(
    qtbot: QtBot, running: Running
):
    own = StandIn(ServerUnavailable("Port in use."), ADDRESS)
    connection = a_connection(Server(), own)
    with qtbot.waitSignal(connection.lost) as lost:
        running(connection)
    assert lost.args[0].sentence == "Port in use."
    with qtbot.waitSignal(connection.found):
        connection.retry()


@pytest.mark.parametrize("how", ["noticed by itself", "doubted"])
def test_our_own_server_that_died_is_started_again_with_its_new_token(
    qtbot: QtBot, running: Running, how: str
):
    server = Server()
    again = ServerAddress("http://127.0.0.1:9999", "ldh_new")
    own = StandIn(ADDRESS, again)
    connection = a_connection(server, own)
    with qtbot.waitSignal(connection.found):
        running(connection)
    server.token = "ldh_new"
    with qtbot.waitSignal(connection.found) as found:
        if how == "doubted":
            connection.doubt()
        else:
            own.stopped = True
    assert found.args[0].address == again
