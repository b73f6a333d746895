"""Servers that misbehave, on real sockets."""

from __future__ import annotations

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Misbehaviour = Callable[[socket.socket, threading.Event], None]


@contextmanager
def serving(misbehave: Misbehaviour) -> Iterator[int]:
    """Listens on a port of 127.0.0.1 and misbehaves to everybody who calls; gives the port."""
    over = threading.Event()
    threads: list[threading.Thread] = []

    def answer(caller: socket.socket) -> None:
        with caller, contextlib.suppress(OSError):
            caller.settimeout(5.0)
            caller.recv(65536)
            misbehave(caller, over)

    def accept() -> None:
        while not over.is_set():
            with contextlib.suppress(TimeoutError):
                caller, _ = listening.accept()
                threads.append(threading.Thread(target=answer, args=(caller,)))
                threads[-1].start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.1)
        accepting = threading.Thread(target=accept)
        accepting.start()
        try:
            yield listening.getsockname()[1]
        finally:
            over.set()
            accepting.join()
            for thread in threads:
                thread.join()


def silence(caller: socket.socket, over: threading.Event) -> None:
    """Accepts and never says a word."""
    over.wait()


def reset(caller: socket.socket, over: threading.Event) -> None:
    """Slams the door: TCP RST."""
    caller.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def saying(words: bytes) -> Misbehaviour:
    """Says this, whatever it was asked, and hangs up."""

    def say(caller: socket.socket, over: threading.Event) -> None:
        caller.sendall(words)

    return say


def dripping(first: bytes, drop: bytes, every_s: float) -> Misbehaviour:
    """Begins well, and then sends a drop from time to time, for ever."""

    def drip(caller: socket.socket, over: threading.Event) -> None:
        caller.sendall(first)
        while not over.wait(every_s):
            caller.sendall(drop)

    return drip
