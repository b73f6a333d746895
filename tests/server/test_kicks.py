"""An admin takes broadcasts off the air: for good, for a while, with their hosts."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

from livedesk.settings import MediaSettings
from tests.server.conftest import NGINX, TENCENT, Server
from tests.server.stage import BOTH, POLLED, Stage
from tests.waiting import until

LOCAL = MediaSettings(kind="local", rtmp_port=0)


class Desk:
    """An admin, a host who is live, and the media server."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.server = stage, stage.server
        self.admin = self.server.add_admin()
        self.mei = self.server.add_host("Mei")
        self.record = self.server.create(self.mei, suffix="show")
        self.code = self.record["code"]

    def go_live(self) -> None:
        self.stage.push(self.code)
        assert self.server.publish(self.record).status_code == 200
        assert self.server.listed() == [self.record["id"]]

    def kick(self, id: str = "", **asked: object) -> httpx.Response:
        path = f"/v1/broadcasts/{id or self.record['id']}/kick"
        return self.server.http.post(path, json=asked, headers=self.admin)

    def kicked(self, **asked: object) -> dict[str, Any]:
        answer = self.kick(**asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def lift(self) -> dict[str, Any]:
        path = f"/v1/broadcasts/{self.record['id']}/hold"
        answer = self.server.http.delete(path, headers=self.admin)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def state(self) -> tuple[str, str]:
        return self.server.state(self.record["id"])

    def deeds(self) -> list[tuple[str, str, str]]:
        """Action, target, detail; oldest first."""
        found = self.server.studio.audit.page(50)[::-1]
        return [(one.action, one.target, one.detail) for one in found]


@pytest.fixture
def desk(serving: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Desk]:
    def start(media: MediaSettings = BOTH, **abilities: object) -> Desk:
        stage = Stage(serving(media), monkeypatch)
        for name, value in abilities.items():
            monkeypatch.setattr(stage.server.studio.media, name, value)
        return Desk(stage)

    return start


def test_a_kick_ends_drops_and_keeps_out(desk):
    on = desk()
    on.go_live()
    said = on.kicked(reason="Not a cat")
    assert (said["publisher"], said["kept_out"]) == ("dropped", "by_callback")
    assert (said["broadcast"]["state"], said["broadcast"]["reason"]) == ("ended", "kicked")
    assert "closed" in said["sentence"]["en"]
    assert "refused" in said["sentence"]["en"]
    assert on.server.listed() == []
    assert on.server.publish(on.record, "2").status_code == 403
    assert on.deeds() == [("kick", on.record["id"], "Not a cat")]
    beat = on.server.beat(on.record["id"], on.mei)
    assert (beat.status_code, beat.json()["reason"]) == (409, "kicked")


def test_a_kick_twice_is_one_kick_and_after_the_hosts_end_the_reason_stays(desk):
    on = desk()
    on.server.http.post(f"/v1/broadcasts/{on.record['id']}/end", headers=on.mei)
    assert on.kicked()["broadcast"]["reason"] == "ended_by_host"
    assert on.kicked()["publisher"] == "nobody"


def test_a_kick_again_leaves_the_next_broadcast_on_the_code_alone(desk):
    on = desk()
    on.kicked()
    following = on.server.create(on.mei, suffix="show")
    on.stage.push(on.code, "2")
    assert on.server.publish(following, "2").status_code == 200
    assert on.kicked()["publisher"] == "nobody"
    on.stage.look_at_drops(5)
    assert on.server.state(following["id"])[0] == "live"
    assert on.code in on.stage.publishing


def test_a_held_broadcast_is_refused_and_returns_after_the_hold(desk):
    on = desk()
    on.go_live()
    said = on.kicked(hold_s=100)
    assert (said["publisher"], said["kept_out"]) == ("dropped", "by_callback")
    on.server.publish_done(on.code)
    assert on.state() == ("offline", "admin_hold")
    beat = on.server.beat(on.record["id"], on.mei, on_air=True)
    assert beat.status_code == 204
    assert beat.headers["LiveDesk-State"].startswith("offline; reason=admin_hold")
    refused = on.server.publish(on.record, "2")
    assert (refused.status_code, "holds" in refused.text) == (403, True)
    on.server.clock.pass_(101)
    on.server.sweep()
    assert on.state() == ("offline", "admin_hold")
    assert on.server.publish(on.record, "3").status_code == 200
    assert on.state()[0] == "live"
    whole = on.server.http.get(f"/v1/broadcasts/{on.record['id']}").json()
    assert [one["end"] is None for one in whole["segments"]] == [False, True]
    assert on.deeds() == [("hold", on.record["id"], "100 s.")]


def test_a_hold_may_be_lifted(desk):
    on = desk()
    on.go_live()
    on.kicked(hold_s=86400, reason="Pause")
    on.server.publish_done(on.code)
    said = on.lift()
    assert (said["publisher"], said["kept_out"]) == (None, "no")
    assert "may push again" in said["sentence"]["en"]
    on.server.clock.pass_(1)
    assert on.server.publish(on.record, "2").status_code == 200
    assert on.state()[0] == "live"
    assert "No hold" in on.lift()["sentence"]["en"]
    assert on.state()[0] == "live"
    assert [deed[0] for deed in on.deeds()] == ["hold", "lift", "lift"]


def test_a_publisher_who_could_not_be_dropped_is_found_by_a_poll_after_the_hold(desk):
    on = desk(drops=False)
    on.go_live()
    assert on.kicked(hold_s=60)["publisher"] == "cannot"
    on.stage.minutes(1, on.code)
    assert on.state() == ("offline", "admin_hold")
    on.stage.minutes(1, on.code)
    assert on.state()[0] == "live"


def test_a_poll_that_sees_a_held_publisher_drops_it(desk):
    on = desk(POLLED)
    on.stage.minutes(1, on.code)
    on.kicked(hold_s=600)
    on.stage.look_at_drops()
    on.stage.look_at_drops(5)
    on.stage.dropped.clear()
    on.stage.push(on.code, "2")
    on.stage.minutes(1, on.code)
    on.stage.look_at_drops()
    assert on.stage.dropped == [on.code]


def told(on: Desk, id: str = "") -> list[tuple[str, str, str]]:
    """What the host's trail has of the admin: kind, detail, the English words."""
    path = f"/v1/broadcasts/{id or on.record['id']}/evidence"
    signals = on.server.http.get(path, headers=on.mei).json()["signals"]
    kinds = ("held", "hold_lifted", "kicked", "banned")
    return [(s["kind"], s["detail"], s["words"]["en"]) for s in signals if s["kind"] in kinds]


def test_the_host_reads_in_the_trail_why_and_for_how_long_it_is_held(desk):
    on = desk()
    on.go_live()
    on.kicked(hold_s=600, reason="A song\tof others")
    on.kicked(hold_s=60)
    assert told(on) == [
        (
            "held",
            "A song of others",
            "An admin took the broadcast off the air for 10 min. Reason: A song of others",
        ),
        ("held", "", "An admin took the broadcast off the air for 1 min."),
    ]
    on.kicked(reason="Enough")
    assert told(on)[-1] == ("kicked", "Enough", "An admin ended the broadcast. Reason: Enough")


def test_the_host_reads_in_the_trail_that_it_is_banned(desk):
    on = desk()
    on.go_live()
    second = on.server.create(on.mei)
    on.stage.push(second["code"], "2")
    assert on.server.publish(second, "2").status_code == 200
    on.kicked(ban=True, reason="Spam")
    assert [(kind, detail) for kind, detail, _ in told(on)] == [("kicked", "Spam"), ("banned", "")]
    assert [(kind, detail) for kind, detail, _ in told(on, second["id"])] == [
        ("kicked", ""),
        ("banned", ""),
    ]


def test_a_ban_ends_whatever_the_host_has_on_air_and_keeps_it_out_until_lifted(desk):
    on = desk()
    on.go_live()
    second, idle = on.server.create(on.mei), on.server.create(on.mei)
    on.stage.push(second["code"], "2")
    assert on.server.publish(second, "2").status_code == 200
    said = on.kicked(ban=True, reason="Spam")
    assert said["publisher"] == "dropped"
    on.stage.look_at_drops()
    assert on.stage.publishing == {}
    assert on.server.listed() == []
    assert on.server.state(second["id"]) == ("ended", "kicked")
    made = on.server.http.post("/v1/broadcasts", json={"title": "Again"}, headers=on.mei)
    assert (made.status_code, made.json()["code"]) == (403, "banned")
    assert "banned" in on.server.publish(on.record, "3").text
    assert "banned" in on.server.publish(idle, "4").text
    on.server.http.patch("/v1/hosts/mei", json={"banned": False}, headers=on.admin)
    assert on.server.publish(idle, "5").status_code == 200
    assert ("ban", "mei", "Spam") in on.deeds()
    assert ("kick", on.record["id"], "Spam") in on.deeds()


def test_a_ban_of_the_account_takes_what_is_on_air_with_it(desk):
    on = desk()
    on.go_live()
    on.server.http.patch("/v1/hosts/mei", json={"banned": True}, headers=on.admin)
    assert on.state() == ("ended", "kicked")
    on.stage.look_at_drops()
    assert on.stage.publishing == {}


def test_a_banned_host_whom_only_polls_or_beats_show_does_not_get_on_air(desk):
    on = desk(POLLED)
    on.server.http.patch("/v1/hosts/mei", json={"banned": True}, headers=on.admin)
    assert on.state() == ("ready", "waiting")
    on.stage.minutes(1, on.code)
    assert on.state() == ("ended", "kicked")
    on.stage.look_at_drops()
    assert on.stage.publishing == {}


def test_a_banned_hosts_beats_alone_put_nobody_on_air(desk):
    on = desk(TENCENT)
    on.server.http.patch("/v1/hosts/mei", json={"banned": True}, headers=on.admin)
    on.server.beat(on.record["id"], on.mei)
    assert on.server.listed() == []
    assert on.state() == ("ended", "kicked")


def test_a_cloud_that_forbids_by_itself_is_told_until_when(desk):
    on = desk(forbids=True)
    on.go_live()
    said = on.kicked(hold_s=600)
    assert (said["publisher"], said["kept_out"]) == ("dropped", "by_media_server")
    assert on.stage.barred == {on.code: on.server.clock.now + 600}
    on.lift()
    assert on.stage.barred == {}
    on.kicked(ban=True)
    assert on.stage.barred == {on.code: on.server.clock.now + 86400}
    on.server.http.patch("/v1/hosts/mei", json={"banned": False}, headers=on.admin)
    on.stage.look_at_drops()
    assert on.stage.barred == {}


def test_the_end_of_a_held_broadcast_gives_the_code_back(desk):
    on = desk(forbids=True)
    on.kicked(hold_s=600)
    on.server.http.post(f"/v1/broadcasts/{on.record['id']}/end", headers=on.mei)
    on.stage.look_at_drops()
    assert on.stage.barred == {}


def test_a_cloud_that_is_away_is_told_when_it_is_back(desk):
    on = desk(forbids=True)
    on.go_live()
    on.stage.away = True
    said = on.kicked(hold_s=600)
    assert (said["publisher"], said["kept_out"]) == ("failed", "by_callback")
    assert "as soon as it does" in said["sentence"]["en"]
    on.stage.away = False
    on.stage.look_at_drops(5)
    assert on.stage.barred == {on.code: on.server.clock.now - 5 + 600}
    on.stage.away = True
    assert on.lift()["kept_out"] == "by_media_server"
    on.stage.away = False
    on.stage.look_at_drops(5)
    assert on.stage.barred == {}


def test_a_server_that_cannot_says_so(desk):
    on = desk(NGINX)  # its API is not set
    on.server.publish(on.record)
    said = on.kicked()
    assert (said["publisher"], said["kept_out"]) == ("cannot", "by_callback")
    assert "goes on sending" in said["sentence"]["en"]


def test_a_server_that_asks_nobody_says_so(desk):
    on = desk(TENCENT.model_copy(update={"callbacks": False}))
    said = on.kicked(hold_s=60)
    assert (said["publisher"], said["kept_out"]) == ("cannot", "no")
    assert "expires" in said["sentence"]["en"]


def test_the_local_relay_closes_the_connection_and_holds_not(desk):
    on = desk(LOCAL)
    said = on.kicked(hold_s=60)
    assert (said["publisher"], said["kept_out"]) == ("cannot", "no")
    assert "no effect" in said["sentence"]["en"]
    assert on.state() == ("ready", "waiting")
    assert on.deeds() == []
    said = on.kicked()
    assert (said["publisher"], said["kept_out"]) == ("nobody", "by_media_server")
    assert "listens no more" in said["sentence"]["en"]


def test_a_kick_closes_the_relays_connection_with_a_real_encoder(desk, test_picture):
    on = desk(LOCAL)
    encoder = test_picture(on.record["push"]["url"])
    until(lambda: on.state()[0] == "live")
    said = on.kicked()
    assert (said["publisher"], said["kept_out"]) == ("dropped", "by_media_server")
    assert encoder.wait(timeout=10) is not None
    assert on.state() == ("ended", "kicked")
    again = test_picture(on.record["push"]["url"])
    assert again.wait(timeout=10) != 0


def test_only_an_admin_kicks_and_only_by_id(desk):
    on = desk()
    path = f"/v1/broadcasts/{on.record['id']}"
    http = on.server.http
    assert http.post(f"{path}/kick").status_code == 401
    assert http.post(f"{path}/kick", headers=on.mei).status_code == 403
    assert http.delete(f"{path}/hold").status_code == 401
    assert http.delete(f"{path}/hold", headers=on.mei).status_code == 403
    by_code = on.kick(on.code)
    assert (by_code.status_code, by_code.json()["id"]) == (400, on.record["id"])
    assert on.kick("nobody").status_code == 404
    assert on.state() == ("ready", "waiting")
    assert on.deeds() == []


@pytest.mark.parametrize(
    "asked",
    [
        {"hold_s": 60, "ban": True},
        {"hold_s": 9},
        {"hold_s": 86401},
        {"hold_s": float("1e400")},
        {"reason": "x" * 201},
        {"reason": "a\x07bell"},
        {"bann": True},
    ],
)
def test_what_makes_no_sense_is_refused_and_does_nothing(desk, asked):
    on = desk()
    path = f"/v1/broadcasts/{on.record['id']}/kick"
    # httpx itself sends no infinity
    answer = on.server.http.post(path, content=json.dumps(asked), headers=on.admin)
    assert answer.status_code == 400
    assert on.state() == ("ready", "waiting")
    assert on.deeds() == []


def test_a_kick_without_a_body_ends_it(desk):
    on = desk()
    path = f"/v1/broadcasts/{on.record['id']}/kick"
    assert on.server.http.post(path, headers=on.admin).status_code == 200
    assert on.state() == ("ended", "kicked")


def test_what_has_ended_is_not_held(desk):
    on = desk()
    on.kicked()
    again = on.kick(hold_s=60)
    assert (again.status_code, again.json()["code"]) == (409, "ended")
    lifted = on.server.http.delete(f"/v1/broadcasts/{on.record['id']}/hold", headers=on.admin)
    assert lifted.status_code == 409


def test_a_push_that_is_being_checked_while_the_admin_holds_is_refused(desk, monkeypatch):
    on = desk()
    media = on.server.studio.media
    check = media.check_push

    def slow(asked, ticket, now):
        check(asked, ticket, now)
        on.server.studio.store.hold(on.record["id"], now + 60)

    monkeypatch.setattr(media, "check_push", slow)
    refused = on.server.publish(on.record)
    assert (refused.status_code, "holds" in refused.text) == (403, True)
    whole = on.server.http.get(f"/v1/broadcasts/{on.record['id']}", headers=on.mei).json()
    assert whole["media"]["publishing"] is False


def test_whatever_comes_together_nobody_stays_who_may_not(desk):
    """Publishers, their host and an admin at once; then the drops have their second try."""
    on = desk()
    on.go_live()
    shows = [on.record, on.server.create(on.mei), on.server.create(on.mei)]
    http, chance = on.server.http, random.Random(7)

    def deed(number: int) -> int:
        show = shows[number % 3]
        path = f"/v1/broadcasts/{show['id']}"
        match chance.choice(("publish", "publish", "publish", "done", "hold", "lift", "key")):
            case "publish":
                fresh = http.get(path, headers=on.mei).json()
                if fresh["push"] is None:  # it is over
                    return 200
                answer = on.server.publish(fresh, str(number))
                if answer.status_code == 200:
                    on.stage.push(show["code"], str(number))
                return 200 if answer.status_code in (200, 403) else answer.status_code
            case "done":
                on.stage.publishing.pop(show["code"], None)
                return on.server.publish_done(show["code"], str(number - 3)).status_code
            case "hold":
                return on.kick(show["id"], hold_s=86400).status_code
            case "lift":
                return http.delete(f"{path}/hold", headers=on.admin).status_code
            case _:
                return http.post(f"{path}/key", headers=on.mei).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(deed, range(240))) == {200}
        on.server.clock.pass_(1)
        kick = pool.submit(on.kick, shows[0]["id"])
        assert set(pool.map(deed, (0, 1, 2, 0, 1, 2))) <= {200, 409}
        assert kick.result().status_code == 200
    on.kick(shows[1]["id"], hold_s=86400)
    on.stage.look_at_drops(5)
    on.stage.look_at_drops(5)
    assert shows[0]["code"] not in on.stage.publishing
    assert shows[1]["code"] not in on.stage.publishing
    assert on.server.state(shows[0]["id"]) == ("ended", "kicked")
    assert on.server.state(shows[1]["id"]) == ("offline", "admin_hold")
