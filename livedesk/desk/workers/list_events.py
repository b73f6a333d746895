"""Following the live list: a thread that waits for the server's events."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from livedesk.client.event_stream import Event, EventStream
from livedesk.client.server_address import ServerAddress
from livedesk.desk.workers.background import STOP, Background
from livedesk.domain.errors import LivedeskError

log = logging.getLogger(__name__)

MakeStream = Callable[[ServerAddress], EventStream]
RETRY_AFTER_S = (1.0, 2.0, 5.0, 15.0, 30.0)  # the last one repeats


@dataclass(frozen=True, slots=True)
class Broken:
    """The stream has ended; it is tried again by itself."""

    error: LivedeskError


def stream_for(address: ServerAddress) -> EventStream:
    """What everybody may see: it needs no token."""
    return EventStream(address.url)


class ListEvents(Background):
    """Hands all events on, and goes on where a stream broke off.

    Args:
        hear: called on this thread.
    """

    def __init__(
        self,
        hear: Callable[[Event | Broken], None],
        make_stream: MakeStream = stream_for,
        timer: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("events", parent)
        self._hear = hear
        self._make_stream = make_stream
        self._timer = timer
        self._wanted: ServerAddress | None = None  # as the window knows it
        self._address: ServerAddress | None = None
        self._stream: EventStream | None = None
        self._failures = 0
        self._next_at = 0.0

    def use(self, address: ServerAddress) -> None:
        """Follow this server from now on; the same one again goes on where it was."""
        another = self._wanted != address
        self._wanted = address
        self.order(address)
        if another:
            self._wake()

    def ask_to_stop(self) -> None:
        """Also while it waits for an event."""
        super().ask_to_stop()
        self._wake()

    def work(self) -> None:
        """Follow until the end."""
        while (order := self.next_order(self._patience())) is not STOP:
            if isinstance(order, ServerAddress):
                if order != self._address or self._stream is None:
                    self._address, self._stream = order, self._make_stream(order)
                self._failures, self._next_at = 0, self._timer()
            if self._stream is not None and not self.has_orders and self._timer() >= self._next_at:
                self._follow(self._stream)
        self._wake()

    def _patience(self) -> float | None:
        return None if self._stream is None else max(0.0, self._next_at - self._timer())

    def _follow(self, stream: EventStream) -> None:
        try:
            for event in stream.events():
                self._failures = 0
                self._hear(event)
                if self.has_orders:
                    break
        except LivedeskError as error:
            pause_s = RETRY_AFTER_S[min(self._failures, len(RETRY_AFTER_S) - 1)]
            if not self._failures:
                log.info("no events, the list is polled: %s", error.sentence)
            self._failures += 1
            self._next_at = self._timer() + pause_s
            self._hear(Broken(error))

    def _wake(self) -> None:
        """A thread that waits for the network sees no orders."""
        if (stream := self._stream) is not None:
            stream.close()
