"""The server as a person starts it: a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.waiting import until


def environment(**settings: str) -> dict[str, str]:
    """This process's environment with LiveDesk's settings only as given."""
    own = {key: value for key, value in os.environ.items() if not key.startswith("LIVEDESK_")}
    return own | {f"LIVEDESK_{key.upper()}": value for key, value in settings.items()}


def command(*args: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run `livedesk-server` to its end."""
    return subprocess.run(
        [sys.executable, "-m", "livedesk.server", *args],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment(**settings),
    )


@dataclass
class ServerProcess:
    """`livedesk-server serve` on a port and folder of the test's.

    Settings are given as in the environment: ``policy__grace_s="0.5"``.

    Attributes:
        within: so many seconds it may take to start.
        become: a command that runs it elsewhere, e.g. in a network of its own.
    """

    folder: Path
    port: int
    settings: dict[str, str]
    args: Sequence[str] = ()
    process: subprocess.Popen[bytes] | None = None
    within: float = 20
    become: Sequence[str] = ()
    host: str = "127.0.0.1"

    @property
    def url(self) -> str:
        return f"http://{self.host}:{self.port}"

    def start(self) -> ServerProcess:
        """Start it and wait until it answers."""
        out = (self.folder.parent / f"{self.folder.name}.log").open("ab")
        self.process = subprocess.Popen(
            [
                *(*self.become, sys.executable, "-m", "livedesk.server", "serve"),
                *(
                    "--host",
                    self.host,
                    "--port",
                    str(self.port),
                    "--data-dir",
                    str(self.folder),
                    *self.args,
                ),
            ],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environment(**self.settings),
        )
        out.close()
        until(self.answers, within=self.within)
        return self

    def answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log()
        try:
            return httpx.get(f"{self.url}/healthz", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    def kill(self) -> None:
        """As a power cut would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """As `systemctl stop` would; gives the exit code."""
        assert self.process is not None
        if self.process.poll() is None:
            self.process.terminate()
        return self.process.wait(timeout=15)

    def log(self) -> str:
        return (self.folder.parent / f"{self.folder.name}.log").read_text()

    def admin(self) -> dict[str, str]:
        return _bearer((self.folder / "admin-token").read_text().strip())

    def add_host(self, name: str) -> dict[str, str]:
        """A new account's headers, made by the command."""
        done = command("host", "add", name, "--data-dir", str(self.folder), **self.settings)
        assert done.returncode == 0, done.stderr
        return _bearer(done.stdout.splitlines()[-1])

    def note(self) -> dict[str, str]:
        """What a console's own server says of itself."""
        return dict(json.loads((self.folder / "server.json").read_text()))

    def client(self, headers: dict[str, str] | None = None) -> httpx.Client:
        return httpx.Client(base_url=self.url, headers=headers, trust_env=False, timeout=10)


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
