"""Where the console keeps secrets: the system's keyring, else files that only the owner reads."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar
from urllib.parse import quote

from livedesk.journal import hide
from livedesk.private_file import write_private

if TYPE_CHECKING:  # late at run time: it looks for every installed backend
    from keyring.backend import KeyringBackend

log = logging.getLogger(__name__)

SERVICE = "livedesk"

# A locked keyring asks the person for its password, and types take a while; longer hangs.
ANSWER_WITHIN_S = 20.0

REAL = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)
"""Modules of backends that the system guards. Others write plain text, or nothing at all."""

Answer = TypeVar("Answer")
Why = Literal["", "none", "locked", "silent", "failed"]


class Keychain:
    """Secrets by name; each is blotted from the log once it is known.

    Blocks, for seconds where a keyring hangs: not for the GUI thread.

    A keyring that fails in any way is asked no more until `look`; what is set then goes to a file
    and moves into the keyring when that answers again. What even a file does not take, for the disk
    is full, is there until the process ends.

    Attributes:
        why: why secrets go to a file: there is no keyring (``none``), it stayed ``locked``, did
            not answer in time (``silent``), or ``failed``; "" while they go to the keyring.
    """

    def __init__(
        self,
        folder: Path,
        find: Callable[[], KeyringBackend | None] | None = None,
        answer_within_s: float = ANSWER_WITHIN_S,
    ) -> None:
        self._folder = folder / "secrets"
        self._find = find or system_keyring
        self._answer_within_s = answer_within_s
        self._lock = threading.RLock()
        self._keyring: KeyringBackend | None = None
        self._looked = False
        self._unwritten: dict[str, str] = {}
        self.why: Why = "none"

    def __repr__(self) -> str:
        return f"Keychain({str(self._folder)!r})"

    @property
    def where(self) -> Literal["keyring", "file"]:
        """Where a secret goes that is set now; looks for the keyring at the first use."""
        with self._lock:
            if not self._looked:
                self.look()
            return "keyring" if self._keyring is not None else "file"

    def look(self) -> None:
        """Look for the keyring, again where it failed before."""
        with self._lock:
            self._looked, self.why, self._keyring = True, "", None
            found = self._asked(self._find)
            self._keyring = found
            if found is None and not self.why:
                self.why = "none"

    def get(self, name: str) -> str | None:
        """The secret, or None where there is none that can be read now."""
        secret = self._get(name)
        hide(secret or "")
        return secret

    def set(self, name: str, secret: str) -> None:
        """Keep a secret.

        Raises:
            OSError: neither the keyring nor a file took it; `get` still gives it.
        """
        hide(secret)
        with self._lock:
            self._unwritten[name] = secret
            keyring = self._use()
            if keyring is not None and self._put(keyring, name, secret):
                self._file(name).unlink(missing_ok=True)
            else:
                self._write(name, secret)
            del self._unwritten[name]

    def forget(self, name: str) -> None:
        """Keep it no longer; none there is no error.

        Raises:
            OSError: the file cannot be removed.
        """
        with self._lock:
            self._unwritten.pop(name, None)
            keyring = self._use()
            gone = keyring is not None and self._put(keyring, name, "")
            if gone or self.why == "none":  # no keyring that could still hold it
                self._file(name).unlink(missing_ok=True)
            else:
                self._write(name, "")  # an empty one: to be forgotten by the keyring, too

    def _get(self, name: str) -> str | None:
        with self._lock:
            if (unwritten := self._unwritten.get(name)) is not None:
                with suppress(OSError):  # the disk may have room again
                    self.set(name, unwritten)
                return unwritten
            keyring = self._use()
            waiting = self._read(name)  # newer than the keyring's: that could not take it
            if waiting is not None:
                self._move(name, waiting)
                return waiting or None
            if keyring is None:
                return None
            return self._asked(lambda: keyring.get_password(SERVICE, name))

    def _use(self) -> KeyringBackend | None:
        if not self._looked:
            self.look()
        return self._keyring

    def _move(self, name: str, secret: str) -> None:
        keyring = self._keyring
        if keyring is not None and self._put(keyring, name, secret):
            self._file(name).unlink(missing_ok=True)

    def _put(self, keyring: KeyringBackend, name: str, secret: str) -> bool:
        """Keep it in the keyring, or with "" there no longer; whether it did."""

        def put() -> bool:
            if secret:
                keyring.set_password(SERVICE, name, secret)
                return (
                    keyring.get_password(SERVICE, name) == secret
                )  # some say yes and keep nothing
            if keyring.get_password(SERVICE, name) is not None:
                keyring.delete_password(SERVICE, name)
            return True

        return bool(self._asked(put))

    def _asked(self, question: Callable[[], Answer]) -> Answer | None:
        """The keyring's answer; None, and no keyring any more, where it fails or hangs."""
        answers: list[Answer] = []
        failures: list[BaseException] = []

        def ask() -> None:
            try:
                answers.append(question())
            except Exception as error:  # noqa: BLE001 - a backend raises what its system raises
                failures.append(error)

        # A thread of its own: a call to the system's keyring cannot be broken off.
        thread = threading.Thread(target=ask, name="keyring", daemon=True)
        thread.start()
        thread.join(self._answer_within_s)
        if answers:
            return answers[0]
        kind = type(failures[0]).__name__ if failures else ""
        self.why = "silent" if not failures else "locked" if kind == "KeyringLocked" else "failed"
        self._keyring = None
        # Only the kind: what a backend writes into its errors is not ours to know.
        log.warning("the keyring is not used: %s %s", self.why, kind)
        return None

    def _file(self, name: str) -> Path:
        return self._folder / f"{quote(name, safe='')}.secret"

    def _read(self, name: str) -> str | None:
        try:
            return self._file(name).read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            log.warning("a kept secret cannot be read: %s", type(error).__name__)
            return None

    def _write(self, name: str, secret: str) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._folder.chmod(0o700)  # also where it was made by someone less careful
        write_private(self._file(name), secret)


def system_keyring() -> KeyringBackend | None:
    """The best keyring that the system guards, or None where there is none."""
    import keyring.backend

    real = [found for found in keyring.backend.get_all_keyring() if is_real(found)]
    return max(real, key=lambda found: float(found.priority), default=None)


def is_real(found: KeyringBackend) -> bool:
    """Whether a backend is one of REAL."""
    module = type(found).__module__
    return any(module == real or module.startswith(f"{real}.") for real in REAL)
