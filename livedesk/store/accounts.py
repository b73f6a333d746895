"""Hosts, admins and their tokens. Safe to use from a command while the server runs."""

from __future__ import annotations

import hashlib
import re
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import asdict

from sqlalchemy import Connection, Row, bindparam, insert, select, update
from sqlalchemy.exc import IntegrityError

from livedesk.domain.errors import BadRequest, HostExists, NotFound
from livedesk.store import search
from livedesk.store.bell import ACCOUNTS, ring
from livedesk.store.database import Database
from livedesk.store.judgement import next_change
from livedesk.store.locks import lock_broadcasts
from livedesk.store.rows import Account
from livedesk.store.tables import admins, broadcasts, counters, hosts

_ID = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)

_VERSION = select(counters.c.value).where(counters.c.name == "accounts")

_CHANGED = select(hosts.c.id).where(hosts.c.version > bindparam("after"))
_UNFINISHED = (
    select(broadcasts.c.id)
    .join(hosts, hosts.c.id == broadcasts.c.host_id)
    .where(hosts.c.version > bindparam("after"), broadcasts.c.over.is_(None))
)

_TURNING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
"""Unicode's marks that turn the text around a name."""

HOST, ADMIN = "ldh_", "lda_"
"""Prefixes of tokens, so that a leaked one is recognised."""


def new_token(prefix: str) -> str:
    """256 random bits behind the prefix."""
    return prefix + secrets.token_urlsafe(32)


def token_hash(token: str) -> str:
    """How tokens are stored: SHA-256 in hex; enough, because tokens are random."""
    return hashlib.sha256(token.encode()).hexdigest()


class Accounts:
    """Every change raises the counter `accounts`, by which servers notice it within a second."""

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def add_host(self, name: str, id: str | None = None, token: str = "") -> tuple[Account, str]:
        """A new account and its token, which is not shown again.

        Args:
            id: default: the name's letters and digits, or a random one.
            token: for the account that a console makes for itself.

        Raises:
            BadRequest: the name or id cannot be used.
            HostExists: there is a host with this id.
        """
        name = _named(name)
        id = id or re.sub(r"[^a-z0-9]+", "", name.lower())[:32] or f"host{secrets.token_hex(3)}"
        if not _ID.fullmatch(id):
            raise BadRequest("A host's id has 1 to 40 letters, digits, _ and -.")
        token = token or new_token(HOST)
        account = Account(id, name, disabled=False, banned=False, created_at=self._clock())
        values = asdict(account)
        try:
            with self._database.writing() as connection:
                version = _raise_counter(connection)
                values |= {"token_hash": token_hash(token), "version": version}
                connection.execute(insert(hosts).values(**values))
        except IntegrityError:
            raise HostExists(
                f'There is a host "{id}" already: choose another id, or rotate its token.'
            ) from None
        return account, token

    def hosts(self) -> list[Account]:
        """All accounts, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(select(hosts).order_by(hosts.c.created_at, hosts.c.id))
            return [Account.of(row) for row in rows.mappings()]

    def host(self, id: str) -> Account:
        """One account.

        Raises:
            NotFound: no such host.
        """
        with self._database.reading() as connection:
            row = connection.execute(select(hosts).where(hosts.c.id == id)).mappings().first()
        if row is None:
            raise _no_such_host(id)
        return Account.of(row)

    def rotate(self, id: str, token: str = "") -> tuple[Account, str]:
        """A new token; the old one is refused within a second.

        Raises:
            NotFound: no such host.
        """
        token = token or new_token(HOST)
        self._change(id, token_hash=token_hash(token))
        return self.host(id), token

    def change(
        self,
        id: str,
        name: str | None = None,
        disabled: bool | None = None,
        banned: bool | None = None,
    ) -> Account:
        """Change what is given; None leaves a value as it is.

        Raises:
            NotFound: no such host.
            BadRequest: the name cannot be used.
        """
        name = None if name is None else _named(name)
        given = {"name": name, "disabled": disabled, "banned": banned}
        self._change(id, **{key: value for key, value in given.items() if value is not None})
        return self.host(id)

    def add_admin(self, token: str = "") -> str:
        """An admin's token; a new one if none is given."""
        token = token or new_token(ADMIN)
        with self._database.writing() as connection:
            connection.execute(
                insert(admins).values(token_hash=token_hash(token), created_at=self._clock())
            )
            _raise_counter(connection)
        return token

    def has_admin(self) -> bool:
        with self._database.reading() as connection:
            return connection.execute(select(admins.c.created_at).limit(1)).first() is not None

    def find(self, hashed: str) -> Account | str | None:
        """Whose token this is: a host's account, ``"admin"``, or None."""
        with self._database.reading() as connection:
            found = connection.execute(select(hosts).where(hosts.c.token_hash == hashed))
            row = found.mappings().first()
            if row is not None:
                return Account.of(row)
            admin: Row[tuple[float]] | None = connection.execute(
                select(admins.c.created_at).where(admins.c.token_hash == hashed)
            ).first()
            return "admin" if admin is not None else None

    def version(self) -> int:
        """Grows with every change of an account or token, by any process."""
        with self._database.reading() as connection:
            return int(connection.execute(_VERSION).scalar_one())

    def changed(self, after: int) -> tuple[set[str], list[str]]:
        """Whose accounts have changed since this version, and what those have unfinished."""
        with self._database.reading() as connection:
            ids = connection.execute(_CHANGED, {"after": after}).scalars().all()
            unfinished = connection.execute(_UNFINISHED, {"after": after}).scalars().all()
        return set(ids), list(unfinished)

    def _change(self, id: str, **values: object) -> None:
        with self._database.writing() as connection:
            values["version"] = _raise_counter(connection)
            result = connection.execute(update(hosts).where(hosts.c.id == id).values(**values))
            if not result.rowcount:
                raise _no_such_host(id)
            if "name" in values:
                _tell_name(connection, id)


def _named(name: str) -> str:
    name = name.strip()
    kinds = {unicodedata.category(letter) for letter in name}
    unwritable = kinds & {"Cc", "Cs", "Zl", "Zp"} or any(
        unicodedata.bidirectional(letter) in _TURNING for letter in name
    )
    if not name or len(name) > 80 or unwritable:
        raise BadRequest("A host's name has 1 to 80 characters, in one line of UTF-8 text.")
    return name


def _tell_name(connection: Connection, host_id: str) -> None:
    """What is not over of a renamed host has changed: who listens and who searches finds it so."""
    unfinished = (broadcasts.c.host_id == host_id, broadcasts.c.over.is_(None))
    ids = connection.execute(select(broadcasts.c.id).where(*unfinished)).scalars().all()
    lock_broadcasts(connection, ids)
    for id in ids:
        search.index(connection, id)
    for id in ids:  # the change number last: see `locks`
        one = update(broadcasts).where(broadcasts.c.id == id)
        connection.execute(one.values(change=next_change(connection)))


def _raise_counter(connection: Connection) -> int:
    raised = (
        update(counters)
        .where(counters.c.name == "accounts")
        .values(value=counters.c.value + 1)
        .returning(counters.c.value)
    )
    ring(connection, ACCOUNTS)  # rare, so it may ring each time
    return int(connection.execute(raised).scalar_one())


def _no_such_host(id: str) -> NotFound:
    return NotFound(f'There is no host "{id[:40]}": see `livedesk-server host list`.')
