"""Programs on one core, load from the other."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

LUA = Path(__file__).parent / "load.lua"
SERVER, LOAD = "0", "1"  # cores


@dataclass(eq=False)
class Program:
    """One that serves on a port of this machine.

    Attributes:
        stalls: where `watched` tells of its event loop; see there.
    """

    process: subprocess.Popen[bytes]
    port: int
    stalls: Path
    started_in_s: float

    def stall(self) -> float:
        """The longest wait for the event loop since this was last asked."""
        with self.stalls.open("r+b") as file:
            told = float(struct.unpack("d", file.read(8))[0])
            file.seek(0)
            file.write(bytes(8))
        return told

    def memory(self) -> int:
        """Resident, in bytes."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(re.search(r"VmRSS:\s+(\d+)", status).group(1)) * 1024  # type: ignore[union-attr]

    def cpu_s(self) -> float:
        """Processor time that it has used, to the nanosecond; ticks of 10 ms are too coarse.

        The number of another process's clock is made as by the C library's clock_getcpuclockid(3).
        """
        return time.clock_gettime((~self.process.pid << 3) | 2)

    def get(self, path: str, **headers: str) -> bytes:
        request = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", headers=headers)
        with urllib.request.urlopen(request, timeout=120) as answer:
            return bytes(answer.read())


@contextlib.contextmanager
def serving(
    folder: Path, module: str, *args: str, ready: str = "/", watched: bool = True, **env: str
) -> Iterator[Program]:
    """A program on the server's core, once it answers; `PORT` in its arguments is its port.

    Args:
        watched: see there; not where processor time is measured, of which it takes its own.
    """
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    stalls = folder / f"stalls-{port}"
    stalls.write_bytes(bytes(8))
    words = [arg.replace("PORT", str(port)) for arg in args]
    began = time.perf_counter()
    with (folder / f"{module}-{port}.log").open("wb") as log:
        process = subprocess.Popen(
            [
                *("taskset", "-c", SERVER, sys.executable, "-m"),
                *(("tests.bench.watched", str(stalls)) if watched else ()),
                *(module, *words),
            ],
            stdout=log,
            stderr=subprocess.STDOUT,
            env={**os.environ, "PYTHONPATH": _python_path(), **env},
        )
    try:
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}{ready}", timeout=120).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                if process.poll() is not None:
                    raise RuntimeError((folder / f"{module}-{port}.log").read_text()) from None
                time.sleep(0.005)
        yield Program(process, port, stalls, time.perf_counter() - began)
    finally:
        process.kill()
        process.wait()


def _python_path() -> str:
    return os.pathsep.join([str(Path.cwd()), *filter(None, [os.environ.get("PYTHONPATH")])])


@dataclass(frozen=True)
class Load:
    """What wrk measured: answers and their rate, the time of the slowest hundredth, refusals."""

    count: int
    rate: float
    p99_s: float
    wrong: int


def wrk(port: int, what: str, hosts: int, seconds: float, lines: int = 32, **env: str) -> Load:
    """Load from the other core. `what`: see load.lua."""
    done = subprocess.run(
        [
            *("taskset", "-c", LOAD, "wrk", "-t1", f"-c{lines}", f"-d{seconds:.0f}s"),
            *("--latency", "-s", str(LUA), f"http://127.0.0.1:{port}"),
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "WHAT": what, "HOSTS": str(hosts), **env},
    )
    return _load(done.stdout)


def _load(told: str) -> Load:
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told).group(1))  # type: ignore[union-attr]
    number, unit = re.search(r"99%\s+([\d.]+)(us|ms|s)\b", told).groups()  # type: ignore[union-attr]
    wrong = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    count = int(re.search(r"(\d+) requests in", told).group(1))  # type: ignore[union-attr]
    return Load(
        count,
        rate,
        float(number) * {"us": 1e-6, "ms": 1e-3, "s": 1.0}[unit],
        int(wrong.group(1)) if wrong else 0,
    )


@contextlib.contextmanager
def paced(
    port: int, what: str, hosts: int, rate: float, **env: str
) -> Iterator[Callable[[], Load]]:
    """Load that goes on meanwhile, so many a second; call what is given for how it was, at its end.

    On 25 lines for each 1000 of them, so that none waits for another that is slow.
    """
    lines = max(8, round(rate / 40))
    process = subprocess.Popen(
        [
            *("taskset", "-c", LOAD, "wrk", "-t1", f"-c{lines}", "-d600s", "--latency"),
            *("-s", str(LUA), f"http://127.0.0.1:{port}"),
        ],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "WHAT": what, "HOSTS": str(hosts), "RATE": str(rate), **env},
    )

    def end() -> Load:
        process.send_signal(signal.SIGINT)
        return _load(process.communicate(timeout=60)[0])

    try:
        time.sleep(1.0)
        yield end
    finally:
        process.kill()
        process.wait()


@contextlib.contextmanager
def flood(port: int, what: str, hosts: int, lines: int = 32, **env: str) -> Iterator[None]:
    """Load that goes on meanwhile."""
    words: Sequence[str] = ["wrk", "-t1", f"-c{lines}", "-d600s", "-s", str(LUA)]
    process = subprocess.Popen(
        ["taskset", "-c", LOAD, *words, f"http://127.0.0.1:{port}"],
        stdout=subprocess.DEVNULL,
        env={**os.environ, "WHAT": what, "HOSTS": str(hosts), **env},
    )
    try:
        time.sleep(0.3)
        yield
    finally:
        process.kill()
        process.wait()
