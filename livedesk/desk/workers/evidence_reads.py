"""Reading why a broadcast is what it is, while a person sees it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from livedesk.client.server_client import ServerClient
from livedesk.desk.workers.server_thread import MakeClient, Refresh, ServerThread, client_for
from livedesk.domain.errors import LivedeskError
from livedesk.domain.records import PolicyRecord

EVERY_S = 4.0
AFTER_FAILURE_S = 5.0


@dataclass(frozen=True, slots=True)
class Watch:
    """The broadcast that `who` shows; None for none."""

    who: str
    id: str | None


class EvidenceReads(ServerThread):
    """Signals:
    read: EvidenceRecord.
    failed: str, id of the broadcast; LivedeskError; it is tried again.
    """

    read = Signal(object)
    failed = Signal(str, object)

    def __init__(
        self,
        make_client: MakeClient = client_for,
        timer: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("evidence", make_client, parent)
        self._timer = timer
        self._watched: dict[str, str] = {}
        self._due: dict[str, float] = {}

    def watch(self, who: str, id: str | None) -> None:
        """Read this one now, and again every few seconds, until `who` shows another or None."""
        self.order(Watch(who, id))

    def patience(self) -> float | None:
        if self.client is None or not self._due:
            return None
        return max(0.0, min(self._due.values()) - self._timer())

    def server_changed(self, client: ServerClient, policy: PolicyRecord) -> None:
        self._hurry()

    def obey(self, order: object) -> None:
        """Another broadcast, or a change of state: read now."""
        match order:
            case Watch(who, None):
                self._watched.pop(who, None)
            case Watch(who, str() as id):
                self._watched[who] = id
                self._due[id] = self._timer()
            case Refresh():
                self._hurry()
        wanted = set(self._watched.values())
        self._due = {id: at for id, at in self._due.items() if id in wanted}

    def look(self, client: ServerClient) -> None:
        for id, at in tuple(self._due.items()):
            if at > self._timer() or self.has_orders:
                continue
            try:
                evidence = client.evidence(id)
            except LivedeskError as error:
                self._due[id] = self._timer() + AFTER_FAILURE_S
                self.tell(self.failed, id, error)
            else:
                self._due[id] = self._timer() + EVERY_S
                if evidence.verdict.state == "ended":
                    del self._due[id]  # nothing is added to it any more
                self.tell(self.read, evidence)

    def _hurry(self) -> None:
        self._due = dict.fromkeys(self._watched.values(), self._timer())
