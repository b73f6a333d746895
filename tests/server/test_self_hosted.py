"""SRS, MediaMTX and ZLMediaKit with the real app: their hooks into it, its questions to them."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest

from tests.media.spoken import KINDS
from tests.media.spoken_mediamtx import SpokenMediaMtx
from tests.media.spoken_server import Spoken
from tests.media.spoken_srs import SpokenSrs
from tests.media.spoken_zlmediakit import SpokenZlMediaKit
from tests.server.conftest import Server
from tests.waiting import until

SPOKEN = ["srs", "mediamtx", "zlmediakit"]


@dataclass
class Air:
    """A media server, the app that it calls and that asks it, and one broadcast."""

    media: Any
    server: Server
    host: dict[str, str]
    record: dict[str, Any]

    @property
    def code(self) -> str:
        return str(self.record["code"])

    @property
    def key(self) -> str:
        return str(self.record["push"]["stream_key"])

    def state(self) -> tuple[str, str]:
        return self.server.state(self.record["id"])

    def beat(self) -> None:
        assert self.server.beat(self.record["id"], self.host).status_code == 204

    def minutes(self, count: int, *, flowing: bool = False) -> None:
        """Each a beat, a poll and a sweep."""
        for _ in range(count):
            self.server.clock.pass_(60)
            if flowing:
                self.media.flow(self.code)
            self.beat()
            self.server.poll()
            self.server.sweep()

    def evidence(self) -> str:
        path = f"/v1/broadcasts/{self.record['id']}/evidence"
        answer = self.server.http.get(path, headers=self.host)
        return answer.text


def connect(media: Spoken, server: Server) -> None:
    """The hooks as `media show` prints them, posted as the media server does."""
    path = f"/v1/callbacks/{media.kind}/guess-me"

    def hook(body: bytes) -> tuple[int, str]:
        answer = server.http.post(path, content=body)
        return answer.status_code, answer.text

    media.hook = hook


@pytest.fixture
def on_air(serving: Callable[..., Server]) -> Iterator[Callable[..., Air]]:
    with ExitStack() as stack:

        def start(kind: str, **settings: object) -> Air:
            media = stack.enter_context(KINDS[kind]())
            given = media.settings(**settings).model_copy(
                update={"push_key": type(media.settings().push_key)("")}
            )
            server = serving(given)
            connect(media, server)
            host = server.add_host("Mei")
            return Air(media, server, host, server.create(host))

        yield start


@pytest.fixture(params=SPOKEN)
def air(request: pytest.FixtureRequest, on_air: Callable[..., Air]) -> Air:
    return on_air(request.param)


def test_a_good_push_is_on_air_and_its_end_interrupts_and_then_takes_off(air: Air) -> None:
    air.beat()
    assert air.state() == ("ready", "waiting")
    assert air.media.push(air.key)
    assert air.state() == ("live", "publishing")
    assert air.server.listed() == [air.record["id"]]
    air.media.leave(air.code)
    assert air.state() == ("interrupted", "media_stopped")
    air.server.clock.pass_(61)
    air.server.sweep()
    assert air.state() == ("offline", "media_stopped")


def test_a_return_within_the_grace_is_the_same_broadcast(air: Air) -> None:
    air.media.push(air.key)
    air.server.clock.pass_(20)
    air.media.leave(air.code)
    air.server.clock.pass_(20)
    air.beat()
    assert air.media.push(air.key)
    assert air.state()[0] == "live"
    shown = air.server.http.get(f"/v1/broadcasts/{air.record['id']}").json()
    assert [one["end"] is None for one in shown["segments"]] == [False, True]


def test_a_wrong_key_is_refused_by_the_media_server_itself(air: Air) -> None:
    name, _, query = air.key.partition("?")
    other = air.server.create(air.server.add_host("Eve"))
    for wrong in (
        name,
        f"{name}?txSecret={'0' * 32}&{query}",
        air.key.replace("txSecret=", "txSecret=0"),
        f"{other['code']}?{query}",
        f"nobody_here?{query}",
    ):
        assert air.media.push(wrong) is None, wrong
    air.media.apps[air.code] = "other"
    assert air.media.push(air.key) is None
    assert air.server.listed() == []
    assert air.media.streams == {}


def test_no_secret_reaches_the_log(air: Air, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, logger="livedesk")
    air.media.push(air.key)
    air.media.push(air.key.replace("txSecret=", "txSecret=0"))
    air.media.leave(air.code)
    air.server.poll()
    secret = air.key.partition("txSecret=")[2][:32]
    ours = "\n".join(r.getMessage() for r in caplog.records if r.name.startswith("livedesk"))
    assert "refused" in ours
    for hidden in (secret, air.media.password, "guess-me"):
        assert hidden not in ours
        assert hidden not in air.evidence()


def test_a_second_publisher_is_refused_and_the_first_stays_live(air: Air) -> None:
    air.beat()
    first = air.media.push(air.key)
    assert air.media.push(air.key) is None
    assert air.media.streams[air.code].client == first
    assert air.state() == ("live", "publishing")
    air.minutes(5, flowing=True)
    assert air.state() == ("live", "publishing")


def test_an_end_that_nobody_told_is_found_by_the_third_poll(air: Air) -> None:
    air.media.push(air.key)
    air.minutes(2, flowing=True)
    assert air.state() == ("live", "publishing")
    if isinstance(air.media, SpokenZlMediaKit):
        air.media.kill(air.code)
    else:
        air.media.play(air.code)
        air.media.forget(air.code)
    air.minutes(2)
    assert air.state()[0] == "live"
    air.minutes(1)
    assert air.state() == ("offline", "poll_lost")
    assert air.media.push(air.key)
    air.minutes(1, flowing=True)
    assert air.state() == ("live", "publishing")


def test_a_frozen_publisher_goes_off_and_one_who_thaws_comes_back(air: Air) -> None:
    air.media.push(air.key)
    air.minutes(2, flowing=True)
    air.minutes(3)
    assert air.state() == ("offline", "poll_lost")
    air.minutes(1, flowing=True)
    assert air.state() == ("live", "publishing")


def test_ending_drops_the_publisher_and_keeps_him_out(air: Air) -> None:
    air.media.push(air.key)
    path = f"/v1/broadcasts/{air.record['id']}/end"
    assert air.server.http.post(path, headers=air.host).status_code == 200
    assert air.state()[0] == "ended"
    assert air.server.http.portal is not None
    air.server.http.portal.call(air.server.studio.drops.look)
    assert not air.media.is_taken(air.code)
    assert air.media.push(air.key) is None
    assert air.state()[0] == "ended"


def test_hooks_that_come_twice_and_late_change_nothing(air: Air) -> None:
    """ZLMediaKit repeats after 3 s what broke on the way; SRS was seen to repeat ends."""
    posted: list[bytes] = []
    asked = air.media.hook
    air.media.hook = lambda body: posted.append(body) or asked(body)

    def again() -> None:
        for body in posted:
            air.server.clock.pass_(3)
            asked(body)

    air.media.push(air.key)
    again()
    air.beat()
    assert air.state() == ("live", "publishing")
    posted.clear()
    air.media.leave(air.code)
    assert air.state() == ("interrupted", "media_stopped")
    again()
    assert air.state() == ("interrupted", "media_stopped")
    shown = air.server.http.get(f"/v1/broadcasts/{air.record['id']}").json()
    assert len(shown["segments"]) == 1


def test_an_end_whose_start_was_lost_ends_what_polls_found(air: Air) -> None:
    hook, air.media.hook = air.media.hook, None
    air.media.push(air.key)
    air.minutes(2, flowing=True)
    assert air.state() == ("live", "publishing")
    air.media.hook = hook
    air.server.clock.pass_(20)
    air.beat()
    air.media.leave(air.code)
    assert air.state() == ("interrupted", "media_stopped")


def test_srs_is_told_to_drop_by_its_own_short_id(on_air: Callable[..., Air]) -> None:
    air = on_air("srs")
    client = air.media.push(air.key)
    air.server.http.post(f"/v1/broadcasts/{air.record['id']}/end", headers=air.host)
    assert air.server.http.portal is not None
    air.server.http.portal.call(air.server.studio.drops.look)
    assert f"/api/v1/clients/{client}" in air.media.asked


def test_srs_sends_an_end_for_whoever_it_refused_over_srt(on_air: Callable[..., Air]) -> None:
    air = on_air("srs")
    assert isinstance(air.media, SpokenSrs)
    air.media.push(air.key)
    query = air.key.partition("?")[2]
    assert air.media._leave_given(air.code, "loser", query) is False
    air.media._said("on_unpublish", air.code, "loser", query)
    air.beat()
    assert air.state() == ("live", "publishing")


def test_srs_that_begins_anew_with_the_same_short_id_is_another_connection(
    on_air: Callable[..., Air],
) -> None:
    air = on_air("srs")
    air.media.push(air.key)
    air.media.restart()  # tells nobody
    air.media._count = 0
    air.server.clock.pass_(30)
    air.beat()
    assert air.media.push(air.key)
    air.minutes(1, flowing=True)
    assert air.state() == ("live", "publishing")
    air.media.leave(air.code)
    assert air.state() == ("interrupted", "media_stopped")


def test_an_answer_that_srs_takes_for_a_no_is_never_given_to_a_yes(air: Air) -> None:
    answers = []
    asked = air.media.hook
    air.media.hook = lambda body: answers.append(asked(body)) or answers[-1]
    air.media.push(air.key)
    assert {status for status, _ in answers} == {200}
    if air.media.kind == "srs":
        assert {body for _, body in answers} == {"0"}


def test_mediamtx_puts_on_air_by_its_hook_and_not_by_its_question(
    on_air: Callable[..., Air],
) -> None:
    air = on_air("mediamtx")
    assert isinstance(air.media, SpokenMediaMtx)
    query = air.key.partition("?")[2]
    status, _ = air.media.ask("publish", f"live/{air.code}", query, id="7")
    assert status == 200
    assert air.state() == ("ready", "waiting")
    air.media.run_hook("available", air.code, "7")
    assert air.state()[0] == "live"


def test_mediamtx_may_tell_an_end_before_its_start_or_lose_both(
    on_air: Callable[..., Air],
) -> None:
    air = on_air("mediamtx")
    air.media.run_hook("unavailable", air.code, "short")
    air.media.run_hook("available", air.code, "short")
    assert air.state()[0] != "live"
    assert air.media.push(air.key)
    assert air.state()[0] == "live"


def test_mediamtx_lets_viewers_in_and_keeps_strangers_from_its_api(
    on_air: Callable[..., Air],
) -> None:
    air = on_air("mediamtx")
    assert air.media.ask("read", f"live/{air.code}")[0] == 200
    assert air.media.ask("playback", "whatever")[0] == 200
    assert air.media.ask("api")[0] == 403
    assert air.media.ask("metrics", user="livedesk", password="guessed")[0] == 403
    assert air.media.ask("api", user=air.media.user, password=air.media.password)[0] == 200
    assert air.media.ask("conquer")[0] == 400
    assert air.media.ask("publish", f"live/{air.code}")[0] == 403


def test_mediamtx_that_asks_us_about_our_own_poll_is_no_deadlock(
    on_air: Callable[..., Air],
) -> None:
    air = on_air("mediamtx")
    air.media.excludes_api = False
    assert air.media.push(air.key)
    air.minutes(2, flowing=True)
    assert air.state() == ("live", "publishing")
    assert air.media.push(air.key) is None


def test_who_comes_back_to_zlmediakit_within_its_patience_never_leaves_the_list(
    on_air: Callable[..., Air],
) -> None:
    air = on_air("zlmediakit")
    air.media.push(air.key)
    air.minutes(1, flowing=True)
    air.media.kill(air.code)
    air.server.clock.pass_(5)
    assert air.media.push(air.key)  # asked; neither the end nor the start is told
    for _ in range(4):
        air.minutes(1, flowing=True)
        assert air.state() == ("live", "publishing")
    air.media.leave(air.code)
    assert air.state() == ("interrupted", "media_stopped")


def test_zlmediakit_that_begins_anew_has_no_connection_of_before(
    on_air: Callable[..., Air],
) -> None:
    air = on_air("zlmediakit")
    air.media.push(air.key)
    air.server.clock.pass_(10)
    air.media.restart()
    assert air.state() == ("interrupted", "media_stopped")
    air.server.clock.pass_(10)
    air.beat()
    assert air.media.push(air.key)  # with the same id again
    assert air.state() == ("live", "publishing")
    air.minutes(2, flowing=True)
    assert air.state() == ("live", "publishing")


def test_zlmediakits_question_alone_puts_nobody_on_air(on_air: Callable[..., Air]) -> None:
    air = on_air("zlmediakit")
    query = air.key.partition("?")[2]
    assert air.media._leave_given(air.code, "9-9", query)
    assert air.state() == ("ready", "waiting")


def test_a_dead_media_server_does_not_keep_an_encoder_waiting_for_leave(air: Air) -> None:
    """SRS waits 30 s for leave, the others 10; the API hangs where the hooks still work."""
    air.media.push(air.key)
    air.media.leave(air.code)
    air.media.shutdown()
    assert air.media.push(air.key)
    assert until(lambda: air.state()[0] == "live")
