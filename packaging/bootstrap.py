"""Sets up this checkout and starts LiveDesk, or tests it.

    python3 packaging/bootstrap.py run  [arguments for the console]
    python3 packaging/bootstrap.py test [--long] [arguments for pytest]

Needs nothing but Python 3.11 or newer. The first start installs what is missing: system packages
(Debian and Ubuntu), the Python packages into .venv, two browser libraries, the translations.
Every step looks first whether it is done, so a start that was cut off goes on where it was.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import checks
import flv_server
import programs
import system_packages
import translations
import web_libraries

OLDEST_PYTHON = (3, 11)
ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
DECIDES_WHAT_IS_INSTALLED = (
    "pyproject.toml",
    "packaging/bootstrap.py",
    "packaging/system_packages.py",
)


def main(argv: Sequence[str]) -> int:
    """Returns the exit code."""
    if not argv or argv[0] not in ("run", "test"):
        print(__doc__)
        return 0 if argv and argv[0] in ("-h", "--help") else 2
    purpose, *args = argv
    try:
        refuse_old_python(sys.version_info[:2])
        prepare(purpose)
    except programs.Stopped as stopped:
        return tell(stopped)
    except OSError as error:  # a file that cannot be written
        return tell(programs.explain("setting up this checkout", str(error)))
    if purpose == "test":
        return checks.run(ROOT, PYTHON, args)
    return start_console(args)


def tell(stopped: programs.Stopped) -> int:
    """Says why it cannot go on; returns the exit code."""
    if stopped.output:
        print(stopped.output, file=sys.stderr)
    print(stopped, file=sys.stderr)
    return 1


def refuse_old_python(version: Sequence[int]) -> None:
    """Raises Stopped for a Python that LiveDesk does not run on."""
    if tuple(version) < OLDEST_PYTHON:
        have, need = (".".join(map(str, numbers)) for numbers in (version, OLDEST_PYTHON))
        raise programs.Stopped(
            f"LiveDesk needs Python {need} or newer and this is {have}: install a newer Python"
            f" and start with it, for example `python{need} packaging/bootstrap.py run`."
        )


def prepare(purpose: str) -> None:
    """Makes the checkout ready for `run` or `test`; does next to nothing when it is.

    Raises:
        Stopped: with the sentence that says what to do.
    """
    ready = is_ready(VENV, purpose, fingerprint(ROOT))
    broken = ready and not _has_packages()
    if not ready or broken:
        system_packages.ensure(purpose)
        if broken or not _is_sound(VENV):
            print("Making .venv", flush=True)
            programs.run([sys.executable, "-m", "venv", "--clear", VENV], "making .venv")
        print("Installing the Python packages into .venv (some minutes at first)", flush=True)
        install_python_packages(purpose)
        mark_ready(VENV, purpose, fingerprint(ROOT))
    vendor = ROOT / "resources" / "web" / "vendor"
    if not web_libraries.is_complete(vendor):
        print("Fetching the browser libraries from npm", flush=True)
        web_libraries.fetch(vendor, web_libraries.from_npm(_npm()))
    if translations.outdated(ROOT / "resources" / "translations"):
        print("Compiling the translations", flush=True)
        lrelease = programs.find(translations.LRELEASE, PYTHON) or Path(translations.LRELEASE)
        translations.compile_all(ROOT / "resources" / "translations", lrelease)
    if purpose == "test" and not flv_server.is_installed(VENV / "npm"):
        print("Fetching node-media-server from npm, for the tests", flush=True)
        npm = _npm()
        if not flv_server.node_is_new_enough(npm):
            npm = _npm_from_pypi()
        flv_server.install(VENV / "npm", npm)


def fingerprint(root: Path) -> str:
    """Changes with everything that decides what .venv must hold, and with the checkout's place."""
    sums = hashlib.sha256(f"{root} {sys.version_info[:2]}".encode())
    for name in DECIDES_WHAT_IS_INSTALLED:
        sums.update((root / name).read_bytes())
    return sums.hexdigest()


def is_ready(venv: Path, purpose: str, now: str) -> bool:
    """True when .venv was made ready for the purpose. What is ready to test is ready to run."""
    enough = ("run", "test") if purpose == "run" else ("test",)
    for name in enough:
        stamp = venv / f"ready-to-{name}"
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == now:
            return True
    return False


def mark_ready(venv: Path, purpose: str, now: str) -> None:
    """Called when everything is installed, never before: an interrupted start begins again."""
    (venv / f"ready-to-{purpose}").write_text(now, encoding="utf-8")


def install_python_packages(purpose: str) -> None:
    """Installs LiveDesk so that the checkout is what runs, and what it needs.

    The build tool goes into .venv first and builds there: a build environment of its own would
    fetch all of Qt once more, for the translations that this script compiles itself.
    """
    import tomllib  # here, because an old Python has none and must get as far as its sentence

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    requirements = project["dependency-groups"]["test"] if purpose == "test" else []
    pip_install(*project["build-system"]["requires"], "editables")
    pip_install("--no-build-isolation", "--editable", ".[desk]", *requirements)


def pip_install(*what: str) -> None:
    """Installs into .venv, from whatever index pip is set up for."""
    options = ["--quiet", "--disable-pip-version-check", "--no-input"]
    options += ["--retries", "3"]  # pip's own 5 keep a person without network waiting for minutes
    command = [str(PYTHON), "-m", "pip", "install", *options, *what]
    programs.run(command, "installing Python packages", cwd=ROOT)


def start_console(args: Sequence[str]) -> int:
    """Becomes the console, so that signals and the exit code are the console's own."""
    command = [str(PYTHON), "-m", "livedesk", *args]
    if os.name != "nt":  # where exec would leave the terminal to the shell at once
        os.execv(command[0], command)  # noqa: S606 - there is no shell between, on purpose
    return subprocess.run(command, check=False).returncode


def _has_packages() -> bool:
    """False when .venv was ready once and then lost its Python or its packages."""
    look = [str(PYTHON), "-c", "import livedesk, PySide6"]
    try:
        return not subprocess.run(look, capture_output=True, check=False).returncode
    except OSError:
        return False


def _is_sound(venv: Path) -> bool:
    """True when .venv belongs to this place and this Python, and its pip works."""
    look = "import sys, pip; print(*sys.version_info[:2])"
    try:
        said = subprocess.run(
            [str(PYTHON), "-c", look], capture_output=True, text=True, check=False
        )
        made = (venv / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return False
    # A copied or moved .venv still leads to the old place. (The line is there since Python 3.11.)
    commands = [line for line in made.splitlines() if line.startswith("command = ")]
    here = all(line.endswith(str(venv)) for line in commands)
    return here and said.stdout.split() == [str(number) for number in sys.version_info[:2]]


def _npm() -> Path:
    """npm, from PyPI where the system has none."""
    return programs.find("npm", PYTHON) or _npm_from_pypi()


def _npm_from_pypi() -> Path:
    pip_install(web_libraries.NPM_FROM_PYPI)
    npm = programs.find("npm", PYTHON)
    if npm is None:
        raise programs.Stopped("npm is not there: install Node.js and type the command again.")
    return npm


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        print("\nStopped. The next start goes on from here.", file=sys.stderr)
        sys.exit(130)
