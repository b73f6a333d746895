"""What is in a pasted text: an address, taken out of whatever lies round it and mended.

A person pastes what they have: a line of OBS's log, a chat message, a command, one line of two.
Nothing here raises, and nothing is looked up.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from enum import StrEnum

from livedesk.client.plain_letters import Clean, Mark, cleaned, plain

LONGEST = 20_000
"""Characters that are looked at; no address begins after them."""


class Kind(StrEnum):
    """What it is."""

    NOTHING = "nothing"
    WHOLE = "whole"
    SERVER = "server"
    KEY = "key"
    BOTH = "both"
    TOKEN = "token"  # noqa: S105  the word, not one
    UNKNOWN = "unknown"


class Source(StrEnum):
    """What it was found in."""

    ITSELF = "itself"
    COMMAND = "command"
    LOG = "log"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Pasted:
    """The parts of the address; "" where there are none.

    Attributes:
        app: OBS's *Server* after the host: ``live``.
        name: the stream's, which is the live code.
        query: without its question mark. A secret.
    """

    kind: Kind
    source: Source = Source.ITSELF
    scheme: str = ""
    host: str = ""
    port: str = ""
    app: str = ""
    name: str = field(default="", repr=False)
    query: str = field(default="", repr=False)
    marks: frozenset[Mark] = frozenset()

    @property
    def server(self) -> str:
        """OBS's field *Server*."""
        if not self.host:
            return ""
        port = f":{self.port}" if self.port else ""
        return f"{self.scheme}://{self.host}{port}" + (f"/{self.app}" if self.app else "")

    @property
    def key(self) -> str:
        """OBS's field *Stream Key*; a secret."""
        return self.name + (f"?{self.query}" if self.query else "") if self.name else ""

    def value(self, name: str) -> str:
        """The first parameter of that name, in any case; may be a secret."""
        for part in self.query.split("&"):
            one, _, value = part.partition("=")
            if one.lower() == name.lower():
                return value
        return ""

    @property
    def signed(self) -> bool:
        """Whether it has a signature and its time, both whole."""
        secret = re.fullmatch(r"[0-9a-f]{32}|[0-9a-f]{64}", self.value("txSecret"), re.IGNORECASE)
        until = re.fullmatch(r"[0-9a-f]{8}", self.value("txTime"), re.IGNORECASE)
        return bool(secret and until)


_SCHEMES = r"rtmp[ste]?|https?|srt|webrtc|whip|rtsp|wss?"
_START = re.compile(rf"(?:{_SCHEMES})(?::|%3a)(?:/|%2f){{2}}", re.IGNORECASE)
_PART = r"(?:&(?:amp;)+|&#0*38;|&#x0*26;|[A-Za-z0-9._~:/?&=%@+*\[\]-])"
_URL = re.compile(rf"{_START.pattern}{_PART}*", re.IGNORECASE)
_QUERY = r"(?:&(?:amp;)+|&#0*38;|&#x0*26;|[A-Za-z0-9._~&=%+*-])"
_KEY = re.compile(
    rf"(?<![A-Za-z0-9_./:%-])/?([A-Za-z0-9_-]+(?:\?|%3f){_QUERY}*tx(?:secret|time){_QUERY}*)",
    re.IGNORECASE,
)
_TOKEN = re.compile(r"(?<![A-Za-z0-9])ld[ah]_[A-Za-z0-9_-]{8,}|livedesk://", re.IGNORECASE)
_SERVER_LABEL = re.compile(r"(?:server|服务器|服务器地址)\W{0,3}$", re.IGNORECASE)
_KEY_LABEL = re.compile(r"(?:stream\s*key|推流码|串流密钥|密钥|key)\W{0,3}$", re.IGNORECASE)


