"""`livedesk-server`: the admin's commands."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import SecretStr

import livedesk
from livedesk import journal, places, settings
from livedesk.domain.errors import BadSettings, LivedeskError
from livedesk.media.registry import media_server
from livedesk.server import serve as serving
from livedesk.server.backup import back_up
from livedesk.server.backup import restore as put_back
from livedesk.server.clock import SteadyClock
from livedesk.server.connect import callback_url, connect_string
from livedesk.server.media_check import findings
from livedesk.server.secret_file import own_secrets, with_own_secrets
from livedesk.settings import Settings
from livedesk.sim.command import sim
from livedesk.store import codes
from livedesk.store.accounts import Accounts
from livedesk.store.audit import COMMAND, Audit
from livedesk.store.database import Database

_PASSWORD = re.compile(r"(?<=://)[^/?#]*@")  # in an address

app = typer.Typer(
    name="livedesk-server",
    help="LiveDesk's server: addresses, live list, heartbeats.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
host_app = typer.Typer(help="Accounts of hosts; works while the server runs.", no_args_is_help=True)
code_app = typer.Typer(help="Live codes, each reserved for its host.", no_args_is_help=True)
config_app = typer.Typer(help="The settings in force.", no_args_is_help=True)
media_app = typer.Typer(help="The media server's side.", no_args_is_help=True)
app.add_typer(host_app, name="host")
app.add_typer(code_app, name="code")
app.add_typer(config_app, name="config")
app.add_typer(media_app, name="media")
app.command()(sim)

DataDir = Annotated[
    Path | None, typer.Option(help="where database and secrets are", show_default=False)
]
DatabaseUrl = Annotated[
    str | None, typer.Option("--database", help="a database address", show_default=False)
]
ConfigFile = Annotated[
    Path | None, typer.Option("--config", help="the TOML settings file", show_default=False)
]


def main() -> NoReturn:
    """The commands; what goes wrong on purpose is one sentence and exit code 1."""
    os.umask(0o077)  # database and secrets are nobody else's
    try:
        app(standalone_mode=True)
    except LivedeskError as error:
        print(f"livedesk-server: {journal.blotted(error.sentence)}", file=sys.stderr)
        sys.exit(1)
    sys.exit(0)


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="the address to listen on")] = None,
    port: Annotated[
        int | None, typer.Option(help="the port to listen on", min=0, max=65535)
    ] = None,
    data_dir: DataDir = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
    share: Annotated[
        str | None, typer.Option(help="an address of this computer that phones may watch at")
    ] = None,
    plain_http: Annotated[
        bool, typer.Option("--plain-http", help="no TLS beyond this computer: I know this network")
    ] = False,
    bundled: Annotated[bool, typer.Option("--bundled", hidden=True)] = False,
) -> None:
    """Run the server."""
    given = {"host": host, "port": port, "plain_http": plain_http or None}
    in_force = _settings(config, database, given)
    raise typer.Exit(
        serving.serve(in_force, data_dir or places.data_dir(), bundled=bundled, share=share)
    )


@app.command()
def version() -> None:
    """Print the version."""
    print(livedesk.__version__)


@host_app.command("add")
def host_add(
    name: str,
    id: Annotated[str | None, typer.Option("--id", help="default: made from the name")] = None,
    data_dir: DataDir = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """A new account; prints its connect string, and its token alone on the last line."""
    in_force, accounts, audit = _accounts(config, database, data_dir)
    account, token = accounts.add_host(name, id)
    audit.note(COMMAND, "add", account.id, account.name)
    print(f'Host "{account.id}" ({account.name}). `livedesk --connect` asks for this:')
    print(connect_string(in_force.server, token))
    print(token)


@host_app.command("list")
def host_list(
    data_dir: DataDir = None, database: DatabaseUrl = None, config: ConfigFile = None
) -> None:
    """All accounts."""
    _, accounts, _ = _accounts(config, database, data_dir)
    for account in accounts.hosts():
        marks = [mark for mark in ("disabled", "banned") if getattr(account, mark)]
        print("\t".join([account.id, account.name, *marks]))


@host_app.command("rotate")
def host_rotate(
    id: str, data_dir: DataDir = None, database: DatabaseUrl = None, config: ConfigFile = None
) -> None:
    """A new token; the old one is refused within a second."""
    in_force, accounts, audit = _accounts(config, database, data_dir)
    _, token = accounts.rotate(id)
    audit.note(COMMAND, "rotate", id)
    print("The old token is refused from now on. `livedesk --connect` asks for this:")
    print(connect_string(in_force.server, token))
    print(token)


@host_app.command("disable")
def host_disable(
    id: str, data_dir: DataDir = None, database: DatabaseUrl = None, config: ConfigFile = None
) -> None:
    """Refuse the host's token and end its broadcasts; a running server does so within a second."""
    _, accounts, audit = _accounts(config, database, data_dir)
    was_disabled = accounts.host(id).disabled
    accounts.change(id, disabled=True)
    if not was_disabled:
        audit.note(COMMAND, "disable", id)
    print(f'Host "{id}" is disabled.')


