"""The certificates that servers are believed with, read once for all connections."""

from __future__ import annotations

import os
import ssl
from functools import cache

import httpx

NAMES = ("SSL_CERT_FILE", "SSL_CERT_DIR")
"""What httpx looks for in the environment."""


def trusted(*, trust_env: bool, encrypted: bool = True) -> ssl.SSLContext:
    """The context of a client; each one of its own would be a megabyte, and 20 ms of work.

    Args:
        trust_env: look into the environment, too: for certificates, and for a proxy.
        encrypted: False: the client talks plain HTTP. Without a proxy it needs no certificates
            then, and has none: it would believe nobody.

    Raises:
        OSError, ValueError: the environment names certificates that cannot be read.
    """
    if not encrypted and not trust_env:
        return _nobody()
    return _read(trust_env, *(os.environ.get(name, "") for name in NAMES) if trust_env else ())


@cache
def _nobody() -> ssl.SSLContext:
    return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


@cache
def _read(trust_env: bool, *names: str) -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=trust_env)
