"""The console's settings: one frozen value, and the file ``console.toml`` that keeps it.

No secret is in it: tokens and the OBS password are in the keychain.
"""

from __future__ import annotations

import copy
import logging
import secrets
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import tomli_w
from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, TypeAdapter
from pydantic import ValidationError as Invalid

from livedesk.client.server_address import checked_url
from livedesk.domain.errors import BadSettings
from livedesk.private_file import write_private

log = logging.getLogger(__name__)

FILE = "console.toml"
HERE = "here"
"""The id of this computer's own server, which is always among the profiles."""

_STRICT = ConfigDict(extra="forbid", strict=False)


def _url(text: str) -> str:
    try:
        return str(checked_url(text))
    except BadSettings as error:
        raise ValueError(error.sentence) from error


@dataclass(frozen=True, slots=True)
class Profile:
    """A server of this host; its token is in the keychain, under `secret`.

    Attributes:
        id: letters and digits, made once.
        name: as the host calls it; "" for this computer.
        url: its base address; "" for this computer.
        host: who the host is there, as last heard.
    """

    __pydantic_config__ = _STRICT

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9]{1,32}$")]
    name: Annotated[str, StringConstraints(max_length=100)]
    url: Annotated[str, AfterValidator(_url)]
    host: Annotated[str, StringConstraints(max_length=200)] = ""

    @property
    def secret(self) -> str:
        """The token's name in the keychain."""
        return f"profile-{self.id}"

    @property
    def here(self) -> bool:
        """Whether it is this computer."""
        return self.id == HERE


THIS_COMPUTER = Profile(HERE, "", "")


