from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from livedesk.client.server_address import ServerAddress
from livedesk.client.server_client import ServerClient
from livedesk.desk.workers.local_server import LocalServer, read_note
from livedesk.domain.errors import ServerUnavailable
from tests.faulty import saying, serving
from tests.waiting import until
from tests.wire import TOKEN

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"
NEVER = (sys.executable, "-c", "raise SystemExit('livedesk-server: this must not be started')")

Make = Callable[..., LocalServer]


@pytest.fixture
def local_server(tmp_path: Path) -> Iterator[Make]:
    """Makes local servers of one data folder; what they start is collected with the test."""
    started: list[subprocess.Popen[bytes]] = []

    class Collected(LocalServer):
        def _start(self) -> None:
            super()._start()
            assert self._child is not None
            started.append(self._child)
            # A child of ours that ends stays a process until somebody asks; a console's is
            # nobody's by then.
            threading.Thread(target=self._child.wait).start()

    def make(**how: object) -> LocalServer:
        usual = {"command": pretended("1"), "version": "1"}
        return Collected(tmp_path / "data", tmp_path / "log", **{**usual, **how})  # type: ignore[arg-type]  # a test's shorthand

    yield make
    for child in started:
        child.terminate()
        child.wait(10.0)


def pretended(version: str, state: str = "ended") -> tuple[str, ...]:
    """A server of this version, with one broadcast in this state."""
    words = ("--version", version, "--state", state)
    return (sys.executable, "-m", "tests.desk.pretended_server", *words)


def pid_in(data_dir: Path) -> int:
    note = read_note(data_dir)
    assert note is not None
    return note.pid


def test_a_server_is_started_where_there_is_none(local_server: Make, tmp_path: Path):
    server = local_server()
    address = server.find_or_start()
    assert address.token == TOKEN
    assert not server.has_stopped()
    pid = pid_in(tmp_path / "data")
    assert os.getsid(pid) == pid  # it does not go with our terminal


def test_a_second_console_finds_the_running_one(local_server: Make):
    first = local_server().find_or_start()
    second = local_server(command=NEVER)
    assert second.find_or_start() == first
    assert not second.has_stopped()


def test_of_two_consoles_that_start_at_once_one_starts_it_and_both_find_it(local_server: Make):
    addresses: list[ServerAddress] = []

    def begin() -> None:
        addresses.append(local_server().find_or_start())

    consoles = [threading.Thread(target=begin) for _ in range(2)]
    for console in consoles:
        console.start()
    for console in consoles:
        console.join(30.0)
    assert len(addresses) == 2
    assert addresses[0] == addresses[1]


def test_a_server_that_was_killed_is_started_again(local_server: Make, tmp_path: Path):
    server = local_server()
    server.find_or_start()
    killed = pid_in(tmp_path / "data")
    os.kill(killed, signal.SIGKILL)
    until(server.has_stopped)
    server.find_or_start()
    assert pid_in(tmp_path / "data") != killed


def test_another_version_with_nothing_live_is_replaced(local_server: Make, tmp_path: Path):
    old = local_server(command=pretended("0"), version="0").find_or_start()
    new = local_server().find_or_start()
    assert new != old
    note = read_note(tmp_path / "data")
    assert note is not None
    assert note.version == "1"


def test_an_update_while_the_console_is_open_does_not_stop_what_it_has_just_started(
    local_server: Make,
):
    """Its code is of yesterday, the server that it starts is of today."""
    server = local_server(command=pretended("2"))
    address = server.find_or_start()
    assert server.find_or_start() == address
    assert not server.has_stopped()


def test_another_version_with_somebody_live_is_used_as_it_is(local_server: Make):
    old = local_server(command=pretended("0", "live"), version="0").find_or_start()
    assert local_server(command=NEVER).find_or_start() == old


def test_a_server_that_stops_at_once_says_why_in_its_own_words(local_server: Make):
    says = "import sys; print('noise', file=sys.stderr); sys.exit('livedesk-server: Port in use.')"
    with pytest.raises(ServerUnavailable) as caught:
        local_server(command=(sys.executable, "-c", says), timer=hasty()).find_or_start()
    assert caught.value.sentence == "Port in use."
    assert caught.value.facts == {"why": "own_server_stopped"}


