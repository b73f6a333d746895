"""Past broadcasts as a file: CSV for a table program, JSON for other programs."""

from __future__ import annotations

import contextlib
import csv
import io
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

from livedesk.desk import past
from livedesk.desk.widgets.segment_bar import gaps_of
from livedesk.domain.records import Record

COLUMNS = (
    *("id", "code", "title", "created_at", "started_at", "ended_at", "on_air_s"),
    *("interruptions", "interrupted_s", "peak_viewers", "likes", "rehearsal", "reason"),
)

# A cell that begins so is a formula to a table program, and a title may be anybody's words.
# Source: OWASP, CSV Injection.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def facts(record: Record) -> dict[str, str | int | float | bool | None]:
    """One broadcast under the names of `COLUMNS`; never its push address."""
    gaps = gaps_of(past.stretches(record))
    known = past.known(record)
    return {
        "id": record.id,
        "code": record.code,
        "title": record.title,
        "created_at": record.created_at,
        "started_at": record.started_at,
        "ended_at": record.ended_at,
        "on_air_s": round(past.on_air_s(record)),
        "interruptions": len(gaps) if known else None,
        "interrupted_s": round(sum(until - since for since, until in gaps)) if known else None,
        "peak_viewers": record.peak_viewers,
        "likes": record.likes,
        "rehearsal": record.rehearsal,
        "reason": record.reason,
    }


def as_csv(records: Sequence[Record]) -> bytes:
    """RFC 4180, in UTF-8 with a mark at its beginning: Excel would not read Chinese without."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in facts(r).items()} for r in records)
    return text.getvalue().encode("utf-8-sig")


def as_json(records: Sequence[Record]) -> bytes:
    """A list of objects with the same names as the CSV's columns, and the stretches."""
    items = [
        facts(record)
        | {"segments": [{"start": s.start, "end": s.end} for s in record.segments or ()]}
        for record in records
    ]
    return (json.dumps(items, ensure_ascii=False, indent=2) + "\n").encode()


def write(path: Path, content: bytes) -> None:
    """The whole file or none: a broken-off one would look like a short history.

    Raises:
        OSError: the disk, or the folder, does not take it.
    """
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _cell(value: str | int | float | bool | None) -> str:
    if value is None:
        return ""
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(FORMULA) else text
