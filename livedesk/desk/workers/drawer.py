"""The drawer: settings to disk and secrets to the keychain, beside the window."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from livedesk.client.console_settings import load, save
from livedesk.client.keychain import Keychain
from livedesk.desk.workers.background import STOP, Background

log = logging.getLogger(__name__)

AGAIN_AFTER_S = 15.0  # a disk that was full may have room again


@dataclass(frozen=True, slots=True)
class Change:
    """These fields of the settings."""

    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Keep:
    """A secret, or with "" none any more."""

    name: str
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class TakeOut:
    """This secret out of the keychain, but not yet forgotten: see `PutBack`."""

    name: str


@dataclass(frozen=True, slots=True)
class PutBack:
    """What was taken out goes back."""


@dataclass(frozen=True, slots=True)
class Forget:
    """What was taken out is forgotten for good."""


@dataclass(frozen=True, slots=True)
class LookAtKeychain:
    """Where do secrets go? `again`: also where the keyring failed before."""

    again: bool


@dataclass(frozen=True, slots=True)
class Bundle:
    """Make the parts and zip them; `parts` is called on the thread."""

    file: Path
    parts: Callable[[], Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class Write:
    """A text file that a person has asked for."""

    file: Path
    text: str = field(repr=False)


FAILED: dict[type, str] = {
    Change: "settings",
    **dict.fromkeys((Keep, TakeOut, PutBack), "secret"),
}
"""What could not be kept, by its order."""


class Drawer(Background):
    """Does what is ordered, in order; what cannot be done is told and does not stop the next.

    Settings that could not be written are tried again: with the next ones, after a while, and at
    the end.

    Signals:
        settings_kept: those that could not be written before are on the disk now.
        keychain_seen: str, ``keyring`` or ``file``; str, `Keychain.why`.
        secret_kept: str, its name; the keychain gives it from now on.
        failed: str, ``settings`` ``secret`` or ``file``; str, what the system says.
        written: str, the path of a bundle or text file.
    """

    settings_kept = Signal()
    keychain_seen = Signal(str, str)
    secret_kept = Signal(str)
    failed = Signal(str, str)
    written = Signal(str)

    def __init__(
        self,
        folder: Path,
        keychain: Keychain,
        again_after_s: float = AGAIN_AFTER_S,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("drawer", parent)
        self._folder, self._again_after_s = folder, again_after_s
        self._unkept: dict[str, Any] = {}
        self._taken_out: Keep | None = None
        self.keychain = keychain

    def work(self) -> None:
        """Orders until the end; those given before it are still done."""
        while (order := self.next_order(self._patience())) is not STOP:
            self._try(order if order is not None else Change({}))
        if self._unkept:
            self._try(Change({}))

    def _patience(self) -> float | None:
        return self._again_after_s if self._unkept else None

    def _try(self, order: object) -> None:
        try:
            self._obey(order)
        except OSError as error:
            what = FAILED.get(type(order), "file")
            log.warning("the drawer could not keep its %s: %s", what, error)
            self.tell(self.failed, what, error.strerror or type(error).__name__)

    def _obey(self, order: object) -> None:
        match order:
            case Change(fields):
                self._change(fields)
            case Keep(name, secret):
                self._keep(name, secret)
            case TakeOut(name):
                held = self.keychain.get(name)
                self._taken_out = Keep(name, held) if held else None
                self._keep(name, "")
            case PutBack() if self._taken_out is not None:
                taken, self._taken_out = self._taken_out, None
                self._keep(taken.name, taken.secret)
            case Forget():
                self._taken_out = None
            case LookAtKeychain(again):
                if again:
                    self.keychain.look()
                self._say_where()
            case Bundle(file, parts):
                self._bundle(file, parts)
            case Write(file, text):
                file.write_text(text, encoding="utf-8")
                self.tell(self.written, str(file))

    def _change(self, fields: Mapping[str, Any]) -> None:
        again = bool(self._unkept)
        self._unkept |= fields
        # Another console may have changed other fields meanwhile.
        save(self._folder, replace(load(self._folder).settings, **self._unkept))
        self._unkept = {}
        if again:
            self.tell(self.settings_kept)

    def _keep(self, name: str, secret: str) -> None:
        try:
            if secret:
                self.keychain.set(name, secret)
            else:
                self.keychain.forget(name)
            self._say_where()
        finally:  # also one that is kept for this run only
            self.tell(self.secret_kept, name)

    def _say_where(self) -> None:
        where = self.keychain.where
        self.tell(self.keychain_seen, where, self.keychain.why)

    def _bundle(self, file: Path, parts: Callable[[], Mapping[str, str]]) -> None:
        try:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as bundle:
                for name, text in parts().items():
                    bundle.writestr(name, text)
        except OSError:
            file.unlink(missing_ok=True)  # half of one opens nowhere
            raise
        self.tell(self.written, str(file))
