"""The search index: which listed broadcasts may have a word, without a walk through all of them.

A word may stand anywhere in a title and may have two Chinese characters, so the index has every two
and every three neighbouring characters of what is searched. It only says who comes into question;
`LiveList.page` looks whether it is so. SQLite's FTS5 keeps it; a database for which nothing is
written here is searched by a walk through the list.
"""

from __future__ import annotations

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text

from livedesk.store.tables import broadcasts, hosts, searchable

A_SECOND = 1_000_000  # numbers of `searchable`: microseconds, so that they are in the list's order
SAME_MOMENT = 1000  # so many may have begun in the same microsecond

CREATE = (
    "CREATE VIRTUAL TABLE search_index USING fts5("
    "grams, content='', detail=none, columnsize=0, tokenize='unicode61 remove_diacritics 0')"
)
_ADD = text("INSERT INTO search_index (rowid, grams) VALUES (:n, :grams)")
_REMOVE = text(
    "INSERT INTO search_index (search_index, rowid, grams) VALUES ('delete', :n, :grams)"
)
_EMPTY = text("INSERT INTO search_index (search_index) VALUES ('delete-all')")
_BEGUN = select(broadcasts.c.id).where(
    broadcasts.c.started_at.is_not(None), broadcasts.c.over.is_(None)
)
_FIND = text(
    "SELECT rowid FROM search_index WHERE search_index MATCH :grams AND rowid < :below"
    " ORDER BY rowid DESC LIMIT :most"
)
_NEW = (
    select(broadcasts.c.title, broadcasts.c.folded, broadcasts.c.started_at, hosts.c.name)
    .join(hosts, hosts.c.id == broadcasts.c.host_id)
    .where(
        broadcasts.c.id == bindparam("id"),
        broadcasts.c.started_at.is_not(None),
        broadcasts.c.over.is_(None),
    )
)
_TAKEN = select(searchable.c.n).where(searchable.c.n == bindparam("n"))
_LAST = select(func.max(searchable.c.n)).where(
    searchable.c.n.between(bindparam("n"), bindparam("n") + SAME_MOMENT)
)
_OLD = select(searchable).where(searchable.c.broadcast_id == bindparam("id"))
_KEEP = insert(searchable)
_FORGET = delete(searchable).where(searchable.c.n == bindparam("number"))


def has_index(connection: Connection) -> bool:
    """Whether this kind of database has one."""
    return connection.dialect.name == "sqlite"


def number(started_at: float) -> int:
    """Of who began then, or some more: see `SAME_MOMENT`."""
    return int(started_at * A_SECOND)


def index(connection: Connection, id: str) -> None:
    """Make it be found by what it is called now; what never was in the list, or is over, is not."""
    if not has_index(connection):
        return
    old = drop(connection, id)
    row = connection.execute(_NEW, {"id": id}).first()
    if row is None:
        return
    n = number(row.started_at) if old is None else old
    if connection.execute(_TAKEN, {"n": n}).first() is not None:
        n = int(connection.execute(_LAST, {"n": n}).scalar_one()) + 1
    words = f"{row.title} {row.name} {row.folded}"
    connection.execute(_KEEP, {"n": n, "broadcast_id": id, "text": words})
    connection.execute(_ADD, {"n": n, "grams": grams_of(words)})


def drop(connection: Connection, id: str) -> int | None:
    """Let it not be found any more; gives the number that it had."""
    if not has_index(connection):
        return None
    old = connection.execute(_OLD, {"id": id}).first()
    if old is None:
        return None
    connection.execute(_REMOVE, {"n": old.n, "grams": grams_of(old.text)})
    connection.execute(_FORGET, {"number": old.n})
    return int(old.n)


def rebuild(connection: Connection) -> None:
    """Index everything anew, e.g. after the rows of another database have come."""
    if not has_index(connection):
        return
    connection.execute(delete(searchable))
    connection.execute(_EMPTY)
    for id in connection.execute(_BEGUN).scalars().all():
        index(connection, id)


def asked(words: list[str]) -> str:
    """What to look up for who has all these words; empty where the index knows nothing of them."""
    grams = {
        word[i : i + size]
        for word in words
        for size in [min(3, len(word))]
        for i in range(len(word) - size + 1)
        if size > 1
    }
    return " AND ".join(sorted(map(_token, grams)))


def find(connection: Connection, grams: str, below: int, most: int) -> list[tuple[int, str]]:
    """Numbers and ids of who comes into question, the newest first.

    Args:
        grams: see `asked`.
        below: only smaller numbers.
    """
    given = {"grams": grams, "below": below, "most": most}
    numbers = connection.execute(_FIND, given).scalars().all()
    found = connection.execute(
        select(searchable.c.n, searchable.c.broadcast_id)
        .where(searchable.c.n.in_(numbers))
        .order_by(searchable.c.n.desc())
    )
    return [(row.n, row.broadcast_id) for row in found]


def grams_of(words: str) -> str:
    """What the index keeps of a text."""
    grams = {
        word[i : i + size]
        for word in words.lower().split()
        for size in (2, 3)
        for i in range(len(word) - size + 1)
    }
    return " ".join(sorted(map(_token, grams)))


def _token(gram: str) -> str:
    """As one word for FTS5, whatever signs are in it."""
    plain = gram.isascii() and gram.isalnum()
    return f"a{gram}" if plain else f"x{gram.encode('utf-8', 'surrogatepass').hex()}"
