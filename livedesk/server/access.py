"""Who is calling, by the token, and what that caller may do."""

from __future__ import annotations

from dataclasses import dataclass

from anyio.to_thread import run_sync

from livedesk.domain.errors import Forbidden, WrongToken
from livedesk.store.accounts import ADMIN, HOST, Accounts, token_hash
from livedesk.store.rows import Account

MOST_CACHED = 100_000


@dataclass(frozen=True, slots=True)
class Caller:
    """A viewer (neither), a host, or an admin."""

    host: Account | None = None
    admin: bool = False
    name: str = ""
    """An admin's, for the audit: the first 8 hex of its token's SHA-256."""

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

    What was found is remembered until some account changes, which `refresh` notices.
    """

    def __init__(self, accounts: Accounts) -> None:
        self._accounts = accounts
        self._known: dict[str, Caller] = {}
        self._version = -1

    async def caller(self, authorization: str | None) -> Caller:
        """The caller behind an Authorization header; none is a viewer.

        Raises:
            WrongToken: the header is there, but no good.
        """
        if not authorization:
            return VIEWER
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.startswith((HOST, ADMIN)):
            raise _BAD_TOKEN
        hashed = token_hash(token.strip())
        if (known := self._known.get(hashed)) is not None:
            return known
        version = self._version
        found = await run_sync(self._accounts.find, hashed)
        if found is None or (isinstance(found, Account) and found.disabled):
            raise _BAD_TOKEN
        caller = (
            Caller(host=found)
            if isinstance(found, Account)
            else Caller(admin=True, name=hashed[:8])
        )
        if version == self._version:  # else: it may have changed while we looked
            if len(self._known) >= MOST_CACHED:
                self._known.clear()
            self._known[hashed] = caller
        return caller

    def refresh(self) -> bool:
        """Forget what was remembered if any account has changed; says whether one has."""
        version = self._accounts.version()
        changed = version != self._version
        if changed:
            self._version = version
            self._known.clear()
        return changed
