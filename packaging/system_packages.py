"""What LiveDesk needs of Debian or Ubuntu itself, and how it is installed."""

from __future__ import annotations

import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import programs

# What Qt's libraries from PyPI link to or load for a real window, tried on a bare Debian 12. Qt's
# own message names only libxcb-cursor0, also when libxcb-icccm4 or libxcb-keysyms1 is missing.
WINDOW = (
    "libgl1",
    "libegl1",
    "libxkbcommon0",
    "libglib2.0-0",
    "libfontconfig1",
    "libdbus-1-3",
    "libxkbcommon-x11-0",
    "libxcb-cursor0",
    "libxcb-icccm4",
    "libxcb-keysyms1",
    "libxcb-shape0",
    "fonts-wqy-microhei",  # without a Chinese font Chinese is boxes
    "fonts-inter",
)
TESTS = (
    "xvfb",
    "xauth",
    "ffmpeg",
    "nginx",
    "libnginx-mod-rtmp",
    "haproxy",
    "postgresql",
    "chromium",
    "obs-studio",
    "iproute2",
    "openssl",
    "wrk",  # tests.bench
    "libatomic1",  # of the Node that Playwright brings
)
SERVERS = ("nginx", "haproxy", "postgresql")


def wanted(purpose: str, distribution: str, venv_works: bool) -> list[str]:
    """The packages for `run` or `test`.

    Args:
        distribution: the ID of /etc/os-release.
        venv_works: False on Debian's own Python without the half of venv that Debian ships apart.
    """
    packages = [*WINDOW, *(TESTS if purpose == "test" else ())]
    if not venv_works:
        packages.insert(0, f"python{sys.version_info[0]}.{sys.version_info[1]}-venv")
    if distribution == "ubuntu":  # there it is the package that brings the snap
        packages = ["chromium-browser" if name == "chromium" else name for name in packages]
    return packages


def missing(packages: Sequence[str], dpkg_status: str) -> list[str]:
    """Which of the packages dpkg does not have.

    Args:
        dpkg_status: lines of package, status and what it provides, with tabs between. A newer
            Ubuntu has libglib2.0-0 only as something that libglib2.0-0t64 provides.
    """
    present = set()
    for line in dpkg_status.splitlines():
        name, status, provides = line.split("\t")
        if status == "installed":
            present.add(name)
            present.update(entry.split()[0] for entry in provides.split(",") if entry.strip())
    return [name for name in packages if name not in present]


def recipe(packages: Sequence[str], systemd: bool) -> str:
    """The shell line that root runs, or has to type.

    Installing nginx, HAProxy or PostgreSQL on a machine with systemd would start it and open its
    port for good. Only the tests want it, and they start their own, so it is masked meanwhile
    (Debian's scripts then leave it alone) and stays disabled: `systemctl enable --now nginx` is
    there for who wants it. In a container without systemd nothing would be started.
    """
    install = (
        "apt-get update; DEBIAN_FRONTEND=noninteractive apt-get install -y"
        f" --no-install-recommends {shlex.join(packages)}"
    )
    servers = " ".join(name for name in SERVERS if name in packages)
    if systemd and servers:
        return (
            f"systemctl mask {servers}; {install}; result=$?;"
            f" systemctl unmask {servers}; systemctl disable {servers}; exit $result"
        )
    return install


def line_to_type(script: str, sudo: bool) -> str:
    """The one line for a person who is not root. Debian with a root password has no sudo."""
    return f"{'sudo sh' if sudo else 'su'} -c {shlex.quote(script)}"


def ensure(purpose: str) -> None:
    """Installs what is missing, or says what to type.

    Raises:
        Stopped: something is missing and cannot be installed from here.
    """
    if not (shutil.which("apt-get") and shutil.which("dpkg-query")):
        _say_what_other_systems_lack(purpose)
        return
    venv_works = importlib.util.find_spec("ensurepip") is not None
    packages = missing(wanted(purpose, _distribution(), venv_works), _dpkg_status())
    if not packages:
        return
    script = recipe(packages, systemd=Path("/run/systemd/system").is_dir())
    sudo = shutil.which("sudo") is not None
    if os.geteuid() == 0:
        become_root = []
    elif sudo and _succeeds("sudo", "-n", "true"):  # that is: without asking for a password
        become_root = ["sudo", "-n"]
    else:
        raise programs.Stopped(
            f"{len(packages)} system packages are missing and this user may not install them:"
            f" type this line, then the same command again.\n\n{line_to_type(script, sudo)}\n"
        )
    print(f"Installing {len(packages)} system packages with apt: {' '.join(packages)}", flush=True)
    programs.run([*become_root, "sh", "-c", script], "installing system packages with apt")


def _succeeds(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _dpkg_status() -> str:
    form = "${Package}\t${db:Status-Status}\t${Provides}\n"
    return subprocess.run(
        ["dpkg-query", "-W", "-f", form], capture_output=True, text=True, check=True
    ).stdout


def _distribution() -> str:
    try:
        return platform.freedesktop_os_release().get("ID", "")
    except OSError:
        return ""


def _say_what_other_systems_lack(purpose: str) -> None:
    """On macOS, Windows and other Linux systems the person's own package manager is theirs."""
    if purpose != "test":
        return
    programs_used = ("ffmpeg", "nginx", "postgres", "chromium", "obs", "Xvfb")
    lacking = [name for name in programs_used if not shutil.which(name)]
    if lacking:
        print(
            f"The tests also use {', '.join(lacking)}, which this system does not have.", flush=True
        )
