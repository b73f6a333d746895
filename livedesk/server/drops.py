"""Closing publishers' connections at the media server: now, and again where that failed."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeVar

import anyio
from anyio import CapacityLimiter
from anyio.to_thread import run_sync

from livedesk.domain.errors import MediaUnavailable, StoreUnavailable

if TYPE_CHECKING:
    from livedesk.server.studio import Studio

log = logging.getLogger(__name__)

AT_ONCE = 4  # questions under way together, and as many of callers who wait
WAIT_S = 2.0  # of such a caller; a console hangs up after three
AGAIN_AFTER_S = (3.0, 10.0, 30.0, 60.0, 120.0, 300.0)
"""Whoever was just being admitted is found by the second try; a media server that is away comes
back some time."""
GIVE_UP_S = 86400.0

Found = TypeVar("Found")


class Outcome(StrEnum):
    """What became of the publisher."""

    DROPPED = "dropped"
    NOBODY = "nobody"
    CANNOT = "cannot"
    FAILED = "failed"


@dataclass(slots=True)
class _Task:
    """
    Attributes:
        replaced_at: when a new key replaced the one that the publisher may have: who began since
            has the new one.
    """

    begun: float
    due: float
    tries: int = 0
    replaced_at: float | None = None

    def postpone(self, now: float) -> None:
        self.due = now + AGAIN_AFTER_S[min(self.tries, len(AGAIN_AFTER_S) - 1)]
        self.tries += 1


@dataclass(slots=True)
class _Bar(_Task):
    """
    Attributes:
        until: when a name may be published again; None: from now on.
    """

    until: float | None = field(default=None, kw_only=True)


Waiting = TypeVar("Waiting", bound=_Task)


class Drops:
    """Lives on the event loop; every question is in a thread."""

    def __init__(self, studio: Studio) -> None:
        self._studio = studio
        self._waiting: dict[str, _Task] = {}
        self._bars: dict[str, _Bar] = {}
        self._telling: set[str] = set()
        self._telling_lock = threading.Lock()
        self._threads = CapacityLimiter(AT_ONCE)
        self._urgent = CapacityLimiter(AT_ONCE)

    async def now(self, code: str, *, replaced_at: float | None = None) -> Outcome:
        """Close whoever publishes this code, for somebody who waits; and again in the background.

        Args:
            replaced_at: when a new key replaced the publisher's.
        """
        if not self._studio.media.drops:
            return Outcome.CANNOT
        now = self._studio.clock()
        task = self._waiting[code] = _Task(now, now, replaced_at=replaced_at)
        task.postpone(now)
        outcome = Outcome.FAILED
        with anyio.move_on_after(WAIT_S):
            outcome = await self._drop(code, self._urgent)
        if replaced_at is not None and not self._tells_new_from_old(outcome):
            _finish(self._waiting, code, task)
        return outcome

    def soon(self, code: str, *, replaced_at: float | None = None) -> None:
        """Close whoever publishes this code although nobody may; in the background."""
        now = self._studio.clock()
        if self._studio.media.drops:
            self._waiting[code] = _Task(now, now, replaced_at=replaced_at)

    async def bar(self, code: str, until: float | None) -> bool:
        """`bar_soon` for somebody who waits. False: not yet, it goes on in the background."""
        self.bar_soon(code, until)
        done = False
        if (bar := self._bars.get(code)) is not None:
            bar.postpone(self._studio.clock())
            with anyio.move_on_after(WAIT_S):
                done = await self._try_bar(code, bar, self._urgent)
        return done

    def bar_soon(self, code: str, until: float | None) -> None:
        """Let the media server itself keep a name out until then, or no longer (None)."""
        now = self._studio.clock()
        if self._studio.media.forbids:
            self._bars[code] = _Bar(now, now, until=until)

    def is_barring(self, code: str) -> bool:
        """A change of what the media server keeps out is still under way."""
        return code in self._bars

    def forget_the_future(self, now: float) -> None:
        """The clock was set back: nobody waits for a time of the clock of before."""
        for task in (*self._waiting.values(), *self._bars.values()):
            task.due, task.begun = min(task.due, now), min(task.begun, now)

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(self._studio.settings.policy.sweep_interval_s)

    async def look(self) -> None:
        """One pass: those whose turn has come, longest waiting first.

        Where none of some succeeds the media server is away, and the others' turn is the next pass.
        """
        now = self._studio.clock()
        waiting = [*self._bars.items(), *self._waiting.items()]
        due = sorted((one for one in waiting if one[1].due <= now), key=lambda one: one[1].due)
        for begin in range(0, len(due), AT_ONCE):
            some = due[begin : begin + AT_ONCE]
            for _, task in some:
                task.postpone(now)  # before a bug can end this pass
            if not any(await asyncio.gather(*(self._try(code, task) for code, task in some))):
                return

    async def _try(self, code: str, task: _Task) -> bool:
        """False: the media server, or the database, is away."""
        if isinstance(task, _Bar):
            return await self._try_bar(code, task, self._threads)
        try:
            welcome = await self._is_welcome(code, task.replaced_at)
        except StoreUnavailable:
            return False
        outcome = Outcome.NOBODY if welcome else await self._drop(code, self._threads)
        done = outcome is not Outcome.FAILED
        if welcome or (done and task.tries > 1) or self._is_too_old(task):
            _finish(self._waiting, code, task)
        return done

    async def _drop(self, code: str, threads: CapacityLimiter) -> Outcome:
        try:
            dropped = await _asked(threads, lambda: self._studio.media.drop(code))
        except MediaUnavailable as error:
            log.error("%s is not dropped yet: %s", code, error.sentence)
            outcome = Outcome.FAILED
        else:
            outcome = Outcome.DROPPED if dropped else Outcome.NOBODY
        self._studio.metrics.drop(outcome)
        return outcome

    async def _try_bar(self, code: str, bar: _Bar, threads: CapacityLimiter) -> bool:
        try:
            await _asked(threads, lambda: self._tell_bar(code, bar))
        except MediaUnavailable as error:
            log.error("the media server's ban of %s is not changed yet: %s", code, error.sentence)
            if self._is_too_old(bar):
                _finish(self._bars, code, bar)
            return False
        _finish(self._bars, code, bar)
        return True

    def _tell_bar(self, code: str, bar: _Bar) -> None:
        """In a thread. One word at a time about a code: a slow one must not overtake the next."""
        with self._telling_lock:
            if self._bars.get(code) is not bar:
                return
            if code in self._telling:
                raise MediaUnavailable("The media server has not answered the word before yet.")
            self._telling.add(code)
        try:
            if bar.until is None:
                self._studio.media.permit(code)
            elif self._studio.clock() < bar.until:
                self._studio.media.forbid(code, bar.until)
        finally:
            self._telling.discard(code)

    async def _is_welcome(self, code: str, replaced_at: float | None) -> bool:
        """Somebody may publish it by now: a new broadcast, a hold that is over, the new key."""
        stored = await run_sync(self._studio.live_list.one, code)
        if stored is None or stored.over or stored.host_banned or stored.host_disabled:
            return False
        if stored.held_at(self._studio.clock()):
            return False
        if replaced_at is None:
            return True
        return any(
            one.open and one.started_at is not None and one.started_at > replaced_at
            for one in stored.sessions.values()
        )

    def _tells_new_from_old(self, outcome: Outcome) -> bool:
        """Whether a second try would spare who comes with the new key."""
        media = self._studio.media
        asked_before = media.old_address == "refused"
        return asked_before or (media.callbacks and outcome is Outcome.FAILED)

    def _is_too_old(self, task: _Task) -> bool:
        return self._studio.clock() - task.begun > GIVE_UP_S


def _finish(tasks: dict[str, Waiting], code: str, task: Waiting) -> None:
    if tasks.get(code) is task:  # else: something newer waits meanwhile
        del tasks[code]


async def _asked(threads: CapacityLimiter, question: Callable[[], Found]) -> Found:
    """Whoever waits may leave; the thread is nobody else's until it is through."""
    return await run_sync(question, abandon_on_cancel=True, limiter=threads)
