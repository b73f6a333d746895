"""Tencent Cloud over real HTTP, as far as LiveDesk meets it: API 3.0, the old API, callbacks.

Signatures are checked as the public documents say (API 3.0: "Signature v3"; old API and callbacks:
267/5957), with no code of the SDK's or of LiveDesk.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, urlsplit

SECRET_ID, SECRET_KEY = "AKIDEXAMPLEEXAMPLEEXAMPLE", "ExampleSecretKeyExampleSecretKey"
APP_ID, API_KEY = "1234", "5d41402abc4b2a76b9719d911017c592"
CALLBACK_KEY = "callbackkey"
DOMAIN = "8888.livepush.myqcloud.com"
SKEW_S = 300

_AUTHORIZATION = re.compile(
    r"TC3-HMAC-SHA256 Credential=(?P<id>[^/]+)/(?P<date>[\d-]{10})/live/tc3_request, "
    r"SignedHeaders=(?P<signed>[a-z0-9;-]+), Signature=(?P<signature>[0-9a-f]{64})"
)


def md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()


def tc3_signature(
    key: str, at: int, headers: dict[str, str], signed: str, body: bytes, path: str = "/"
) -> str:
    """What the documents say the signature of a POST must be."""
    lines = "".join(f"{name}:{headers[name].strip().lower()}\n" for name in signed.split(";"))
    canonical = f"POST\n{path}\n\n{lines}\n{signed}\n{hashlib.sha256(body).hexdigest()}"
    date = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
    digest = hashlib.sha256(canonical.encode()).hexdigest()
    to_sign = f"TC3-HMAC-SHA256\n{at}\n{date}/live/tc3_request\n{digest}"
    link = b"TC3" + key.encode()
    for word in (date, "live", "tc3_request", to_sign):
        link = hmac.new(link, word.encode(), hashlib.sha256).digest()
    return link.hex()


class Failed(Exception):
    """An error as API 3.0 tells it: in the body, with HTTP 200."""


class TencentCloud:
    """One account. A context manager; listens on a free port of 127.0.0.1.

    Attributes:
        streams: who publishes: by stream name the sequences of their pushes.
        forbidden: until when by stream name, epoch seconds.
        asked: every good question: action or interface, and stream name ("" for the list).
        signatures: of API 3.0's questions, good or not.
        most_a_second: of one action; more are RequestLimitExceeded. None: no limit.
        fault: an error code that API 3.0 answers everything with, or the old API's ``ret``.
        raw: a status, content type and body that everything is answered with.
        page_cap: the largest page of the list.
        listed: whether the list names anybody; it is only auxiliary.
        frozen: set, to let no answer go out.
    """

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self.now = now
        self.streams: dict[str, set[str]] = {}
        self.known: set[str] = set()
        self.forbidden: dict[str, float] = {}
        self.asked: list[tuple[str, str]] = []
        self.signatures: list[str] = []
        self.most_a_second: int | None = None
        self.fault: str | int | None = None
        self.raw: tuple[int, str, bytes] | None = None
        self.page_cap = 1000
        self.listed = True
        self.frozen = threading.Event()
        self.wait_over = threading.Event()
        self._counts: dict[int, Counter[str]] = defaultdict(Counter)
        self._lock = threading.Lock()
        cloud = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self._answer(lambda: cloud.old_api(dict(parse_qsl(urlsplit(self.path).query))))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                headers = {name.lower(): value for name, value in self.headers.items()}
                self._answer(lambda: cloud.api_3(headers, body, urlsplit(self.path).path))

            def _answer(self, answer: Callable[[], dict[str, Any]]) -> None:
                if cloud.frozen.is_set():
                    cloud.wait_over.wait(60)
                    self.close_connection = True
                    return
                status, kind, body = cloud.raw or (200, "application/json", b"")
                if cloud.raw is None:
                    with cloud._lock:
                        body = json.dumps(answer()).encode()
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._http.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> TencentCloud:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.wait_over.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def push(self, code: str, sequence: str = "1") -> bool:
        """An encoder comes; False: it is kept out."""
        if self.forbidden.get(code, 0.0) > self.now():
            return False
        self.streams.setdefault(code, set()).add(sequence)
        self.known.add(code)
        return True

    def leave(self, code: str) -> None:
        self.streams.pop(code, None)

    def actions(self) -> list[str]:
        return [action for action, _ in self.asked]

    def api_3(self, headers: dict[str, str], body: bytes, path: str) -> dict[str, Any]:
        try:
            self._check_tc3(headers, body, path)
            said = self._act(headers["x-tc-action"], json.loads(body))
        except Failed as failed:
            said = {"Error": {"Code": str(failed), "Message": "说明"}}
        return {"Response": {**said, "RequestId": "8e50cdb5-56dc-408b-89b0-31818958d424"}}

    def _check_tc3(self, headers: dict[str, str], body: bytes, path: str) -> None:
        found = _AUTHORIZATION.fullmatch(headers.get("authorization", ""))
        if found is None:
            raise Failed("AuthFailure.SignatureFailure")
        self.signatures.append(found["signature"])
        if found["id"] != SECRET_ID:
            raise Failed("AuthFailure.SecretIdNotFound")
        at = int(headers["x-tc-timestamp"])
        if abs(self.now() - at) > SKEW_S:
            raise Failed("AuthFailure.SignatureExpire")
        date = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%d")
        must = {"content-type", "host"} <= set(found["signed"].split(";"))
        due = tc3_signature(SECRET_KEY, at, headers, found["signed"], body, path)
        if found["date"] != date or not must or due != found["signature"]:
            raise Failed("AuthFailure.SignatureFailure")
        if headers.get("x-tc-version") != "2018-08-01":
            raise Failed("NoSuchVersion")

    def _act(self, action: str, asked: dict[str, Any]) -> dict[str, Any]:
        self._count(action)
        if isinstance(self.fault, str):
            raise Failed(self.fault)
        if asked.get("DomainName") != DOMAIN or asked.get("AppName") != "live":
            raise Failed("ResourceNotFound.DomainNotExist")
        if action == "DescribeLiveStreamOnlineList":
            self.asked.append((action, ""))
            return self._page(asked["PageNum"], min(asked["PageSize"], self.page_cap))
        code = asked["StreamName"]
        self.asked.append((action, code))
        if action == "DescribeLiveStreamState":
            if self.forbidden.get(code, 0.0) > self.now():
                return {"StreamState": "forbid"}
            if code not in self.known:
                raise Failed("ResourceUnavailable.StreamNotExist")
            return {"StreamState": "active" if code in self.streams else "inactive"}
        if action == "DropLiveStream":
            self.streams.pop(code, None)
        elif action == "ForbidLiveStream":
            until = datetime.strptime(asked["ResumeTime"] + "+0000", "%Y-%m-%dT%H:%M:%SZ%z")
            self._forbid(code, until.timestamp())
        elif action == "ResumeLiveStream":
            self.forbidden.pop(code, None)
        else:
            raise Failed("InvalidAction")
        return {}

    def _count(self, action: str) -> None:
        count = self._counts[int(self.now())]
        count[action] += 1
        if self.most_a_second is not None and count[action] > self.most_a_second:
            raise Failed("RequestLimitExceeded")

    def _page(self, number: int, size: int) -> dict[str, Any]:
        names = sorted(self.streams) if self.listed else []
        rows = [
            {
                "StreamName": name,
                "AppName": "live",
                "DomainName": DOMAIN,
                "PushToDelay": 0,
                "PublishTimeList": [{"PublishTime": "2026-11-23T20:00:00Z"}],
            }
            for name in names[(number - 1) * size : number * size]
        ]
        total = -(-len(names) // size)
        sizes = {"PageNum": number, "PageSize": size, "TotalPage": total, "TotalNum": len(names)}
        return {**sizes, "OnlineInfo": rows}

    def _forbid(self, code: str, until: float) -> None:
        if not 0 < until - self.now() <= 90 * 86400:
            raise Failed("InvalidParameterValue")
        self.forbidden[code] = until
        self.streams.pop(code, None)

    def old_api(self, asked: dict[str, str]) -> dict[str, Any]:
        if asked.get("appid") != APP_ID:
            return {"ret": -1, "message": "appid is invalid"}
        if int(asked["t"]) < self.now() or asked["sign"] != md5(API_KEY + asked["t"]):
            return {"ret": 1000, "message": "sign is invalid"}
        if self.fault is not None:
            return {"ret": self.fault, "message": "系统繁忙"}
        interface, code = asked["interface"], asked["Param.s.channel_id"]
        self.asked.append((interface, code))
        if interface == "Live_Channel_GetStatus":
            if code not in self.known:
                return {"ret": 20601, "message": "no such channel"}
            forbidden = self.forbidden.get(code, 0.0) > self.now()
            status = 3 if forbidden else int(code in self.streams)
            row = {"rate_type": 0, "recv_type": 1, "status": status}
            return {"ret": 0, "message": "", "output": [row]}
        if interface == "Live_Channel_SetStatus" and asked["Param.n.status"] == "2":
            self.streams.pop(code, None)
            return {"ret": 0 if code in self.known else 20601, "message": ""}
        if interface == "channel_manager" and asked["Param.s.action"] == "forbid":
            self._forbid(code, float(asked["Param.n.abstime_end"]))
        elif interface == "channel_manager":
            self.forbidden.pop(code, None)
        else:
            return {"ret": 1, "message": "interface is invalid"}
        return {"ret": 0, "message": ""}


def event(kind: int, code: str, now: float, sequence: str = "1", **said: object) -> dict[str, Any]:
    """A callback as the documents show it (267/38081), signed; `said` replaces fields."""
    t = int(now) + 600
    return {
        "app": DOMAIN,
        "appid": 1234,
        "appname": "live",
        "channel_id": code,
        "errcode": 0,
        "errmsg": "ok" if kind else "The push client actively stopped the push",
        "event_time": int(now),
        "event_type": kind,
        "height": 0,
        "idc_id": 31,
        "node": "203.0.113.5",
        "push_duration": "0" if kind else "10",
        "sequence": sequence,
        "set_id": 2,
        "sign": md5(CALLBACK_KEY + str(t)),
        "stream_id": code,
        "stream_param": "",
        "t": t,
        "user_ip": "203.0.113.9",
        "width": 0,
        **said,
    }


def recorded(code: str, now: float, **said: object) -> dict[str, Any]:
    """A recording of the minute before, as of document 267/38082."""
    return event(
        100,
        code,
        now,
        **{
            "file_id": "9192487266581821586",
            "record_file_id": "9192487266581821587",
            "file_format": "mp4",
            "task_id": "UpTbk5RSVhRQFoPU1ZQGVwHUw",
            "start_time": int(now) - 60,
            "end_time": int(now),
            "duration": 60,
            "file_size": 9941968,
            "video_url": "https://play.example.com/vod/f0.mp4",
            "callback_ext": '{"video_codec":"h264"}',
            **said,
        },
    )


def pictured(code: str, now: float, **said: object) -> dict[str, Any]:
    """A snapshot, as of document 267/38083."""
    return event(
        200,
        code,
        now,
        **{
            "create_time": int(now),
            "file_size": 7520,
            "pic_url": "/2026-11-23/cats-20-00-00-640x352.jpg",
            "pic_full_url": "https://pic.example.com/2026-11-23/cats-20-00-00-640x352.jpg",
            **said,
        },
    )
