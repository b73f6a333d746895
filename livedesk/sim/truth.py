"""What is really so with one broadcast, and which words of it really reached the server.

The simulated world writes this down; nothing of it comes from the server's own judgement.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import inf

from livedesk.domain.verdict import LISTED, State


@dataclass(slots=True)
class Told:
    """When the server was told of a connection's start and of its end."""

    start: float | None = None
    end: float | None = None


@dataclass(slots=True)
class Connection:
    """An encoder's, as the media server has it.

    Attributes:
        flows_since: since when its picture flows; None while it is frozen or gone.
        received: bytes until then.
        froze: it has been frozen at least once.
        known_gone: the media server has noticed that it is over.
    """

    code: str
    client: str
    truth: Truth
    flows_since: float | None = None
    received: float = 0.0
    froze: bool = False
    known_gone: bool = False

    def bytes_at(self, now: float) -> int:
        flowed = 0.0 if self.flows_since is None else now - self.flows_since
        return int((self.received + flowed) * 100_000)

    def stop(self, now: float) -> None:
        """No byte comes any more, whatever the media server believes."""
        if self.flows_since is not None:
            self.received += now - self.flows_since
            self.flows_since = None


@dataclass(slots=True)
class Truth:
    """One broadcast.

    Attributes:
        flows_since: since when a picture flows without a gap; None while none does.
        flowing: the connections by which it does.
        gone_at: when the picture last stopped.
        last_client: of the connection that last had a picture.
        told: by client, what the server was told of it while this broadcast was unfinished.
        last_end_told, last_start_told: of any connection.
        beat_heard, willing_heard: the newest that the server counted; and did not deny.
        beat_answered: the newest whose 204 came back.
        console_gone_at: when the console stopped for good; None while it beats.
        poll_on: the newest question that was answered, while the picture flowed.
        poll_word: the newest whose answer had to say *publishing*: bytes had come since the last.
        asked_at: the newest question, answered or not.
        failed: questions that were not answered.
        over_at: when an end or a kick was answered.
        state, reason: what everybody may read.
        on_since, off_since: when it last came onto the live list, and left it.
        off_before: when it had left it the time before.
        accused: the referee has noted what is wrong with it now.
        look_at: when the referee looks at it next.
    """

    id: str
    code: str
    created_at: float
    expires_at: float
    flows_since: float | None = None
    flowing: list[Connection] = field(default_factory=list)
    gone_at: float | None = None
    last_client: str = ""
    told: dict[str, Told] = field(default_factory=dict)
    last_end_told: float | None = None
    last_start_told: float | None = None
    beat_heard: float | None = None
    willing_heard: float | None = None
    beat_answered: float | None = None
    console_gone_at: float | None = None
    poll_on: float | None = None
    poll_word: float | None = None
    asked_at: float | None = None
    failed: list[float] = field(default_factory=list)
    over_at: float | None = None
    state: State = State.READY
    reason: str = "waiting"
    on_since: float = 0.0
    off_since: float = 0.0
    off_before: float = 0.0
    accused: bool = False
    look_at: float = inf

    @property
    def listed(self) -> bool:
        return self.state in LISTED

    @property
    def denied(self) -> bool:
        """The newest beat that the server heard says that the encoder does not run."""
        return self.beat_heard is not None and self.beat_heard != self.willing_heard

    def flow(self, connection: Connection, now: float) -> None:
        """A picture flows by this connection."""
        connection.flows_since = now
        self.flowing.append(connection)
        self.last_client = connection.client
        if self.flows_since is None:
            self.flows_since = now

    def stop(self, connection: Connection, now: float) -> None:
        """Its picture stops."""
        connection.stop(now)
        if connection in self.flowing:
            self.flowing.remove(connection)
            self.last_client = connection.client
            if not self.flowing:
                self.flows_since, self.gone_at = None, now

    def told_start(self, client: str, now: float) -> None:
        """The server has been told of a start, rightly or not."""
        told = self.told.setdefault(client, Told())
        if told.start is None:
            told.start = self.last_start_told = now

    def told_end(self, client: str, now: float) -> None:
        told = self.told.setdefault(client, Told())
        if told.end is None:
            told.end = self.last_end_told = now
