"""Keeps the console's settings: the window reads them here, and changes them here only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from livedesk.client.console_settings import (
    HERE,
    ConsoleSettings,
    Loaded,
    Profile,
    Remembered,
    SetAside,
)
from livedesk.client.server_address import ServerAddress

if TYPE_CHECKING:  # the first window changes nothing yet
    from livedesk.desk.workers.drawer import Drawer

UNDO_WITHIN_MS = 15_000  # a removed token stays in memory no longer


class Removal(NamedTuple):
    """A server that was removed just now; `at` its place in the list."""

    profile: Profile
    at: int
    was_chosen: bool


class SettingsKeeper(QObject):
    """The settings as they are now. A change holds at once and is written beside the window.

    Args:
        loaded: as they were read at the start.
        drawer: writes; None keeps them in mind, until there is one: see `keep_in`.
        given: the server of the command line, for this run; it is never written.
        profile: the profile of the command line, for this run.

    Attributes:
        aside: what of the file could not be used.
        where, why: where secrets go, as in `Keychain`; "" while not known.
        removal: what can be put back; None for nothing.
        trouble: what could not be kept and why, as in `Drawer.failed`; "" for nothing.

    Signals:
        changed: `now`, `using`, `where` or `trouble` are others.
        written: str, the path of a file that was asked for.
        removed: there is another `removal`.
    """

    changed = Signal()
    written = Signal(str)
    removed = Signal()

    def __init__(
        self,
        loaded: Loaded,
        drawer: Drawer | None = None,
        given: ServerAddress | None = None,
        profile: Profile | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.now = loaded.settings
        self.aside: SetAside | None = loaded.aside
        self.given = given
        self.where, self.why = "", ""
        self.trouble: tuple[str, str] = ("", "")
        self.removal: Removal | None = None
        self._second_thoughts = QTimer(self)
        self._second_thoughts.setSingleShot(True)
        self._second_thoughts.setInterval(UNDO_WITHIN_MS)
        self._second_thoughts.timeout.connect(self._forget_removal)
        self._drawer: Drawer | None = None
        self._waiting: list[Callable[[Drawer], None]] = []
        self._profile = profile
        if drawer is not None:
            self.keep_in(drawer)

    def keep_in(self, drawer: Drawer) -> None:
        """Write from now on, and what was changed before."""
        self._drawer = drawer
        drawer.keychain_seen.connect(self._hear_where)
        drawer.failed.connect(self._hear_failed)
        drawer.settings_kept.connect(self._hear_kept)
        drawer.written.connect(self.written)
        for ask in self._waiting:
            ask(drawer)
        self._waiting.clear()

    @property
    def using(self) -> Profile | None:
        """The profile in use; None while none is chosen, or with a server of the command line."""
        if self.given is not None:
            return None
        return self._profile or self.now.profile(self.now.chosen)

    @property
    def remembered(self) -> Remembered:
        """What was typed for the last broadcast."""
        return self.now.remembered

    def remember(self, **typed: Any) -> None:
        """Fields of `Remembered`."""
        self.change(remembered=replace(self.now.remembered, **typed))

    def change(self, **fields: Any) -> None:
        """Fields of `ConsoleSettings`."""
        after = replace(self.now, **fields)
        if after == self.now:
            return
        self._set(after)
        self._ask(lambda drawer: drawer.change(fields))

    def choose(self, id: str) -> None:
        """Use this profile from now on, and at the next start."""
        self.given, self._profile = None, None
        self.change(chosen=id)
        self.changed.emit()

    def add(self, profile: Profile, token: str) -> None:
        """A server; or the same one again, with another token."""
        self._ask(lambda drawer: drawer.keep(profile.secret, token))
        self.change(servers=self.now.with_server(profile).servers)

    def rename(self, id: str, name: str) -> None:
        profile = self.now.profile(id)
        if profile is not None and name.strip():
            renamed = replace(profile, name=name.strip()[:100])
            self.change(servers=self.now.with_server(renamed).servers)

    def hear_host(self, id: str, host: str) -> None:
        """Who the host is on that server, as it says itself."""
        profile = self.now.profile(id)
        if profile is not None and not profile.here and host and host != profile.host:
            known = replace(profile, host=host[:200])
            self.change(servers=self.now.with_server(known).servers)

    def remove(self, id: str) -> None:
        """A server, and its token; where it was in use, this computer is. → `removed`."""
        profile = self.now.profile(id)
        if profile is not None and not profile.here:
            after = self.now.without_server(id)
            at = self.now.servers.index(profile)
            self.removal = Removal(profile, at, self.now.chosen == id)
            self._second_thoughts.start()
            self._ask(lambda drawer: drawer.take_out(profile.secret))
            self.change(servers=after.servers, chosen=after.chosen)
            self.removed.emit()

    def put_back(self) -> None:
        """The server that was removed last, and its token; it is in use again if it was."""
        removal, self.removal = self.removal, None
        self._second_thoughts.stop()
        if removal is None or self.now.profile(removal.profile.id) is not None:
            return
        self._ask(lambda drawer: drawer.put_back())
        servers = list(self.now.servers)
        servers.insert(removal.at, removal.profile)
        again = removal.was_chosen and self.now.chosen == HERE
        chosen = removal.profile.id if again else self.now.chosen
        self.change(servers=tuple(servers), chosen=chosen)

    def _forget_removal(self) -> None:
        self.removal = None
        self._ask(lambda drawer: drawer.forget())

    def keep_secret(self, name: str, secret: str) -> None:
        """Such as the OBS password; "" forgets it."""
        self._ask(lambda drawer: drawer.keep(name, secret))

    def look_at_keychain(self, *, again: bool = False) -> None:
        """→ `where` and `why`."""
        self._ask(lambda drawer: drawer.look_at_keychain(again=again))

    def bundle(self, file: Path, parts: Callable[[], Mapping[str, str]]) -> None:
        """Zip a support bundle; → `written`, or `trouble`."""
        self._ask(lambda drawer: drawer.bundle(file, parts))

    def write(self, file: Path, text: str) -> None:
        """A text file; → `written`, or `trouble`."""
        self._ask(lambda drawer: drawer.write(file, text))

    def _ask(self, ask: Callable[[Drawer], None]) -> None:
        if self._drawer is not None:
            ask(self._drawer)
        else:
            self._waiting.append(ask)

    def _set(self, settings: ConsoleSettings) -> None:
        self.now = settings
        self.changed.emit()

    def _hear_where(self, where: str, why: str) -> None:
        self.where, self.why = where, why
        self.changed.emit()

    def _hear_kept(self) -> None:
        if self.trouble[0] == "settings":
            self.trouble = ("", "")
            self.changed.emit()

    def _hear_failed(self, what: str, why: str) -> None:
        self.trouble = (what, why)
        self.changed.emit()
