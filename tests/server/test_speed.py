"""A smoke form of `tests.bench`: it fails only where something is far off."""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack

import pytest

from tests.bench.cores import flood, wrk
from tests.bench.rows import Bench
from tests.bench.writes import creates, p99

pytestmark = pytest.mark.skipif(
    shutil.which("wrk") is None or (os.cpu_count() or 1) < 2, reason="wants wrk and two cores"
)
HOSTS = 1000
RATE = 10_000 / 60


@pytest.fixture(scope="module")
def bench(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    return Bench(folder, folder, HOSTS, rounds=1, seconds=1.0)


def test_beats_and_the_first_page_are_not_far_from_a_function_that_does_nothing(bench):
    rows = [*bench.rows(["beats"]), *bench.rows(["list"])]
    rates = {row.name: row.ratio for row in rows if row.least}
    assert len(rates) == 3
    assert all(ratio > 0.25 for ratio in rates.values()), rates


def test_every_beat_is_counted_in_time_while_viewers_flood_with_reads_searches_and_pings(bench):
    """Beats of ten thousand hosts, one a minute each, each on a line of its own."""
    with bench.warm(HOSTS) as server, ExitStack() as floods:
        for what in ("search", "list", "view"):
            floods.enter_context(flood(server.port, what, HOSTS, lines=300))
        beats = wrk(server.port, "beat", HOSTS, 6.0, lines=int(2 * RATE), RATE=str(RATE))
    assert beats.wrong == 0
    assert beats.rate > 0.8 * RATE  # who waits is late, and catches up
    assert beats.p99_s < 5  # the slack that every host has


def test_a_create_is_answered_while_beats_flood_the_server(bench):
    with bench.warm(HOSTS) as server, flood(server.port, "beat", HOSTS):
        assert p99(creates(server, 20)) < 2.0
