"""Callers who say nothing, or not all of it: real sockets, and the real server."""

from __future__ import annotations

import contextlib
import resource
import socket
import threading
from collections.abc import Iterator

import httpx
import pytest
import uvicorn

from livedesk.server.lines import patient
from livedesk.server.listen import listening
from tests.server_process import ServerProcess
from tests.waiting import until

HEAD = b"POST /echo HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\n"
TENCENT = {"media__kind": "tencent", "media__bizid": "8888"}


async def echo(scope, receive, send) -> None:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    length = str(len(body)).encode()
    headers = [(b"content-length", length)]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextlib.contextmanager
def answering(**given: float) -> Iterator[int]:
    """An echo on a port."""
    heard = listening("127.0.0.1", 0)
    config = uvicorn.Config(echo, http=patient(**given), lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, args=([heard],))
    thread.start()
    try:
        until(lambda: server.started)
        yield heard.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()


def call(port: int, said: bytes = b"") -> socket.socket:
    line = socket.create_connection(("127.0.0.1", port), timeout=5)
    line.sendall(said)
    return line


def hears(line: socket.socket, said: bytes) -> bool:
    heard = b""
    while said not in heard:
        heard += line.recv(1000)
    return True


def is_hung_up_on(line: socket.socket) -> bool:
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


@pytest.mark.parametrize("said", [b"", b"GET / HT", HEAD, HEAD + b"ab"])
def test_who_does_not_finish_a_request_is_hung_up_on(said):
    with answering(patience_s=0.2) as port, call(port, said) as line:
        assert is_hung_up_on(line)


def test_who_begins_a_second_request_and_does_not_finish_it_is_hung_up_on():
    with answering(patience_s=0.2) as port, call(port, HEAD + b"abcd") as line:
        assert hears(line, b"abcd")
        line.sendall(b"G")
        assert is_hung_up_on(line)


def test_a_body_that_comes_in_parts_is_waited_for():
    with answering(patience_s=5) as port, call(port, HEAD) as line:
        line.sendall(b"ab")
        line.sendall(b"cd")
        assert hears(line, b"abcd")


def test_where_too_many_say_nothing_the_oldest_makes_room():
    with answering(patience_s=60, most_waiting=5) as port, contextlib.ExitStack() as lines:
        silent = [lines.enter_context(call(port)) for _ in range(20)]
        assert all(is_hung_up_on(line) for line in silent[:14])
        assert httpx.post(f"http://127.0.0.1:{port}/", content=b"hear me").text == "hear me"


@pytest.fixture
def few_files() -> Iterator[None]:
    """What is started meanwhile may have few files open, until it asks for more."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_a_beat_comes_through_while_hundreds_call_and_say_nothing(few_files, tmp_path, free_port):
    server = ServerProcess(tmp_path / "data", free_port, TENCENT).start()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 2048), hard))  # for this process
    try:
        with contextlib.ExitStack() as lines, server.client(server.add_host("mei")) as http:
            id = http.post("/v1/broadcasts", json={"title": "Cats"}).json()["id"]
            for number in range(600):
                lines.enter_context(call(free_port, HEAD if number % 2 else b""))
            with server.client(dict(http.headers)) as fresh:
                assert fresh.post(f"/v1/broadcasts/{id}/heartbeat").status_code == 204
        assert "Too many open files" not in server.log()
    finally:
        server.stop()
