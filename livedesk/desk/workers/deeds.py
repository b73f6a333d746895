"""What a host asks of the server: create, change, renew, end, share; one after another."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal, SignalInstance

from livedesk.client.server_client import ServerClient
from livedesk.desk.workers.server_thread import MakeClient, Refresh, ServerThread, client_for
from livedesk.domain.errors import LivedeskError, Unavailable, WrongToken
from livedesk.domain.records import PolicyRecord

log = logging.getLogger(__name__)

CREATE_PAUSES_S = (0.5, 1.0, 2.0)  # between the tries of one create
NEWEST = 30  # own broadcasts to choose from
END_PAUSES_S = (1.0, 2.0, 4.0, 8.0, 15.0)  # between the tries of one end; the last one repeats


@dataclass(frozen=True, slots=True)
class Create:
    """A new broadcast."""

    title: str
    suffix: str | None
    valid_for_s: int
    rehearsal: bool
    cover_url: str | None = None


@dataclass(frozen=True, slots=True)
class End:
    """End this broadcast for everybody."""

    id: str


@dataclass(frozen=True, slots=True)
class Change:
    """Change what is given of this broadcast."""

    id: str
    title: str | None
    rehearsal: bool | None


@dataclass(frozen=True, slots=True)
class Renew:
    """A later expiry in a new push address, `valid_for_s` seconds from now; the old one stays."""

    id: str
    valid_for_s: int


@dataclass(frozen=True, slots=True)
class ReadMine:
    """The host's newest broadcasts."""


@dataclass(frozen=True, slots=True)
class Share:
    """Let phones in at this address of the computer; None shuts them out."""

    address: str | None


@dataclass(frozen=True, slots=True)
class ReadShare:
    """Whether phones are let in."""


@dataclass(frozen=True, slots=True)
class Rename:
    """The host of this computer is to be called so."""

    name: str


@dataclass(frozen=True, slots=True)
class ReadName:
    """How the host of this computer is called."""


@dataclass(frozen=True, slots=True)
class Find:
    """An own broadcast that stands in the way of a new one."""

    id: str


@dataclass(frozen=True, slots=True)
class _Unended:
    tries: int
    next_at: float


