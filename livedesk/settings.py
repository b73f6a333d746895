"""The settings: defaults < one TOML file < environment (``LIVEDESK_SECTION__KEY``).

Every mistake is named with its place, all of them at once. Read once at start and passed down.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    model_validator,
)
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from livedesk.domain.errors import BadSettings
from livedesk.domain.evidence import POLLS_KEPT
from livedesk.domain.verdict import Policy

PREFIX = "LIVEDESK_"

A_YEAR = 31_536_000  # seconds; longer patience would run out of the calendar
Seconds = Annotated[float, Field(gt=0, le=A_YEAR, allow_inf_nan=False)]
Patience = Annotated[float, Field(ge=0, le=A_YEAR, allow_inf_nan=False)]
Port = Annotated[int, Field(ge=0, le=65535)]


def _one_or_more(value: object) -> object:
    return [value] if isinstance(value, str) else value


Words = Annotated[tuple[str, ...], BeforeValidator(_one_or_more)]


def _web_url(value: str) -> str:
    if value and not re.fullmatch(r"https?://[^/\s]+(/\S*)?", value):
        raise ValueError("must begin with https:// or http://, e.g. https://live.example.com")
    _port(value)
    return value


def _port(url: str) -> None:
    try:
        _ = urlsplit(url).port
    except ValueError:
        raise ValueError("is no address: look at its port, and at brackets") from None


def _domain(value: str) -> str:
    if value and not re.fullmatch(r"[^/\s:]+(:\d+)?", value):
        raise ValueError("is a name or address with no scheme and no path: push.example.com")
    _port(f"//{value}")
    return value


def _play_domain(value: str) -> str:
    _domain(re.sub(r"^https?://", "", value))
    return value


def _file(value: str) -> str:
    if value and not os.access(value, os.R_OK):
        raise ValueError("there is no such file, or it may not be read")
    return value


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class ServerSettings(_Section):
    """Where the server listens and how much it takes."""

    host: str = "127.0.0.1"
    port: Port = 8787
    public_url: Annotated[str, AfterValidator(_web_url)] = ""
    database: SecretStr = SecretStr("")
    tls_cert: Annotated[str, AfterValidator(_file)] = ""
    tls_key: Annotated[str, AfterValidator(_file)] = ""
    plain_http: bool = False
    trusted_proxies: Words = ()
    cors_origins: Words = ()
    max_unfinished_per_host: int = Field(default=20, ge=1)
    keep_days: int = Field(default=90, ge=1)

    @model_validator(mode="after")
    def _cert_and_key(self) -> Self:
        if bool(self.tls_cert) != bool(self.tls_key):
            raise ValueError("tls_cert and tls_key belong together: give both or none")
        return self


class MediaSettings(_Section):
    """The media server, and how its addresses look."""

    kind: str = "local"
    bizid: str = Field(default="", pattern=r"^[A-Za-z0-9-]*$")
    app: str = Field(default="live", pattern=r"^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$")
    push_domain: Annotated[str, AfterValidator(_domain)] = ""
    play_domain: Annotated[str, AfterValidator(_play_domain)] = ""
    rtmp_port: Port = 1935
    push_params: Words = ()
    play_params: Words = ()
    push_key: SecretStr = SecretStr("")
    backup_push_key: SecretStr = SecretStr("")
    play_key: SecretStr = SecretStr("")
    templates: Annotated[
        tuple[Annotated[str, Field(pattern=r"^[A-Za-z0-9-]+$")], ...], BeforeValidator(_one_or_more)
    ] = ()
    callbacks: bool = True
    callback_secret: Annotated[tuple[SecretStr, ...], BeforeValidator(_one_or_more)] = Field(
        default=(), max_length=2
    )
    callback_key: SecretStr = SecretStr("")
    poll: bool = True
    api: Annotated[str, AfterValidator(_web_url)] = ""
    api_user: str = ""
    api_password: SecretStr = SecretStr("")
    app_id: str = ""
    api_key: SecretStr = SecretStr("")
    secret_id: str = ""
    secret_key: SecretStr = SecretStr("")


class PolicySettings(_Section):
    """How patient the server is. Seconds may be below one."""

    heartbeats: bool = True
    heartbeat_interval_s: Seconds = 60.0
    heartbeat_misses: int = Field(default=3, ge=1, le=1000)
    poll_interval_s: Seconds = 60.0
    poll_misses: int = Field(default=3, ge=1, le=POLLS_KEPT)
    grace_s: Patience = 60.0
    slack_s: Patience = 5.0
    makeup_beats: int = Field(default=10, ge=0, le=1000)
    sweep_interval_s: Seconds = 1.0

    def policy(self, *, callbacks: bool, polls: bool, one_publisher: bool) -> Policy:
        """What `judge` needs, with what the media server can do: see `MediaServer`."""
        return Policy(
            heartbeats=self.heartbeats,
            callbacks=callbacks,
            polls=polls,
            one_publisher=one_publisher,
            poll_interval_s=self.poll_interval_s,
            poll_misses=self.poll_misses,
            heartbeat_interval_s=self.heartbeat_interval_s,
            heartbeat_misses=self.heartbeat_misses,
            grace_s=self.grace_s,
            slack_s=self.slack_s,
            makeup_beats=self.makeup_beats,
        )


class Settings(BaseSettings):
    """Everything an admin may set. `resources/livedesk.toml` explains each key."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_nested_delimiter="__",
        extra="ignore",  # LIVEDESK_TOKEN and the like are the console's; see _strange_variables
        frozen=True,
    )

    server: ServerSettings = ServerSettings()
    media: MediaSettings = MediaSettings()
    policy: PolicySettings = PolicySettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, which `read` hands in as init values."""
        return _Environment(settings_cls), init_settings


class _Environment(EnvSettingsSource):
    """What is no JSON list is a single word, and checked like the rest, with its place."""

    def decode_complex_value(self, field_name: str, field: FieldInfo, value: Any) -> Any:
        try:
            decoded = super().decode_complex_value(field_name, field, value)
        except ValueError:
            return value
        return decoded if isinstance(decoded, (list, dict)) else value


SECTIONS = tuple(Settings.model_fields)


def read(file: Path | None) -> Settings:
    """The settings in force.

    Args:
        file: the TOML file; None: defaults and environment only. A file that was named must exist.

    Raises:
        BadSettings: every mistake, each on a line of its own with its place.
    """
    table = _read_toml(file) if file else {}
    where = f"{file}: " if file else ""
    mistakes = [
        f"{where}[{name}]: no such section; known: {', '.join(SECTIONS)}"
        for name in table
        if name not in SECTIONS
    ]
    mistakes += _strange_variables(os.environ)
    try:
        settings = Settings(**{key: table[key] for key in table if key in SECTIONS})
    except ValidationError as error:
        mistakes += [_told(mistake["loc"], mistake["msg"], where) for mistake in error.errors()]
    except ValueError as error:  # pydantic-settings: a variable that is no JSON where a list is due
        mistakes.append(f"environment: {error}")
    if mistakes:
        raise BadSettings("\n".join(mistakes))
    return settings


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except OSError as error:
        raise BadSettings(f"{file}: cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadSettings(f"{file}: is not UTF-8 text; byte {error.start} is wrong.") from error
    except tomllib.TOMLDecodeError as error:
        raise BadSettings(f"{file}: is not TOML: {error}. Mend that line.") from error


def _strange_variables(environ: Mapping[str, str]) -> list[str]:
    """``LIVEDESK_SEVER__PORT`` would be ignored silently; a typing mistake must not be."""
    strange = []
    for name in environ:
        section, mark, _ = name.removeprefix(PREFIX).partition("__")
        if name.startswith(PREFIX) and mark and section.lower() not in SECTIONS:
            strange.append(f"environment {name}: no such section; known: {', '.join(SECTIONS)}")
    return strange


def _told(place: tuple[int | str, ...], what: str, where: str) -> str:
    """One mistake in a line with its place. Never the value: it may be secret."""
    section, *rest = (str(part) for part in place)
    key = rest[0] if rest else ""
    variable = f"{PREFIX}{section}__{key}".upper()
    names = {name.upper() for name in os.environ}
    source = f"environment {variable}" if variable in names else f"{where}[{section}] {key}".strip()
    if what == "Extra inputs are not permitted":
        known = Settings.model_fields[section].annotation
        keys = ", ".join(known.model_fields) if known is not None else ""
        what = f"no such setting; known: {keys}"
    return f"{source}: {what.removeprefix('Value error, ')}"
