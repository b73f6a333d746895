"""SRS, as it was recorded."""

from __future__ import annotations

import json
from typing import Any

from tests.media import recorded_bodies
from tests.media.spoken_server import Question, Spoken, Stream


class SpokenSrs(Spoken):
    """SRS 5. A second publisher is asked for, refused, and gets no end."""

    kind = "srs"

    def __init__(self) -> None:
        super().__init__()
        self.server, self.service, self._restarts = "vid-97i104s", "8175x3z5", 0

    def _next_client(self) -> str:
        return super()._next_client().replace("c", "47q8809x")

    def restart(self) -> None:
        """Begins anew, and tells nobody."""
        self.streams.clear()
        self._restarts += 1
        self.service = f"8175x3z{5 + self._restarts}"

    def _said(self, action: str, code: str, client: str | None, query: str) -> tuple[int, str]:
        told = json.loads(recorded_bodies.hook("srs", "on_publish"))
        told |= {
            "action": action,
            "server_id": self.server,
            "service_id": self.service,
            "client_id": client,
            "app": self.app(code),
            "stream": code,
            "param": f"?{query}" if query else "",
            "stream_url": f"/{self.app(code)}/{code}",
        }
        return self._tell(told)

    def _leave_given(self, code: str, client: str, query: str) -> bool:
        status, body = self._said("on_publish", code, client, query)
        if status not in (200, 201):
            return False
        if body == "0":
            return True
        try:
            said = json.loads(body)
        except ValueError:
            return False
        return isinstance(said, dict) and said.get("code") == 0

    def _ended(self, code: str, gone: Stream) -> None:
        self._said("on_unpublish", code, gone.client, gone.query)

    def answer(self, question: Question) -> tuple[int, str]:
        if not self._knows(question):
            return 401, "Unauthorized"
        head: dict[str, Any] = {
            "code": 0,
            "server": self.server,
            "service": self.service,
            "pid": "32128",
        }
        if question.method == "GET" and question.path == "/api/v1/streams/":
            start = int(question.query.get("start", 0))
            count = max(10, int(question.query.get("count", 0)))
            rows = [self._row(code) for code in sorted(self.streams)]
            return 200, json.dumps(head | {"streams": rows[start : start + count]})
        place, _, cid = question.path.rpartition("/")
        if question.method == "DELETE" and place == "/api/v1/clients":
            for code, stream in list(self.streams.items()):
                if stream.client == cid:
                    self.kicked(code)
                    return 200, json.dumps(head)
            return 200, '{"code":2049}'
        return 404, ""

    def _row(self, code: str) -> dict[str, Any]:
        answer = recorded_bodies.answers("srs", "GET /api/v1/streams/")[1][1]
        row = json.loads(answer)["streams"][0]
        stream = self.streams[code]
        publish: dict[str, object] = {"active": stream.client is not None}
        if stream.client is not None:
            publish["cid"] = stream.client
        return row | {
            "id": f"vid-{code}",
            "name": code,
            "app": self.app(code),
            "url": f"/{self.app(code)}/{code}",
            "clients": stream.players + (stream.client is not None),
            "recv_bytes": stream.received,
            "publish": publish,
        }
