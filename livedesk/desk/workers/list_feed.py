"""The live list, read page by page and kept up to date by events, or by polling without them."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum

from PySide6.QtCore import QObject, Signal

from livedesk.client.event_stream import Alive, Remove, Reset, Upsert
from livedesk.client.list_search import matches
from livedesk.client.server_address import ServerAddress
from livedesk.client.server_client import ServerClient
from livedesk.desk.workers.list_events import Broken, ListEvents, MakeStream, stream_for
from livedesk.desk.workers.server_thread import MakeClient, Refresh, ServerThread, client_for
from livedesk.domain.errors import LivedeskError
from livedesk.domain.records import Page, PolicyRecord, Record

PAGE = 200  # rows, the most that a server gives at once
PAGE_PAUSE_S = 0.05  # reading ten thousand rows must not be felt, here or at the server
MOST_ROWS = 20_000
MOST_AT_ONCE = 500  # rows that the window takes in without being felt
SHOWN_FLUSH_S, HIDDEN_FLUSH_S = 0.25, 2.0
SHOWN_POLL_S, HIDDEN_POLL_S = 5.0, 15.0
LONG_POLL_S = 30.0  # where the list has several pages
SURE_AGAIN_S = 600.0  # also with events: once in a while the list is read whole
AFTER_FAILURE_S = 5.0


class Source(Enum):
    """Where the rows come from: as it happens, now and then, or from what was last known."""

    EVENTS = "events"
    POLLS = "polls"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class ListNews:
    """Rows of what is shown that have come or changed, and ids of those that have gone."""

    changed: tuple[Record, ...]
    gone: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ListStatus:
    """How much the rows are worth.

    Attributes:
        at: epoch seconds of the server's last word.
        total: how many are on, also while searching, as far as they are read.
        whole: all have been read; False while pages are missing, and above MOST_ROWS.
    """

    source: Source
    at: float
    total: int
    whole: bool


@dataclass(frozen=True, slots=True)
class Search:
    """Only broadcasts that match these words; "" for all."""

    words: str


@dataclass(frozen=True, slots=True)
class Sort:
    """``started_at``, ``viewers`` or ``likes``: what must not be missing where not all are read."""

    by: str


@dataclass(frozen=True, slots=True)
class Shown:
    """Whether a person looks at the list."""

    shown: bool


@dataclass(frozen=True, slots=True)
class Anew:
    """Another window looks, and knows nothing yet."""


@dataclass(frozen=True, slots=True)
class Nudge:
    """Something has changed that events tell of; without them, read now."""


@dataclass(slots=True)
class _Walk:
    """A reading of all pages.

    Attributes:
        told: ids that events have spoken of meanwhile: those words are newer than the pages.
    """

    words: str
    sort: str
    cursor: str | None = None
    seen: set[str] = field(default_factory=set)
    told: set[str] = field(default_factory=set)


class ListFeed(ServerThread):
    """Signals:
    read: tuple[Record, ...]: what is shown is this and nothing else.
    news: ListNews: what has changed of it.
    status: ListStatus.
    failed: LivedeskError.
    """

    read = Signal(object)
    news = Signal(object)
    status = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        make_client: MakeClient = client_for,
        make_stream: MakeStream = stream_for,
        clock: Callable[[], float] = time.time,
        timer: Callable[[], float] = time.monotonic,
        jitter: Callable[[], float] = random.random,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("list", make_client, parent)
        self._clock, self._timer, self._jitter = clock, timer, jitter
        self._events = ListEvents(self.order, make_stream, timer, self)
        self._url = ""
        self._words, self._sort = "", "started_at"
        self._whole: dict[str, Record] = {}
        self._found: dict[str, Record] | None = None  # None: not searching
        self._all_read = False
        self._streaming = False
        self._shown = False
        self._walk: _Walk | None = None
        self._last_page: Page | None = None  # what a 304 stands for
        self._page_at = self._walk_at = self._flush_at = 0.0
        self._changed: dict[str, Record] = {}
        self._gone: set[str] = set()
        self._replaces = False
        self._last_status: ListStatus | None = None

    def start(self) -> None:
        """Start both threads."""
        super().start()
        self._events.start()

    def ask_to_stop(self) -> None:
        self._events.ask_to_stop()
        super().ask_to_stop()

    def wait(self, timeout: float) -> bool:
        """Whether both threads are gone within `timeout` seconds."""
        deadline = time.monotonic() + timeout
        gone = self._events.wait(timeout)
        return super().wait(deadline - time.monotonic()) and gone

    def use(self, address: ServerAddress, policy: PolicyRecord) -> None:
        super().use(address, policy)
        self._events.use(address)

    def search(self, words: str) -> None:
        """Read only what matches, at once."""
        self.order(Search(words))

    def sort(self, by: str) -> None:
        """Read from this end first."""
        self.order(Sort(by))

    def show(self, shown: bool) -> None:
        """Tell of news often while a person looks at the list."""
        self.order(Shown(shown))

    def tell_anew(self) -> None:
        """Tell all that is known, unsearched: another window looks."""
        self.order(Anew())

    def nudge(self) -> None:
        """The own broadcast has changed: do not wait for the next poll."""
        self.order(Nudge())

    def patience(self) -> float | None:
        if self.client is None:
            return None
        due = [self._page_at if self._walk is not None else self._walk_at]
        if self._changed or self._gone:
            due.append(self._flush_at)
        return max(0.0, min(due) - self._timer())

    def server_changed(self, client: ServerClient, policy: PolicyRecord) -> None:
        self._last_page = None
        if client.url != self._url:
            self._url, self._all_read, self._streaming = client.url, False, False
            self._whole, self._found = {}, {} if self._words else None
            self._replaces = True
        self._begin(self._words)

    def obey(self, order: object) -> None:
        """Events count at once; the window is told in batches."""
        match order:
            case Upsert(item):
                self._hear(item.id, item)
            case Remove(id):
                self._hear(id, None)
            case Reset():
                self._streaming = True
                self._begin(self._words)
            case Alive():
                self._streaming = True
                self._tell_status()
            case Broken():
                self._streaming = False
                self._walk_at = min(self._walk_at, self._timer() + self._pause())
                self._tell_status()
            case Search(words):
                self._search(words)
            case Sort(by):
                self._sort = by
                if not self._all_read:
                    self._begin(self._words)
            case Shown(shown):
                self._shown = shown
                self._flush_at = self._timer()
                if not self._streaming:
                    self._walk_at = min(self._walk_at, self._timer() + self._pause())
            case Refresh():
                self._begin(self._words)
            case Nudge() if not self._streaming:
                self._begin(self._words)
            case Anew():
                self._words, self._found, self._replaces = "", None, False
                self._tell_whole()
                self._tell_status()
        if self._timer() >= self._flush_at:  # a flood of orders keeps `look` away
            self._flush()

    def look(self, client: ServerClient) -> None:
        if self._walk is None and self._timer() >= self._walk_at:
            self._begin(self._words)
        if self._walk is not None and self._timer() >= self._page_at:
            self._turn_page(client, self._walk)
        if self._timer() >= self._flush_at:
            self._flush()

    def _pause(self) -> float:
        """Seconds to the next whole reading."""
        if self._streaming:
            return SURE_AGAIN_S * (0.5 + 0.5 * self._jitter())
        usual = SHOWN_POLL_S if self._shown else HIDDEN_POLL_S
        return usual if len(self._whole) <= PAGE else LONG_POLL_S

    def _begin(self, words: str) -> None:
        self._walk = _Walk(words, self._sort)
        self._page_at = self._timer()

    def _search(self, words: str) -> None:
        if words == self._words:
            return
        self._words = words
        self._changed, self._gone = {}, set()
        if words:
            self._found, self._replaces = {}, True
            self._begin(words)
        else:
            self._found, self._replaces = None, False
            self._tell_whole()
            if self._walk is not None and self._walk.words:  # it is about what was searched
                self._walk, self._walk_at = None, self._timer() + self._pause()
            if not (self._streaming and self._all_read):
                self._begin("")

    def _tell_whole(self) -> None:
        """Its beginning at once, the rest in bites."""
        first = dict(list(self._whole.items())[:PAGE])
        self._changed = {id: record for id, record in self._whole.items() if id not in first}
        self._gone = set()
        self.tell(self.read, tuple(first.values()))

    def _turn_page(self, client: ServerClient, walk: _Walk) -> None:
        try:
            page = client.list_live(walk.words, walk.sort, PAGE, walk.cursor)
        except LivedeskError as error:
            self._page_at = self._timer() + AFTER_FAILURE_S
            self._tell_status(Source.EVENTS if self._streaming else Source.AWAY)
            self.tell(self.failed, error)
            return
        page = page or self._last_page or Page((), None)
        self._last_page = page
        for record in page.items:
            walk.seen.add(record.id)
            if record.id not in walk.told:
                self._keep(record, searched=bool(walk.words))
        if page.next_cursor is None or len(walk.seen) >= MOST_ROWS:
            self._finish(walk, whole=page.next_cursor is None)
        else:
            walk.cursor, self._page_at = page.next_cursor, self._timer() + PAGE_PAUSE_S
        if self._replaces and walk.words == self._words:
            self._replaces = False
            self._changed, self._gone = {}, set()
            self.tell(self.read, tuple((self._whole if not walk.words else self._seen()).values()))
        self._tell_status()

    def _finish(self, walk: _Walk, *, whole: bool) -> None:
        """What no page had is gone, unless an event has brought it since."""
        self._walk, self._walk_at = None, self._timer() + self._pause()
        target = self._seen() if walk.words else self._whole
        for id in [id for id in target if id not in walk.seen and id not in walk.told]:
            self._drop(id, searched=bool(walk.words))
        if not walk.words:
            self._all_read = whole
        elif not self._all_read or not self._streaming:
            self._begin("")  # how many are on in all

    def _seen(self) -> dict[str, Record]:
        return self._whole if self._found is None else self._found

    def _hear(self, id: str, record: Record | None) -> None:
        """An event: it counts for the whole list and for what is searched."""
        self._streaming = True
        if self._walk is not None:
            self._walk.told.add(id)
        fits = record is not None and (self._found is None or matches(record, self._words))
        if record is None:
            self._whole.pop(id, None)
        elif id in self._whole or len(self._whole) < MOST_ROWS:
            self._whole[id] = record
        if self._found is None:
            self._note(id, record if id in self._whole else None)
        elif fits and record is not None:
            self._found[id] = record
            self._note(id, record)
        elif self._found.pop(id, None) is not None:
            self._note(id, None)

    def _keep(self, record: Record, *, searched: bool) -> None:
        target = self._seen() if searched else self._whole
        if target.get(record.id) != record:
            target[record.id] = record
            if target is self._seen():
                self._note(record.id, record)

    def _drop(self, id: str, *, searched: bool) -> None:
        target = self._seen() if searched else self._whole
        target.pop(id, None)
        if target is self._seen():
            self._note(id, None)

    def _note(self, id: str, record: Record | None) -> None:
        if record is None:
            self._changed.pop(id, None)
            self._gone.add(id)
        else:
            self._gone.discard(id)
            self._changed[id] = record

    def _flush(self) -> None:
        """Tell the window, at most so much at once."""
        if self._replaces or not (self._changed or self._gone):
            return
        some = dict(list(self._changed.items())[:MOST_AT_ONCE])
        gone = tuple(self._gone)
        self._changed = {id: record for id, record in self._changed.items() if id not in some}
        self._gone = set()
        pause_s = SHOWN_FLUSH_S if self._shown else HIDDEN_FLUSH_S
        self._flush_at = self._timer() + (PAGE_PAUSE_S if self._changed else pause_s)
        self.tell(self.news, ListNews(tuple(some.values()), gone))
        self._tell_status()

    def _tell_status(self, source: Source | None = None) -> None:
        source = source or (Source.EVENTS if self._streaming else Source.POLLS)
        at = self._clock()
        if source is Source.AWAY and self._last_status is not None:
            at = self._last_status.at
        self._last_status = ListStatus(source, at, len(self._whole), self._all_read)
        self.tell(self.status, self._last_status)
