"""A beat a minute for the broadcast on air."""

from __future__ import annotations

import logging
import random
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal

from livedesk.client.beat import Beaten, Beater, Missed, Over, Taken
from livedesk.client.server_client import ServerClient
from livedesk.desk.workers.server_thread import MakeClient, Refresh, ServerThread, client_for
from livedesk.domain.errors import LivedeskError
from livedesk.domain.records import PolicyRecord

log = logging.getLogger(__name__)

LOOK_EVERY_S = 5.0  # bounds how late a beat is after the computer slept


@dataclass(frozen=True, slots=True)
class Beat:
    """An answered beat; times are epoch seconds of this computer's clock.

    Attributes:
        at: when it was sent.
        state, reason: the server's verdict on the broadcast.
        look_again_at: when the server looks again without news, by the server's clock, or None.
    """

    at: float
    round_trip_s: float
    next_at: float
    state: str
    reason: str
    look_again_at: float | None


@dataclass(frozen=True, slots=True)
class Away:
    """Beats are not answered; times are epoch seconds of this computer's clock.

    Attributes:
        since: when the first beat in a row failed.
        off_list_at: when the host leaves the live list (with callbacks or polls the earliest
            moment); None where there is nothing to leave, or beats do not count.
    """

    since: float
    last_answer_at: float | None
    next_try_at: float
    off_list_at: float | None
    error: LivedeskError


@dataclass(frozen=True, slots=True)
class BeatFor:
    """Beat for this broadcast; None for none."""

    id: str | None
    take_over: bool = False


@dataclass(frozen=True, slots=True)
class Encoder:
    """What is known of the encoder: see `livedesk.client.on_air`."""

    on_air: bool | None
    figures: Mapping[str, object] = field(default_factory=dict)


class Beats(ServerThread):
    """Beats by the wall clock, which it looks at every few seconds.

    Signals:
        beaten: str, the broadcast's id; Beat.
        missed: str, id; Away.
        over: str, id; LivedeskError: the broadcast is finished or gone; beating stopped.
        taken: str, id; LivedeskError: another console beats; beating stopped.
    """

    beaten = Signal(str, object)
    missed = Signal(str, object)
    over = Signal(str, object)
    taken = Signal(str, object)

    def __init__(
        self,
        make_client: MakeClient = client_for,
        clock: Callable[[], float] = time.time,
        jitter: Callable[[], float] = random.random,
        console: str | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("beats", make_client, parent)
        self._clock = clock
        self._jitter = jitter
        self._console = console or secrets.token_hex(8)
        self._wanted = BeatFor(None)
        self._beater: Beater | None = None
        self._encoder = Encoder(None)

    def beat_for(self, id: str, take_over: bool = False) -> None:
        """Beat for this broadcast, the first time at once."""
        self.order(BeatFor(id, take_over))

    def rest(self) -> None:
        """Beat no more."""
        self.order(BeatFor(None))

    def tell_encoder(self, encoder: Encoder) -> None:
        """Beat with this from now on, and at once where its `on_air` is another."""
        self.order(encoder)

    def patience(self) -> float | None:
        """Until the beat, but never longer than the look at the clock."""
        if self._beater is None:
            return None
        return min(LOOK_EVERY_S, max(0.0, self._beater.schedule.due_at - self._clock()))

    def server_changed(self, client: ServerClient, policy: PolicyRecord) -> None:
        """Go on beating at the new place, at once."""
        if self._beater is not None:
            self._beater.use(client, policy)
        else:
            self._begin(client, policy)

    def obey(self, order: object) -> None:
        """Another broadcast, none, or beat now."""
        match order:
            case BeatFor():
                self._wanted, self._beater = order, None
                if self.client is not None and self.policy is not None:
                    self._begin(self.client, self.policy)
            case Encoder(on_air):
                changed, self._encoder = on_air is not self._encoder.on_air, order
                if changed and self._beater is not None:
                    self._beater.retry_now()
            case Refresh() if self._beater is not None:
                self._beater.retry_now()

    def look(self, client: ServerClient) -> None:
        """Beat if it is time."""
        beater, id, policy = self._beater, self._wanted.id, self.policy
        if beater is None or id is None or policy is None:
            return
        outcome = beater.look(self._encoder.on_air, self._encoder.figures)
        schedule = beater.schedule
        match outcome:
            case Beaten(at, answer):
                self.tell(
                    self.beaten,
                    id,
                    Beat(
                        at,
                        answer.round_trip_s,
                        schedule.due_at,
                        answer.state,
                        answer.reason,
                        answer.look_again_at,
                    ),
                )
            case Missed(in_a_row, error):
                log.warning("beat missed, %d in a row: %s", in_a_row, error.sentence)
                now = self._clock()
                self.tell(
                    self.missed,
                    id,
                    Away(
                        schedule.failing_since or now,
                        schedule.last_answer_at,
                        schedule.due_at,
                        schedule.off_list_at if policy.heartbeats else None,
                        error,
                    ),
                )
            case Over(error):
                self._stop_beating()
                self.tell(self.over, id, error)
            case Taken(error):
                self._stop_beating()
                self.tell(self.taken, id, error)

    def _begin(self, client: ServerClient, policy: PolicyRecord) -> None:
        if self._wanted.id is not None:
            self._beater = Beater(
                client,
                self._wanted.id,
                self._console,
                policy,
                self._clock,
                self._jitter,
                self._wanted.take_over,
            )

    def _stop_beating(self) -> None:
        self._wanted, self._beater = BeatFor(None), None
