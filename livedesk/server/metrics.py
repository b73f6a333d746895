"""The server's score, for Prometheus. No code, host, secret or any other text of others."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from livedesk.domain.errors import LivedeskError
from livedesk.domain.verdict import LISTED, Policy, Reason, State
from livedesk.server.node import Node
from livedesk.store.rows import StoredBroadcast

LOST = (Reason.HEARTBEAT_LOST, Reason.MEDIA_STOPPED, Reason.POLL_LOST)
"""The silences that take a host off by themselves, and so may be wrong."""

OFFLINE_S = (1, 5, 15, 30, 45, 60, 75, 90, 120, 185, 250, 300, 450, 600, 800, 1200, 1800, 3600)
LAG_S = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5)
LAG_EVERY_S = 0.5

_RESULTS = {
    "allowed": "publish_allowed",
    "refused": "publish_refused",
    "noted": "ok",
    "passed_over": "other_event",
    "bad_request": "bad_body",
    "body_too_large": "bad_body",
    "not_found": "unknown_path",
}


class Metrics:
    """Counts. Lives on the event loop; each app has its own.

    Args:
        labels: of `livedesk_build_info`.
    """

    def __init__(self, policy: Policy, labels: Mapping[str, str]) -> None:
        self._policy = policy
        self._labels = labels
        self._registry = registry = CollectorRegistry()
        self._verdicts = Counter(
            "livedesk_verdicts",
            "Changes of a broadcast's verdict, by the new state and its reason.",
            ("state", "reason"),
            registry=registry,
        )
        self._false_offlines = Counter(
            "livedesk_false_offlines",
            "Verdicts later contradicted: offline by heartbeat_lost, media_stopped or poll_lost, "
            "and back to live with the media server's word that the picture had never stopped: no "
            "start was heard since the sign that took it off (a missing end callback, the polls' "
            "first answer, the fall itself), and after heartbeat_lost no end either. Not counted: "
            "with heartbeats alone, and media_stopped or poll_lost without callbacks, where "
            "nobody can know. A frozen picture that flows again counts: its connection stayed.",
            ("reason",),
            registry=registry,
        )
        self._zombies = Counter(
            "livedesk_zombies_found_by_poll",
            "Broadcasts that were listed although the picture was gone, until polls found it out: "
            "changes to poll_lost.",
            registry=registry,
        )
        self._to_offline = Histogram(
            "livedesk_time_to_offline_seconds",
            "From the last sign of life to the offline verdict. Of heartbeat_lost, the newest of "
            "beat, start, and poll that said publishing; of encoder_stopped, the last beat that "
            "did not say so; of the others, when the picture was last known: its end, else the "
            "newest start or poll that said publishing.",
            ("reason",),
            buckets=OFFLINE_S,
            registry=registry,
        )
        self._callbacks = Counter(
            "livedesk_callbacks",
            "Callbacks of the media server by what became of them: publish_allowed and "
            "publish_refused (questions), ok, other_event, bad_body, wrong_signature, "
            "unknown_path, store_unavailable; failed: a fault of this server.",
            ("server", "result"),
            registry=registry,
        )
        self._polls = Counter(
            "livedesk_polls",
            "Questions to the media server, of all or of one stream: answered or failed.",
            ("result",),
            registry=registry,
        )
        self._drops = Counter(
            "livedesk_drops",
            "Attempts to close a publisher's connection, by outcome.",
            ("outcome",),
            registry=registry,
        )
        self._beats = Counter(
            "livedesk_heartbeats",
            "Heartbeats: counted, or the code of the refusal.",
            ("result",),
            registry=registry,
        )
        self._counted = self._beats.labels("counted")
        self._counted_since = 0  # the counter's own lock is too much for each beat
        self._wrong_tokens = Counter(
            "livedesk_wrong_tokens",
            "Calls with a token that is no good: refused, or shut_out after too many.",
            ("result",),
            registry=registry,
        )
        self._lag = Histogram(
            "livedesk_event_loop_lag_seconds",
            "How much later than asked for the event loop goes on.",
            buckets=LAG_S,
            registry=registry,
        )

    def judged(self, stored: StoredBroadcast) -> None:
        """The store has written this; `stored.was` is the verdict that it replaced."""
        was = stored.was
        if was is None:
            return
        self._verdicts.labels(stored.state, stored.reason).inc()
        if stored.reason is Reason.POLL_LOST:
            self._zombies.inc()
        if stored.state is State.OFFLINE and was.state in LISTED:
            last = last_sign(stored, self._policy)
            if last is not None and stored.lost_at is not None:
                self._to_offline.labels(stored.reason).observe(max(0.0, stored.lost_at - last))
        returned = was.state is State.OFFLINE and stored.state is State.LIVE
        if returned and is_contradicted(stored, was.reason, self._policy):
            self._false_offlines.labels(was.reason).inc()

    def callback(self, server: str, result: str) -> None:
        """One callback.

        Args:
            server: the media server's own kind, never what was sent.
            result: as `callbacks` has it, or an error's code.
        """
        self._callbacks.labels(server, _RESULTS.get(result, result)).inc()

    def poll(self, *, answered: bool) -> None:
        self._polls.labels("answered" if answered else "failed").inc()

    def drop(self, outcome: str) -> None:
        self._drops.labels(outcome).inc()

    def wrong_token(self, *, shut_out: bool) -> None:
        self._wrong_tokens.labels("shut_out" if shut_out else "refused").inc()

    @contextmanager
    def beat(self) -> Iterator[None]:
        """Around one heartbeat."""
        try:
            yield
        except LivedeskError as error:
            self._beats.labels(error.code).inc()
            raise
        self.beat_counted()

    def beat_counted(self) -> None:
        self._counted_since += 1

    async def watch_loop(self) -> None:
        """Until cancelled."""
        while True:
            asked = time.monotonic()
            await asyncio.sleep(LAG_EVERY_S)
            self._lag.observe(max(0.0, time.monotonic() - asked - LAG_EVERY_S))

    def text(self, unfinished: Mapping[State, int] | None, beating: int, node: Node) -> bytes:
        """What Prometheus reads, in its text format 0.0.4.

        Args:
            beating: broadcasts whose beats are in memory.
            unfinished: how many broadcasts are in each state now; None: the database is away.
            node: this one.
        """
        self._counted.inc(self._counted_since)
        self._counted_since = 0
        now = CollectorRegistry()
        now.register(_Now(self._labels, unfinished, beating, node))
        return generate_latest(self._registry) + generate_latest(now)


class _Now(Collector):
    """What is read at each scrape."""

    def __init__(
        self,
        labels: Mapping[str, str],
        unfinished: Mapping[State, int] | None,
        beating: int,
        node: Node,
    ) -> None:
        self._labels = labels
        self._node = node
        self._unfinished = unfinished
        self._beating = beating

    def collect(self) -> Iterable[Metric]:
        yield InfoMetricFamily("livedesk_build", "This server.", value=dict(self._labels))
        yield GaugeMetricFamily(
            "livedesk_beats_in_memory",
            "Broadcasts whose heartbeats this process has in memory.",
            value=self._beating,
        )
        yield GaugeMetricFamily(
            "livedesk_database_up",
            "Whether the database answers.",
            value=0 if self._unfinished is None else 1,
        )
        yield GaugeMetricFamily(
            "livedesk_nodes",
            "Server processes on this database, as this one last saw them.",
            value=self._node.count,
        )
        if self._node.is_shared:
            yield GaugeMetricFamily(
                "livedesk_node_lease_seconds",
                "How long the others still wait for this node; renewed each second to 30, and "
                "below 0 this node takes no beats.",
                value=self._node.lease_s,
            )
            yield GaugeMetricFamily(
                "livedesk_node_clock_ahead_seconds",
                "By how much this computer's clock is ahead of the database's.",
                value=self._node.ahead_s,
            )
        if self._unfinished is None:
            return
        states = GaugeMetricFamily(
            "livedesk_broadcasts", "Unfinished broadcasts by state.", labels=("state",)
        )
        for state in State:
            if state is not State.ENDED:
                states.add_metric((state,), self._unfinished.get(state, 0))
        yield states


def last_sign(stored: StoredBroadcast, policy: Policy) -> float | None:
    """When there was last a sign of life, of a broadcast that has just fallen to `offline`."""
    beats, on_at = stored.beats, stored.polls.on_at
    starts = [s.started_at for s in stored.sessions.values() if s.started_at is not None]
    ends = [s.ended_at for s in stored.sessions.values() if s.ended_at is not None]
    if not policy.media:
        return beats.last_willing if stored.reason is Reason.ENCODER_STOPPED else beats.last
    signs: list[float | None]
    match stored.reason:
        case Reason.HEARTBEAT_LOST:
            signs = [beats.last, on_at, *starts]
        case Reason.ENCODER_STOPPED:
            signs = [beats.last_willing]
        case Reason.MEDIA_STOPPED | Reason.POLL_LOST:
            signs = [on_at, *starts, *ends]
        case _:  # an admin's hold is no silence
            signs = []
    return max((at for at in signs if at is not None), default=None)


def is_contradicted(stored: StoredBroadcast, was: Reason, policy: Policy) -> bool:
    """Whether this return shows that the picture had never stopped: see the metric's help."""
    if was not in LOST or not policy.media or stored.lost_at is None:
        return False
    ends = [s.ended_at for s in stored.sessions.values() if s.ended_at is not None]
    since: float | None = stored.lost_at
    if was is Reason.MEDIA_STOPPED:
        since = max((at for at in ends if at <= stored.lost_at), default=None)
    elif was is Reason.POLL_LOST:
        since = stored.poll_lost_at
    elif any(at > stored.lost_at for at in (*ends, *stored.polls.off_at)):
        return False
    if since is None or (was is not Reason.HEARTBEAT_LOST and not policy.callbacks):
        return False
    starts = (s.started_at for s in stored.sessions.values())
    return not any(at is not None and at > since for at in starts)
