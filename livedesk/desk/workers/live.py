"""The window's view of its broadcast, the list and the server: signals in, deeds out."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from livedesk.client.server_address import ServerAddress
from livedesk.desk.workers.background import stop_all
from livedesk.desk.workers.beats import Away, Beat, Beats
from livedesk.desk.workers.connection import Connection, Found, ServerInfo
from livedesk.desk.workers.cover_uploads import CoverUploads, PutCover
from livedesk.desk.workers.deeds import (
    NEWEST,
    Change,
    Create,
    Deeds,
    End,
    Find,
    ReadMine,
    ReadShare,
    Renew,
    Share,
)
from livedesk.desk.workers.evidence_reads import EvidenceReads
from livedesk.desk.workers.local_server import LocalServer
from livedesk.desk.workers.reads import ListReads, RecordReads
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

    Signals:
        connecting: str, the address that is tried; empty while this computer's own server is
            looked for or started.
        connected: PolicyRecord, ServerInfo; again after every loss.
        server_lost: LivedeskError: no server; it is looked for again by itself.
        record_changed: Record, the own broadcast as the server now has it, or None for none.
        beaten: Beat, an answered one.
        away: Away: beats are not answered; again with every failed try.
        back: after `away`, when a beat was answered.
        list_read: tuple[Record, ...], the live list, when it changed.
        mine_read: tuple[Record, ...], the host's newest broadcasts, newest first.
        renewed: KeyRecord.
        cover_told: str, id of the broadcast; str, one of ``sending`` ``sent`` ``delayed``
            ``refused``; LivedeskError or None, why not.
        refused: LivedeskError; str, what came to nothing: ``create`` ``end`` ``change`` ``renew``
            ``share``, ``beat`` (another console took over), or ``record`` (the server lost it).
            After an unanswered ``end`` this tells of each failed try: it goes on until there is
            an answer.
        resume_offered: Record: an own unfinished broadcast was found, and none is on here.
        share_changed: ShareRecord, of the bundled server.
        evidence_read: EvidenceRecord, after `look_up`.
        evidence_failed: LivedeskError, after `look_up`.
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
    refused = Signal(object, str)
    resume_offered = Signal(object)
    share_changed = Signal(object)
    evidence_read = Signal(object)
    evidence_failed = Signal(object)

    def __init__(
        self,
        server: ServerAddress | None,
        data_dir: Path,
        log_dir: Path,
        *,
        make_client: MakeClient = client_for,
        clock: Callable[[], float] = time.time,
        jitter: Callable[[], float] = random.random,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._record: Record | None = None
        self._offered: Record | None = None
        self._wanted_id: str | None = None
        self._ending: frozenset[str] = frozenset()
        self._is_away = False
        self._has_server = False
        self._bundled = server is None
        where = server or LocalServer(data_dir, log_dir)
        self._connection = Connection(where, make_client, jitter, parent=self)
        self._beats = Beats(make_client, clock, jitter, parent=self)
        self._record_reads = RecordReads(make_client, parent=self)
        self._list_reads = ListReads(make_client, parent=self)
        self._deeds = Deeds(make_client, parent=self)
        self._covers = CoverUploads(make_client, parent=self)
        self._evidence_reads = EvidenceReads(make_client, parent=self)
        self._users = (
            self._beats, self._record_reads, self._list_reads, self._deeds, self._covers,
            self._evidence_reads,
        )  # fmt: skip
        self._connect()

    def start(self) -> None:
        """Look for the server and read the list."""
        for thread in (self._connection, *self._users):
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
            self._covers.order(PutCover(record.id, jpeg))

    def share(self, address: str | None) -> None:
        """Let phones in at this address of the computer, or with None shut them out."""
        self._deeds.order(Share(address))

    def look_up(self, id: str) -> None:
        """Why this broadcast is what it is; → `evidence_read`, or `evidence_failed`."""
        self._evidence_reads.look_up(id)

    def search(self, text: str) -> None:
        """Narrow the list; → `list_read`."""
        self._list_reads.search(text)

    def show_list(self, shown: bool) -> None:
        """Read the list every 5 s while a person looks at it, else every 15 s."""
        self._list_reads.show(shown)

    def refresh(self) -> None:
        """Read the list and the own broadcast now."""
        self._list_reads.refresh()
        self._record_reads.refresh()

    def retry_now(self) -> None:
        """Do not wait for the next try of anything."""
        self._connection.retry()
        for thread in self._users:
            thread.refresh()

    def stop(self, budget_s: float) -> tuple[str, ...]:
        """Stop all threads within `budget_s`; the names of those that are late."""
        return stop_all((*self._users, self._connection), budget_s)

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
        self._list_reads.read.connect(self.list_read)
        self._list_reads.failed.connect(self._doubt)
        self._evidence_reads.read.connect(self.evidence_read)
        self._evidence_reads.failed.connect(self.evidence_failed)
        self._deeds.created.connect(self._begin)
        self._deeds.changed.connect(self._hear_changed)
        self._deeds.renewed.connect(self._hear_renewed)
        self._deeds.mine.connect(self.mine_read)
        self._deeds.ended.connect(self._hear_ended)
        self._deeds.end_delayed.connect(self._hear_end_delayed)
        self._deeds.refused.connect(self._hear_refused)
        self._deeds.found.connect(self._hear_found)
        self._deeds.shared.connect(self.share_changed)
        self._covers.sending.connect(lambda id: self.cover_told.emit(id, "sending", None))
        self._covers.sent.connect(self._hear_cover_sent)
        self._covers.delayed.connect(
            lambda id, error: self.cover_told.emit(id, "delayed", self._explained(error))
        )
        self._covers.refused.connect(
            lambda id, error: self.cover_told.emit(id, "refused", self._explained(error))
        )

    def _use(self, found: Found) -> None:
        self._has_server = True
        for thread in self._users:
            thread.use(found.address, found.policy)
        self.connected.emit(found.policy, found.info)
        self.mine_read.emit(found.mine[:NEWEST])
        if found.info.bundled:
            self._deeds.order(ReadShare())
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
        self._record = record
        self.record_changed.emit(record)
        if record.state == "ended":
            self._finish()
        if known is not None and record.state != known.state:
            self._list_reads.refresh()
            self._beats.refresh()  # its answer says until when this state stays

    def _hear_changed(self) -> None:
        self._record_reads.refresh()  # the answer to a change is not the whole record

    def _hear_renewed(self, key: KeyRecord) -> None:
        self._record_reads.refresh()
        self.renewed.emit(key)

    def _hear_cover_sent(self, record: Record) -> None:
        self._record_reads.refresh()
        self.cover_told.emit(record.id, "sent", None)

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
