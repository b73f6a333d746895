"""What `bootstrap.py test` runs: format, lint, types, import contracts, then pytest."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

CHECKS = (("ruff", "format", "--check"), ("ruff", "check"), ("mypy",), ("lint-imports",))

# Two halves that take about as long, side by side, each in a network of its own: the window with
# the real thing end to end, and the rest.
HALVES = (
    ("tests/desk", "tests/journey"),
    (
        *("tests/client", "tests/domain", "tests/media", "tests/packaging", "tests/server"),
        *("tests/store", "tests/test_journal.py", "tests/test_settings.py"),
    ),
)

# A network of its own: every port is free, and lan0's address stands for the machine's address in
# a home network without anybody outside being able to reach it. (A veth pair, because kernels of
# containers often have no dummy interfaces.)
OWN_NETWORK = (
    "ip link set lo up && ip link add lan0 type veth peer name lan1"
    " && ip addr add 192.168.77.1/24 dev lan0 && ip link set lan0 up && ip link set lan1 up"
    ' && exec "$@"'
)


def run(root: Path, python: Path, args: Sequence[str]) -> int:
    """Runs the checks and the whole suite, or with arguments only pytest with those arguments.

    Returns:
        0, or 1 when anything failed; all of it runs in any case. (pytest's own code where only it
        ran.)
    """
    long = "--long" in args
    args = [word for word in args if word != "--long"]
    env = {**os.environ, "PATH": _path(python)}
    network = own_network()
    if args:
        tests = [*network, *pytest_command(python, args, long)]
        return subprocess.run(tests, cwd=root, env=env, check=False).returncode
    failed = []
    for name, *rest in CHECKS:
        words = [name, *rest]
        print(f"\n== {' '.join(words)}", flush=True)
        check = [str(python.parent / name), *rest]
        if subprocess.run(check, cwd=root, env=env, check=False).returncode:
            failed.append(" ".join(words))
    halves = HALVES if network else ((),)  # in one network they would take each other's ports
    commands = [[*network, *pytest_command(python, half, long)] for half in halves]
    print("\n== pytest", flush=True)
    if not side_by_side(commands, root, env):
        failed.append("pytest")
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nAll checks passed.", flush=True)
    return 1 if failed else 0


def side_by_side(commands: Sequence[Sequence[str]], root: Path, env: dict[str, str]) -> bool:
    """Runs all at once; the first is seen as it goes, the others when they are done.

    Returns:
        Whether all of them succeeded.
    """
    first, *others = commands
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / str(n) for n, _ in enumerate(others)]
        running = []
        for command, file in zip(others, files, strict=True):
            with file.open("wb") as told:
                running.append(
                    subprocess.Popen(
                        command, cwd=root, env=env, stdout=told, stderr=subprocess.STDOUT
                    )
                )
        try:
            codes = [subprocess.run(first, cwd=root, env=env, check=False).returncode]
            for other, file in zip(running, files, strict=True):
                codes.append(other.wait())
                print(file.read_text(encoding="utf-8", errors="replace"), flush=True)
        finally:
            for other in running:
                other.kill()
    return not any(codes)


def pytest_command(python: Path, args: Sequence[str], long: bool) -> list[str]:
    """The tests marked `long` run only when asked for."""
    return [str(python), "-m", "pytest", *(() if long else ("-m", "not long")), *args]


def own_network() -> list[str]:
    """The words before a command that give it a network of its own; none where that cannot be."""
    if shutil.which("unshare") and shutil.which("ip"):
        user, then = [], []
        if os.geteuid() != 0:  # stays the same user, who may set up this one network and no more
            user = ["--map-current-user", "--keep-caps"]
            then = ["setpriv", "--ambient-caps=-all", "--inh-caps=-all"]
        words = ["unshare", "--net", *user, "sh", "-c", OWN_NETWORK, "sh", *then]
        if not subprocess.run([*words, "true"], capture_output=True, check=False).returncode:
            return words
    print(
        "The tests run in this machine's own network: a namespace cannot be made here.", flush=True
    )
    return []


def _path(python: Path) -> str:
    """PATH with our programs first, and with /usr/sbin, where Debian keeps nginx."""
    return os.pathsep.join([str(python.parent), os.environ.get("PATH", os.defpath), "/usr/sbin"])
