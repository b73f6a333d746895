"""Who is calling, by the token, and what that caller may do."""

from __future__ import annotations

import ipaddress
import logging
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from anyio.to_thread import run_sync

from livedesk.domain.errors import Forbidden, TooManyRequests, WrongToken
from livedesk.server.metrics import Metrics
from livedesk.store.accounts import ADMIN, HOST, Accounts, token_hash
from livedesk.store.rows import Account

log = logging.getLogger(__name__)

MOST_CACHED = 100_000
MOST_WRONG = 10  # different wrong tokens of one address within `WRONG_WITHIN_S`
WRONG_WITHIN_S = 60.0
MOST_ADDRESSES = 10_000  # of which wrong tokens are remembered


@dataclass(frozen=True, slots=True)
class Caller:
    """A viewer (neither), a host, or an admin."""

    host: Account | None = None
    admin: bool = False
    name: str = ""
    """An admin's, for the audit: the first 8 hex of its token's SHA-256."""
    token: bytes = field(default=b"", repr=False)
    """The SHA-256 of its token."""

    def is_host(self, id: str) -> bool:
        return self.host is not None and self.host.id == id

    def must_be_host(self) -> Account:
        """
        Raises:
            WrongToken, Forbidden: the caller is a viewer; an admin.
        """
        if self.host is None:
            raise _NOT_A_HOST if self.admin else _NO_TOKEN
        return self.host

    def must_be_admin(self) -> None:
        """
        Raises:
            WrongToken, Forbidden: the caller is a viewer; a host.
        """
        if not self.admin:
            raise _NO_TOKEN if self.host is None else Forbidden("Only an admin may do this.")


VIEWER = Caller()

_NO_TOKEN = WrongToken("This call needs a token: send it as Authorization: Bearer.")
_BAD_TOKEN = WrongToken(
    "This token is unknown, was replaced, or its host is disabled: ask the admin for a new one."
)
_NOT_A_HOST = Forbidden("This call is a host's; an admin's token does not do.")


class Access:
    """Looks tokens up by their SHA-256, so that no comparison tells anything of the token.

    What was found is remembered until some account changes, which `refresh` notices. An address
    that has sent too many wrong tokens must wait a minute with the next one; a good one is heard
    all the same, or anybody in a host's own network could keep it from beating.

    Attributes:
        news: for `changed`; empty while nobody's account has changed.
    """

    def __init__(self, accounts: Accounts, clock: Callable[[], float], metrics: Metrics) -> None:
        self._accounts = accounts
        self._metrics = metrics
        self._wrong = WrongTokens(clock)
        self._known: dict[str, Caller] = {}
        self._version = -1
        self.news: list[str] = []

    @property
    def version(self) -> int:
        """Of the accounts, as they are remembered."""
        return self._version

    async def caller(self, authorization: str | None, address: str = "") -> Caller:
        """The caller behind an Authorization header; none is a viewer.

        Args:
            address: where the call comes from.

        Raises:
            WrongToken: the header is there, but no good.
            TooManyRequests: nor is it, and this address has tried too many wrong ones.
        """
        if not authorization:
            return VIEWER
        scheme, _, token = authorization.partition(" ")
        is_token = scheme.lower() == "bearer" and token.startswith((HOST, ADMIN))
        hashed = token_hash(token.strip() if is_token else authorization)
        if (known := self._known.get(hashed)) is not None:
            return known
        version = self._version
        found = await run_sync(self._accounts.find, hashed) if is_token else None
        if found is None or (isinstance(found, Account) and found.disabled):
            raise self._refused(network(address), hashed)
        digest = bytes.fromhex(hashed)
        caller = (
            Caller(host=found, token=digest)
            if isinstance(found, Account)
            else Caller(admin=True, name=hashed[:8], token=digest)
        )
        if version == self._version:  # else: it may have changed while we looked
            if len(self._known) >= MOST_CACHED:
                self._known.clear()
            self._known[hashed] = caller
        return caller

    def remembers(self, caller: Caller) -> bool:
        """Nothing is known against this caller since it was looked up."""
        return self._known.get(caller.token.hex()) is caller

    def changed(self) -> list[str]:
        """What those have unfinished whose accounts have changed since this was last called."""
        changed, self.news = self.news, []
        return changed

    def refresh(self) -> bool:
        """Forget what was remembered of accounts that have changed; says whether any has."""
        version, before = self._accounts.version(), self._version
        if version == before:
            return False
        hosts, unfinished = self._accounts.changed(before) if before >= 0 else (set(), [])
        self._version = version
        self._known = {
            hashed: known
            for hashed, known in list(self._known.items())
            if before >= 0 and known.host is not None and known.host.id not in hosts
        }
        self.news = [*self.news, *unfinished]  # after the callers are forgotten
        return True

    def _refused(self, place: str, hashed: str) -> WrongToken | TooManyRequests:
        wait_s = self._wrong.wait_s(place)
        self._metrics.wrong_token(shut_out=wait_s > 0)
        if wait_s:
            return TooManyRequests(
                "Too many wrong tokens have come from this address: check the token, and try "
                f"again in {wait_s} s.",
                retry_after_s=wait_s,
            )
        if self._wrong.note(place, hashed):
            log.warning("%s has sent %d wrong tokens: it must wait", place or "?", MOST_WRONG)
        return _BAD_TOKEN


class WrongTokens:
    """The wrong tokens of each address of late. The same one again is no new guess."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._tried: dict[str, dict[str, float]] = {}

    def note(self, place: str, hashed: str) -> bool:
        """A wrong token came. True when it is the one too many."""
        now = self._clock()
        if place not in self._tried and len(self._tried) >= MOST_ADDRESSES:
            self._make_room(now)
        tried = self._tried.setdefault(place, {})
        if hashed in tried or len(tried) >= MOST_WRONG:
            return False
        tried[hashed] = now
        return len(tried) == MOST_WRONG

    def wait_s(self, place: str) -> int:
        """For how many seconds no wrong token is looked at from there; 0: the next may come."""
        if (tried := self._tried.get(place)) is None:
            return 0
        now = self._clock()
        for hashed, at in list(tried.items()):
            if not 0 <= now - at < WRONG_WITHIN_S:
                del tried[hashed]
        if len(tried) >= MOST_WRONG:
            return max(1, math.ceil(min(tried.values()) + WRONG_WITHIN_S - now))
        if not tried:
            del self._tried[place]
        return 0

    def _make_room(self, now: float) -> None:
        """Forget what is over, and where that is nothing, who came first."""
        over = [
            place
            for place, tried in self._tried.items()
            if not 0 <= now - max(tried.values(), default=0.0) < WRONG_WITHIN_S
        ]
        for place in over or list(self._tried)[: MOST_ADDRESSES // 10]:
            del self._tried[place]


@lru_cache(maxsize=50_000)  # the same ones call again and again
def network(address: str) -> str:
    """Whose address it is: IPv6 gives each customer a /64."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, ipaddress.IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found) >> 64 << 64, 64)))
