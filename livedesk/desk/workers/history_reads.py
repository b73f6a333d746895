"""The host's past broadcasts: read page by page, and each one whole when it is wanted."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from livedesk.client.server_client import ServerClient
from livedesk.desk import history_export
from livedesk.desk.workers.server_thread import MakeClient, Refresh, ServerThread, client_for
from livedesk.domain.errors import Forbidden, LivedeskError, NotFound
from livedesk.domain.records import PolicyRecord, Record, to_epoch

log = logging.getLogger(__name__)

PAGE = 100
PAUSE_S = 0.04  # between calls nobody waits for: a long history is no load
AFTER_FAILURE_S = 5.0
MOST_WANTED = 40  # what was scrolled past can wait
MOST_SHOWS = 20_000


@dataclass(frozen=True, slots=True)
class PastPage:
    """Broadcasts that were read, newest first; `whole`: the period has been read to its end."""

    records: tuple[Record, ...]
    whole: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """Whether a person looks at the history."""

    shown: bool


@dataclass(frozen=True, slots=True)
class Since:
    """Read back to this time, epoch seconds; None: all."""

    at: float | None


@dataclass(frozen=True, slots=True)
class Want:
    """Read these whole before others."""

    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explain:
    """Read the trail of this one."""

    id: str


@dataclass(frozen=True, slots=True)
class Export:
    """Write these to a file: ``csv`` or ``json``."""

    ids: tuple[str, ...]
    path: Path
    kind: str


class HistoryReads(ServerThread):
    """Reads only while a person looks, or a file is wanted.

    Signals:
        read: PastPage.
        detail: Record, a single one with its stretches and its most viewers.
        explained: EvidenceRecord.
        exported: Path, int: how many broadcasts it holds.
        not_exported: str, the system's own words for why; "" where the server did not answer.
        failed: LivedeskError: reading goes on by itself.
    """

    read = Signal(object)
    detail = Signal(object)
    explained = Signal(object)
    exported = Signal(object, int)
    not_exported = Signal(str)
    failed = Signal(object)

    def __init__(
        self,
        make_client: MakeClient = client_for,
        timer: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("history", make_client, parent)
        self._timer = timer
        self._url = ""
        self._shown = False
        self._since: float | None = None
        self._known: dict[str, Record] = {}
        self._whole: set[str] = set()  # ids that have been read singly, or cannot be
        self._walking = True
        self._cursor: str | None = None
        self._reached: float | None = None  # how far back the last walk has been
        self._wanted: list[str] = []  # the most urgent last
        self._explain: list[str] = []
        self._exports: list[Export] = []
        self._next_at = 0.0

    def show(self, shown: bool) -> None:
        """Read while a person looks."""
        self.order(Shown(shown))

    def look_back(self, since: float | None) -> None:
        """Read back to this time, epoch seconds; None: all."""
        self.order(Since(since))

    def want(self, ids: tuple[str, ...]) -> None:
        """Read these whole before others; → `detail`."""
        self.order(Want(ids))

    def explain(self, id: str) -> None:
        """Read its trail; → `explained`."""
        self.order(Explain(id))

    def export(self, ids: tuple[str, ...], path: Path, kind: str) -> None:
        """Write these to a file, whole; → `exported`, or `not_exported`."""
        self.order(Export(ids, path, kind))

    def patience(self) -> float | None:
        if self.client is None or not self._busy():
            return None
        return max(0.0, self._next_at - self._timer())

    def server_changed(self, client: ServerClient, policy: PolicyRecord) -> None:
        if client.url != self._url:
            self._url = client.url
            self._known, self._whole, self._wanted = {}, set(), []
        self._begin()

    def obey(self, order: object) -> None:
        """What is wanted first is read first."""
        match order:
            case Shown(shown):
                if shown and not self._shown:
                    self._begin()
                self._shown = shown
            case Since(at):
                self._since = at
                self._begin()
            case Want(ids):
                fresh = [id for id in ids if id not in self._whole]
                self._wanted = [id for id in self._wanted if id not in fresh] + fresh[::-1]
                self._wanted = self._wanted[-MOST_WANTED:]
            case Explain(id):
                self._explain.append(id)
            case Export():
                self._exports.append(order)
            case Refresh():
                self._begin()

    def look(self, client: ServerClient) -> None:
        """One call at a time, so that an order never waits long."""
        if not self._busy() or self._timer() < self._next_at:
            return
        try:
            urgent = self._step(client)
        except LivedeskError as error:
            self._next_at = self._timer() + AFTER_FAILURE_S
            self.tell(self.failed, error)
        else:
            self._next_at = self._timer() + (0.0 if urgent else PAUSE_S)

    def _busy(self) -> bool:
        if self._exports or self._explain:
            return True
        return self._shown and (self._walking or bool(self._wanted) or self._unread() is not None)

    def _begin(self) -> None:
        self._walking, self._cursor = True, None
        self._next_at = self._timer()

    def _step(self, client: ServerClient) -> bool:
        """Do the next thing; whether what follows is waited for too."""
        if self._explain:
            self._read_trail(client, self._explain.pop())
        elif self._exports:
            self._export(client, self._exports.pop(0))
        elif self._walking and self._cursor is None:
            self._turn_page(client)
        elif self._wanted:
            self._read_whole(client, self._wanted.pop())
        elif self._walking:
            self._turn_page(client)
        elif (id := self._unread()) is not None:
            self._read_whole(client, id)
            return False
        return True

    def _turn_page(self, client: ServerClient) -> None:
        page = client.mine_page("ended", PAGE, self._cursor)
        fresh = [record for record in page.items if record.id not in self._known]
        self._known |= {record.id: record for record in fresh}
        oldest = to_epoch(page.items[-1].created_at) if page.items else None
        beyond = self._since is not None and oldest is not None and oldest < self._since
        over = page.next_cursor is None or beyond or len(self._known) >= MOST_SHOWS
        if not fresh and page.items and self._covered():
            over = True  # what follows has been read before
        self._cursor = page.next_cursor
        if over:
            self._walking, self._cursor = False, None
            self._reached = self._since if page.next_cursor is not None else None
            self._reached = float("-inf") if self._reached is None else self._reached
        self.tell(self.read, PastPage(tuple(fresh), over))

    def _covered(self) -> bool:
        wanted = float("-inf") if self._since is None else self._since
        return self._reached is not None and self._reached <= wanted

    def _unread(self) -> str | None:
        """The newest in the period that has not been read whole."""
        for id, record in self._known.items():
            if id not in self._whole and record.started_at is not None:
                in_period = self._since is None or to_epoch(record.started_at) >= self._since
                if in_period:
                    return id
        return None

    def _read_whole(self, client: ServerClient, id: str) -> None:
        if id in self._whole:
            return
        self._whole.add(id)
        try:
            record = client.get(id)
        except NotFound:  # nobody keeps it any more: what the list told stays
            return
        except LivedeskError:
            self._whole.discard(id)
            self._wanted.append(id)
            raise
        self._known[id] = record
        self.tell(self.detail, record)

    def _read_trail(self, client: ServerClient, id: str) -> None:
        try:
            self.tell(self.explained, client.evidence(id))
        except (NotFound, Forbidden) as error:
            log.info("no trail of %s: %s", id, error.sentence)

    def _export(self, client: ServerClient, asked: Export) -> None:
        try:
            for id in asked.ids:
                if self.stopping:
                    return
                self._read_whole(client, id)
        except LivedeskError:
            self.tell(self.not_exported, "")
            raise
        records = [self._known[id] for id in asked.ids if id in self._known]
        make = history_export.as_csv if asked.kind == "csv" else history_export.as_json
        try:
            history_export.write(asked.path, make(records))
        except OSError as error:
            log.warning("the history was not exported: %s", error)
            self.tell(self.not_exported, error.strerror or str(error))
        else:
            self.tell(self.exported, asked.path, len(records))
