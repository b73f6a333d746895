"""The server's side of the local relay: one child process, kept while a broadcast is unfinished.

What the child does and says is in `livedesk.media.relay`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import os
import signal
import socket
import sys
from asyncio import StreamReader
from asyncio.subprocess import PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from livedesk.domain.errors import Unavailable

log = logging.getLogger(__name__)

RELAY = (sys.executable, "-m", "livedesk.media.relay")
NEIGHBOURS = 20  # ports tried after the preferred one, so that OBS finds the same again next time

# Seconds.
BEGIN_WITHIN = 15.0
STOP_WITHIN = 1.5
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 30.0
TELL_AGAIN_AFTER = 0.5

Told = Callable[[str, str], Awaitable[None]]
"""Called with the live code and the session's id."""


class LocalRelay:
    """Listens for the publisher of one broadcast at a time.

    `on_publish` and `on_done` are called one after the other, in the order of what happened, and
    every session that was published is done at some time, also when the child dies or is stopped.
    When they raise Unavailable they are called again.

    Attributes:
        port: on 127.0.0.1, the same for the life of this object.
    """

    def __init__(
        self,
        hls_dir: Path,
        preferred_port: int,
        on_publish: Told,
        on_done: Told,
        program: Sequence[str] = RELAY,
    ) -> None:
        self.port = free_port(preferred_port)
        self._hls_dir = hls_dir
        self._on_publish = on_publish
        self._on_done = on_done
        self._program = (*program, "--port", str(self.port), "--hls-dir", str(hls_dir))
        self._keeper: _Keeper | None = None
        self._turn = asyncio.Lock()
        _remove(hls_dir, "*")  # a killed server's last picture

    @property
    def fault(self) -> str | None:
        """What is wrong now, and what to do; None while all is well."""
        return self._keeper.fault if self._keeper else None

    async def start(self, id: str, code: str) -> None:
        """Listen for this broadcast's publisher, and for no other's. Returns when it listens.

        Raises:
            Unavailable: it cannot listen yet; it goes on trying until `stop`.
        """
        async with self._turn:
            keeper = self._keeper
            if keeper and (keeper.id != id or not keeper.is_listening):
                await self._dismiss()
            if self._keeper is None:
                command = (*self._program, "--code", code)
                self._keeper = _Keeper(id, code, command, self._on_publish, self._on_done)
            await self._keeper.begun()

    async def stop(self, id: str) -> None:
        """Cut the publisher's connection and remove the picture; nothing if another one is on.

        Not to be waited for in `on_publish` and `on_done`: it lets them finish first.
        """
        async with self._turn:
            if self._keeper and self._keeper.id == id:
                await self._dismiss()

    async def close(self) -> None:
        """Stop whatever is on; within two seconds."""
        async with self._turn:
            await self._dismiss()

    async def _dismiss(self) -> None:
        keeper, self._keeper = self._keeper, None
        if keeper:
            try:
                await keeper.stop()
            finally:
                _remove(self._hls_dir, keeper.code)


