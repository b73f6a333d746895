"""One world in virtual time: a heap of what happens next, a server, a media server, hosts."""

from __future__ import annotations

import heapq
import itertools
import math
import random
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from livedesk.domain.verdict import Policy, State
from livedesk.sim.host import Host
from livedesk.sim.media import SimulatedMedia
from livedesk.sim.plan import Plan, Stage, dice
from livedesk.sim.referee import Referee
from livedesk.sim.server import SimulatedServer
from livedesk.sim.tally import Tally
from livedesk.sim.truth import Connection, Truth

BEGAN_AT = 1_800_000_000.0
RETRY_CALLBACK_S = 60.0
NOTICED_AFTER_S = (8.0, 30.0)  # a connection that broke with no word
DOWN_S = (2.0, 300.0)
ASLEEP_S = (40.0, 1200.0)

Deed = Callable[[], Awaitable[None] | None]


class World:
    """Made, run once, and asked for its tally.

    Args:
        sabotage: called with the world before it begins; tests of the referee break things so.
    """

    def __init__(
        self, plan: Plan, stage: Stage, sabotage: Callable[[World], None] | None = None
    ) -> None:
        self.plan = plan
        self.stage = stage
        self.now = BEGAN_AT
        self.ends_at = BEGAN_AT + plan.hours * 3600
        self.tally = Tally()
        self.truths: dict[str, Truth] = {}
        self.dice = dice(plan, stage.name, "world")
        self.policy = Policy(
            heartbeats=stage.sources.beats,
            callbacks=stage.sources.callbacks,
            polls=stage.sources.polls,
            one_publisher=stage.kind.one_publisher,
        )
        self.referee = Referee(stage, self.policy, self.tally, BEGAN_AT)
        self.media = SimulatedMedia(plan, stage, lambda: self.now, self.tally, self._noticed)
        self._heap: list[tuple[float, int, Deed]] = []
        self._numbers = itertools.count()
        self._deaf: list[tuple[float, float]] = []  # stretches in which the server did not hear
        self._sabotage = sabotage
        self.server: SimulatedServer

    def at(self, when: float, deed: Deed) -> None:
        """Let it happen then."""
        heapq.heappush(self._heap, (max(when, self.now), next(self._numbers), deed))

    def after(self, seconds: float, deed: Deed) -> None:
        self.at(self.now + seconds, deed)

    async def run(self) -> Tally:
        """From beginning to end."""
        with tempfile.TemporaryDirectory() as folder:
            self.server = SimulatedServer(
                Path(folder),
                self.media,
                beats=self.stage.sources.beats,
                clock=lambda: self.now,
                throw=self.dice.random,
            )
            self.server.start()
            if self._sabotage is not None:
                self._sabotage(self)
            self._plan_downtimes()
            first = self.stage.first_host
            for number in range(first, first + self.stage.hosts):
                Host(self, number).settle()
            try:
                await self._live()
            finally:
                self.server.close()
        return self.tally

    async def _live(self) -> None:
        second = math.floor(self.now) + 1.0
        while self._heap:
            at, _, deed = heapq.heappop(self._heap)
            if at > self.ends_at:
                break
            while second <= at:
                if self.server.up:
                    self.now = second
                    await self.server.second(second)
                    self._read_news()
                second += 1.0
            self.now = at
            if (waiting := deed()) is not None:
                await waiting
            self._read_news()

    def _read_news(self) -> None:
        for id, state, reason in self.server.news():
            truth = self.truths[id]
            if (truth.state, truth.reason) != (state, reason):
                self.tally.happened["changes of state"] += 1
                self.referee.changed(
                    truth, State(state), reason, self.now, self._heard_since_gone(truth)
                )
                self.look(truth)
            if truth.over_at is None and state == State.ENDED:
                self.media.truths.pop(truth.code, None)

    def look(self, truth: Truth) -> None:
        """The referee looks at it, now and whenever it wants to."""
        if not self.server.up:
            return
        due = self.referee.look(truth, self.now)
        if due is not None and due < truth.look_at:
            truth.look_at = due
            # A hair later: at the bound itself it may still be listed.
            self.at(due + 0.01, lambda: self._look_then(truth))

    def look_soon(self, truth: Truth) -> None:
        """What was heard just now may take a second to show."""
        self.after(1.5, lambda: self.look(truth))

    def _look_then(self, truth: Truth) -> None:
        truth.look_at = math.inf
        self.look(truth)

    def _heard_since_gone(self, truth: Truth) -> float:
        gone_at = truth.gone_at if self.policy.media else truth.console_gone_at
        if gone_at is None:
            return 0.0
        deaf = sum(max(0.0, end - max(start, gone_at)) for start, end in self._deaf)
        return self.now - gone_at - deaf

    def begin(self, truth: Truth) -> None:
        """A broadcast has been created."""
        self.truths[truth.id] = self.media.truths[truth.code] = truth
        self.tally.happened["shows"] += 1

    def over(self, truth: Truth) -> None:
        """An end or a kick was answered."""
        truth.over_at = self.now
        if self.media.truths.get(truth.code) is truth:
            del self.media.truths[truth.code]
        self.look_soon(truth)
        self.look(truth)

    def heard(self, truth: Truth) -> None:
        """A beat was counted."""
        self._read_news()
        if not truth.listed:
            self.look(truth)

    def expired(self, truth: Truth) -> bool:
        """Its push address opens nothing any more."""
        return self.now >= truth.expires_at

    def dice_of(self, *names: object) -> random.Random:
        """Random numbers of one thing's own."""
        return dice(self.plan, self.stage.name, *names)

    def _plan_downtimes(self) -> None:
        length = self.ends_at - BEGAN_AT
        for _ in range(self.plan.restarts):
            self.at(BEGAN_AT + self.dice.uniform(0.02, 0.97) * length, self._kill)
        for _ in range(self.plan.suspends):
            self.at(BEGAN_AT + self.dice.uniform(0.02, 0.97) * length, self._suspend)

    def _kill(self) -> None:
        if not self.server.up:
            self.after(30, self._kill)
            return
        self.tally.faults["server killed and restarted"] += 1
        self.server.kill()
        down_s = math.exp(self.dice.uniform(*map(math.log, DOWN_S)))
        self.after(down_s, lambda: self._hears_again(down_s, self.server.start))

    def _suspend(self) -> None:
        if not self.server.up:
            self.after(30, self._suspend)
            return
        self.tally.faults["server's machine suspended"] += 1
        self.server.asleep = True
        down_s = math.exp(self.dice.uniform(*map(math.log, ASLEEP_S)))
        self.after(down_s, lambda: self._hears_again(down_s, self._wake))

    def _wake(self) -> None:
        self.server.asleep = False

    def _hears_again(self, down_s: float, how: Callable[[], None]) -> None:
        how()
        # It looks once a second, and notices a suspend at the first look.
        self._deaf.append((self.now - down_s, self.now))
        self.referee.awake_since, self.referee.up_since = self.now, self.now + 1.0
        for truth in self.truths.values():
            if truth.listed:
                truth.look_at = math.inf
                self.look(truth)

    def disconnect(self, connection: Connection, *, clean: bool) -> None:
        """An encoder has gone; without a word the media server takes a while to notice."""
        connection.truth.stop(connection, self.now)
        self.look_soon(connection.truth)
        if clean:
            self._noticed(connection)
        else:
            wait_s = dice(self.plan, connection.client, "gone").uniform(*NOTICED_AFTER_S)
            self.after(wait_s, lambda: self._noticed(connection))

    def _noticed(self, connection: Connection) -> None:
        """The media server knows that it is over, and says so."""
        if connection.known_gone:
            return
        connection.known_gone = True
        known = self.media.connections[connection.code]
        self.media.connections[connection.code] = [one for one in known if not one.known_gone]
        if self.policy.callbacks:
            self.tell(connection, start=False)

    def tell(self, connection: Connection, *, start: bool) -> None:
        """Send a callback that is no question, through a network that loses, doubles and delays."""
        plan, kind = self.plan, self.stage.kind
        throws = dice(plan, connection.client, "start" if start else "end")
        what = "starts" if start else "ends"
        self.tally.happened["callbacks"] += 1
        if throws.random() < plan.lose_callbacks:
            self.tally.faults[f"callbacks lost: {what}"] += 1
            return
        late_s = throws.uniform(0.02, 0.3)
        if throws.random() < plan.late_callbacks:
            self.tally.faults[f"callbacks late: {what}"] += 1
            late_s = throws.uniform(1.0, kind.late_s)
        copies = [late_s]
        if throws.random() < plan.duplicate_callbacks and (kind.lasting_ids or not start):
            self.tally.faults[f"callbacks duplicated: {what}"] += 1
            copies.append(throws.uniform(0.0, 120.0))
        for wait_s in copies:
            self.after(wait_s, lambda: self._deliver(connection, start=start, again=kind.retries))

    async def _deliver(self, connection: Connection, *, start: bool, again: int) -> None:
        code, client, truth = connection.code, connection.client, connection.truth
        word = "start" if start else "done"
        if not (self.server.up and await self.server.told(word, code, client)):
            if again:
                self.tally.faults["callbacks sent again after the server was away"] += 1
                self.after(
                    RETRY_CALLBACK_S,
                    lambda: self._deliver(connection, start=start, again=again - 1),
                )
            else:
                self.tally.faults["callbacks lost: nobody answered"] += 1
            return
        if truth.over_at is not None and client not in truth.told:
            return  # nobody's, or a later broadcast's: an end that nobody asked for
        if start:
            truth.told_start(client, self.now)
        else:
            truth.told_end(client, self.now)
        self._read_news()
        self.look_soon(truth)
        self.look(truth)
