"""The simulator finds nothing wrong with the server, and everything that is made wrong with it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from livedesk.domain import verdict
from livedesk.domain.errors import MediaUnavailable
from livedesk.domain.evidence import Evidence
from livedesk.domain.verdict import Policy, Reason, State, Verdict
from livedesk.server import beats
from livedesk.sim.inline import no_threads
from livedesk.sim.plan import SOURCES, SRS, TENCENT, Kind, Plan, Stage
from livedesk.sim.run import simulate
from livedesk.sim.tally import Tally
from livedesk.sim.world import World
from livedesk.store import judgement, publishers

ROUGH = Plan(
    hosts=20,
    hours=2.0,
    duty=0.8,
    lose_beats=0.2,
    lose_callbacks=0.1,
    late_callbacks=0.1,
    fail_polls=0.2,
    restarts=3,
    suspends=1,
    sleepers=0.2,
    die=0.3,
    drops_per_hour=2.0,
    second_publishers=0.2,
    freezes=0.2,
)


def run(
    sources: str,
    kind: Kind = SRS,
    plan: Plan = ROUGH,
    sabotage: Callable[[World], None] | None = None,
) -> Tally:
    stage = Stage(SOURCES[sources], kind, 0, plan.hosts)
    with no_threads():
        return asyncio.run(World(plan, stage, sabotage).run())


def judged_by(
    monkeypatch: pytest.MonkeyPatch, judge: Callable[[Evidence, Policy, float], Verdict]
) -> None:
    """The server judges so everywhere."""
    monkeypatch.setattr(judgement, "judge", judge)
    monkeypatch.setattr(beats, "judge", judge)


def test_every_policy_with_every_fault_has_no_zombie_and_no_false_offline():
    found = simulate(replace(ROUGH, hosts=200, hours=1.5, duty=0.4))
    assert found.clean, "\n".join(found.lines())
    assert set(found.to_offline) == set(SOURCES)
    for fault in (
        "beats lost on the way there",
        "beats lost on the way back",
        "callbacks lost: ends",
        "callbacks late: ends",
        "callbacks duplicated: ends",
        "polls that failed",
        "server killed and restarted",
        "server's machine suspended",
        "computers that slept",
        "consoles whose clock was set",
        "encoders that dropped and came back",
        "second publishers",
        "publishers that froze",
        "vanished with no word: host",
    ):
        assert found.faults[fault] > 0, fault


def test_the_same_seed_is_the_same_simulation():
    one, again, other = (
        run("callbacks+polls+beats", plan=replace(ROUGH, hosts=5, seed=seed)) for seed in (4, 4, 5)
    )
    assert (one.faults, one.happened, one.to_offline) == (
        again.faults,
        again.happened,
        again.to_offline,
    )
    assert one.happened != other.happened


@pytest.mark.parametrize("sources", ["beats", "callbacks+beats"])
def test_a_server_that_forgives_nobody_its_own_downtime_is_found_out(monkeypatch, sources):
    """Rule 8 ignored."""
    judge = verdict.judge
    judged_by(monkeypatch, lambda e, p, now: judge(replace(e, heard_since=0.0), p, now))
    plan = replace(ROUGH, restarts=20, suspends=5, sleepers=0.0, drops_per_hour=6.0)
    found = run(sources, TENCENT, plan)
    assert found.false_offlines


def test_a_failed_poll_that_counts_as_off_is_found_out():
    """Rule 6 ignored."""

    def failing_is_nobody(world: World) -> None:
        publishers_, publisher = world.media.publishers, world.media.publisher

        def nobody(ask, *args):
            try:
                return ask(*args)
            except MediaUnavailable:
                return None

        world.media.publishers = lambda: nobody(publishers_) or {}
        world.media.publisher = lambda code: nobody(publisher, code)

    plan = replace(ROUGH, fail_polls=0.5)
    for sources in ("polls", "callbacks+polls+beats"):
        assert run(sources, plan=plan, sabotage=failing_is_nobody).false_offlines


def test_an_end_of_somebody_else_that_ends_the_show_is_found_out(monkeypatch):
    """Rule 7 ignored: two publishers, and whose end it is does not matter."""
    done = publishers.done

    def any_end(connection, folded, client, now, *, lasting_ids):
        del client
        return done(connection, folded, None, now, lasting_ids=lasting_ids)

    monkeypatch.setattr(publishers, "done", any_end)
    for kind in (SRS, TENCENT):
        assert run("callbacks+beats", kind, replace(ROUGH, second_publishers=0.8)).false_offlines


def test_a_console_whose_silence_never_ends_is_found_out(monkeypatch):
    """Rule 4 without its end."""
    judge = verdict.judge

    def patient(evidence: Evidence, policy: Policy, now: float) -> Verdict:
        found = judge(evidence, policy, now)
        return (
            Verdict(State.LIVE, Reason.CONSOLE_SILENT)
            if found.reason is Reason.HEARTBEAT_LOST
            else found
        )

    judged_by(monkeypatch, patient)
    plan = replace(ROUGH, lose_callbacks=0.4, die=0.8)
    assert run("callbacks+beats", TENCENT, plan).zombies
    assert run("beats", plan=plan).zombies


def test_an_end_that_is_not_believed_is_found_out(monkeypatch):
    """Rule 3: off, but for ever interrupted."""
    judge = verdict.judge

    def forgiving(evidence: Evidence, policy: Policy, now: float) -> Verdict:
        return judge(evidence, replace(policy, grace_s=600.0), now)

    judged_by(monkeypatch, forgiving)
    assert run("callbacks").zombies


def test_a_server_that_no_longer_polls_after_a_restart_is_found_out():
    def deaf(world: World) -> None:
        start = world.server.start

        def without_polls() -> None:
            start()

            async def nothing() -> None: ...

            world.server.studio.poller.look = nothing

        world.server.start = without_polls

    plan = replace(ROUGH, hosts=30, die=0.9, restarts=6)
    assert run("polls+beats", plan=plan, sabotage=deaf).zombies


def test_beats_that_stand_in_for_the_picture_are_found_out(monkeypatch):
    """Rule 3 ignored: who beats is live."""
    judge = verdict.judge
    judged_by(
        monkeypatch,
        lambda e, p, now: judge(e, replace(p, callbacks=False, polls=False), now),
    )
    for sources in ("callbacks+beats", "callbacks+polls+beats"):
        assert run(sources).zombies


def test_pictures_that_put_nobody_on_air_are_found_out(monkeypatch):
    judge = verdict.judge

    def blind(evidence: Evidence, policy: Policy, now: float) -> Verdict:
        return judge(replace(evidence, sessions={}), policy, now)

    judged_by(monkeypatch, blind)
    assert run("callbacks").false_offlines


def test_a_console_that_is_silent_for_three_beats_and_a_picture_that_counts_for_nothing(
    monkeypatch,
):
    """Rule 4 without the ten make-up intervals."""
    judge = verdict.judge
    judged_by(monkeypatch, lambda e, p, now: judge(e, replace(p, makeup_beats=0), now))
    assert run("callbacks+beats", plan=replace(ROUGH, die=0.8)).false_offlines
