from __future__ import annotations

import json
import threading
from collections.abc import Callable

import httpx
import pytest
from pytestqt.qtbot import QtBot

from livedesk.client.server_address import ServerAddress
from livedesk.desk.workers.beats import Away, Beat, Beats, Encoder
from livedesk.domain.errors import BroadcastEnded, OtherConsole, StoreUnavailable
from tests.wire import TOKEN, URL, a_policy, clients_of, counted, problem

ADDRESS = ServerAddress(URL, TOKEN)
START = 1_800_000_000.0

Running = Callable[[Beats], Beats]


class Server:
    """Answers beats as told; says when it was asked."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self.beats: list[httpx.Request] = []
        self.asked = threading.Event()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.beats.append(request)
        self.asked.set()
        return self.answer


def the_beats(server: Server, clock: Callable[[], float] = lambda: START) -> Beats:
    return Beats(clients_of(server), clock, jitter=lambda: 1.0, console="console-1")


def test_going_on_air_beats_at_once(qtbot: QtBot, running: Running):
    server = Server(counted("live; reason=beats; look_again=2027-01-15T08:03:05.000Z"))
    beats = running(the_beats(server))
    beats.use(ADDRESS, a_policy())
    with qtbot.waitSignal(beats.beaten) as beaten:
        beats.beat_for("b1")
    id, beat = beaten.args
    assert id == "b1"
    assert isinstance(beat, Beat)
    assert (beat.at, beat.next_at) == (START, START + 60)
    assert (beat.state, beat.reason, beat.look_again_at) == ("live", "beats", START + 185)
    assert server.beats[0].url.path == "/v1/broadcasts/b1/heartbeat"


def test_a_broadcast_begun_before_the_server_is_known_is_beaten_when_it_is(
    qtbot: QtBot, running: Running
):
    beats = running(the_beats(Server(counted())))
    beats.beat_for("b1")
    with qtbot.waitSignal(beats.beaten):
        beats.use(ADDRESS, a_policy())


def test_a_missed_beat_says_until_when_the_host_stays_on_the_list(qtbot: QtBot, running: Running):
    server = Server(counted())
    beats = running(the_beats(server))
    beats.use(ADDRESS, a_policy())
    with qtbot.waitSignal(beats.beaten):
        beats.beat_for("b1")
    server.answer = problem(503, "store_unavailable", "The database is away.")
    with qtbot.waitSignal(beats.missed) as missed:
        beats.refresh()
    away = missed.args[1]
    assert isinstance(away, Away)
    assert (away.since, away.last_answer_at) == (START, START)
    assert (away.next_try_at, away.off_list_at) == (START + 2, START + 185)
    assert isinstance(away.error, StoreUnavailable)
    assert away.error.sentence == "The database is away."


def test_where_beats_do_not_count_nothing_is_said_about_the_list(qtbot: QtBot, running: Running):
    server = Server(counted())
    beats = running(the_beats(server))
    beats.use(ADDRESS, a_policy(heartbeats=False, callbacks=True))
    with qtbot.waitSignal(beats.beaten):
        beats.beat_for("b1")
    server.answer = problem(503, "store_unavailable")
    with qtbot.waitSignal(beats.missed) as missed:
        beats.refresh()
    assert missed.args[1].off_list_at is None


def test_a_person_who_asks_is_beaten_for_at_once(qtbot: QtBot, running: Running):
    server = Server(problem(503, "store_unavailable"))
    beats = running(the_beats(server))
    beats.use(ADDRESS, a_policy())
    with qtbot.waitSignal(beats.missed):
        beats.beat_for("b1")
    server.answer = counted()
    with qtbot.waitSignal(beats.beaten):
        beats.refresh()


@pytest.mark.parametrize(
    ("code", "signal", "kind"),
    [("ended", "over", BroadcastEnded), ("other_console", "taken", OtherConsole)],
)
def test_beating_stops_when_it_is_pointless(
    qtbot: QtBot, running: Running, code: str, signal: str, kind: type
):
    server = Server(problem(409, code))
    beats = running(the_beats(server))
    beats.use(ADDRESS, a_policy())
    with qtbot.waitSignal(getattr(beats, signal)) as said:
        beats.beat_for("b1")
    assert said.args[0] == "b1"
    assert isinstance(said.args[1], kind)
    assert beats.patience() is None


def test_resting_stops_and_another_broadcast_begins_anew(qtbot: QtBot, running: Running):
    server = Server(counted())
    beats = running(the_beats(server))
    beats.use(ADDRESS, a_policy())
    with qtbot.waitSignal(beats.beaten):
        beats.beat_for("b1")
    beats.rest()
    with qtbot.waitSignal(beats.beaten) as beaten:
        beats.beat_for("b2", take_over=True)
    assert beaten.args[0] == "b2"
    assert len(server.beats) == 2
    assert b'"take_over":true' in server.beats[1].content


def test_the_clock_is_looked_at_every_few_seconds(qtbot: QtBot, running: Running):
    now = [START]
    beats = running(the_beats(Server(counted()), clock=lambda: now[0]))
    assert beats.patience() is None
    beats.use(ADDRESS, a_policy())
    with qtbot.waitSignal(beats.beaten):
        beats.beat_for("b1")
    assert beats.patience() == 5.0
    now[0] = START + 58
    assert beats.patience() == 2.0
    now[0] = START + 61
    assert beats.patience() == 0.0


def test_another_server_is_beaten_at_once(qtbot: QtBot, running: Running):
    server = Server(counted())
    beats = running(the_beats(server))
    beats.use(ADDRESS, a_policy())
    with qtbot.waitSignal(beats.beaten):
        beats.beat_for("b1")
    with qtbot.waitSignal(beats.beaten):
        beats.use(ServerAddress("http://127.0.0.1:9999", "ldh_new"), a_policy())
    assert server.beats[1].url.port == 9999
    assert server.beats[1].headers["Authorization"] == "Bearer ldh_new"


def test_a_beat_a_minute_really_goes_out_by_itself(qtbot: QtBot, running: Running):
    server = Server(counted())
    beats = running(Beats(clients_of(server)))
    beats.use(ADDRESS, a_policy(heartbeat_interval_s=0.05))
    beats.beat_for("b1")
    qtbot.waitUntil(lambda: len(server.beats) >= 4)
    consoles = {request.content for request in server.beats}
    assert len(consoles) == 1  # one console, the same at each beat
    assert TOKEN not in repr(ADDRESS)


def test_a_change_of_the_encoder_is_beaten_at_once_and_its_figures_go_along(
    qtbot: QtBot, running: Running
):
    server = Server(counted())
    beats = running(the_beats(server))
    beats.use(ADDRESS, a_policy())
    with qtbot.waitSignal(beats.beaten):
        beats.beat_for("b1")
    with qtbot.waitSignal(beats.beaten):
        beats.tell_encoder(Encoder(True, {"kbps": 6012}))
    with qtbot.waitSignal(beats.beaten):
        beats.tell_encoder(Encoder(False))
    bodies = [json.loads(beat.content) for beat in server.beats]
    assert [body["on_air"] for body in bodies] == [None, True, False]
    assert [body.get("kbps") for body in bodies] == [None, 6012, None]
    assert {body["console"] for body in bodies} == {"console-1"}


def test_figures_alone_wait_for_the_next_beat(qtbot: QtBot, running: Running):
    server = Server(counted())
    beats = running(the_beats(server))
    beats.use(ADDRESS, a_policy())
    with qtbot.waitSignal(beats.beaten):
        beats.beat_for("b1")
    with qtbot.assertNotEmitted(beats.beaten, wait=100):
        beats.tell_encoder(Encoder(None, {"kbps": 6012}))
