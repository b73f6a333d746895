"""One console for one profile: a second start shows the first one's window."""

from __future__ import annotations

import logging
import os
from pathlib import Path

from PySide6.QtCore import QCryptographicHash, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from livedesk.client.server_address import ServerAddress

log = logging.getLogger(__name__)

ANSWER_WITHIN_MS = 1500
SHOW = b"show yourself"
LONGEST = 400  # bytes
ACTIVATION = "XDG_ACTIVATION_TOKEN"
"""With it a Wayland compositor lets another program's window come to the front."""


class Instance(QObject):
    """Holds the lock of one profile, and hears those that come later.

    A lock whose process is gone is taken over: QLockFile looks whether it lives.

    Signals:
        show_asked: somebody started a second console; its window is this one.
    """

    show_asked = Signal()

    def __init__(self, folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = folder
        self._lock: QLockFile | None = None
        self._server: QLocalServer | None = None

    def take(self, key: str) -> bool:
        """Be the one console for `key`; what was held before is let go. False: another is."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            log.warning("no lock can be made: %s", error.strerror)
            return True
        lock = QLockFile(str(self._folder / f"console-{key}.lock"))
        lock.setStaleLockTime(0)  # age says nothing: a console runs for days
        if not lock.tryLock(0):
            if lock.error() is QLockFile.LockError.LockFailedError:
                return False
            log.warning("no lock can be made in %s", self._folder)  # nobody else can, either
            return True
        self.leave()
        self._lock = lock
        self._listen(self._name(key))
        return True

    def show_other(self, key: str) -> bool:
        """Ask the console that holds `key` to show itself; whether it heard."""
        socket = QLocalSocket()
        socket.connectToServer(self._name(key))
        if not socket.waitForConnected(ANSWER_WITHIN_MS):
            return False
        socket.write(SHOW + b" " + os.environ.get(ACTIVATION, "").encode() + b"\n")
        socket.waitForBytesWritten(ANSWER_WITHIN_MS)
        heard = socket.waitForReadyRead(ANSWER_WITHIN_MS)
        socket.abort()
        return heard

    def leave(self) -> None:
        """Let others be it."""
        if self._server is not None:
            self._server.close()
            self._server.deleteLater()
            self._server = None
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _name(self, key: str) -> str:
        """Short, as a socket's path must be, and another one for each folder and user."""
        whole = f"{self._folder.resolve()} {key} {os.environ.get('USER', '')}"
        return f"livedesk-{_digest(whole)[:20]}"

    def _listen(self, name: str) -> None:
        QLocalServer.removeServer(name)  # we hold the lock: what is there was left behind
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        server.newConnection.connect(self._hear)
        if not server.listen(name):
            log.warning("a second start will not find this window: %s", server.errorString())
        self._server = server

    def _hear(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            socket.disconnected.connect(socket.deleteLater)
            socket.readyRead.connect(self._read)
            if socket.bytesAvailable():
                self._answer(socket)

    def _read(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._answer(socket)

    def _answer(self, socket: QLocalSocket) -> None:
        said = bytes(socket.readAll().data()[:LONGEST]).strip()
        if not said.startswith(SHOW):
            return  # not one of ours; it gets no answer
        token = said.removeprefix(SHOW).strip().decode(errors="ignore")
        if token and token.isprintable():
            os.environ[ACTIVATION] = token
        socket.write(b"here\n")
        socket.flush()
        self.show_asked.emit()


def given_key(server: ServerAddress) -> str:
    """Stands for a server of the command line where a profile's id does."""
    return f"given-{_digest(server.url)[:12]}"


def _digest(text: str) -> str:
    """SHA-256 in hex; Qt has it at hand, Python would load OpenSSL before the first picture."""
    hashed = QCryptographicHash.hash(text.encode(), QCryptographicHash.Algorithm.Sha256)
    return hashed.toHex().toStdString()
