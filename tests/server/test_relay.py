"""The server's keeping of the local relay, with the real program and a real publisher."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from livedesk.domain.errors import StoreUnavailable, Unavailable
from livedesk.server.relay import LocalRelay
from tests.conftest import TestPicture
from tests.waiting import until

CODE = "live_anna"

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


class Heard:
    """What the relay has told the server, in order."""

    def __init__(self) -> None:
        self.all: list[tuple[str, str, str]] = []
        self.refusals = 0  # how often the database is away from now on

    async def on_publish(self, code: str, session: str) -> None:
        self._note("publish", code, session)

    async def on_done(self, code: str, session: str) -> None:
        self._note("done", code, session)

    def _note(self, what: str, code: str, session: str) -> None:
        if self.refusals:
            self.refusals -= 1
            raise StoreUnavailable("The database is away for a moment.")
        self.all.append((what, code, session))

    def count(self, what: str) -> int:
        return sum(1 for heard, _, _ in self.all if heard == what)


@pytest.fixture
def heard() -> Heard:
    return Heard()


@pytest.fixture
async def relay(tmp_path: Path, free_port: int, heard: Heard) -> AsyncIterator[LocalRelay]:
    relay = LocalRelay(tmp_path / "hls", free_port, heard.on_publish, heard.on_done)
    yield relay
    await relay.close()


async def eventually(check: Callable[[], object], within: float = 10.0) -> None:
    await asyncio.to_thread(until, check, within)


def address(relay: LocalRelay) -> str:
    return f"rtmp://127.0.0.1:{relay.port}/live/{CODE}"


def relays_on(port: int) -> list[int]:
    """The process ids of the relays that run for this port, whoever started them."""
    listed = subprocess.run(["ps", "-eo", "pid,args"], capture_output=True, text=True, check=True)
    return [
        int(line.split()[0])
        for line in listed.stdout.splitlines()
        if f"livedesk.media.relay --port {port} " in line
    ]


async def test_a_publish_and_its_end_are_told_once_and_in_order(
    relay: LocalRelay, heard: Heard, test_picture: TestPicture
) -> None:
    await relay.start("b1", CODE)
    await relay.start("b1", CODE)
    publisher = test_picture(address(relay))
    await eventually(lambda: heard.count("publish"))
    publisher.kill()
    await eventually(lambda: heard.count("done"))
    assert [(what, code) for what, code, _ in heard.all] == [("publish", CODE), ("done", CODE)]
    assert heard.all[0][2] == heard.all[1][2]
    assert relay.fault is None


async def test_stop_cuts_the_publisher_tells_its_end_and_removes_the_picture(
    relay: LocalRelay, heard: Heard, test_picture: TestPicture, tmp_path: Path
) -> None:
    await relay.start("b1", CODE)
    publisher = test_picture(address(relay))
    await eventually(lambda: list((tmp_path / "hls").glob("*.ts")))
    await relay.stop("b2")
    assert heard.count("done") == 0
    began = time.monotonic()
    await relay.stop("b1")
    assert time.monotonic() - began < 1
    assert heard.count("done") == 1
    assert list((tmp_path / "hls").iterdir()) == []
    assert relays_on(relay.port) == []
    await asyncio.to_thread(publisher.wait, 5)


LISTENS = 'import time; print(\'{"event": "listening", "port": 1}\', flush=True); time.sleep(100)'


@pytest.mark.skipif(sys.platform == "win32", reason="no child watcher there")
async def test_the_end_of_the_child_is_left_to_asyncio_however_late_it_looks(
    tmp_path: Path,
    free_port: int,
    heard: Heard,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    fetch = os.waitpid

    def late(pid: int, options: int) -> tuple[int, int]:
        if threading.current_thread() is not threading.main_thread():
            os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)  # it is dead, and nobody knows yet
            time.sleep(0.05)
        return fetch(pid, options)

    monkeypatch.setattr(os, "waitpid", late)
    program = (sys.executable, "-S", "-c", LISTENS)
    relay = LocalRelay(tmp_path / "hls", free_port, heard.on_publish, heard.on_done, program)
    await relay.start("b1", CODE)
    stopping = asyncio.create_task(relay.stop("b1"))
    asyncio.get_running_loop().call_soon(time.sleep, 0.02)  # it dies while the server is busy
    await stopping
    assert "Unknown child process" not in caplog.text


async def test_another_code_takes_the_place_of_the_first(
    relay: LocalRelay, heard: Heard, test_picture: TestPicture, tmp_path: Path
) -> None:
    port = relay.port
    await relay.start("b1", CODE)
    test_picture(address(relay))
    await eventually(lambda: heard.count("publish"))
    await relay.start("b2", "live_bob")
    assert heard.count("done") == 1
    test_picture(address(relay))
    await eventually(lambda: heard.count("publish") == 2)
    assert heard.all[-1][1] == "live_bob"
    assert relay.port == port


async def test_the_next_broadcast_on_the_same_code_has_a_relay_of_its_own(
    relay: LocalRelay, heard: Heard, test_picture: TestPicture
) -> None:
    await relay.start("b1", CODE)
    publisher = test_picture(address(relay))
    await eventually(lambda: heard.count("publish"))
    await relay.start("b2", CODE)
    await asyncio.to_thread(publisher.wait, 5)
    assert heard.count("done") == 1
    await relay.stop("b1")
    assert len(relays_on(relay.port)) == 1


async def test_a_relay_that_dies_ends_its_session_and_is_started_again(
    relay: LocalRelay, heard: Heard, test_picture: TestPicture
) -> None:
    await relay.start("b1", CODE)
    test_picture(address(relay))
    await eventually(lambda: heard.count("publish"))
    (child,) = relays_on(relay.port)
    os.kill(child, signal.SIGKILL)
    await eventually(lambda: heard.count("done"))
    await eventually(lambda: relay.fault)
    assert "ended by itself" in str(relay.fault)
    await eventually(lambda: relay.fault is None)
    test_picture(address(relay))
    await eventually(lambda: heard.count("publish") == 2)
    first, _, second = (session for _, _, session in heard.all)
    assert first != second


async def test_a_start_that_cannot_be_noted_is_told_again(
    relay: LocalRelay, heard: Heard, test_picture: TestPicture
) -> None:
    heard.refusals = 2
    await relay.start("b1", CODE)
    test_picture(address(relay))
    await eventually(lambda: heard.count("publish"))
    assert heard.refusals == 0


async def test_what_cannot_be_carried_stays_known_until_it_can(
    relay: LocalRelay, heard: Heard, test_picture: TestPicture
) -> None:
    await relay.start("b1", CODE)
    test_picture(address(relay), encoded=("-c:v", "flv1", "-c:a", "aac"))
    await eventually(lambda: relay.fault)
    assert "choose H.264" in str(relay.fault)
    test_picture(address(relay))
    await eventually(lambda: heard.count("publish"))
    assert relay.fault is None


async def test_a_port_lost_to_another_program_is_said_and_the_next_start_works(
    relay: LocalRelay,
) -> None:
    with socket.create_server(("127.0.0.1", relay.port)):
        with pytest.raises(Unavailable, match=f"cannot listen on port {relay.port}"):
            await relay.start("b1", CODE)
        assert "rtmp_port" in str(relay.fault)
    await relay.start("b1", CODE)
    assert relay.fault is None


async def test_a_program_that_cannot_be_started_is_said(
    tmp_path: Path, free_port: int, heard: Heard
) -> None:
    program = (str(tmp_path / "missing"),)
    relay = LocalRelay(tmp_path, free_port, heard.on_publish, heard.on_done, program)
    with pytest.raises(Unavailable, match="cannot be started"):
        await relay.start("b1", CODE)
    await relay.close()


def test_the_preferred_port_is_taken_else_the_next(
    tmp_path: Path, heard: Heard, free_port: int
) -> None:
    def relay() -> LocalRelay:
        return LocalRelay(tmp_path, free_port, heard.on_publish, heard.on_done)

    assert relay().port == free_port
    with socket.create_server(("127.0.0.1", free_port)):
        assert free_port < relay().port <= free_port + 20


def test_what_a_killed_server_left_is_removed(tmp_path: Path, heard: Heard, free_port: int) -> None:
    for name in ("live_anna.m3u8", "live_anna.0a1b.7.ts", "live_anna.0a1b.8.ts.tmp", "notes.txt"):
        (tmp_path / name).touch()
    LocalRelay(tmp_path, free_port, heard.on_publish, heard.on_done)
    assert [file.name for file in tmp_path.iterdir()] == ["notes.txt"]


async def test_close_ends_all_within_two_seconds(
    relay: LocalRelay, heard: Heard, test_picture: TestPicture
) -> None:
    await relay.start("b1", CODE)
    test_picture(address(relay))
    await eventually(lambda: heard.count("publish"))
    began = time.monotonic()
    await relay.close()
    await relay.close()
    assert time.monotonic() - began < 2
    assert heard.count("done") == 1
    assert relays_on(relay.port) == []


async def test_close_does_not_wait_for_ever_for_a_database_that_hangs(
    tmp_path: Path, free_port: int, heard: Heard, test_picture: TestPicture
) -> None:
    async def hang(code: str, session: str) -> None:
        heard.all.append(("publish", code, session))
        await asyncio.Event().wait()

    relay = LocalRelay(tmp_path, free_port, hang, heard.on_done)
    await relay.start("b1", CODE)
    test_picture(address(relay))
    await eventually(lambda: heard.count("publish"))
    began = time.monotonic()
    await relay.close()
    assert time.monotonic() - began < 2
    assert heard.count("done") == 1
    assert relays_on(relay.port) == []


@pytest.mark.parametrize("moment", range(6))
async def test_a_start_cancelled_at_any_moment_leaves_no_orphan(
    relay: LocalRelay, moment: int
) -> None:
    starting = asyncio.create_task(relay.start("b1", CODE))
    for _ in range(moment):
        await asyncio.sleep(0)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting
    await relay.close()
    assert relays_on(relay.port) == []


async def test_a_start_that_is_given_up_just_as_it_listens_is_given_up(relay: LocalRelay) -> None:
    starting = asyncio.create_task(relay.start("b1", CODE))
    while not (relay._keeper and relay._keeper.is_listening):  # noqa: ASYNC110  just then
        await asyncio.sleep(0)
    starting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await starting


SERVER = """
import asyncio, signal, sys
from pathlib import Path
from livedesk.server.relay import LocalRelay

async def nothing(code, session): ...

async def serve():
    relay = LocalRelay(Path(sys.argv[1]), int(sys.argv[2]), nothing, nothing)
    await relay.start("b1", "live_anna")
    print("ready", flush=True)
    await asyncio.Event().wait()

signal.signal(signal.SIGINT, signal.default_int_handler)  # tests in the background ignore it
asyncio.run(serve())
"""


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_no_relay_outlives_its_server(tmp_path: Path, free_port: int, how: signal.Signals) -> None:
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(tmp_path), str(free_port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    with server:
        assert server.stdout
        assert server.stdout.readline() == b"ready\n"
        assert len(relays_on(free_port)) == 1
        server.send_signal(how)
        until(lambda: relays_on(free_port) == [], within=2)
