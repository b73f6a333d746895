"""nginx-rtmp, as it was recorded; it also runs for real, in `test_nginx_rtmp`."""

from __future__ import annotations

from urllib.parse import quote

from tests.media import recorded_bodies
from tests.media.spoken_server import Question, Spoken, Stream


class SpokenNginxRtmp(Spoken):
    """nginx-rtmp: a second publisher is asked for, refused, and its end is told."""

    kind = "nginx-rtmp"
    user = password = ""

    def _next_client(self) -> str:
        self._count += 1
        return str(self._count)

    def _said(self, call: str, code: str, client: str | None, query: str) -> tuple[int, str]:
        told = (
            f"app={self.app(code)}&flashver=FMLE&swfurl=&tcurl=rtmp://127.0.0.1/live&pageurl="
            f"&addr=127.0.0.1&clientid={client}&call={call}&name={quote(code)}"
        )
        kind = "&type=live" if call == "publish" else ""
        return self._call(f"{told}{kind}&{query}".encode())

    def _leave_given(self, code: str, client: str, query: str) -> bool:
        status, _ = self._said("publish", code, client, query)
        return status // 100 == 2

    def _turned_away(self, code: str, client: str, query: str) -> None:
        self._said("publish_done", code, client, query)

    def _ended(self, code: str, gone: Stream) -> None:
        self._said("publish_done", code, gone.client, gone.query)

    def answer(self, question: Question) -> tuple[int, str]:
        match question.path:
            case "/stat":
                apps = "".join(self._application(app) for app in {"live", *self.apps.values()})
                head, _, tail = recorded_bodies.answers("nginx-rtmp", "GET /stat")[0][1].partition(
                    "<application>"
                )
                return 200, head + apps + tail.partition("</application>")[2]
            case "/control/drop/publisher":
                code = question.query["name"]
                if not self.is_taken(code) or question.query["app"] != self.app(code):
                    return 200, "0"
                self.kicked(code)
                return 200, "1"
        return 404, ""

    def _application(self, app: str) -> str:
        rows = "".join(self._row(code) for code in sorted(self.streams) if self.app(code) == app)
        return f"<application>\r\n<name>{app}</name>\r\n<live>\r\n{rows}</live></application>"

    def _row(self, code: str) -> str:
        stream = self.streams[code]
        players = "".join(
            f"<client><id>{9000 + n}</id><address>127.0.0.1</address></client>"
            for n in range(stream.players)
        )
        publisher = mark = ""
        if stream.client is not None:
            mark = "<publishing/>\r\n<active/>\r\n"
            publisher = f"<client><id>{stream.client}</id><publishing/><active/></client>"
        return (
            f"<stream>\r\n<name>{code}</name>\r\n<bytes_in>{stream.received}</bytes_in>\r\n"
            f"{players}{publisher}{mark}</stream>\r\n"
        )
