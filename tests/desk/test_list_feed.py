"""The live list as it reaches the window: pages, events, and polling where there are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from pytestqt.qtbot import QtBot

from livedesk.client.server_address import ServerAddress
from livedesk.desk.workers import list_events, list_feed
from livedesk.desk.workers.background import stop_all
from livedesk.desk.workers.list_feed import ListFeed, ListNews, ListStatus, Source
from livedesk.domain.records import Record
from tests.desk.list_server import ListServer, list_server
from tests.desk.pretend import many
from tests.wire import TOKEN, a_policy


class Window:
    """The rows as a window has them that believes what it is told."""

    def __init__(self, feed: ListFeed) -> None:
        self.rows: dict[str, Record] = {}
        self.status: ListStatus | None = None
        self.batches: list[int] = []
        feed.read.connect(self._read)
        feed.news.connect(self._news)
        feed.status.connect(self._status)

    def _read(self, records: tuple[Record, ...]) -> None:
        self.rows = {record.id: record for record in records}

    def _news(self, news: ListNews) -> None:
        self.batches.append(len(news.changed))
        self.rows.update((record.id, record) for record in news.changed)
        for id in news.gone:
            self.rows.pop(id, None)

    def _status(self, status: ListStatus) -> None:
        self.status = status

    def shows(self, server: ListServer) -> bool:
        return self.rows == server.records

    @property
    def source(self) -> Source | None:
        return self.status.source if self.status is not None else None


@pytest.fixture
def server() -> Iterator[ListServer]:
    with list_server() as own:
        yield own


@pytest.fixture
def feed(qapp: object) -> Iterator[ListFeed]:
    made = ListFeed(jitter=lambda: 1.0)
    made.start()
    yield made
    assert stop_all([made], budget=10.0) == ()


@pytest.fixture
def window(feed: ListFeed) -> Window:
    return Window(feed)


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Polls and retries without the waiting."""
    for module, name, value in (
        (list_feed, "SHOWN_POLL_S", 0.05),
        (list_feed, "HIDDEN_POLL_S", 0.05),
        (list_feed, "LONG_POLL_S", 0.05),
        (list_feed, "AFTER_FAILURE_S", 0.05),
        (list_feed, "HIDDEN_FLUSH_S", 0.05),
        (list_events, "RETRY_AFTER_S", (0.05,)),
    ):
        monkeypatch.setattr(module, name, value)


def use(feed: ListFeed, server: ListServer) -> None:
    feed.use(ServerAddress(server.url, TOKEN), a_policy())


def test_all_pages_are_read_and_then_events_keep_them_up_to_date(
    qtbot: QtBot, feed: ListFeed, window: Window, server: ListServer, hurried: None
) -> None:
    rows = many(450)
    server.has(rows)
    use(feed, server)
    qtbot.waitUntil(lambda: window.shows(server))
    qtbot.waitUntil(lambda: window.source is Source.EVENTS and window.status.whole)
    asked = len(server.asked)
    server.put(replace(rows[3], title="Another title"))
    server.put(replace(rows[0], id="new", code="8888_new"))
    server.remove(rows[7].id)
    qtbot.waitUntil(lambda: window.shows(server))
    assert "new" in window.rows
    assert len(server.asked) == asked, "events alone have told it"
    qtbot.waitUntil(lambda: window.status.total == 450)


def test_what_left_before_the_stream_began_again_is_not_shown_for_ever(
    qtbot: QtBot, feed: ListFeed, window: Window, server: ListServer, hurried: None
) -> None:
    server.has(many(30))
    use(feed, server)
    qtbot.waitUntil(lambda: window.shows(server) and window.source is Source.EVENTS)
    server.end_streams()
    server.has(many(30)[10:])
    qtbot.waitUntil(lambda: window.shows(server))


def test_without_events_the_list_is_polled_and_an_unchanged_one_is_not_sent_again(
    qtbot: QtBot, feed: ListFeed, window: Window, server: ListServer, hurried: None
) -> None:
    server.events = False
    server.has(many(20))
    use(feed, server)
    qtbot.waitUntil(lambda: window.shows(server))
    qtbot.waitUntil(lambda: window.source is Source.POLLS)
    server.has(many(25)[3:])
    qtbot.waitUntil(lambda: window.shows(server))
    server.events = True
    qtbot.waitUntil(lambda: window.source is Source.EVENTS)


def test_a_server_that_goes_away_leaves_the_rows_and_their_age(
    qtbot: QtBot, feed: ListFeed, window: Window, server: ListServer, hurried: None
) -> None:
    server.has(many(20))
    use(feed, server)
    qtbot.waitUntil(lambda: window.shows(server) and window.source is Source.EVENTS)
    server.there = server.events = False
    server.end_streams()
    qtbot.waitUntil(lambda: window.source is Source.AWAY)
    assert window.shows(server)
    server.there = True
    qtbot.waitUntil(lambda: window.source is Source.POLLS)


