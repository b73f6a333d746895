"""The link against a small OBS on a real socket: it finds, loses, finds again, does as asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from livedesk.client.obs_setup import ObsSetup
from livedesk.client.obs_state import ObsState
from livedesk.desk.workers.obs_door import SECRET
from livedesk.desk.workers.obs_link import ObsLink
from livedesk.desk.workers.obs_orders import Step
from livedesk.domain.records import Push
from tests.fake_obs import FakeObs

SERVER, KEY = "rtmp://push.example.com/live", "8888_ana_1122?txSecret=9f2c&txTime=6A"
PUSH = Push(f"{SERVER}/{KEY}", SERVER, KEY, "2026-11-23T20:00:00.000Z", "7f3a")
NEW = Push(f"{SERVER}/{KEY}0", SERVER, KEY + "0", "2026-11-23T20:00:00.000Z", "c91e")

Running = Callable[[ObsLink], ObsLink]


class Chain(dict[str, str]):
    """A keychain in memory."""

    def set(self, name: str, secret: str) -> None:
        self[name] = secret

    def forget(self, name: str) -> None:
        self.pop(name, None)


class Watched:
    """A link, what it told, and its keychain."""

    def __init__(self, running: Running, port: int | None, setup: ObsSetup | None = None) -> None:
        self.chain = Chain()
        self.setup = setup
        self.states: list[ObsState] = []
        self.steps: list[Step] = []
        self.link = ObsLink(self.chain, port=port, setup=lambda: self.setup)
        self.link.changed.connect(self.states.append)
        self.link.stepped.connect(self.steps.append)
        running(self.link)

    @property
    def now(self) -> ObsState:
        return self.states[-1] if self.states else ObsState()

    def why(self) -> str:
        return self.now.error.code if self.now.error is not None else ""


@pytest.fixture
def obs() -> Iterator[FakeObs]:
    with FakeObs() as fake:
        yield fake


@pytest.fixture
def linked(running: Running, obs: FakeObs, qtbot: QtBot) -> Watched:
    watched = Watched(running, obs.place.port)
    qtbot.waitUntil(lambda: watched.now.connected)
    return watched


def test_it_tells_the_version_and_what_obs_has(linked: Watched, qtbot: QtBot) -> None:
    assert (linked.now.version, linked.now.major) == ("29.0.2", "29")
    linked.link.want(PUSH)
    qtbot.waitUntil(lambda: linked.now.comparison is not None)
    assert linked.now.comparison is not None
    assert not linked.now.comparison.same


def test_an_obs_that_is_started_later_is_found_by_itself(
    running: Running, qtbot: QtBot, free_port: int
) -> None:
    watched = Watched(running, free_port)
    qtbot.waitUntil(lambda: watched.why() == "obs_not_running")
    with FakeObs(port=free_port):
        qtbot.waitUntil(lambda: watched.now.connected)
        assert watched.now.error is None
    qtbot.waitUntil(lambda: watched.why() == "obs_not_running")


def test_an_obs_that_is_closed_while_it_streams_is_gone(
    linked: Watched, obs: FakeObs, qtbot
) -> None:
    obs.stream("STARTED")
    qtbot.waitUntil(lambda: linked.now.streaming)
    obs.event("ExitStarted")
    qtbot.waitUntil(lambda: linked.now.ended_by == "gone")
    qtbot.waitUntil(lambda: linked.now.connected)


def test_the_settings_say_that_the_server_is_off(
    running: Running, qtbot: QtBot, free_port: int
) -> None:
    watched = Watched(running, None, ObsSetup(Path(), False, free_port, ""))
    qtbot.waitUntil(lambda: watched.why() == "obs_server_off")
    assert watched.now.place.port == free_port


def test_the_password_in_obs_settings_is_offered_and_kept_once_taken(
    running: Running, qtbot: QtBot
) -> None:
    with FakeObs(password="abc") as obs:
        watched = Watched(running, None, ObsSetup(Path(), True, obs.place.port, "abc"))
        qtbot.waitUntil(lambda: watched.why() == "obs_wrong_password")
        assert watched.now.password_found
        assert obs.logins == 0
        watched.link.use_found_password()
        qtbot.waitUntil(lambda: watched.now.connected)
        assert watched.chain == {SECRET: "abc"}


def test_the_kept_password_is_used_without_asking(running: Running, qtbot: QtBot) -> None:
    with FakeObs(password="abc") as obs:
        watched = Watched(running, obs.place.port)
        watched.chain[SECRET] = "abc"
        watched.link.look_at("127.0.0.1", obs.place.port)
        qtbot.waitUntil(lambda: watched.now.connected)


def test_a_wrong_password_is_said_and_not_kept(running: Running, qtbot: QtBot) -> None:
    with FakeObs(password="abc") as obs:
        watched = Watched(running, obs.place.port)
        watched.link.look_at("127.0.0.1", obs.place.port, "guessed")
        qtbot.waitUntil(
            lambda: watched.why() == "obs_wrong_password" and not watched.now.error.facts
        )
        assert watched.chain == {}
        watched.link.look_at("127.0.0.1", obs.place.port, "abc")
        qtbot.waitUntil(lambda: watched.now.connected)


def test_sending_is_read_back_and_compared(linked: Watched, obs: FakeObs, qtbot: QtBot) -> None:
    linked.link.want(PUSH)
    linked.link.send()
    qtbot.waitUntil(lambda: linked.now.done == "send")
    assert linked.now.comparison is not None
    assert linked.now.comparison.same
    assert obs.settings["key"] == KEY


def test_what_obs_had_before_can_be_put_back_with_its_login(
    linked: Watched, obs: FakeObs, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    had = (obs.kind, dict(obs.settings))
    linked.link.want(PUSH)
    linked.link.send()
    qtbot.waitUntil(lambda: linked.now.done == "send")
    assert linked.now.undo
    linked.link.undo()
    qtbot.waitUntil(lambda: linked.now.done == "undo")
    assert (obs.kind, obs.settings) == had
    assert not linked.now.undo
    assert linked.now.comparison is not None
    assert not linked.now.comparison.same
    told = caplog.text + repr(linked.states) + repr(vars(linked.link._before))
    assert "live_1_secret" not in told
    assert "'old'" not in told


def test_a_custom_service_comes_back_too_and_our_lines_never_do(
    linked: Watched, obs: FakeObs, qtbot: QtBot
) -> None:
    obs.kind = "rtmp_custom"
    obs.settings = {"server": "rtmp://else.example.com/live", "key": "theirs"}
    for push in (PUSH, NEW):
        linked.link.want(push)
        linked.link.send()
        qtbot.waitUntil(lambda push=push: obs.settings["key"] == push.stream_key)
    qtbot.waitUntil(lambda: not linked.now.busy and linked.now.undo)
    linked.link.undo()
    qtbot.waitUntil(lambda: linked.now.done == "undo")
    assert (obs.settings["server"], obs.settings["key"]) == (
        "rtmp://else.example.com/live",
        "theirs",
    )
    assert obs.settings["use_auth"] is False


def test_an_obs_that_had_nothing_has_nothing_to_be_put_back(
    linked: Watched, obs: FakeObs, qtbot: QtBot
) -> None:
    obs.settings = {"service": "Twitch", "server": "auto", "key": ""}
    linked.link.want(PUSH)
    linked.link.send()
    qtbot.waitUntil(lambda: linked.now.done == "send")
    assert not linked.now.undo


def test_while_obs_streams_nothing_is_put_back_and_it_can_be_later(
    linked: Watched, obs: FakeObs, qtbot: QtBot
) -> None:
    linked.link.want(PUSH)
    linked.link.send()
    qtbot.waitUntil(lambda: linked.now.done == "send")
    obs.stream("STARTED")
    linked.link.undo()
    qtbot.waitUntil(lambda: linked.now.refusal is not None)
    assert linked.now.refusal.error.code == "obs_streaming"
    assert linked.now.undo
    obs.stream("STOPPED")
    linked.link.undo()
    qtbot.waitUntil(lambda: obs.settings["key"] == "live_1_secret")


def test_another_profile_of_obs_does_not_get_what_this_one_had(
    linked: Watched, obs: FakeObs, qtbot: QtBot
) -> None:
    linked.link.want(PUSH)
    linked.link.send()
    qtbot.waitUntil(lambda: linked.now.undo)
    obs.event("CurrentProfileChanged", profileName="Other")
    qtbot.waitUntil(lambda: not linked.now.undo)


def test_what_obs_does_not_keep_is_told(linked: Watched, obs: FakeObs, qtbot: QtBot) -> None:
    obs.keeps_nothing = True
    linked.link.want(PUSH)
    linked.link.send()
    qtbot.waitUntil(lambda: linked.now.refusal is not None)
    assert linked.now.refusal.error.facts["why"] == "obs_did_not_keep"


def test_sending_while_obs_streams_is_refused(linked: Watched, obs: FakeObs, qtbot: QtBot) -> None:
    obs.stream("STARTED")
    linked.link.want(PUSH)
    linked.link.send()
    qtbot.waitUntil(lambda: linked.now.refusal is not None)
    assert linked.now.refusal.error.code == "obs_streaming"
    assert obs.settings["key"] != KEY


def test_starting_and_stopping_are_waited_for(linked: Watched, obs: FakeObs, qtbot: QtBot) -> None:
    linked.link.start_stream()
    qtbot.waitUntil(lambda: linked.now.done == "start")
    assert linked.now.streaming
    linked.link.stop_stream()
    qtbot.waitUntil(lambda: linked.now.done == "stop")
    assert (linked.now.streaming, linked.now.ended_by) == (False, "us")


def test_a_stream_that_is_turned_away_did_not_start(
    linked: Watched, obs: FakeObs, qtbot: QtBot
) -> None:
    obs.denies = True
    linked.link.start_stream()
    qtbot.waitUntil(lambda: linked.now.refusal is not None)
    assert linked.now.refusal.error.facts["why"] == "obs_did_not_start"
    assert linked.now.ended_by == "refused"
    assert [event.state for event in linked.now.events] == ["STARTING", "STOPPED"]


def test_reconnecting_counts_its_tries_and_the_rate_falls_to_nought(
    linked: Watched, obs: FakeObs, qtbot: QtBot
) -> None:
    linked.link.start_stream()
    qtbot.waitUntil(lambda: bool(linked.now.kbps), timeout=10_000)
    obs.stream("RECONNECTING")
    qtbot.waitUntil(lambda: linked.now.reconnecting and linked.now.kbps == 0.0)
    assert linked.now.streaming
    assert linked.now.tries == 1
    obs.stream("RECONNECTED")
    qtbot.waitUntil(lambda: not linked.now.reconnecting)


def test_a_new_key_goes_into_a_streaming_obs_by_a_stop_and_a_start(
    linked: Watched, obs: FakeObs, qtbot: QtBot
) -> None:
    linked.link.want(PUSH)
    linked.link.send()
    linked.link.start_stream()
    qtbot.waitUntil(lambda: linked.now.streaming)
    linked.link.replace(NEW, streams=True)
    qtbot.waitUntil(lambda: len(linked.steps) == 3)
    assert [step.name for step in linked.steps] == ["stopped", "sent", "started"]
    assert obs.settings["key"] == NEW.stream_key
    assert obs.streaming


def test_a_new_key_that_obs_does_not_take_is_told(
    linked: Watched, obs: FakeObs, qtbot: QtBot
) -> None:
    obs.refuses["SetStreamServiceSettings"] = 702
    linked.link.replace(NEW, streams=True)
    qtbot.waitUntil(lambda: bool(linked.steps))
    assert linked.steps[0].name == "failed"
    assert linked.steps[0].error is not None
    assert not obs.streaming


def test_no_state_holds_a_secret(linked: Watched, obs: FakeObs, qtbot: QtBot) -> None:
    linked.link.want(PUSH)
    obs.kind = "rtmp_custom"
    obs.settings |= {"server": f"{SERVER}/{KEY}", "key": "another_secret"}
    linked.link.compare()
    qtbot.waitUntil(lambda: linked.now.done == "compare")
    told = repr(linked.states)
    assert "txSecret" not in told
    assert "another_secret" not in told


def test_an_obs_that_hangs_is_let_go_and_found_again(
    linked: Watched, obs: FakeObs, qtbot: QtBot
) -> None:
    obs.silent_on = {"GetStreamStatus"}
    qtbot.waitUntil(lambda: linked.why() == "obs_no_answer", timeout=10_000)
    obs.silent_on = set()
    qtbot.waitUntil(lambda: linked.now.connected, timeout=10_000)


def test_an_obs_that_never_stops_talking_leaves_the_window_in_peace(
    linked: Watched, obs: FakeObs, qtbot: QtBot
) -> None:
    linked.states.clear()
    for _ in range(1500):
        obs.stream("RECONNECTING")
        obs.stream("STARTED")
    obs.stream("STOPPED")
    qtbot.waitUntil(lambda: not linked.now.streaming and bool(linked.states))
    qtbot.waitUntil(lambda: linked.link.orders == 0)
    assert len(linked.states) < 300
    obs.stream("STARTED")
    qtbot.waitUntil(lambda: linked.now.streaming)


def test_a_key_that_is_no_text_is_no_obs_and_the_link_lives_on(
    linked: Watched, obs: FakeObs, qtbot: QtBot
) -> None:
    obs.settings["key"] = "\ud800"
    linked.link.want(PUSH)
    qtbot.waitUntil(lambda: linked.now.error is not None, timeout=8000)
    obs.settings["key"] = KEY
    qtbot.waitUntil(lambda: linked.now.connected, timeout=8000)
