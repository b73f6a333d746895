"""Everybody at once, for the soak: hosts, encoders, viewers, listeners and readers."""

from __future__ import annotations

import asyncio
import itertools
import random
import secrets
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qsl

import httpx

INTERVAL_S = 2.0  # between the beats of a host
SECRET = "the-soak-knows-it"
HOSTS, FLAPPING, WATCHING, LISTENING, SLOW = 40, 4, 200, 30, 4
SETTINGS = {
    "media__kind": "nginx-rtmp",
    "media__push_domain": "127.0.0.1",
    "media__callbacks": "true",
    "media__callback_secret": f'["{SECRET}"]',
    "policy__heartbeat_interval_s": str(INTERVAL_S),
    "policy__slack_s": "2",
    "policy__grace_s": "4",
    "server__max_unfinished_per_host": "1000",
}


class Crowd:
    """Calls the server as everybody would who has to do with it.

    Attributes:
        answers: how often each call had each status.
    """

    def __init__(self, url: str, admin: dict[str, str]) -> None:
        self._url, self._admin = url, admin
        self._http: httpx.AsyncClient
        self._hosts: list[dict[str, str]] = []
        self._on_air: list[str] = []
        self._over = asyncio.Event()
        self.answers: Counter[str] = Counter()

    async def run(self, seconds: float) -> None:
        """So long; everybody has left when it returns, and may come again."""
        self._over.clear()
        limits = httpx.Limits(max_connections=100)
        async with httpx.AsyncClient(
            base_url=self._url, trust_env=False, timeout=30, limits=limits
        ) as self._http:
            for n in range(len(self._hosts), HOSTS + FLAPPING):
                self._hosts.append(await self._host(f"Host {n}"))
            tasks = [asyncio.create_task(self._on(part, *args)) for part, *args in self._parts()]
            await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_EXCEPTION)
            self._over.set()
            _, late = await asyncio.wait(tasks, timeout=60)
            for task in late:
                task.cancel()
            for one in await asyncio.gather(*tasks, return_exceptions=True):
                if isinstance(one, Exception):
                    raise one

    def _parts(self) -> list[tuple[Any, ...]]:
        return [
            *((self._read,), (self._moderate,)),
            *((self._show, by) for by in self._hosts[:HOSTS]),
            *((self._flap, by) for by in self._hosts[HOSTS:]),
            *((self._watch,) for _ in range(WATCHING)),
            *((self._listen, n) for n in range(LISTENING)),
            *((self._hang,) for _ in range(SLOW)),
        ]

    async def _on(self, part: Callable[..., Awaitable[None]], *args: object) -> None:
        """Again and again. What is cut off is nobody's fault: the line may have been given up."""
        while not self._over.is_set():
            with suppress(httpx.TransportError, OSError):
                await part(*args)
            await self._pause(0.05)

    async def _pause(self, seconds: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._over.wait()

    async def _host(self, name: str) -> dict[str, str]:
        made = await self._http.post("/v1/hosts", json={"name": name}, headers=self._admin)
        return {"Authorization": f"Bearer {made.json()['token']}"}

    async def _called(self, name: str, method: str, path: str, **more: object) -> httpx.Response:
        answer = await self._http.request(method, path, **more)  # type: ignore[arg-type]
        self.answers[f"{name} {answer.status_code}"] += 1
        return answer

    async def _published(self, call: str, made: dict[str, object], client: str) -> None:
        push = made["push"]
        assert isinstance(push, dict)
        name, _, query = push["stream_key"].partition("?")
        form = {"app": "live", "clientid": client, "call": call, "name": name}
        form |= dict(parse_qsl(query)) if call == "publish" else {}
        await self._called(call, "POST", f"/v1/callbacks/nginx-rtmp/{SECRET}", data=form)

    async def _show(self, by: dict[str, str]) -> None:
        """A show from its creation to its end, which may be told, or the console dies."""
        made = await self._called(
            *("create", "POST", "/v1/broadcasts"),
            json={"title": f"夜市 guitar {secrets.token_hex(2)}"},
            headers=by,
        )
        if made.status_code != 201:
            return await self._pause(1)
        record = made.json()
        path, client = f"/v1/broadcasts/{record['id']}", secrets.token_hex(4)
        await self._published("publish", record, client)
        self._on_air.append(record["id"])
        for turn in range(random.randint(2, 15)):
            await self._called(
                "beat", "POST", f"{path}/heartbeat", json={"on_air": True}, headers=by
            )
            if turn == 1:
                await self._called(
                    "rename", "PATCH", path, json={"title": "北京 ramen"}, headers=by
                )
            await self._pause(INTERVAL_S)
        self._on_air.remove(record["id"])
        if random.random() < 0.8:
            await self._published("publish_done", record, client)
        if random.random() < 0.7:
            await self._called("end", "POST", f"{path}/end", headers=by)
        return await self._pause(random.random())

    async def _flap(self, by: dict[str, str]) -> None:
        """An encoder that comes and goes several times a second, for minutes."""
        made = await self._called(
            *("create", "POST", "/v1/broadcasts"), json={"title": "Flapping"}, headers=by
        )
        if made.status_code != 201:
            return await self._pause(1)
        record = made.json()
        for turn in range(300):
            if self._over.is_set():
                break
            await self._published("publish", record, f"f{turn}")
            await self._pause(0.1)
            await self._published("publish_done", record, f"f{turn}")
            if turn % 20 == 0:
                await self._called(
                    *("beat", "POST", f"/v1/broadcasts/{record['id']}/heartbeat"), headers=by
                )
        await self._called("end", "POST", f"/v1/broadcasts/{record['id']}/end", headers=by)
        return None

    async def _watch(self) -> None:
        """A viewer: says so a few times, likes, and leaves for good."""
        if not self._on_air:
            return await self._pause(1)
        id, viewer = random.choice(self._on_air), secrets.token_hex(12)
        for turn in range(random.randint(1, 5)):
            said = {"played_s": 5.0 + turn, "device": "iPhone"} if turn else None
            path = f"/v1/broadcasts/{id}/viewers/{viewer}"
            await self._called("ping", "PUT", path, json=said)
            if random.random() < 0.1:
                await self._called("like", "POST", f"/v1/broadcasts/{id}/likes")
            await self._pause(random.uniform(1, 3))
        return None

    async def _listen(self, number: int) -> None:
        """To the list's changes, for some seconds; every third says where it was."""
        headers = {"Last-Event-ID": "1"} if number % 3 == 0 else {}
        with suppress(TimeoutError):
            async with asyncio.timeout(random.uniform(1, 20)):
                async with self._http.stream("GET", "/v1/events", headers=headers) as told:
                    self.answers[f"listen {told.status_code}"] += 1
                    async for _ in told.aiter_bytes():
                        if self._over.is_set():
                            return

    async def _hang(self) -> None:
        """A line that asks by halves, or does not take what it is told, and is given up."""
        host, port = self._url.removeprefix("http://").split(":")
        _, writer = await asyncio.open_connection(host, int(port))
        asked = random.choice(["GET /v1/events HTTP/1.1\r\nHost: x\r\n\r\n", "GET /v1/bro"])
        writer.write(asked.encode())
        await self._pause(random.uniform(5, 40))
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()

    async def _read(self) -> None:
        """The list, searches, a record, the metrics."""
        for query in (
            "",
            "?sort=viewers",
            "?q=guitar",
            "?q=夜市",
            "?limit=5",
            "?q=ramen&sort=likes",
        ):
            await self._called("list", "GET", f"/v1/broadcasts{query}")
        for id in itertools.islice(self._on_air, 3):
            await self._called("record", "GET", f"/v1/broadcasts/{id}")
            await self._called(
                "evidence", "GET", f"/v1/broadcasts/{id}/evidence", headers=self._admin
            )
        await self._called("metrics", "GET", "/metrics")
        await self._pause(0.5)

    async def _moderate(self) -> None:
        """An admin holds somebody and lets go, or kicks."""
        if self._on_air:
            path = f"/v1/broadcasts/{random.choice(self._on_air)}"
            if random.random() < 0.5:
                said = {"hold_s": 30.0}
                await self._called("hold", "POST", f"{path}/kick", json=said, headers=self._admin)
                await self._pause(3)
                await self._called("lift", "DELETE", f"{path}/hold", headers=self._admin)
            else:
                await self._called("kick", "POST", f"{path}/kick", json={}, headers=self._admin)
        await self._pause(5)
