"""Finding the server, and finding it again."""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Signal

from livedesk.client.server_address import ServerAddress
from livedesk.desk.workers.background import STOP, Background
from livedesk.desk.workers.kept_server import KeptServer
from livedesk.desk.workers.local_server import LocalServer
from livedesk.desk.workers.server_thread import MakeClient, client_for
from livedesk.domain.errors import LivedeskError
from livedesk.domain.records import PolicyRecord, Record

log = logging.getLogger(__name__)

RETRY_AFTER_S = (1.0, 2.0, 4.0, 8.0, 15.0)  # the last one repeats
LOOK_AT_CHILD_EVERY_S = 1.0


@dataclass(frozen=True, slots=True)
class ServerInfo:
    """The server in use, for a person.

    Attributes:
        bundled: it is this computer's own.
        name: host and port.
    """

    url: str
    bundled: bool
    name: str


@dataclass(frozen=True, slots=True)
class Found:
    """A server that answers to our token.

    Attributes:
        mine: the host's own broadcasts there, newest first.
    """

    address: ServerAddress
    policy: PolicyRecord
    info: ServerInfo
    mine: tuple[Record, ...]

    @property
    def unfinished(self) -> tuple[Record, ...]:
        """Those that can go on."""
        return tuple(record for record in self.mine if record.state != "ended")


class Ask(Enum):
    """Orders for the connection."""

    DOUBT = auto()  # a call of another thread failed
    RETRY = auto()  # a person does not want to wait


class Connection(Background):
    """Finds the server, and again whenever it is lost; the bundled one is started again.

    Args:
        server: the configured one, or this computer's own to find or start.

    Signals:
        looking: str, the address that is tried; empty for this computer's own server.
        found: Found; again after every loss, and when its policy changed.
        lost: LivedeskError: it does not answer; it is looked for again by itself.
    """

    looking = Signal(str)
    found = Signal(object)
    lost = Signal(object)

    def __init__(
        self,
        server: ServerAddress | KeptServer | LocalServer,
        make_client: MakeClient = client_for,
        jitter: Callable[[], float] = random.random,
        timer: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("connection", parent)
        self._timer = timer
        self._tries = 0
        self._next_try_at = timer()
        self._server = server
        self._make_client = make_client
        self._jitter = jitter
        self._now: Found | None = None

    def doubt(self) -> None:
        """A call failed: look whether the server is still there."""
        self.order(Ask.DOUBT)

    def retry(self) -> None:
        """Look now."""
        self.order(Ask.RETRY)

    def work(self) -> None:
        """Look for the server until it is found, then whenever somebody doubts it."""
        self._look_for_it()
        while (order := self.next_order(self._patience())) is not STOP:
            if self.has_orders and order is Ask.DOUBT:
                continue  # several doubts at once are one
            if self._now is not None:
                if order is not None or self._child_is_gone():
                    self._check(self._now)
            elif order is Ask.RETRY or self._timer() >= self._next_try_at:
                self._look_for_it()

    def _patience(self) -> float | None:
        if self._now is None:
            return self._next_try_at - self._timer()
        return LOOK_AT_CHILD_EVERY_S if isinstance(self._server, LocalServer) else None

    def _child_is_gone(self) -> bool:
        return isinstance(self._server, LocalServer) and self._server.has_stopped()

    def _look_for_it(self) -> None:
        bundled = isinstance(self._server, LocalServer)
        self.tell(self.looking, "" if isinstance(self._server, LocalServer) else self._server.url)
        try:
            if isinstance(self._server, LocalServer):
                address = self._server.find_or_start(lambda: self.stopping)
            elif isinstance(self._server, KeptServer):
                address = self._server.address()
            else:
                address = self._server
            self._now = self._ask(address, bundled)
        except LivedeskError as error:
            pause_s = RETRY_AFTER_S[min(self._tries, len(RETRY_AFTER_S) - 1)]
            self._tries += 1
            self._next_try_at = self._timer() + pause_s * (0.5 + 0.5 * self._jitter())
            if not self.stopping:
                log.warning("no server: %s", error.sentence)
                self.tell(self.lost, error)
        else:
            self._tries = 0
            log.info("connected to %s", address.url)
            self.tell(self.found, self._now)

    def _check(self, known: Found) -> None:
        """Whether it is still the server that we know."""
        try:
            now = self._ask(known.address, known.info.bundled)
        except LivedeskError as error:
            log.warning("server lost: %s", error.sentence)
            self._now = None
            self.tell(self.lost, error)
            self._look_for_it()
        else:
            if _rules(now.policy) != _rules(known.policy):
                self._now = now
                self.tell(self.found, now)

    def _ask(self, address: ServerAddress, bundled: bool) -> Found:
        with self._make_client(address) as client:
            policy = client.policy()
            mine = client.mine()
        info = ServerInfo(address.url, bundled, urlsplit(address.url).netloc)
        return Found(address, policy, info, mine)


def _rules(policy: PolicyRecord) -> tuple[object, ...]:
    """What must not change unnoticed; the server's time always does."""
    return (
        policy.heartbeats,
        policy.heartbeat_interval_s,
        policy.heartbeat_misses,
        policy.slack_s,
        policy.grace_s,
        policy.callbacks,
        policy.polls,
        policy.media_kind,
        policy.bizid,
        policy.version,
    )
