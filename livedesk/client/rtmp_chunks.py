"""RTMP's messages, cut into chunks and put together again.

Source: Adobe's RTMP specification 1.0, sections 5.3 and 5.4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

LARGEST = 4_000_000  # bytes of a message that we would read; no answer is near it

# Kinds of message (5.4, 6.2, 7.1).
SET_CHUNK, CONTROL = 1, 4
AUDIO, VIDEO, DATA, COMMAND = 8, 9, 18, 20


class TooLarge(ValueError):
    """A message that nobody would send."""


@dataclass(slots=True)
class _Message:
    length: int = 0
    kind: int = 0
    extended: bool = False
    body: bytearray = field(default_factory=bytearray)


class Chunks:
    """Messages cut into chunks, and put together again (5.3).

    Attributes:
        ours: bytes of the largest chunk that we send.
    """

    def __init__(self) -> None:
        self.ours = 128
        self._theirs = 128
        self._rest = bytearray()
        self._open: dict[int, _Message] = {}

    def made(self, kind: int, at_ms: int, stream: int, body: bytes) -> bytes:
        """The message as chunks; each kind on a channel of its own."""
        channel = {SET_CHUNK: 2, CONTROL: 2, COMMAND: 3, AUDIO: 4, VIDEO: 6, DATA: 5}[kind]
        late = at_ms >= 0xFFFFFF
        head = bytes([channel]) + (0xFFFFFF if late else at_ms).to_bytes(3, "big")
        head += len(body).to_bytes(3, "big") + bytes([kind]) + struct.pack("<I", stream)
        more = struct.pack(">I", at_ms & 0xFFFFFFFF) if late else b""
        parts = [head + more]
        for at in range(0, max(1, len(body)), self.ours):
            if at:
                parts.append(bytes([0xC0 | channel]) + more)
            parts.append(body[at : at + self.ours])
        return b"".join(parts)

    def fed(self, data: bytes) -> Iterator[tuple[int, bytes]]:
        """Kind and body of each message that is whole now.

        Raises:
            TooLarge: no server would send such a thing.
        """
        self._rest += data
        while (taken := self._next()) is not None:
            kind, body = taken
            if kind == SET_CHUNK and len(body) >= 4:
                self._theirs = max(1, struct.unpack(">I", body[:4])[0] & 0x7FFFFFFF)
            elif kind:
                yield kind, body

    def _next(self) -> tuple[int, bytes] | None:
        """The next chunk's message if that made it whole, (0, b"") if not, None without a chunk."""
        rest = self._rest
        if not rest:
            return None
        form, channel, at = rest[0] >> 6, rest[0] & 63, 1
        if channel < 2:
            at += channel + 1
            channel = 64 + (int.from_bytes(rest[1:at], "little") if len(rest) >= at else 0)
        size = (11, 7, 3, 0)[form]
        if len(rest) < at + size:
            return None
        message = self._open.setdefault(channel, _Message())
        fresh = not message.body
        extended = message.extended if form == 3 else rest[at : at + 3] == b"\xff\xff\xff"
        length = int.from_bytes(rest[at + 3 : at + 6], "big") if form < 2 else message.length
        kind = rest[at + 6] if form < 2 else message.kind
        at += size + (4 if extended else 0)
        if length > LARGEST:
            raise TooLarge
        done = 0 if form < 3 and fresh else len(message.body)
        take = min(self._theirs, length - done)
        if len(rest) < at + take:
            return None
        message.extended, message.length, message.kind = extended, length, kind
        message.body += rest[at : at + take]
        del rest[: at + take]
        if len(message.body) < length:
            return 0, b""
        body, message.body = bytes(message.body), bytearray()
        return kind, body
