"""A small RTMP server for tests: real sockets, the handshake, and answers as they are told."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from livedesk.client.amf import decoded, encoded
from livedesk.client.rtmp import HANDSHAKE
from livedesk.client.rtmp_chunks import COMMAND, Chunks

Talk = Callable[[socket.socket], None]


def silent(line: socket.socket) -> None:
    """Takes the connection and says nothing."""
    while line.recv(65536):
        pass


def web_server(line: socket.socket) -> None:
    line.recv(65536)
    line.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")


def hangs_up(line: socket.socket) -> None:
    line.recv(1)


def handshake(line: socket.socket) -> None:
    """S0 S1 S2, and then nothing."""
    _shake(line)
    silent(line)


def answering(
    *, connect: str = "_result", publish: str = "NetStream.Publish.Start", then: str = "listen"
) -> Talk:
    """Goes all the way.

    Args:
        connect: ``_result``, ``_error`` or ``hang up``.
        publish: the code of the status, ``hang up``, or ``nothing``.
        then: ``listen``, ``hang up``, or a code of a status that comes a moment later.
    """

    def talk(line: socket.socket) -> None:
        _shake(line)
        chunks, ours = Chunks(), Chunks()
        ours.ours = 128

        def say(*values: object) -> None:
            line.sendall(ours.made(COMMAND, 0, 0, encoded(*values)))  # type: ignore[arg-type]

        def status(code: str) -> None:
            level = "status" if code.endswith("Start") else "error"
            say("onStatus", 0.0, None, {"level": level, "code": code, "description": "x" * 300})

        while data := line.recv(65536):
            for kind, body in chunks.fed(data):
                if kind != COMMAND:
                    continue
                name, number, *_ = decoded(body)
                if name == "connect":
                    if connect == "hang up":
                        return
                    line.sendall(ours.made(4, 0, 0, struct.pack(">HI", 6, 77)))  # a ping
                    say(connect, number, None, {"code": "NetConnection.Connect.Success"})
                elif name == "createStream":
                    say("_result", number, None, 1.0)
                elif name == "publish":
                    if publish == "hang up":
                        return
                    if publish != "nothing":
                        status(publish)
                    if then == "hang up":
                        return
                    if then != "listen":
                        status(then)

    return talk


def _shake(line: socket.socket) -> None:
    got = b""
    while len(got) < 1 + HANDSHAKE:
        got += line.recv(65536)
    line.sendall(b"\x03" + bytes(HANDSHAKE) + got[1 : 1 + HANDSHAKE])
    rest = len(got) - 1 - HANDSHAKE
    while rest < HANDSHAKE:
        piece = line.recv(HANDSHAKE - rest)
        if not piece:
            return
        rest += len(piece)


@contextmanager
def peer(talk: Talk, tls: ssl.SSLContext | None = None) -> Iterator[int]:
    """Its port; each caller gets `talk` on a thread."""
    door = socket.create_server(("127.0.0.1", 0))
    lines: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def serve(line: socket.socket) -> None:
        with suppress(OSError):
            if tls is not None:
                line = tls.wrap_socket(line, server_side=True)
                lines.append(line)
            talk(line)
        line.close()

    def accept() -> None:
        with suppress(OSError):
            while True:
                line, _ = door.accept()
                lines.append(line)
                thread = threading.Thread(target=serve, args=(line,))
                threads.append(thread)
                thread.start()

    doorman = threading.Thread(target=accept)
    doorman.start()
    try:
        yield int(door.getsockname()[1])
    finally:
        with suppress(OSError):
            door.shutdown(socket.SHUT_RDWR)
        door.close()
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        for thread in (doorman, *threads):
            thread.join(5)
