"""The window's view of its broadcast, the list and the server: signals in, deeds out."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from livedesk.client.server_address import ServerAddress
from livedesk.desk.covers import Covers
from livedesk.desk.workers.background import Background, stop_all
from livedesk.desk.workers.beats import Away, Beat, Beats, Encoder
from livedesk.desk.workers.connection import Connection, Found, ServerInfo
from livedesk.desk.workers.cover_reads import CoverReads
from livedesk.desk.workers.cover_shop import CoverShop, for_a_card
from livedesk.desk.workers.cover_uploads import CoverUploads
from livedesk.desk.workers.deeds import (
    NEWEST,
    Change,
    Create,
    Deeds,
    End,
    Find,
    ReadMine,
    ReadName,
    ReadShare,
    Rename,
    Renew,
    Share,
)
from livedesk.desk.workers.evidence_reads import EvidenceReads
from livedesk.desk.workers.history_reads import HistoryReads
from livedesk.desk.workers.kept_server import KeptServer
from livedesk.desk.workers.keys import Keys
from livedesk.desk.workers.list_events import MakeStream, stream_for
from livedesk.desk.workers.list_feed import ListFeed
from livedesk.desk.workers.local_server import LocalServer
from livedesk.desk.workers.reads import RecordReads
from livedesk.desk.workers.server_thread import MakeClient, client_for
from livedesk.domain.errors import (
    LivedeskError,
    NotFound,
    ServerUnavailable,
    Unavailable,
    WrongToken,
)
from livedesk.domain.records import KeyRecord, Record

__all__ = ["Away", "Beat", "Live", "ServerAddress", "ServerInfo"]

LISTED = frozenset({"live", "interrupted"})

# Errors that may mean another server, or the same one with another token.
LATER = (Unavailable, WrongToken)


class Live(QObject):
    """Owns the threads that talk to the server. Deeds return at once; what came of them is told.

    Args:
        server: the configured server; None uses this computer's own, and starts it if need be.
        data_dir, log_dir: of the bundled server.
        clock: wall clock, epoch seconds.

    Attributes:
        covers: pictures of broadcasts, as far as they are there.
        cover_shop: makes covers; cover_fetcher: fetches the host's own, larger than `covers`.
        past: the host's broadcasts that are over.
        evidence: why a broadcast is what it is.

    Signals:
        connecting: str, the address that is tried; empty while this computer's own server is
            looked for or started.
        connected: PolicyRecord, ServerInfo; again after every loss.
        server_lost: LivedeskError: no server; it is looked for again by itself.
        record_changed: Record, the own broadcast as the server now has it, or None for none.
        beaten: Beat, an answered one.
        away: Away: beats are not answered; again with every failed try.
        back: after `away`, when a beat was answered.
        list_read: tuple[Record, ...]: what the live list shows is this and nothing else.
        list_news: ListNews: what has changed of it since.
        list_status: ListStatus: how much its rows are worth.
        mine_read: tuple[Record, ...], the host's newest broadcasts, newest first.
        renewed: KeyRecord.
        cover_told: str, id of the broadcast; str, one of ``sending`` ``sent`` ``delayed``
            ``refused`` ``given_up``; LivedeskError or None, why not.
        cover_gone: str, id; int, bytes of its cover that have gone; int, of so many.
        refused: LivedeskError; str, what came to nothing: ``create`` ``end`` ``change`` ``renew``
            ``share``, ``name``, ``beat`` (another console took over), or ``record`` (the server
            lost it).
            After an unanswered ``end`` this tells of each failed try: it goes on until there is
            an answer.
        resume_offered: Record: an own unfinished broadcast was found, and none is on here.
        share_changed: ShareRecord, of the bundled server.
        named: HostRecord, the host of the bundled server.
        revoked: KeyRecord: the own broadcast has a new key, and what became of the old one.
        revoke_failed: LivedeskError: there may be a new key or not; ask again.
    """

    connecting = Signal(str)
    connected = Signal(object, object)
    server_lost = Signal(object)
    record_changed = Signal(object)
    beaten = Signal(object)
    away = Signal(object)
    back = Signal()
    list_read = Signal(object)
    mine_read = Signal(object)
    renewed = Signal(object)
    cover_told = Signal(str, str, object)
    cover_gone = Signal(str, int, int)
    list_news = Signal(object)
    list_status = Signal(object)
    refused = Signal(object, str)
    resume_offered = Signal(object)
    share_changed = Signal(object)
    named = Signal(object)
    revoked = Signal(object)
    revoke_failed = Signal(object)

    def __init__(
        self,
        server: ServerAddress | KeptServer | None,
        data_dir: Path,
        log_dir: Path,
        *,
        make_client: MakeClient = client_for,
        make_stream: MakeStream = stream_for,
        clock: Callable[[], float] = time.time,
        jitter: Callable[[], float] = random.random,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._record: Record | None = None
        self._offered: Record | None = None
        self._wanted_id: str | None = None
        self._ending: frozenset[str] = frozenset()
        self._past_mark: str | None = None
        self._is_away = False
        self._has_server = False
        self._bundled = server is None
        where = server or LocalServer(data_dir, log_dir)
        self._connection = Connection(where, make_client, jitter, parent=self)
        self._beats = Beats(make_client, clock, jitter, parent=self)
        self._record_reads = RecordReads(make_client, parent=self)
        self._list = ListFeed(make_client, make_stream, clock, parent=self)
        self._deeds = Deeds(make_client, parent=self)
        self.covers = Covers(parent=self)
        self.cover_shop = CoverShop(data_dir / "last-cover.jpg", parent=self)
        self.cover_fetcher = CoverReads(0, self, for_a_card)
        self.past = HistoryReads(make_client, parent=self)
        self.evidence = EvidenceReads(make_client, parent=self)
        self._keys = Keys(make_client, parent=self)
        self._uploads = CoverUploads(make_client, parent=self)
        own = (self._beats, self._record_reads, self._list, self._deeds, self._keys)
        self._users = (*own, self._uploads, self.past, self.evidence)
        self._beside = (*self.covers.threads, self.cover_shop, self.cover_fetcher)
        self._connect()

    def start(self) -> None:
        """Look for the server and read the list."""
        for thread in (self._connection, *self._beside, *self._users):
            thread.start()

    def create(
        self,
        title: str,
        suffix: str | None,
        valid_for_s: int,
        rehearsal: bool,
        cover_url: str | None = None,
    ) -> None:
        """A new broadcast; → `record_changed`, or `refused`."""
        self._deeds.order(Create(title, suffix, valid_for_s, rehearsal, cover_url))

    def end(self) -> None:
        """End the own broadcast, or the one last offered to resume; its beats stop now."""
        record = self._unfinished() or self._offered
        if record is None:
            return
        self._ending |= {record.id}
        self._beats.rest()
        self._deeds.order(End(record.id))

    def resume(self, record: Record) -> None:
        """Go on with an own broadcast here, also where another console beats for it."""
        self._offered = None
        self._take(record.id, take_over=True)

    def change(self, title: str | None = None, rehearsal: bool | None = None) -> None:
        """Change what is given of the own broadcast; → `record_changed`, or `refused`."""
        record = self._unfinished()
        if record is not None:
            self._deeds.order(Change(record.id, title, rehearsal))

    def renew(self, valid_for_s: int) -> None:
        """Let the own broadcast's code be good for longer; → `renewed`, or `refused`."""
        record = self._unfinished()
        if record is not None:
            self._deeds.order(Renew(record.id, valid_for_s))

    def put_cover(self, jpeg: bytes) -> None:
        """Make this picture the own broadcast's cover; → `cover_told`."""
        record = self._unfinished()
        if record is not None:
            self._uploads.put(record.id, jpeg)

    def give_up_cover(self) -> None:
        """Send the cover no further; → `cover_told`, where it is not too late."""
        id = self._uploads.give_up()
        if id is not None:
            self.cover_told.emit(id, "given_up", None)

    def share(self, address: str | None) -> None:
        """Let phones in at this address of the computer, or with None shut them out."""
        self._deeds.order(Share(address))

    def rename(self, name: str) -> None:
        """Call the host of the bundled server so; → `named`, or `refused`."""
        self._deeds.order(Rename(name))

    def tell_encoder(self, on_air: bool | None, figures: Mapping[str, object]) -> None:
        """What beats say of the encoder from now on; a change of `on_air` is told at once."""
        self._beats.tell_encoder(Encoder(on_air, figures))

    def revoke_key(self) -> None:
        """Make the own broadcast's key useless by a new one; → `revoked`, or `revoke_failed`."""
        record = self._unfinished()
        if record is not None:
            self._keys.revoke(record.id)

    def look_now(self) -> None:
        """Read the own broadcast now."""
        self._record_reads.refresh()

    def search(self, text: str) -> None:
        """Narrow the list; → `list_read`."""
        self._list.search(text)

    def sort_list(self, by: str) -> None:
        """Read the list from this end first: ``started_at``, ``viewers`` or ``likes``."""
        self._list.sort(by)

    def show_list(self, shown: bool) -> None:
        """Tell of news often while a person looks at the list."""
        self._list.show(shown)

    def tell_list_anew(self) -> None:
        """Tell a new window the whole list; → `list_read`."""
        self._list.tell_anew()

    def refresh(self) -> None:
        """Read the list and the own broadcast now."""
        self._list.refresh()
        self._record_reads.refresh()
        self.past.refresh()

    def retry_now(self) -> None:
        """Do not wait for the next try of anything."""
        self._connection.retry()
        for thread in self._users:
            thread.refresh()

    @property
    def threads(self) -> tuple[Background, ...]:
        """All of them, in the order in which they are stopped."""
        return (*self._users, *self._beside, self._connection)

    def stop(self, budget_s: float) -> tuple[str, ...]:
        """Stop all threads within `budget_s`; the names of those that are late."""
        return stop_all(self.threads, budget_s)

    def _connect(self) -> None:
        self._connection.looking.connect(self.connecting)
        self._connection.found.connect(self._use)
        self._connection.lost.connect(self._lose)
        self._beats.beaten.connect(self._hear_beat)
        self._beats.missed.connect(self._miss_beat)
        self._beats.over.connect(self._hear_over)
        self._beats.taken.connect(self._hear_taken)
        self._record_reads.read.connect(self._hear_record)
        self._record_reads.gone.connect(self._hear_over)
        self._record_reads.failed.connect(self._doubt)
        self._list.read.connect(self.list_read)
        self._list.news.connect(self.list_news)
        self._list.status.connect(self.list_status)
        self._list.failed.connect(self._doubt)
        self.past.failed.connect(self._doubt)
        self._deeds.created.connect(self._begin)
        self._deeds.changed.connect(self._hear_changed)
        self._deeds.renewed.connect(self._hear_renewed)
        self._deeds.mine.connect(self.mine_read)
        self._deeds.ended.connect(self._hear_ended)
        self._deeds.end_delayed.connect(self._hear_end_delayed)
        self._deeds.refused.connect(self._hear_refused)
        self._deeds.found.connect(self._hear_found)
        self._deeds.shared.connect(self.share_changed)
        self._deeds.named.connect(self.named)
        self._keys.revoked.connect(self._hear_revoked)
        self._keys.failed.connect(self._hear_revoke_failed)
        self._uploads.sending.connect(self._hear_cover_sending)
        self._uploads.gone.connect(self._hear_cover_gone)
        self._uploads.sent.connect(self._hear_cover_sent)
        self._uploads.delayed.connect(self._hear_cover_delayed)
        self._uploads.refused.connect(
            lambda id, error: self.cover_told.emit(id, "refused", self._explained(error))
        )

    def _use(self, found: Found) -> None:
        self._has_server = True
        for thread in self._users:
            thread.use(found.address, found.policy)
        self.covers.use(found.address.url)
        self.connected.emit(found.policy, found.info)
        self.mine_read.emit(found.mine[:NEWEST])
        if found.info.bundled:
            self._deeds.order(ReadShare())
            self._deeds.order(ReadName())
        self._offer(found.unfinished)

    def _lose(self, error: LivedeskError) -> None:
        self.server_lost.emit(error)
        if self._has_server:
            self._has_server = False
            self._beats.refresh()  # know now, not at the next beat, how long the list waits

    def _doubt(self, error: LivedeskError) -> None:
        if isinstance(error, LATER):
            self._connection.doubt()

    def _offer(self, unfinished: tuple[Record, ...]) -> None:
        """Offer the one on air, else the newest; not while one is on here, nor the same twice."""
        left = [record for record in unfinished if record.id not in self._ending]
        if self._wanted_id is not None or not left:
            return
        best = next((record for record in left if record.state in LISTED), left[0])
        if self._offered is None or self._offered.id != best.id:
            self._offered = best
            self.resume_offered.emit(best)

    def _unfinished(self) -> Record | None:
        record = self._record
        return record if record is not None and record.state != "ended" else None

    def _begin(self, record: Record) -> None:
        self._wanted_id = record.id
        self._hear_record(record)
        self._take(record.id, take_over=False)

    def _take(self, id: str, take_over: bool) -> None:
        self._wanted_id, self._offered = id, None
        self._ending -= {id}
        self._beats.beat_for(id, take_over)
        self._record_reads.watch(id)

    def _hear_record(self, record: Record) -> None:
        known = self._record if self._record and self._record.id == record.id else None
        if record.id != self._wanted_id or record == known:
            return
        if known is not None and known.state == "ended" and record.state != "ended":
            return  # read before the end was answered
        if known is not None and _mark(record) == self._past_mark:
            return  # read before the key was replaced
        self._record = record
        self.record_changed.emit(record)
        if record.state == "ended":
            self._finish()
        if known is not None and record.state != known.state:
            self._list.nudge()
            self._beats.refresh()  # its answer says until when this state stays

    def _hear_changed(self) -> None:
        self._record_reads.refresh()  # the answer to a change is not the whole record

    def _hear_renewed(self, key: KeyRecord) -> None:
        self._record_reads.refresh()
        self.renewed.emit(key)

    # What was told before a cover was given up is heard after it.

    def _hear_cover_sending(self, id: str) -> None:
        if not self._uploads.has_given_up(id):
            self.cover_told.emit(id, "sending", None)

    def _hear_cover_gone(self, id: str, gone: int, size: int) -> None:
        if not self._uploads.has_given_up(id):
            self.cover_gone.emit(id, gone, size)

    def _hear_cover_delayed(self, id: str, error: LivedeskError) -> None:
        if not self._uploads.has_given_up(id):
            self.cover_told.emit(id, "delayed", self._explained(error))

    def _hear_cover_sent(self, record: Record) -> None:
        self._record_reads.refresh()
        self.cover_told.emit(record.id, "sent", None)

    def _hear_revoked(self, answer: KeyRecord) -> None:
        known = self._record
        if known is not None and known.id == answer.broadcast.id:
            old = _mark(known)  # of four digits: the new one may have the same
            self._past_mark = old if old and old != _mark(answer.broadcast) else None
        self._hear_record(answer.broadcast)
        self.revoked.emit(answer)

    def _hear_revoke_failed(self, error: LivedeskError) -> None:
        self.revoke_failed.emit(self._explained(error))
        self._doubt(error)

    def _hear_ended(self, record: Record) -> None:
        self._ending -= {record.id}
        self._wanted_id, self._offered = record.id, None
        self._server_answered()
        self._hear_record(record)
        self._finish()

    def _finish(self) -> None:
        self._server_answered()
        if self._wanted_id is not None:
            self._deeds.order(ReadMine())
        self._wanted_id = None
        self._beats.rest()
        self._record_reads.watch(None)
        self.past.refresh()

    def _hear_beat(self, id: str, beat: Beat) -> None:
        if id != self._wanted_id or id in self._ending:
            return
        self._server_answered()
        self.beaten.emit(beat)
        if self._record is not None and self._record.state != beat.state:
            self._record_reads.refresh()

    def _miss_beat(self, id: str, away: Away) -> None:
        if id != self._wanted_id or id in self._ending:
            return
        self._is_away = True
        listed = self._record is not None and self._record.state in LISTED
        off_list_at = away.off_list_at if listed else None
        self.away.emit(replace(away, off_list_at=off_list_at, error=self._explained(away.error)))
        self._doubt(away.error)

    def _hear_over(self, id: str, error: LivedeskError) -> None:
        if id != self._wanted_id:
            return
        self._server_answered()
        if isinstance(error, NotFound):
            self._finish()
            self._record = None
            self.record_changed.emit(None)
            self.refused.emit(error, "record")
        else:
            self._record_reads.refresh()  # for the final record

    def _hear_taken(self, id: str, error: LivedeskError) -> None:
        if id == self._wanted_id:
            self._server_answered()
            self.refused.emit(error, "beat")

    def _server_answered(self) -> None:
        if self._is_away:
            self._is_away = False
            self.back.emit()

    def _hear_end_delayed(self, id: str, error: LivedeskError) -> None:
        self.refused.emit(self._explained(error), "end")
        self._doubt(error)

    def _hear_refused(self, error: LivedeskError, deed: str) -> None:
        if deed == "end" and self._wanted_id in self._ending:
            self._keep(self._wanted_id, error)
        in_the_way = error.facts.get("broadcast_id")
        if deed == "create" and isinstance(in_the_way, str) and self._wanted_id is None:
            self._deeds.order(Find(in_the_way))
        self.refused.emit(self._explained(error), deed)
        self._doubt(error)

    def _keep(self, id: str, error: LivedeskError) -> None:
        """The server would not end it: it is gone, or it goes on."""
        self._ending -= {id}
        if isinstance(error, NotFound):
            self._hear_over(id, error)
        else:
            self._beats.beat_for(id)

    def _hear_found(self, record: Record) -> None:
        self._offered = None  # offer it again: the host has just run into it
        self._offer((record,) if record.state != "ended" else ())

    def _explained(self, error: LivedeskError) -> LivedeskError:
        """Our own server makes a new token at each start: for a moment we have the old one."""
        if self._bundled and isinstance(error, WrongToken):
            return ServerUnavailable(
                "The server of this computer was started again just now. Try again in a moment.",
                why="own_server_again",
            )
        return error


def _mark(record: Record) -> str:
    """The fingerprint of its key; "" where it is not told."""
    return record.push.fingerprint if record.push is not None else ""
