"""Whether an answer of the right shape also makes sense, before anybody reckons with it.

What a window meets in the middle of painting it can no longer refuse.
"""

from __future__ import annotations

import math
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from livedesk.domain.records import Record, to_epoch
from livedesk.domain.verdict import State

STATES = frozenset(State)
LARGEST = 1e12  # of any number: more seconds, viewers and likes than there are
EARLIEST, LATEST = 0.0, 7_258_118_400.0  # 1970 and 2200, epoch seconds
SCHEMES = frozenset({"http", "https", "rtmp", "rtmps", "srt", "webrtc", "rtsp", "rtsps"})
"""Of addresses that are opened: a file of this computer, or a program, is none of them."""

_TIMES = frozenset({
    *("at", "since", "start", "end", "server_time", "last_beat", "last_willing_beat"),
    *("heard_since", "polls_off_at"),
})  # fmt: skip
_ADDRESSES = frozenset({"watch_url", "play"})  # covers are looked at when they are fetched


def check(said: object) -> None:
    """
    Args:
        said: a wire shape of `domain.records` or `domain.evidence_records`.

    Raises:
        ValueError: a time, number, address or state in it is none.
    """
    if isinstance(said, tuple):
        for one in said:
            check(one)
    elif isinstance(said, float | int):
        if not (math.isfinite(said) and abs(said) <= LARGEST):
            raise ValueError("no number")
    elif is_dataclass(said):
        if isinstance(said, Record) and said.state not in STATES:
            raise ValueError("no state")
        shape: Any = type(said)
        for name, is_time, is_address in _names(shape):
            value = getattr(said, name)
            if is_time:
                _check_times(value)
            elif is_address:
                _check_addresses(value)
            elif not isinstance(value, str):
                check(value)


@cache
def _names(shape: type[Any]) -> tuple[tuple[str, bool, bool], ...]:
    """Of its fields; whether each is a time, and whether it is an address."""
    return tuple(
        (
            one.name,
            one.name in _TIMES or one.name.endswith(("_at", "_until")),
            one.name in _ADDRESSES or (shape.__name__ == "Recording" and one.name == "url"),
        )
        for one in fields(shape)
    )


def _check_times(value: object) -> None:
    for one in value if isinstance(value, tuple) else (value,):
        if isinstance(one, str) and not EARLIEST <= to_epoch(one) <= LATEST:
            raise ValueError("no time")


def _check_addresses(value: object) -> None:
    for one in value.values() if isinstance(value, dict) else (value,):
        if isinstance(one, str) and one and urlsplit(one).scheme.lower() not in SCHEMES:
            raise ValueError("no address")
