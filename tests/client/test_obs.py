"""The client against a small OBS on a real socket: what it asks, and how it is refused."""

from __future__ import annotations

import contextlib
import dataclasses
import logging
import queue
import socket
import threading
from collections.abc import Callable, Iterator

import pytest

from livedesk.client.obs import LARGEST, Obs
from livedesk.client.obs_place import ObsEvent, ObsPlace
from livedesk.client.obs_state import compare, key_mark, shown_server
from livedesk.client.obs_wire import proof
from livedesk.domain.errors import (
    ObsNotRunning,
    ObsRefused,
    ObsSilent,
    ObsStreaming,
    ObsTooOld,
    ObsWrongPassword,
)
from livedesk.domain.records import Push
from tests.fake_obs import CHALLENGE, SALT, FakeObs
from tests.waiting import until

SERVER, KEY = "rtmp://push.example.com/live", "8888_ana_1122?txSecret=9f2c&txTime=6A"
PUSH = Push(f"{SERVER}/{KEY}", SERVER, KEY, "2026-11-23T20:00:00.000Z", "7f3a")

Connect = Callable[..., Obs]


@pytest.fixture
def obs() -> Iterator[FakeObs]:
    with FakeObs() as fake:
        yield fake


@pytest.fixture
def connected() -> Iterator[Connect]:
    """Connects to a place, quickly out of patience."""
    made: list[Obs] = []

    def connect(
        place: ObsPlace,
        password: str = "",
        hear: Callable[[ObsEvent], None] = lambda event: None,
        lost: Callable[[], None] = lambda: None,
    ) -> Obs:
        made.append(Obs(place, password, hear, lost, timeout_s=0.5))
        return made[-1]

    yield connect
    for one in made:
        one.close()


def test_the_password_is_proved_as_the_protocol_describes() -> None:
    expected = "1Ct943GAT+6YQUUX47Ia/ncufilbe6+oD6lY+5kaCu4="
    assert proof("supersecretpassword", SALT, CHALLENGE) == expected


def test_the_right_password_lets_in_and_is_never_sent(connected: Connect) -> None:
    with FakeObs(password="supersecretpassword") as obs:
        assert connected(obs.place, "supersecretpassword").version == "29.0.2"
        assert obs.logins == 1


def test_a_wrong_password_is_told_apart_from_none(connected: Connect) -> None:
    with FakeObs(password="supersecretpassword") as obs:
        with pytest.raises(ObsWrongPassword) as wrong:
            connected(obs.place, "guessed")
        assert wrong.value.facts == {}
        with pytest.raises(ObsWrongPassword) as none:
            connected(obs.place)
        assert none.value.facts["why"] == "obs_password_needed"
        assert obs.logins == 0


def test_nobody_listens(connected: Connect, free_port: int) -> None:
    with pytest.raises(ObsNotRunning):
        connected(ObsPlace("127.0.0.1", free_port))


def test_a_name_that_nobody_has(connected: Connect) -> None:
    with pytest.raises(ObsNotRunning) as unknown:
        connected(ObsPlace("no-such-computer.invalid", 4455))
    assert unknown.value.facts["why"] == "obs_unknown_name"


def test_who_listens_but_never_answers(connected: Connect) -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as mute,
        pytest.raises(ObsSilent),
    ):
        connected(ObsPlace("127.0.0.1", mute.getsockname()[1]))


def test_who_answers_is_a_web_server(connected: Connect) -> None:
    with socket.create_server(("127.0.0.1", 0)) as web:

        def answer() -> None:
            client, _ = web.accept()
            client.recv(4096)
            client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n")
            client.close()

        thread = threading.Thread(target=answer)
        thread.start()
        with pytest.raises(ObsSilent) as wrong:
            connected(ObsPlace("127.0.0.1", web.getsockname()[1]))
        thread.join()
    assert wrong.value.facts["why"] == "not_obs"


def test_a_greeting_that_never_comes(obs: FakeObs, connected: Connect) -> None:
    obs.silent_on = {"Hello"}
    with pytest.raises(ObsSilent):
        connected(obs.place)


def test_obs_websocket_4_is_too_old(obs: FakeObs, connected: Connect) -> None:
    obs.old_protocol = True
    with pytest.raises(ObsTooOld):
        connected(obs.place)


@pytest.mark.parametrize(("version", "rpc"), [("27.2.4", 1), ("28.0.0", 0)])
def test_what_came_before_28_is_too_old(
    obs: FakeObs, connected: Connect, version: str, rpc: int
) -> None:
    obs.version, obs.rpc = version, rpc
    with pytest.raises(ObsTooOld):
        connected(obs.place)


def test_sending_clears_the_login_that_obs_would_keep(obs: FakeObs, connected: Connect) -> None:
    obs.kind = "rtmp_custom"  # the same type: OBS merges
    client = connected(obs.place)
    client.set_service(SERVER, KEY)
    service = client.service()
    assert (service.kind, service.server, service.key) == ("rtmp_custom", SERVER, KEY)
    assert not service.logs_in
    assert (obs.settings["username"], obs.settings["password"]) == ("", "")
    assert compare(service, PUSH).same


def test_nothing_can_be_changed_while_obs_streams(obs: FakeObs, connected: Connect) -> None:
    client = connected(obs.place)
    client.start()
    with pytest.raises(ObsStreaming):
        client.set_service(SERVER, KEY)


def test_starting_what_runs_and_stopping_what_stands_is_no_error(
    obs: FakeObs, connected: Connect
) -> None:
    client = connected(obs.place)
    client.stop()
    client.start()
    client.start()
    assert client.status().active


