"""Tencent Cloud, the whole way: its callbacks and both its APIs, over HTTP, in the real app."""

from __future__ import annotations

import itertools
import json
import logging
import time

import pytest

from livedesk.media.registry import media_server
from livedesk.server.media_check import findings
from livedesk.settings import MediaSettings, Settings
from tests.clock import Clock
from tests.media import tencent_cloud
from tests.media.tencent_cloud import (
    API_KEY,
    APP_ID,
    CALLBACK_KEY,
    SECRET_ID,
    SECRET_KEY,
    TencentCloud,
    md5,
)
from tests.server_process import ServerProcess, command

PATH = "/v1/callbacks/tencent/guess-me"
PUSH_KEY = "pushkey"
CALLED = MediaSettings(
    kind="tencent", bizid="8888", push_key=PUSH_KEY, callback_key=CALLBACK_KEY, poll=False
)
KEYS = {
    "new": {"secret_id": SECRET_ID, "secret_key": SECRET_KEY},
    "old": {"app_id": APP_ID, "api_key": API_KEY},
}


@pytest.fixture
def clock():
    """The cloud's own, so that both mean the same by *until*."""
    return Clock(time.time())


@pytest.fixture
def cloud(monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)
    with TencentCloud() as running:
        yield running


class Stage:
    """A server, a host with a broadcast, and what the cloud tells of it."""

    def __init__(self, server, name="Mei"):
        self.server = server
        self.mei = server.add_host(name)
        self.record = server.create(self.mei)
        self.id, self.code = self.record["id"], self.record["code"]

    def told(self, said):
        answer = self.server.http.post(PATH, content=json.dumps(said).encode())
        if answer.status_code == 200:
            assert answer.json() == {"code": 0}
        return answer.status_code

    def event(self, kind, sequence, **said):
        said.setdefault("stream_param", self.record["push"]["stream_key"].partition("?")[2])
        return tencent_cloud.event(kind, self.code, self.server.clock.now, sequence, **said)

    def starts(self, sequence="1", **said):
        return self.told(self.event(1, sequence, **said))

    def ends(self, sequence="1", **said):
        return self.told(self.event(0, sequence, **said))

    @property
    def state(self):
        return self.server.state(self.id)

    def beat(self):
        assert self.server.beat(self.id, self.mei).status_code == 204

    def pass_(self, seconds):
        """With a console that beats."""
        for _ in range(int(seconds // 60)):
            self.server.clock.pass_(60)
            self.beat()
        self.server.clock.pass_(seconds % 60)
        self.server.sweep()

    def whole(self, by=None):
        return self.server.http.get(f"/v1/broadcasts/{self.id}", headers=by or {}).json()

    def drop(self):
        self.server.http.portal.call(self.server.studio.drops.look)


@pytest.fixture
def called(serving):
    """With callbacks alone."""
    return Stage(serving(CALLED))


@pytest.fixture(params=["new", "old"])
def way(request):
    return request.param


@pytest.fixture
def both(serving, cloud, way):
    """With callbacks, and polls either way."""
    media = {"api": cloud.url, "poll": True, **KEYS[way]}
    return Stage(serving(MediaSettings(**CALLED.model_dump() | media)))


def test_a_start_puts_on_air_and_its_end_takes_off_after_the_grace(called):
    called.beat()
    assert called.state == ("ready", "waiting")
    assert called.starts() == 200
    assert called.state == ("live", "publishing")
    called.pass_(120)
    assert called.ends() == 200
    assert called.state == ("interrupted", "media_stopped")
    called.pass_(61)
    assert called.state == ("offline", "media_stopped")
    assert called.starts("2") == 200
    assert called.state == ("live", "publishing")
    assert len(called.whole()["segments"]) == 2


def test_a_reconnect_whose_start_overtakes_the_end_stays_on(called):
    called.beat()
    called.starts("1")
    called.starts("2")
    called.ends("1")
    assert called.state == ("live", "publishing")
    called.pass_(300)
    assert called.state == ("live", "publishing")
    called.ends("2")
    assert called.state[0] == "interrupted"


def test_an_end_that_overtakes_its_own_start_takes_off(called):
    called.beat()
    called.ends("1")
    assert called.state == ("ready", "waiting")
    called.starts("1")
    called.pass_(61)
    assert called.state[0] in ("ready", "offline")
    assert called.server.listed() == []


def test_in_whatever_order_callbacks_come_and_repeat_the_open_push_is_on(called):
    orders = sorted(set(itertools.permutations(["s1", "e1", "s2", "s1", "e1"])))
    for number, order in enumerate(orders):
        stage = Stage(called.server, f"Host {number}")
        stage.beat()
        for word in order:
            assert (stage.starts if word[0] == "s" else stage.ends)(word[1]) == 200
        assert stage.state == ("live", "publishing"), order
        stage.ends("2")
        stage.pass_(61)
        assert stage.state[0] == "offline", order


def test_callbacks_repeated_for_twelve_minutes_change_nothing(called):
    called.beat()
    start, end = called.event(1, "1"), called.event(0, "1")
    called.told(start)
    called.told(end)
    called.starts("2")
    called.pass_(12 * 60)
    assert called.told(start) == 200
    assert called.told(end) == 200
    assert called.state == ("live", "publishing")


def test_a_start_that_comes_twelve_minutes_late_counts(called):
    start = called.event(1, "1")
    called.pass_(12 * 60)
    assert called.told(start) == 200
    assert called.state == ("live", "publishing")


def test_a_late_start_of_the_broadcast_before_does_not_open_the_next_one(called):
    called.beat()
    called.starts("1")
    start = called.event(1, "1")
    called.server.http.post(f"/v1/broadcasts/{called.id}/end", headers=called.mei)
    suffix = called.code.partition("_")[2]
    new = called.server.create(called.mei, suffix=suffix)
    assert called.told(start) == 200
    lost = called.event(1, "2")  # of the old address too, and never heard of before
    assert called.told(lost) == 200
    assert called.server.state(new["id"]) == ("ready", "waiting")


def test_two_publishers_are_off_only_when_both_are(called):
    called.beat()
    called.starts("1")
    called.starts("2")
    called.pass_(60)
    called.ends("2")
    called.pass_(120)
    assert called.state == ("live", "publishing")
    called.ends("1")
    called.pass_(61)
    assert called.state == ("offline", "media_stopped")


@pytest.mark.parametrize(
    "forged",
    [{"sign": "0" * 32}, {"sign": None}, {"t": 1}, {"sign": md5(f"{CALLBACK_KEY}1"), "t": 1}],
)
def test_forged_and_expired_callbacks_change_nothing(called, forged):
    called.beat()
    assert called.starts(**forged) == 403
    assert called.state == ("ready", "waiting")
    called.starts()
    assert called.ends(**forged) == 403
    assert (
        called.told(tencent_cloud.recorded(called.code, called.server.clock.now, **forged)) == 403
    )
    assert called.state == ("live", "publishing")
    assert called.whole()["recordings"] == []


def test_what_is_no_callback_is_refused_and_never_a_fault(called):
    for body in (b"", b"null", b"\xff", b"[" * 60_000, b'{"event_type":1}', b'{"a":"\\ud800"}'):
        assert called.server.http.post(PATH, content=body).status_code in (400, 403)
    assert called.server.http.post(PATH, content=b"x" * 100_000).status_code == 413
    assert called.server.http.post("/v1/callbacks/tencent/wrong", json={}).status_code == 404
    hostile = "txSecret=\ud800&txTime=\ud800%00%ff&" + "&".join(f"a{n}=1" for n in range(2000))
    assert called.starts(stream_param=hostile) == 200
    assert called.starts("2", stream_param="%00" * 100) == 200
    assert called.starts("3" * 80) == 200


@pytest.mark.parametrize("kind", [314, 321, 332, 315, 317])
def test_events_of_other_matters_are_accepted_and_put_nobody_on_or_off(called, kind):
    said = called.event(kind, "1")
    del said["sign"], said["t"]
    assert called.told(said) == (200 if kind in (314, 321) else 403)
    assert called.told(called.event(kind, "1")) == 200
    assert called.state == ("ready", "waiting")


def test_another_apps_stream_of_the_same_name_puts_nobody_on(called):
    assert called.starts(appname="test") == 200
    assert called.state == ("ready", "waiting")


def test_a_stream_in_another_case_is_another_stream(called):
    """At the cloud `8888_CATS` does not play at `8888_cats`'s address."""
    said = tencent_cloud.event(1, called.code.upper(), called.server.clock.now)
    assert called.told(said) == 200
    assert called.state == ("ready", "waiting")


def test_recording_and_cover_appear_in_the_record(called):
    called.beat()
    called.starts()
    called.pass_(120)
    now = called.server.clock.now
    assert called.told(tencent_cloud.recorded(called.code, now)) == 200
    assert called.told(tencent_cloud.recorded(called.code, now)) == 200, "repeated"
    assert called.told(tencent_cloud.pictured(called.code, now)) == 200
    found = called.whole()
    assert found["cover_url"] == "https://pic.example.com/2026-11-23/cats-20-00-00-640x352.jpg"
    (recording,) = found["recordings"]
    assert recording["url"] == "https://play.example.com/vod/f0.mp4"
    assert recording["start"] < recording["end"]
    listed = called.server.http.get("/v1/broadcasts").json()["items"]
    assert [item["recordings"] for item in listed] == [None]


def test_a_recording_that_is_ready_after_the_end_is_kept_with_its_broadcast(called):
    called.starts()
    called.server.clock.pass_(300)
    called.server.http.post(f"/v1/broadcasts/{called.id}/end", headers=called.mei)
    ended = called.server.clock.now
    called.server.clock.pass_(30)
    new = called.server.create(called.mei, suffix=called.code.partition("_")[2])
    called.server.clock.pass_(30)
    late = tencent_cloud.recorded(called.code, called.server.clock.now, end_time=int(ended))
    assert called.told(late) == 200
    assert len(called.whole()["recordings"]) == 1
    assert called.server.http.get(f"/v1/broadcasts/{new['id']}").json()["recordings"] == []


def test_a_rehearsals_recording_is_its_hosts_alone(called):
    called.server.http.patch(
        f"/v1/broadcasts/{called.id}", json={"rehearsal": True}, headers=called.mei
    )
    called.server.clock.pass_(60)
    called.told(tencent_cloud.recorded(called.code, called.server.clock.now))
    assert called.whole()["recordings"] == []
    assert len(called.whole(called.mei)["recordings"]) == 1


def test_a_hosts_own_cover_stays(called):
    path, cover = f"/v1/broadcasts/{called.id}", "https://example.com/mine.jpg"
    called.server.http.patch(path, json={"cover_url": cover}, headers=called.mei)
    called.told(tencent_cloud.pictured(called.code, called.server.clock.now))
    assert called.whole()["cover_url"] == cover


def minutes(stage, count, *, beating=True):
    for _ in range(count):
        stage.server.clock.pass_(60)
        if beating:
            stage.beat()
        stage.server.poll()
        stage.server.sweep()


def test_polls_find_a_zombie_after_three(both, cloud):
    cloud.push(both.code)
    both.beat()
    both.starts()
    minutes(both, 2)
    assert both.state == ("live", "publishing")
    cloud.leave(both.code)  # and its end callback is lost
    minutes(both, 2)
    assert both.state == ("live", "publishing")
    minutes(both, 1)
    assert both.state == ("offline", "poll_lost")


def test_polls_find_a_start_whose_callback_was_lost(both, cloud):
    both.beat()
    minutes(both, 1)
    assert both.state == ("ready", "waiting")
    cloud.push(both.code)
    minutes(both, 1)
    assert both.state == ("live", "publishing")


def test_a_list_that_does_not_name_who_publishes_takes_nobody_off(both, cloud):
    cloud.push(both.code)
    both.beat()
    both.starts()
    cloud.listed = False
    minutes(both, 10)
    assert both.state == ("live", "publishing")


@pytest.mark.parametrize("trouble", ["limit", "fault", "away", "garbage"])
def test_polls_that_fail_change_nothing(both, way, cloud, trouble):
    cloud.push(both.code)
    both.beat()
    both.starts()
    minutes(both, 1)
    if trouble == "limit":
        cloud.most_a_second = 0
        cloud.fault = 1005
    elif trouble == "fault":
        cloud.fault = {"old": 20602, "new": "InternalError.GetStreamInfoError"}[way]
    elif trouble == "garbage":
        cloud.raw = (200, "application/json", b'{"Response":{},"ret":0,"output":[]}')
    else:
        cloud.raw = (503, "text/html", b"")
    cloud.leave(both.code)
    minutes(both, 9)
    assert both.state == ("live", "publishing")
    ready = both.server.http.get("/readyz")
    assert ready.status_code == 503
    assert "Tencent" in ready.json()["faults"]["polls"]
    cloud.fault = cloud.raw = cloud.most_a_second = None
    minutes(both, 3)
    assert both.state == ("offline", "poll_lost")


def test_an_end_of_the_broadcast_closes_the_push(both, cloud):
    cloud.push(both.code)
    both.starts()
    both.server.http.post(f"/v1/broadcasts/{both.id}/end", headers=both.mei)
    both.drop()
    assert cloud.streams == {}
    assert both.ends() == 200
    cloud.push(both.code, "2")
    assert both.starts("2") == 200
    both.drop()
    assert cloud.streams == {}, "nor may it come back"
    assert both.state == ("ended", "ended_by_host")


def test_who_was_kicked_while_the_cloud_was_away_is_found_after_a_restart(serving, cloud):
    media = MediaSettings(**CALLED.model_dump() | KEYS["new"] | {"api": cloud.url, "poll": True})
    before = Stage(serving(media))
    cloud.push(before.code)
    before.starts()
    cloud.fault = "InternalError"
    admin = before.server.add_admin()
    path = f"/v1/broadcasts/{before.id}/kick"
    assert before.server.http.post(path, headers=admin).json()["publisher"] == "failed"
    before.server.http.__exit__(None, None, None)
    cloud.fault = None
    again = serving(media)
    again.clock.pass_(61)
    again.poll()
    assert again.http.portal is not None
    again.http.portal.call(again.studio.drops.look)
    assert before.code not in cloud.streams


def test_keys_that_the_cloud_refuses_are_told_while_nobody_is_on_air(serving, cloud):
    media = CALLED.model_dump() | KEYS["new"] | {"api": cloud.url, "poll": True}
    cloud.fault = "AuthFailure.SignatureFailure"
    server = serving(MediaSettings(**media))
    server.clock.pass_(61)
    server.poll()
    assert "secret_key" in server.http.get("/readyz").json()["faults"]["polls"]
    cloud.fault = None
    server.clock.pass_(61)
    server.poll()
    assert server.http.get("/readyz").json()["status"] == "ready"


def test_a_replaced_address_is_no_start_and_is_dropped_on_sight(both, cloud):
    cloud.push(both.code)
    both.beat()
    both.starts()
    old = both.event(1, "2")
    both.server.studio.store.new_key(both.id, revoke=True, valid_for_s=None)
    new = both.whole(both.mei)["push"]["stream_key"].partition("?")[2]
    cloud.leave(both.code)
    both.ends("1")
    both.pass_(61)
    assert both.state == ("offline", "media_stopped")
    cloud.push(both.code, "2")
    assert both.told(old) == 200
    assert both.state == ("offline", "media_stopped")
    both.drop()
    assert cloud.streams == {}
    both.server.clock.pass_(1)
    cloud.push(both.code, "3")
    assert both.starts("3", stream_param=new) == 200
    assert both.state[0] == "live"
    both.server.clock.pass_(5)
    both.drop()
    assert cloud.streams == {both.code: {"3"}}, "the second try spares who has the new key"


def test_a_repeated_start_of_the_replaced_address_leaves_the_new_one_alone(both, cloud):
    """The cloud repeats a callback for twelve minutes when our answer is lost."""
    cloud.push(both.code, "1")
    old = both.event(1, "1")
    both.told(old)
    both.server.clock.pass_(10)
    both.server.studio.store.new_key(both.id, revoke=True, valid_for_s=None)
    new = both.whole(both.mei)["push"]["stream_key"].partition("?")[2]
    cloud.leave(both.code)
    both.ends("1")
    both.server.clock.pass_(10)
    cloud.push(both.code, "2")
    both.starts("2", stream_param=new)
    both.server.clock.pass_(60)
    assert both.told(old) == 200
    both.drop()
    assert cloud.streams == {both.code: {"2"}}


def test_a_repeated_start_of_the_broadcast_before_leaves_the_next_one_alone(both, cloud):
    cloud.push(both.code, "1")
    old = both.event(1, "1")
    both.told(old)
    both.server.http.post(f"/v1/broadcasts/{both.id}/end", headers=both.mei)
    both.drop()
    both.ends("1")
    both.server.clock.pass_(400)
    next_ = both.server.create(both.mei, suffix=both.code.partition("_")[2])
    both.drop()
    cloud.push(both.code, "2")
    both.starts("2", stream_param=next_["push"]["stream_key"].partition("?")[2])
    both.server.clock.pass_(60)
    assert both.told(old) == 200
    both.drop()
    assert cloud.streams == {both.code: {"2"}}
    assert both.server.state(next_["id"])[0] == "live"


def test_an_invented_txtime_does_not_save_a_replaced_address(both, cloud):
    old = both.event(1, "2")
    old["stream_param"] = f"txTime=7FFFFFFF&{old['stream_param']}"
    both.server.studio.store.new_key(both.id, revoke=True, valid_for_s=None)
    cloud.push(both.code, "2")
    both.told(old)
    both.drop()
    assert (cloud.streams, both.state) == ({}, ("ready", "waiting"))


def test_a_held_name_is_kept_out_by_the_cloud_until_it_is_lifted(both, cloud):
    cloud.push(both.code)
    both.beat()
    both.starts()
    admin, path = both.server.add_admin(), f"/v1/broadcasts/{both.id}"
    held = both.server.http.post(f"{path}/kick", json={"hold_s": 600}, headers=admin)
    assert held.status_code == 200
    assert both.state == ("offline", "admin_hold")
    assert cloud.streams == {}
    assert not cloud.push(both.code, "2")
    assert 590 < cloud.forbidden[both.code] - both.server.clock.now < 610
    both.ends("1")
    assert both.server.http.delete(f"{path}/hold", headers=admin).status_code == 200
    assert cloud.push(both.code, "3")
    both.server.clock.pass_(1)
    both.starts("3")
    assert both.state[0] == "live"


def test_a_new_key_drops_the_publisher_at_once_and_says_what_becomes_of_the_old(both, cloud):
    cloud.push(both.code)
    both.starts()
    answer = both.server.http.post(f"/v1/broadcasts/{both.id}/key", headers=both.mei)
    assert answer.status_code == 200, answer.text
    assert "dropped_on_sight" in answer.text
    assert cloud.streams == {}


def test_no_secret_is_logged_or_told(both, cloud, caplog):
    caplog.set_level(logging.DEBUG)
    cloud.push(both.code)
    secret = both.record["push"]["stream_key"].partition("txSecret=")[2].partition("&")[0]
    assert len(secret) == 32
    both.starts()
    both.starts("2", stream_param="txSecret=feedfeedfeedfeed&txTime=1")
    both.starts("4", stream_param=5)
    both.server.studio.store.new_key(both.id, revoke=True, valid_for_s=None)
    both.starts("3")
    cloud.fault = "AuthFailure.SignatureFailure"
    minutes(both, 1)
    both.drop()
    trail = both.server.http.get(f"/v1/broadcasts/{both.id}/evidence", headers=both.mei).text
    told = both.server.http.get("/readyz").text + both.whole().__repr__() + trail
    ours = "\n".join(r.getMessage() for r in caplog.records if not r.name.startswith("http"))
    assert "replaced" in ours
    assert "neither push_key" in ours
    for hush in (secret, "feedfeedfeedfeed", PUSH_KEY, CALLBACK_KEY, SECRET_KEY, API_KEY):
        assert hush not in ours
        assert hush not in told


def test_the_admin_sees_what_to_type_and_that_the_callback_answers(tmp_path, free_port):
    settings = {"media__kind": "tencent", "media__bizid": "8888", "media__callback_key": "hush"}
    server = ServerProcess(tmp_path / "data", free_port, settings).start()
    try:
        settings |= {"server__port": str(free_port)}
        folder = ("--data-dir", str(server.folder))
        shown = command("media", "show", *folder, **settings).stdout
        assert f"{server.url}/v1/callbacks/tencent/" in shown
        assert "hush" not in shown
        checked = command("media", "check", *folder, **settings)
        assert "callback answers" in checked.stdout, checked.stderr
        other = command("media", "check", *folder, **settings, media__callback_secret='["other"]')
        assert "refuses its own callback" in other.stderr
    finally:
        server.stop()


def test_config_check_refuses_half_a_configuration():
    told = command(
        "config", "check", media__kind="tencent", media__secret_id="id", media__app_id="1"
    )
    assert told.returncode == 1
    for place in ("[media] bizid:", "[media] secret_key:", "[media] api_key:"):
        assert place in told.stderr


def test_config_check_tells_what_is_unsafe():
    told = command("config", "check", media__kind="tencent", media__bizid="8888")
    assert told.returncode == 0, told.stderr
    assert "Note: Nobody goes on air before Tencent Cloud calls" in told.stdout


def test_media_check_really_asks(cloud, way):
    given = {"kind": "tencent", "bizid": "8888", "api": cloud.url, **KEYS[way]}
    wrong = {key: "x" for key in KEYS[way] if key.endswith("_key")}
    for changed, good in (({}, True), (wrong, False)):
        settings = MediaSettings(**given | changed)
        *_, (well, sentence) = findings(Settings(media=settings), media_server(settings))
        assert well is good, sentence
