"""Sends the test picture beside the window."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from livedesk.client.rtmp import RtmpTrouble
from livedesk.desk.workers.background import STOP, Background

if TYPE_CHECKING:  # FFmpeg's libraries are loaded by the thread, when there is something to send
    from livedesk.client.test_picture import Sent

log = logging.getLogger(__name__)

TIMEOUT_S = 8.0  # of each step of connecting; bounds how late a quit may be
NO_ADDRESS = "no_address"


@dataclass(frozen=True, slots=True)
class Picture:
    """How the test picture is.

    Attributes:
        phase: ``rest``, ``starting``, ``sending`` or ``failed``.
        seconds: of picture that have gone out.
        reason: why it failed, as in `RtmpTrouble`.
    """

    phase: str = "rest"
    seconds: float = 0.0
    reason: str = ""

    @property
    def busy(self) -> bool:
        return self.phase in ("starting", "sending")


@dataclass(frozen=True, slots=True)
class Send:
    """Send it to this push address, a secret."""

    url: str = field(repr=False)
    turn: int


@dataclass(frozen=True, slots=True)
class Rest:
    """Stop sending."""


class PictureFeed(Background):
    """Signals:
    changed: Picture.
    """

    changed = Signal(object)
    _told = Signal(int, object)

    def __init__(
        self,
        timeout_s: float = TIMEOUT_S,
        clock: Callable[[], float] = time.time,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("test picture", parent)
        self._timeout_s, self._clock = timeout_s, clock
        self._turn = 0
        self._started = False
        self.picture = Picture()
        self._told.connect(self._hear)

    def send(self, url: str) -> None:
        """Begin; → `changed`."""
        if not self._started:
            self._started = True
            self.start()
        self._turn += 1
        self.order(Send(url, self._turn))
        self._show(Picture("starting"))

    def rest(self) -> None:
        """Stop; nothing more is sent after some hundredths of a second."""
        self._turn += 1
        if self._started:
            self.order(Rest())
        self._show(Picture())

    def work(self) -> None:
        """Send, whenever asked, until another order comes."""
        order = self.next_order(None)
        while order is not STOP:
            if isinstance(order, Send):
                self._send(order)
            order = self.next_order(None)

    def _send(self, order: Send) -> None:
        from livedesk.client.test_picture import send

        def on_sent(sent: Sent) -> None:
            self.tell(self._told, order.turn, Picture("sending", sent.seconds))

        try:
            send(order.url, lambda: self.has_orders, on_sent, self._timeout_s, self._clock)
        except RtmpTrouble as trouble:
            log.warning("test picture not sent: %s", trouble.reason)
            self.tell(self._told, order.turn, Picture("failed", reason=trouble.reason))
        except ValueError:
            self.tell(self._told, order.turn, Picture("failed", reason=NO_ADDRESS))

    def _hear(self, turn: int, picture: Picture) -> None:
        if turn == self._turn:
            self._show(picture)

    def _show(self, picture: Picture) -> None:
        if picture != self.picture:
            self.picture = picture
            self.changed.emit(picture)