def test_a_refusal_names_the_request_and_not_what_was_sent(
    obs: FakeObs, connected: Connect
) -> None:
    obs.refuses["SetStreamServiceSettings"] = 400
    with pytest.raises(ObsRefused) as refused:
        connected(obs.place).set_service(SERVER, KEY)
    assert refused.value.facts == {"request": "SetStreamServiceSettings", "status": 400}
    assert KEY not in refused.value.sentence


def test_obs_that_is_still_starting_is_asked_again_later(obs: FakeObs, connected: Connect) -> None:
    client = connected(obs.place)
    obs.refuses["GetStreamStatus"] = 207
    with pytest.raises(ObsSilent):
        client.status()


def test_an_answer_that_never_comes(obs: FakeObs, connected: Connect) -> None:
    client = connected(obs.place)
    obs.silent_on = {"GetStreamStatus"}
    with pytest.raises(ObsSilent):
        client.status()
    assert client.service().kind == "rtmp_common"


def test_events_are_heard_and_the_end_is_told(obs: FakeObs, connected: Connect) -> None:
    events: queue.SimpleQueue[ObsEvent] = queue.SimpleQueue()
    lost = threading.Event()
    client = connected(obs.place, "", events.put, lost.set)
    obs.stream("RECONNECTING")
    heard = events.get(timeout=5)
    assert (heard.kind, heard.data["outputState"]) == (
        "StreamStateChanged",
        "OBS_WEBSOCKET_OUTPUT_RECONNECTING",
    )
    obs.hang_up()
    assert lost.wait(5)
    with pytest.raises(ObsNotRunning):
        client.status()


def test_closing_tells_nobody_and_leaves_no_thread(obs: FakeObs, connected: Connect) -> None:
    lost = threading.Event()
    client = connected(obs.place, lost=lost.set)
    client.close()
    assert not lost.is_set()
    until(lambda: "obs-events" not in [thread.name for thread in threading.enumerate()])


def test_the_key_is_in_no_log_and_no_repr(
    obs: FakeObs, connected: Connect, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    client = connected(obs.place)
    client.set_service(SERVER, KEY)
    assert KEY not in repr(client.service())
    assert "txSecret" not in caplog.text


def test_what_obs_has_is_compared_line_by_line(obs: FakeObs, connected: Connect) -> None:
    client = connected(obs.place)
    told = compare(client.service(), PUSH)
    assert (told.service, told.server, told.key) == (False, False, False)
    assert (told.shown_service, told.key_mark) == ("Twitch", key_mark("live_1_secret"))
    client.set_service(SERVER + "/", KEY.replace("9f2c", "0000"))
    told = compare(client.service(), PUSH)
    assert (told.service, told.server, told.key, told.same_stream) == (True, True, False, True)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        (SERVER + "/", SERVER + "/"),
        (f"{SERVER}/{KEY}", "rtmp://push.example.com/live/…"),
        ("rtmp://other.example.com:1935/app", "rtmp://other.example.com:1935/app"),
        ("rtmp://ana:secret@other.example.com/app", "rtmp://other.example.com/app/…"),
        ("rtmp://other.example.com/8888_ana_1122_and_a_long_secret", "rtmp://other.example.com/…"),
        (KEY, "…"),
        ("rtmp://[broken", "…"),
        ("", ""),
    ],
)
def test_a_key_in_the_server_field_is_not_shown(typed: str, shown: str) -> None:
    assert shown_server(typed, PUSH) == shown


def test_the_encoder_as_far_as_obs_tells(obs: FakeObs, connected: Connect) -> None:
    encoder = connected(obs.place).encoder()
    assert (encoder.video_kbps, encoder.automatic) == (2500, True)
    assert encoder.keyframe_s == pytest.approx(250 / 30)
    assert (encoder.width, encoder.height, encoder.fps) == (1280, 720, 30.0)


@pytest.mark.parametrize("version", ["²9.0", "9" * 5000, "30." + "1" * 9000, "\ud800", "-30"])
def test_a_version_that_is_none_is_an_obs_that_is_too_old_or_no_obs(
    connected: Connect, obs: FakeObs, version: str
) -> None:
    obs.version = version
    with pytest.raises((ObsTooOld, ObsSilent)) as refused:
        connected(obs.place)
    assert len(refused.value.sentence) < 200


def test_a_salt_that_is_no_text_is_no_obs(connected: Connect) -> None:
    with FakeObs(password="abc") as obs:
        obs.salt = "\ud800"
        with pytest.raises(ObsSilent):
            connected(obs.place, "abc")


@pytest.mark.parametrize(
    "figure", ["NaN", "Infinity", "1e999", "1" + "0" * 400, "-1e300", '"x"', "[]", "true"]
)
def test_no_figure_of_a_strange_obs_breaks_anything(
    connected: Connect, obs: FakeObs, figure: str
) -> None:
    names = {
        "GetStreamStatus": ("outputCongestion", "outputBytes", "outputDuration"),
        "GetStats": ("cpuUsage", "renderSkippedFrames", "renderTotalFrames"),
        "GetVideoSettings": ("fpsNumerator", "fpsDenominator", "outputWidth"),
    }
    for kind, parts in names.items():
        obs.instead[kind] = "{" + ", ".join(f'"{name}": {figure}' for name in parts) + "}"
    one = connected(obs.place)
    for ask in (one.status, one.stats, one.encoder):
        with contextlib.suppress(ObsSilent):
            told = ask()
            numbers = [x for x in dataclasses.astuple(told) if isinstance(x, int | float)]
            assert all(abs(number) <= LARGEST for number in numbers)


def test_a_bitrate_without_end_is_none(connected: Connect, obs: FakeObs) -> None:
    obs.instead["GetProfileParameter"] = '{"parameterValue": "' + "9" * 400 + '"}'
    assert connected(obs.place).encoder().video_kbps is None
