"""The wire of obs-websocket 5: one connection, requests by id, events. No Qt.

Source: obs-websocket, docs/generated/protocol.md. Requests in batches are not needed here.
"""

from __future__ import annotations

import base64
import hashlib
import itertools
import json
import logging
import queue
import socket
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack

from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Subprotocol

from livedesk.client.obs_place import TIMEOUT_S, Json, ObsEvent, ObsPlace
from livedesk.domain.errors import (
    LivedeskError,
    ObsNotRunning,
    ObsRefused,
    ObsSilent,
    ObsTooOld,
    ObsWrongPassword,
)

RPC_VERSION = 1
HELLO, IDENTIFY, IDENTIFIED, EVENT, REQUEST, RESPONSE = 0, 1, 2, 5, 6, 7
AUTHENTICATION_FAILED, UNSUPPORTED_RPC_VERSION = 4009, 4010  # close codes
UNKNOWN_REQUEST, NOT_READY = 204, 207  # statuses

GENERAL, CONFIG, OUTPUTS = 1 << 0, 1 << 1, 1 << 6
SUBSCRIBED = GENERAL | CONFIG | OUTPUTS

CLOSE_WITHIN_S = 0.5
LARGEST_MESSAGE = 4_000_000  # bytes


def proof(password: str, salt: str, challenge: str) -> str:
    """What shows OBS that we know its password, without sending it."""

    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()

    return digest(digest(password + salt) + challenge)


