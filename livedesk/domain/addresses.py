"""Push and play addresses, and the signatures in them: put together by the server alone."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from livedesk.domain.live_code import LiveCode

Sign = Callable[[str, str], str]
"""``(stream name, txTime) -> txSecret``."""


def tencent_sign(key: str) -> Sign:
    """Tencent's anti-theft signature: lower hex of ``MD5(key + stream name + txTime)``.

    Source: Tencent Cloud, document 267/31560. The text of txTime is hashed as it stands in the
    address, in either case; app, domain and other parameters are not signed.
    """

    def sign(name: str, tx_time: str) -> str:
        return hashlib.md5(f"{key}{name}{tx_time}".encode()).hexdigest()  # noqa: S324  the cloud's own construction

    return sign


def own_sign(key: str, app: str, nonce: str) -> Sign:
    """The signature that our own media servers' callbacks check: 32 hex of HMAC-SHA256.

    Bound to app, stream, expiry and to the `nonce` of one broadcast, so that yesterday's address
    of the same code, or the one before a rotation, is refused. Short, because nginx-rtmp reads
    name and parameters into 255 bytes.
    """

    def sign(name: str, tx_time: str) -> str:
        message = f"{app}/{name}?{tx_time}&{nonce}"
        return hmac.new(key.encode(), message.encode(), hashlib.sha256).hexdigest()[:32]

    return sign


def tx_time(expires_at: float) -> str:
    """Epoch seconds as Tencent writes them: upper-case hex of whole seconds."""
    return f"{int(expires_at):X}"


@dataclass(frozen=True, slots=True)
class PushAddress:
    """Where OBS sends the stream.

    Attributes:
        server: OBS's field *Server*, up to and including the app.
        stream_key: OBS's field *Stream Key*: name and parameters. A secret: it lets anyone go live.
    """

    server: str
    stream_key: str = field(repr=False)

    @property
    def url(self) -> str:
        """The whole address, as ffmpeg takes it."""
        return f"{self.server}/{self.stream_key}"

    @property
    def fingerprint(self) -> str:
        """4 hex that tell two keys apart and give nothing away."""
        return hashlib.sha256(self.stream_key.encode()).hexdigest()[:4]

    @classmethod
    def split(cls, url: str) -> PushAddress:
        """A whole push address as OBS's two fields.

        Raises:
            ValueError: not ``rtmp[s]://host[:port]/app/name?…``.
        """
        path, mark, query = url.partition("?")
        scheme, colon, rest = path.partition("://")
        server, slash, name = rest.rpartition("/")
        if (
            scheme not in ("rtmp", "rtmps")
            or not colon
            or "/" not in server
            or not (slash and name)
        ):
            raise ValueError("not an RTMP push address with an app and a stream name")
        return cls(f"{scheme}://{server}", name + mark + query)


def push_address(
    base: str, code: LiveCode, expires_at: float, sign: Sign | None, params: Sequence[str] = ()
) -> PushAddress:
    """The push address of a code.

    Args:
        base: ``rtmp://domain[:port]/app``.
        sign: adds ``txSecret`` and ``txTime``; None where the cloud checks nothing.
        params: further ``name=value``; the first stand before the signature, as in Tencent's own
            samples, where ``bizid=8888`` leads.
    """
    query = list(params)
    if sign is not None:
        until = tx_time(expires_at)
        query += [f"txSecret={sign(str(code), until)}", f"txTime={until}"]
    name = str(code)
    return PushAddress(base, name + ("?" + "&".join(query) if query else ""))


def web_base(domain: str) -> str:
    """Where a play domain is fetched from: https, unless the settings say http."""
    return domain if "://" in domain else f"https://{domain}"


def play_addresses(
    forms: dict[str, str],
    code: LiveCode,
    templates: Sequence[str],
    expires_at: float,
    sign: Sign | None,
    params: Sequence[str] = (),
) -> dict[str, str]:
    """The play addresses of a code by name.

    Args:
        forms: e.g. ``{"flv": "http://play.example.com/live/{name}.flv"}``.
        templates: each adds ``{form}_{template}`` for the stream ``{code}_{template}``, signed with
            its whole name (Tencent Cloud, document 267/31058).
        expires_at: until when a signed address opens; not used without `sign`.
    """
    found: dict[str, str] = {}
    for template in ("", *templates):
        name = f"{code}_{template}" if template else str(code)
        query = list(params)
        if sign is not None:
            until = tx_time(expires_at)
            query += [f"txSecret={sign(name, until)}", f"txTime={until}"]
        tail = "?" + "&".join(query) if query else ""
        for form, pattern in forms.items():
            found[f"{form}_{template}" if template else form] = pattern.format(name=name) + tail
    return found
