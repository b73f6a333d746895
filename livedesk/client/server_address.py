"""Where a LiveDesk server is."""

from __future__ import annotations

import ipaddress
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

from livedesk.domain.errors import BadSettings


@dataclass(frozen=True, slots=True)
class ServerAddress:
    """A server's base address, and our token for it."""

    url: str
    token: str = field(repr=False)


def checked_url(url: str) -> httpx.URL:
    """`url` as a server's base.

    Raises:
        BadSettings: not http(s), without a host, or with a password or a query in it.
    """
    try:
        urlsplit(url)  # sees an unclosed bracket, httpx does not
        base = httpx.URL(url.strip())
    except (httpx.InvalidURL, ValueError):
        base = httpx.URL("")
    if base.scheme not in ("http", "https") or not base.host or base.userinfo or base.query:
        raise BadSettings(
            "This is not the address of a LiveDesk server. "
            "Write it like https://live.example.com or http://127.0.0.1:8787."
        )
    return base


def is_loopback(host: str) -> bool:
    """Whether `host` can only be this computer."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() in ("localhost", "localhost.")
