"""RTMP as a publisher speaks it: handshake, connect, publish, send; each step with a time-out.

Own code, because FFmpeg's (through PyAV 18) opens an output while it holds Python's lock and
cannot be interrupted: a server that says nothing would freeze the window. And it tells a refusal
from a broken line by the log only.

Source: Adobe's RTMP specification 1.0; sections are named below.
"""

from __future__ import annotations

import contextlib
import os
import select
import socket
import ssl
import struct
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from livedesk.client.amf import BadAmf, Value, decoded, encoded
from livedesk.client.rtmp_chunks import (
    COMMAND,
    CONTROL,
    SET_CHUNK,
    Chunks,
    TooLarge,
)
from livedesk.domain.addresses import PushAddress

PORTS = {"rtmp": 1935, "rtmps": 443}
VERSION = 3
HANDSHAKE = 1536  # bytes of C1, C2, S1, S2 (5.2)
OUR_CHUNK = 4096

PING, PONG = 6, 7


class RtmpTrouble(Exception):
    """It does not go on.

    Attributes:
        reason: ``not_found`` the name is unknown; ``no_answer`` nothing answers, or not in time;
            ``no_port`` the computer answers, the port does not; ``not_rtmp`` something else
            answers; ``certificate`` ``no_tls`` for rtmps; ``bad_app`` the application is unknown
            or forbidden; ``refused`` this stream may not be published; ``taken`` somebody
            publishes it already; ``broke_off``.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Place:
    """Where a push address leads.

    Raises:
        ValueError: `at` was given no ``rtmp[s]://host[:port]/app/name``.
    """

    scheme: str
    host: str
    port: int
    app: str
    name: str = field(repr=False)

    @classmethod
    def at(cls, url: str) -> Place:
        """The parts of a whole push address."""
        push = PushAddress.split(url)
        parts = urlsplit(push.server)
        host = parts.hostname
        if not host:
            raise ValueError("no host")
        port = parts.port or PORTS[parts.scheme]
        return cls(parts.scheme, host, port, parts.path.strip("/"), push.stream_key)


def dial(place: Place, timeout_s: float) -> socket.socket:
    """Connect to the port; TLS is not begun.

    Raises:
        RtmpTrouble: ``not_found``, ``no_port`` or ``no_answer``.
    """
    try:
        return socket.create_connection((place.host, place.port), timeout_s)
    except (socket.gaierror, UnicodeError):
        raise RtmpTrouble("not_found") from None
    except ConnectionRefusedError:
        raise RtmpTrouble("no_port") from None
    except OSError:
        raise RtmpTrouble("no_answer") from None


def in_tls(line: socket.socket, host: str) -> ssl.SSLSocket:
    """The line under TLS, the certificate checked as OBS does.

    Raises:
        RtmpTrouble: ``certificate`` or ``no_tls``.
    """
    try:
        return ssl.create_default_context().wrap_socket(line, server_hostname=host)
    except ssl.SSLCertVerificationError:
        raise RtmpTrouble("certificate") from None
    except (OSError, ValueError):
        raise RtmpTrouble("no_tls") from None


def shake_hands(line: socket.socket, timeout_s: float) -> None:
    """C0 C1, S0 S1 S2, C2 (5.2).

    Raises:
        RtmpTrouble: ``not_rtmp`` or ``no_answer``.
    """
    deadline = time.monotonic() + timeout_s
    try:
        line.sendall(bytes([VERSION]) + bytes(8) + os.urandom(HANDSHAKE - 8))
        answer = _exactly(line, 1, deadline)
        if answer[0] != VERSION:
            raise RtmpTrouble("not_rtmp")
        theirs = _exactly(line, HANDSHAKE, deadline)
        line.sendall(theirs)
        _exactly(line, HANDSHAKE, deadline)
    except TimeoutError:
        raise RtmpTrouble("no_answer") from None
    except OSError:
        raise RtmpTrouble("not_rtmp") from None


def _exactly(line: socket.socket, count: int, deadline: float) -> bytes:
    """
    Raises:
        TimeoutError: not by then. ConnectionError: it ended before.
    """
    got = bytearray()
    while len(got) < count:
        left = deadline - time.monotonic()
        if left <= 0:
            raise TimeoutError
        line.settimeout(left)
        piece = line.recv(count - len(got))
        if not piece:
            raise ConnectionError
        got += piece
    return bytes(got)


class Publisher:
    """A connection that publishes one stream.

    Use it as a context manager; leaving it says goodbye.

    Raises:
        RtmpTrouble: when it is entered, or in `send`.
    """

    def __init__(self, url: str, timeout_s: float) -> None:
        self._place = Place.at(url)
        self._timeout_s = timeout_s
        self._line: socket.socket | None = None
        self._chunks = Chunks()
        self._stream = 0

    def __enter__(self) -> Self:
        try:
            self._begin()
        except BaseException:
            self._hang_up()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if error is None:
            with contextlib.suppress(OSError, RtmpTrouble):
                self._command("FCUnpublish", 6, None, self._place.name)
                self._command("deleteStream", 7, None, float(self._stream))
        self._hang_up()

    def send(self, kind: int, at_ms: int, body: bytes) -> None:
        """One message of the stream.

        Args:
            kind: AUDIO, VIDEO or DATA.
            at_ms: its time in the stream.

        Raises:
            RtmpTrouble: ``broke_off``, or what the server said meanwhile.
        """
        for answer in self._heard():
            self._judge(answer)
        self._write(kind, at_ms, self._stream, body)

    def _begin(self) -> None:
        place = self._place
        line = dial(place, self._timeout_s)
        self._line = line
        # A server that takes nothing any more must not keep us: this bounds each write.
        line.settimeout(self._timeout_s)
        if place.scheme == "rtmps":
            line = self._line = in_tls(line, place.host)
        shake_hands(line, self._timeout_s)
        self._write(SET_CHUNK, 0, 0, struct.pack(">I", OUR_CHUNK))
        self._chunks.ours = OUR_CHUNK
        url = f"{place.scheme}://{place.host}:{place.port}/{place.app}"
        about: dict[str, Value] = {
            "app": place.app,
            "type": "nonprivate",
            "flashVer": "FMLE/3.0 (compatible; LiveDesk)",
            "tcUrl": url,
        }
        self._command("connect", 1, about)
        self._answer_to(1, "bad_app")
        self._command("releaseStream", 2, None, place.name)
        self._command("FCPublish", 3, None, place.name)
        self._command("createStream", 4, None)
        made = self._answer_to(4, "refused")
        self._stream = int(made) if isinstance(made, float) else 1
        self._command("publish", 5, None, place.name, "live", stream=self._stream)
        self._until_started()

    def _answer_to(self, number: int, refused: str) -> Value:
        """The result of a call.

        Raises:
            RtmpTrouble: `refused`, ``no_answer``.
        """
        for name, values in self._answers(refused):
            if len(values) > 1 and values[1] == number:
                if name == "_error":
                    raise RtmpTrouble(refused)
                if name == "_result":
                    return values[-1]
        raise RtmpTrouble(refused)

    def _until_started(self) -> None:
        for answer in self._answers("refused"):
            if self._judge(answer):
                return
        raise RtmpTrouble("refused")

    def _judge(self, answer: tuple[str, list[Value]]) -> bool:
        """Whether the stream has started.

        Raises:
            RtmpTrouble: it may not.
        """
        name, values = answer
        about = next((one for one in values if isinstance(one, dict)), {})
        if name != "onStatus":
            return False
        code, level = str(about.get("code", "")), about.get("level")
        if code == "NetStream.Publish.BadName":
            raise RtmpTrouble("taken")
        if level == "error":
            raise RtmpTrouble("refused")
        return code == "NetStream.Publish.Start"

    def _answers(self, at_end: str) -> Iterator[tuple[str, list[Value]]]:
        """Commands of the server, until the time is over or it hangs up.

        Raises:
            RtmpTrouble: ``no_answer``, or `at_end` where it hung up instead of answering.
        """
        deadline = time.monotonic() + self._timeout_s
        while (left := deadline - time.monotonic()) > 0:
            yield from self._heard(left, at_end)
        raise RtmpTrouble("no_answer")

    def _heard(
        self, wait_s: float = 0.0, at_end: str = "broke_off"
    ) -> list[tuple[str, list[Value]]]:
        """What the server has said by now; pings are answered.

        Raises:
            RtmpTrouble: `at_end`: it hung up.
        """
        line = self._line
        assert line is not None  # noqa: S101  entered
        pending = isinstance(line, ssl.SSLSocket) and line.pending() > 0
        if not pending and not select.select([line], [], [], wait_s)[0]:
            return []
        try:
            got = line.recv(65536)
        except ssl.SSLWantReadError:
            return []
        except OSError:
            raise RtmpTrouble(at_end) from None
        if not got:
            raise RtmpTrouble(at_end)
        said: list[tuple[str, list[Value]]] = []
        try:
            messages = list(self._chunks.fed(got))
        except TooLarge:
            raise RtmpTrouble("not_rtmp") from None
        for kind, body in messages:
            if kind == CONTROL and body[:2] == struct.pack(">H", PING):
                self._write(CONTROL, 0, 0, struct.pack(">H", PONG) + body[2:6])
            elif kind == COMMAND:
                with contextlib.suppress(BadAmf):
                    values = decoded(body)
                    if values and isinstance(values[0], str):
                        said.append((values[0], values))
        return said

    def _command(self, name: str, number: float, *values: Value, stream: int = 0) -> None:
        self._write(COMMAND, 0, stream, encoded(name, float(number), *values))

    def _write(self, kind: int, at_ms: int, stream: int, body: bytes) -> None:
        assert self._line is not None  # noqa: S101  entered
        try:
            self._line.sendall(self._chunks.made(kind, at_ms, stream, body))
        except OSError:
            raise RtmpTrouble("broke_off") from None

    def _hang_up(self) -> None:
        if self._line is not None:
            with contextlib.suppress(OSError):
                self._line.close()
            self._line = None
