"""Thousands who listen to `/v1/events` over real sockets: how soon the last one knows of a change.

    python -m tests.bench.watchers PORT COUNT TURNS PATH

Asks PATH, "METHOD PATH TOKEN", for each change, and tells, in seconds, the
median of when the last had it.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import sys
import time

ADDRESSES = 8  # of the loopback network: one address may have a quarter of all
AT_ONCE = 100


async def main() -> None:
    """Listen, ask, tell."""
    port, count, turns = (int(word) for word in sys.argv[1:4])
    lines: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
    for begin in range(0, count, AT_ONCE):
        some = range(begin, min(count, begin + AT_ONCE))
        lines += await asyncio.gather(*(listen(port, number) for number in some))
    took = []
    for turn in range(turns):
        mark = f"Change number {turn} of this run".encode()
        waits = [asyncio.create_task(reader.readuntil(mark)) for reader, _ in lines]
        await asyncio.sleep(1)
        began = time.perf_counter()
        await ask(port, mark.decode())
        await asyncio.wait_for(asyncio.gather(*waits), 60)
        took.append(time.perf_counter() - began)
    for _, writer in lines:
        writer.close()
    print(json.dumps({"last_s": statistics.median(took), "listen": len(lines)}))


async def listen(port: int, number: int) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    local = (f"127.0.0.{2 + number % ADDRESSES}", 0)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=local)
    writer.write(b"GET /v1/events HTTP/1.1\r\nHost: localhost\r\n\r\n")
    head = await reader.readuntil(b"\r\n\r\n")
    if b" 200 " not in head:
        raise RuntimeError(head.decode())
    return reader, writer


async def ask(port: int, title: str) -> None:
    method, path, token = sys.argv[4].split(" ")
    body = json.dumps({"title": title})
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(
        f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
    )
    head = await reader.readuntil(b"\r\n\r\n")
    writer.close()
    if b" 20" not in head:
        raise RuntimeError(head.decode())


if __name__ == "__main__":
    asyncio.run(main())
