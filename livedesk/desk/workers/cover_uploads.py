"""Sending a cover, beside everything else: an end never waits for a picture."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

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


@dataclass(frozen=True, slots=True)
class PutCover:
    """Make this JPEG the cover of this broadcast."""

    id: str
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class _Unsent:
    cover: PutCover
    tries: int
    next_at: float


class CoverUploads(ServerThread):
    """Sends the newest cover that was asked for, again and again until the server answers.

    Signals:
        sending: str, id of the broadcast.
        sent: Record.
        delayed: str, id; LivedeskError: no answer; it is tried again by itself.
        refused: str, id; LivedeskError: the server does not take this picture.
    """

    sending = Signal(str)
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
        self._unsent: _Unsent | None = None

    def patience(self) -> float | None:
        if self._unsent is None or self.client is None:
            return None
        return max(0.0, self._unsent.next_at - self._timer())

    def server_changed(self, client: ServerClient, policy: PolicyRecord) -> None:
        self._hurry()

    def obey(self, order: object) -> None:
        """A cover that is asked for takes the place of one that is not sent yet."""
        match order:
            case PutCover():
                self._unsent = _Unsent(order, 0, self._timer())
            case Refresh():
                self._hurry()

    def look(self, client: ServerClient) -> None:
        unsent = self._unsent
        if unsent is None or unsent.next_at > self._timer():
            return
        cover = unsent.cover
        self.tell(self.sending, cover.id)
        try:
            record = client.put_cover(cover.id, cover.jpeg)
        # A bundled server that was started again has a new token before we know it.
        except (Unavailable, WrongToken, TooManyRequests, BodyTooSlow) as error:
            pause_s = PAUSES_S[min(unsent.tries, len(PAUSES_S) - 1)]
            self._unsent = _Unsent(cover, unsent.tries + 1, self._timer() + pause_s)
            log.warning("cover not sent, again in %.0f s: %s", pause_s, error.sentence)
            self.tell(self.delayed, cover.id, error)
        except LivedeskError as error:
            self._unsent = None
            log.warning("cover refused: %s", error.sentence)
            self.tell(self.refused, cover.id, error)
        else:
            self._unsent = None
            self.tell(self.sent, record)

    def _hurry(self) -> None:
        if self._unsent is not None:
            self._unsent = replace(self._unsent, next_at=self._timer())
