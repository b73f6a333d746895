"""Reads, when asked, why the own broadcast is what it is."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from livedesk.client.server_client import ServerClient
from livedesk.desk.workers.server_thread import MakeClient, ServerThread, client_for
from livedesk.domain.errors import LivedeskError


@dataclass(frozen=True, slots=True)
class LookUp:
    """The evidence of this broadcast."""

    id: str


class EvidenceReads(ServerThread):
    """Signals:
    read: EvidenceRecord.
    failed: LivedeskError.
    """

    read = Signal(object)
    failed = Signal(object)

    def __init__(self, make_client: MakeClient = client_for, parent: QObject | None = None) -> None:
        super().__init__("evidence", make_client, parent)
        self._wanted: str | None = None

    def look_up(self, id: str) -> None:
        """Read it now; of several orders the last one counts."""
        self.order(LookUp(id))

    def obey(self, order: object) -> None:
        """Note what is wanted; it waits for a server."""
        if isinstance(order, LookUp):
            self._wanted = order.id

    def look(self, client: ServerClient) -> None:
        """Read what is wanted, once."""
        if self._wanted is None:
            return
        wanted, self._wanted = self._wanted, None
        try:
            evidence = client.evidence(wanted)
        except LivedeskError as error:
            self.tell(self.failed, error)
        else:
            self.tell(self.read, evidence)
