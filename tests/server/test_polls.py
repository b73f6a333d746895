"""The poller against a media server that the test holds: who publishes, and whether it answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from livedesk.media.media_server import Publisher
from livedesk.settings import MediaSettings
from tests.server.conftest import Server
from tests.server.stage import BOTH, POLLED, Stage


@pytest.fixture
def stage(
    serving: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> Callable[[MediaSettings], Stage]:
    return lambda media: Stage(serving(media), monkeypatch)


def test_polls_alone_put_on_air_and_take_off_after_three(stage):
    on = stage(POLLED)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei)
    beating = lambda: on.server.beat(record["id"], mei)  # noqa: E731
    on.minutes(1)
    assert on.server.state(record["id"]) == ("ready", "waiting")
    on.minutes(5, record["code"], beating=beating)
    assert on.server.state(record["id"]) == ("live", "publishing")
    on.publishing.clear()
    on.minutes(2, beating=beating)
    assert on.server.state(record["id"]) == ("live", "publishing")
    on.minutes(1, beating=beating)
    assert on.server.state(record["id"]) == ("offline", "poll_lost")
    on.minutes(1, record["code"], beating=beating)
    assert on.server.state(record["id"]) == ("live", "publishing")


def test_a_frozen_publisher_is_not_publishing(stage):
    on = stage(BOTH)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei)
    on.push(record["code"])
    assert on.server.publish(record, "1").status_code == 200
    beating = lambda: on.server.beat(record["id"], mei)  # noqa: E731
    on.minutes(2, record["code"], beating=beating)
    assert on.server.state(record["id"])[0] == "live"
    on.minutes(3, beating=beating)  # it stays in the list, and sends nothing
    assert on.server.state(record["id"]) == ("offline", "poll_lost")
    for _ in range(10):
        on.minutes(1, beating=beating)
        assert on.server.state(record["id"]) == ("offline", "poll_lost")


def test_a_frozen_publisher_is_still_known_after_polls_have_failed_for_minutes(stage):
    on = stage(POLLED)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei)
    beating = lambda: on.server.beat(record["id"], mei)  # noqa: E731
    on.minutes(2, record["code"], beating=beating)
    on.minutes(3, beating=beating)
    assert on.server.state(record["id"]) == ("offline", "poll_lost")
    on.away = True
    on.minutes(6, beating=beating)
    on.away = False
    on.minutes(2, beating=beating)
    assert on.server.state(record["id"]) == ("offline", "poll_lost")


def test_a_lost_end_of_an_earlier_broadcast_hides_no_picture_of_the_next_one_on_its_code(stage):
    """Found by the simulator, where polls do not tell who publishes."""
    on = stage(BOTH)
    mei = on.server.add_host("Mei")
    first = on.server.create(mei, suffix="mei")
    on.server.publish(first, "1")
    on.server.http.post(f"/v1/broadcasts/{first['id']}/end", headers=mei)  # its encoder's end: lost
    second = on.server.create(mei, suffix="mei")
    beating = lambda: on.server.beat(second["id"], mei)  # noqa: E731
    on.minutes(2, beating=beating)
    assert on.server.state(second["id"]) == ("ready", "waiting")
    on.publishing[second["code"]] = Publisher(second["code"])  # its start: lost
    on.minutes(1, beating=beating)
    assert on.server.state(second["id"]) == ("live", "publishing")


def test_polls_that_fail_say_nothing_and_readyz_says_so(stage):
    on = stage(BOTH)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei)
    on.push(record["code"])
    on.server.publish(record, "1")
    on.away = True
    on.minutes(9, beating=lambda: on.server.beat(record["id"], mei))
    assert on.server.state(record["id"])[0] == "live"
    ready = on.server.http.get("/readyz")
    assert ready.status_code == 503
    assert "no answer" in ready.json()["faults"]["polls"]


def test_a_poll_that_says_publishing_covers_a_silent_console(stage):
    on = stage(BOTH)
    record = on.server.create(on.server.add_host("Mei"))
    on.server.publish(record, "1")
    on.minutes(60, record["code"])
    assert on.server.state(record["id"]) == ("live", "console_silent")


def test_another_encoder_is_refused_by_the_media_servers_own_word(stage):
    on = stage(BOTH)
    record = on.server.create(on.server.add_host("Mei"))
    assert on.server.publish(record, "1").status_code == 200
    on.push(record["code"], "1")
    assert on.server.publish(record, "2").status_code == 403
    del on.publishing[record["code"]]
    assert on.server.publish(record, "3").status_code == 200


def test_an_end_is_followed_by_a_question_at_once(stage):
    on = stage(BOTH)
    record = on.server.create(on.server.add_host("Mei"))
    on.server.publish(record, "1")
    on.server.poll()
    asked = on.asked
    on.server.publish_done(record["code"], "1")
    on.push(record["code"], "2")  # its start callback was lost
    on.server.clock.pass_(2)
    on.server.poll()
    assert on.asked == asked + 1
    assert on.server.state(record["id"]) == ("live", "console_silent")


def test_polls_of_before_a_blindness_do_not_hide_those_of_after_it(stage):
    on = stage(BOTH)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei)
    on.push(record["code"])
    on.server.publish(record, "1")
    beating = lambda: on.server.beat(record["id"], mei)  # noqa: E731
    on.minutes(1, record["code"], beating=beating)
    on.publishing.clear()
    on.minutes(2, beating=beating)
    on.server.studio.store.heard_since = on.server.clock.now + 1
    on.minutes(2, beating=beating)
    assert on.server.state(record["id"])[0] == "live"
    on.minutes(1, beating=beating)
    assert on.server.state(record["id"]) == ("offline", "poll_lost")


def test_a_console_that_beats_again_brings_back_no_picture_that_polls_found_gone(stage):
    on = stage(BOTH)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei)
    on.server.publish(record, "1")
    on.away = True
    on.minutes(11)
    assert on.server.state(record["id"]) == ("offline", "heartbeat_lost")
    on.away = False
    on.minutes(4)
    on.server.beat(record["id"], mei)
    assert on.server.state(record["id"]) == ("offline", "poll_lost")


def test_a_publisher_that_stays_frozen_is_not_publishing_again_after_a_while(stage):
    on = stage(BOTH)
    mei = on.server.add_host("Mei")
    record = on.server.create(mei)
    on.push(record["code"])
    on.server.publish(record, "1")
    on.minutes(4, beating=lambda: on.server.beat(record["id"], mei))
    assert on.server.state(record["id"]) == ("offline", "poll_lost")
    for _ in range(8):
        on.minutes(1, beating=lambda: on.server.beat(record["id"], mei))
        assert on.server.state(record["id"]) == ("offline", "poll_lost")


def test_a_hidden_picture_of_an_expired_code_is_asked_for_until_it_is_gone(stage):
    """Offline for its console only, and expired: else nobody would ever end it."""
    on = stage(BOTH)
    record = on.server.create(on.server.add_host("Mei"), valid_for_s=300)
    on.server.publish(record, "1")
    on.away = True
    on.minutes(11)
    assert on.server.state(record["id"]) == ("offline", "heartbeat_lost")
    on.away = False
    on.minutes(4)
    assert on.server.state(record["id"]) == ("ended", "expired")
