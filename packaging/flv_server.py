"""node-media-server from npm: the HTTP-FLV server that the tests play from. Never in a wheel."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import programs

VERSION = "4.4.3"
OLDEST_NODE = 20  # what that version needs; Debian 12 has 18


def is_installed(folder: Path) -> bool:
    """True when the folder holds this version and npm had finished."""
    modules = folder / "node_modules"
    try:
        package = (modules / "node-media-server" / "package.json").read_text(encoding="utf-8")
    except OSError:
        return False
    finished = (modules / ".package-lock.json").is_file()  # npm writes it last
    return finished and json.loads(package)["version"] == VERSION


def install(folder: Path, npm: Path) -> None:
    """Raises Stopped when npm cannot install it."""
    folder.mkdir(parents=True, exist_ok=True)
    quietly = ["--silent", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
    package = f"node-media-server@{VERSION}"
    programs.run([npm, "install", "--prefix", folder, *quietly, package], f"fetching {package}")


def node_is_new_enough(npm: Path) -> bool:
    """True when the Node.js that comes with this npm can run it."""
    node = programs.find("node", npm)
    if node is None:
        return False
    said = subprocess.run([str(node), "--version"], capture_output=True, text=True, check=False)
    return said.returncode == 0 and int(said.stdout.lstrip("v").split(".")[0]) >= OLDEST_NODE
