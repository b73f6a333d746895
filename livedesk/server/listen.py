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
        heard = socket.socket(family, socket.SOCK_STREAM)
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
