"""A thread with its own connection to the LiveDesk server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject

from livedesk.client.server_address import ServerAddress
from livedesk.client.server_client import ServerClient
from livedesk.desk.workers.background import STOP, Background
from livedesk.domain.records import PolicyRecord

MakeClient = Callable[[ServerAddress], ServerClient]


def client_for(address: ServerAddress) -> ServerClient:
    """A client with the usual time-outs."""
    return ServerClient(address.url, address.token)


@dataclass(frozen=True, slots=True)
class UseServer:
    """From now on talk to this server."""

    address: ServerAddress
    policy: PolicyRecord


@dataclass(frozen=True, slots=True)
class Refresh:
    """Do now what would be done soon."""


class ServerThread(Background):
    """Obeys its orders and looks after them at its own pace, once it knows a server.

    The client is made on the thread and never leaves it.
    """

    def __init__(
        self, name: str, make_client: MakeClient = client_for, parent: QObject | None = None
    ) -> None:
        super().__init__(name, parent)
        self._make_client = make_client
        self.client: ServerClient | None = None
        self.policy: PolicyRecord | None = None

    def use(self, address: ServerAddress, policy: PolicyRecord) -> None:
        """Talk to another server, or to the same one under another policy."""
        self.order(UseServer(address, policy))

    def refresh(self) -> None:
        """Look at once."""
        self.order(Refresh())

    def work(self) -> None:
        """Orders and looks until the end, then `farewell`."""
        try:
            while (order := self.next_order(self.patience())) is not STOP:
                match order:
                    case UseServer(address, policy):
                        self._close()
                        self.client, self.policy = self._make_client(address), policy
                        self.server_changed(self.client, policy)
                    case None:
                        pass
                    case _:
                        self.obey(order)
                if self.client is not None and not self.has_orders:
                    self.look(self.client)
            if self.client is not None:
                self.farewell(self.client)
        finally:
            self._close()

    def patience(self) -> float | None:
        """Seconds until the next look without an order; None: only orders wake us."""
        return None

    def server_changed(self, client: ServerClient, policy: PolicyRecord) -> None:
        """A new client is there."""

    def obey(self, order: object) -> None:
        """Take an order to heart; the look that follows may act on it."""

    def look(self, client: ServerClient) -> None:
        """Do what is due."""

    def farewell(self, client: ServerClient) -> None:
        """The last thing, when asked to stop."""

    def _close(self) -> None:
        if self.client is not None:
            self.client.close()
            self.client = None
