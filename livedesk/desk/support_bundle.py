"""The support bundle: what helps to understand a trouble, with no secret in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import tomli_w

from livedesk.client.console_settings import ConsoleSettings
from livedesk.desk.crash import versions
from livedesk.desk.scene import Scene
from livedesk.domain.records import to_text
from livedesk.journal import blotted

LARGEST_LOG = 2_000_000  # bytes of each, its end


def parts(
    settings: ConsoleSettings,
    scene: Scene,
    moments: Sequence[Mapping[str, object]],
    log_dir: Path,
    watchdog: str,
    now: float,
) -> Callable[[], Mapping[str, str]]:
    """What makes the parts by file name; it reads the logs: not for the GUI thread.

    Args:
        moments: the last states of the window, oldest first.
        watchdog: what it measured, in words.
    """
    about = f"{versions()}\n{to_text(now)}\n{watchdog}\n"
    states = {"now": seen(scene, now), "before": list(moments)}

    def make() -> Mapping[str, str]:
        made = {
            "about.txt": about,
            "settings.toml": tomli_w.dumps(asdict(settings)),
            "states.json": json.dumps(states, indent=1, ensure_ascii=False, default=str),
        }
        for file in sorted(log_dir.glob("*.log*")):
            made[f"logs/{file.name}"] = _end(file)
        return {name: blotted(text) for name, text in made.items()}

    return make


def seen(scene: Scene, now: float) -> dict[str, object]:
    """A moment in plain values: states, reasons and times, never an address with a key."""
    record, beat, away = scene.record, scene.beat, scene.away
    server, lost, refusal = scene.server, scene.lost, scene.refusal
    return {
        "at": to_text(now),
        "condition": scene.condition.value,
        "server": server.url if server is not None else None,
        "lost": lost.sentence if lost is not None else None,
        "broadcast": record.id if record is not None else None,
        "code": record.code if record is not None else None,
        "state": record.state if record is not None else None,
        "reason": record.reason if record is not None else None,
        "fingerprint": record.push.fingerprint if record is not None and record.push else None,
        "last_beat": to_text(beat.at) if beat is not None else None,
        "beat_said": f"{beat.state} {beat.reason}" if beat is not None else None,
        "away": away.error.sentence if away is not None else None,
        "refused": f"{refusal.deed}: {refusal.error.sentence}" if refusal is not None else None,
        "picture": scene.picture,
        "policy": asdict(scene.policy) if scene.policy is not None else None,
    }


def _end(file: Path) -> str:
    try:
        with file.open("rb") as log_file:
            log_file.seek(0, 2)
            log_file.seek(max(0, log_file.tell() - LARGEST_LOG))
            return log_file.read().decode(errors="replace")
    except OSError as error:
        return f"cannot be read: {error.strerror}\n"
