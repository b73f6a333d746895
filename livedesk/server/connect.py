"""Where this server is, as consoles and media servers are told."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit

from livedesk.settings import ServerSettings, Settings


def is_loopback(host: str) -> bool:
    """Whether what is sent there stays on this computer."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def base_url(server: ServerSettings) -> str:
    """Where others reach this server: the public address, else its own; no slash at the end."""
    if server.public_url:
        return server.public_url.rstrip("/")
    scheme = "https" if server.tls_cert else "http"
    host = f"[{server.host}]" if ":" in server.host else server.host
    return f"{scheme}://{host}:{server.port}"


def connect_string(server: ServerSettings, token: str) -> str:
    """What an admin sends to a host: ``livedesk://HOST[:PORT]/?tls=1#TOKEN``."""
    found = urlsplit(base_url(server))
    tls = "?tls=1" if found.scheme == "https" else ""
    return f"livedesk://{found.netloc}/{tls}#{token}"


def callback_url(settings: Settings) -> str:
    """Where the media server calls. Plain http to the server itself: nginx-rtmp knows no TLS."""
    secret = settings.media.callback_secret[0].get_secret_value()
    server = settings.server
    host = "127.0.0.1" if server.host in ("0.0.0.0", "::") else server.host  # noqa: S104  compared, not bound
    own = f"http://{host}:{server.port}" if not server.tls_cert else base_url(server)
    return f"{own}/v1/callbacks/{settings.media.kind}/{secret}"
