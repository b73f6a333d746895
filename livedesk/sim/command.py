"""`livedesk-server sim`: simulate, or judge a real database's evidence again."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr, ValidationError

from livedesk import places, settings
from livedesk.domain.errors import BadSettings
from livedesk.media.registry import media_server
from livedesk.settings import PolicySettings, Settings
from livedesk.sim.plan import SOURCES, Plan, Stage
from livedesk.sim.replay import Replayed
from livedesk.sim.replay import replay as judged_again
from livedesk.sim.run import simulate
from livedesk.sim.tally import Tally
from livedesk.store.database import Database

Share = Annotated[float, typer.Option(min=0.0, max=1.0)]
Count = Annotated[int, typer.Option(min=0)]
_USUAL = Plan()


def sim(
    hosts: Annotated[int, typer.Option(min=1, max=1_000_000)] = 2000,
    hours: Annotated[float, typer.Option(min=0.1, max=1000.0)] = 12.0,
    duty: Annotated[
        float, typer.Option(min=0.01, max=0.95, help="share of the time a host is on a show")
    ] = _USUAL.duty,
    lose_beats: Share = _USUAL.lose_beats,
    lose_callbacks: Share = _USUAL.lose_callbacks,
    duplicate_callbacks: Share = _USUAL.duplicate_callbacks,
    late_callbacks: Share = _USUAL.late_callbacks,
    fail_polls: Share = _USUAL.fail_polls,
    restarts: Count = _USUAL.restarts,
    suspends: Count = _USUAL.suspends,
    sleepers: Share = _USUAL.sleepers,
    die: Share = _USUAL.die,
    drops_per_hour: Annotated[float, typer.Option(min=0.0, max=60.0)] = _USUAL.drops_per_hour,
    second_publishers: Share = _USUAL.second_publishers,
    freezes: Share = _USUAL.freezes,
    skews: Share = _USUAL.skews,
    policy: Annotated[str, typer.Option(help=f"all, or one of: {', '.join(SOURCES)}")] = "all",
    seed: Annotated[int, typer.Option(help="the same number, the same simulation")] = 1,
    workers: Annotated[
        int, typer.Option(min=0, max=256, help="processes; 0: one for each core")
    ] = 0,
    replay: Annotated[
        bool,
        typer.Option("--replay", help="judge a real database's evidence again; writes nothing"),
    ] = False,
    policy_override: Annotated[
        list[str] | None,
        typer.Option(help="with --replay: a setting of [policy], e.g. heartbeat_misses=2; repeats"),
    ] = None,
    data_dir: Annotated[Path | None, typer.Option(help="with --replay: whose database")] = None,
    database: Annotated[str | None, typer.Option(help="with --replay: a database address")] = None,
    config: Annotated[Path | None, typer.Option(help="with --replay: the TOML settings")] = None,
) -> None:
    """Thousands of hosts and a media server against the real server, in virtual time.

    Shows last a lognormal time, median 75 minutes, mean 103, 5 minutes to 10 hours; between them
    an exponential one, so that the duty cycle is kept. Exit code 1 if there was a zombie past its
    bound or a false offline.
    """
    if replay:
        _replay(_settings(config, database), data_dir, policy_override or [])
        return
    if policy != "all" and policy not in SOURCES:
        raise BadSettings(f"--policy {policy}: is all, or one of: {', '.join(SOURCES)}.")
    plan = Plan(
        hosts=hosts,
        hours=hours,
        duty=duty,
        lose_beats=lose_beats,
        lose_callbacks=lose_callbacks,
        duplicate_callbacks=duplicate_callbacks,
        late_callbacks=late_callbacks,
        fail_polls=fail_polls,
        restarts=restarts,
        suspends=suspends,
        sleepers=sleepers,
        die=die,
        drops_per_hour=drops_per_hour,
        second_publishers=second_publishers,
        freezes=freezes,
        skews=skews,
        seed=seed,
    )
    began = time.monotonic()
    found = simulate(plan, policy, workers, _progress(began))
    for line in found.lines():
        typer.echo(line)
    took_s = time.monotonic() - began
    typer.echo(f"\nSeed {seed}. {hosts} hosts for {hours:g} h, simulated in {took_s:.0f} s.")
    if not found.clean:
        raise typer.Exit(1)


def _progress(began: float) -> Callable[[Stage, Tally], None]:
    def told(stage: Stage, tally: Tally) -> None:
        words = f"{len(tally.zombies)} zombies, {len(tally.false_offlines)} false offlines"
        typer.echo(
            f"{time.monotonic() - began:6.0f} s  {stage.name}: {stage.hosts} hosts, "
            f"{tally.happened['shows']} shows, {words}",
            err=True,
        )

    return told


def _replay(found: Settings, data_dir: Path | None, override: list[str]) -> None:
    media = media_server(found.media)
    given = {"callbacks": media.callbacks, "polls": media.polls}
    given["one_publisher"] = media.one_publisher
    policy, other = (
        rules.policy(**given) for rules in (found.policy, _overridden(found.policy, override))
    )
    database = _opened(found, data_dir or places.data_dir())
    try:
        rows = list(judged_again(database, policy, other, time.time()))
    finally:
        database.close()
    differing = [row for row in rows if row.differs]
    for row in differing:
        _show(row)
    typer.echo(f"{len(rows)} broadcasts judged again, {len(differing)} would have gone otherwise.")


def _show(row: Replayed) -> None:
    typer.echo(f"{row.code}  {row.id}")
    for name, falls in (
        ("what happened", row.really),
        ("judged again", row.again),
        ("other policy", row.otherwise),
    ):
        told = "; ".join(map(str, falls)) or "never left the live list"
        typer.echo(f"  {name:<14}{told}")


def _opened(found: Settings, folder: Path) -> Database:
    """
    Raises:
        BadSettings: there is no database.
    """
    url = found.server.database.get_secret_value()
    if url:
        return Database(url)
    if not (folder / "livedesk.db").is_file():
        raise BadSettings(f"{folder}: there is no livedesk.db: give --data-dir or --database.")
    return Database.in_folder(folder)


def _overridden(policy: PolicySettings, override: list[str]) -> PolicySettings:
    """
    Raises:
        BadSettings: no such setting of [policy], or no such value.
    """
    changed = policy.model_dump()
    for one in override:
        name, mark, value = one.partition("=")
        if not mark or name not in PolicySettings.model_fields:
            known = ", ".join(PolicySettings.model_fields)
            raise BadSettings(f"--policy-override {one}: is NAME=VALUE; known: {known}.")
        changed[name] = value
    try:
        return PolicySettings.model_validate(changed)
    except ValidationError as error:
        wrong = error.errors()[0]
        raise BadSettings(f"--policy-override {wrong['loc'][0]}: {wrong['msg']}.") from None


def _settings(config: Path | None, database: str | None) -> Settings:
    file = config or places.config_dir() / "livedesk.toml"
    found = settings.read(file if config or file.exists() else None)
    if database is None:
        return found
    server = found.server.model_copy(update={"database": SecretStr(database)})
    return found.model_copy(update={"server": server})
