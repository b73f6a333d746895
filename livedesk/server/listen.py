"""Taking a port before anything depends on it."""

from __future__ import annotations

import socket

BACKLOG = 2048


def listening(address: str, *ports: int) -> socket.socket:
    """A listening socket on the first of these ports that is free; 0 is any.

    Raises:
        OSError: none can be had; `strerror` says why.
    """
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    fault = OSError(0, "no port given")
    for port in ports:
        # Named, or asyncio does not know it for TCP and leaves Nagle's delay on: a body that
        # follows its headers would wait 40 ms until the other side confirms those.
        heard = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            heard.bind((address, port))
            heard.listen(BACKLOG)
        except UnicodeError:
            fault = OSError(0, "not an address")
        except OSError as error:
            fault = error
        else:
            return heard
        heard.close()
    raise fault