def test_a_search_is_the_servers_and_stays_up_to_date(
    qtbot: QtBot, feed: ListFeed, window: Window, server: ListServer, hurried: None
) -> None:
    rows = many(300)
    server.has(rows)
    use(feed, server)
    qtbot.waitUntil(lambda: window.shows(server) and window.source is Source.EVENTS)
    feed.search("guitar")
    wanted = {row.id for row in rows if "Guitar" in row.title}
    qtbot.waitUntil(lambda: window.rows.keys() == wanted)
    assert any("q=guitar" in path for path in server.asked)
    some = sorted(wanted)[0]
    server.put(replace(server.records[some], title="Drums now"))
    server.put(replace(server.records["x2"], title="My guitar"))
    server.put(replace(server.records["x0"], viewers=5))
    qtbot.waitUntil(lambda: window.rows.keys() == (wanted - {some}) | {"x2"})
    qtbot.waitUntil(lambda: window.status.total == 300)  # also beside a search
    feed.search("")
    qtbot.waitUntil(lambda: window.shows(server))


def test_the_same_search_twice_shows_the_same(
    qtbot: QtBot, feed: ListFeed, window: Window, server: ListServer, hurried: None
) -> None:
    server.has(many(50))
    use(feed, server)
    qtbot.waitUntil(lambda: window.shows(server) and window.source is Source.EVENTS)
    for words in ("guitar", "", "guitar"):
        feed.search(words)
        count = 10 if words else 50
        qtbot.waitUntil(lambda count=count: len(window.rows) == count)


def test_another_server_shows_its_own_list_and_nothing_else(
    qtbot: QtBot, feed: ListFeed, window: Window, server: ListServer, hurried: None
) -> None:
    server.has(many(40))
    use(feed, server)
    qtbot.waitUntil(lambda: window.shows(server) and window.source is Source.EVENTS)
    with list_server() as other:
        other.has(many(50)[45:])
        use(feed, other)
        qtbot.waitUntil(lambda: window.shows(other) and window.source is Source.EVENTS)
        server.tell("remove", '{"id": "x46", "state": "ended", "reason": "kicked"}')
        other.put(replace(many(1)[0], id="theirs"))
        qtbot.waitUntil(lambda: "theirs" in window.rows)
        assert window.shows(other)
        assert stop_all([feed], budget=10.0) == ()


def test_a_list_without_end_is_read_to_a_bound_from_the_end_that_is_sorted_by(
    qtbot: QtBot,
    feed: ListFeed,
    window: Window,
    server: ListServer,
    hurried: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(list_feed, "MOST_ROWS", 400)
    rows = many(1000)
    server.has(rows)
    use(feed, server)
    qtbot.waitUntil(lambda: len(window.rows) == 400 and window.source is Source.EVENTS)
    qtbot.waitUntil(lambda: not window.status.whole)
    feed.sort("viewers")
    most = {row.id for row in sorted(rows, key=lambda row: (row.viewers, row.id))[-400:]}
    qtbot.waitUntil(lambda: window.rows.keys() == most)


def test_the_window_is_told_of_ten_thousand_rows_in_bites(
    qtbot: QtBot,
    feed: ListFeed,
    window: Window,
    server: ListServer,
    hurried: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(list_feed, "PAGE_PAUSE_S", 0.0)
    server.has(many(3000))
    feed.show(True)
    use(feed, server)
    qtbot.waitUntil(lambda: window.shows(server), timeout=20_000)
    assert max(window.batches) <= list_feed.MOST_AT_ONCE


def test_of_several_searches_the_last_one_is_read(
    qtbot: QtBot, qapp: object, server: ListServer
) -> None:
    server.events = False
    feed = ListFeed()
    use(feed, server)
    for words in ("c", "ca", "cat"):
        feed.search(words)
    with qtbot.waitSignal(feed.read):
        feed.start()
    assert stop_all([feed], budget=10.0) == ()
    searched = [path for path in server.asked if "q=" in path]
    assert searched
    assert all("q=cat&" in path for path in searched)


def test_stopping_does_not_wait_for_a_silent_stream(
    qtbot: QtBot, feed: ListFeed, window: Window, server: ListServer
) -> None:
    use(feed, server)
    qtbot.waitUntil(lambda: window.source is Source.EVENTS)
    assert stop_all([feed], budget=2.0) == ()


def test_a_search_that_is_given_up_while_it_is_read_takes_nothing_off_the_list(
    qtbot: QtBot,
    feed: ListFeed,
    window: Window,
    server: ListServer,
    hurried: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    server.has(many(2500))
    use(feed, server)
    qtbot.waitUntil(lambda: window.shows(server) and window.source is Source.EVENTS)
    feed.search("guitar")
    qtbot.waitUntil(lambda: 0 < len(window.rows) < 500)
    feed.search("")
    qtbot.waitUntil(lambda: window.shows(server))
    server.put(replace(many(1)[0], id="new"))
    qtbot.waitUntil(lambda: "new" in window.rows)
    assert window.shows(server)
    qtbot.waitUntil(lambda: window.status.total == 2501)
