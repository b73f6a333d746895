"""Asking a media server over HTTP: whatever goes wrong outside is one `MediaUnavailable`."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx

from livedesk.domain.errors import MediaUnavailable

TIMEOUT_S = 5.0  # for each step; a whole answer may take twice as long
MOST_BYTES = 64_000_000  # of an answer: a hundred thousand streams


class Api:
    """One media server's HTTP API. Thread-safe; connects when it is asked.

    Args:
        base: ``http://host:port``, from ``[media] api``; also with ``user:password@``.
        name: of the media server, for sentences.
        user, password: Basic authentication where `user` is given.
    """

    def __init__(self, base: str, name: str, user: str = "", password: str = "") -> None:
        self._name = name
        given = urlsplit(base)
        place = given.netloc.rpartition("@")[2]  # an address may hold a password, and is shown
        self._base = given._replace(netloc=place).geturl().rstrip("/")
        if given.username and not user:
            user, password = unquote(given.username), unquote(given.password or "")
        self._http = httpx.Client(
            timeout=TIMEOUT_S,
            auth=(user, password) if user else None,
            trust_env=False,  # a proxy of the environment is not for our own servers
            limits=httpx.Limits(max_keepalive_connections=0),  # so that `_Patience` sees each
        )

    def text(self, method: str, path: str, *, form: Mapping[str, str] | None = None) -> str:
        """The body of a good answer.

        Raises:
            MediaUnavailable: no answer in time, another status, too much. Never with the address's
                parameters or the form, which may hold secrets.
        """
        status, body = self._answer(method, path, form)
        if status != httpx.codes.OK:
            raise self._refused(path, status)
        return body

    def json(
        self, method: str, path: str, *, form: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        """The answer as a JSON object.

        Raises:
            MediaUnavailable: as `text`, or not a JSON object.
        """
        return self._object(path, self.text(method, path, form=form))

    def found(self, method: str, path: str) -> dict[str, Any] | None:
        """The answer as a JSON object, empty where it has no body; None: 404, no such thing.

        Raises:
            MediaUnavailable: as `json`.
        """
        status, body = self._answer(method, path, None)
        if status == httpx.codes.NOT_FOUND:
            return None
        if status != httpx.codes.OK:
            raise self._refused(path, status)
        return self._object(path, body) if body.strip() else {}

    def pages(self, page: Callable[[int], str], rows: str, size: int) -> Iterator[dict[str, Any]]:
        """Page after page, until one is not full.

        Args:
            page: the path of the nth page, from 0.
            rows: the member that has the page's rows.
            size: rows of a full page.

        Raises:
            MediaUnavailable: as `json`, or pages without end.
        """
        until = time.monotonic() + 2 * TIMEOUT_S
        count, number = size, 0
        while count >= size:
            if time.monotonic() > until:
                raise self._endless(page(0))
            found = self.json("GET", page(number))
            if not isinstance(found.get(rows), list):
                raise self.strange(page(number))
            yield found
            count, number = len(found[rows]), number + 1

    def strange(self, path: str) -> MediaUnavailable:
        """The answer is not one that this kind of media server gives."""
        return MediaUnavailable(
            f"{self._place(path)} does not answer like {self._name}: look at [media] api."
        )

    def _answer(self, method: str, path: str, form: Mapping[str, str] | None) -> tuple[int, str]:
        if not self._base:
            raise MediaUnavailable(f"{self._name} cannot be asked: set [media] api.")
        patience = _Patience(2 * TIMEOUT_S)
        try:
            with (
                patience,
                self._http.stream(
                    method, self._base + path, data=form, extensions={"trace": patience.connected}
                ) as answer,
            ):
                body = bytearray()
                for part in answer.iter_bytes():
                    body += part
                    if len(body) > MOST_BYTES:
                        raise self._endless(path)
                return answer.status_code, body.decode("utf-8", "replace")
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            if patience.is_over or isinstance(error, httpx.TimeoutException):
                raise MediaUnavailable(
                    f"{self._place(path)} gives no answer within {TIMEOUT_S:g} s: look whether it "
                    "runs."
                ) from None
            raise MediaUnavailable(
                f"{self._place(path)} cannot be asked ({type(error).__name__}): look whether it "
                "runs."
            ) from None

    def _object(self, path: str, text: str) -> dict[str, Any]:
        try:
            found = json.loads(text)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict):
            raise self.strange(path)
        return found

    def _refused(self, path: str, status: int) -> MediaUnavailable:
        return MediaUnavailable(
            f"{self._place(path)} answers {status}: look at [media] api, api_user and api_password."
        )

    def _endless(self, path: str) -> MediaUnavailable:
        return MediaUnavailable(f"{self._place(path)} answers without end: look at [media] api.")

    def _place(self, path: str) -> str:
        return f"{self._name} at {self._base}{path.partition('?')[0]}"


class _Patience:
    """Cuts a connection whose answer takes too long: httpx bounds each step, not their number."""

    def __init__(self, seconds: float) -> None:
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True
        self._sockets: list[socket.socket] = []
        self.is_over = False

    def __enter__(self) -> None:
        self._timer.start()

    def __exit__(self, *_: object) -> None:
        self._timer.cancel()

    def connected(self, event: str, told: Mapping[str, Any]) -> None:
        """For httpx's ``trace``: keep the line that it has opened."""
        if event == "connection.connect_tcp.complete":
            self._sockets.append(told["return_value"].get_extra_info("socket"))

    def _cut(self) -> None:
        self.is_over = True
        for line in self._sockets:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
