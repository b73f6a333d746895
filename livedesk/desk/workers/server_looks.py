"""A look at each of the host's servers, while a person looks at their list."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from livedesk.client.console_settings import Profile
from livedesk.client.keychain import Keychain
from livedesk.client.server_address import ServerAddress
from livedesk.client.server_client import ServerClient
from livedesk.desk.workers.background import STOP, Background
from livedesk.desk.workers.local_server import is_running
from livedesk.desk.workers.server_thread import MakeClient
from livedesk.domain.errors import LivedeskError, WrongToken

log = logging.getLogger(__name__)

AGAIN_AFTER_S = 15.0
TIMEOUT_S = 3.0


@dataclass(frozen=True, slots=True)
class ServerLook:
    """What a look at a server found.

    Attributes:
        id: of the profile; "" for a server that is only tried.
        round_trip_s: None where there was no answer.
        host: who its token belongs to, where that is known.
        error: why it cannot be used, or None. This computer's server that does not run is no
            error: it has neither error nor round trip.
    """

    id: str
    round_trip_s: float | None
    host: str = ""
    error: LivedeskError | None = None


@dataclass(frozen=True, slots=True)
class Watch:
    """Look at these from now on; none to rest."""

    profiles: tuple[Profile, ...]


@dataclass(frozen=True, slots=True)
class Try:
    """Look at a server that is about to be added."""

    address: ServerAddress


def quick_client(address: ServerAddress) -> ServerClient:
    """A client that waits 3 s at most."""
    return ServerClient(address.url, address.token, timeout=TIMEOUT_S)


class ServerLooks(Background):
    """Signals:
    looked: ServerLook, at a profile.
    tried: ServerAddress; ServerLook, at one that is about to be added.
    """

    looked = Signal(object)
    tried = Signal(object, object)

    def __init__(
        self,
        keychain: Keychain,
        data_dir: Path,
        make_client: MakeClient = quick_client,
        timer: Callable[[], float] = time.perf_counter,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("server looks", parent)
        self._keychain, self._data_dir = keychain, data_dir
        self._make_client, self._timer = make_client, timer
        self._profiles: tuple[Profile, ...] = ()

    def watch(self, profiles: tuple[Profile, ...]) -> None:
        """Look at these, now and every 15 s; none to rest."""
        self.order(Watch(profiles))

    def try_(self, address: ServerAddress) -> None:
        """→ `tried`."""
        self.order(Try(address))

    def work(self) -> None:
        """Look round, and again, until the end."""
        while (order := self.next_order(AGAIN_AFTER_S if self._profiles else None)) is not STOP:
            match order:
                case Watch(profiles):
                    self._profiles = profiles
                case Try(address):
                    self.tell(self.tried, address, self._look("", address))
                    continue
            for profile in self._profiles:
                if self.has_orders:
                    break
                self.tell(self.looked, self._look_at(profile))

    def _look_at(self, profile: Profile) -> ServerLook:
        if profile.here:
            start = self._timer()
            runs = is_running(self._data_dir)
            return ServerLook(profile.id, self._timer() - start if runs else None)
        token = self._keychain.get(profile.secret)
        if not token:
            return ServerLook(profile.id, None, error=no_token(self._keychain.why))
        return self._look(profile.id, ServerAddress(profile.url, token))

    def _look(self, id: str, address: ServerAddress) -> ServerLook:
        try:
            with self._make_client(address) as client:
                client.policy()  # opens the connection
                start = self._timer()
                mine = client.mine()
                took = self._timer() - start
        except LivedeskError as error:
            log.info("looked at %s: %s", address.url, error.sentence)
            return ServerLook(id, None, error=error)
        return ServerLook(id, took, mine[0].host.name if mine else "")


def no_token(why: str) -> WrongToken:
    """There is no token for a server, and why it could not be read."""
    if why in ("locked", "silent", "failed"):
        return WrongToken(
            "The keyring of this computer does not give out the server's token. Unlock it, then "
            "try again.",
            why="keyring_shut",
        )
    return WrongToken(
        "This computer has no token for the server. Paste its connect string in Settings.",
        why="no_token",
    )
