"""A host's console, beating as the real one does: its own `BeatSchedule`, on its own clock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from livedesk.client.beat import BeatSchedule
from livedesk.domain.errors import BroadcastEnded, LivedeskError, OtherConsole
from livedesk.sim.truth import Truth
from livedesk.store.rows import Account

if TYPE_CHECKING:
    from livedesk.sim.world import World

LOOKS_EVERY_S = 5.0  # the desktop window's, at the clock
TIME_OUT_S = 3.0  # until a lost beat is given up


class Console:
    """Beats for one broadcast until it is closed.

    Args:
        throw: 0 to 1, random.
        watches: sees its encoder.

    Attributes:
        encoder_runs: what a watching console sees; None: it has not seen it yet.
        skew_s: its clock, ahead of the world's.
    """

    def __init__(
        self, world: World, truth: Truth, account: Account, name: str, *, watches: bool
    ) -> None:
        self._world = world
        self._truth = truth
        self._account = account
        self._name = name
        self._throw = world.dice_of(name).random
        self._watches = watches
        self.encoder_runs: bool | None = None
        self.skew_s = 0.0
        self._running = False
        self._round = 0
        self._schedule = self._fresh()

    def start(self) -> None:
        """Begin to beat, or go on after a sleep."""
        self._running = True
        self._truth.console_gone_at = None
        self._schedule = self._schedule.look(self._now)
        self._next(0.0)

    def stop(self) -> None:
        """It sleeps, is killed, or was closed: not one beat more."""
        if self._running:
            self._running = False
            self._truth.console_gone_at = self._world.now

    def sees(self, runs: bool) -> None:
        """The encoder was started or has stopped; a watching console says so at once."""
        if self._watches and runs is not self.encoder_runs:
            self.encoder_runs = runs
            if self._running:
                self._schedule = self._schedule.at_once(self._now)
                self._next(0.0)

    def clock_set(self, by: float) -> None:
        """Somebody has set its clock; the window looks at it every few seconds."""
        self.skew_s += by
        if self._running:
            self._next(LOOKS_EVERY_S * self._throw())

    @property
    def _now(self) -> float:
        return self._world.now + self.skew_s

    def _fresh(self) -> BeatSchedule:
        policy = self._world.policy
        return BeatSchedule(
            interval_s=policy.heartbeat_interval_s,
            misses=policy.heartbeat_misses,
            slack_s=policy.slack_s,
            due_at=self._now,
            looked_at=self._now,
        )

    def _next(self, wait_s: float) -> None:
        self._round += 1
        number = self._round

        async def due() -> None:
            if self._running and number == self._round:
                await self._look()

        self._world.after(wait_s, due)

    async def _look(self) -> None:
        self._schedule = self._schedule.look(self._now)
        if not self._schedule.is_due(self._now):
            self._next(self._schedule.due_at - self._now)
            return
        world = self._world
        world.tally.happened["beats sent"] += 1
        fate = self._throw() / world.plan.lose_beats if world.plan.lose_beats else 1.0
        if not world.server.up:
            world.tally.faults["beats that found no server"] += 1
            self._failed()
        elif fate < 0.5:
            world.tally.faults["beats lost on the way there"] += 1
            self._failed_later()
        elif await self._counted():
            if fate < 1.0:
                world.tally.faults["beats lost on the way back"] += 1
                self._failed_later()
            else:
                self._truth.beat_answered = world.now
                # The window's own clock looks every few seconds; a sleep longer than 20 s shows.
                self._schedule = self._schedule.answered(self._now)
                self._next(self._schedule.due_at - self._now)

    async def _counted(self) -> bool:
        """Whether the server has counted the beat; if not, what follows is done already."""
        world, truth = self._world, self._truth
        says = None if not self._watches else self.encoder_runs
        try:
            await world.server.beat(truth.id, self._account, says, self._name)
        except (BroadcastEnded, OtherConsole):
            self._running = False
            return False
        except LivedeskError:
            self._failed()
            return False
        truth.beat_heard = world.now
        if says is not False:
            truth.willing_heard = world.now
        world.heard(truth)
        return True

    def _failed(self) -> None:
        self._schedule = self._schedule.look(self._now).failed(self._now, self._throw())
        self._next(self._schedule.due_at - self._now)

    def _failed_later(self) -> None:
        self._round += 1
        number = self._round

        def given_up() -> None:
            if self._running and number == self._round:
                self._failed()

        self._world.after(TIME_OUT_S, given_up)
