"""Sending a cover, beside everything else: an end never waits for a picture."""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from livedesk.client.server_client import ServerClient
from livedesk.desk.workers.server_thread import MakeClient, Refresh, ServerThread, client_for
from livedesk.domain.errors import (
    BodyTooSlow,
    LivedeskError,
    TooManyRequests,
    Unavailable,
    WrongToken,
)
from livedesk.domain.records import PolicyRecord

log = logging.getLogger(__name__)

PAUSES_S = (2.0, 5.0, 15.0, 30.0)  # between the tries of one cover; the last one repeats
TELL_EVERY_S = 0.2


@dataclass(slots=True, eq=False)
class _Cover:
    """A JPEG that is to be this broadcast's cover; its tries are the thread's own."""

    id: str
    jpeg: bytes
    tries: int = 0
    next_at: float = -math.inf


class _NotWanted(Exception):
    """Another cover is wanted meanwhile, or none."""


class CoverUploads(ServerThread):
    """Sends the newest cover that was asked for, again and again until the server answers.

    Signals:
        sending: str, id of the broadcast.
        gone: str, id; int, bytes that have gone; int, of so many.
        sent: Record.
        delayed: str, id; LivedeskError: no answer; it is tried again by itself.
        refused: str, id; LivedeskError: the server does not take this picture.
    """

    sending = Signal(str)
    gone = Signal(str, int, int)
    sent = Signal(object)
    delayed = Signal(str, object)
    refused = Signal(str, object)

    def __init__(
        self,
        make_client: MakeClient = client_for,
        timer: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("cover", make_client, parent)
        self._timer = timer
        self._lock = threading.Lock()
        self._wanted: _Cover | None = None  # under `_lock`: the window's and the thread's
        self._whole: _Cover | None = None  # under `_lock`: its last byte is on the way
        self._given_up: str | None = None
        self._told_at = -math.inf

    def put(self, id: str, jpeg: bytes) -> None:
        """Make this JPEG the cover; it takes the place of one that is not sent yet."""
        self._given_up = None
        with self._lock:
            self._wanted = _Cover(id, jpeg)
        self.refresh()

    def give_up(self) -> str | None:
        """Send it no further; the id of its broadcast.

        None where that is too late: the server may have all of it.
        """
        with self._lock:
            cover = self._wanted
            if cover is None or cover is self._whole:
                return None
            self._wanted = None
        self._given_up = cover.id
        return cover.id

    def has_given_up(self, id: str) -> bool:
        """Whether the last cover of this broadcast was given up: what is told of it is old."""
        return self._given_up == id

    def patience(self) -> float | None:
        with self._lock:
            cover = self._wanted
        if cover is None or self.client is None:
            return None
        return max(0.0, cover.next_at - self._timer())

    def server_changed(self, client: ServerClient, policy: PolicyRecord) -> None:
        self._hurry()

    def obey(self, order: object) -> None:
        if isinstance(order, Refresh):
            self._hurry()

    def look(self, client: ServerClient) -> None:
        with self._lock:
            cover = self._wanted
        if cover is None or cover.next_at > self._timer():
            return
        self.tell(self.sending, cover.id)
        try:
            record = client.put_cover(cover.id, cover.jpeg, partial(self._follow, cover))
        except _NotWanted:
            log.info("cover not sent to its end: it is not wanted any more")
        # A bundled server that was started again has a new token before we know it.
        except (Unavailable, WrongToken, TooManyRequests, BodyTooSlow) as error:
            self._put_off(cover, error)
        except LivedeskError as error:
            log.warning("cover refused: %s", error.sentence)
            if self._finish(cover):
                self.tell(self.refused, cover.id, error)
        else:
            self._finish(cover)
            self.tell(self.sent, record)

    def _follow(self, cover: _Cover, gone: int, with_next: int) -> None:
        size = len(cover.jpeg)
        with self._lock:
            if self._wanted is not cover and self._whole is not cover:
                raise _NotWanted
            if with_next == size:
                self._whole = cover
        now = self._timer()
        if gone == size or now >= self._told_at + TELL_EVERY_S:
            self._told_at = now
            self.tell(self.gone, cover.id, gone, size)

    def _put_off(self, cover: _Cover, error: LivedeskError) -> None:
        pause_s = PAUSES_S[min(cover.tries, len(PAUSES_S) - 1)]
        cover.tries += 1
        cover.next_at = self._timer() + pause_s
        with self._lock:
            self._whole = None
            wanted = self._wanted is cover
        if wanted:
            log.warning("cover not sent, again in %.0f s: %s", pause_s, error.sentence)
            self.tell(self.delayed, cover.id, error)

    def _finish(self, cover: _Cover) -> bool:
        """It is answered; whether nothing newer is wanted."""
        with self._lock:
            self._whole = None
            last = self._wanted is cover
            if last:
                self._wanted = None
        return last

    def _hurry(self) -> None:
        with self._lock:
            if self._wanted is not None:
                self._wanted.next_at = -math.inf
