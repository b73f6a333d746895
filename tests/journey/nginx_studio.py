"""A LiveDesk server and a real nginx-rtmp that it drives: callbacks, polls, drops, all quick."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from tests.journey.media_servers import NginxRtmp
from tests.server_process import ServerProcess, command
from tests.waiting import until

WITHIN = 15.0  # seconds; a publisher needs about one


class Show:
    """A broadcast, and the calls of its host and of an admin."""

    def __init__(self, server: ServerProcess, nginx: NginxRtmp, http: httpx.Client) -> None:
        self.server, self.nginx, self._http = server, nginx, http
        self._admin = server.admin()
        made = self._good(http.post("/v1/hosts", json={"name": "美"}, headers=self._admin))
        self._mei = {"Authorization": f"Bearer {made['token']}"}
        self.record = self._good(self.create())
        self.path = f"/v1/broadcasts/{self.record['id']}"
        self.push_url: str = self.record["push"]["url"]

    def create(self) -> httpx.Response:
        return self._http.post("/v1/broadcasts", json={"title": "Cats"}, headers=self._mei)

    def now(self) -> dict[str, Any]:
        return self._good(self._http.get(self.path, headers=self._mei))

    def state(self) -> tuple[str, str]:
        record = self.now()
        return record["state"], record["reason"]

    def becomes(self, state: str, reason: str = "") -> None:
        """Wait for it."""
        until(lambda: self.state()[0] == state and reason in ("", self.state()[1]), WITHIN)

    def by_host(self, call: str, **asked: object) -> dict[str, Any]:
        path = f"{self.path}/{call}"
        return self._good(self._http.post(path, json=asked or None, headers=self._mei))

    def by_admin(self, method: str, call: str, **asked: object) -> dict[str, Any]:
        path = f"{self.path}/{call}"
        body = asked or None
        return self._good(self._http.request(method, path, json=body, headers=self._admin))

    def is_publishing(self) -> bool:
        """By nginx's own word."""
        streams = self.nginx.stat().findall(".//stream")
        publishing = [one for one in streams if one.find("publishing") is not None]
        return self.record["code"] in [one.findtext("name") for one in publishing]

    def goes_live(self) -> None:
        """Wait until nginx has the picture, and LiveDesk knows."""
        until(self.is_publishing, WITHIN)
        self.becomes("live")

    def _good(self, answer: httpx.Response) -> dict[str, Any]:
        assert answer.is_success, answer.text
        return dict(answer.json())


class NginxStudio:
    """The two servers."""

    def __init__(self, server: ServerProcess, nginx: NginxRtmp, http: httpx.Client) -> None:
        self.server, self.nginx, self._http = server, nginx, http

    def show(self) -> Show:
        """A new host's broadcast."""
        return Show(self.server, self.nginx, self._http)


@contextmanager
def nginx_studio(folder: Path, idle_s: int = 10, **settings: str) -> Iterator[NginxStudio]:
    """
    Args:
        idle_s: after so long nginx itself drops a publisher who sends nothing.
        settings: over the quick ones.
    """
    nginx = NginxRtmp(folder / "nginx", "")
    with socket.create_server(("127.0.0.1", 0)) as found:
        port = int(found.getsockname()[1])
    settings = {
        "media__kind": "nginx-rtmp",
        "media__push_domain": "127.0.0.1",
        "media__rtmp_port": str(nginx.rtmp_port),
        "media__play_domain": f"http://127.0.0.1:{nginx.http_port}",
        "media__api": f"http://127.0.0.1:{nginx.http_port}",
        "policy__grace_s": "5",
        "policy__slack_s": "0.5",
        "policy__poll_interval_s": "0.4",
        "policy__sweep_interval_s": "0.1",
        "server__port": str(port),
        **settings,
    }
    server = ServerProcess(folder / "data", port, settings).start()
    try:
        shown = command("media", "show", "--data-dir", str(server.folder), **settings).stdout
        nginx.rtmp_block = shown.replace(
            "drop_idle_publisher 10s", f"drop_idle_publisher {idle_s}s"
        )
        with nginx, server.client() as http:
            yield NginxStudio(server, nginx, http)
    finally:
        server.stop()
