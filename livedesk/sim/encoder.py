"""A host's encoder: it connects, and connects again until it is told to stop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from livedesk.sim.truth import Connection, Truth

if TYPE_CHECKING:
    from livedesk.sim.world import World

RECONNECT_S = (2.0, 10.0)
ANSWER_LOST = 0.5  # of the questions that are lost: the server did hear them


class Encoder:
    """Pushes to one code.

    Args:
        name: unique; its connections' ids begin with it.
    """

    def __init__(self, world: World, truth: Truth, name: str) -> None:
        self._world = world
        self._truth = truth
        self._name = name
        self._dice = world.dice_of(name)
        self._tries = 0
        self.connection: Connection | None = None
        self.running = False

    def start(self) -> None:
        self.running = True
        self._world.after(0.0, self._connect)

    def stop(self, *, clean: bool = True) -> None:
        """No more pictures; not clean: it vanishes, or its network does."""
        self.running = False
        self.lose(clean=clean)

    def lose(self, *, clean: bool) -> None:
        """The connection breaks."""
        if self.connection is not None:
            self._world.disconnect(self.connection, clean=clean)
            self.connection = None

    def lose_and_return(self, after_s: float, *, clean: bool) -> None:
        """The connection breaks, and the encoder comes back."""
        self.lose(clean=clean)
        self._world.after(after_s, self._connect)

    def freeze(self, seconds: float) -> None:
        """Connected, and not a byte."""
        connection = self.connection
        if connection is None or connection.flows_since is None:
            return
        self._world.tally.faults["publishers that froze"] += 1
        connection.froze = True
        self._truth.stop(connection, self._world.now)
        self._world.look_soon(self._truth)

        def thaw() -> None:
            if self.connection is connection and not connection.known_gone:
                self._truth.flow(connection, self._world.now)

        self._world.after(seconds, thaw)

    async def _connect(self) -> None:
        world, media, kind = self._world, self._world.media, self._world.stage.kind
        if not self.running or self._alive():
            return
        self._tries += 1
        client = f"{self._name}.{self._tries}"
        connection = Connection(self._truth.code, client, self._truth)
        if world.policy.callbacks and kind.asks and not await self._allowed(connection):
            if self._tries < 500:
                world.after(self._dice.uniform(*RECONNECT_S), self._connect)
            return
        if kind.one_publisher and media.on(self._truth.code):
            world.tally.happened["publishers refused by the media server"] += 1
            if world.policy.callbacks and kind.asks:
                world.tell(connection, start=False)
            world.after(self._dice.uniform(*RECONNECT_S), self._connect)
            return
        if world.expired(self._truth):
            return
        self.connection = connection
        media.connections[self._truth.code].append(connection)
        self._truth.flow(connection, world.now)
        world.tally.happened["pictures started"] += 1
        if world.policy.callbacks and not kind.asks:
            world.tell(connection, start=True)

    def _alive(self) -> bool:
        return self.connection is not None and not self.connection.known_gone

    async def _allowed(self, connection: Connection) -> bool:
        world, kind, truth = self._world, self._world.stage.kind, self._truth
        if not world.server.up:
            world.tally.faults["publishes refused: the server was away"] += 1
            return False
        lost = self._dice.random() < world.plan.lose_callbacks
        if lost and self._dice.random() > ANSWER_LOST:
            world.tally.faults["publishes refused: the question was lost"] += 1
            return False
        allowed = await world.server.told("ask", truth.code, connection.client)
        if allowed:
            truth.told_start(connection.client, world.now)
        if lost:
            world.tally.faults["publishes refused: the answer was lost"] += 1
        if allowed and not lost:
            world.look_soon(truth)
            return True
        if kind.tells_refused:
            world.tell(connection, start=False)
        return False