def test_a_server_that_stops_without_a_word_is_named_by_its_exit_code(local_server: Make):
    dumb = (sys.executable, "-c", "raise SystemExit(3)")
    with pytest.raises(ServerUnavailable, match="exit code 3"):
        local_server(command=dumb, timer=hasty()).find_or_start()


def test_a_server_that_could_not_write_its_last_words_leads_to_the_disk(local_server: Make):
    with pytest.raises(ServerUnavailable, match="disk"):
        local_server(command=(sys.executable, "-c", "raise SystemExit(1)")).find_or_start()


def test_a_retry_after_a_failure_starts_anew(local_server: Make):
    server = local_server(command=NEVER, timer=hasty())
    for _ in range(2):
        with pytest.raises(ServerUnavailable, match="must not be started"):
            server.find_or_start()


def test_a_server_that_never_answers_is_given_up(local_server: Make):
    slow = (sys.executable, "-c", "import time; time.sleep(60)")
    with pytest.raises(ServerUnavailable, match=r"did not start within 20 s.*server-start\.log"):
        local_server(command=slow, timer=hasty()).find_or_start()


def test_a_console_that_closes_does_not_wait(local_server: Make):
    with pytest.raises(ServerUnavailable):
        local_server(command=NEVER).find_or_start(stopping=lambda: True)


def test_a_folder_that_cannot_be_made_is_said_so(tmp_path: Path):
    (tmp_path / "file").write_text("in the way")
    server = LocalServer(tmp_path / "file" / "data", tmp_path / "log", command=NEVER)
    with pytest.raises(ServerUnavailable, match="cannot be started"):
        server.find_or_start()


@pytest.mark.parametrize(
    "note",
    [
        "",
        "[]",
        '{"url": "http://127.0.0.1:1"}',
        '{"url": "http://evil.example", "pid": 1, "version": "1", "token": "ldh_1"}',
        '{"url": "file:///etc", "pid": 1, "version": "1", "token": "ldh_1"}',
        '{"url": "http://127.0.0.1:1", "pid": -1, "version": "1", "token": "ldh_1"}',
    ],
)
def test_a_note_that_cannot_be_right_is_none(tmp_path: Path, note: str):
    (tmp_path / "server.json").write_text(note)
    assert read_note(tmp_path) is None


def test_the_token_in_a_note_is_not_printed(tmp_path: Path):
    note = {"url": "http://127.0.0.1:1", "pid": 1, "version": "1", "token": TOKEN}
    (tmp_path / "server.json").write_text(json.dumps(note))
    assert read_note(tmp_path) is not None
    assert TOKEN not in repr(read_note(tmp_path))


def test_a_stranger_on_the_servers_port_is_not_taken_for_it(local_server: Make, tmp_path: Path):
    (tmp_path / "data").mkdir()
    with serving(saying(HTML)) as port:
        note = {"url": f"http://127.0.0.1:{port}", "pid": os.getpid(), "version": "1"}
        (tmp_path / "data" / "server.json").write_text(json.dumps(note | {"token": TOKEN}))
        address = local_server().find_or_start()
    assert not address.url.endswith(f":{port}")


def test_the_token_is_not_sent_where_the_servers_process_is_gone(
    local_server: Make, tmp_path: Path
):
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (tmp_path / "data").mkdir()
    note = {"url": "http://127.0.0.1:1", "pid": gone.pid, "version": "1", "token": "ldh_old"}
    (tmp_path / "data" / "server.json").write_text(json.dumps(note))
    asked: list[str] = []

    def make_client(address: ServerAddress) -> ServerClient:
        asked.append(address.token)
        return ServerClient(address.url, address.token)

    local_server(make_client=make_client).find_or_start()
    assert set(asked) == {TOKEN}


def test_the_real_server_is_started_found_and_ours(tmp_path: Path):
    server = LocalServer(tmp_path / "data", tmp_path / "log")
    address = server.find_or_start()
    try:
        with ServerClient(address.url, address.token) as client:
            assert client.policy().media_kind == "local"
            assert client.mine() == ()
        assert LocalServer(tmp_path / "data", tmp_path / "log", command=NEVER).find_or_start() == (
            address
        )
    finally:
        os.kill(pid_in(tmp_path / "data"), signal.SIGTERM)
        until(server.has_stopped)


def hasty() -> Callable[[], float]:
    """A timer on which a second passes with every look."""
    seconds = iter(range(10_000))
    return lambda: float(next(seconds))
