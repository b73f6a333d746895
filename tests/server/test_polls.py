"""The poller against a media server that the test holds: who publishes, and whether it answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from livedesk.domain.errors import MediaUnavailable
from livedesk.media.media_server import Publisher
from livedesk.settings import MediaSettings
from tests.server.conftest import Server

POLLED = MediaSettings(
    kind="nginx-rtmp", push_domain="127.0.0.1", api="http://127.0.0.1:9", callbacks=False
)
BOTH = POLLED.model_copy(update={"callbacks": True})


class Stage:
    """What the media server would answer."""

    def __init__(self, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        self.server = server
        self.publishing: dict[str, Publisher] = {}
        self.away = False
        self.asked = 0
        media = server.studio.media
        monkeypatch.setattr(media, "publishers", self.publishers)
        monkeypatch.setattr(media, "publisher", lambda code: self.publishers().get(code))

    def publishers(self) -> Mapping[str, Publisher]:
        self.asked += 1
        if self.away:
            raise MediaUnavailable("nginx-rtmp gives no answer.")
        return dict(self.publishing)

    def push(self, code: str, client: str = "1") -> None:
        """Bytes flow: more with every question."""
        known = self.publishing.get(code)
        received = (known.received or 0) + 1000 if known else 1000
        self.publishing[code] = Publisher(code, client, received)

    def minutes(self, count: int, *flowing: str, beating: Callable[[], object] = int) -> None:
        """Each a poll, with bytes flowing for these codes."""
        for _ in range(count):
            self.server.clock.pass_(60)
            for code in flowing:
                self.push(code)
            beating()
            self.server.poll()
            self.server.sweep()


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
