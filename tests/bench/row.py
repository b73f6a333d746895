"""What a row says: a ratio of the same run, and its goal."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Row:
    """One ratio.

    Attributes:
        goal: what the ratio must reach, or not exceed.
        least: the goal is a least; else a most.
    """

    name: str
    ratio: float
    goal: float
    least: bool
    note: str

    @property
    def good(self) -> bool:
        return self.ratio >= self.goal if self.least else self.ratio <= self.goal

    def line(self) -> str:
        sign = ">=" if self.least else "<="
        mark = "   " if self.good else "!! "
        return f"{mark}{self.name:64} {self.ratio:7.2f}  {sign} {self.goal:<5} {self.note}"

    def told(self) -> dict[str, object]:
        return {**asdict(self), "good": self.good}
