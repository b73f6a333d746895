"""A small OBS that speaks obs-websocket 5 over a real socket, and refuses as told."""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import threading
from collections.abc import Callable
from typing import Any

from websockets.exceptions import ConnectionClosed
from websockets.sync.server import Server, ServerConnection, serve

from livedesk.client.obs_place import ObsPlace

# Of the protocol's own description of how to log in.
SALT = "lM1GncleQOaCu9lT1yeUZhFYnqhsLLP1G5lAGo3ixaI="
CHALLENGE = "+IxH4CnCiqpX1rM9scsNynZzbOe4KhDeYcTNS3PDaeY="


class FakeObs:
    """
    Attributes:
        password: asked for unless it is empty.
        version, rpc: of OBS and of its protocol.
        silent_on: requests that are never answered; "Hello" greets nobody.
        refuses: requests that are refused, and with which status.
        denies: the media server turns every stream away.
        keeps_nothing: says yes to new settings, and leaves the old ones.
        instead: what requests of a type are answered with, as JSON text.
        salt: of the password.
        heard: every request, as (type, data).
        logins: how many said who they are.
    """

    def __init__(self, password: str = "", port: int = 0) -> None:
        self.password = password
        self.version, self.rpc = "29.0.2", 1
        self.old_protocol = False
        self.silent_on: set[str] = set()
        self.refuses: dict[str, int] = {}
        self.denies = self.keeps_nothing = False
        self.instead: dict[str, str] = {}
        self.salt = SALT
        self.kind = "rtmp_common"
        self.settings: dict[str, Any] = {
            "service": "Twitch",
            "server": "auto",
            "key": "live_1_secret",
            "use_auth": True,
            "username": "ana",
            "password": "old",
        }
        self.streaming = self.reconnecting = False
        self.bytes = self.dropped = self.total = 0
        self.heard: list[tuple[str, dict[str, Any]]] = []
        self.logins = 0
        self._port = port
        self._server: Server | None = None
        self._clients: list[ServerConnection] = []
        self._thread = threading.Thread(target=self._serve, name="fake-obs", daemon=True)
        self._up = threading.Event()

    @property
    def place(self) -> ObsPlace:
        return ObsPlace("127.0.0.1", self._port)

    def __enter__(self) -> FakeObs:
        if not self._port:
            with socket.create_server(("127.0.0.1", 0)) as found:
                self._port = int(found.getsockname()[1])
        self._thread.start()
        assert self._up.wait(5)
        return self

    def __exit__(self, *_: object) -> None:
        self.hang_up()
        assert self._server is not None
        self._server.shutdown()
        self._thread.join(5)

    def hang_up(self) -> None:
        """As when OBS is closed."""
        for client in tuple(self._clients):
            client.close(1001)

    def event(self, kind: str, **data: object) -> None:
        """Tell all who are connected."""
        said = {"op": 5, "d": {"eventType": kind, "eventIntent": 64, "eventData": data}}
        for client in tuple(self._clients):
            client.send(json.dumps(said))

    def stream(self, state: str) -> None:
        """``STARTED``, ``RECONNECTING`` …: be so, and tell."""
        self.streaming = state in ("STARTED", "RECONNECTING", "RECONNECTED", "STOPPING")
        self.reconnecting = state == "RECONNECTING"
        self.event(
            "StreamStateChanged",
            outputActive=self.streaming,
            outputState=f"OBS_WEBSOCKET_OUTPUT_{state}",
        )

    def asked(self, kind: str) -> list[dict[str, Any]]:
        """The data of all requests of that type."""
        return [data for asked, data in self.heard if asked == kind]

    def _serve(self) -> None:
        with serve(self._talk, "127.0.0.1", self._port, compression=None) as server:
            self._server = server
            self._up.set()
            server.serve_forever()

    def _talk(self, client: ServerConnection) -> None:
        try:
            if self.old_protocol:
                json.loads(client.recv())
                client.send(json.dumps({"message-id": "1", "obs-websocket-version": "4.9.1"}))
            elif "Hello" not in self.silent_on and self._greet(client):
                self._clients.append(client)
                self._answer(client)
            for _ in client:
                pass
        except ConnectionClosed:
            pass
        finally:
            if client in self._clients:
                self._clients.remove(client)

    def _greet(self, client: ServerConnection) -> bool:
        hello: dict[str, Any] = {"obsWebSocketVersion": "5.1.0", "rpcVersion": self.rpc}
        if self.password:
            hello["authentication"] = {"salt": self.salt, "challenge": CHALLENGE}
        client.send(json.dumps({"op": 0, "d": hello}))
        said = json.loads(client.recv())["d"]
        if said["rpcVersion"] > self.rpc:
            client.close(4010)
            return False
        if self.password and said.get("authentication") != _expected(self.password):
            client.close(4009)
            return False
        self.logins += 1
        client.send(json.dumps({"op": 2, "d": {"negotiatedRpcVersion": 1}}))
        return True

    def _answer(self, client: ServerConnection) -> None:
        for message in client:
            asked = json.loads(message)["d"]
            kind, data = asked["requestType"], asked.get("requestData", {})
            self.heard.append((kind, data))
            if kind in self.silent_on:
                continue
            status, answer = self._do(kind, data)
            said = {"requestType": kind, "requestId": asked["requestId"]} | {
                "requestStatus": {"result": status == 100, "code": status, "comment": "a comment"},
                "responseData": answer,
            }
            whole = json.dumps({"op": 7, "d": said})
            if kind in self.instead:
                whole = whole.replace(json.dumps(answer), self.instead[kind])
            client.send(whole)
            if status == 100 and kind == "StartStream":
                self.stream("STARTING")
                self.stream("STOPPED" if self.denies else "STARTED")
            if status == 100 and kind == "StopStream":
                self.stream("STOPPING")
                self.stream("STOPPED")

    def _do(self, kind: str, data: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        if kind in self.refuses:
            return self.refuses[kind], {}
        does: dict[str, Callable[[], tuple[int, dict[str, Any]]]] = {
            "GetVersion": lambda: (100, {"obsVersion": self.version}),
            "GetStreamStatus": lambda: (100, self._status()),
            "GetStats": lambda: (100, {"cpuUsage": 12.5, "activeFps": 30.0}),
            "GetVideoSettings": lambda: (
                100,
                {"fpsNumerator": 30, "fpsDenominator": 1, "outputWidth": 1280, "outputHeight": 720},
            ),
            "GetProfileParameter": lambda: (100, self._parameter(data)),
            "GetStreamServiceSettings": lambda: (
                100,
                {"streamServiceType": self.kind, "streamServiceSettings": self.settings},
            ),
            "SetStreamServiceSettings": lambda: self._set(data),
            "StartStream": lambda: (500 if self.streaming else 100, {}),
            "StopStream": lambda: (100 if self.streaming else 501, {}),
        }
        return does[kind]() if kind in does else (204, {})

    def _status(self) -> dict[str, Any]:
        if self.streaming and not self.reconnecting:
            self.bytes += 100_000
            self.total += 30
        return {
            "outputActive": self.streaming,
            "outputReconnecting": self.reconnecting,
            "outputCongestion": 0.0,
            "outputBytes": self.bytes,
            "outputSkippedFrames": self.dropped,
            "outputTotalFrames": self.total,
            "outputDuration": self.total * 1000 // 30,
        }

    def _parameter(self, data: dict[str, Any]) -> dict[str, Any]:
        known = {"Mode": "Simple", "StreamEncoder": "x264", "VBitrate": "2500"}
        return {"parameterValue": None, "defaultParameterValue": known[data["parameterName"]]}

    def _set(self, data: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        """As OBS does: merged with the old settings of the same type."""
        if self.streaming:
            return 500, {}
        if not self.keeps_nothing:
            kept = self.settings if self.kind == data["streamServiceType"] else {}
            self.kind = data["streamServiceType"]
            self.settings = kept | data["streamServiceSettings"]
        return 100, {}


def _expected(password: str) -> str:
    secret = base64.b64encode(hashlib.sha256((password + SALT).encode()).digest())
    return base64.b64encode(hashlib.sha256(secret + CHALLENGE.encode()).digest()).decode()
