"""A real OBS Studio without a screen, with settings of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
from pathlib import Path

import pytest

from tests.waiting import until

PASSWORD = "the password of the test"
OWN = {"lo", "lan0", "lan1"}  # what `bootstrap.py test` makes; see packaging/checks.py


def needs_obs() -> None:
    """OBS 29 listens on every interface: it runs in a network of the test's own, or not at all."""
    for program in ("obs", "Xvfb"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    if not {name for _, name in socket.if_nameindex()} <= OWN:
        pytest.skip("OBS would listen on this machine's network: a namespace cannot be made here")


class RealObs:
    """OBS from entry to exit, with its WebSocket server on and a password.

    Attributes:
        config: the folder that is XDG_CONFIG_HOME to it.
    """

    def __init__(self, folder: Path) -> None:
        self.config = folder / "config"
        self._folder = folder
        with socket.create_server(("127.0.0.1", 0)) as found:
            self.port = int(found.getsockname()[1])
        self._running: list[subprocess.Popen[bytes]] = []

    def __enter__(self) -> RealObs:
        self._write()
        for name in ("home", "run"):
            (self._folder / name).mkdir(mode=0o700)
        try:
            display = self._screen()
            env = {
                "PATH": os.environ.get("PATH", os.defpath),
                "DISPLAY": display,
                "HOME": str(self._folder / "home"),
                "XDG_CONFIG_HOME": str(self.config),
                "XDG_RUNTIME_DIR": str(self._folder / "run"),
                "LIBGL_ALWAYS_SOFTWARE": "1",
                "QT_QPA_PLATFORM": "xcb",
                "LANG": "C.UTF-8",
            }
            self._start("obs", ["obs", "--multi", "--minimize-to-tray"], env)
            until(self._answers, within=30)
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for process in reversed(self._running):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()

    def said(self) -> str:
        """What it has printed."""
        return (self._folder / "obs.txt").read_text(errors="replace")

    def _answers(self) -> bool:
        assert self._running[-1].poll() is None, self.said()
        with socket.socket() as caller:
            return caller.connect_ex(("127.0.0.1", self.port)) == 0

    def _screen(self) -> str:
        """A virtual screen that nobody else has; Xvfb finds the number."""
        read, write = os.pipe()
        command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "1024x768x24", "-nolisten"]
        self._start("xvfb", [*command, "tcp"], dict(os.environ), (write,))
        os.close(write)
        with os.fdopen(read) as told:
            return f":{told.readline().strip()}"

    def _start(
        self, name: str, command: list[str], env: dict[str, str], keep: tuple[int, ...] = ()
    ) -> None:
        with (self._folder / f"{name}.txt").open("wb") as output:
            self._running.append(
                subprocess.Popen(
                    command,
                    env=env,
                    pass_fds=keep,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
            )

    def _write(self) -> None:
        """A small picture, a key frame a second, and quick second attempts."""
        obs = self.config / "obs-studio"
        profile = obs / "basic" / "profiles" / "Untitled"
        profile.mkdir(parents=True)
        (obs / "global.ini").write_text(
            "[General]\nFirstRun=true\nEnableAutoUpdates=false\nLastVersion=486539266\n"
            "[Basic]\nProfile=Untitled\nProfileDir=Untitled\n"
            "[OBSWebSocket]\nFirstLoad=false\nServerEnabled=true\nAuthRequired=true\n"
            f"ServerPort={self.port}\nServerPassword={PASSWORD}\nAlertsEnabled=false\n"
        )
        (profile / "basic.ini").write_text(
            "[General]\nName=Untitled\n"
            "[Output]\nMode=Advanced\nReconnect=true\nRetryDelay=1\nMaxRetries=20\n"
            "[AdvOut]\nEncoder=obs_x264\nTrackIndex=1\n"
            "[Video]\nBaseCX=640\nBaseCY=360\nOutputCX=640\nOutputCY=360\n"
            "FPSType=0\nFPSCommon=20\n"
        )
        (profile / "streamEncoder.json").write_text(
            '{"bitrate": 500, "keyint_sec": 1, "preset": "ultrafast", "tune": "zerolatency"}'
        )
