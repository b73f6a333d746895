"""What OBS's own files on this computer say of its WebSocket server and its encoder. Only read.

Sources: obs-websocket, src/Config.cpp (``plugin_config/obs-websocket/config.json``, and before it
``[OBSWebSocket]`` in ``global.ini``, as in OBS 28 and 29); OBS's knowledge base, "Where are the
settings stored?"; Flathub's com.obsproject.Studio; snapcraft's obs-studio.
"""

from __future__ import annotations

import configparser
import json
import os
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from livedesk.client.obs_place import DEFAULT_PORT

LARGEST_FILE = 2_000_000  # bytes


@dataclass(frozen=True, slots=True)
class ObsSetup:
    """OBS's WebSocket server, as an OBS on this computer has it set up.

    Attributes:
        folder: of the settings it was read from.
        enabled: the server is switched on.
        password: a secret; "" where none is asked for.
    """

    folder: Path
    enabled: bool
    port: int
    password: str = field(repr=False)


def folders(
    environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> tuple[Path, ...]:
    """Where an OBS keeps its settings, the usual place first."""
    home = Path(environ.get("HOME") or Path.home())
    if platform == "win32":
        roaming = environ.get("APPDATA")
        return (Path(roaming) / "obs-studio",) if roaming else ()
    if platform == "darwin":
        return (home / "Library" / "Application Support" / "obs-studio",)
    config = Path(environ.get("XDG_CONFIG_HOME") or home / ".config")
    return (
        config / "obs-studio",
        home / ".var" / "app" / "com.obsproject.Studio" / "config" / "obs-studio",
        home / "snap" / "obs-studio" / "current" / ".config" / "obs-studio",
    )


def find_setup(
    environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> ObsSetup | None:
    """The setup of the OBS that was used last; None where there is no OBS, or none was started."""
    found = [setup for folder in folders(environ, platform) for setup in _setups(folder)]
    return max(found, key=lambda dated: dated[0], default=(0.0, None))[1]


def encoder_file(
    profile: str, environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> tuple[int | None, float] | None:
    """kbit/s and seconds between key frames (0: automatic) of a profile's stream encoder.

    None where there is no such file: then the encoder has its own defaults.
    """
    for folder in folders(environ, platform):
        for basic in sorted((folder / "basic" / "profiles").glob("*/basic.ini")):
            if _ini(basic).get("General", {}).get("Name", basic.parent.name) == profile:
                said = _json(basic.parent / "streamEncoder.json")
                if said is not None:
                    return _whole(said.get("bitrate")), float(_whole(said.get("keyint_sec")) or 0)
    return None


def _setups(folder: Path) -> Iterator[tuple[float, ObsSetup]]:
    """With the time at which it was written."""
    newer = folder / "plugin_config" / "obs-websocket" / "config.json"
    said = _json(newer)
    if said is not None:
        password = str(said.get("server_password", "")) if said.get("auth_required", True) else ""
        port = _whole(said.get("server_port")) or DEFAULT_PORT
        yield (
            _written(newer),
            ObsSetup(folder, said.get("server_enabled") is True, port, password),
        )
        return
    older = folder / "global.ini"
    if older.is_file():
        section = _ini(older).get("OBSWebSocket", {})
        asked = section.get("AuthRequired", "true").lower() == "true"
        yield (
            _written(older),
            ObsSetup(
                folder,
                section.get("ServerEnabled", "false").lower() == "true",
                _whole(section.get("ServerPort")) or DEFAULT_PORT,
                section.get("ServerPassword", "") if asked else "",
            ),
        )


def _written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0


def _text(file: Path) -> str:
    """A file that another program may be writing; nothing where it cannot be read."""
    try:
        with file.open("rb") as opened:
            return opened.read(LARGEST_FILE).decode("utf-8-sig", errors="replace")
    except OSError:
        return ""


def _json(file: Path) -> dict[str, Any] | None:
    try:
        said = json.loads(_text(file))
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _ini(file: Path) -> dict[str, dict[str, str]]:
    parser = configparser.RawConfigParser(strict=False, allow_no_value=True, delimiters=("=",))
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names keep their case
    try:
        parser.read_string(_text(file))
    except configparser.Error:
        return {}
    return {
        name: {key: value or "" for key, value in parser.items(name)} for name in parser.sections()
    }


def _whole(value: object) -> int | None:
    try:
        return int(value) if isinstance(value, int | float | str) else None
    except (ValueError, OverflowError):
        return None
