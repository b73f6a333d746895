"""A host's days: shows of realistic length, and everything that happens to them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from livedesk.domain.errors import LivedeskError, Unfinished
from livedesk.sim.console import Console
from livedesk.sim.encoder import Encoder
from livedesk.sim.truth import Truth
from livedesk.store.rows import Account

if TYPE_CHECKING:
    from livedesk.sim.world import World

MEDIAN_SHOW_S, SIGMA = 75 * 60.0, 0.8
SHORTEST_SHOW_S, LONGEST_SHOW_S = 5 * 60.0, 10 * 3600.0
MEAN_SHOW_S = MEDIAN_SHOW_S * math.exp(SIGMA**2 / 2)
VALID_S, SHORT_VALID_S = 86400.0, 1800.0
QUICK_SUCCESSORS = 0.1  # shows that follow the last one within two minutes
OWN_CODE_AGAIN = 0.5


class Host:
    """One account; its shows follow each other."""

    def __init__(self, world: World, number: int) -> None:
        self._world = world
        self._dice = world.dice_of("host", number)
        self._name = f"h{number}"
        self._watches = self._dice.random() < world.plan.watchful
        self._shows = 0
        self._account: Account

    def settle(self) -> None:
        """Open the account, and plan the first show."""
        self._account = self._world.server.add_host(self._name)
        duty = min(self._world.plan.duty, 0.95)
        self._world.after(self._dice.expovariate(duty / MEAN_SHOW_S) * (1 - duty), self._begin)

    async def _begin(self) -> None:
        world = self._world
        if not world.server.up:
            world.after(5.0, self._begin)
            return
        self._shows += 1
        own = self._dice.random() < OWN_CODE_AGAIN
        suffix = self._name if own else f"{self._name}s{self._shows}"
        short = self._dice.random() < world.plan.short_codes
        valid_s = SHORT_VALID_S if short else VALID_S
        try:
            stored = await world.server.create(self._account, suffix, valid_s)
        except Unfinished as error:
            await self._end_left_over(str(error.facts["broadcast_id"]))
            world.after(1.0, self._begin)
            return
        world.tally.faults["codes that expire before the show ends"] += short
        truth = Truth(stored.id, stored.code, world.now, stored.expires_at)
        world.begin(truth)
        Show(world, self, truth, f"{self._name}.{self._shows}").plan()

    async def _end_left_over(self, id: str) -> None:
        """What a vanished console has left: the host ends it, and begins anew."""
        await self._world.server.end(id)
        self._world.over(self._world.truths[id])

    def next_show(self) -> None:
        """After a show comes the next one, so that the duty cycle is kept."""
        duty = min(self._world.plan.duty, 0.95)
        gap_s = self._dice.expovariate(duty / MEAN_SHOW_S / (1 - duty))
        if self._dice.random() < QUICK_SUCCESSORS:
            gap_s = self._dice.uniform(10.0, 120.0)
        self._world.after(gap_s, self._begin)

    @property
    def account(self) -> Account:
        return self._account

    @property
    def watches(self) -> bool:
        return self._watches


class Show:
    """One broadcast's console and encoders, and its accidents."""

    def __init__(self, world: World, host: Host, truth: Truth, name: str) -> None:
        self._world = world
        self._host = host
        self._truth = truth
        self._name = name
        self._dice = world.dice_of("show", name)
        self._console = Console(world, truth, host.account, f"console-{name}", watches=host.watches)
        self._encoder = Encoder(world, truth, f"{name}e")
        self._console_beats = world.policy.heartbeats
        self._over = False

    def plan(self) -> None:
        """Throw the dice for the whole show."""
        world, throw, rates = self._world, self._dice, self._world.plan
        length = throw.lognormvariate(math.log(MEDIAN_SHOW_S), SIGMA)
        length = min(max(length, SHORTEST_SHOW_S), LONGEST_SHOW_S)
        if self._console_beats:
            world.after(throw.uniform(0.0, 5.0), self._console.start)
        starts_s = throw.uniform(5.0, 180.0)
        world.after(starts_s, self._start_encoder)

        def sometime() -> float:
            return throw.uniform(starts_s + 10.0, length)

        for _ in range(_poisson(throw.random(), rates.drops_per_hour * length / 3600)):
            world.after(sometime(), self._drop)
        accidents = (
            (rates.sleepers, self._sleep),
            (rates.second_publishers, self._second),
            (rates.freezes if world.stage.kind.tells_all else 0.0, self._freeze),
            (rates.skews if self._console_beats else 0.0, self._skew),
            (rates.kicks, self._kick),
        )
        for rate, deed in accidents:
            if throw.random() < rate:
                world.after(sometime(), deed)
        if throw.random() < rates.die:
            world.after(sometime(), self._die)
        world.after(length, self._finish)

    def _start_encoder(self) -> None:
        if not self._over:
            self._encoder.start()
            self._console.sees(True)

    def _drop(self) -> None:
        if self._over or not self._encoder.running:
            return
        self._world.tally.faults["encoders that dropped and came back"] += 1
        away_s = min(self._dice.lognormvariate(math.log(6.0), 1.3), 300.0)
        self._encoder.lose_and_return(away_s, clean=self._dice.random() < 0.5)

    def _sleep(self) -> None:
        if self._over or not self._encoder.running:
            return
        self._world.tally.faults["computers that slept"] += 1
        self._console.stop()
        self._encoder.stop(clean=False)
        asleep_s = min(max(self._dice.lognormvariate(math.log(240.0), 1.2), 10.0), 7200.0)
        self._world.after(asleep_s, self._wake)

    def _wake(self) -> None:
        if self._over:
            return
        if self._console_beats:
            self._console.start()
        self._encoder.start()

    def _second(self) -> None:
        if self._over:
            return
        self._world.tally.faults["second publishers"] += 1
        other = Encoder(self._world, self._truth, f"{self._name}x")
        other.start()
        self._world.after(
            self._dice.uniform(5.0, 400.0), lambda: other.stop(clean=self._dice.random() < 0.5)
        )

    def _freeze(self) -> None:
        if not self._over:
            self._encoder.freeze(self._dice.uniform(20.0, 900.0))

    def _skew(self) -> None:
        self._world.tally.faults["consoles whose clock was set"] += 1
        self._console.clock_set(self._dice.choice([-3600.0, -90.0, -2.0, 2.0, 90.0, 3600.0]))

    async def _kick(self) -> None:
        world = self._world
        if self._over or not world.server.up:
            return
        world.tally.faults["broadcasts that an admin kicked"] += 1
        await world.server.kick(self._truth.id)
        world.over(self._truth)

    def _die(self) -> None:
        """With no word. Who is left goes on until the show's end."""
        if self._over:
            return
        which = self._dice.choice(["host", "console", "encoder"])
        self._world.tally.faults[f"vanished with no word: {which}"] += 1
        if which != "encoder":
            self._console.stop()
            self._console_beats = False
        if which != "console":
            self._encoder.stop(clean=False)
        if which == "encoder":
            self._world.after(self._dice.uniform(2.0, 30.0), lambda: self._console.sees(False))
        if which == "host":
            self._over = True
            self._host.next_show()
        if which == "console" and self._dice.random() < 0.5:
            self._world.after(self._dice.uniform(60.0, 1500.0), self._console_again)

    def _console_again(self) -> None:
        if not self._over and self._world.policy.heartbeats:
            self._console_beats = True
            self._console.start()

    def _finish(self) -> None:
        """As hosts do: the encoder first, or the button first, or only one of them."""
        if self._over:
            return
        self._over = True
        self._host.next_show()
        wait_s = self._dice.uniform(1.0, 90.0)
        no_button = not self._console_beats and self._world.policy.heartbeats
        if no_button or self._dice.random() < 0.5:
            self._encoder.stop()
            self._console.sees(False)
            if not no_button:
                self._world.after(wait_s, self._end)
            return
        self._world.after(0.0, self._end)
        self._world.after(wait_s, self._encoder.stop)

    async def _end(self) -> None:
        world = self._world
        if self._truth.over_at is None:
            if not world.server.up:
                world.after(5.0, self._end)
                return
            try:
                await world.server.end(self._truth.id)
            except LivedeskError:
                world.after(5.0, self._end)
                return
            world.over(self._truth)
        self._console.stop()


def _poisson(throw: float, mean: float) -> int:
    """How many, by one throw of the dice."""
    count, chance = 0, math.exp(-mean)
    while throw > chance and count < 50:
        throw -= chance
        count += 1
        chance *= mean / count
    return count
