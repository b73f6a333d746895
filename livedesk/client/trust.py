"""The certificates that servers are believed with, read once for all connections."""

from __future__ import annotations

import os
import ssl
from functools import cache

import httpx

NAMES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""What httpx looks for in the environment."""


def trusted(*, trust_env: bool) -> ssl.SSLContext:
    """The context of a client; each one of its own would be a megabyte, and 20 ms of work.

    Raises:
        OSError, ValueError: the environment names certificates that cannot be read.
    """
    return _read(trust_env, *(os.environ.get(name, "") for name in NAMES) if trust_env else ())


@cache
def _read(trust_env: bool, *names: str) -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=trust_env)
