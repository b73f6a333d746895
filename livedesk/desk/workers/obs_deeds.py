"""What is done to a connected OBS, each to its end: send, start, stop."""

from __future__ import annotations

import time
from collections.abc import Callable

from livedesk.client.obs import Obs, StreamStatus
from livedesk.client.obs_state import Comparison, compare
from livedesk.desk.workers.obs_before import ObsBefore
from livedesk.desk.workers.obs_watch import ObsWatch
from livedesk.domain.errors import ObsRefused, ObsStreaming
from livedesk.domain.records import Push

START_WITHIN_S = 10.0
STOP_WITHIN_S = 10.0
LOOK_EVERY_S = 0.05


class ObsDeeds:
    """
    Args:
        pause: waits for news of OBS for so many seconds at most, and hears them; False when the
            console is about to quit.
    """

    def __init__(
        self,
        obs: Obs,
        watch: ObsWatch,
        pause: Callable[[float], bool],
        timer: Callable[[], float] = time.monotonic,
    ) -> None:
        self._obs, self._watch, self._pause, self._timer = obs, watch, pause, timer

    def send(self, push: Push, before: ObsBefore) -> Comparison:
        """Write the two lines, and read them back; `before` learns what was there.

        Raises:
            ObsStreaming: OBS allows no change meanwhile.
            ObsRefused: they are not what was written.
        """
        if self._obs.status().active:
            raise ObsStreaming("OBS is streaming: stop it first, then send.")
        had = self._obs.service()
        self._obs.set_service(push.server, push.stream_key)
        before.note(had, push)
        read = compare(self._obs.service(), push)
        if not read.same:
            raise ObsRefused("OBS did not keep the two lines.", why="obs_did_not_keep")
        return read

    def put_back(self, before: ObsBefore) -> None:
        """Give OBS what it had before our lines.

        Raises:
            ObsStreaming: OBS allows no change meanwhile.
            ObsRefused: it has something else all the same.
        """
        had = before.service
        if had is None:
            return
        if self._obs.status().active:
            raise ObsStreaming("OBS is streaming: stop it first.")
        self._obs.put_back(had)
        now = self._obs.service()
        if (now.kind, now.server, now.key) != (had.kind, had.server, had.key):
            raise ObsRefused("OBS did not take back what it had.", why="obs_did_not_take_back")
        before.forget()

    def start(self) -> StreamStatus:
        """Until it streams; StartStream itself says yes also to what will be turned away.

        Raises:
            ObsRefused: it did not within ten seconds, or was turned away.
        """
        self._watch.asked("start")
        self._obs.start()
        status = self._until(START_WITHIN_S, active=True)
        if status is None:
            raise ObsRefused("OBS did not start to stream.", why="obs_did_not_start")
        return status

    def stop(self) -> StreamStatus:
        """Until it no longer streams.

        Raises:
            ObsRefused: it did not within ten seconds: with a stream delay it goes on.
        """
        self._watch.asked("stop")
        self._obs.stop()
        status = self._until(STOP_WITHIN_S, active=False)
        if status is None:
            raise ObsRefused("OBS did not stop.", why="obs_did_not_stop")
        return status

    def _until(self, within_s: float, *, active: bool) -> StreamStatus | None:
        """The status once the stream is so. OBS says no by STARTING and then STOPPED."""
        deadline = self._timer() + within_s
        while self._timer() < deadline and self._pause(LOOK_EVERY_S):
            if active and self._watch.refused:
                return None
            status = self._obs.status()
            if status.active is active and not status.reconnecting:
                return status
        return None
