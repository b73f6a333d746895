"""What a failed call means, in one sentence: the server's own words, or why there are none."""

from __future__ import annotations

import json
import socket
import ssl
from collections.abc import Iterator

import httpx

from livedesk.domain.errors import (
    LivedeskError,
    Refused,
    ServerUnavailable,
    Unavailable,
    by_code,
)

Facts = dict[str, str | int | float | None]

# Members of a problem that are not facts (RFC 9457), and names that an error keeps for itself.
NOT_FACTS = frozenset({"type", "title", "status", "detail", "code", "instance", "sentence", "self"})


def error_of(reply: httpx.Response, url: str, token: str) -> LivedeskError:
    """The error that a reply without success stands for; `token` is blotted out of it."""
    if reply.is_redirect:
        return ServerUnavailable(
            f"The server at {url} sends us on to another address. Check whether it begins with "
            "http:// or https:// and write the address it really has.",
            why="redirect",
        )
    retry_after_s = _retry_after_s(reply)
    problem = _problem(reply)
    if problem is None:
        if reply.status_code >= httpx.codes.INTERNAL_SERVER_ERROR:
            return ServerUnavailable(
                f"The server at {url} has trouble (HTTP {reply.status_code}). Try again in a "
                "moment; if it stays, its log says why.",
                why="trouble",
                **retry_after_s,
            )
        return not_livedesk(url)
    code, detail, facts = problem
    fallback = Unavailable if reply.is_server_error else Refused
    kind = by_code().get(code, fallback)
    sentence = detail.replace(token, "…") if token else detail
    return kind(sentence, **{**facts, **retry_after_s})


def transport_error(url: str, timeout: float, error: Exception) -> LivedeskError:
    """Why there was no answer at all."""
    causes = tuple(_causes(error))

    def caused_by(*kinds: type[BaseException]) -> bool:
        return any(isinstance(cause, kinds) for cause in causes)

    if caused_by(httpx.TimeoutException):
        why, sentence = (
            "timed_out",
            f"The server at {url} did not answer within {timeout:g} s. Check the network.",
        )
    elif caused_by(socket.gaierror, UnicodeError):
        why, sentence = (
            "unknown_name",
            f"No computer with the name in {url} is known. Check its spelling and the network.",
        )
    elif caused_by(ssl.SSLCertVerificationError):
        why, sentence = (
            "certificate",
            f"The certificate of {url} is not trusted by this computer. Check the address, or "
            "ask the admin for a valid certificate.",
        )
    elif caused_by(ssl.SSLError):
        why, sentence = (
            "no_tls",
            f"What answers at {url} does not speak TLS as we do. Check whether the address begins "
            "with http:// or https://.",
        )
    elif caused_by(httpx.ConnectError):
        why, sentence = (
            "refused",
            f"Nothing answers at {url}. Check the address, the network, and that the LiveDesk "
            "server runs.",
        )
    elif caused_by(httpx.DecodingError) or "illegal" in str(error):  # h11's word for: not HTTP
        return not_livedesk(url)
    else:
        why, sentence = (
            "broken_off",
            f"The connection to {url} broke off before the answer was there. Check the network.",
        )
    return ServerUnavailable(sentence, why=why)


def not_livedesk(url: str) -> ServerUnavailable:
    """What answers there is something else, or a network's log-in page in between."""
    return ServerUnavailable(
        f"What answers at {url} is not a LiveDesk server. Check the address; in a guest network "
        "a log-in page may be in between: open it in a browser once.",
        why="not_livedesk",
    )


def _problem(reply: httpx.Response) -> tuple[str, str, Facts] | None:
    """Code, sentence and facts of an RFC 9457 problem, or None where there is none."""
    if not reply.headers.get("Content-Type", "").startswith("application/problem+json"):
        return None
    try:
        said = json.loads(reply.content)
    except (ValueError, RecursionError):
        return None
    if not isinstance(said, dict):
        return None
    code, detail = said.get("code"), said.get("detail")
    if not isinstance(code, str) or not isinstance(detail, str) or not detail:
        return None
    facts = {
        name: value
        for name, value in said.items()
        if name not in NOT_FACTS and (value is None or isinstance(value, str | int | float))
    }
    return code, detail, facts


def _retry_after_s(reply: httpx.Response) -> Facts:
    try:
        seconds = float(reply.headers["Retry-After"])
    except (KeyError, ValueError):
        return {}
    return {"retry_after_s": seconds} if 0 <= seconds < float("inf") else {}


def _causes(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__ or cause.__context__
