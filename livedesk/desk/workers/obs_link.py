"""The link to OBS: connects by itself, watches the stream, and does what is asked."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from livedesk.client.obs import Obs
from livedesk.client.obs_place import ObsEvent
from livedesk.client.obs_setup import ObsSetup, find_setup
from livedesk.client.obs_state import ObsRefusal, ObsState, compare
from livedesk.desk.workers.background import STOP, Background
from livedesk.desk.workers.obs_before import ObsBefore
from livedesk.desk.workers.obs_deeds import ObsDeeds
from livedesk.desk.workers.obs_door import Keychain, MakeObs, ObsDoor
from livedesk.desk.workers.obs_orders import (
    Do,
    Heard,
    LookAt,
    Lost,
    Replace,
    Step,
    UseFoundPassword,
    Want,
)
from livedesk.desk.workers.obs_watch import ObsWatch
from livedesk.domain.errors import (
    LivedeskError,
    ObsNotRunning,
    ObsStreaming,
    ObsWrongPassword,
    Unavailable,
)
from livedesk.domain.records import Push

log = logging.getLogger(__name__)

LOOK_EVERY_S = 1.0
TRY_AGAIN_AFTER_S = 2.0  # where nobody listens, asking costs nothing
WRONG_AGAIN_AFTER_S = 15.0
LOOK_AT_SETUP_EVERY_S = 3.0
COMPARE_EVERY_S = 3.0
TELL_EVERY_S = 0.05  # while more is to be heard: the window has other things to do
MOST_HEARD = 200  # events that wait; the next look at OBS makes up for the rest


class ObsLink(Background):
    """One OBS at a time. The password goes into the keychain once OBS has accepted it.

    Args:
        host, port: where OBS is; with no port, or the usual one, OBS's own settings on this
            computer say which.
        setup: finds what OBS's own settings on this computer say.

    Signals:
        changed: ObsState.
        stepped: Step, of the `Replace` that is under way.
    """

    changed = Signal(object)
    stepped = Signal(object)

    def __init__(
        self,
        keychain: Keychain,
        host: str = "127.0.0.1",
        port: int | None = None,
        *,
        make: MakeObs = Obs,
        setup: Callable[[], ObsSetup | None] = find_setup,
        clock: Callable[[], float] = time.time,
        timer: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("obs", parent)
        self._clock, self._timer = clock, timer
        self._door = ObsDoor(LookAt(host, port), keychain, make, setup)
        self._obs: Obs | None = None
        self._turn = 0
        self._try_at = self._look_at = self._compare_at = self._tell_at = timer()
        self._push: Push | None = None
        self._later: list[object] = []
        self._state, self._told = ObsState(), ObsState(looking=False)
        self._watch, self._before = ObsWatch(), ObsBefore()

    # Orders, from the GUI thread.

    def look_at(self, host: str, port: int | None, password: str | None = None) -> None:
        """Look for OBS there, at once. The password None: the one that is kept."""
        self.order(LookAt(host, port, password))

    def use_found_password(self) -> None:
        """Take the password from OBS's own settings on this computer, as its owner agreed."""
        self.order(UseFoundPassword())

    def want(self, push: Push | None) -> None:
        """Compare OBS with these two lines from now on."""
        self.order(Want(push))

    def send(self) -> None:
        """Write the wanted lines into OBS, read them back, compare."""
        self.order(Do("send"))

    def undo(self) -> None:
        """Give OBS back what it had before our lines."""
        self.order(Do("undo"))

    def start_stream(self) -> None:
        """Begin to stream."""
        self.order(Do("start"))

    def stop_stream(self) -> None:
        """Stop to stream."""
        self.order(Do("stop"))

    def compare(self) -> None:
        """Read OBS's lines again."""
        self.order(Do("compare"))

    def replace(self, push: Push, *, streams: bool) -> None:
        """Stop OBS if need be, give it these lines, and start it again; → `stepped`."""
        self.order(Replace(push, streams))

    # The thread.

    def work(self) -> None:
        """Orders, events and looks until the end."""
        try:
            while (order := self._next()) is not STOP:
                try:
                    self._obey(order)
                    if not self.has_orders or self._timer() >= self._look_at + LOOK_EVERY_S:
                        self._look()
                except LivedeskError as error:
                    self._lose(error)
                if not self.has_orders or self._timer() >= self._tell_at:
                    self._tell()
        finally:
            self._close()

    def _next(self) -> object:
        if self._later:
            return self._later.pop(0)
        at = self._look_at if self._obs is not None else self._try_at
        return self.next_order(max(0.0, at - self._timer()))

    def _obey(self, order: object) -> None:
        match order:
            case LookAt():
                self._close()
                wanted = self._door.wanted
                if (order.host, order.port) != (wanted.host, wanted.port):
                    self._before.forget()  # it is another OBS's
                self._door.go_to(order)
                self._begin_again()
            case UseFoundPassword() if self._door.take_found_password():
                self._close()
                self._begin_again()
            case Want(push) if push != self._push:
                self._push = push
                self._state = replace(self._state, comparison=None, done="", refusal=None)
                self._compare_at = self._look_at = self._timer()
            case Do(deed):
                self._do(deed)
            case Replace(push, streams):
                self._replace(push, streams=streams)
            case Heard(turn, event) if turn == self._turn:
                self._hear(event)
            case Lost(turn) if turn == self._turn:
                raise ObsNotRunning("OBS broke off the connection.", why="obs_lost")

    def _begin_again(self) -> None:
        self._try_at = self._timer()
        self._state = replace(ObsState(), events=self._state.events)

    def _look(self) -> None:
        now = self._timer()
        if self._obs is None:
            if now >= self._try_at and not self._knows_better():
                self._connect()
            return
        if now >= self._look_at:
            self._look_at = now + LOOK_EVERY_S
            self._see(self._obs)

    def _knows_better(self) -> bool:
        """A wrong password stays wrong until something changes, and OBS warns of each try."""
        error = self._state.error
        if not isinstance(error, ObsWrongPassword) or "why" in error.facts:
            return False
        self._try_at = self._timer() + LOOK_AT_SETUP_EVERY_S
        return self._door.is_the_same

    def _connect(self) -> None:
        self._try_at = self._timer() + TRY_AGAIN_AFTER_S
        place, offered = self._door.look()
        self._state = replace(self._state, place=place, password_found=offered)
        self._turn = turn = self._turn + 1

        def hear(event: ObsEvent) -> None:
            if self.orders < MOST_HEARD:
                self.order(Heard(turn, event))

        def lost() -> None:
            self.order(Lost(turn))

        self._obs = obs = self._door.open(place, hear, lost)
        self._watch = ObsWatch()
        self._state = replace(self._state, looking=False, error=None, version=obs.version)
        self._compare_at = self._timer()
        self._look_at = self._timer() + LOOK_EVERY_S
        self._see(obs)

    def _see(self, obs: Obs) -> None:
        """All that OBS tells now."""
        status, now = obs.status(), self._clock()
        state = self._watch.seen(self._state, status, now)
        if self._push is not None and self._timer() >= self._compare_at:
            # The answer holds the key in clear: from another computer only when asked for.
            self._compare_at = self._timer() + (COMPARE_EVERY_S if obs.place.here else math.inf)
            state = replace(state, comparison=compare(obs.service(), self._push))
        if status.active:
            state = replace(state, stats=obs.stats())
        if state.encoder is None or (status.active and not self._state.streaming):
            state = replace(state, encoder=obs.encoder())
        self._state = state

    def _hear(self, event: ObsEvent) -> None:
        if event.kind == "ExitStarted":
            raise ObsNotRunning("OBS was closed.", why="obs_lost")
        if event.kind in ("CurrentProfileChanged", "ProfileListChanged"):
            self._before.forget()  # it is another profile's
            self._state = replace(self._state, encoder=None)
            self._compare_at = self._timer()
        if event.kind == "StreamStateChanged":
            name = str(event.data.get("outputState", "")).rpartition("_")[2]
            if name == "STARTING":
                self._state = replace(self._state, encoder=None)
                self._compare_at = self._timer()
            self._state = self._watch.heard(self._state, name, self._clock())
            self._forget_refusal(name)
        self._look_at = min(self._look_at, self._timer())

    def _forget_refusal(self, name: str) -> None:
        """What was refused because OBS streamed, or did not, is history once that has changed."""
        refusal = self._state.refusal
        if refusal is None:
            return
        streamed = isinstance(refusal.error, ObsStreaming)
        if name == "STOPPED" if streamed else name == "STARTED":
            self._state = replace(self._state, refusal=None)

    def _do(self, deed: str) -> None:
        self._state = replace(self._state, busy=deed, refusal=None)
        self._tell()
        try:
            obs = self._connected()
            match deed:
                case "send":
                    self._send(obs)
                case "undo":
                    self._deeds(obs).put_back(self._before)
                    self._read_back(obs)
                case "start":
                    self._start(obs)
                case "stop":
                    self._stop(obs)
                case "compare":
                    self._read_back(obs)
        except LivedeskError as error:
            log.warning("OBS: %s came to nothing: %s", deed, error.sentence)
            refusal = ObsRefusal(error, deed, self._clock())
            self._state = replace(self._state, busy="", done="", refusal=refusal)
            self._doubt(error)
        else:
            self._state = replace(self._state, busy="", done=deed)

    def _replace(self, push: Push, *, streams: bool) -> None:
        self._push = push
        self._state = replace(self._state, busy="replace", refusal=None, comparison=None)
        self._tell()
        try:
            obs = self._connected()
            if obs.status().active:
                self._stop(obs)
                self.tell(self.stepped, Step("stopped"))
            self._send(obs)
            self._tell()
            self.tell(self.stepped, Step("sent"))
            if streams:
                self._start(obs)
                self.tell(self.stepped, Step("started"))
        except LivedeskError as error:
            log.warning("OBS did not take the new key: %s", error.sentence)
            refusal = ObsRefusal(error, "replace", self._clock())
            self._state = replace(self._state, busy="", refusal=refusal)
            self.tell(self.stepped, Step("failed", error))
            self._doubt(error)
        else:
            self._state = replace(self._state, busy="", done="send")

    def _connected(self) -> Obs:
        if self._obs is None:
            self._connect()
        if self._obs is None:
            raise ObsNotRunning("OBS is not connected.")
        return self._obs

    def _deeds(self, obs: Obs) -> ObsDeeds:
        return ObsDeeds(obs, self._watch, self._pause, self._timer)

    def _send(self, obs: Obs) -> None:
        if self._push is not None:
            comparison = self._deeds(obs).send(self._push, self._before)
            self._state = replace(self._state, comparison=comparison)

    def _start(self, obs: Obs) -> None:
        status = self._deeds(obs).start()
        self._state = self._watch.seen(self._state, status, self._clock())

    def _stop(self, obs: Obs) -> None:
        status = self._deeds(obs).stop()
        self._state = self._watch.seen(self._state, status, self._clock())

    def _read_back(self, obs: Obs) -> None:
        if self._push is not None:
            self._state = replace(self._state, comparison=compare(obs.service(), self._push))

    def _pause(self, seconds: float) -> bool:
        """Hear what OBS tells meanwhile; what a person asks comes after the deed."""
        order = self.next_order(seconds)
        if isinstance(order, Heard | Lost):
            self._obey(order)
        elif order is not None:
            self._later.append(order)
        return not self.stopping

    def _doubt(self, error: LivedeskError) -> None:
        if self._obs is None or isinstance(error, Unavailable):
            self._lose(error)

    def _lose(self, error: LivedeskError) -> None:
        """Not connected, for this reason; it is tried again."""
        if self._obs is not None or self._state.error is None:
            log.info("no OBS: %s", error.sentence)
        was = self._state
        self._close()
        if not isinstance(error, Unavailable):
            self._try_at = self._timer() + WRONG_AGAIN_AFTER_S
        self._state = replace(
            ObsState(),
            place=was.place,
            looking=False,
            error=error,
            password_found=was.password_found,
            events=was.events,
            refusal=was.refusal,
            encoder=was.encoder,
            ended_by="gone" if was.streaming else was.ended_by,
        )

    def _close(self) -> None:
        self._turn += 1
        obs, self._obs = self._obs, None
        if obs is not None:
            obs.close()

    def _tell(self) -> None:
        self._tell_at = self._timer() + TELL_EVERY_S
        self._state = replace(self._state, undo=self._before.service is not None)
        if self._state != self._told:
            self._told = self._state
            self.tell(self.changed, self._state)
