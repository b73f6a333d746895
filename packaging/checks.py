"""What `bootstrap.py test` runs: format, lint, types, import contracts, then pytest."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

CHECKS = (("ruff", "format", "--check"), ("ruff", "check"), ("mypy",), ("lint-imports",))

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
    tests = [*own_network(), *pytest_command(python, args, long)]
    if args:
        return subprocess.run(tests, cwd=root, env=env, check=False).returncode
    failed = []
    for check in [*([str(python.parent / name), *rest] for name, *rest in CHECKS), tests]:
        name = "pytest" if check is tests else " ".join([Path(check[0]).stem, *check[1:]])
        print(f"\n== {name}", flush=True)
        if subprocess.run(check, cwd=root, env=env, check=False).returncode:
            failed.append(name)
    print(f"\nFailed: {', '.join(failed)}." if failed else "\nAll checks passed.", flush=True)
    return 1 if failed else 0


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
