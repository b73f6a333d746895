"""Fetching a public picture, such as a cover. No token goes with it. No Qt."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import httpx

from livedesk import __version__
from livedesk.client.server_address import is_loopback

LARGEST = 8_000_000  # bytes; servers take covers of 5 MB
TIMEOUT_S = 3.0  # for each step; a whole picture takes at most three times that


def fetch_picture(
    url: str,
    transport: httpx.BaseTransport | None = None,
    timer: Callable[[], float] = time.monotonic,
) -> bytes | None:
    """The bytes at `url` (http or https), or None: a picture that is not there is no trouble."""
    deadline = timer() + 3 * TIMEOUT_S
    body = bytearray()
    try:
        where = urlsplit(url)
        if where.scheme not in ("http", "https"):
            return None
        with (
            httpx.Client(
                headers={"User-Agent": f"LiveDesk/{__version__}", "Accept": "image/*"},
                timeout=TIMEOUT_S,
                transport=transport,
                trust_env=not is_loopback(where.hostname or ""),
            ) as http,
            http.stream("GET", url) as reply,
        ):
            if not reply.is_success:
                return None
            for piece in reply.iter_bytes():
                body += piece
                if len(body) > LARGEST or timer() > deadline:
                    return None
    # httpx reads addresses, proxies and certificates here, and says so in many ways.
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError, ImportError):
        return None
    return bytes(body)
