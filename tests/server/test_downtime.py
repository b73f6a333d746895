"""Rule 8: the server's own blindness is nobody's miss, on one node and on two."""

from __future__ import annotations

import pytest

from livedesk.domain.errors import StoreUnavailable
from livedesk.server.sweeper import Sweeper
from livedesk.store.nodes import LEASE_S
from tests.server.conftest import NEVER_BY_ITSELF, NGINX, Server


class Pulse:
    """One sweeper that goes on over many passes, as in the real server."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self._sweeper = Sweeper(server.studio)

    def look(self) -> None:
        assert self.server.http.portal is not None
        self.server.http.portal.call(self._sweeper.look)

    def seconds(self, count: int) -> None:
        for _ in range(count):
            self.server.clock.pass_(1)
            self.look()


def live(server: Server) -> tuple[dict[str, str], str]:
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    server.beat(id, mei)
    return mei, id


def test_a_suspended_machine_gives_everybody_a_whole_allowance(server):
    mei = server.add_host("Mei")
    id = server.create(mei, valid_for_s=604_800)["id"]
    server.beat(id, mei)
    pulse = Pulse(server)
    pulse.look()
    server.clock.pass_(NEVER_BY_ITSELF + 3600)
    pulse.look()
    assert server.state(id) == ("live", "beating")
    server.clock.pass_(1)
    pulse.seconds(180)
    assert server.state(id)[0] == "live"
    pulse.seconds(6)
    assert server.state(id) == ("offline", "heartbeat_lost")


@pytest.mark.parametrize("step", [3600.0, -3600.0, 86400.0 * 30, -86400.0 * 30])
def test_a_clock_that_is_set_takes_nobody_off_and_keeps_nobody_on(server, step):
    mei, id = live(server)
    mei_2 = server.add_host("Mei 2")
    dead = server.create(mei_2)["id"]
    server.beat(dead, mei_2)
    pulse = Pulse(server)
    pulse.look()
    server.clock.set_by(step)
    pulse.look()
    assert {server.state(one)[0] for one in (id, dead)} <= {"live"}
    for _ in range(4):
        pulse.seconds(60)
        assert server.beat(id, mei).status_code == 204
    assert server.state(id) == ("live", "beating")
    assert server.state(dead) in (("offline", "heartbeat_lost"), ("ended", "expired"))


def test_a_clock_that_was_set_back_while_the_server_was_down_keeps_nobody_on(serving):
    first = serving()
    mei, id = live(first)
    Pulse(first).look()
    first.http.__exit__(None, None, None)
    first.clock.pass_(-7 * 86400)
    again = serving()
    pulse = Pulse(again)
    pulse.seconds(184)
    assert again.state(id)[0] == "live"
    pulse.seconds(3)
    assert again.state(id) == ("offline", "heartbeat_lost")
    assert again.beat(id, mei).status_code == 204
    assert again.state(id) == ("live", "beating")


def test_while_the_database_is_away_beats_count_and_nobody_is_judged(server, monkeypatch):
    mei, id = live(server)
    mei_2 = server.add_host("Mei 2")
    silent = server.create(mei_2)["id"]
    server.beat(silent, mei_2)
    pulse = Pulse(server)
    pulse.look()
    monkeypatch.setattr(server.studio.store, "flush", away)
    monkeypatch.setattr(server.studio.store, "sweep", away)
    for _ in range(5):
        pulse.seconds(60)
        assert server.beat(id, mei).status_code == 204
    assert server.http.get("/readyz").status_code == 503
    monkeypatch.undo()
    pulse.look()
    assert {server.state(one)[0] for one in (id, silent)} == {"live"}
    assert server.http.get("/readyz").status_code == 200
    pulse.seconds(180)
    server.beat(id, mei)
    pulse.seconds(10)
    assert server.state(id)[0] == "live"
    assert server.state(silent) == ("offline", "heartbeat_lost")


def test_an_end_that_comes_while_the_database_is_away_is_no_zombie_afterwards(serving, monkeypatch):
    server = serving(NGINX)
    mei = server.add_host("Mei")
    record = server.create(mei)
    server.publish(record, "7")
    server.beat(record["id"], mei)
    pulse = Pulse(server)
    pulse.look()
    monkeypatch.setattr(server.studio.store, "publish_done", away)
    assert server.publish_done(record["code"], "7").status_code == 503  # and nginx asks no more
    monkeypatch.setattr(server.studio.store, "sweep", away)
    pulse.seconds(40)
    monkeypatch.undo()
    pulse.seconds(1)
    assert server.state(record["id"]) == ("interrupted", "media_stopped")
    server.publish(record, "8")
    pulse.seconds(5)
    assert server.state(record["id"]) == ("live", "publishing")


def away(*_: object, **__: object) -> None:
    raise StoreUnavailable("The database does not answer.")


# Several nodes


@pytest.fixture
def two(serving):
    """Two servers on one database, each with the pulse of its own."""
    one, other = serving(node="one"), serving(node="other")
    return one, other, Pulse(one), Pulse(other)


def together(one: Pulse, other: Pulse, seconds: int) -> None:
    for _ in range(seconds):
        one.server.clock.pass_(1)
        one.look()
        other.look()


def test_a_beat_to_one_node_is_a_beat_to_all(two):
    one, other, pulse, other_pulse = two
    mei, id = live(one)
    for _ in range(6):
        together(pulse, other_pulse, 60)
        assert one.beat(id, mei).status_code == 204
    assert other.state(id) == ("live", "beating")


def test_a_dead_host_goes_off_on_every_node_in_time(two):
    one, other, pulse, other_pulse = two
    _, id = live(one)
    together(pulse, other_pulse, 184)
    assert other.state(id)[0] == "live"
    together(pulse, other_pulse, 3)
    assert other.state(id) == one.state(id) == ("offline", "heartbeat_lost")


def test_a_killed_node_takes_nobody_with_it(two):
    """What only it had heard is lost: everybody's patience begins anew when its lease is over."""
    one, other, pulse, other_pulse = two
    mei, id = live(one)
    together(pulse, other_pulse, 170)
    one.beat(id, mei)  # in its memory alone, and killed before it is written
    for _ in range(int(LEASE_S) + 5):
        one.clock.pass_(1)
        other_pulse.look()
    assert other.state(id)[0] == "live"
    other_pulse.seconds(170)
    assert other.state(id)[0] == "live"
    other_pulse.seconds(20)
    assert other.state(id) == ("offline", "heartbeat_lost")


