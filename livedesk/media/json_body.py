"""A callback's JSON body, read with suspicion: whatever it is not, is `BadRequest`."""

from __future__ import annotations

import json
import re
from typing import Any

from livedesk.domain.errors import BadRequest

_NAME = re.compile(r"[^\x00]{1,255}", re.DOTALL)  # PostgreSQL takes no NUL in a text


class JsonBody:
    """One JSON object, or one inside it."""

    def __init__(self, said: dict[str, Any]) -> None:
        self._said = said

    @classmethod
    def read(cls, body: bytes) -> JsonBody:
        """
        Raises:
            BadRequest: not JSON, or another JSON value than an object.
        """
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise BadRequest("The callback's body is not a JSON object.")
        return cls(said)

    def __contains__(self, key: str) -> bool:
        return self._said.get(key) is not None

    def text(self, key: str) -> str:
        """A text; empty where there is none.

        Raises:
            BadRequest: another value, or no Unicode text.
        """
        value = self._said.get(key)
        if value is None:
            return ""
        try:
            if not isinstance(value, str):
                raise BadRequest(f"The callback's {key} is not a text.")
            value.encode()
        except UnicodeEncodeError:
            raise BadRequest(f"The callback's {key} is not Unicode text.") from None
        return value

    def name(self, key: str) -> str:
        """A text that names something.

        Raises:
            BadRequest: as `text`; missing, longer than 255 characters, or with a NUL in it.
        """
        return checked_name(key, self.text(key))

    def flag(self, key: str) -> bool:
        """
        Raises:
            BadRequest: neither true nor false.
        """
        value = self._said.get(key)
        if not isinstance(value, bool):
            raise BadRequest(f"The callback's {key} is neither true nor false.")
        return value

    def inner(self, key: str) -> JsonBody | None:
        """An object within; None where there is none."""
        value = self._said.get(key)
        return JsonBody(value) if isinstance(value, dict) else None


def checked_name(key: str, value: str) -> str:
    """
    Raises:
        BadRequest: empty, longer than 255 characters, or with a NUL in it.
    """
    if not _NAME.fullmatch(value):
        raise BadRequest(f"The callback has no {key} that names anything.")
    return value
