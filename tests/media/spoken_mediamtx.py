"""MediaMTX, as its source says (internal/auth, internal/api, internal/hooks)."""

from __future__ import annotations

import json
import uuid
from typing import Any

from tests.media.spoken_server import Question, Spoken, Stream


class SpokenMediaMtx(Spoken):
    """MediaMTX v1.20 with `overridePublisher: false`.

    Attributes:
        excludes_api: as in `media show`; else every question to the API is handed on to LiveDesk.
        reorders: the command of an end overtakes that of its start.
    """

    kind = "mediamtx"
    excludes_api = True

    def _next_client(self) -> str:
        self._count += 1
        return str(uuid.UUID(int=self._count))

    def path(self, code: str) -> str:
        return f"{self.app(code)}/{code}"

    def ask(self, action: str, path: str = "", query: str = "", **more: object) -> tuple[int, str]:
        """Its question for leave (internal/auth/manager.go)."""
        told: dict[str, Any] = {
            "ip": "127.0.0.1",
            "user": "",
            "password": "",
            "token": "",
            "action": action,
            "path": path,
            "protocol": "rtmp",
            "id": None,
            "query": query,
            "userAgent": "FMLE/3.0",
        }
        return self._tell(told | more)

    def _leave_given(self, code: str, client: str, query: str) -> bool:
        status, _ = self.ask("publish", self.path(code), query, id=client)
        return 200 <= status <= 299

    def _began(self, code: str) -> None:
        self.run_hook("available", code, self.streams[code].client)

    def _ended(self, code: str, gone: Stream) -> None:
        self.run_hook("unavailable", code, gone.client)

    def run_hook(self, action: str, code: str, client: str | None) -> None:
        """What `media show` has curl post."""
        self._tell({"action": action, "path": self.path(code), "id": client})

    def answer(self, question: Question) -> tuple[int, str]:
        if not self.excludes_api:
            given = {"user": question.user, "password": question.password, "protocol": ""}
            status, _ = self.ask("api", **given)
            if not 200 <= status <= 299:
                return 401, '{"status":"error","error":"authentication error"}'
        elif not self._knows(question):
            return 401, '{"status":"error","error":"authentication error"}'
        match question.method, question.path.split("/")[1:]:
            case "GET", ["v3", "paths", "list"]:
                return self._list(question)
            case "GET", ["v3", "paths", "get", *name]:
                for code in self.streams:
                    if self.path(code) == "/".join(name):
                        return 200, json.dumps(self._row(code))
                return 404, '{"status":"error","error":"path not found"}'
            case "POST", ["v3", "rtmpconns", "kick", client]:
                for code, stream in list(self.streams.items()):
                    if stream.client == client:
                        self.kicked(code)
                        return 200, '{"status":"ok"}'
                return 404, '{"status":"error","error":"connection not found"}'
        return 404, "404 page not found"

    def _list(self, question: Question) -> tuple[int, str]:
        size, page = (
            int(question.query.get(k, d)) for k, d in (("itemsPerPage", 100), ("page", 0))
        )
        rows = [self._row(code) for code in sorted(self.streams)]
        found = {
            "itemCount": len(rows),
            "pageCount": -(-len(rows) // size),
            "items": rows[page * size : (page + 1) * size],
        }
        return 200, json.dumps(found)

    def _row(self, code: str) -> dict[str, Any]:
        stream = self.streams[code]
        on = stream.client is not None
        return {
            "name": self.path(code),
            "confName": "~^live/[A-Za-z0-9_-]+$",
            "ready": on,
            "readyTime": "2026-11-23T20:00:00Z" if on else None,
            "available": on,
            "availableTime": "2026-11-23T20:00:00Z" if on else None,
            "online": on,
            "onlineTime": "2026-11-23T20:00:00Z" if on else None,
            "source": {"type": "rtmpConn", "id": stream.client} if on else None,
            "tracks": ["H264"] if on else [],
            "readers": [{"type": "hlsSession", "id": str(n)} for n in range(stream.players)],
            "inboundBytes": stream.received,
            "outboundBytes": 0,
            "bytesReceived": stream.received,
            "bytesSent": 0,
        }
