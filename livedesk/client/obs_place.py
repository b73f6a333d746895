"""Where OBS's WebSocket server listens, and the line to it. No Qt, and no WebSocket yet."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from typing import Any

from livedesk.domain.errors import ObsNotRunning, ObsSilent

Json = dict[str, Any]

DEFAULT_PORT = 4455
OUTPUT_RUNNING, OUTPUT_NOT_RUNNING = 500, 501  # statuses of a refusal

# A call that hangs cannot be broken off, so this bounds how long quitting may take.
TIMEOUT_S = 3.0


@dataclass(frozen=True, slots=True)
class ObsPlace:
    """Where OBS's WebSocket server listens."""

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT

    @property
    def here(self) -> bool:
        """Whether it is this computer, so that OBS's own files can be read."""
        return self.host in ("127.0.0.1", "localhost", "::1")

    @property
    def url(self) -> str:
        """As a browser would write it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"ws://{host}:{self.port}"


@dataclass(frozen=True, slots=True)
class ObsEvent:
    """Something happened in OBS, e.g. ``StreamStateChanged``; `data` may hold secrets."""

    kind: str
    data: Json = field(repr=False)


def reach(place: ObsPlace, timeout_s: float) -> socket.socket:
    """A line to what listens there, OBS or not.

    Raises:
        ObsNotRunning: nothing does.
        ObsSilent: no answer in time.
    """
    try:
        line = socket.create_connection((place.host, place.port), timeout_s)
    except TimeoutError:
        raise ObsSilent(f"OBS at {place.url} did not answer in time.") from None
    except (socket.gaierror, UnicodeError):
        raise ObsNotRunning(
            f"No computer has the name {place.host}.", why="obs_unknown_name"
        ) from None
    except (OSError, OverflowError) as error:
        raise ObsNotRunning(f"Nothing listens at {place.url}: {error}.") from error
    line.settimeout(None)  # who reads there waits for events
    return line