class ObsWire:
    """An identified connection. Requests may come from one thread at a time.

    Args:
        line: what `reach` gave; it is closed here, too.
        hear: called with each event on the wire's own thread; must not block.
        lost: called once on that thread when the connection has ended by itself.
        timeout_s: for each step of the greeting, and for each answer.

    Raises:
        ObsNotRunning, ObsSilent, ObsTooOld, ObsWrongPassword, ObsRefused.
    """

    def __init__(
        self,
        line: socket.socket,
        place: ObsPlace,
        password: str,
        hear: Callable[[ObsEvent], None],
        lost: Callable[[], None],
        timeout_s: float = TIMEOUT_S,
    ) -> None:
        self.place = place
        self._hear, self._lost, self._timeout_s = hear, lost, timeout_s
        self._ids = itertools.count(1)
        self._waiting: dict[str, queue.SimpleQueue[Json | None]] = {}
        self._closing = False
        self._stack = ExitStack()
        try:
            self._socket = self._connected(line)
            self._greet(password)
        except BaseException:
            self._stack.close()
            raise
        self._reader = threading.Thread(target=self._read, name="obs-events", daemon=True)
        self._reader.start()

    def request(self, kind: str, timeout_s: float | None = None, **data: object) -> Json:
        """Ask, and wait for the answer.

        Raises:
            ObsSilent: no answer in time, or OBS is still starting.
            ObsNotRunning: the connection ended.
            ObsRefused: OBS said no; facts ``request`` and ``status``.
            ObsTooOld: it does not know this request.
        """
        id = str(next(self._ids))
        answer: queue.SimpleQueue[Json | None] = queue.SimpleQueue()
        self._waiting[id] = answer
        try:
            self._send(REQUEST, {"requestType": kind, "requestId": id, "requestData": data})
            said = answer.get(timeout=timeout_s or self._timeout_s)
        except queue.Empty:
            raise ObsSilent(f"OBS did not answer {kind} in time. Look at OBS.") from None
        except ConnectionClosed:
            said = None
        finally:
            del self._waiting[id]
        if said is None:
            raise _gone()
        status = said.get("requestStatus")
        if not isinstance(status, dict):
            raise _not_obs(self.place)
        if status.get("result") is True:
            found = said.get("responseData")
            return found if isinstance(found, dict) else {}
        raise _refusal(kind, status)

    def close(self) -> None:
        """End it; `lost` is not called."""
        self._closing = True
        self._stack.close()
        self._reader.join(CLOSE_WITHIN_S * 2)

    def _connected(self, line: socket.socket) -> ClientConnection:
        try:
            return self._stack.enter_context(
                connect(
                    self.place.url,
                    sock=line,
                    subprotocols=[Subprotocol("obswebsocket.json")],
                    compression=None,
                    proxy=None,  # a proxy would look for OBS on its own computer
                    open_timeout=self._timeout_s,
                    close_timeout=CLOSE_WITHIN_S,
                    ping_interval=None,  # every question is a ping
                    max_size=LARGEST_MESSAGE,
                    logger=_quiet(),
                )
            )
        except TimeoutError:
            raise ObsSilent(f"OBS at {self.place.url} did not answer in time.") from None
        except OSError as error:
            raise ObsNotRunning(f"Nothing listens at {self.place.url}: {error}.") from error
        except (WebSocketException, EOFError, ValueError) as error:
            raise _not_obs(self.place) from error

    def _greet(self, password: str) -> None:
        try:
            hello = self._next(HELLO)
        except ObsSilent:
            raise self._why_no_hello() from None
        except ConnectionClosed as closed:
            raise _not_obs(self.place) from closed
        wanted = hello.get("rpcVersion")
        if not isinstance(wanted, int) or wanted < RPC_VERSION:
            raise _too_old(str(hello.get("obsWebSocketVersion", "")))
        identity: Json = {"rpcVersion": RPC_VERSION, "eventSubscriptions": SUBSCRIBED}
        asked = hello.get("authentication")
        if isinstance(asked, dict):
            if not password:
                raise ObsWrongPassword("OBS asks for a password.", why="obs_password_needed")
            identity["authentication"] = proof(
                password, str(asked.get("salt", "")), str(asked.get("challenge", ""))
            )
        try:
            self._send(IDENTIFY, identity)
            self._next(IDENTIFIED)
        except ConnectionClosed as closed:
            code = closed.rcvd.code if closed.rcvd is not None else None
            if code == AUTHENTICATION_FAILED:
                raise ObsWrongPassword("OBS does not accept the password.") from None
            if code == UNSUPPORTED_RPC_VERSION:
                raise ObsRefused(
                    "This OBS is newer than LiveDesk understands. Update LiveDesk.",
                    request="Identify",
                    status=code,
                ) from None
            raise _gone() from closed

    def _why_no_hello(self) -> LivedeskError:
        """obs-websocket 4 waits until it is asked."""
        try:
            self._socket.send(json.dumps({"request-type": "GetVersion", "message-id": "1"}))
            said = self._heard(self._socket.recv(self._timeout_s))
        except (TimeoutError, WebSocketException, ObsSilent):
            return ObsSilent(f"OBS at {self.place.url} did not answer in time.")
        version = said.get("obs-websocket-version")
        return _too_old(str(version)) if version is not None else _not_obs(self.place)

    def _next(self, op: int) -> Json:
        """The data of the next message, which has to be of this kind."""
        try:
            said = self._heard(self._socket.recv(self._timeout_s))
        except TimeoutError:
            raise ObsSilent(f"OBS at {self.place.url} did not answer in time.") from None
        data = said.get("d")
        if said.get("op") != op or not isinstance(data, dict):
            raise _not_obs(self.place)
        return data

    def _heard(self, message: str | bytes) -> Json:
        try:
            said = json.loads(message)
            # Half a character (a lone surrogate) and what is no number would be met much later.
            json.dumps(said, ensure_ascii=False, allow_nan=False).encode()
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise _not_obs(self.place)
        return said

    def _send(self, op: int, data: Json) -> None:
        self._socket.send(json.dumps({"op": op, "d": data}))

    def _read(self) -> None:
        """The wire's own thread: answers to who waits for them, events to who listens."""
        try:
            while True:
                try:
                    said = self._heard(self._socket.recv())
                except ObsSilent:  # one message that is not JSON makes no difference
                    continue
                data = said.get("d")
                if not isinstance(data, dict):
                    continue
                if said.get("op") == RESPONSE:
                    waits = self._waiting.get(str(data.get("requestId")))
                    if waits is not None:
                        waits.put(data)
                elif said.get("op") == EVENT:
                    more = data.get("eventData")
                    kind = str(data.get("eventType", ""))
                    self._hear(ObsEvent(kind, more if isinstance(more, dict) else {}))
        except (ConnectionClosed, OSError):
            for waits in tuple(self._waiting.values()):
                waits.put(None)
            if not self._closing:
                self._lost()


def _refusal(kind: str, status: Mapping[str, object]) -> LivedeskError:
    """OBS's comment is not passed on: it may repeat what was sent."""
    code = status.get("code")
    number = code if isinstance(code, int) else 0
    if number == UNKNOWN_REQUEST:
        return _too_old("")
    if number == NOT_READY:
        return ObsSilent("OBS is still starting. Wait a moment.")
    return ObsRefused(f"OBS refused {kind} (status {number}).", request=kind, status=number)


def _gone() -> ObsNotRunning:
    return ObsNotRunning("OBS broke off the connection.", why="obs_lost")


def _not_obs(place: ObsPlace) -> ObsSilent:
    return ObsSilent(f"What answers at {place.url} is not OBS.", why="not_obs")


def _too_old(version: str) -> ObsTooOld:
    return ObsTooOld("OBS is too old: 28 or later is needed.", version=version)


def _quiet() -> logging.Logger:
    """The library would write every message into the log, and the key with it, at level DEBUG."""
    wire = logging.getLogger(f"{__name__}.frames")
    wire.setLevel(logging.WARNING)
    return wire