class Deeds(ServerThread):
    """Carries orders to the server and repeats what may be repeated.

    A create is repeated with its idempotency key, also when the host asks for the same one again
    after a failure: it cannot make two broadcasts. An end is repeated until it is answered. Phones
    are let in again by a server that was started again.

    Signals:
        created: Record.
        changed: Record, after `Change`.
        renewed: KeyRecord.
        mine: tuple[Record, ...], newest first; nothing where they cannot be read.
        ended: Record.
        shared: ShareRecord.
        named: HostRecord, the account of this computer's own server.
        found: Record, after `Find`.
        refused: LivedeskError; str, the deed: ``create`` ``end`` ``change`` ``renew`` ``share``
            ``name``.
        end_delayed: str, id; LivedeskError: the server did not answer; the end is tried again.
    """

    created = Signal(object)
    changed = Signal(object)
    renewed = Signal(object)
    mine = Signal(object)
    ended = Signal(object)
    shared = Signal(object)
    named = Signal(object)
    found = Signal(object)
    refused = Signal(object, str)
    end_delayed = Signal(str, object)

    def __init__(
        self,
        make_client: MakeClient = client_for,
        timer: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] | None = None,
        new_key: Callable[[], str] = lambda: secrets.token_hex(16),
        parent: QObject | None = None,
    ) -> None:
        super().__init__("deeds", make_client, parent)
        self._timer = timer
        self._pause = pause or self._pause_unless_stopping
        self._new_key = new_key
        self._unanswered: tuple[Create, str] | None = None
        self._unended: dict[str, _Unended] = {}
        self._waiting: list[object] = []
        self._shared_at: str | None = None

    def patience(self) -> float | None:
        """Until the next try of an end."""
        if not self._unended or self.client is None:
            return None
        return max(0.0, min(end.next_at for end in self._unended.values()) - self._timer())

    def server_changed(self, client: ServerClient, policy: PolicyRecord) -> None:
        """What waited for a server, and ends that an old one did not take."""
        waiting, self._waiting = self._waiting, []
        self._hurry()
        if self._shared_at is not None:
            waiting.append(Share(self._shared_at))
        for order in waiting:
            self._do(client, order)

    def obey(self, order: object) -> None:
        """Do it now, or as soon as there is a server."""
        if self.client is None:
            self._waiting.append(order)
        else:
            self._do(self.client, order)

    def look(self, client: ServerClient) -> None:
        """Ends whose time has come."""
        for id, end in tuple(self._unended.items()):
            if end.next_at <= self._timer():
                self._end(client, id, end.tries)

    def farewell(self, client: ServerClient) -> None:
        """A last try of the ends that were not answered."""
        for id, end in tuple(self._unended.items()):
            self._end(client, id, end.tries)

    def _do(self, client: ServerClient, order: object) -> None:
        match order:
            case Create():
                self._create(client, order)
            case End(id):
                self._end(client, id, 0)
            case Change(id, title, rehearsal):
                patch = partial(client.patch, id, title=title, rehearsal=rehearsal)
                self._try("change", patch, self.changed)
            case Renew(id, valid_for_s):
                renew = partial(client.new_key, id, revoke=False, valid_for_s=valid_for_s)
                self._try("renew", renew, self.renewed)
            case ReadMine():
                self._read_mine(client)
            case Share(address):
                self._shared_at = None
                if self._try("share", partial(client.set_share, address), self.shared):
                    self._shared_at = address
            case Find(id):
                self._try("create", partial(client.get, id), self.found)
            case Refresh():
                self._hurry()
            case Rename(name):
                self._try("name", partial(client.rename, name), self.named)
            case ReadName():
                self._read_name(client)
            case ReadShare():
                self._try("share", client.share, self.shared)

    def _hurry(self) -> None:
        now = self._timer()
        self._unended = {id: _Unended(end.tries, now) for id, end in self._unended.items()}

    def _try(self, deed: str, call: Callable[[], object], answered: SignalInstance) -> bool:
        try:
            answer = call()
        except LivedeskError as error:
            log.warning("%s refused: %s", deed, error.sentence)
            self.tell(self.refused, error, deed)
            return False
        self.tell(answered, answer)
        return True

    def _read_mine(self, client: ServerClient) -> None:
        try:
            newest = client.mine_page(limit=NEWEST).items
        except LivedeskError as error:  # a help for typing less: nobody waits for it
            log.info("own broadcasts not read: %s", error.sentence)
        else:
            self.tell(self.mine, newest)

    def _read_name(self, client: ServerClient) -> None:
        try:
            own = client.own_host()
        except LivedeskError as error:  # an older server, which a show keeps running, has no name
            log.info("own name not read: %s", error.sentence)
        else:
            self.tell(self.named, own)

    def _create(self, client: ServerClient, order: Create) -> None:
        if self._unanswered is not None and self._unanswered[0] == order:
            key = self._unanswered[1]
        else:
            key = self._new_key()
        self._unanswered = None
        for pause_s in (*CREATE_PAUSES_S, None):
            try:
                record = client.create(
                    order.title,
                    order.suffix,
                    order.valid_for_s,
                    order.rehearsal,
                    cover_url=order.cover_url,
                    key=key,
                )
            except Unavailable as error:
                if pause_s is None or self.stopping:
                    self._unanswered = (order, key)
                    self.tell(self.refused, error, "create")
                    return
                log.warning("create not answered, again in %.1f s: %s", pause_s, error.sentence)
                self._pause(pause_s)
            except LivedeskError as error:
                self.tell(self.refused, error, "create")
                return
            else:
                self.tell(self.created, record)
                return

    def _end(self, client: ServerClient, id: str, tries: int) -> None:
        try:
            record = client.end(id)
        # A bundled server that was started again has a new token before we know it.
        except (Unavailable, WrongToken) as error:
            pause_s = END_PAUSES_S[min(tries, len(END_PAUSES_S) - 1)]
            self._unended[id] = _Unended(tries + 1, self._timer() + pause_s)
            log.warning("end not answered, again in %.1f s: %s", pause_s, error.sentence)
            self.tell(self.end_delayed, id, error)
        except LivedeskError as error:
            self._unended.pop(id, None)
            self.tell(self.refused, error, "end")
        else:
            self._unended.pop(id, None)
            self.tell(self.ended, record)

    def _pause_unless_stopping(self, seconds: float) -> None:
        self._stopping.wait(seconds)
