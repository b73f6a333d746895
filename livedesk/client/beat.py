"""When a beat is due, and what came of it. Pure but for the client that `Beater` is given."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from livedesk.client.server_client import HeartbeatAnswer, ServerClient
from livedesk.domain.errors import BroadcastEnded, LivedeskError, NotFound, OtherConsole
from livedesk.domain.records import PolicyRecord

RETRY_AFTER_S = (2.0, 4.0, 8.0, 15.0)  # the last one repeats

# "Retry-After: 0" means now, not without end: a server in trouble gets no hail of beats.
LEAST_RETRY_S = 1.0

# Looks are seconds apart, and a call that hangs takes a few more: longer, and the computer slept.
SLEPT_S = 20.0

# A clock that is being slewed moves back by milliseconds; more means that somebody set it.
SET_BACK_S = 1.0


@dataclass(frozen=True, slots=True)
class BeatSchedule:
    """When to beat next. Every time is wall clock, epoch seconds.

    The wall clock, because a monotonic one stands still while a Linux computer sleeps; hence a
    clock that is set back is noticed here.

    Attributes:
        interval_s, misses, slack_s: from the server's policy.
        due_at: when the next beat is due.
        looked_at: when `look` was last called.
        last_answer_at: when the last answered beat was sent.
        failures: how many beats in a row were not answered.
        failing_since: when the first of them failed.
    """

    interval_s: float
    misses: int
    slack_s: float
    due_at: float
    looked_at: float
    last_answer_at: float | None = None
    failures: int = 0
    failing_since: float | None = None

    @classmethod
    def starting(cls, policy: PolicyRecord, now: float) -> BeatSchedule:
        """The schedule of a console that begins to beat: the first one at once."""
        return cls(
            interval_s=policy.heartbeat_interval_s,
            misses=policy.heartbeat_misses,
            slack_s=policy.slack_s,
            due_at=now,
            looked_at=now,
        )

    @property
    def off_list_at(self) -> float | None:
        """When the server takes silence for the host's absence; None before the first answer.

        With heartbeats as its only source the host leaves the list then; with callbacks or polls
        it is the earliest moment. Counted from when the beat was sent: the server heard it later.
        """
        if self.last_answer_at is None:
            return None
        return self.last_answer_at + self.misses * self.interval_s + self.slack_s

    def is_due(self, now: float) -> bool:
        """Whether to beat now."""
        return now >= self.due_at

    def look(self, now: float) -> BeatSchedule:
        """The schedule as of `now`: due at once after a sleep, and moved with a clock set back."""
        if now < self.looked_at:
            moved = self._moved(now - self.looked_at)
            return moved._due(now) if self.looked_at - now > SET_BACK_S else moved
        looked = replace(self, looked_at=now)
        return looked._due(now) if now - self.looked_at > SLEPT_S else looked

    def answered(self, sent_at: float) -> BeatSchedule:
        """After the beat sent at `sent_at` was counted."""
        return replace(
            self,
            due_at=sent_at + self.interval_s,
            last_answer_at=sent_at,
            failures=0,
            failing_since=None,
        )

    def failed(self, now: float, jitter: float, retry_after_s: float | None = None) -> BeatSchedule:
        """After a beat was not counted: again after 2, 4, 8, 15 … s or a quarter interval.

        Args:
            jitter: 0 to 1, random: a host of consoles must not come back in step.
            retry_after_s: what the server asked for.
        """
        back_off_s = RETRY_AFTER_S[min(self.failures, len(RETRY_AFTER_S) - 1)]
        wait_s = back_off_s * (0.5 + 0.5 * jitter)
        if retry_after_s is not None:
            wait_s = max(LEAST_RETRY_S, retry_after_s) * (1 + jitter)
        return replace(
            self,
            due_at=now + min(wait_s, self.interval_s / 4),
            failures=self.failures + 1,
            failing_since=now if self.failing_since is None else self.failing_since,
        )

    def at_once(self, now: float) -> BeatSchedule:
        """Due now, because a person or the network says so."""
        return self._due(now)

    def _due(self, now: float) -> BeatSchedule:
        return replace(self, due_at=min(self.due_at, now))

    def _moved(self, by: float) -> BeatSchedule:
        def move(at: float | None) -> float | None:
            return None if at is None else at + by

        return replace(
            self,
            due_at=self.due_at + by,
            looked_at=self.looked_at + by,
            last_answer_at=move(self.last_answer_at),
            failing_since=move(self.failing_since),
        )


@dataclass(frozen=True, slots=True)
class Beaten:
    """The beat counts; `at` is when it was sent."""

    at: float
    answer: HeartbeatAnswer


@dataclass(frozen=True, slots=True)
class Missed:
    """The beat was not counted; it is tried again."""

    in_a_row: int
    error: LivedeskError


@dataclass(frozen=True, slots=True)
class Over:
    """The broadcast is over or gone: no beat will count again."""

    error: LivedeskError


@dataclass(frozen=True, slots=True)
class Taken:
    """Another console beats for this broadcast; this one has stopped."""

    error: LivedeskError


Outcome = Beaten | Missed | Over | Taken


class Beater:
    """Beats for one broadcast, when it is looked at in time.

    Args:
        jitter: random numbers from 0 to 1.
        take_over: beat in place of another console; only until the first answer, lest two
            consoles take the broadcast from each other for ever.
    """

    def __init__(
        self,
        client: ServerClient,
        id: str,
        console: str,
        policy: PolicyRecord,
        clock: Callable[[], float],
        jitter: Callable[[], float],
        take_over: bool = False,
    ) -> None:
        self.schedule = BeatSchedule.starting(policy, clock())
        self._client = client
        self._id = id
        self._console = console
        self._clock = clock
        self._jitter = jitter
        self._take_over = take_over

    def look(
        self, on_air: bool | None = None, figures: Mapping[str, object] | None = None
    ) -> Outcome | None:
        """Beat if it is time; None if it is not. `on_air`, `figures`: see `heartbeat`."""
        now = self._clock()
        self.schedule = self.schedule.look(now)
        if not self.schedule.is_due(now):
            return None
        try:
            answer = self._client.heartbeat(
                self._id, self._console, on_air, self._take_over, figures
            )
        except OtherConsole as error:
            return Taken(error)
        except (BroadcastEnded, NotFound) as error:
            return Over(error)
        except LivedeskError as error:
            asked = error.facts.get("retry_after_s")
            retry_after_s = float(asked) if isinstance(asked, int | float) else None
            self.schedule = self.schedule.look(self._clock()).failed(
                self._clock(), self._jitter(), retry_after_s
            )
            return Missed(self.schedule.failures, error)
        self._take_over = False
        self.schedule = self.schedule.answered(now)
        return Beaten(now, answer)

    def retry_now(self) -> None:
        """Beat at the next look."""
        self.schedule = self.schedule.at_once(self._clock())

    def use(self, client: ServerClient, policy: PolicyRecord) -> None:
        """Go on with another client or policy, at once; what was answered stays answered."""
        self._client = client
        now = self._clock()
        fresh = BeatSchedule.starting(policy, now)
        self.schedule = replace(
            self.schedule,
            interval_s=fresh.interval_s,
            misses=fresh.misses,
            slack_s=fresh.slack_s,
            due_at=now,
        )
