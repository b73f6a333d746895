"""A data folder with many broadcasts on air, written straight into its tables."""

from __future__ import annotations

import random
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from livedesk.store import search
from livedesk.store.accounts import token_hash
from livedesk.store.database import Database

WORDS = (
    "云南",
    "徒步",
    "直播",
    "吉他",
    "夜市",
    "guitar",
    "hike",
    "cooking",
    "北京",
    "chess",
    "手工",
    "ramen",
)
INTERVAL_S = 240  # between the beats of one host
RARE = ("曼陀铃", "theremin", "皮影")


def token(number: int) -> str:
    """The token of a host, as wrk makes it too."""
    return f"ldh_bench{number:07d}{'x' * 20}"


def fill(folder: Path, count: int, *, publishing: bool = False) -> None:
    """Make the data folder: `count` hosts, each live by its heartbeats.

    Args:
        publishing: and by its picture, of which the media server has told.
    """
    folder.mkdir(parents=True, exist_ok=True)
    database = Database.in_folder(folder)
    database.migrate()
    database.close()
    connection = sqlite3.connect(folder / "livedesk.db")
    connection.execute("PRAGMA synchronous = OFF")
    connection.create_function("lower", 1, str.lower, deterministic=True)
    now = time.time()
    for begin in range(0, count, 20_000):
        numbers = range(begin, min(count, begin + 20_000))
        for table, made in rows(numbers, now, publishing=publishing).items():
            some = list(made)
            names = ", ".join(some[0])
            marks = ", ".join("?" * len(some[0]))
            connection.executemany(
                f"INSERT INTO {table} ({names}) VALUES ({marks})", [tuple(r.values()) for r in some]
            )
        connection.commit()
    for begin in range(0, count, 20_000):
        indexed = [
            (
                search.number(now - 7200 + n / 1000),
                f"{n:020x}",
                f"{title(n)} Host {n} live_h{n:07d}",
            )
            for n in range(begin, min(count, begin + 20_000))
        ]
        connection.executemany("INSERT INTO searchable VALUES (?, ?, ?)", indexed)
        connection.executemany(
            "INSERT INTO search_index (rowid, grams) VALUES (?, ?)",
            [(n, search.grams_of(text)) for n, _, text in indexed],
        )
        connection.commit()
    connection.execute("UPDATE counters SET value = ? WHERE name = 'change'", (count,))
    connection.execute("ANALYZE")
    connection.commit()
    connection.close()


def number(now: float, n: int) -> int:
    return search.number(now - 7200 + n / 1000)


def title(number: int) -> str:
    dice = random.Random(number)
    words = [dice.choice(WORDS), dice.choice(WORDS), str(number)]
    if number % 5000 == 0:
        words.append(dice.choice(RARE))
    return " ".join(words)


def rows(
    numbers: range, now: float, *, publishing: bool = False
) -> dict[str, Iterator[dict[str, object]]]:
    """By table, in an order that their references allow. `publishing`: see `fill`."""

    def hosts() -> Iterator[dict[str, object]]:
        for n in numbers:
            yield {
                "id": f"h{n:07d}",
                "name": f"Host {n}",
                "token_hash": token_hash(token(n)),
                "disabled": False,
                "banned": False,
                "created_at": now,
            }

    def codes() -> Iterator[dict[str, object]]:
        for n in numbers:
            code = f"live_h{n:07d}"
            yield {"folded": code, "code": code, "host_id": f"h{n:07d}", "created_at": now}

    def broadcasts() -> Iterator[dict[str, object]]:
        for n in numbers:
            code, beaten = f"live_h{n:07d}", now - n % 60
            yield {
                "id": f"{n:020x}",
                "code": code,
                "folded": code,
                "host_id": f"h{n:07d}",
                "title": title(n),
                "rehearsal": False,
                "created_at": now - 7200 + n / 1000,
                "expires_at": now + 1e6,
                "push_nonce": "0123456789abcdef",
                "state": "live",
                "reason": "publishing" if publishing else "beating",
                "look_again_at": beaten + 3 * INTERVAL_S + 5,
                "started_at": now - 7200 + n / 1000,
                "likes": n % 997,
                "viewers": n % 1009,
                "peak_viewers": n % 1009,
                "change": n + 1,
            }

    def beats() -> Iterator[dict[str, object]]:
        for n in numbers:
            at = now - n % 60
            yield {
                "broadcast_id": f"{n:020x}",
                "last": at,
                "last_willing": at,
                "console": f"console-{n:07d}",
            }

    def segments() -> Iterator[dict[str, object]]:
        for n in numbers:
            yield {"broadcast_id": f"{n:020x}", "start": now - 7200 + n / 1000}

    def sessions() -> Iterator[dict[str, object]]:
        for n in numbers:
            yield {
                "folded": f"live_h{n:07d}",
                "session": f"encoder-{n}",
                "client": f"encoder-{n}",
                "broadcast_id": f"{n:020x}",
                "started_at": now - 7200 + n / 1000,
            }

    made = {
        "hosts": hosts(),
        "codes": codes(),
        "broadcasts": broadcasts(),
        "beats": beats(),
        "segments": segments(),
    }
    return made | {"sessions": sessions()} if publishing else made
