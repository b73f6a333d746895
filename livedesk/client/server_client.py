"""The console's typed calls to a LiveDesk server. No Qt; one client per thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Self, TypeVar
from urllib.parse import quote

import httpx

from livedesk import __version__
from livedesk.client import shapes, sound
from livedesk.client.answers import error_of, not_livedesk, transport_error
from livedesk.client.server_address import checked_token, checked_url, is_loopback
from livedesk.client.trust import trusted
from livedesk.client.upload import Going, Upload
from livedesk.domain.errors import BadSettings
from livedesk.domain.evidence_records import EvidenceRecord
from livedesk.domain.records import (
    HostRecord,
    KeyRecord,
    Page,
    PolicyRecord,
    Record,
    ShareRecord,
    to_epoch,
)

T = TypeVar("T")

STATES = frozenset({"ready", "live", "interrupted", "offline", "ended"})
OWN_HOST = "me"  # the account that a console's own server makes for it
LARGEST_ANSWER = 8_000_000  # bytes; a full page of 200 broadcasts has about 300 000

BAD_ENVIRONMENT = (
    "The proxy or the certificates that the environment names cannot be used. Look at HTTP_PROXY, "
    "HTTPS_PROXY and ALL_PROXY (http:// proxies only), SSL_CERT_FILE and SSL_CERT_DIR."
)

# Less than servers keep an idle connection (uvicorn 5 s): a call must not meet the moment in which
# they close it.
KEEP_ALIVE_S = 3.0

# A blocked call cannot be interrupted, so this bounds how long quitting may take.
TIMEOUT_S = 3.0
COVER_TIMEOUT_S = 20.0  # a picture takes its time on the way, and to be looked at


@dataclass(frozen=True, slots=True)
class HeartbeatAnswer:
    """A counted beat.

    Attributes:
        state, reason: the server's verdict on the broadcast.
        look_again_at: epoch seconds until which that verdict stands without news, or None.
        round_trip_s: from sending to the whole answer.
    """

    state: str
    reason: str
    look_again_at: float | None
    round_trip_s: float


class ServerClient:
    """Calls to one server with one token.

    Every call raises the class of `livedesk.domain.errors` that the server named, or
    `ServerUnavailable` for everything that is not an answer of LiveDesk's API. The token is in no
    message and no repr, and goes to no other address: redirects are not followed.

    Args:
        url: the server's base, e.g. ``https://live.example.com``.
        timeout: seconds for each step; a whole call takes at most twice that.
        transport: for tests.
        timer: seconds that only go forward.

    Raises:
        BadSettings: `url` or `token` cannot be one, or the environment's proxy or certificates.
    """

    def __init__(
        self,
        url: str,
        token: str,
        timeout: float = TIMEOUT_S,
        transport: httpx.BaseTransport | None = None,
        timer: Callable[[], float] = time.perf_counter,
    ) -> None:
        base = checked_url(url)
        self.url = str(base).rstrip("/")
        self._token = checked_token(token)
        self._timeout = timeout
        self._timer = timer
        self._etags: tuple[tuple[tuple[str, str], ...], str] | None = None
        headers = {"User-Agent": f"LiveDesk/{__version__}", "Accept": "application/json"}
        if token:
            headers["Authorization"] = f"Bearer {token}"
        trust_env = not is_loopback(base.host)
        try:
            self._http = httpx.Client(
                base_url=base,
                headers=headers,
                timeout=timeout,
                limits=httpx.Limits(keepalive_expiry=KEEP_ALIVE_S),
                transport=transport,
                follow_redirects=False,
                # A proxy from the environment would look for our server on its own computer.
                trust_env=trust_env,
                verify=trusted(trust_env=trust_env),
            )
        # httpx reads proxies and certificates here, and says so in many ways; ImportError: SOCKS.
        except (httpx.InvalidURL, ValueError, OSError, ImportError):
            # A proxy's address may hold a password: nothing of the cause goes further.
            raise BadSettings(BAD_ENVIRONMENT, why="environment") from None

    def __repr__(self) -> str:
        return f"ServerClient({self.url!r})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Give the connections back; a call that is under way goes on to its time-out."""
        self._http.close()

    def policy(self) -> PolicyRecord:
        """The server's intervals and switches."""
        return self._read(PolicyRecord, self._call("GET", "/v1/policy"))

    def create(
        self,
        title: str,
        suffix: str | None,
        valid_for_s: int,
        rehearsal: bool,
        cover_url: str | None = None,
        key: str | None = None,
    ) -> Record:
        """A new broadcast; the same `key` (8 to 64 characters) again gives the same one."""
        body: dict[str, object] = {
            "title": title,
            "valid_for_s": valid_for_s,
            "rehearsal": rehearsal,
        }
        body |= {} if suffix is None else {"suffix": suffix}
        body |= {} if cover_url is None else {"cover_url": cover_url}
        headers = {} if key is None else {"Idempotency-Key": key}
        return self._read(Record, self._call("POST", "/v1/broadcasts", json=body, headers=headers))

    def get(self, ref: str) -> Record:
        """One broadcast by its id or live code, with what only its host may see."""
        return self._read(Record, self._call("GET", _path(ref)))

    def list_live(
        self, q: str = "", sort: str = "started_at", limit: int = 200, cursor: str | None = None
    ) -> Page | None:
        """A page of the live list, or None when it is as it was at the last such call."""
        asked = {"q": q, "sort": sort, "limit": str(limit), "cursor": cursor or ""}
        params = {name: value for name, value in asked.items() if value}
        same = tuple(params.items())
        known = self._etags[1] if self._etags and self._etags[0] == same else None
        headers = {"If-None-Match": known} if known else {}
        reply = self._call("GET", "/v1/broadcasts", params=params, headers=headers)
        if reply.status_code == httpx.codes.NOT_MODIFIED:
            return None
        page = self._read(Page, reply)
        etag = reply.headers.get("ETag")
        self._etags = (same, etag) if etag else None
        return page

    def mine(self, state: str | None = None) -> tuple[Record, ...]:
        """The host's own newest broadcasts (at most 200), newest first; of one `state` only."""
        params = {"host": "me", "limit": "200"} | ({} if state is None else {"state": state})
        return self._read(Page, self._call("GET", "/v1/broadcasts", params=params)).items

    def mine_page(
        self, state: str | None = None, limit: int = 50, cursor: str | None = None
    ) -> Page:
        """A page of the host's own broadcasts, newest first; see `mine`."""
        asked = {"host": "me", "limit": str(limit), "state": state, "cursor": cursor}
        params = {name: value for name, value in asked.items() if value}
        return self._read(Page, self._call("GET", "/v1/broadcasts", params=params))

    def evidence(self, ref: str) -> EvidenceRecord:
        """Why this broadcast is what it is; for its host."""
        return self._read(EvidenceRecord, self._call("GET", f"{_path(ref)}/evidence"))

    def put_cover(
        self, id: str, image: bytes, going: Going = lambda gone, with_next: None
    ) -> Record:
        """Make this picture (JPEG, PNG or WebP, at most 5 MB) the cover.

        Args:
            going: see `Upload`.

        Raises:
            BadImage, ImageTooLarge: the server does not take it.
        """
        upload = Upload(image, going, self._timer)
        reply = self._call("PUT", f"{_path(id)}/cover", upload=upload, timeout=COVER_TIMEOUT_S)
        return self._read(Record, reply)

    def patch(
        self,
        id: str,
        title: str | None = None,
        cover_url: str | None = None,
        rehearsal: bool | None = None,
    ) -> Record:
        """Change what is given; None leaves it as it is."""
        asked: dict[str, object] = {"title": title, "cover_url": cover_url, "rehearsal": rehearsal}
        body = {name: value for name, value in asked.items() if value is not None}
        return self._read(Record, self._call("PATCH", _path(id), json=body))

    def heartbeat(
        self,
        id: str,
        console: str,
        on_air: bool | None = None,
        take_over: bool = False,
        figures: Mapping[str, object] | None = None,
    ) -> HeartbeatAnswer:
        """One beat.

        Args:
            console: 8 to 40 characters, one per running console.
            on_air: what this console knows of the encoder; None when it knows nothing.
            take_over: beat in place of the console that did so far.
            figures: the encoder's, by name.
        """
        body: dict[str, object] = {**(figures or {}), "console": console, "on_air": on_air}
        body |= {"take_over": True} if take_over else {}
        began = self._timer()
        reply = self._call("POST", f"{_path(id)}/heartbeat", json=body)
        round_trip_s = self._timer() - began
        # A network's log-in page also answers 200 or 204: only the header makes it a beat.
        try:
            return _heartbeat_answer(reply.headers["LiveDesk-State"], round_trip_s)
        except (KeyError, ValueError) as error:
            raise not_livedesk(self.url) from error

    def end(self, id: str) -> Record:
        """End the broadcast for everybody; again changes nothing."""
        return self._read(Record, self._call("POST", f"{_path(id)}/end"))

    def new_key(self, id: str, revoke: bool = True, valid_for_s: float | None = None) -> KeyRecord:
        """Another push address.

        Args:
            revoke: the old one is good for nothing, and who publishes is dropped; else it stays
                good until its own expiry.
            valid_for_s: 300 to 604800 from now; a renewal needs it.
        """
        body: dict[str, object] = {"revoke": revoke}
        body |= {} if valid_for_s is None else {"valid_for_s": valid_for_s}
        return self._read(KeyRecord, self._call("POST", f"{_path(id)}/key", json=body))

    def share(self) -> ShareRecord:
        """Whether phones in this network reach a console's own server."""
        return self._read(ShareRecord, self._call("GET", "/v1/share"))

    def set_share(self, address: str | None) -> ShareRecord:
        """Let phones in at `address` of this computer; None shuts them out."""
        return self._read(ShareRecord, self._call("PUT", "/v1/share", json={"address": address}))

    def own_host(self) -> HostRecord:
        """The account of this computer; only a console's own server tells it to its host."""
        return self._read(HostRecord, self._call("GET", f"/v1/hosts/{OWN_HOST}"))

    def rename(self, name: str) -> HostRecord:
        """Give it the name that viewers read, 1 to 80 characters."""
        reply = self._call("PATCH", f"/v1/hosts/{OWN_HOST}", json={"name": name})
        return self._read(HostRecord, reply)

    def _call(
        self,
        method: str,
        path: str,
        *,
        json: Mapping[str, object] | None = None,
        params: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        upload: Upload | None = None,
        timeout: float | None = None,
    ) -> httpx.Response:
        timeout = timeout or self._timeout
        deadline = self._timer() + 2 * timeout
        body = bytearray()
        extensions: dict[str, object] = {}
        if upload is not None:
            headers, extensions = upload.headers, {"trace": upload.look_on}
        try:
            with self._http.stream(
                method,
                path,
                json=json,
                params=params,
                headers=headers,
                content=None if upload is None else upload.pieces(),
                timeout=timeout,
                extensions=extensions,
            ) as reply:
                if upload is not None and upload.gone_at is not None:  # the way may be slow
                    deadline = upload.gone_at + 2 * timeout
                # httpx bounds each read, not the whole: a server that drips would hold us for ever.
                for piece in reply.iter_bytes():
                    body += piece
                    if len(body) > LARGEST_ANSWER:
                        raise not_livedesk(self.url)
                    if self._timer() > deadline:
                        raise httpx.ReadTimeout("dripping", request=reply.request)
        # UnicodeError: a proxy's name that cannot be one; ours was looked at.
        except (httpx.TransportError, httpx.DecodingError, UnicodeError) as error:
            raise transport_error(self.url, timeout, error) from error
        whole = httpx.Response(
            reply.status_code, headers=_without_coding(reply.headers), content=bytes(body)
        )
        if whole.is_success or whole.status_code == httpx.codes.NOT_MODIFIED:
            return whole
        raise error_of(whole, self.url, self._token)

    def _read(self, shape: type[T], reply: httpx.Response) -> T:
        try:
            said = shapes.read(shape, reply.content)
            sound.check(said)
        except (ValueError, OverflowError):
            # The answer may hold a push key: nothing of it goes further.
            raise not_livedesk(self.url) from None
        return said


def _heartbeat_answer(said: str, round_trip_s: float) -> HeartbeatAnswer:
    """Read the header ``live; reason=publishing; look_again=2026-11-22T20:01:12.345Z``."""
    state, *parts = (part.strip() for part in said.split(";"))
    if state not in STATES:
        raise ValueError(state)
    facts = {name: value for name, _, value in (part.partition("=") for part in parts)}
    look_again = facts.get("look_again")
    return HeartbeatAnswer(
        state,
        facts.get("reason", ""),
        None if look_again is None else to_epoch(look_again),
        round_trip_s,
    )


def _path(ref: str) -> str:
    return f"/v1/broadcasts/{quote(ref, safe='')}"


def _without_coding(headers: httpx.Headers) -> httpx.Headers:
    """The body was decoded while it was read: its coding must not be undone twice."""
    kept = headers.copy()
    for name in ("Content-Encoding", "Content-Length", "Transfer-Encoding"):
        kept.pop(name, None)
    return kept