class _Keeper:
    """Runs the child for one broadcast, and runs it again when it dies."""

    def __init__(
        self, id: str, code: str, command: Sequence[str], on_publish: Told, on_done: Told
    ) -> None:
        self.id = id
        self.code = code
        self.is_listening = False
        self.fault: str | None = None
        self._command = command
        self._on_publish = on_publish
        self._on_done = on_done
        self._session: str | None = None
        self._child: Process | None = None
        self._first_news = asyncio.Event()  # it listens, or it cannot
        self._leaving = asyncio.Event()
        self._task = asyncio.create_task(self._keep(), name=f"local relay for {code}")
        self._task.add_done_callback(self._ended)

    async def begun(self) -> None:
        """Wait until it listens.

        Raises:
            Unavailable: it cannot.
        """
        # Not `wait_for`: before Python 3.12 it loses a cancellation that comes with the news.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(BEGIN_WITHIN):
                await self._first_news.wait()
        if not self.is_listening:
            raise Unavailable(
                self.fault
                or "The local relay does not begin to listen: look into the server's log for why."
            )

    async def stop(self) -> None:
        self._leaving.set()
        self._kill()
        # Not cancelled at once: a callback that is writing to the database may finish.
        await asyncio.wait({self._task}, timeout=STOP_WITHIN)
        if self._task.cancel():
            await asyncio.wait({self._task})

    async def _keep(self) -> None:
        clock = asyncio.get_running_loop().time
        pause = FIRST_PAUSE
        while not self._leaving.is_set():
            began = clock()
            await self._run()
            if self._leaving.is_set():
                return
            pause = FIRST_PAUSE if clock() - began > LONGEST_PAUSE else pause
            log.warning("local relay: %s Again in %.1f s.", self.fault, pause)
            await self._pause(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _run(self) -> None:
        """One life of the child."""
        try:
            child = await asyncio.create_subprocess_exec(*self._command, stdin=PIPE, stdout=PIPE)
        except OSError as error:
            self._cannot(f"The local relay cannot be started: {error.strerror}.")
            return
        self._child = child
        try:
            if child.stdout and not self._leaving.is_set():
                await self._hear(child.stdout)
        finally:
            self._kill()
            code = await child.wait()
            self._child = None
            self.is_listening = False
            await self._done()
        if not self._leaving.is_set():
            self._cannot(self.fault or f"The local relay ended by itself (exit code {code}).")

    async def _hear(self, lines: StreamReader) -> None:
        async for line in lines:
            try:
                news = json.loads(line)
            except ValueError:
                log.warning("local relay said what is no JSON: %.200r", line)
                continue
            match news:
                case {"event": "listening"}:
                    if not self.is_listening:
                        self.is_listening, self.fault = True, None
                        self._first_news.set()
                case {"event": "publish", "session": str(session)}:
                    self.fault = None
                    self._session = session
                    log.info("local relay: the picture of %s flows, session %s", self.code, session)
                    await self._tell(self._on_publish, session)
                case {"event": "publish_done", "why": str(why)}:
                    log.info("local relay: %s is off. %s", self.code, why)
                    await self._done()
                case {"event": "fault", "sentence": str(sentence)}:
                    log.warning("local relay: %s", sentence)
                    self.fault = sentence

    async def _done(self) -> None:
        session, self._session = self._session, None
        if session:
            await self._tell(self._on_done, session)

    async def _tell(self, told: Told, session: str) -> None:
        """Again and again while the database is away: a start or end must not be lost."""
        while True:
            try:
                return await told(self.code, session)
            except Unavailable as error:
                log.warning("local relay: session %s not noted: %s", session, error.sentence)
                if self._leaving.is_set():
                    return None
            await self._pause(TELL_AGAIN_AFTER)

    async def _pause(self, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._leaving.wait()

    def _ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            log.error("local relay: %r", error, exc_info=error)
            self._cannot(
                "The local relay has stopped by a mistake of LiveDesk's own, which its log tells:"
                " restart the server."
            )

    def _cannot(self, sentence: str) -> None:
        self.fault = sentence
        self._first_news.set()

    def _kill(self) -> None:
        child = self._child
        if child is None or child.returncode is not None:
            return
        with contextlib.suppress(ProcessLookupError):
            if sys.platform == "win32":
                child.kill()
            else:
                # Not `child.kill`: it asks first whether the child is dead, and takes the exit
                # code of a dead one from asyncio, which then warns of an unknown child.
                os.kill(child.pid, signal.SIGKILL)


def free_port(preferred: int) -> int:
    """The preferred port on loopback, or one of the next, or any, that nobody listens on.

    Raises:
        OSError: this computer has no free port.
    """
    for port in (*range(preferred, min(preferred + 1 + NEIGHBOURS, 65536)), 0):
        try:
            with socket.create_server(("127.0.0.1", port)) as found:
                return int(found.getsockname()[1])
        except OSError:
            if port == 0:
                raise
    raise AssertionError("the last of the ports tried is any")


def _remove(hls_dir: Path, code: str) -> None:
    for kind in ("m3u8*", "*.ts*"):
        for file in hls_dir.glob(f"{code}.{kind}"):
            with contextlib.suppress(OSError):  # a player may hold it on Windows; harmless
                file.unlink()
