"""The simulated media server: who is connected, what it answers, what it tells, and what gets lost.

It stands where `livedesk.media`'s modules stand, so that poller, callbacks and drops are the
server's own.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Mapping

from livedesk.domain.addresses import PushAddress
from livedesk.domain.errors import MediaUnavailable, PushRefused
from livedesk.domain.live_code import LiveCode
from livedesk.media.media_server import (
    Answer,
    Callback,
    OldAddress,
    PublishAsked,
    PublishDone,
    Publisher,
    PublishStarted,
    PushTicket,
)
from livedesk.sim.plan import Plan, Stage, dice
from livedesk.sim.tally import Tally
from livedesk.sim.truth import Connection, Truth

OUTAGE_S = (60.0, 900.0)  # of the media server's API


class SimulatedMedia:
    """A `MediaServer` without a network. See there for the methods without a docstring.

    Args:
        noticed: called when a connection is over and the media server knows it.
    """

    kind = "simulated"
    bizid = "live"
    drops = True
    forbids = False
    old_address: OldAddress = "refused"

    def __init__(
        self,
        plan: Plan,
        stage: Stage,
        clock: Callable[[], float],
        tally: Tally,
        noticed: Callable[[Connection], None],
    ) -> None:
        kind = stage.kind
        self.callbacks, self.polls = stage.sources.callbacks, stage.sources.polls
        self.lists_all, self.one_publisher = kind.lists_all, kind.one_publisher
        self.lasting_ids = kind.lasting_ids
        self.connections: dict[str, list[Connection]] = defaultdict(list)
        self.truths: dict[str, Truth] = {}
        self._plan = plan
        self._stage = stage
        self._clock = clock
        self._tally = tally
        self._noticed = noticed
        self._read: dict[str, tuple[str | None, int | None] | None] = {}
        self._outages = _outages(plan, stage, clock())

    def on(self, code: str) -> list[Connection]:
        """Who is connected, as far as the media server knows."""
        return [one for one in self.connections[code] if not one.known_gone]

    def publishers(self) -> Mapping[str, Publisher]:
        now = self._clock()
        failed = self._fails("list", now)
        for truth in self.truths.values():
            if self.lists_all or failed or self.on(truth.code):
                self._asked(truth, now, failed=failed)
        if failed:
            raise MediaUnavailable("The simulated media server gives no answer.")
        return {
            code: found for code in list(self.connections) if (found := self._publisher(code, now))
        }

    def publisher(self, code: str) -> Publisher | None:
        now = self._clock()
        failed = self._fails(code, now)
        if (truth := self.truths.get(code)) is not None:
            self._asked(truth, now, failed=failed)
        if failed:
            raise MediaUnavailable("The simulated media server gives no answer.")
        return self._publisher(code, now)

    def drop(self, code: str) -> bool:
        now, found = self._clock(), self.on(code)
        for one in found:
            one.truth.stop(one, now)
            self._noticed(one)
        return bool(found)

    def check_push(self, asked: PublishAsked, ticket: PushTicket, now: float) -> None:
        if now >= ticket.expires_at:
            raise PushRefused("The push address has expired: create a new live code.")

    def allow(self) -> Answer:
        return Answer(200)

    def refuse(self, refused: PushRefused) -> Answer:
        return Answer(403, refused.sentence)

    def push(self, ticket: PushTicket) -> PushAddress:
        raise NotImplementedError

    def play(self, code: LiveCode, base_url: str, now: float) -> dict[str, str]:
        raise NotImplementedError

    def read_callback(self, body: bytes, now: float) -> Callback | None:
        said = json.loads(body)
        code, client = said["code"], said["client"]
        match said["word"]:
            case "ask":
                return PublishAsked(code, client, "live", {})
            case "start":
                return PublishStarted(code, client)
        return PublishDone(code, client)

    def forbid(self, code: str, until: float) -> None:
        raise NotImplementedError

    def permit(self, code: str) -> None:
        raise NotImplementedError

    def show(self, callback_url: str) -> str:
        raise NotImplementedError

    def unsafe(self) -> list[str]:
        return []

    def _publisher(self, code: str, now: float) -> Publisher | None:
        found = self.on(code)
        if not found:
            return None
        if not self._stage.kind.tells_all:
            return Publisher(code)
        return Publisher(code, found[-1].client, found[-1].bytes_at(now))

    def _asked(self, truth: Truth, now: float, *, failed: bool) -> None:
        self._tally.happened["answers of polls about a broadcast"] += not failed
        truth.asked_at = now
        if failed:
            truth.failed.append(now)
        else:
            if truth.flows_since is not None and truth.flows_since < now:
                truth.poll_on = now
            found = self._publisher(truth.code, now)
            reading = (found.client, found.received) if found else None
            if found and (not self._stage.kind.tells_all or reading != self._read.get(truth.code)):
                truth.poll_word = now
            self._read[truth.code] = reading

    def _fails(self, what: str, now: float) -> bool:
        rate = self._plan.fail_polls / 2
        failed = any(start <= now < end for start, end in self._outages)
        failed = failed or (
            rate > 0 and dice(self._plan, self._stage.name, what, now).random() < rate
        )
        self._tally.faults["polls that failed"] += failed
        return failed


def _outages(plan: Plan, stage: Stage, began_at: float) -> list[tuple[float, float]]:
    """Stretches in which no question is answered: half of the failures asked for."""
    throws, ends_at, found = dice(plan, stage.name, "outages"), began_at + plan.hours * 3600, []
    mean_s = sum(OUTAGE_S) / 2
    at = began_at
    while plan.fail_polls > 0:
        at += throws.expovariate(plan.fail_polls / 2 / mean_s)
        if at >= ends_at:
            break
        found.append((at, at + throws.uniform(*OUTAGE_S)))
        at = found[-1][1]
    return found
