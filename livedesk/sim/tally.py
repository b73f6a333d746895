"""What a simulation has found, in numbers that add up."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field

MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """A zombie or a false offline.

    Attributes:
        at: seconds since the simulation began.
        what: the bound that was broken, and what the world knew.
    """

    stage: str
    code: str
    at: float
    what: str

    def __str__(self) -> str:
        hours, rest = divmod(int(self.at), 3600)
        return (
            f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}  {self.stage}  {self.code}: {self.what}"
        )


@dataclass(slots=True)
class Tally:
    """Counts of one world or of all.

    Attributes:
        faults: by name, how many were injected.
        happened: by name, what went on besides: shows, beats, callbacks …
        unpromised: what the contract promises nobody, by name: runs of lost beats …
        to_offline: by policy, seconds from the host's being gone until it left the live list, in
            time that the server could hear.
    """

    faults: Counter[str] = field(default_factory=Counter)
    happened: Counter[str] = field(default_factory=Counter)
    unpromised: Counter[str] = field(default_factory=Counter)
    zombies: list[Finding] = field(default_factory=list)
    false_offlines: list[Finding] = field(default_factory=list)
    to_offline: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def add(self, other: Tally) -> None:
        """Take over what another world has found."""
        self.faults += other.faults
        self.happened += other.happened
        self.unpromised += other.unpromised
        self.zombies += other.zombies
        self.false_offlines += other.false_offlines
        for policy, seconds in other.to_offline.items():
            self.to_offline[policy] += seconds

    @property
    def clean(self) -> bool:
        """Whether everything that must be 0 is."""
        return not self.zombies and not self.false_offlines

    def lines(self) -> list[str]:
        """The report, for a terminal."""
        told = ["", "Injected:"]
        told += [f"  {count:>10,}  {name}" for name, count in sorted(self.faults.items())]
        told += ["Happened:"]
        told += [f"  {count:>10,}  {name}" for name, count in sorted(self.happened.items())]
        told += ["Not promised by the contract, and not counted below:"]
        told += [f"  {count:>10,}  {name}" for name, count in sorted(self.unpromised.items())]
        told += ["", f"{'Time to offline (s)':<28}{'hosts':>8}{'p50':>8}{'p95':>8}{'max':>8}"]
        for policy, seconds in self.to_offline.items():
            p50, p95 = quantile(seconds, 0.5), quantile(seconds, 0.95)
            row = f"{p50:>8.0f}{p95:>8.0f}{max(seconds):>8.0f}"
            told.append(f"  {policy:<26}{len(seconds):>8,}{row}")
        for name, found in (
            ("Zombies past their bound", self.zombies),
            ("False offlines", self.false_offlines),
        ):
            told += ["", f"{name}: {len(found)}"]
            told += [f"  {one}" for one in sorted(found, key=lambda one: one.at)[:MOST_SHOWN]]
        return told


def quantile(seconds: list[float], share: float) -> float:
    """The nearest rank."""
    ordered = sorted(seconds)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
