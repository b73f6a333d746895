"""The local relay's program with a real publisher, ffmpeg."""

from __future__ import annotations

import json
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import av
import pytest

from tests.conftest import PICTURE, SOUND, TestPicture
from tests.waiting import until

CODE = "live_anna-1"


class Relay:
    """The running program, and what it has said."""

    def __init__(self, port: int, folder: Path, code: str = CODE) -> None:
        self.port = port
        self.folder = folder
        self.url = f"rtmp://127.0.0.1:{port}/live/{code}?txSecret=none"
        self.playlist = folder / f"{code}.m3u8"
        self.said: list[dict[str, Any]] = []
        self.program = subprocess.Popen(
            [
                *(sys.executable, "-m", "livedesk.media.relay", "--port", str(port)),
                *("--hls-dir", str(folder), "--code", code, "--frozen-after", "1.5"),
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        self._ears = threading.Thread(target=self._hear)
        self._ears.start()

    def _hear(self) -> None:
        assert self.program.stdout
        for line in self.program.stdout:
            self.said.append(json.loads(line))

    def all(self, event: str) -> list[dict[str, Any]]:
        return [news for news in self.said if news["event"] == event]

    def nth(self, event: str, number: int = 1, within: float = 10.0) -> dict[str, Any]:
        """Wait until the event has been said so many times."""
        until(lambda: len(self.all(event)) >= number, within)
        return self.all(event)[number - 1]

    def close(self) -> None:
        self.program.kill()
        self.program.wait()
        self._ears.join()
        for pipe in (self.program.stdin, self.program.stdout):
            assert pipe
            pipe.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Callable[..., Relay]]:
    running: list[Relay] = []

    def start(port: int, **more: Any) -> Relay:
        running.append(Relay(port, **{"folder": tmp_path / "100% hls", **more}))
        return running[-1]

    yield start
    for relay in running:
        relay.close()


@pytest.fixture
def relay(start: Callable[..., Relay], free_port: int) -> Relay:
    relay = start(free_port)
    relay.nth("listening")
    return relay


def numbers(playlist: Path) -> tuple[int, list[int]]:
    """The playlist's own first number, and those in its segments' names."""
    text = playlist.read_text()
    first = re.search(r"#EXT-X-MEDIA-SEQUENCE:(\d+)", text)
    assert first
    return int(first[1]), [int(number) for number in re.findall(r"\.(\d+)\.ts", text)]


def segments(relay: Relay) -> int:
    return relay.playlist.read_text().count("#EXTINF") if relay.playlist.exists() else 0


def kinds_played(relay: Relay) -> set[str]:
    """Whose frames can be decoded from the playlist: video, audio."""
    until(lambda: segments(relay) >= 1)
    with av.open(str(relay.playlist)) as played:
        first = {}
        for frame in played.decode():
            first[type(frame).__name__] = frame
            if len(first) == len(played.streams):
                break
    return {name.removesuffix("Frame").lower() for name in first}


def test_a_publishers_picture_and_sound_can_be_played_as_hls(
    relay: Relay, test_picture: TestPicture
) -> None:
    assert relay.said == [{"event": "listening", "port": relay.port}]
    test_picture(relay.url)
    publish = relay.nth("publish")
    assert publish["session"]
    assert kinds_played(relay) == {"video", "audio"}
    names = {file.name for file in relay.folder.iterdir()}
    assert all(name.startswith(f"{CODE}.") for name in names), names


@pytest.mark.parametrize(("inputs", "kind"), [(PICTURE, "video"), (SOUND, "audio")])
def test_a_publisher_of_picture_alone_or_sound_alone_is_carried(
    relay: Relay, test_picture: TestPicture, inputs: tuple[str, ...], kind: str
) -> None:
    test_picture(relay.url, inputs)
    relay.nth("publish")
    assert kinds_played(relay) == {kind}


def test_a_publisher_who_comes_back_goes_on_in_the_same_playlist(
    relay: Relay, test_picture: TestPicture
) -> None:
    first = test_picture(relay.url)
    until(lambda: segments(relay) >= 2)
    began_at, _ = numbers(relay.playlist)
    first.terminate()
    relay.nth("publish_done")
    relay.nth("listening", 2)
    before = segments(relay)
    test_picture(relay.url)
    until(lambda: segments(relay) > before)

    one, two = (news["session"] for news in relay.all("publish"))
    assert one != two
    assert relay.all("publish_done")[0]["session"] == one
    text = relay.playlist.read_text()
    assert re.search(rf"#EXT-X-DISCONTINUITY\n#EXTINF:1\.\d+,\n{CODE}\.{two}\.", text)
    assert "#EXT-X-ENDLIST" not in text
    head, named = numbers(relay.playlist)
    assert head == began_at
    assert named == list(range(head, head + len(named)))


def test_what_an_earlier_run_left_is_removed(
    start: Callable[..., Relay], free_port: int, tmp_path: Path
) -> None:
    left = {f"{CODE}.m3u8", f"{CODE}.m3u8.tmp", f"{CODE}.0a1b.7.ts"}
    of_another = {f"{CODE}-2.m3u8", f"{CODE}-2.0a1b.7.ts"}
    for name in left | of_another:
        (tmp_path / name).touch()
    start(free_port, folder=tmp_path).nth("listening")
    assert {file.name for file in tmp_path.iterdir()} == of_another


def test_a_killed_publisher_is_done_at_once_and_the_next_is_heard(
    relay: Relay, test_picture: TestPicture
) -> None:
    publisher = test_picture(relay.url)
    relay.nth("publish")
    publisher.kill()
    relay.nth("publish_done", within=1)
    relay.nth("listening", 2, within=1)
    test_picture(relay.url)
    relay.nth("publish", 2)


def test_a_frozen_publisher_is_done(relay: Relay, test_picture: TestPicture) -> None:
    publisher = test_picture(relay.url)
    relay.nth("publish")
    publisher.send_signal(signal.SIGSTOP)
    assert "stopped sending" in relay.nth("publish_done", within=4)["why"]
    relay.nth("listening", 2)


def test_what_browsers_do_not_play_is_refused_in_words(
    relay: Relay, test_picture: TestPicture
) -> None:
    test_picture(relay.url, encoded=("-c:v", "flv1", "-c:a", "aac"))
    sentence = relay.nth("fault")["sentence"]
    assert "video as flv1" in sentence
    assert "choose H.264" in sentence
    relay.nth("listening", 2)
    assert relay.all("publish") == []
    test_picture(relay.url)
    relay.nth("publish")


@pytest.mark.parametrize("nonsense", [b"GET / HTTP/1.1\r\nHost: a\r\n\r\n", b"\x03" * 4000, b""])
def test_nonsense_on_the_port_is_survived(
    relay: Relay, test_picture: TestPicture, nonsense: bytes
) -> None:
    with socket.create_connection(("127.0.0.1", relay.port)) as caller:
        caller.sendall(nonsense)
    relay.nth("listening", 2)
    test_picture(relay.url)
    relay.nth("publish")
    assert relay.all("fault") == []


def test_a_second_publisher_is_refused_and_the_first_stays(
    relay: Relay, test_picture: TestPicture
) -> None:
    test_picture(relay.url)
    relay.nth("publish")
    assert test_picture(relay.url).wait(timeout=10) != 0
    before = segments(relay)
    until(lambda: segments(relay) > before)
    assert relay.all("publish_done") == []


def test_it_is_on_this_computer_only(relay: Relay) -> None:
    # A listener on every address would also have this one.
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", relay.port))


@pytest.mark.parametrize("is_publishing", [False, True])
def test_it_leaves_when_its_server_is_gone(
    relay: Relay, test_picture: TestPicture, is_publishing: bool
) -> None:
    if is_publishing:
        publisher = test_picture(relay.url)
        relay.nth("publish")
    assert relay.program.stdin
    relay.program.stdin.close()
    assert relay.program.wait(timeout=2) == 0
    if is_publishing:
        publisher.wait(timeout=5)


def test_a_port_in_use_is_said_in_words(start: Callable[..., Relay], free_port: int) -> None:
    with socket.create_server(("127.0.0.1", free_port)):
        relay = start(free_port)
        assert relay.program.wait(timeout=10) == 1
    sentence = relay.nth("fault")["sentence"]
    assert f"cannot listen on port {free_port}" in sentence
    assert "rtmp_port" in sentence
    assert relay.all("listening") == []


def test_a_folder_that_cannot_be_made_is_said_in_words(
    start: Callable[..., Relay], free_port: int, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    relay = start(free_port, folder=tmp_path / "file" / "hls")
    assert relay.program.wait(timeout=10) == 1
    assert "cannot write to its folder" in relay.nth("fault")["sentence"]


def test_a_folder_that_goes_away_ends_the_session_in_words(
    relay: Relay, test_picture: TestPicture
) -> None:
    test_picture(relay.url)
    until(lambda: segments(relay) >= 1)
    for file in relay.folder.iterdir():
        file.unlink(missing_ok=True)
    relay.folder.rmdir()
    assert "data folder" in relay.nth("fault")["sentence"]
    relay.nth("publish_done")


def test_a_folder_that_went_away_is_there_for_the_next_publisher(
    relay: Relay, test_picture: TestPicture, tmp_path: Path
) -> None:
    first = test_picture(relay.url)
    until(lambda: segments(relay))
    relay.folder.rename(tmp_path / "gone")
    first.kill()
    relay.nth("listening", 2)
    test_picture(relay.url)
    until(lambda: segments(relay))


def test_a_code_cannot_lead_out_of_the_folder(
    start: Callable[..., Relay], free_port: int, capfd: pytest.CaptureFixture[str]
) -> None:
    relay = start(free_port, code="../live_anna")
    assert relay.program.wait(timeout=10) == 2
    assert "letters, digits" in capfd.readouterr().err
