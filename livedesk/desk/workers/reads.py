"""Reading the host's own broadcast again and again."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from livedesk.client.server_client import ServerClient
from livedesk.desk.workers.server_thread import MakeClient, Refresh, ServerThread, client_for
from livedesk.domain.errors import LivedeskError, NotFound
from livedesk.domain.records import PolicyRecord

RECORD_EVERY_S = 1.5  # the state in the window follows the server's by this much
AFTER_FAILURE_S = 5.0


class _Reads(ServerThread):
    """Something is read again and again, on a clock that only goes forward.

    Signals:
        failed: LivedeskError.
    """

    failed = Signal(object)

    def __init__(
        self,
        name: str,
        make_client: MakeClient,
        timer: Callable[[], float],
        parent: QObject | None,
    ) -> None:
        super().__init__(name, make_client, parent)
        self._timer = timer
        self._next_at: float | None = None

    def patience(self) -> float | None:
        if self._next_at is None or self.client is None:
            return None
        return max(0.0, self._next_at - self._timer())

    def server_changed(self, client: ServerClient, policy: PolicyRecord) -> None:
        if self._next_at is not None:
            self._next_at = self._timer()

    def look(self, client: ServerClient) -> None:
        if self._next_at is None or self._timer() < self._next_at:
            return
        try:
            pause_s = self.read_once(client)
        except LivedeskError as error:
            pause_s = AFTER_FAILURE_S
            self.tell(self.failed, error)
        self._next_at = None if pause_s is None else self._timer() + pause_s

    def read_once(self, client: ServerClient) -> float | None:
        """Read and tell; seconds until the next time, or None to rest."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class Watch:
    """Read this broadcast; None for none."""

    id: str | None


class RecordReads(_Reads):
    """Reads one broadcast until it is ended.

    Signals:
        read: Record.
        gone: str, id; LivedeskError: the server does not know it any more.
    """

    read = Signal(object)
    gone = Signal(str, object)

    def __init__(
        self,
        make_client: MakeClient = client_for,
        timer: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("record", make_client, timer, parent)
        self._id: str | None = None

    def watch(self, id: str | None) -> None:
        """Read this one from now on; None to rest."""
        self.order(Watch(id))

    def obey(self, order: object) -> None:
        """Another broadcast, or read now."""
        match order:
            case Watch(id):
                self._id = id
                self._next_at = None if id is None else self._timer()
            case Refresh() if self._id is not None:
                self._next_at = self._timer()

    def read_once(self, client: ServerClient) -> float | None:
        """The own broadcast, with its push address."""
        if self._id is None:
            return None
        try:
            record = client.get(self._id)
        except NotFound as error:
            self.tell(self.gone, self._id, error)
            return None
        self.tell(self.read, record)
        return None if record.state == "ended" else RECORD_EVERY_S