def read(text: str, code: str = "") -> Pasted:
    """What a pasted text holds.

    Args:
        code: the own live code, which is known also without parameters.
    """
    clean = cleaned(text[:LONGEST])
    if not clean.text.strip():
        return Pasted(Kind.NOTHING)
    source = _source(clean.text)
    found = _found(clean, code)
    torn = found is not None and found.kind is Kind.SERVER and found.key
    if found is None or torn or not (found.app and (found.signed or found.kind is Kind.BOTH)):
        found = _tightened(clean, code, found)
    if found is not None and found.kind is Kind.SERVER and found.key:
        found = replace(found, kind=Kind.BOTH)
    if _TOKEN.search(clean.text) and (found is None or found.kind is Kind.UNKNOWN):
        return Pasted(Kind.TOKEN, source)
    return replace(found, source=source) if found is not None else Pasted(Kind.UNKNOWN, source)


def torn(text: str, server: str, key: str) -> Pasted | None:
    """The known address, however it was torn apart and spelled in large or small letters."""
    clean = cleaned(text[:LONGEST])
    tight, marks = plain(clean.squeezed().text)
    at = tight.lower().find(key.lower())
    if not key or at < 0:
        return None
    inner = clean.text.strip()
    marks |= {mark for mark, one in ((Mark.LINE_BREAK, "\n"), (Mark.SPACE, " ")) if one in inner}
    before = tight[:at].rstrip("/")
    there = before.lower().endswith(server.lower())
    url = (before[-len(server) :] + "/" if there else "") + tight[at : at + len(key)]
    parts = _url_parts(url, "", cut=True) if there else _key_parts(url, cut=True)
    return replace(parts, source=_source(clean.text), marks=frozenset(parts.marks | marks))


def _tightened(clean: Clean, code: str, found: Pasted | None) -> Pasted | None:
    """The address with spaces or line breaks in its middle, where that makes it whole."""
    tight = _found(clean.squeezed(), code, cut=True)
    if tight is None or not (tight.host and (tight.signed or found is None)):
        return found
    rtmp = tight.app and tight.scheme.lower().startswith("rtmp")
    if found is not None and found.key and not rtmp:
        return found  # a link beside a key
    inner = clean.text.strip()
    marks = {mark for mark, one in ((Mark.LINE_BREAK, "\n"), (Mark.SPACE, " ")) if one in inner}
    return replace(tight, marks=tight.marks | marks)


def _source(text: str) -> Source:
    if re.search(r"\bffmpeg\b|\s-f\s+flv\b|\bgst-launch", text):
        return Source.COMMAND
    if re.search(r"rtmp stream|Connecting to RTMP|^\d\d:\d\d:\d\d\.\d+:", text, re.MULTILINE):
        return Source.LOG
    alone = len(text.split()) <= 2 and all(ord(one) < 128 for one in text)
    return Source.ITSELF if alone else Source.MESSAGE


def _found(clean: Clean, code: str, *, cut: bool = False) -> Pasted | None:
    """The best address in the text: one with a key before one without.

    Args:
        cut: words may be glued to its end.
    """
    urls = list(_URL.finditer(clean.text))
    keys = [one for one in _keys(clean.text, code) if not _inside(one, urls)]
    best: Pasted | None = None
    best_end = 0
    for url in urls:
        parts = _url_parts(url[0], code, cut=cut)
        marks = parts.marks | clean.marks(*url.span())
        if parts.key and _labelled(_KEY_LABEL, clean.text, url.start()):
            marks |= {Mark.URL_AS_KEY}
        said = re.search(r"Connecting to RTMP URL\s*$", clean.text[: url.start()])
        if parts.key and (said or _labelled(_SERVER_LABEL, clean.text, url.start())):
            marks |= {Mark.KEY_AS_SERVER}
        parts = replace(parts, marks=frozenset(marks))
        if best is None or (_worth(parts) > _worth(best)):
            best, best_end = parts, url.end()
    if not keys or (best is not None and best.key):
        return best
    begin, end = keys[0]
    key = _key_parts(clean.text[begin:end], cut=cut)
    marks = key.marks | clean.marks(begin, end)
    if best is None or not best.scheme.lower().startswith("rtmp"):
        if _labelled(_SERVER_LABEL, clean.text, begin):
            marks |= {Mark.KEY_AS_SERVER}
        return replace(key, marks=frozenset(marks))
    between = clean.text[best_end:begin]
    kind = Kind.BOTH
    if between and not between.strip(" /"):  # one line, with a space in it
        kind, marks = Kind.WHOLE, marks | {Mark.SPACE}
    elif between.strip(" /") == "\n":
        broken = clean.text[best_end - 1] == "/" or between.strip(" \n")
        marks |= {Mark.LINE_BREAK if broken else Mark.TWO_LINES}
    elif "/" in between:  # a piece of the address lies there
        kind, marks = Kind.SERVER, marks | {Mark.LINE_BREAK}
    return replace(best, kind=kind, name=key.name, query=key.query, marks=best.marks | marks)


