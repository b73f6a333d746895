"""The console's ear: what it makes of a stream, and of a server that misbehaves."""

from __future__ import annotations

import threading

import httpx
import pytest
from pydantic import TypeAdapter

from livedesk.client.event_stream import Alive, EventStream, Remove, Reset, Upsert
from livedesk.domain.errors import BadSettings, ServerUnavailable, TooManyRequests, WrongToken
from livedesk.domain.records import Record
from tests.faulty import dripping, reset, saying, serving, silence
from tests.wire import TOKEN, URL, a_record, problem

ITEM = TypeAdapter(Record).dump_json(a_record(push=None)).decode()
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 6\r\n\r\n<html>"


def stream_of(*answers: httpx.Response, mine: bool = False) -> tuple[EventStream, list]:
    """A stream of a server that answers so in turn, and the requests it gets."""
    asked: list[httpx.Request] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request)
        return answers[min(len(asked), len(answers)) - 1]

    return EventStream(URL, TOKEN, mine=mine, transport=httpx.MockTransport(answer)), asked


def saying_events(text: str) -> httpx.Response:
    return httpx.Response(200, text=text, headers={"Content-Type": "text/event-stream"})


def heard(stream: EventStream) -> list:
    """Everything up to the end of the line."""
    found: list = []
    with pytest.raises(ServerUnavailable):
        found.extend(stream.events())  # what came before the error is in it
    return found


def test_events_are_told_in_their_order():
    stream, _ = stream_of(
        saying_events(
            "retry: 3000\n\nid: 7\nevent: reset\ndata: {}\n\n"
            f"id: 8\nevent: upsert\ndata: {ITEM}\n\n: still here\n\n"
            'id: 9\nevent: remove\ndata: {"id": "b1", "state": "ended", "reason": "kicked"}\n\n'
        )
    )
    assert heard(stream) == [
        Reset(),
        Upsert(a_record(push=None)),
        Alive(),
        Remove("b1", "ended", "kicked"),
    ]
    assert stream.last_id == "9"


def test_a_next_run_goes_on_from_the_last_event_that_was_whole():
    stream, asked = stream_of(
        saying_events('id: 7\nevent: reset\ndata: {}\n\nid: 8\nevent: remove\ndata: {"id"')
    )
    assert heard(stream) == [Reset()]
    heard(stream)
    assert "Last-Event-ID" not in asked[0].headers
    assert asked[1].headers["Last-Event-ID"] == "7"


def test_lines_may_end_as_they_like_and_come_in_pieces():
    text = f"id: 8\r\nevent: upsert\r\ndata: {ITEM}\r\n\r\n"

    def pieces():
        for letter in text:
            yield letter.encode()

    reply = httpx.Response(
        200, content=pieces(), headers={"Content-Type": "text/event-stream; charset=utf-8"}
    )
    assert heard(stream_of(reply)[0]) == [Upsert(a_record(push=None))]


def test_a_kind_of_event_that_is_newer_is_passed_over():
    stream, _ = stream_of(saying_events("id: 7\nevent: chat\ndata: hello\n\n"))
    assert heard(stream) == []


def test_the_token_goes_along_only_for_ones_own():
    anybody, asked = stream_of(saying_events(""))
    heard(anybody)
    assert "Authorization" not in asked[0].headers
    assert asked[0].url.path == "/v1/events"
    own, asked = stream_of(saying_events(""), mine=True)
    heard(own)
    assert asked[0].headers["Authorization"] == f"Bearer {TOKEN}"
    assert dict(asked[0].url.params) == {"host": "me"}
    assert TOKEN not in repr(own)


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [(401, "wrong_token", WrongToken), (429, "too_many_requests", TooManyRequests)],
)
def test_a_refusal_is_the_same_error_as_of_any_call(status, code, kind):
    with pytest.raises(kind):
        next(stream_of(problem(status, code))[0].events())


@pytest.mark.parametrize(
    "text",
    [
        "event: upsert\ndata: {}\n\n",
        "event: upsert\ndata: not json\n\n",
        "event: remove\ndata: []\n\n",
        "event: remove\ndata: {}\n\n",
        f"event: remove\ndata: {'[' * 100_000}\n\n",
        "x" * 2_000_000,
    ],
    ids=lambda text: text[:30],
)
def test_what_makes_no_sense_is_not_livedesk(text):
    with pytest.raises(ServerUnavailable) as caught:
        list(stream_of(saying_events(text))[0].events())
    assert caught.value.facts == {"why": "not_livedesk"}


@pytest.mark.parametrize(
    ("misbehave", "why"),
    [
        (silence, "timed_out"),
        (reset, "broken_off"),
        (saying(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"), "not_livedesk"),
        (saying(HTML), "not_livedesk"),
        (saying(HEAD), "broken_off"),
        (dripping(HEAD, b"", 10.0), "timed_out"),
    ],
)
def test_a_server_that_misbehaves_is_unavailable(misbehave, why):
    with serving(misbehave) as port:
        stream = EventStream(f"http://127.0.0.1:{port}", timeout=0.3, silence=0.5)
        with pytest.raises(ServerUnavailable) as caught:
            list(stream.events())
    assert caught.value.facts["why"] == why


def test_words_that_keep_coming_keep_it_open_and_a_close_ends_it_from_another_thread():
    with serving(dripping(HEAD, b": still here\n\n", 0.1)) as port:
        stream = EventStream(f"http://127.0.0.1:{port}", timeout=0.3, silence=0.5)
        found: list = []
        enough = threading.Event()

        def listen() -> None:
            for event in stream.events():
                found.append(event)
                if len(found) == 10:
                    enough.set()

        thread = threading.Thread(target=listen)
        thread.start()
        assert enough.wait(10)
        stream.close()
        thread.join(5)
        assert not thread.is_alive()
    assert set(found) == {Alive()}


def test_a_close_ends_a_run_in_which_nothing_comes():
    with serving(dripping(HEAD, b"", 60.0)) as port:
        stream = EventStream(f"http://127.0.0.1:{port}", silence=60.0)
        thread = threading.Thread(target=lambda: list(stream.events()))
        thread.start()
        while stream._socket is None:
            thread.join(0.05)
        stream.close()
        thread.join(5)
        assert not thread.is_alive()


@pytest.mark.parametrize(("url", "token"), [("ftp://x", TOKEN), (URL, "with space")])
def test_mistakes_are_told_before_anything_is_asked(url, token):
    with pytest.raises(BadSettings):
        EventStream(url, token, mine=True)


def test_an_item_that_makes_no_sense_ends_the_run():
    stream, _ = stream_of(
        saying_events(f"event: upsert\ndata: {ITEM.replace('2026-', 'then-')}\n\n")
    )
    assert heard(stream) == []


def test_an_event_without_end_is_not_kept():
    many = "data: " + "x" * 1000 + "\n"
    stream, _ = stream_of(saying_events(many * 3000 + "\nevent: reset\ndata: {}\n\n"))
    assert heard(stream) == []


def test_an_id_that_cannot_be_said_again_is_left_out():
    stream, asked = stream_of(saying_events("id: 7\rx\nevent: reset\ndata: {}\n\n"))
    heard(stream)
    assert heard(stream) == [Reset()]
    assert "Last-Event-ID" not in asked[1].headers
