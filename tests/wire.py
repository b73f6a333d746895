"""Answers of a LiveDesk server, as tests of its clients need them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx
from pydantic import TypeAdapter

from livedesk.client.event_stream import EventStream
from livedesk.client.server_address import ServerAddress
from livedesk.client.server_client import ServerClient
from livedesk.domain.records import (
    HostName,
    KeyRecord,
    Page,
    PolicyRecord,
    Push,
    Record,
    Rhythm,
    ShareRecord,
)

TOKEN = "ldh_0123456789abcdef"
URL = "http://127.0.0.1:8787"

Answering = Callable[[httpx.Request], httpx.Response]


def a_record(id: str = "b1", **changes: Any) -> Record:
    """A broadcast of the host Ana as she sees it."""
    usual: dict[str, Any] = {
        "id": id,
        "code": "live_ana_code",
        "state": "ready",
        "reason": "waiting",
        "title": "Evening show",
        "cover_url": None,
        "host": HostName("ana", "Ana"),
        "rehearsal": False,
        "created_at": "2026-11-22T20:00:00.000Z",
        "started_at": None,
        "ended_at": None,
        "likes": 0,
        "viewers": 0,
        "play": {"hls": "http://127.0.0.1:8787/hls/live_ana_code.m3u8"},
        "watch_url": "http://127.0.0.1:8787/watch/live_ana_code",
        "heartbeat": Rhythm(60.0, 3),
        "push": Push(
            url="rtmp://127.0.0.1/live/live_ana_code?txSecret=1f&txTime=6a",
            server="rtmp://127.0.0.1/live",
            stream_key="live_ana_code?txSecret=1f&txTime=6a",
            expires_at="2026-11-23T20:00:00.000Z",
            fingerprint="7f3a",
        ),
    }
    return Record(**{**usual, **changes})


def a_policy(**changes: Any) -> PolicyRecord:
    """The scheme's own numbers; heartbeats only."""
    usual: dict[str, Any] = {
        "heartbeats": True,
        "heartbeat_interval_s": 60.0,
        "heartbeat_misses": 3,
        "grace_s": 60.0,
        "slack_s": 5.0,
        "makeup_beats": 10,
        "callbacks": False,
        "media_kind": "tencent",
        "bizid": "8888",
        "server_time": "2026-11-22T20:00:00.000Z",
        "version": "0.1.0",
    }
    return PolicyRecord(**{**usual, **changes})


def ok(
    value: Record | Page | PolicyRecord | ShareRecord | KeyRecord, **headers: str
) -> httpx.Response:
    """The answer that carries `value`."""
    body = TypeAdapter(type(value)).dump_json(value)
    return httpx.Response(
        200, content=body, headers={"Content-Type": "application/json", **headers}
    )


def counted(said: str = "live; reason=beats") -> httpx.Response:
    """The answer to a beat."""
    return httpx.Response(204, headers={"LiveDesk-State": said})


def problem(status: int, code: str, detail: str = "A sentence.", **facts: Any) -> httpx.Response:
    """An answer that says no."""
    return httpx.Response(
        status,
        json={"type": "about:blank", "title": code, "status": status}
        | {"code": code, "detail": detail}
        | facts,
        headers={"Content-Type": "application/problem+json"},
    )


def client_of(answer: Answering) -> ServerClient:
    """A client of a server that answers so, without a network."""
    return ServerClient(URL, TOKEN, transport=httpx.MockTransport(answer))


def clients_of(answer: Answering) -> Callable[[ServerAddress], ServerClient]:
    """Makes such clients, each for its own thread."""
    return lambda address: ServerClient(
        address.url, address.token, transport=httpx.MockTransport(answer)
    )


def no_events(address: ServerAddress) -> EventStream:
    """The events of a server that has none, without a network."""
    transport = httpx.MockTransport(lambda request: problem(404, "not_found"))
    return EventStream(address.url, transport=transport)
