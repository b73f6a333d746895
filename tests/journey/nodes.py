"""Several server processes on one PostgreSQL, and hosts who call any of them."""

from __future__ import annotations

import itertools
import json
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import httpx

from tests.server_process import ServerProcess

INTERVAL = 1.0  # seconds between beats
PAUSE = 0.05  # between two creations of one thread: nodes must be able to start meanwhile
ALLOWANCE = 3 * INTERVAL + 1.0  # three misses and the slack
POLICY = {
    "media__kind": "tencent",
    "media__bizid": "8888",
    "media__callbacks": "false",
    "media__push_key": "a-key-that-all-nodes-have",
    "media__callback_secret": '["the-same-on-all-nodes"]',
    "policy__heartbeat_interval_s": str(INTERVAL),
    "policy__slack_s": "1.0",
    "policy__sweep_interval_s": "0.3",
    "server__max_unfinished_per_host": "100000",
}


@dataclass
class Host:
    """A host's app behind a balancer with no memory: each call goes to the next node.

    What was answered is remembered; what was not is tried again at another node, as a balancer
    does. `refused` are the beats that were answered with anything but 204 or 503.
    """

    urls: list[str]
    headers: dict[str, str]
    created: list[str] = field(default_factory=list)
    ended: list[str] = field(default_factory=list)
    beating: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    missed: int = 0
    taken: dict[str, list[float]] = field(default_factory=dict)  # when a beat was answered 204
    over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def clients(self) -> Iterator[Iterator[httpx.Client]]:
        with ExitStack() as open_:
            made = [
                open_.enter_context(
                    httpx.Client(base_url=url, headers=self.headers, trust_env=False, timeout=3)
                )
                for url in self.urls
            ]
            yield itertools.cycle(made)

    def load(self) -> None:
        """Create and end; an end is told to another node than the creation."""
        with self.clients() as nodes:
            while not self.over.wait(PAUSE):
                made = self._called(next(nodes), "/v1/broadcasts", json={"title": "Cats"})
                if made is None or made.status_code != 201:
                    self.over.wait(0.05)
                    continue
                id = made.json()["id"]
                self.created.append(id)
                if len(self.created) % 2:
                    done = self._called(next(nodes), f"/v1/broadcasts/{id}/end")
                    if done is not None and done.status_code == 200:
                        self.ended.append(id)

    def beat(self) -> None:
        """Beat for what should stay live; one that is not taken goes to the next node at once."""
        with self.clients() as nodes:
            while not self.over.wait(INTERVAL / 2):
                for id in self.beating:
                    self._beat(nodes, id)

    def promised(self) -> set[str]:
        """Those whose beats were taken often enough (contract, section 2) until now.

        On a machine that is too busy for this test's own beats, those are not to blame the server
        for; but most are.
        """
        found = set()
        for id, taken in list(self.taken.items()):
            times = [*taken, time.monotonic()]
            if all(two - one < ALLOWANCE for one, two in itertools.pairwise(times)):
                found.add(id)
        assert len(found) >= len(self.beating) / 2, "this machine is too busy for the test"
        return found

    def _beat(self, nodes: Iterator[httpx.Client], id: str) -> None:
        for node in itertools.islice(nodes, len(self.urls)):
            answer = self._called(node, f"/v1/broadcasts/{id}/heartbeat")
            if answer is not None and answer.status_code == 204:
                self.taken.setdefault(id, []).append(time.monotonic())
                return
            if answer is not None and answer.status_code != 503:
                self.refused.append(answer.text)
        self.missed += 1

    @staticmethod
    def _called(node: httpx.Client, path: str, **more: object) -> httpx.Response | None:
        try:
            return node.post(path, **more)
        except httpx.TransportError:
            return None


@contextmanager
def at_work(host: Host, loads: int = 2) -> Iterator[None]:
    """The host beats, and creates and ends, meanwhile."""
    threads = [threading.Thread(target=host.beat)]
    threads += [threading.Thread(target=host.load) for _ in range(loads)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        host.over.set()
        for thread in threads:
            thread.join()


class Ear(threading.Thread):
    """Listens to one node's events; `heard` are pairs of event and data."""

    def __init__(self, server: ServerProcess) -> None:
        super().__init__(daemon=True)
        self._server = server
        self.heard: list[tuple[str, dict[str, object]]] = []

    def run(self) -> None:
        with self._server.client() as http, http.stream("GET", "/v1/events", timeout=60) as told:
            kind = ""
            try:
                for line in told.iter_lines():
                    if line.startswith("event: "):
                        kind = line.removeprefix("event: ")
                    elif line.startswith("data: "):
                        self.heard.append((kind, json.loads(line.removeprefix("data: "))))
            except httpx.TransportError:
                return

    def has(self, kind: str, id: str) -> bool:
        return any(one == kind and data.get("id") == id for one, data in self.heard)


def live(http: httpx.Client) -> set[str]:
    return set(listed(http))


def listed(http: httpx.Client, **query: str) -> dict[str, str]:
    """Every page of a list: the state of each broadcast by its id."""
    found: dict[str, str] = {}
    cursor = None
    while True:
        params = {"limit": "200", **query} | ({"cursor": cursor} if cursor else {})
        answer = http.get("/v1/broadcasts", params=params).json()
        found |= {item["id"]: item["state"] for item in answer["items"]}
        cursor = answer["next_cursor"]
        if not cursor:
            return found


def nothing_is_lost(host: Host, servers: list[ServerProcess]) -> None:
    """What was answered is there, at every node."""
    for server in servers:
        with server.client(host.headers) as http:
            states = listed(http, host="me")
            assert set(host.created) <= set(states)
            assert {states[id] for id in host.ended} <= {"ended"}