@dataclass(frozen=True, slots=True)
class ObsPlace:
    """Where OBS's websocket is; `write`: give it a new server and key without being asked."""

    __pydantic_config__ = _STRICT

    host: Annotated[str, StringConstraints(min_length=1, max_length=255)] = "127.0.0.1"
    port: Annotated[int, Field(ge=1, le=65535)] = 4455
    write: bool = False  # what OBS has now may be of another service, and is lost then


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was typed for the last broadcast, offered for the next one.

    Attributes:
        cover: path of an image file, or "".
    """

    __pydantic_config__ = _STRICT

    title: Annotated[str, StringConstraints(max_length=200)] = ""
    suffix: Annotated[str, StringConstraints(max_length=80)] = ""
    valid_for_s: Annotated[int, Field(ge=300, le=604800)] = 86400
    rehearsal: bool = False
    cover: str = ""


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """Attributes:
    servers: in the order in which they were added.
    chosen: the id of a profile, or "" before the first run is over.
    language: "" follows the system.
    page: the one shown last.
    """

    __pydantic_config__ = _STRICT

    servers: tuple[Profile, ...] = ()
    chosen: str = ""
    language: Literal["", "zh_CN", "en"] = ""
    appearance: Literal["system", "light", "dark"] = "system"
    notifications: bool = True
    hide_from_capture: bool = False
    page: Annotated[int, Field(ge=0, le=3)] = 0
    obs: ObsPlace = field(default_factory=ObsPlace)
    remembered: Remembered = field(default_factory=Remembered)

    @property
    def profiles(self) -> tuple[Profile, ...]:
        """All of them, this computer last."""
        return (*self.servers, THIS_COMPUTER)

    def profile(self, id: str) -> Profile | None:
        return next((one for one in self.profiles if one.id == id), None)

    def named(self, name: str) -> Profile | None:
        """The profile of that name, without regard to case; ``here`` is this computer."""
        wanted = name.strip().casefold()
        found = (one for one in self.servers if one.name.casefold() == wanted)
        return next(found, self.profile(wanted))

    def with_server(self, profile: Profile) -> ConsoleSettings:
        """Added at the end, or put in place of the one with its id."""
        if self.profile(profile.id) is None:
            return replace(self, servers=(*self.servers, profile))
        servers = tuple(profile if one.id == profile.id else one for one in self.servers)
        return replace(self, servers=servers)

    def without_server(self, id: str) -> ConsoleSettings:
        """Gone; where it was the chosen one, this computer is."""
        servers = tuple(one for one in self.servers if one.id != id)
        return replace(self, servers=servers, chosen=HERE if self.chosen == id else self.chosen)


def new_profile(name: str, url: str) -> Profile:
    """A profile with an id of its own; named after its address where `name` is empty."""
    return Profile(secrets.token_hex(4), name.strip() or urlsplit(url).netloc, url)


@dataclass(frozen=True, slots=True)
class SetAside:
    """What could not be used of the file.

    Attributes:
        what: the keys, like ``obs.port``; empty where all of the file is no TOML.
        kept_at: where the file is kept as it was; None where it could not be copied.
    """

    what: tuple[str, ...]
    kept_at: Path | None


@dataclass(frozen=True, slots=True)
class Loaded:
    """The settings in force, and what was set aside."""

    settings: ConsoleSettings
    aside: SetAside | None = None


_SHAPE = TypeAdapter(ConsoleSettings)


def load(folder: Path) -> Loaded:
    """Read the file. What is damaged or unknown is set aside and the rest is used."""
    file = folder / FILE
    try:
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Loaded(ConsoleSettings())
    # UnicodeDecodeError and TOMLDecodeError are ValueErrors; brackets without end are the third.
    except (OSError, ValueError, RecursionError) as error:
        log.warning("%s cannot be used: %s", file, type(error).__name__)
        return Loaded(ConsoleSettings(), SetAside((), _kept(file)))
    settings, wrong = read(found)
    if not wrong:
        return Loaded(settings)
    log.warning("%s: not used: %s", file, ", ".join(wrong))
    return Loaded(settings, SetAside(wrong, _kept(file)))


def read(found: Mapping[str, Any]) -> tuple[ConsoleSettings, tuple[str, ...]]:
    """The settings in `found`, and the keys that are none or have no value that can be used."""
    rest, wrong = copy.deepcopy(dict(found)), []
    while True:
        try:
            settings = _SHAPE.validate_python(rest)
            break
        except Invalid as invalid:
            places = {_removable(error["loc"]) for error in invalid.errors()}
            for place in sorted(places, key=str, reverse=True):  # later list items first
                wrong.append(".".join(map(str, place)))
                _remove(rest, place)
    ids = [one.id for one in settings.servers]
    if len(set(ids)) < len(ids) or HERE in ids:
        by_id = {one.id: one for one in reversed(settings.servers) if one.id != HERE}
        wrong.append("servers.id")
        settings = replace(settings, servers=tuple(reversed(by_id.values())))
    if settings.chosen and settings.profile(settings.chosen) is None:
        wrong.append("chosen")
        settings = replace(settings, chosen=HERE)
    return settings, tuple(sorted(wrong))


def save(folder: Path, settings: ConsoleSettings) -> None:
    """Write the file, whole or not at all.

    Raises:
        OSError: it cannot be written; the one before is still there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    write_private(folder / FILE, tomli_w.dumps(asdict(settings)))


def _removable(loc: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """The smallest part that can be left out: a key, or all of a server."""
    for at, step in enumerate(loc):
        if isinstance(step, int):
            return loc[: at + 1]
    return loc


def _remove(rest: dict[str, Any], place: tuple[int | str, ...]) -> None:
    inside: Any = rest
    for step in place[:-1]:
        inside = inside[step]
    del inside[place[-1]]


def _kept(file: Path) -> Path | None:
    """A copy of the file, which no later one replaces."""
    for number in range(1, 1000):
        copy_of_it = file.with_name(f"{file.stem}.set-aside-{number}{file.suffix}")
        try:
            if copy_of_it.exists():
                if copy_of_it.read_bytes() == file.read_bytes():
                    return copy_of_it
                continue
            shutil.copy(file, copy_of_it)
        except OSError as error:
            log.warning("%s cannot be copied: %s", file, error.strerror)
            return None
        return copy_of_it
    return None
