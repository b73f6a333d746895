"""What tests of several rooms need: a free port, and a test picture for a camera."""

from __future__ import annotations

import functools
import socket
import subprocess
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from pytestqt import wait_signal

from livedesk.desk.screen import STYLE
from livedesk.store.database import Database
from tests.postgres import Cluster

pytest.register_assert_rewrite("tests.store.machine")

hypothesis.settings.register_profile("livedesk", deadline=None)  # machines are shared and noisy
hypothesis.settings.load_profile("livedesk")

PICTURE = ("-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25")
SOUND = ("-f", "lavfi", "-i", "sine=sample_rate=44100")
ENCODED = (
    *("-c:v", "libx264", "-preset", "ultrafast", "-tune", "zerolatency", "-g", "25"),
    *("-pix_fmt", "yuv420p", "-c:a", "aac"),
)

ENGINES = ("sqlite", "postgresql")

TestPicture = Callable[..., "subprocess.Popen[bytes]"]


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """What pytest-qt makes the application with: see `open_screen`."""
    return ["livedesk", *STYLE]


@pytest.fixture(autouse=True, scope="session")
def waiters_outlive_their_signals() -> Iterator[None]:
    """Keeps every waiter of pytest-qt: PySide 6.11 hands a queued signal to a freed one, and dies.

    A thread that tells twice finds the first wait over. Only methods of what is no QObject are
    called so, as these are; Qt itself forgets our own receivers in time.
    """
    kept: list[object] = []
    waiters = (
        wait_signal.SignalBlocker,
        wait_signal.MultiSignalBlocker,
        wait_signal.SignalEmittedSpy,
    )
    with pytest.MonkeyPatch.context() as patch:
        for waiter in waiters:
            patch.setattr(waiter, "__init__", _keeping(waiter.__init__, kept))
        yield


def _keeping(begin: Callable[..., None], kept: list[object]) -> Callable[..., None]:
    @functools.wraps(begin)
    def begins(waiter: object, *args: Any, **more: Any) -> None:
        kept.append(waiter)
        begin(waiter, *args, **more)

    return begins


@pytest.fixture
def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A PostgreSQL for all tests of this run; `postgres.new("livedesk_template")` is a database."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    cluster = Cluster(port).make()
    try:
        cluster.make_template()
        yield cluster
    finally:
        cluster.remove()


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database at the program's shape, on either engine."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path / 'livedesk.db'}"
        database = Database(url)
        database.migrate()
        database.close()
        yield url
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    url = cluster.new("livedesk_template")
    yield url
    cluster.drop(url)


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """The same, opened."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def test_picture() -> Iterator[TestPicture]:
    """Starts ffmpeg's test picture, pushed to an RTMP address in real time, as often as called.

    `inputs` and `encoded` are ffmpeg's own arguments. Each is killed at the end of the test.
    """
    running: list[subprocess.Popen[bytes]] = []

    def push(
        url: str,
        inputs: Sequence[str] = (*PICTURE, *SOUND),
        encoded: Sequence[str] = ENCODED,
    ) -> subprocess.Popen[bytes]:
        live = [part for one in _each_input(inputs) for part in ("-re", *one)]
        running.append(
            subprocess.Popen(
                ["ffmpeg", "-hide_banner", "-loglevel", "error", *live, *encoded, "-f", "flv", url],
                stdin=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        )
        return running[-1]

    yield push
    for publisher in running:
        publisher.kill()
        publisher.wait()


def _each_input(inputs: Sequence[str]) -> Iterator[Sequence[str]]:
    """Each `... -i NAME` apart: -re stands before every input."""
    begin = 0
    for place, part in enumerate(inputs):
        if part == "-i":
            yield inputs[begin : place + 2]
            begin = place + 2
