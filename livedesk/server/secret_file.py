"""The secrets this server makes for itself at its first start, mode 0600 in the data folder."""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path

from pydantic import SecretStr

from livedesk.domain.errors import BadSettings
from livedesk.private_file import write_private
from livedesk.settings import Settings


@dataclass(frozen=True, slots=True)
class OwnSecrets:
    """Used where the settings name none.

    Attributes:
        push_key: signs push addresses that our callbacks check.
        callback_secret: the unguessable part of the callback's path.
    """

    push_key: str = field(repr=False)
    callback_secret: str = field(repr=False)


def own_secrets(data_dir: Path) -> OwnSecrets:
    """The secrets of this data folder, made at first use.

    Raises:
        BadSettings: the file is damaged or cannot be written.
    """
    file = data_dir / "secrets.json"
    try:
        return OwnSecrets(**json.loads(file.read_text(encoding="utf-8")))
    except FileNotFoundError:
        made = OwnSecrets(secrets.token_hex(32), secrets.token_urlsafe(24))
    except (OSError, ValueError, TypeError) as error:
        raise BadSettings(
            f"{file}: cannot be read as this server wrote it. Restore it from a backup, or delete "
            "it: then all push addresses in use become useless."
        ) from error
    try:
        write_private(file, json.dumps(asdict(made)))
    except OSError as error:
        raise BadSettings(
            f"{data_dir}: cannot be written ({error.strerror}): give --data-dir a folder of yours."
        ) from error
    return made


def with_own_secrets(settings: Settings, own: OwnSecrets) -> Settings:
    """The settings with every secret in place; what the admin has set stays."""
    media = settings.media
    given: dict[str, object] = {}
    if not media.push_key.get_secret_value() and media.kind != "tencent":
        given["push_key"] = SecretStr(own.push_key)
    if not media.callback_secret:
        given["callback_secret"] = (SecretStr(own.callback_secret),)
    return settings.model_copy(update={"media": media.model_copy(update=given)})


def fingerprint(set_by_admin: Settings, in_force: Settings) -> int | None:
    """Six bytes of a SHA-256 of what this folder made and is used; None where that is nothing."""
    before, media = set_by_admin.media, in_force.media
    if (before.push_key, before.callback_secret) == (media.push_key, media.callback_secret):
        return None
    words = [media.push_key, *media.callback_secret]
    told = "\n".join(word.get_secret_value() for word in words)
    return int.from_bytes(hashlib.sha256(told.encode()).digest()[:6])
