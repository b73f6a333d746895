"""Asking a media server over HTTP: whatever goes wrong outside is one `MediaUnavailable`."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any

import httpx

from livedesk.domain.errors import MediaUnavailable

TIMEOUT_S = 5.0  # for each step; a whole answer may take twice as long
MOST_BYTES = 64_000_000  # of an answer: a hundred thousand streams


class Api:
    """One media server's HTTP API. Thread-safe; connects when it is first asked.

    Args:
        base: ``http://host:port``, from ``[media] api``.
        name: of the media server, for sentences.
        user, password: Basic authentication where `user` is given.
    """

    def __init__(self, base: str, name: str, user: str = "", password: str = "") -> None:
        self._name = name
        self._base = base.rstrip("/")
        self._http = httpx.Client(
            timeout=TIMEOUT_S,
            auth=(user, password) if user else None,
            trust_env=False,  # a proxy of the environment is not for our own servers
        )

    def text(
        self, method: str, path: str, *, form: Mapping[str, str] | None = None, ok: int = 200
    ) -> str:
        """The body of an answer.

        Args:
            ok: the status that a good answer has.

        Raises:
            MediaUnavailable: no answer in time, another status, too much. Never with the address's
                parameters or the form, which may hold secrets.
        """
        place = f"{self._name} at {self._base}{path.partition('?')[0]}"
        if not self._base:
            raise MediaUnavailable(f"{self._name} cannot be asked: set [media] api.")
        try:
            with self._http.stream(method, self._base + path, data=form) as answer:
                body, since = bytearray(), time.monotonic()
                for part in answer.iter_bytes():
                    body += part
                    if len(body) > MOST_BYTES or time.monotonic() - since > 2 * TIMEOUT_S:
                        raise MediaUnavailable(f"{place} answers without end: look at [media] api.")
                if answer.status_code != ok:
                    raise MediaUnavailable(
                        f"{place} answers {answer.status_code}: look at [media] api, api_user and "
                        "api_password."
                    )
                return body.decode("utf-8", "replace")
        except httpx.TimeoutException:
            raise MediaUnavailable(
                f"{place} gives no answer within {TIMEOUT_S:g} s: look whether it runs."
            ) from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise MediaUnavailable(
                f"{place} cannot be asked ({type(error).__name__}): look whether it runs."
            ) from None

    def json(
        self, method: str, path: str, *, form: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """The answer as a JSON object.

        Raises:
            MediaUnavailable: as `text`, or not a JSON object.
        """
        try:
            found = json.loads(self.text(method, path, form=form))
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise self.strange(path)
        return found

    def strange(self, path: str) -> MediaUnavailable:
        """The answer is not one that this kind of media server gives."""
        return MediaUnavailable(
            f"{self._name} at {self._base}{path.partition('?')[0]} does not answer like "
            f"{self._name}: look at [media] api."
        )
