"""`livedesk-server media check` and `media show` as an admin types them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests.media.spoken import KINDS
from tests.media.spoken_server import Spoken
from tests.server_process import ServerProcess, command
from tests.waiting import until

Start = Callable[[dict[str, str]], tuple[ServerProcess, tuple[str, ...], dict[str, str]]]


@pytest.fixture
def start(tmp_path: Path, free_port: int) -> Iterator[Start]:
    running = []

    def serve(
        settings: dict[str, str],
    ) -> tuple[ServerProcess, tuple[str, ...], dict[str, str]]:
        server = ServerProcess(tmp_path / "data", free_port, settings)
        running.append(server)
        server.start()
        folder = ("--data-dir", str(server.folder))
        return server, folder, settings | {"server__port": str(server.port)}

    yield serve
    for server in running:
        server.stop()


@pytest.fixture(params=sorted(KINDS))
def media(request: pytest.FixtureRequest) -> Iterator[Spoken]:
    with KINDS[request.param]() as running:
        yield running


def settings_of(media: Spoken) -> dict[str, str]:
    return {
        "media__kind": media.kind,
        "media__push_domain": "127.0.0.1",
        "media__api": media.url,
        "media__api_user": media.user,
        "media__api_password": media.password,
    }


def test_it_asks_the_server_the_callback_and_the_media_server(start: Start, media: Spoken) -> None:
    media.push("live_anna")
    _, folder, settings = start(settings_of(media))
    checked = command("media", "check", *folder, **settings)
    assert checked.returncode == 0, checked.stderr
    assert "callback answers" in checked.stdout
    assert "1 published stream." in checked.stdout
    assert "hush" not in checked.stdout + checked.stderr


def test_each_failure_is_one_sentence(start: Start, free_port: int) -> None:
    with KINDS["srs"]() as media:
        settings = settings_of(media) | {"media__api_password": "hush-but-wrong"}
        server, folder, settings = start(settings)
        other = settings | {"media__callback_secret": '["other-secret"]'}
        checked = command("media", "check", *folder, **other)
        server.stop()
    gone = command("media", "check", *folder, **settings)
    for done, words in (
        (checked, ["refuses its own callback", "answers 401"]),
        (gone, ["start it", "cannot be asked"]),
    ):
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        lines = done.stderr.strip().splitlines()
        assert len(lines) == 2
        for line, word in zip(lines, words, strict=True):
            assert word in line
            assert line.endswith(".")
        assert "hush" not in done.stdout + done.stderr
        assert "other-secret" not in done.stdout + done.stderr


@pytest.mark.parametrize("kind", ["srs", "mediamtx", "zlmediakit"])
def test_the_configuration_shown_calls_the_running_server(start: Start, kind: str) -> None:
    with KINDS[kind]() as media:
        server, folder, settings = start(settings_of(media))
        shown = command("media", "show", *folder, **settings).stdout
        place = f"{server.url}/v1/callbacks/{kind}/"
        urls = {word.strip("\";'") for word in shown.replace("=", " ").split() if place in word}
        assert len(urls) == 1
        url = urls.pop()
        media.hook = lambda body: _posted(url, body)
        with server.client(server.add_host("Mei")) as host:
            record = host.post("/v1/broadcasts", json={"title": "Cats"}).json()
            assert media.push(record["push"]["stream_key"])
            path = f"/v1/broadcasts/{record['id']}"
            until(lambda: host.get(path).json()["state"] == "live")
            assert media.push(record["push"]["stream_key"]) is None
            host.post(f"{path}/end")
            until(lambda: not media.is_taken(record["code"]))


def _posted(url: str, body: bytes) -> tuple[int, str]:
    answer = httpx.post(url, content=body, trust_env=False)
    return answer.status_code, answer.text