def _worth(parts: Pasted) -> tuple[bool, bool, bool]:
    return parts.signed, bool(parts.key), parts.scheme.startswith("rtmp")


def _labelled(label: re.Pattern[str], text: str, at: int) -> bool:
    return label.search(text[max(0, at - 24) : at]) is not None


def _inside(span: tuple[int, int], urls: list[re.Match[str]]) -> bool:
    return any(url.start() <= span[0] < url.end() for url in urls)


def _keys(text: str, code: str) -> list[tuple[int, int]]:
    """Where keys stand: with a signature, or the own code alone."""
    found = [one.span(1) for one in _KEY.finditer(text)]
    if not found and code:
        own = rf"(?<![A-Za-z0-9_./-]){re.escape(code)}(?![A-Za-z0-9_-])(?:\?{_QUERY}*)?"
        found = [one.span() for one in re.finditer(own, text, re.IGNORECASE)]
    return found


def _in_ascii(text: str) -> tuple[str, set[Mark]]:
    text, marks = plain(text)
    return "".join(one for one in text if one.isascii() and one.isprintable()), marks


def _url_parts(text: str, code: str, *, cut: bool) -> Pasted:
    text, marks = _in_ascii(text)
    scheme, _, rest = text.partition("://")
    while (again := re.match(rf"(?:{_SCHEMES})://?", rest, re.IGNORECASE)) is not None:
        rest = rest[again.end() :]
        marks.add(Mark.DOUBLED)
    path, _, query = rest.partition("?")
    netloc, _, path = path.partition("/")
    host, port = _host_and_port(netloc.rpartition("@")[2])
    if "//" in f"/{path}" or path.endswith("//"):
        marks.add(Mark.DOUBLE_SLASH)
    segments = [one for one in path.split("/") if one]
    query = _query(query, cut=cut)
    single = len(segments) == 1 and not path.endswith("/")
    signed = "txsecret=" in query.lower() and scheme.lower().startswith("rtmp")
    if not segments and signed and not path:  # rtmp://CODE?txSecret=…
        return Pasted(
            Kind.KEY, name=host, query=query, marks=frozenset(marks | {Mark.KEY_AS_SERVER})
        )
    is_key = bool(query) or (single and segments[0].lower() == code.lower())
    if single and is_key:
        marks.add(Mark.NO_APP)
        app, name = "", segments[0]
    elif single or path.endswith("/") or not segments:
        app, name = "/".join(segments), ""
    else:
        app, name = "/".join(segments[:-1]), segments[-1].rstrip(".:")
    kind = Kind.WHOLE if name else Kind.SERVER
    return Pasted(
        kind,
        scheme=scheme,
        host=host,
        port=port,
        app=app.rstrip(".:"),
        name=name,
        query=query,
        marks=frozenset(marks),
    )


def _host_and_port(netloc: str) -> tuple[str, str]:
    host, colon, port = netloc.rpartition(":")
    if colon and port.isdigit() and "]" not in port:
        return host, port
    return netloc.rstrip(".:") if not colon or not port else netloc, ""


def _key_parts(text: str, *, cut: bool) -> Pasted:
    text, marks = _in_ascii(text)
    name, _, query = text.partition("?")
    return Pasted(Kind.KEY, name=name, query=_query(query, cut=cut), marks=frozenset(marks))


def _query(query: str, *, cut: bool) -> str:
    query = query.rstrip(".:?&")
    if cut:  # the time has eight digits; what follows is somebody's next word
        query = re.sub(r"(txTime=[0-9A-F]{8}).*", r"\1", query, flags=re.IGNORECASE)
    return query
