"""What is simulated: how many hosts, for how long, and what goes wrong how often."""

from __future__ import annotations

import random
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """Rates are shares from 0 to 1, of what the name says, unless another unit is given.

    Attributes:
        duty: the share of the time in which a host is on a show.
        lose_beats: of each try of a beat; half of them are lost on the way there, half on the way
            back. The console tries again as it really does.
        lose_callbacks: of callbacks, with all their repetitions; a question whether to publish that
            is lost is a refusal, and the encoder tries again.
        late_callbacks: come up to 90 s late, also behind later ones.
        fail_polls: of questions; half of them in stretches of minutes.
        restarts: of the server: a kill, 2 s to 5 min of nothing, and a start on the same database.
        suspends: of the server's machine, 40 s to 20 min: memory is kept.
        sleepers: shows in which the computer of console and encoder sleeps once.
        die: shows that end with no word: console and encoder vanish, or one of them alone.
        drops_per_hour: how often an encoder loses its connection and comes back.
        second_publishers, freezes, skews, kicks: shows with one.
        watchful: hosts whose console sees its encoder, and says so in its beats.
        short_codes: shows whose live code expires before they end.
    """

    hosts: int = 200
    hours: float = 6.0
    duty: float = 0.06
    lose_beats: float = 0.05
    lose_callbacks: float = 0.03
    duplicate_callbacks: float = 0.05
    late_callbacks: float = 0.05
    fail_polls: float = 0.05
    restarts: int = 2
    suspends: int = 1
    sleepers: float = 0.1
    die: float = 0.15
    drops_per_hour: float = 0.5
    second_publishers: float = 0.05
    freezes: float = 0.05
    skews: float = 0.1
    kicks: float = 0.02
    watchful: float = 0.3
    short_codes: float = 0.03
    seed: int = 1


@dataclass(frozen=True, slots=True)
class Kind:
    """How a media server behaves, as far as signals go.

    Attributes:
        asks: it asks before each publish, and refuses where nobody answers.
        one_publisher, lasting_ids, lists_all: as in `MediaServer`.
        tells_all: polls tell who publishes, and bytes.
        tells_refused: it reports an end also of a connection that was refused.
        retries: how often a callback that nobody answered is sent again, each minute.
        late_s: how late a callback may come.
    """

    name: str
    asks: bool = True
    one_publisher: bool = True
    lasting_ids: bool = True
    lists_all: bool = True
    tells_all: bool = True
    tells_refused: bool = False
    retries: int = 0
    late_s: float = 90.0


SRS = Kind("srs")
NGINX = Kind("nginx-rtmp", lasting_ids=False, tells_refused=True, late_s=10.0)
TENCENT = Kind(
    "tencent",
    asks=False,
    one_publisher=False,
    lists_all=False,
    tells_all=False,
    retries=12,
)


@dataclass(frozen=True, slots=True)
class Sources:
    """A policy: which of the three sources there are."""

    callbacks: bool
    polls: bool
    beats: bool

    @property
    def name(self) -> str:
        parts = (("callbacks", self.callbacks), ("polls", self.polls), ("beats", self.beats))
        return "+".join(name for name, there in parts if there)


SOURCES = {
    one.name: one
    for one in (
        Sources(callbacks=True, polls=True, beats=True),
        Sources(callbacks=True, polls=False, beats=True),
        Sources(callbacks=False, polls=True, beats=True),
        Sources(callbacks=False, polls=False, beats=True),
        Sources(callbacks=False, polls=True, beats=False),
        Sources(callbacks=True, polls=False, beats=False),
    )
}


@dataclass(frozen=True, slots=True)
class Stage:
    """One world to simulate: hosts with one policy at one media server.

    Attributes:
        first_host: hosts are numbered through all worlds, each with dice of its own.
    """

    sources: Sources
    kind: Kind
    first_host: int
    hosts: int

    @property
    def name(self) -> str:
        return f"{self.sources.name} at {self.kind.name}"


def stages(plan: Plan, wanted: str = "all") -> list[Stage]:
    """The hosts, dealt out to policies and media servers; the same for any number of workers.

    Args:
        wanted: the name of a policy in `SOURCES`, or ``all``.
    """
    chosen = [one for name, one in SOURCES.items() if wanted in ("all", name)]
    pairs = []
    for sources in chosen:
        kinds = [SRS, NGINX, TENCENT] if sources.callbacks else [SRS]
        if sources.polls and not sources.callbacks:
            kinds = [SRS, TENCENT]
        pairs += [(sources, kind, len(kinds) * len(chosen)) for kind in kinds]
    found, first = [], 0
    for sources, kind, share in pairs:
        count = max(1, plan.hosts // share)
        found.append(Stage(sources, kind, first, count))
        first += count
    return found


def dice(plan: Plan, *names: object) -> random.Random:
    """Random numbers of one thing's own: what others throw changes nothing for it."""
    return random.Random("/".join(map(str, (plan.seed, *names))))  # noqa: S311  a simulation
