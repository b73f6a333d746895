"""What OBS had before our two lines, so that it can be put back; in memory only."""

from __future__ import annotations

from livedesk.client.obs import CUSTOM, ObsService
from livedesk.client.obs_state import compare
from livedesk.domain.records import Push


class ObsBefore:
    """Holds keys and passwords in clear: it has no repr that tells, and is written nowhere.

    Attributes:
        service: what can be put back; None for nothing.
    """

    def __init__(self) -> None:
        self.service: ObsService | None = None
        self._ours: set[tuple[str, str]] = set()

    def note(self, had: ObsService, push: Push) -> None:
        """OBS had this, and is about to get these lines.

        Lines of ours are not worth putting back: their key may have been seen, or is over.
        """
        ours = compare(had, push).same_stream or (had.server, had.key) in self._ours
        self._ours.add((push.server, push.stream_key))
        if not ours:
            self.service = had if _is_something(had) else None

    def forget(self) -> None:
        """It was put back, or OBS has other settings now."""
        self.service = None


def _is_something(had: ObsService) -> bool:
    """A fresh OBS has a service without a key."""
    custom = had.kind == CUSTOM and bool(had.server)
    return custom or bool(had.key) or bool(had.settings.get("bearer_token"))
