"""Whether a name is known: asked beside, because the system's own answer has no time-out."""

from __future__ import annotations

import queue
import socket
import threading


def name_resolves(host: str, timeout_s: float) -> bool | None:
    """Whether `host` has an address; None: no answer in time."""
    answer: queue.SimpleQueue[bool] = queue.SimpleQueue()

    def ask() -> None:
        try:
            socket.getaddrinfo(host, None)
        except (OSError, UnicodeError):
            answer.put(False)
        else:
            answer.put(True)

    # A daemon: it may sit in the system's call for half a minute, and must keep nobody.
    threading.Thread(target=ask, name="name", daemon=True).start()
    try:
        return answer.get(timeout=timeout_s)
    except queue.Empty:
        return None
