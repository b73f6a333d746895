"""Keyrings of the `keyring` library that live in memory, and misbehave on demand."""

from __future__ import annotations

import threading

from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordDeleteError


class MemoryKeyring(KeyringBackend):
    """Keeps what it is given.

    Attributes:
        fault: raised by every call while it is set.
        hung: calls wait for `go_on` while it is true.
    """

    priority = 5  # type: ignore[assignment] # a property of the class, in the library

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}
        self.fault: Exception | None = None
        self.hung = False
        self.go_on = threading.Event()

    def get_password(self, service: str, username: str) -> str | None:
        self._answer()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self._answer()
        if (service, username) not in self.kept:
            raise PasswordDeleteError("no such password")
        del self.kept[service, username]

    def lock(self) -> None:
        self.fault = KeyringLocked("Failed to unlock the collection!")

    def mend(self) -> None:
        self.fault, self.hung = None, False
        self.go_on.set()

    def _answer(self) -> None:
        if self.hung:
            self.go_on.wait(10)
        if self.fault is not None:
            raise self.fault


class ForgetfulKeyring(MemoryKeyring):
    """Says yes and keeps nothing, like the library's `null` backend."""

    def set_password(self, service: str, username: str, password: str) -> None:
        self._answer()
