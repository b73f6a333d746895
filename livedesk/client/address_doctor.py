"""What a pasted text is, what is wrong with it, and the two lines that are right. Pure.

It compares with the push address of the own broadcast. A sentence that is made of what it finds
never holds a secret: keys are told by their fingerprint, and what could be a piece of one is left
out.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from urllib.parse import urlsplit

from livedesk.client.pasted import Kind, Pasted, Source, read, torn
from livedesk.client.plain_letters import Mark
from livedesk.domain.records import Record, to_epoch

__all__ = ["Diagnosis", "Finding", "Kind", "Problem", "Source", "diagnose"]


class Problem(StrEnum):
    """What is wrong, or at least odd; the gravest first."""

    # These keep a picture from arriving.
    NOT_AN_ADDRESS = "not_an_address"
    TOKEN_PASTED = "token_pasted"  # noqa: S105  the word, not one
    WATCH_PAGE = "watch_page"
    PLAY_ADDRESS = "play_address"
    OTHER_PROTOCOL = "other_protocol"
    HTTP = "http"
    OTHER_CODE = "other_code"
    EXPIRED = "expired"
    BAD_TIME = "bad_time"
    OLD_KEY = "old_key"
    CUT_OFF = "cut_off"
    NO_SIGNATURE = "no_signature"
    DAMAGED_KEY = "damaged_key"
    WRONG_HOST = "wrong_host"
    WRONG_PORT = "wrong_port"
    WRONG_SCHEME = "wrong_scheme"
    WRONG_APP = "wrong_app"
    NO_APP = "no_app"
    KEY_AS_SERVER = "key_as_server"
    URL_AS_KEY = "url_as_key"
    WRONG_CASE = "wrong_case"
    LINE_BREAK = "line_break"
    SPACE = "space"
    FULL_WIDTH = "full_width"
    INVISIBLE = "invisible"
    HTML = "html"
    PERCENT = "percent"
    DOUBLED = "doubled"
    DOUBLE_SLASH = "double_slash"
    # These are worth a word.
    QUOTES = "quotes"
    ONE_FIELD = "one_field"
    TWO_LINES = "two_lines"
    NO_KEY = "no_key"
    NO_SERVER = "no_server"


NOTES = frozenset(
    {Problem.QUOTES, Problem.ONE_FIELD, Problem.TWO_LINES, Problem.NO_KEY, Problem.NO_SERVER}
)
"""Nothing is broken, but it is not all, or not yet in its two fields."""

Facts = Mapping[str, str | float]

_ORDER = list(Problem)
_MARKED = {mark: Problem(mark.value) for mark in Mark}
_PLAY_PATH = re.compile(r"\.(?:flv|m3u8|mpd|ts|mp4)$", re.IGNORECASE)
_LIKE_A_SECRET = re.compile(r"[0-9a-f]{16}", re.IGNORECASE)
_GRAM = 6
"""So many characters in a row of a secret are a piece of it."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing, with what its sentence names: never a secret."""

    problem: Problem
    facts: Facts = field(default_factory=lambda: MappingProxyType({}))

    @property
    def grave(self) -> bool:
        return self.problem not in NOTES


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What was pasted, and what to do.

    Attributes:
        findings: the gravest first.
        server, key: the two right lines; "" where nobody can tell. The key is a secret.
        own: they are those of the own broadcast.
        fits: what was pasted is the own address, and nothing is wrong with it.
        fingerprint: of the pasted key, as the server tells its own; "" without one.
    """

    kind: Kind
    source: Source
    findings: tuple[Finding, ...]
    server: str
    key: str = field(repr=False)
    own: bool
    fits: bool
    fingerprint: str


def diagnose(text: str, record: Record | None, now: float) -> Diagnosis:
    """Look at what a person pasted.

    Args:
        record: the own broadcast; its push address is what is compared with.
        now: epoch seconds, the server's clock, which is the one that expires addresses.
    """
    push = record.push if record is not None else None
    pasted = read(text, record.code if record is not None else "")
    if push is not None and pasted.key.lower() != push.stream_key.lower():
        pasted = torn(text, push.server, push.stream_key) or pasted
    secrets = _secrets(pasted, push.stream_key if push is not None else "")
    found = tuple(
        Finding(problem, _clean(facts, secrets))
        for problem, facts in sorted(
            dict(_wrong(pasted, record, now)).items(), key=lambda one: _ORDER.index(one[0])
        )
    )
    mended = (
        pasted.scheme.lower().startswith("rtmp")
        and not any(one.problem in (Problem.PLAY_ADDRESS, Problem.WATCH_PAGE) for one in found)
        and not _LIKE_A_SECRET.search(pasted.server)  # the server is not masked
    )
    server = push.server if push is not None else pasted.server if mended else ""
    key = push.stream_key if push is not None else pasted.key
    told = pasted.kind in (Kind.WHOLE, Kind.BOTH, Kind.KEY, Kind.SERVER)
    return Diagnosis(
        pasted.kind,
        pasted.source,
        found,
        server if told or push is not None else "",
        key if told or push is not None else "",
        own=push is not None,
        fits=push is not None and told and not any(one.grave for one in found),
        fingerprint=hashlib.sha256(pasted.key.encode()).hexdigest()[:4] if pasted.key else "",
    )


Found = tuple[Problem, dict[str, str | float]]


def _wrong(pasted: Pasted, record: Record | None, now: float) -> Iterator[Found]:
    if pasted.kind is Kind.NOTHING:
        return
    if pasted.kind is Kind.UNKNOWN:
        yield Problem.NOT_AN_ADDRESS, {}
        return
    if pasted.kind is Kind.TOKEN:
        yield Problem.TOKEN_PASTED, {}
        return
    watched = _is_watched(pasted, record)
    if watched is not None:
        yield watched, {}
        return
    for mark in pasted.marks:
        yield _MARKED[mark], {}
    if pasted.host:
        yield from _wrong_server(pasted, record)
    if pasted.key:
        yield from _wrong_key(pasted, record, now)
    if pasted.kind is Kind.WHOLE and Mark.KEY_AS_SERVER not in pasted.marks:
        yield Problem.ONE_FIELD, {}
    if pasted.kind is Kind.SERVER:
        yield Problem.NO_KEY, {}
    if pasted.kind is Kind.KEY and Mark.KEY_AS_SERVER not in pasted.marks:
        yield Problem.NO_SERVER, {}


def _is_watched(pasted: Pasted, record: Record | None) -> Problem | None:
    """Whether viewers use this address, not OBS."""
    if not pasted.host or (pasted.value("txSecret") and _is_push_host(pasted, record)):
        return None
    if pasted.scheme.lower() in ("http", "https") and re.search(r"(?:^|/)watch$", pasted.app):
        return Problem.WATCH_PAGE
    if _PLAY_PATH.search(pasted.name) or pasted.scheme.lower() == "webrtc":
        return Problem.PLAY_ADDRESS
    plays = [urlsplit(url) for url in record.play.values()] if record is not None else []
    hosts = {one.hostname for one in plays if one.scheme.startswith("rtmp")}
    legacy = "liveplay" in pasted.host.lower()
    ours = pasted.host.lower() in hosts and pasted.name and not _is_push_host(pasted, record)
    return Problem.PLAY_ADDRESS if legacy or ours else None


def _is_push_host(pasted: Pasted, record: Record | None) -> bool:
    if record is None or record.push is None:
        return "liveplay" not in pasted.host.lower()
    return pasted.host.lower() == (urlsplit(record.push.server).hostname or "")


def _wrong_server(pasted: Pasted, record: Record | None) -> Iterator[Found]:
    scheme = pasted.scheme.lower()
    if scheme in ("http", "https"):
        yield Problem.HTTP, {}
    elif not scheme.startswith("rtmp"):
        yield Problem.OTHER_PROTOCOL, {"protocol": scheme}
        return
    if record is None or record.push is None:
        if pasted.scheme != scheme:
            yield Problem.WRONG_CASE, {}
        return
    right = urlsplit(record.push.server)
    app = right.path.strip("/")
    if pasted.host.lower() != (right.hostname or "") and pasted.host.strip("[]") != right.hostname:
        yield Problem.WRONG_HOST, {"host": pasted.host, "right": right.hostname or ""}
    elif (pasted.port or "1935") != str(right.port or 1935) and scheme.startswith("rtmp"):
        yield Problem.WRONG_PORT, {"port": pasted.port or "1935", "right": str(right.port or 1935)}
    if scheme.startswith("rtmp") and scheme != right.scheme:
        yield Problem.WRONG_SCHEME, {"scheme": scheme, "right": right.scheme}
    if pasted.app != app and Mark.NO_APP not in pasted.marks:
        if not pasted.app:
            yield Problem.NO_APP, {"right": app}
        elif pasted.app.lower() != app.lower():
            yield Problem.WRONG_APP, {"app": pasted.app, "right": app}
    # OBS tells the kind of server by its first letters, in this case only.
    if pasted.scheme != scheme or (pasted.app != app and pasted.app.lower() == app.lower()):
        yield Problem.WRONG_CASE, {}


def _wrong_key(pasted: Pasted, record: Record | None, now: float) -> Iterator[Found]:
    secret, until = pasted.value("txSecret"), pasted.value("txTime")
    ends = _time(until)
    if record is not None and record.push is not None and pasted.key == record.push.stream_key:
        ends = to_epoch(record.push.expires_at)
    elif until and ends is None:
        yield Problem.BAD_TIME, {}
    if ends is not None and ends <= now:
        yield Problem.EXPIRED, {"ago_s": now - ends}
    if record is None or record.push is None:
        if bool(secret) != bool(until) or (secret and len(secret) not in (32, 64)):
            yield Problem.CUT_OFF, {}
        return
    right = record.push.stream_key
    if pasted.key == right:
        return
    if pasted.name.lower() != record.code.lower():
        bizid = record.code.partition("_")[0].lower()
        # Whose name begins like our codes is one of ours; another's may be a whole secret key.
        ours = pasted.name.lower().startswith(f"{bizid}_")
        yield Problem.OTHER_CODE, {"code": pasted.name if ours else "", "right": record.code}
        return
    if pasted.key.lower() == right.lower():
        yield Problem.WRONG_CASE, {}
    elif not secret and "txsecret=" in right.lower():
        yield Problem.NO_SIGNATURE, {}
    elif right.lower().startswith(pasted.key.lower()) or len(secret) < _length(right):
        yield Problem.CUT_OFF, {}
    elif secret.lower() != _own(right, "txSecret").lower():
        right_mark = record.push.fingerprint
        yield Problem.OLD_KEY, {"pasted": _mark(pasted.key), "right": right_mark}
    elif not set(right.lower().partition("?")[2].split("&")) <= set(
        pasted.query.lower().split("&")
    ):
        yield Problem.DAMAGED_KEY, {}
    elif pasted.name != record.code:
        yield Problem.WRONG_CASE, {}


def _time(text: str) -> float | None:
    """txTime is hex of epoch seconds; anything else is no time of ours."""
    if not re.fullmatch(r"[0-9A-Fa-f]{8}", text):
        return None
    return float(int(text, 16))


def _own(key: str, name: str) -> str:
    return Pasted(Kind.KEY, name="x", query=key.partition("?")[2]).value(name)


def _length(key: str) -> int:
    return len(_own(key, "txSecret"))


def _mark(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:4]


def _secrets(pasted: Pasted, right: str) -> tuple[str, ...]:
    told = (pasted.value("txSecret"), pasted.query, _own(right, "txSecret"))
    return tuple(one.lower() for one in told if one)


def _clean(facts: Mapping[str, str | float], secrets: tuple[str, ...]) -> Facts:
    """The facts as a sentence may name them."""
    shown = {name: _shown(value, secrets) for name, value in facts.items()}
    return MappingProxyType(shown)


def _shown(value: str | float, secrets: tuple[str, ...]) -> str | float:
    if not isinstance(value, str):
        return value
    low = value.lower()
    grams = {low[n : n + _GRAM] for n in range(len(low) - _GRAM + 1)}
    if any(gram in secret for gram in grams for secret in secrets):
        return "…"
    if _LIKE_A_SECRET.search(value):
        return "…"
    return value if len(value) <= 60 else value[:59] + "…"
