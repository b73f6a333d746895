"""`kill -9` of the server at any moment loses nothing that it has answered."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field

import httpx
import pytest

from tests.server_process import ServerProcess
from tests.waiting import until

INTERVAL = 0.4  # seconds between beats; three misses and the slack are 1.7 s
POLICY = {
    "media__kind": "tencent",
    "media__bizid": "8888",
    "media__callbacks": "false",
    "policy__heartbeat_interval_s": str(INTERVAL),
    "policy__slack_s": "0.5",
    "policy__sweep_interval_s": "0.05",
    "server__max_unfinished_per_host": "100000",
}


@dataclass
class Host:
    """A host's app: creates, beats, ends, and remembers what it was answered."""

    url: str
    headers: dict[str, str]
    created: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    beating: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    def load(self) -> None:
        """Create and end, as fast as it goes, until the server is gone."""
        with httpx.Client(base_url=self.url, headers=self.headers, trust_env=False) as http:
            while not self.over.is_set():
                try:
                    made = http.post("/v1/broadcasts", json={"title": "Cats"})
                    if made.status_code == 201:
                        id = made.json()["id"]
                        self.created.append(id)
                        path = f"/v1/broadcasts/{id}/end"
                        if len(self.created) % 2 and http.post(path).status_code == 200:
                            self.ended.append(id)
                except httpx.TransportError:
                    self.over.wait(0.05)

    def beat(self) -> None:
        """Beat for what should stay live, with retries, as the console does."""
        with httpx.Client(base_url=self.url, headers=self.headers, trust_env=False) as http:
            while not self.over.wait(INTERVAL / 2):
                for id in self.beating:
                    try:
                        answer = http.post(f"/v1/broadcasts/{id}/heartbeat")
                    except httpx.TransportError:
                        break
                    assert answer.status_code == 204, answer.text


@pytest.fixture
def server(tmp_path, free_port):
    server = ServerProcess(tmp_path / "data", free_port, POLICY)
    yield server.start()
    server.stop()


@pytest.mark.parametrize("kills", [3, pytest.param(12, marks=pytest.mark.long)])
def test_nothing_answered_is_lost_and_nobody_live_is_taken_off(server, kills):
    host = Host(server.url, server.add_host("Mei"))
    with server.client(host.headers) as http:
        for _ in range(20):
            host.beating.append(http.post("/v1/broadcasts", json={"title": "On"}).json()["id"])
    threads = [threading.Thread(target=host.beat)]
    threads += [threading.Thread(target=host.load) for _ in range(3)]
    for thread in threads:
        thread.start()
    try:
        with server.client(host.headers) as http:
            until(lambda: set(host.beating) <= live(http))  # each has beaten once
        for _ in range(kills):
            before = len(host.ended)
            until(lambda before=before: len(host.ended) > before + 10)
            server.kill()
            away = time.monotonic() + 2.5  # longer than the allowance: the server's own blindness
            until(lambda away=away: time.monotonic() > away)
            server.start()
            with server.client(host.headers) as http:
                assert set(host.beating) <= live(http)
                settled = time.monotonic() + 2.5
                while time.monotonic() < settled:
                    assert set(host.beating) <= live(http)
    finally:
        host.over.set()
        for thread in threads:
            thread.join()
    with server.client(host.headers) as http:
        for id in host.created:
            assert http.get(f"/v1/broadcasts/{id}").status_code == 200
        for id in host.ended:
            assert http.get(f"/v1/broadcasts/{id}").json()["state"] == "ended"
        # and who falls silent is taken off, after all that
        until(lambda: not live(http) & set(host.beating), within=10)
        reasons = {http.get(f"/v1/broadcasts/{id}").json()["reason"] for id in host.beating}
    assert reasons == {"heartbeat_lost"}


def live(http: httpx.Client) -> set[str]:
    items = http.get("/v1/broadcasts", params={"limit": 200}).json()["items"]
    return {item["id"] for item in items}
