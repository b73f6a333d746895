"""The way into OBS: where it listens, and the password that opens it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Protocol

from livedesk.client.obs import Obs
from livedesk.client.obs_place import DEFAULT_PORT, ObsEvent, ObsPlace
from livedesk.client.obs_setup import ObsSetup
from livedesk.desk.workers.obs_orders import LookAt
from livedesk.domain.errors import ObsNotRunning, ObsServerOff, ObsWrongPassword

log = logging.getLogger(__name__)

SECRET = "obs-password"  # noqa: S105 - its name in the keychain


class Keychain(Protocol):
    """Where secrets are kept, by name. Blocks."""

    def get(self, name: str) -> str | None: ...
    def set(self, name: str, secret: str) -> None: ...
    def forget(self, name: str) -> None: ...


Hear = Callable[[ObsEvent], None]
MakeObs = Callable[[ObsPlace, str, Hear, Callable[[], None]], Obs]


class ObsDoor:
    """Lives on the thread of `ObsLink`. The password is kept once OBS has accepted it.

    Attributes:
        wanted: where a person or the settings say that OBS is.
    """

    def __init__(
        self,
        wanted: LookAt,
        keychain: Keychain,
        make: MakeObs,
        setup: Callable[[], ObsSetup | None],
    ) -> None:
        self._keychain, self._make, self._setup = keychain, make, setup
        self.wanted = wanted
        self._typed: str | None = None
        self._kept: str | None = None
        self._found: ObsSetup | None = None

    def go_to(self, wanted: LookAt) -> None:
        """Another OBS, or another password."""
        self.wanted, self._typed, self._kept = wanted, wanted.password, None

    def take_found_password(self) -> bool:
        """Use the password of OBS's own settings; False where there are none."""
        if self._found is None:
            return False
        self._typed, self._kept = self._found.password, None
        return True

    @property
    def is_the_same(self) -> bool:
        """Whether OBS's own settings, where there are some, are still what they were."""
        return self._found is None or self._setup() == self._found

    def look(self) -> tuple[ObsPlace, bool]:
        """Where OBS is, and whether its own settings on this computer offer a password."""
        wanted = self.wanted
        here = ObsPlace(wanted.host).here
        found = self._found = self._setup() if here else None
        port = wanted.port or DEFAULT_PORT
        if found is not None and port == DEFAULT_PORT:  # OBS's own settings know better
            port = found.port
        offered = found is not None and found.port == port and bool(found.password)
        return ObsPlace(wanted.host, port), offered

    def open(self, place: ObsPlace, hear: Hear, lost: Callable[[], None]) -> Obs:
        """Connect.

        Raises:
            ObsNotRunning, ObsServerOff, ObsWrongPassword, and what else `Obs` raises.
        """
        found = self._found
        try:
            obs = self._opened(place, hear, lost)
        except ObsNotRunning as error:
            off = found is not None and not found.enabled and found.port == place.port
            raise (ObsServerOff("OBS's WebSocket server is off.") if off else error) from error
        log.info("connected to OBS %s at %s", obs.version, place.url)
        if self._typed:
            self._keep(self._typed)
        self._typed = None
        return obs

    def _opened(self, place: ObsPlace, hear: Hear, lost: Callable[[], None]) -> Obs:
        """With the password typed, else with none, else with the one that is kept."""
        password = self._typed if self._typed is not None else self._kept or ""
        try:
            return self._make(place, password, hear, lost)
        except ObsWrongPassword:
            if password or self._typed is not None:
                raise
        # Only now: a keyring may ask its owner to unlock it.
        self._kept = self._keychain.get(SECRET) or ""
        if not self._kept:
            raise ObsWrongPassword("OBS asks for a password.", why="obs_password_needed")
        return self._make(place, self._kept, hear, lost)

    def _keep(self, password: str) -> None:
        try:
            self._keychain.set(SECRET, password)
        except OSError as error:  # it is asked for again next time
            log.warning("the OBS password cannot be kept: %s", type(error).__name__)
