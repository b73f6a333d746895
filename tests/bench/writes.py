"""Rows of what is on disk before it is answered: creates, and callbacks with judge and commit."""

from __future__ import annotations

import http.client
import json
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode

from tests.bench.cores import Program, paced
from tests.bench.live_hosts import token
from tests.bench.row import Row

if TYPE_CHECKING:
    from tests.bench.rows import Bench

RATE = 10_000  # heartbeats a second meanwhile
COUNT = 300
SECRET = "the-bench-knows-it"
NGINX = {
    "LIVEDESK_MEDIA__KIND": "nginx-rtmp",
    "LIVEDESK_MEDIA__PUSH_DOMAIN": "127.0.0.1",
    "LIVEDESK_MEDIA__CALLBACKS": "true",
    "LIVEDESK_MEDIA__CALLBACK_SECRET": json.dumps([SECRET]),
}

Stopwatch = Callable[[Program, int], list[float]]


def rows(bench: Bench) -> Iterator[Row]:
    from tests.bench.rows import wait_until_all_are_in_memory

    with bench.server(bench.data(bench.many, publishing=True), **NGINX) as ours:
        wait_until_all_are_in_memory(ours, bench.many)
        for name, took in (("create", creates), ("callback", callbacks)):
            took(ours, 20)
            idle = took(ours, COUNT)
            with paced(ours.port, "beat", bench.many, RATE) as end:
                busy = took(ours, COUNT)
                load = end()
            yield Row(
                f"p99 of a {name}, under {RATE:,} heartbeats a second / idle",
                *(p99(busy) / p99(idle), 5.0, False),
                f"{p99(busy) * 1e3:.1f} ms, {p99(idle) * 1e3:.1f} ms; {load.rate:,.0f}/s meanwhile",
            )


def creates(ours: Program, count: int) -> list[float]:
    """How long each took, in seconds; each by another host, and ended then."""
    with Caller(ours) as caller:
        return [caller.created(n)[1] for n in range(count)]


def callbacks(ours: Program, count: int) -> list[float]:
    """Of a publish that is asked for, judged, and on disk before it is allowed."""
    with Caller(ours) as caller:
        took = []
        for n in range(count):
            made, _ = caller.created(n, end=False)
            name, _, query = made["push"]["stream_key"].partition("?")
            said = {"app": "live", "clientid": str(n), "call": "publish", "name": name}
            took.append(caller.called(said | dict(parse_qsl(query))))
            caller.called({**said, "call": "publish_done"})
            caller.ended(n, made["id"])
        return took


class Caller:
    """One line to the server."""

    def __init__(self, ours: Program) -> None:
        self._line = http.client.HTTPConnection("127.0.0.1", ours.port)

    def __enter__(self) -> Caller:
        return self

    def __exit__(self, *told: object) -> None:
        self._line.close()

    def created(self, n: int, *, end: bool = True) -> tuple[dict[str, object], float]:
        """A broadcast of the host with this number, and how long it took."""
        body = json.dumps({"title": "Another"})
        took, answer = self._asked("POST", "/v1/broadcasts", body, _headers(n))
        made = json.loads(answer)
        if end:
            self.ended(n, made["id"])
        return made, took

    def ended(self, n: int, id: str) -> None:
        self._asked("POST", f"/v1/broadcasts/{id}/end", "", _headers(n))

    def called(self, form: dict[str, str]) -> float:
        """What nginx says; how long the answer took."""
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        path = f"/v1/callbacks/nginx-rtmp/{SECRET}"
        return self._asked("POST", path, urlencode(form), headers)[0]

    def _asked(
        self, method: str, path: str, body: str, headers: dict[str, str]
    ) -> tuple[float, bytes]:
        began = time.perf_counter()
        self._line.request(method, path, body, headers)
        answer = self._line.getresponse()
        told = answer.read()
        took = time.perf_counter() - began
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path}: {answer.status} {told.decode()}")
        return took, told


def p99(took: list[float]) -> float:
    return sorted(took)[max(0, round(len(took) * 0.99) - 1)]


def _headers(n: int) -> dict[str, str]:
    return {"Authorization": f"Bearer {token(n)}", "Content-Type": "application/json"}
