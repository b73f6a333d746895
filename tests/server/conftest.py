"""A server in the test's own process, with a clock that the test holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from livedesk.server.app import build_app
from livedesk.server.secret_file import OwnSecrets, with_own_secrets
from livedesk.server.studio import Studio
from livedesk.server.sweeper import Sweeper
from livedesk.settings import MediaSettings, PolicySettings, ServerSettings, Settings
from livedesk.store.database import Database
from tests.clock import Clock

NEVER_BY_ITSELF = 100_000.0  # seconds between sweeps: the tests sweep by hand

NGINX = MediaSettings(kind="nginx-rtmp", push_domain="127.0.0.1")
TENCENT = MediaSettings(kind="tencent", bizid="8888", callbacks=False)
CALLBACK = "/v1/callbacks/nginx-rtmp/guess-me"


@dataclass(frozen=True)
class Server:
    """The running app, and what a test needs of it."""

    http: TestClient
    clock: Clock
    studio: Studio

    def add_host(self, name: str) -> dict[str, str]:
        """A new host's headers."""
        _, token = self.studio.accounts.add_host(name)
        return {"Authorization": f"Bearer {token}"}

    def add_admin(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.studio.accounts.add_admin()}"}

    def create(self, by: dict[str, str], **asked: object) -> dict[str, Any]:
        """A broadcast's record."""
        answer = self.http.post("/v1/broadcasts", json={"title": "Cats", **asked}, headers=by)
        assert answer.status_code == 201, answer.text
        return dict(answer.json())

    def beat(self, id: str, by: dict[str, str], **said: object) -> httpx.Response:
        body = said or None
        return self.http.post(f"/v1/broadcasts/{id}/heartbeat", json=body, headers=by)

    def state(self, id: str) -> tuple[str, str]:
        """State and reason, as everybody may read them."""
        record = self.http.get(f"/v1/broadcasts/{id}").json()
        return record["state"], record["reason"]

    def listed(self, **query: str) -> list[str]:
        """The ids in the live list."""
        items = self.http.get("/v1/broadcasts", params=query).json()["items"]
        return [item["id"] for item in items]

    def sweep(self) -> None:
        """What the server does each second by itself."""
        assert self.http.portal is not None
        self.studio.store.heard_since = min(self.studio.store.heard_since, self.clock.now)
        sweeper = Sweeper(self.studio)
        self.http.portal.call(sweeper.look)

    def poll(self) -> None:
        """What the server asks the media server each minute by itself."""
        assert self.http.portal is not None
        self.http.portal.call(self.studio.poller.look)

    def publish(self, record: dict[str, Any], client: str = "1", **changed: str) -> httpx.Response:
        """nginx-rtmp asks whether this push address may be used."""
        name, _, query = record["push"]["stream_key"].partition("?")
        params = dict(pair.split("=") for pair in query.split("&")) | changed
        form = {"app": "live", "clientid": client, "call": "publish", "name": name, **params}
        return self.http.post(CALLBACK, data=form)

    def publish_done(self, code: str, client: str = "1") -> httpx.Response:
        form = {"app": "live", "clientid": client, "call": "publish_done", "name": code}
        return self.http.post(CALLBACK, data=form)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def serving(tmp_path: Path, clock: Clock) -> Iterator[Callable[..., Server]]:
    """Starts servers: `serving(media=…, policy=…, server=…)`; the same folder each time."""
    running: list[TestClient] = []

    def start(
        media: MediaSettings = TENCENT,
        policy: dict[str, object] | None = None,
        server: dict[str, object] | None = None,
        *,
        bundled: bool = False,
        node: str = "node",
    ) -> Server:
        rules = {"sweep_interval_s": NEVER_BY_ITSELF, **(policy or {})}
        settings = Settings(
            media=media,
            policy=PolicySettings.model_validate(rules),
            server=ServerSettings.model_validate(server or {}),
        )
        settings = with_own_secrets(settings, OwnSecrets("push-key", "guess-me"))
        database = Database.in_folder(tmp_path)
        database.migrate()
        hls = tmp_path / "hls"
        hls.mkdir(exist_ok=True)
        app = build_app(
            settings, database, hls, clock, bundled=bundled, node=node, clock_step=clock.step
        )
        client = TestClient(app, base_url="http://127.0.0.1:8787", client=("127.0.0.1", 50000))
        running.append(client)
        client.__enter__()
        return Server(client, clock, app.state.studio)

    yield start
    for client in running:
        client.__exit__(None, None, None)


@pytest.fixture
def server(serving: Callable[..., Server]) -> Server:
    """Heartbeats only, as with Tencent's addresses and no callbacks."""
    return serving()


@pytest.fixture
def nginx(serving: Callable[..., Server]) -> Server:
    """With nginx-rtmp's callbacks."""
    return serving(NGINX)
