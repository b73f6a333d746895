"""Logging: one line an event, to a file that is cut in time; secrets are blotted out before."""

from __future__ import annotations

import logging
import re
import sys
from pathlib import Path
from urllib.parse import quote

_SECRETS = re.compile(
    r"(?P<kept>txSecret(?:=|%(?:25)*3D|\\u003d|[\x22']\s*:\s*[\x22'])"  # and as JSON writes it
    r"|livedesk://[^#\s]*#|(?<![A-Za-z0-9])(?:ldh_|lda_)"
    r"|/v1/callbacks/[a-z-]+/)[A-Za-z0-9_-]+",
    re.IGNORECASE,
)
FILE_BYTES, FILES = 5_000_000, 3
LEAST_HIDDEN = 4  # characters; shorter ones would blot every other word

log = logging.getLogger(__name__)

_hidden: set[str] = set()  # of this process: they came in by its keychain or its connection


def hide(secret: str) -> None:
    """From now on blot this secret, which has no shape of its own: a password, a token."""
    import json

    if len(secret) >= LEAST_HIDDEN:
        _hidden.add(secret)
        _hidden.add(quote(secret, safe=""))  # as it stands in an address
        # As an exception's text, or JSON, writes what is not plain ASCII.
        _hidden.update((repr(secret)[1:-1], ascii(secret)[1:-1], json.dumps(secret)[1:-1]))


def blotted(text: str) -> str:
    """The text without signatures, tokens, callback secrets, and what was hidden."""
    for secret in sorted(_hidden, key=len, reverse=True):
        text = text.replace(secret, "…")
    return _SECRETS.sub(lambda found: found["kept"] + "…", text)


class _Lines(logging.Formatter):
    """Blots the whole line, so also what an exception's text brings along."""

    def format(self, record: logging.LogRecord) -> str:
        return blotted(super().format(record))


class Held(logging.Handler):
    """Keeps what is said until it is opened: a window can be painted before there is a log.

    A warning or worse opens it at once, for the program may not come as far as its window; what is
    still held at the end of the program is written then.

    Args:
        file: where it will be written; standard error where that cannot be.
    """

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file = file
        self._said: list[logging.LogRecord] = []
        self._writer: logging.Handler | None = None
        _listen(self, logging.INFO)

    def emit(self, record: logging.LogRecord) -> None:
        if self._writer is not None:
            self._writer.handle(record)
            return
        self._said.append(record)
        if record.levelno >= logging.WARNING:
            self.open()

    def open(self) -> None:
        """Write it, and from now on whatever follows."""
        self.acquire()  # what other threads say meanwhile comes after it
        try:
            if self._writer is None:
                self._begin()
        finally:
            self.release()

    def close(self) -> None:
        if self._said:
            self.open()
        if self._writer is not None:
            self._writer.close()
        super().close()

    def _begin(self) -> None:
        why = None
        try:
            self._writer = _writer(self._file)
        except OSError as error:
            self._writer, why = _writer(None), error
        while self._said:
            self._writer.handle(self._said.pop(0))
        if why is not None:
            log.warning("the log goes to standard error: %s", why)


def open_journal(file: Path | None, *, verbose: bool = False) -> None:
    """Write the log to a file, or to standard error.

    Raises:
        OSError: the file cannot be written.
    """
    _listen(_writer(file), logging.DEBUG if verbose else logging.INFO)


def _writer(file: Path | None) -> logging.Handler:
    import logging.handlers

    handler: logging.Handler
    if file is None:
        handler = logging.StreamHandler(sys.stderr)
    else:
        file.parent.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            file, maxBytes=FILE_BYTES, backupCount=FILES, encoding="utf-8"
        )
    # On a full disk logging would print each lost line to standard error, unblotted, with a
    # traceback; a log that cannot be written is no reason to talk like that.
    logging.raiseExceptions = False
    handler.setFormatter(_Lines("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    return handler


def _listen(handler: logging.Handler, level: int) -> None:
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(level)
    for chatty in ("httpx", "httpcore", "alembic", "asyncio"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
