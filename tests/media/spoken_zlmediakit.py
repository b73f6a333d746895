"""ZLMediaKit, as it was recorded."""

from __future__ import annotations

import json
from typing import Any

from tests.media import recorded_bodies
from tests.media.spoken_server import Question, Spoken, Stream


class SpokenZlMediaKit(Spoken):
    """ZLMediaKit of April 2026. A broken connection's stream lingers, as in the recording."""

    kind = "zlmediakit"
    schemas = ("fmp4", "rtmp", "rtsp", "ts", "hls")

    def _next_client(self) -> str:
        self._count += 1
        return f"{self._count}-13"

    def restart(self) -> None:
        """Begins anew, with the same ids again, and says so."""
        self.streams.clear()
        self._count = 0
        self._call(recorded_bodies.hook("zlmediakit", "on_server_started", "start").encode())

    def _leave_given(self, code: str, client: str, query: str) -> bool:
        told = json.loads(recorded_bodies.hook("zlmediakit", "on_publish"))
        told |= {"app": self.app(code), "stream": code, "id": client, "params": query}
        status, body = self._tell(told)
        try:
            said = json.loads(body)
        except ValueError:
            return False
        return status == 200 and type(said.get("code")) is int and said["code"] == 0

    def _began(self, code: str) -> None:
        for schema in self.schemas:
            told = json.loads(
                recorded_bodies.hook("zlmediakit", "on_stream_changed", schema=schema)
            )
            self._tell(told | self._row(code, schema) | {"regist": True})

    def _ended(self, code: str, gone: Stream) -> None:
        for schema in self.schemas:
            told = json.loads(
                recorded_bodies.hook(
                    "zlmediakit", "on_stream_changed", "publisher_killed", schema=schema
                )
            )
            self._tell(told | {"app": self.app(code), "stream": code, "params": gone.query})

    def kill(self, code: str) -> None:
        """The encoder dies: the stream stays, of unknown origin, and nobody is told."""
        stream = self.streams[code]
        stream.client, stream.lingers = None, True

    def kicked(self, code: str) -> None:
        self.kill(code)

    def answer(self, question: Question) -> tuple[int, str]:
        if question.form.get("secret") != self.password:
            return (
                200,
                '{"code":-100,"cookie":"6ca7","msg":"Please login first"}',
            )
        match question.path:
            case "/index/api/getMediaList":
                rows = [
                    self._row(code, schema)
                    for code in self._asked_for(question.form)
                    for schema in self.schemas
                    if question.form.get("schema") in (None, schema)
                ]
                return 200, json.dumps({"code": 0} | ({"data": rows} if rows else {}))
            case "/index/api/close_streams":
                hit = self._asked_for(question.form)
                for code in hit:
                    self.kicked(code)
                return 200, json.dumps({"code": 0, "count_closed": len(hit), "count_hit": len(hit)})
        return 404, "404 Not Found"

    def _asked_for(self, form: dict[str, str]) -> list[str]:
        return [
            code
            for code, stream in sorted(self.streams.items())
            if form.get("app") in (None, self.app(code))
            and form.get("stream") in (None, code)
            and (stream.client is not None or stream.lingers)
        ]

    def _row(self, code: str, schema: str) -> dict[str, Any]:
        stream = self.streams[code]
        lists = recorded_bodies.answers("zlmediakit", "GET /index/api/getMediaList?")
        rows = (row for _, body in lists for row in json.loads(body).get("data", []))
        row = next(row for row in rows if (row["originSock"] is None) is (stream.client is None))
        row = row | {
            "app": self.app(code),
            "stream": code,
            "schema": schema,
            "params": stream.query,
            "totalBytes": stream.received,
            "readerCount": stream.players,
        }
        if stream.client is not None:
            row["originSock"]["identifier"] = stream.client
        return dict(row)
