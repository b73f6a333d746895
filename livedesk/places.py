"""Where things are: resources (checkout or wheel), and the folders the system gives us."""

from __future__ import annotations

from pathlib import Path

import platformdirs

APP = "livedesk"


def resource(*parts: str) -> Path:
    """A file or folder under `resources/`: beside the package in a checkout, inside in a wheel."""
    package = Path(__file__).parent
    inside = package / "resources"
    root = inside if inside.is_dir() else package.parent / "resources"
    return root.joinpath(*parts)


def data_dir() -> Path:
    """What must survive: the database, secrets, `server.json`."""
    return Path(platformdirs.user_data_dir(APP, appauthor=False))


def config_dir() -> Path:
    """Where `livedesk.toml` is looked for."""
    return Path(platformdirs.user_config_dir(APP, appauthor=False))


def log_dir() -> Path:
    """The journals of console and server."""
    return Path(platformdirs.user_log_dir(APP, appauthor=False))
