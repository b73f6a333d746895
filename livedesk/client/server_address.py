"""Where a LiveDesk server is."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from livedesk.domain.errors import BadSettings

if TYPE_CHECKING:  # the window opens before httpx is loaded
    import httpx

# What a name server can be asked for (RFC 1035, and the underscore that local networks use).
NAME = re.compile(rb"[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63})*\.?")
HIGHEST_PORT = 65535
# Addresses that httpx leaves as they are: what it would make of another one is not known here.
PLAIN = re.compile(
    r"https?://(?!.*xn--)[a-z0-9_-]{1,63}(\.[a-z0-9_-]{1,63})*"
    r"(:(?!80\b|443\b)([1-5]\d{4}|[1-9]\d{0,3}))?(/[A-Za-z0-9_~-]+)*/?"
)


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A server's base address, and our token for it."""

    url: str
    token: str = field(repr=False)


def checked_url(url: str) -> httpx.URL:
    """`url` as a server's base.

    Raises:
        BadSettings: not http(s), a host or port that cannot be one, or a password, query or
            fragment in it.
    """
    import httpx

    try:
        urlsplit(url)  # sees an unclosed bracket, httpx does not
        base = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError):
        base = httpx.URL("")
    more = base.userinfo or base.query or base.fragment
    port_is_one = base.port is None or base.port <= HIGHEST_PORT
    if (
        base.scheme not in ("http", "https")
        or not _can_be(base.raw_host)
        or more
        or not port_is_one
    ):
        raise BadSettings(
            "This is not the address of a LiveDesk server. "
            "Write it like https://live.example.com or http://127.0.0.1:8787."
        )
    return base


def checked_base(url: str) -> str:
    """`url` as a server's base, written as httpx writes it, and without it for a plain one.

    Raises:
        BadSettings: see `checked_url`.
    """
    return url if PLAIN.fullmatch(url) else str(checked_url(url))


def checked_token(token: str) -> str:
    """`token` as it may stand in a header.

    Raises:
        BadSettings: it has characters that no token has; they are not repeated.
    """
    if token and not (token.isascii() and token.isprintable() and " " not in token):
        raise BadSettings("The token has characters that no token has. Paste it again, whole.")
    return token


def server_address(url: str, token: str) -> ServerAddress:
    """A server from what a person typed.

    Raises:
        BadSettings: with the place of the mistake; never with the token.
    """
    if url.strip().startswith("livedesk:"):
        raise BadSettings(
            "--server: a connect string holds a token, which everybody on this computer could read "
            "from the command line: start with --connect and paste it there."
        )
    try:
        where = "--server"
        base = checked_base(url)
        where = "LIVEDESK_TOKEN"
        return ServerAddress(base, checked_token(token))
    except BadSettings as error:
        raise BadSettings(f"{where}: {error.sentence}") from error


def connect_address(text: str) -> ServerAddress:
    """A server from an admin's connect string, ``livedesk://HOST[:PORT]/?tls=1#TOKEN``.

    Raises:
        BadSettings: it is none; it is not repeated.
    """
    found = re.fullmatch(r"livedesk://([^/?#\s]+)/?(\?tls=1)?#(\S+)", text.strip())
    if found is None:
        raise BadSettings(
            "This is no connect string. It begins with livedesk:// and ends with the token: paste "
            "all of it, on one line."
        )
    host, tls, token = found.groups()
    url = checked_base(f"{'https' if tls else 'http'}://{host}")
    return ServerAddress(url, checked_token(token))


def is_loopback(host: str) -> bool:
    """Whether `host` can only be this computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() in ("localhost", "localhost.")


def _can_be(host: bytes) -> bool:
    """Whether this is an address or a name; else looking for it fails with no network error."""
    return b":" in host or NAME.fullmatch(host) is not None
