"""A key that was seen is made useless, on a thread of its own: nothing else is waited for."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from livedesk.client.server_client import ServerClient
from livedesk.desk.workers.server_thread import MakeClient, ServerThread, client_for
from livedesk.domain.errors import LivedeskError, ServerUnavailable, Unavailable

log = logging.getLogger(__name__)

PAUSES_S = (0.3, 1.0)  # between the tries; another key more does no harm


@dataclass(frozen=True, slots=True)
class Revoke:
    """A new key for this broadcast, and the old one good for nothing."""

    id: str


class Keys(ServerThread):
    """
    Signals:
        revoked: KeyRecord.
        failed: LivedeskError: the server refused, or did not answer three times.
    """

    revoked = Signal(object)
    failed = Signal(object)

    def __init__(self, make_client: MakeClient = client_for, parent: QObject | None = None) -> None:
        super().__init__("keys", make_client, parent)

    def revoke(self, id: str) -> None:
        """At once; → `revoked` or `failed`."""
        self.order(Revoke(id))

    def obey(self, order: object) -> None:
        if not isinstance(order, Revoke):
            return
        if self.client is None:
            self.tell(self.failed, ServerUnavailable("There is no server yet."))
            return
        self._revoke(self.client, order.id)

    def _revoke(self, client: ServerClient, id: str) -> None:
        for pause_s in (*PAUSES_S, None):
            try:
                answer = client.new_key(id)
            except LivedeskError as error:
                log.warning("the key was not replaced: %s", error.sentence)
                if not isinstance(error, Unavailable) or pause_s is None or self.stopping:
                    self.tell(self.failed, error)
                    return
                self._stopping.wait(pause_s)
            else:
                log.info("a new key is in force, the old one: %s", answer.old_address)
                self.tell(self.revoked, answer)
                return
