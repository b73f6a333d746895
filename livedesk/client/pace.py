"""Which decoded pictures a preview shows, and when."""

from __future__ import annotations

MOST_A_SECOND = 25
LATE_S = 0.25  # later than this is not the picture's rhythm any more
GIVE_UP_RHYTHM_S = 1.0  # of being late without a break: what plays now is as good as it gets
JUMP_S = 15.0  # further ahead than the longest segment: the stream's own clock has jumped


class Pace:
    """Lets through at most 25 pictures a second, and spreads those that come in heaps.

    Args:
        spread: keep the pictures' own rhythm (HLS brings seconds of them at once); else each is
            shown when it comes, which is nearest to the truth where they come one by one.
    """

    def __init__(self, spread: bool) -> None:
        self._spread = spread
        self._ahead: float | None = None  # our clock less the stream's
        self._late_since: float | None = None
        self._next_at: float | None = None

    def wait_s(self, at: float | None, now: float) -> float:
        """Seconds until the picture of the stream's time `at` is due; 0 if it is."""
        if not self._spread or at is None:
            return 0.0
        if self._ahead is None or at + self._ahead - now > JUMP_S:
            self._ahead, self._late_since = now - at, None
            return 0.0
        late_s = now - at - self._ahead
        if late_s <= LATE_S:
            self._late_since = None
        elif self._late_since is None:
            self._late_since = now
        elif now - self._late_since > GIVE_UP_RHYTHM_S:
            self._ahead, self._late_since = now - at, None
        return max(0.0, at + self._ahead - now)

    def shows(self, now: float) -> bool:
        """Whether there is room for another picture this second."""
        step_s = 1 / MOST_A_SECOND
        if self._next_at is not None and now < self._next_at:
            return False
        # A picture that is a little late leaves its place to the next: no second is starved.
        earliest = now - 2 * step_s
        self._next_at = max(self._next_at or earliest, earliest) + step_s
        return True
