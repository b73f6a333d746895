"""What real media servers sent and answered: `recorded/`, a JSON object a line.

Trimmed: paths of the machine, the configuration in ZLMediaKit's on_server_started, its tracks.

    {"step": what was done, "hook": what was called, "body": what it sent}
    {"step": …, "asked": what we asked, "status": …, "body": what it answered}
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "recorded"


def lines(kind: str) -> list[dict[str, Any]]:
    """All of a kind, in order; of a kind that nobody has recorded, none."""
    file = FOLDER / f"{kind.replace('-', '_')}.jsonl"
    if not file.exists():
        return []
    return [json.loads(line) for line in file.read_text().splitlines()]


def hook(kind: str, name: str, step: str = "publish", **fields: object) -> str:
    """The body of a step's first hook of this name; of one with these fields."""
    for line in lines(kind):
        if (line.get("hook"), line["step"]) == (name, step):
            body = str(line["body"])
            if not fields or fields.items() <= json.loads(body).items():
                return body
    raise LookupError(f"{kind}: no {name} in {step}")


def answers(kind: str, asked: str) -> list[tuple[str, str]]:
    """Step and body of each answer to a question that begins like this."""
    return [
        (line["step"], line["body"])
        for line in lines(kind)
        if str(line.get("asked", "")).startswith(asked)
    ]