def test_a_node_that_starts_again_gives_everybody_a_whole_allowance_on_every_node(serving):
    one, other = serving(node="one"), serving(node="other")
    pulse, other_pulse = Pulse(one), Pulse(other)
    _, id = live(one)
    together(pulse, other_pulse, 150)
    one.http.__exit__(None, None, None)
    other_pulse.seconds(20)
    Pulse(serving(node="one")).look()
    other_pulse.seconds(180)
    assert other.state(id)[0] == "live"


def test_a_node_that_left_is_not_waited_for(two):
    one, other, pulse, other_pulse = two
    _, id = live(one)
    together(pulse, other_pulse, 100)
    one.http.__exit__(None, None, None)
    other_pulse.seconds(84)
    assert other.state(id)[0] == "live"
    other_pulse.seconds(3)
    assert other.state(id) == ("offline", "heartbeat_lost")


def test_a_node_without_the_database_stops_saying_that_it_has_heard(two, monkeypatch):
    one, _, pulse, other_pulse = two
    mei, id = live(one)
    together(pulse, other_pulse, 12)
    monkeypatch.setattr(one.studio.store, "sweep", away)
    monkeypatch.setattr(one.studio.node, "view", away)
    together(pulse, other_pulse, 20)
    assert one.beat(id, mei).status_code == 204
    together(pulse, other_pulse, 20)
    refused = one.beat(id, mei)
    assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")
    monkeypatch.undo()
    together(pulse, other_pulse, 2)
    assert one.beat(id, mei).status_code == 204


def test_two_nodes_ask_the_media_server_once_an_interval(serving, monkeypatch):
    media = NGINX.model_copy(update={"api": "http://127.0.0.1:9"})
    asked = []
    pulses = []
    for node in ("one", "other"):
        server = serving(media, node=node)
        monkeypatch.setattr(server.studio.media, "publishers", lambda: asked.append(1) or {})
        pulses.append(Pulse(server))
    mei = server.add_host("Mei")
    server.create(mei)
    together(*pulses, 2)
    asked.clear()
    for _ in range(600):
        together(*pulses, 1)
        for pulse in pulses:
            pulse.server.poll()
    assert 9 <= len(asked) <= 12


def test_a_host_who_was_offline_when_the_clock_was_set_back_is_live_with_its_next_beat(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    server.beat(id, mei)
    server.clock.pass_(185)
    server.sweep()
    assert server.state(id)[0] == "offline"
    server.clock.set_by(-5000)
    server.sweep()
    assert server.state(id)[0] == "offline"
    server.clock.pass_(1)
    server.beat(id, mei)
    assert server.state(id)[0] == "live"
