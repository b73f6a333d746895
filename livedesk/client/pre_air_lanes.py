"""What the check before going on air asks the network: three lanes that may run side by side."""

from __future__ import annotations

import contextlib
import ssl
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from urllib.parse import urlsplit

import httpx

from livedesk.client.knock import name_resolves
from livedesk.client.pre_air import About, Act, Check, Facts, Level, Outcome, wanted
from livedesk.client.rtmp import Place, RtmpTrouble, dial, in_tls, shake_hands
from livedesk.client.server_address import is_loopback
from livedesk.client.server_client import ServerClient
from livedesk.domain.errors import LivedeskError
from livedesk.domain.records import to_epoch

TIMEOUT_S = 4.0  # of each step; a lane has three at most
CLOCK_ODD_S, CLOCK_WRONG_S = 5.0, 120.0
TLS_SOON_S = 14 * 86400.0

Lane = Callable[[About, float], Iterator[Outcome]]


def look_at_push(about: About, now: float, timeout_s: float = TIMEOUT_S) -> Iterator[Outcome]:
    """Name, port, TLS and handshake of the media server; what comes after a failure is unknown."""
    push = about.record.push
    checks = [c for c in wanted(about) if c in _PUSH]
    try:
        place = Place.at(push.url if push is not None else "")
    except ValueError:
        yield Outcome(Check.NAME, Level.BAD, "name.no_address", Act.AGAIN)
        yield from _unknown(checks[1:])
        return
    media = about.record.media
    if about.local and media is not None and media.publishing:
        # The local relay takes one caller at a time: who knocks now would only hear that.
        for check in checks:
            yield Outcome(check, Level.GOOD, f"{check}.arrives")
        return
    for done, outcome in enumerate(_push(place, now, timeout_s), start=1):
        yield outcome
        if outcome.level is Level.BAD:
            yield from _unknown(checks[done:])
            return


_PUSH = (Check.NAME, Check.PORT, Check.PUSH_TLS, Check.HANDSHAKE)


def _unknown(checks: Sequence[Check]) -> Iterator[Outcome]:
    for check in checks:
        yield Outcome(check, Level.UNKNOWN, "not_reached")


def _push(place: Place, now: float, timeout_s: float) -> Iterator[Outcome]:
    host = MappingProxyType({"host": place.host, "port": str(place.port)})
    known = name_resolves(place.host, timeout_s)
    if not known:
        says = "name.not_found" if known is False else "name.no_answer"
        yield Outcome(Check.NAME, Level.BAD, says, Act.AGAIN, host)
        return
    yield Outcome(Check.NAME, Level.GOOD, "name.good", facts=host)
    began = time.monotonic()
    try:
        line = dial(place, timeout_s)
    except RtmpTrouble as trouble:
        says = "port.no_port" if trouble.reason == "no_port" else "port.no_answer"
        yield Outcome(Check.PORT, Level.BAD, says, Act.AGAIN, host)
        return
    took: Facts = MappingProxyType({**host, "s": time.monotonic() - began})
    yield Outcome(Check.PORT, Level.GOOD, "port.good", facts=took)
    with contextlib.ExitStack() as stack:
        stack.enter_context(line)
        if place.scheme == "rtmps":
            try:
                line = stack.enter_context(in_tls(line, place.host))
            except RtmpTrouble as trouble:
                yield Outcome(Check.PUSH_TLS, Level.BAD, f"tls.{trouble.reason}", Act.AGAIN, host)
                return
            yield _tls(Check.PUSH_TLS, line.getpeercert(), now)
        try:
            shake_hands(line, timeout_s)
        except RtmpTrouble as trouble:
            says = f"handshake.{trouble.reason}"
            yield Outcome(Check.HANDSHAKE, Level.BAD, says, Act.COPY_BOTH, host)
            return
    yield Outcome(Check.HANDSHAKE, Level.GOOD, "handshake.good", facts=host)


