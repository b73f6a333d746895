"""Beats answered on the line, before a call is made of them: of every other question there are few.

A call costs uvicorn a task, an event and a dictionary of its own, more than the beat does. Only
what is plain is answered here, with the same bytes as by the router. Everything else becomes a call
like any other, so that there is one truth about what is refused and why.
"""

from __future__ import annotations

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from livedesk.domain.records import to_text
from livedesk.domain.verdict import State, Verdict
from livedesk.store.accounts import HOST

if TYPE_CHECKING:  # whose own lines for `--share` these are too
    from livedesk.server.studio import Studio

LARGEST = 4096  # bytes of a plain beat
_BEFORE, _AFTER = b"/v1/broadcasts/", b"/heartbeat"
_BEARER = b"Bearer "
_HOST = _BEARER + HOST.encode()
_json_at = json.JSONDecoder().raw_decode


def said(verdict: Verdict) -> str:
    """What the header LiveDesk-State says."""
    return _said(verdict.state, verdict.reason, verdict.look_again_at)


def _said(state: State, reason: str, until: float | None) -> str:
    words = f"{state}; reason={reason}"
    return words if until is None else f"{words}; look_again={to_text(until)}"


class PlainBeats:
    """What is said of them."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio

    def answer(self, id: str, token: bytes, body: bytes) -> str | None:
        """What LiveDesk-State says; None: it has not counted, and the router must be asked."""
        studio = self._studio
        plain, console = _read(body)
        if not plain or studio.node.cut_off:
            return None
        if studio.access.news:
            studio.beats.distrust(studio.access.changed())
        now, since = studio.clock(), studio.store.heard_since
        steady = studio.beats.steady_beat(id, sha256(token).digest(), console, since, now)
        if steady is None:
            return None
        studio.metrics.beat_counted()
        studio.last_call_at = now
        return _said(State.LIVE, *steady)


class BeatLine(HttpToolsProtocol):
    """uvicorn's line, whose own names are used here: a test compares what both ways say.

    Attributes:
        beats: None: all of them are calls.
        answered: one, with the data that came last.
    """

    beats: PlainBeats | None = None
    answered = False
    _token = b""
    _body: bytes | None = None  # of what may be a plain beat, as far as it has come

    def on_headers_complete(self) -> None:
        url = self.url
        if url.endswith(_AFTER) and url.startswith(_BEFORE) and self._is_plain():
            self._body = b""
        else:
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if self._body is None:
            super().on_body(body)
        else:
            self._body += body

    def on_message_complete(self) -> None:
        body, self._body = self._body, None
        if body is not None and self.beats is not None:
            id = self.url[len(_BEFORE) : -len(_AFTER)].decode("latin-1")
            told = self.beats.answer(id, self._token, body)
            if told is not None:
                self._tell(told)
                return
            super().on_headers_complete()
            super().on_body(body)
        super().on_message_complete()

    def _is_plain(self) -> bool:
        """Whether it can be answered at once, as far as its head tells."""
        parser, cycle = self.parser, self.cycle
        if self.beats is None or self.flow.write_paused or self.expect_100_continue:
            return False
        if cycle is not None and not cycle.response_complete:  # pipelined: not its turn
            return False
        if parser.get_method() != b"POST" or parser.get_http_version() != "1.1":
            return False
        token, is_json, length = b"", False, 0
        for name, value in self.headers:
            if name == b"authorization":
                token = value[len(_BEARER) :] if value.startswith(_HOST) else b""
            elif name == b"content-type":
                is_json = value == b"application/json"
            elif name == b"content-length":
                length = int(value) if value.isdigit() else LARGEST + 1
            elif name in (b"origin", b"transfer-encoding"):
                return False
        self._token = token
        plain = bool(token) and length <= LARGEST and (is_json or not length)
        return plain and parser.should_keep_alive() and not parser.should_upgrade()

    def _tell(self, told: str) -> None:
        said = [b"HTTP/1.1 204 No Content\r\n"]
        for name, value in self.server_state.default_headers:
            said += (name, b": ", value, b"\r\n")
        said.append(f"livedesk-state: {told}\r\n\r\n".encode())
        self.transport.write(b"".join(said))
        self.answered = True
        self.on_response_complete()


def _read(body: bytes) -> tuple[bool, str | None]:
    """Whether this is a willing beat that asks for nothing else, and its console."""
    if not body:
        return True, None
    try:
        text = body.decode()
        told, end = _json_at(text)
    except (ValueError, RecursionError):
        return False, None
    if end != len(text) or type(told) is not dict or "take_over" in told:
        return False, None
    on_air, console = told.get("on_air"), told.get("console")
    if not (on_air is True or on_air is None):
        return False, None
    if console is not None and not (type(console) is str and 8 <= len(console) <= 40):
        return False, None
    return True, console
