"""From what OBS tells, second after second, to what a host wants to know of the stream."""

from __future__ import annotations

from dataclasses import replace

from livedesk.client.obs import StreamStatus
from livedesk.client.obs_state import CURVE_S, EVENTS_KEPT, ObsState, StreamEvent

SMOOTHED_OVER_S = 3.0  # key frames are large: a single second says little
LEAST_APART_S = 0.4  # seconds between two readings that give a rate


class ObsWatch:
    """Of one connection to OBS."""

    def __init__(self) -> None:
        self._bytes: list[tuple[float, int]] = []
        self._asked = ""
        self._refused = False
        self._got_through = False

    @property
    def refused(self) -> bool:
        """The stream that was asked for ended before it began."""
        return self._refused

    def asked(self, deed: str) -> None:
        """We have asked for ``start`` or ``stop``."""
        self._asked, self._refused = deed, False

    def seen(self, state: ObsState, status: StreamStatus, now: float) -> ObsState:
        """The state after OBS answered `status` at `now`, epoch seconds."""
        kbps = self._rate(status, now)
        curve = tuple(point for point in state.curve if point[0] > now - CURVE_S)
        if kbps is not None:
            curve = (*curve, (now, kbps))
        if status.active and not status.reconnecting and status.bytes:
            self._got_through = True
        return replace(
            state,
            streaming=status.active,
            reconnecting=status.active and status.reconnecting,
            tries=state.tries if status.reconnecting else 0,
            kbps=kbps if status.active else None,
            curve=curve,
            dropped=status.dropped if status.active else state.dropped,
            total=status.total if status.active else state.total,
            congestion=status.congestion if status.active else 0.0,
            streamed_s=status.duration_s if status.active else state.streamed_s,
            ended_by="" if status.active else state.ended_by,
            stats=state.stats if status.active else None,
        )

    def heard(self, state: ObsState, name: str, now: float) -> ObsState:
        """The state after StreamStateChanged."""
        events = (*state.events, StreamEvent(now, name))[-EVENTS_KEPT:]
        state = replace(state, events=events)
        match name:
            case "STARTING":
                self._got_through = False
                return replace(state, ended_by="", curve=(), dropped=0, total=0)
            case "STARTED":
                self._got_through = True
                return replace(state, streaming=True, reconnecting=False, tries=0)
            case "RECONNECTING":
                return replace(state, streaming=True, reconnecting=True, tries=state.tries + 1)
            case "RECONNECTED":
                return replace(state, streaming=True, reconnecting=False, tries=0)
            case "STOPPED":
                self._refused = not self._got_through
                by = "us" if self._asked == "stop" else "obs" if self._got_through else "refused"
                self._asked, self._bytes = "", []
                return replace(
                    state, streaming=False, reconnecting=False, tries=0, kbps=None, ended_by=by
                )
        return state

    def _rate(self, status: StreamStatus, now: float) -> float | None:
        """kbit/s over the last seconds; None while nothing can be said."""
        if not status.active:
            self._bytes = []
            return None
        if status.reconnecting:
            self._bytes = []
            return 0.0
        if self._bytes and (status.bytes < self._bytes[-1][1] or now < self._bytes[-1][0]):
            self._bytes = []  # another connection, or the clock was set
        if self._bytes and now - self._bytes[-1][0] < LEAST_APART_S:
            return self._between(self._bytes[-1])
        self._bytes = [
            *(one for one in self._bytes if one[0] >= now - SMOOTHED_OVER_S),
            (now, status.bytes),
        ]
        return self._between(self._bytes[-1])

    def _between(self, last: tuple[float, int]) -> float | None:
        first = self._bytes[0]
        seconds = last[0] - first[0]
        return (last[1] - first[1]) * 8 / 1000 / seconds if seconds > 0 else None