def look_at_play(about: About, now: float, timeout_s: float = TIMEOUT_S) -> Iterator[Outcome]:
    """Whether who serves the viewers answers; what is not published yet is not found there."""
    web = [url for url in about.record.play.values() if url.startswith(("https://", "http://"))]
    checks = [c for c in wanted(about) if c in (Check.PLAY, Check.PLAY_TLS)]
    if not web:
        yield from _play_by_rtmp(about, timeout_s)
        return
    url = next((one for one in web if one.startswith("https://")), web[0])
    host = urlsplit(url).hostname or ""
    facts = MappingProxyType({"host": host})
    try:
        with (
            httpx.Client(timeout=timeout_s, trust_env=not is_loopback(host)) as http,
            http.stream("GET", url) as reply,
        ):
            status = reply.status_code
            stream = reply.extensions["network_stream"]
            secured = stream.get_extra_info("ssl_object")
            certificate = secured.getpeercert() if secured is not None else None
    except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError, ImportError) as error:
        why = _why(error)
        yield Outcome(Check.PLAY, Level.BAD, f"play.{why}", Act.AGAIN, facts)
        yield from _unknown(checks[1:])
        return
    # 404 before the picture is there is as it should be; 403 is an address signed for viewers.
    trouble = status >= httpx.codes.INTERNAL_SERVER_ERROR
    yield Outcome(
        Check.PLAY,
        Level.BAD if trouble else Level.GOOD,
        "play.trouble" if trouble else "play.good",
        Act.AGAIN if trouble else None,
        MappingProxyType({**facts, "status": str(status)}),
    )
    if Check.PLAY_TLS in checks:
        yield _tls(Check.PLAY_TLS, certificate, now)


def _why(error: BaseException) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return "certificate"
        cause = cause.__cause__ or cause.__context__
    return "no_answer"


def _play_by_rtmp(about: About, timeout_s: float) -> Iterator[Outcome]:
    url = next(iter(about.record.play.values()), "")
    host = urlsplit(url).hostname or ""
    facts = MappingProxyType({"host": host})
    try:
        with dial(Place.at(url), timeout_s):
            pass
    except (RtmpTrouble, ValueError):
        yield Outcome(Check.PLAY, Level.BAD, "play.no_answer", Act.AGAIN, facts)
        return
    yield Outcome(Check.PLAY, Level.GOOD, "play.good", facts=facts)


def look_at_clock(
    about: About, now: float, clock: Callable[[], float] = time.time
) -> Iterator[Outcome]:
    """How far our clock is from the server's; half the way through the network is left out."""
    del now
    try:
        with ServerClient(about.server_url, "") as client:
            began = clock()
            theirs = to_epoch(client.policy().server_time)
            ours = (began + clock()) / 2
    except LivedeskError:
        yield Outcome(Check.CLOCK, Level.BAD, "clock.no_server", Act.AGAIN)
        return
    off = abs(theirs - ours)
    facts = MappingProxyType({"s": off})
    if off < CLOCK_ODD_S:
        yield Outcome(Check.CLOCK, Level.GOOD, "clock.good", facts=facts)
        return
    says = "clock.behind" if theirs > ours else "clock.ahead"
    level = Level.BAD if off >= CLOCK_WRONG_S else Level.NOTE
    yield Outcome(Check.CLOCK, level, says, Act.DATE, facts)


LANES: tuple[Lane, ...] = (look_at_push, look_at_play, look_at_clock)
"""What waits for the network; each may run on a thread of its own."""


def _tls(check: Check, certificate: Mapping[str, object] | None, now: float) -> Outcome:
    """Days left; that it is good at all was looked at with the connection."""
    until = str((certificate or {}).get("notAfter", ""))
    try:
        left = ssl.cert_time_to_seconds(until) - now
    except ValueError:
        return Outcome(check, Level.UNKNOWN, "tls.unknown")
    facts = MappingProxyType({"s": left})
    if left < TLS_SOON_S:
        return Outcome(check, Level.NOTE, "tls.soon", Act.AGAIN, facts)
    return Outcome(check, Level.GOOD, "tls.good", facts=facts)
