from __future__ import annotations

import json
from collections.abc import Callable

import httpx
import pytest
from pytestqt.qtbot import QtBot

from livedesk.client.server_address import ServerAddress
from livedesk.desk.workers.background import stop_all
from livedesk.desk.workers.deeds import (
    Change,
    Create,
    Deeds,
    End,
    ReadMine,
    ReadShare,
    Renew,
    Share,
)
from livedesk.domain.errors import BadRequest, CodeTaken, NotFound, ServerUnavailable, WrongToken
from livedesk.domain.records import KeyRecord, Page, ShareRecord, Words
from tests.wire import TOKEN, URL, a_policy, a_record, clients_of, ok, problem

ADDRESS = ServerAddress(URL, TOKEN)
SHOW = Create("Evening show", None, 86400, False)
SHARED = ShareRecord("192.168.1.20", "http://192.168.1.20:8787")

Running = Callable[[Deeds], Deeds]


class Server:
    """Gives its answers in turn; the last one repeats."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @property
    def keys(self) -> list[str]:
        return [request.headers["Idempotency-Key"] for request in self.requests]


def the_deeds(server: Server, timer: Callable[[], float] = lambda: 0.0) -> Deeds:
    deeds = Deeds(clients_of(server), timer=timer, pause=lambda seconds: None)
    deeds.use(ADDRESS, a_policy())
    return deeds


def test_a_create_is_answered_with_the_record(qtbot: QtBot, running: Running):
    deeds = running(the_deeds(Server(ok(a_record()))))
    with qtbot.waitSignal(deeds.created) as created:
        deeds.order(SHOW)
    assert created.args == [a_record()]


def test_a_create_whose_answer_is_lost_is_repeated_with_the_same_key(
    qtbot: QtBot, running: Running
):
    server = Server(httpx.Response(502), problem(503, "store_unavailable"), ok(a_record()))
    deeds = running(the_deeds(server))
    with qtbot.waitSignal(deeds.created):
        deeds.order(SHOW)
    assert len(server.keys) == 3
    assert len(set(server.keys)) == 1
    assert 8 <= len(server.keys[0]) <= 64


def test_asking_again_for_what_was_not_answered_cannot_make_two(qtbot: QtBot, running: Running):
    server = Server(httpx.Response(502))
    deeds = running(the_deeds(server))
    with qtbot.waitSignal(deeds.refused) as refused:
        deeds.order(SHOW)
    assert isinstance(refused.args[0], ServerUnavailable)
    assert refused.args[1] == "create"
    server.answers = [ok(a_record())]
    with qtbot.waitSignal(deeds.created):
        deeds.order(Create("Evening show", None, 86400, False))
    assert len(set(server.keys)) == 1


def test_another_broadcast_has_another_key(qtbot: QtBot, running: Running):
    server = Server(ok(a_record()))
    deeds = running(the_deeds(server))
    for _ in range(2):
        with qtbot.waitSignal(deeds.created):
            deeds.order(SHOW)
    assert len(set(server.keys)) == 2


def test_a_refused_create_is_not_repeated(qtbot: QtBot, running: Running):
    server = Server(problem(409, "code_taken"))
    deeds = running(the_deeds(server))
    with qtbot.waitSignal(deeds.refused) as refused:
        deeds.order(SHOW)
    assert isinstance(refused.args[0], CodeTaken)
    assert len(server.requests) == 1


def test_an_end_that_was_not_answered_is_tried_until_it_is(qtbot: QtBot, running: Running):
    server = Server(httpx.Response(502))
    deeds = running(the_deeds(server))
    with qtbot.waitSignal(deeds.end_delayed) as delayed:
        deeds.order(End("b1"))
    assert delayed.args[0] == "b1"
    assert isinstance(delayed.args[1], ServerUnavailable)
    assert deeds.patience() == 1.0
    server.answers = [problem(401, "wrong_token")]
    with qtbot.waitSignal(deeds.end_delayed) as delayed:
        deeds.refresh()
    assert isinstance(delayed.args[1], WrongToken)
    assert deeds.patience() == 2.0
    server.answers = [ok(a_record(state="ended"))]
    with qtbot.waitSignal(deeds.ended) as ended:
        deeds.refresh()
    assert ended.args[0].state == "ended"
    assert deeds.patience() is None


def test_an_end_is_tried_again_by_itself_when_its_time_comes(qtbot: QtBot, running: Running):
    now = [0.0]
    server = Server(httpx.Response(502), ok(a_record(state="ended")))
    deeds = the_deeds(server, timer=lambda: now[0])
    deeds.end_delayed.connect(lambda id, error: now.__setitem__(0, 1.0))
    with qtbot.waitSignal(deeds.ended):
        running(deeds).order(End("b1"))


def test_a_server_that_is_back_gets_the_end_at_once(qtbot: QtBot, running: Running):
    server = Server(httpx.Response(502), ok(a_record(state="ended")))
    deeds = running(the_deeds(server))
    with qtbot.waitSignal(deeds.end_delayed):
        deeds.order(End("b1"))
    with qtbot.waitSignal(deeds.ended):
        deeds.use(ServerAddress("http://127.0.0.1:9999", TOKEN), a_policy())
    assert server.requests[1].url.port == 9999


def test_a_person_who_asks_has_the_end_tried_at_once(qtbot: QtBot, running: Running):
    deeds = running(the_deeds(Server(httpx.Response(502), ok(a_record(state="ended")))))
    with qtbot.waitSignal(deeds.end_delayed):
        deeds.order(End("b1"))
    with qtbot.waitSignal(deeds.ended):
        deeds.refresh()


def test_a_console_that_closes_tries_the_end_once_more(qtbot: QtBot):
    server = Server(httpx.Response(502), ok(a_record(state="ended")))
    deeds = the_deeds(server)
    deeds.start()
    with qtbot.waitSignal(deeds.end_delayed):
        deeds.order(End("b1"))
    with qtbot.waitSignal(deeds.ended):
        assert stop_all([deeds], budget=5.0) == ()


def test_an_end_of_what_is_not_there_is_not_tried_for_ever(qtbot: QtBot, running: Running):
    deeds = running(the_deeds(Server(httpx.Response(502), problem(404, "not_found"))))
    with qtbot.waitSignal(deeds.end_delayed):
        deeds.order(End("b1"))
    with qtbot.waitSignal(deeds.refused) as refused:
        deeds.order(End("b1"))
    assert isinstance(refused.args[0], NotFound)
    assert deeds.patience() is None


def test_deeds_wait_for_a_server_in_turn(qtbot: QtBot, running: Running):
    server = Server(ok(a_record()), ok(a_record(state="ended")))
    deeds = running(Deeds(clients_of(server)))
    deeds.order(SHOW)
    deeds.order(End("b1"))
    with qtbot.waitSignals([deeds.created, deeds.ended], order="strict"):
        deeds.use(ADDRESS, a_policy())


def test_a_change_is_told(qtbot: QtBot, running: Running):
    server = Server(ok(a_record(title="Late show")))
    deeds = running(the_deeds(server))
    with qtbot.waitSignal(deeds.changed):
        deeds.order(Change("b1", "Late show", None))
    assert json.loads(server.requests[0].content) == {"title": "Late show"}


@pytest.mark.parametrize("order", [Share("192.168.1.20"), ReadShare()])
def test_sharing_is_told(qtbot: QtBot, running: Running, order: object):
    deeds = running(the_deeds(Server(ok(SHARED))))
    with qtbot.waitSignal(deeds.shared) as shared:
        deeds.order(order)
    assert shared.args == [SHARED]


def test_a_server_that_was_started_again_lets_phones_in_again(qtbot: QtBot, running: Running):
    server = Server(ok(SHARED))
    deeds = running(the_deeds(server))
    with qtbot.waitSignal(deeds.shared):
        deeds.order(Share("192.168.1.20"))
    with qtbot.waitSignal(deeds.shared):
        deeds.use(ServerAddress("http://127.0.0.1:9999", TOKEN), a_policy())
    assert server.requests[1].method == "PUT"
    assert json.loads(server.requests[1].content) == {"address": "192.168.1.20"}


def test_phones_that_were_shut_out_stay_out(qtbot: QtBot, running: Running):
    server = Server(ok(SHARED), ok(ShareRecord(None, None)))
    deeds = running(the_deeds(server))
    for address in ("192.168.1.20", None):
        with qtbot.waitSignal(deeds.shared):
            deeds.order(Share(address))
    deeds.use(ServerAddress("http://127.0.0.1:9999", TOKEN), a_policy())
    with qtbot.waitSignal(deeds.shared):
        deeds.order(ReadShare())
    assert [request.method for request in server.requests] == ["PUT", "PUT", "GET"]


def test_an_address_that_nothing_can_listen_on_is_refused(qtbot: QtBot, running: Running):
    deeds = running(the_deeds(Server(problem(400, "bad_request", "Cannot listen there."))))
    with qtbot.waitSignal(deeds.refused) as refused:
        deeds.order(Share("1.2.3.4"))
    assert isinstance(refused.args[0], BadRequest)
    assert refused.args[1] == "share"


def test_a_renewal_keeps_the_old_address_good_and_is_told(qtbot: QtBot, running: Running):
    answer = KeyRecord(a_record(), "valid_until", "2026-11-23T20:00:00.000Z", None, Words("", ""))
    server = Server(ok(answer))
    deeds = running(the_deeds(server))
    with qtbot.waitSignal(deeds.renewed) as renewed:
        deeds.order(Renew("b1", 86400))
    assert renewed.args == [answer]
    assert server.requests[0].url.path == "/v1/broadcasts/b1/key"
    assert json.loads(server.requests[0].content) == {"revoke": False, "valid_for_s": 86400}


def test_the_newest_own_broadcasts_are_told_and_their_absence_is_no_trouble(
    qtbot: QtBot, running: Running
):
    server = Server(httpx.Response(502), ok(Page((a_record(),), None)))
    deeds = running(the_deeds(server))
    refused: list[object] = []
    deeds.refused.connect(lambda error, deed: refused.append(error))
    with qtbot.waitSignal(deeds.mine) as mine:
        deeds.order(ReadMine())
        deeds.order(ReadMine())
    assert mine.args == [(a_record(),)]
    assert refused == []
    assert server.requests[0].url.params["host"] == "me"


def test_a_cover_that_the_server_has_is_named_in_the_create(qtbot: QtBot, running: Running):
    server = Server(ok(a_record()))
    deeds = running(the_deeds(server))
    with qtbot.waitSignal(deeds.created):
        deeds.order(Create("Evening show", None, 86400, False, "/covers/aa.jpg"))
    assert json.loads(server.requests[0].content)["cover_url"] == "/covers/aa.jpg"
