from __future__ import annotations

import pytest

from livedesk.domain.errors import StoreUnavailable
from livedesk.domain.records import to_text
from livedesk.server.sweeper import Sweeper
from tests.server.conftest import NEVER_BY_ITSELF
from tests.server.test_create import problem
from tests.waiting import until


def test_a_beat_puts_on_air_and_says_until_when(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    answer = server.beat(id, mei)
    until = to_text(server.clock.now + 185)
    assert answer.status_code == 204
    assert answer.headers["livedesk-state"] == f"live; reason=beating; look_again={until}"
    assert server.listed() == [id]


def test_three_missed_beats_take_off_and_a_later_beat_brings_back(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    server.beat(id, mei)
    server.clock.pass_(184.9)
    server.sweep()
    assert server.state(id) == ("live", "beating")
    server.clock.pass_(0.2)
    server.sweep()
    assert server.state(id) == ("offline", "heartbeat_lost")
    assert server.listed() == []
    assert server.beat(id, mei).status_code == 204
    assert server.listed() == [id]
    assert len(server.http.get(f"/v1/broadcasts/{id}").json()["segments"]) == 2


def test_who_beats_in_time_is_never_taken_off(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    for _ in range(50):
        assert server.beat(id, mei).status_code == 204
        server.clock.pass_(184)
        server.sweep()
        assert server.state(id) == ("live", "beating")


def test_a_killed_server_takes_nobody_off_who_still_beats(serving):
    first = serving()
    mei = first.add_host("Mei")
    id = first.create(mei)["id"]
    first.beat(id, mei)  # and the server dies: a beat that keeps the state was never written
    first.clock.pass_(3600)
    second = serving()
    second.sweep()
    assert second.state(id) == ("live", "beating")
    second.clock.pass_(100)
    assert second.beat(id, mei).status_code == 204
    second.clock.pass_(184)
    second.sweep()
    assert second.state(id) == ("live", "beating")


def test_a_killed_server_revives_nobody(serving):
    first = serving()
    mei = first.add_host("Mei")
    id = first.create(mei)["id"]
    first.beat(id, mei)
    first.clock.pass_(186)
    first.sweep()
    second = serving()
    second.sweep()
    assert second.state(id) == ("offline", "heartbeat_lost")


def test_beats_are_written_in_batches_and_at_the_end(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    server.beat(id, mei)
    written = server.studio.live_list.one(id).beats.last
    server.clock.pass_(60)
    server.beat(id, mei)
    server.sweep()
    assert server.studio.live_list.one(id).beats.last == written  # younger than half the allowance
    server.clock.pass_(60)
    server.beat(id, mei)
    server.sweep()
    assert server.studio.live_list.one(id).beats.last == written + 120


def test_after_the_end_a_beat_is_told_so(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    server.beat(id, mei)
    server.http.post(f"/v1/broadcasts/{id}/end", headers=mei)
    answer = server.beat(id, mei)
    assert problem(answer) == (409, "ended")
    assert answer.json()["reason"] == "ended_by_host"


def test_a_second_console_is_told_and_may_take_over(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    assert server.beat(id, mei, console="console-1").status_code == 204
    assert problem(server.beat(id, mei, console="console-2")) == (409, "other_console")
    assert server.beat(id, mei, console="console-2", take_over=True).status_code == 204
    assert problem(server.beat(id, mei, console="console-1")) == (409, "other_console")
    server.clock.pass_(120)
    assert server.beat(id, mei, console="console-1").status_code == 204


def test_a_stopped_encoder_interrupts(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    server.beat(id, mei, on_air=True)
    server.clock.pass_(60)
    assert (
        server.beat(id, mei, on_air=False)
        .headers["livedesk-state"]
        .startswith("interrupted; reason=encoder_stopped")
    )
    server.clock.pass_(61)
    server.sweep()
    assert server.state(id) == ("offline", "encoder_stopped")


def test_who_may_not_beat_is_told_why(server):
    mei, ana = server.add_host("Mei"), server.add_host("Ana")
    record = server.create(mei)
    assert problem(server.beat(record["id"], ana)) == (403, "forbidden")
    assert problem(server.beat(record["id"], {})) == (401, "wrong_token")
    assert problem(server.beat("nothing", mei)) == (404, "not_found")
    by_code = server.beat(record["code"], mei)
    assert problem(by_code) == (400, "id_needed")
    assert by_code.json()["id"] == record["id"]


@pytest.mark.parametrize("said", [{"console": "short"}, {"on_air": "maybe"}, {"take_over": 7.5}])
def test_a_misshapen_beat_is_refused(server, said):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    assert problem(server.beat(id, mei, **said)) == (400, "bad_request")


def test_a_new_token_or_a_disabled_host_is_noticed_with_the_next_look(server):
    mei, admin = server.add_host("Mei"), server.add_admin()
    id = server.create(mei)["id"]
    assert server.beat(id, mei).status_code == 204
    server.studio.accounts.rotate("mei")  # as `livedesk-server host rotate` does
    server.sweep()
    assert problem(server.beat(id, mei)) == (401, "wrong_token")
    server.http.patch("/v1/hosts/mei", json={"disabled": True}, headers=admin)
    assert server.state(id) == ("ended", "kicked")


def test_a_host_that_was_disabled_while_the_database_failed_is_kicked_when_it_returns(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    server.beat(id, mei)
    store = server.studio.store
    kick = store.end_of_shut_out

    def fail():
        raise StoreUnavailable("The disk is full.")

    store.end_of_shut_out = fail
    server.studio.accounts.change("mei", disabled=True)  # as the command does
    server.sweep()
    assert server.state(id)[0] == "live"
    store.end_of_shut_out = kick
    server.sweep()
    assert server.state(id) == ("ended", "kicked")


def test_a_slow_sweep_forgives_nobody_but_a_sleeping_server_everybody(server):
    mei = server.add_host("Mei")
    gone, other = server.create(mei)["id"], server.create(mei)["id"]
    server.beat(gone, mei)
    sweeper = Sweeper(server.studio)
    refresh = server.studio.access.refresh

    def slow():
        server.clock.pass_(20)
        return refresh()

    server.studio.access.refresh = slow
    for _ in range(12):
        server.http.portal.call(sweeper.look)
    assert server.state(gone) == ("offline", "heartbeat_lost")
    server.studio.access.refresh = refresh
    server.beat(other, mei)
    server.clock.pass_(3600 + NEVER_BY_ITSELF)
    server.http.portal.call(sweeper.look)
    assert server.state(other) == ("live", "beating")


def test_a_beat_that_comes_while_the_sweep_judges_is_not_lost(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    server.beat(id, mei)
    server.clock.pass_(186)
    stored = server.studio.store.sweep(server.clock.now)[
        0
    ]  # written, but memory has not heard of it yet
    server.clock.pass_(0.1)
    assert server.beat(id, mei).status_code == 204
    server.http.portal.call(server.studio.changed, stored)
    assert server.state(id) == ("live", "beating")


def test_a_beat_whose_broadcast_ends_while_it_is_looked_up_is_told_so(serving, monkeypatch):
    first = serving()
    mei = first.add_host("Mei")
    id = first.create(mei)["id"]
    first.beat(id, mei)
    server = serving()
    until(lambda: len(server.studio.beats) == 1)
    server.studio.beats.forget_the_future(server.clock.now)  # it remembers no beat
    one, reads = server.studio.live_list.one, []

    def slow(ref):
        found = one(ref)
        reads.append(ref)
        if len(reads) == 1:
            assert server.http.post(f"/v1/broadcasts/{id}/end", headers=mei).status_code == 200
        return found

    monkeypatch.setattr(server.studio.live_list, "one", slow)
    assert problem(server.beat(id, mei)) == (409, "ended")


def test_news_that_come_late_do_not_replace_the_end(server):
    mei = server.add_host("Mei")
    id = server.create(mei)["id"]
    server.beat(id, mei)
    before = server.studio.live_list.one(id)
    server.http.post(f"/v1/broadcasts/{id}/end", headers=mei)
    server.studio.beats.refresh(before, server.studio.store.heard_since)
    assert problem(server.beat(id, mei)) == (409, "ended")
