"""A host's new push address, and what becomes of the old one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from livedesk.domain.records import to_epoch
from livedesk.media.media_server import PublishStarted
from livedesk.server.callbacks import take_note
from livedesk.settings import MediaSettings
from tests.server.conftest import NGINX, TENCENT, Server
from tests.server.stage import BOTH, Stage


class Keys:
    """A host and its media server."""

    def __init__(self, stage: Stage) -> None:
        self.stage, self.server = stage, stage.server
        self.mei = self.server.add_host("Mei")
        self.old = self.server.create(self.mei, suffix="show", valid_for_s=3600)
        self.id, self.code = self.old["id"], self.old["code"]

    def ask(self, **asked: object) -> httpx.Response:
        path = f"/v1/broadcasts/{self.id}/key"
        return self.server.http.post(path, json=asked, headers=self.mei)

    def new(self, **asked: object) -> dict[str, Any]:
        answer = self.ask(**asked)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())


@pytest.fixture
def keys(serving: Callable[..., Server], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Keys]:
    def start(media: MediaSettings = BOTH, **abilities: object) -> Keys:
        stage = Stage(serving(media), monkeypatch)
        for name, value in abilities.items():
            monkeypatch.setattr(stage.server.studio.media, name, value)
        return Keys(stage)

    return start


def test_a_revoked_address_is_refused_its_publisher_dropped_and_the_new_one_works(keys):
    on = keys()
    on.stage.push(on.code)
    assert on.server.publish(on.old).status_code == 200
    said = on.new()
    assert (said["old_address"], said["publisher"]) == ("refused", "dropped")
    assert said["old_valid_until"] is None
    assert said["broadcast"]["push"]["url"] != on.old["push"]["url"]
    assert said["broadcast"]["push"]["fingerprint"] != on.old["push"]["fingerprint"]
    on.server.publish_done(on.code)
    refused = on.server.publish(on.old, "2")
    assert (refused.status_code, "was replaced" in refused.text) == (403, True)
    assert on.server.publish(said["broadcast"], "3").status_code == 200
    assert on.server.state(on.id)[0] == "live"


def test_who_comes_with_the_new_address_is_not_dropped_by_the_second_try(keys):
    on = keys()
    said = on.new()
    on.server.clock.pass_(1)
    on.stage.push(on.code, "2")
    assert on.server.publish(said["broadcast"], "2").status_code == 200
    on.stage.look_at_drops(5)
    assert on.code in on.stage.publishing


def test_who_was_just_being_admitted_with_the_old_address_is_dropped_by_the_second_try(keys):
    on = keys()
    assert on.server.publish(on.old).status_code == 200  # and nginx has not got the answer yet
    assert on.new()["publisher"] == "nobody"
    on.stage.push(on.code)
    on.stage.look_at_drops(5)
    assert on.stage.publishing == {}


def test_an_address_that_is_revoked_while_it_is_being_checked_is_refused(keys, monkeypatch):
    on = keys()
    media = on.server.studio.media
    check = media.check_push

    def slow(asked, ticket, now):
        check(asked, ticket, now)
        on.server.studio.store.new_key(on.id, revoke=True, valid_for_s=None)

    monkeypatch.setattr(media, "check_push", slow)
    assert "was replaced" in on.server.publish(on.old).text
    assert on.server.state(on.id) == ("ready", "waiting")


def test_a_renewal_drops_nobody_and_the_old_address_stays_good(keys):
    on = keys()
    on.stage.push(on.code)
    assert on.server.publish(on.old).status_code == 200
    said = on.new(revoke=False, valid_for_s=7200)
    assert (said["old_address"], said["publisher"]) == ("valid_until", None)
    assert said["old_valid_until"] == on.old["push"]["expires_at"]
    on.stage.look_at_drops(5)
    assert on.code in on.stage.publishing
    on.stage.publishing.clear()
    on.server.publish_done(on.code)
    assert on.server.publish(on.old, "2").status_code == 200
    on.server.publish_done(on.code, "2")
    on.server.clock.pass_(3601)
    assert "expired" in on.server.publish(on.old, "3").text
    assert on.server.publish(said["broadcast"], "4").status_code == 200


def test_a_renewal_must_be_for_longer(keys):
    on = keys()
    assert on.ask(revoke=False).status_code == 400
    assert on.ask(revoke=False, valid_for_s=3600).status_code == 400
    assert on.ask(revoke=False, valid_for_s=299).status_code == 400
    assert on.ask(valid_for_s=604801).status_code == 400
    same = on.server.http.get(f"/v1/broadcasts/{on.id}", headers=on.mei).json()
    assert same["push"] == on.old["push"]


def test_a_revocation_may_set_another_expiry(keys):
    on = keys()
    said = on.new(valid_for_s=300)
    expires_at = to_epoch(said["broadcast"]["push"]["expires_at"])
    assert expires_at == pytest.approx(on.server.clock.now + 300, abs=2)


def test_a_show_that_outlived_its_address_gets_a_new_one_that_works(keys):
    on = keys()
    on.server.publish(on.old)
    on.server.clock.pass_(3700)
    said = on.new()
    on.server.publish_done(on.code)
    assert on.server.publish(said["broadcast"], "2").status_code == 200


def test_a_broadcast_revoked_and_renewed_many_times_has_one_good_address(keys):
    on = keys()
    known = [on.old, *(on.new()["broadcast"] for _ in range(5))]
    assert len({one["push"]["url"] for one in known}) == 6
    answers = [on.server.publish(one, str(n)).status_code for n, one in enumerate(known)]
    assert answers == [403] * 5 + [200]


@pytest.mark.parametrize("media", [TENCENT, NGINX.model_copy(update={"callbacks": False})])
def test_where_nobody_checks_the_answer_says_until_when_the_old_address_is_good(keys, media):
    on = keys(media)
    said = on.new()
    assert said["old_address"] == "valid_until"
    assert said["old_valid_until"] == on.old["push"]["expires_at"]
    assert said["publisher"] == "cannot"
    assert "another suffix" in said["sentence"]["en"]


def test_the_local_relay_checks_nothing_and_says_so(keys):
    on = keys(MediaSettings(kind="local", rtmp_port=0))
    said = on.new()
    assert (said["old_address"], said["publisher"]) == ("valid_until", "cannot")
    assert "another suffix" in said["sentence"]["en"]


def test_on_a_cloud_who_starts_with_the_old_address_is_dropped_on_sight(keys):
    on = keys(old_address="dropped_on_sight", one_publisher=False)
    said = on.new()
    assert said["old_address"] == "dropped_on_sight"
    old_time = on.old["push"]["stream_key"].rpartition("=")[2]
    new_time = said["broadcast"]["push"]["stream_key"].rpartition("=")[2]
    on.stage.look_at_drops(5)
    on.stage.dropped.clear()

    def start(client: str, tx_time: str) -> None:
        on.stage.push(on.code, client)
        assert on.server.http.portal is not None
        heard = PublishStarted(on.code, client, {"txTime": tx_time})
        on.server.http.portal.call(take_note, on.server.studio, heard)

    start("1", old_time)
    on.stage.look_at_drops()
    assert on.stage.dropped == [on.code]
    assert on.server.state(on.id) == ("ready", "waiting")
    on.server.clock.pass_(1)
    start("2", new_time)
    on.stage.look_at_drops(5)
    assert on.server.state(on.id)[0] == "live"
    assert on.code in on.stage.publishing


def test_only_its_host_gets_a_new_key_and_only_by_id(keys):
    on = keys()
    eve, admin = on.server.add_host("Eve"), on.server.add_admin()
    http, path = on.server.http, f"/v1/broadcasts/{on.id}/key"
    assert http.post(path).status_code == 401
    assert http.post(path, headers=eve).status_code == 403
    assert http.post(path, headers=admin).status_code == 403
    assert http.post(f"/v1/broadcasts/{on.code}/key", headers=on.mei).status_code == 400
    assert http.post(path, headers=on.mei).status_code == 200  # an empty body revokes
    on.server.http.post(f"/v1/broadcasts/{on.id}/end", headers=on.mei)
    assert on.ask().json()["code"] == "ended"


def test_no_key_stands_in_the_answers_words(keys):
    on = keys()
    said = on.new()
    secret = said["broadcast"]["push"]["stream_key"].partition("?")[2]
    words = str(said["sentence"])
    assert secret not in words
    assert "txSecret" not in words