@code_app.command("free")
def code_free(
    code: str, data_dir: DataDir = None, database: DatabaseUrl = None, config: ConfigFile = None
) -> None:
    """Free a reserved live code whose broadcasts are all over: the next host may take it."""
    opened = _database(_settings(config, database, {}), data_dir)
    clock = SteadyClock()
    host = codes.free(opened, code, clock())
    Audit(opened, clock).note(COMMAND, "free", code, f"of {host}")
    print(f'The live code {code} of host "{host}" is free: the next host who asks gets it.')


@app.command()
def backup(
    file: Annotated[Path, typer.Argument(help="is not there yet", show_default=False)],
    data_dir: DataDir = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Write everything into one file, while the server runs: database, secrets, covers."""
    opened = _database(_settings(config, database, {}), data_dir)
    back_up(opened, data_dir or places.data_dir(), file.absolute())
    print(f"{file}: written. It opens this server: keep it where nobody else reads.")


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="that backup wrote", show_default=False)],
    data_dir: DataDir = None,
    database: DatabaseUrl = None,
    config: ConfigFile = None,
) -> None:
    """Put a backup in the place of what is there, while no server runs; the old data are kept."""
    found = _settings(config, database, {})
    folder = data_dir or places.data_dir()
    _folder_must_be(folder)
    url = found.server.database.get_secret_value()
    old = put_back(url, folder, file.absolute())
    print(f"Restored. What was there before is in {old}.")


@config_app.command("show")
def config_show(config: ConfigFile = None, database: DatabaseUrl = None) -> None:
    """The settings in force; secrets are masked."""
    in_force = _settings(config, database, {})
    for section in settings.SECTIONS:
        print(f"[{section}]")
        for key, value in getattr(in_force, section).model_dump(mode="json").items():
            print(f"{key} = {_toml(value)}")
        print()


@config_app.command("check")
def config_check(config: ConfigFile = None, database: DatabaseUrl = None) -> None:
    """Every mistake at once, and what an admin should know; exit code 1 if it cannot run."""
    in_force = _settings(config, database, {})
    media = serving.checked(in_force)
    print("The settings are good.")
    for sentence in media.unsafe():
        print(f"Note: {sentence}")


@media_app.command("show")
def media_show(
    data_dir: DataDir = None, database: DatabaseUrl = None, config: ConfigFile = None
) -> None:
    """The finished configuration for the media server."""
    in_force = _with_secrets(_settings(config, database, {}), data_dir)
    media = media_server(in_force.media)
    print(media.show(callback_url(in_force)))
    for sentence in media.unsafe():
        print(f"# Note: {sentence}")


@media_app.command("check")
def media_check(
    data_dir: DataDir = None, database: DatabaseUrl = None, config: ConfigFile = None
) -> None:
    """Ask the server, its callback and the media server; exit code 1 if one does not answer."""
    in_force = _with_secrets(_settings(config, database, {}), data_dir)
    failures = []
    for well, sentence in findings(in_force, media_server(in_force.media)):
        if well:
            print(sentence)
        else:
            failures.append(sentence)
    if failures:
        raise BadSettings("\n".join(failures))


def _settings(config: Path | None, database: str | None, given: Mapping[str, object]) -> Settings:
    """The settings in force: file, environment, then what was typed."""
    file = config or places.config_dir() / "livedesk.toml"
    found = settings.read(file if config or file.exists() else None)
    typed = {key: value for key, value in given.items() if value is not None}
    if database is not None:
        typed["database"] = SecretStr(database)
    return found.model_copy(update={"server": found.server.model_copy(update=typed)})


def _with_secrets(found: Settings, data_dir: Path | None) -> Settings:
    folder = data_dir or places.data_dir()
    _folder_must_be(folder)
    return with_own_secrets(found, own_secrets(folder))


def _accounts(
    config: Path | None, database: str | None, data_dir: Path | None
) -> tuple[Settings, Accounts, Audit]:
    found, clock = _settings(config, database, {}), SteadyClock()
    opened = _database(found, data_dir)
    return found, Accounts(opened, clock), Audit(opened, clock)


def _database(found: Settings, data_dir: Path | None) -> Database:
    folder = data_dir or places.data_dir()
    _folder_must_be(folder)
    return serving.open_database(found, folder)


def _folder_must_be(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise BadSettings(
            f"{folder}: cannot be written ({error.strerror}): give --data-dir a folder of yours."
        ) from error


def _toml(value: object) -> str:
    """A setting's value as TOML writes it; masked secrets come as stars already."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_toml(one) for one in value) + "]"
    return f'"{_PASSWORD.sub("**********@", value)}"' if isinstance(value, str) else str(value)
