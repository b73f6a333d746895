"""The drawer: settings to disk and secrets to the keychain, beside the window."""

from __future__ import annotations

import logging
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, TypeAlias, cast

from PySide6.QtCore import QObject, Signal

from livedesk.client.console_settings import load, save
from livedesk.client.keychain import Keychain
from livedesk.desk.workers.background import STOP, Background

log = logging.getLogger(__name__)

AGAIN_AFTER_S = 15.0  # a disk that was full may have room again

Order: TypeAlias = tuple[str, Callable[[], None]]
"""What cannot be kept if it fails, and what to do."""


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
        self._taken_out: tuple[str, str] | None = None
        self.keychain = keychain

    def change(self, fields: Mapping[str, Any]) -> None:
        """Fields of `ConsoleSettings`. → `failed`, or later `settings_kept`."""
        self._order("settings", lambda: self._change(fields))

    def keep(self, name: str, secret: str) -> None:
        """A secret, or with "" none any more. → `secret_kept`."""
        self._order("secret", lambda: self._keep(name, secret))

    def take_out(self, name: str) -> None:
        """This secret out of the keychain; `put_back` undoes it until `forget`."""
        self._order("secret", lambda: self._take_out(name))

    def put_back(self) -> None:
        """What was taken out last."""
        self._order("secret", self._put_back)

    def forget(self) -> None:
        """What was taken out last, for good."""
        self._order("secret", self._forget)

    def look_at_keychain(self, *, again: bool) -> None:
        """Where do secrets go? `again`: also where the keyring failed before. → `keychain_seen`."""
        self._order("secret", lambda: self._look(again=again))

    def bundle(self, file: Path, parts: Callable[[], Mapping[str, str]]) -> None:
        """Make the parts, on the thread, and zip them. → `written`."""
        self._order("file", lambda: self._bundle(file, parts))

    def write(self, file: Path, text: str) -> None:
        """A text file that a person has asked for. → `written`."""
        self._order("file", lambda: self._write(file, text))

    def work(self) -> None:
        """Orders until the end; those given before it are still done."""
        unkept: Order = ("settings", lambda: self._change({}))
        while (order := self.next_order(self._patience())) is not STOP:
            self._obey(cast("Order | None", order) or unkept)
        if self._unkept:
            self._obey(unkept)

    def _order(self, what: str, do: Callable[[], None]) -> None:
        self.order((what, do))

    def _patience(self) -> float | None:
        return self._again_after_s if self._unkept else None

    def _obey(self, order: Order) -> None:
        what, do = order
        try:
            do()
        except OSError as error:
            log.warning("the drawer could not keep its %s: %s", what, error)
            self.tell(self.failed, what, error.strerror or type(error).__name__)

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

    def _take_out(self, name: str) -> None:
        held = self.keychain.get(name)
        self._taken_out = (name, held) if held else None
        self._keep(name, "")

    def _put_back(self) -> None:
        if self._taken_out is not None:
            (name, secret), self._taken_out = self._taken_out, None
            self._keep(name, secret)

    def _forget(self) -> None:
        self._taken_out = None

    def _look(self, *, again: bool) -> None:
        if again:
            self.keychain.look()
        self._say_where()

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

    def _write(self, file: Path, text: str) -> None:
        file.write_text(text, encoding="utf-8")
        self.tell(self.written, str(file))
