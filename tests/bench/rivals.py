"""What LiveDesk is compared with, under the same uvicorn: `python -m tests.bench.rivals NAME PORT`.

`nothing` answers 204 to all; `bytes FILE` answers a file; `transaction` is a FastAPI endpoint
with one SQLAlchemy transaction a beat, `redis` one with `SET ... EX`, as most would write them.
"""

import asyncio
import hashlib
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Any

import uvicorn

Send = Callable[[dict[str, Any]], Awaitable[None]]


def nothing() -> object:
    said = b"live; reason=beating; look_again=2026-11-22T20:01:12.345Z"

    async def app(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        await receive()
        headers = [(b"livedesk-state", said)]
        await send({"type": "http.response.start", "status": 204, "headers": headers})
        await send({"type": "http.response.body", "body": b""})

    return app


def same_bytes(file: Path) -> object:
    body = file.read_bytes()
    headers = [
        (b"etag", b'"0123456789abcdef0123456789abcdef"'),
        (b"cache-control", b"no-cache"),
        (b"content-length", str(len(body)).encode()),
        (b"content-type", b"application/json"),
    ]

    async def app(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        await receive()
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    return app


def telling() -> object:
    """Whoever listens is told each body that is sent, as an event of the list would be."""
    news = asyncio.Event()
    told: list[bytes] = []

    async def app(scope: dict[str, Any], receive: Callable[[], Awaitable[Any]], send: Send) -> None:
        nonlocal news
        message = await receive()
        headers = [(b"content-type", b"text/event-stream")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        if scope["method"] != "GET":
            told.append(b"event: upsert\ndata: " + b"x" * 700 + message["body"] + b"\n\n")
            waiting, news = news, asyncio.Event()
            waiting.set()
            await send({"type": "http.response.body", "body": b""})
            return
        while True:
            await news.wait()
            await send({"type": "http.response.body", "body": told[-1], "more_body": True})

    return app


def transaction(folder: Path) -> object:
    from fastapi import Body, FastAPI, Header, HTTPException, Response
    from sqlalchemy import create_engine, event, text

    engine = create_engine(f"sqlite:///{folder / 'livedesk.db'}")

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, record: object) -> None:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("PRAGMA synchronous = NORMAL")

    app = FastAPI()

    @app.post("/v1/broadcasts/{id}/heartbeat", status_code=204)
    def beat(
        id: str, authorization: Annotated[str, Header()], said: Annotated[dict[str, Any], Body()]
    ) -> Response:
        hashed = hashlib.sha256(authorization.removeprefix("Bearer ").encode()).hexdigest()
        with engine.begin() as connection:
            found = connection.execute(
                text(
                    "SELECT b.id FROM broadcasts b JOIN hosts h ON h.id = b.host_id"
                    " WHERE b.id = :id AND h.token_hash = :hash AND b.over IS NULL"
                ),
                {"id": id, "hash": hashed},
            ).first()
            if found is None:
                raise HTTPException(404)
            connection.execute(
                text("UPDATE beats SET last = unixepoch('now') WHERE broadcast_id = :id"),
                {"id": id},
            )
        return Response(status_code=204, headers={"LiveDesk-State": "live"})

    return app


def redis(port: int) -> object:
    from fastapi import Body, FastAPI, Header, Response
    from redis.asyncio import Redis

    app, database = FastAPI(), Redis(port=port)

    @app.post("/v1/broadcasts/{id}/heartbeat", status_code=204)
    async def beat(
        id: str, authorization: Annotated[str, Header()], said: Annotated[dict[str, Any], Body()]
    ) -> Response:
        await database.set(f"live:{id}", "1", ex=185)
        return Response(status_code=204, headers={"LiveDesk-State": "live"})

    return app


def main() -> None:
    name, port, *args = sys.argv[1:]
    app = {
        "nothing": nothing,
        "telling": telling,
        "bytes": lambda: same_bytes(Path(args[0])),
        "transaction": lambda: transaction(Path(args[0])),
        "redis": lambda: redis(int(args[0])),
    }[name]()
    config = uvicorn.Config(
        app,  # type: ignore[arg-type]
        port=int(port),
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
    )
    asyncio.run(uvicorn.Server(config).serve())


if __name__ == "__main__":
    main()
