"""The console's settings: one frozen value, and the file ``console.toml`` that keeps it.

No secret is in it: tokens and the OBS password are in the keychain.
"""

from __future__ import annotations

import logging
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple
from urllib.parse import urlsplit

from livedesk.client.server_address import checked_base
from livedesk.domain.errors import BadSettings
from livedesk.private_file import write_private

log = logging.getLogger(__name__)

FILE = "console.toml"
HERE = "here"
"""The id of this computer's own server, which is always among the profiles."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A server of this host; its token is in the keychain, under `secret`.

    Attributes:
        id: letters and digits, made once.
        name: as the host calls it; "" for this computer.
        url: its base address; "" for this computer.
        host: who the host is there, as last heard.
    """

    id: str
    name: str
    url: str
    host: str = ""

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

    host: str = "127.0.0.1"
    port: int = 4455
    write: bool = False  # what OBS has now may be of another service, and is lost then


@dataclass(frozen=True, slots=True)
class Remembered:
    """What was typed for the last broadcast, offered for the next one.

    Attributes:
        cover: path of an image file, or "".
    """

    title: str = ""
    suffix: str = ""
    valid_for_s: int = 86400
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

    servers: tuple[Profile, ...] = ()
    chosen: str = ""
    language: Literal["", "zh_CN", "en"] = ""
    appearance: Literal["system", "light", "dark"] = "system"
    notifications: bool = True
    hide_from_capture: bool = False
    page: int = 0
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
    import secrets  # OpenSSL, which the first picture can do without

    return Profile(secrets.token_hex(4), name.strip() or urlsplit(url).netloc, url)


class SetAside(NamedTuple):
    """What could not be used of the file.

    Attributes:
        what: the keys, like ``obs.port``; empty where all of the file is no TOML.
        kept_at: where the file is kept as it was; None where it could not be copied.
    """

    what: tuple[str, ...]
    kept_at: Path | None


class Loaded(NamedTuple):
    """The settings in force, and what was set aside."""

    settings: ConsoleSettings
    aside: SetAside | None = None


Check = Callable[[Any], Any]
"""Gives the value that a field takes; raises ValueError or TypeError where it can take none."""


def _text(most: int | None = None, least: int = 0) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or len(value) < least or (most and len(value) > most):
            raise ValueError
        return value

    return check


def _whole(least: int, most: int) -> Check:
    def check(value: Any) -> int:
        if type(value) is not int or not least <= value <= most:
            raise ValueError
        return value

    return check


def _one_of(*values: str) -> Check:
    def check(value: Any) -> str:
        if not isinstance(value, str) or value not in values:
            raise ValueError
        return value

    return check


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError
    return value


def _id(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z0-9]{1,32}", value):
        raise ValueError
    return value


def _url(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    try:
        return checked_base(value)
    except BadSettings as error:
        raise ValueError(error.sentence) from error


_PROFILE: dict[str, Check] = {"id": _id, "name": _text(100), "url": _url, "host": _text(200)}
_OBS: dict[str, Check] = {"host": _text(255, 1), "port": _whole(1, 65535), "write": _yes_or_no}
_REMEMBERED: dict[str, Check] = {
    "title": _text(200),
    "suffix": _text(80),
    "valid_for_s": _whole(300, 604800),
    "rehearsal": _yes_or_no,
    "cover": _text(),
}
_SETTINGS: dict[str, Check] = {
    "chosen": _text(),
    "language": _one_of("", "zh_CN", "en"),
    "appearance": _one_of("system", "light", "dark"),
    "notifications": _yes_or_no,
    "hide_from_capture": _yes_or_no,
    "page": _whole(0, 3),
}
"""All fields but those that have fields of their own."""


def load(folder: Path) -> Loaded:
    """Read the file. What is damaged or unknown is set aside and the rest is used."""
    file = folder / FILE
    try:
        text = file.read_text(encoding="utf-8")
        import tomllib  # the first run has nothing to read

        found = tomllib.loads(text)
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
    rest = dict(found)
    wrong: list[str] = []
    obs = ObsPlace(**_part(rest.pop("obs", {}), _OBS, "obs", wrong))
    remembered = _part(rest.pop("remembered", {}), _REMEMBERED, "remembered", wrong)
    servers = _profiles(rest.pop("servers", []), wrong)
    settings = ConsoleSettings(
        servers=servers,
        obs=obs,
        remembered=Remembered(**remembered),
        **_part(rest, _SETTINGS, "", wrong),
    )
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
    import tomli_w  # written beside the window, which opens before

    folder.mkdir(parents=True, exist_ok=True)
    write_private(folder / FILE, tomli_w.dumps(asdict(settings)))


def _part(found: Any, checks: Mapping[str, Check], name: str, wrong: list[str]) -> dict[str, Any]:
    """The fields of `found` that can be used; the others' names are added to `wrong`."""
    if not isinstance(found, Mapping):
        wrong.append(name)
        return {}
    good = {}
    for key, value in found.items():
        try:
            good[key] = checks[key](value)
        except (KeyError, ValueError, TypeError):
            wrong.append(f"{name}.{key}" if name else str(key))
    return good


def _profiles(found: Any, wrong: list[str]) -> tuple[Profile, ...]:
    """Each server whole, or not at all: a part of one is none."""
    if not isinstance(found, list | tuple):
        wrong.append("servers")
        return ()
    good = []
    for place, one in enumerate(found):
        amiss: list[str] = []
        fields = _part(one, _PROFILE, "", amiss)
        if amiss or not {"id", "name", "url"} <= fields.keys():
            wrong.append(f"servers.{place}")
        else:
            good.append(Profile(**fields))
    return tuple(good)


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
