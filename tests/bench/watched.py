"""Runs a program with a watch on its event loop: ours, and what it is compared with.

    python -m tests.bench.watched FILE MODULE [ARGUMENTS]

Each millisecond the loop is asked for a turn; FILE holds the longest wait for one, in seconds, as
a double that the reader sets back to zero.
"""

from __future__ import annotations

import asyncio
import mmap
import runpy
import struct
import sys
from pathlib import Path

EVERY_S = 0.001


class _Watched(asyncio.DefaultEventLoopPolicy):
    def __init__(self, file: Path) -> None:
        super().__init__()
        with file.open("r+b") as opened:
            self._told = mmap.mmap(opened.fileno(), 8)

    def new_event_loop(self) -> asyncio.AbstractEventLoop:
        loop = super().new_event_loop()
        told = self._told

        def turn(asked: float) -> None:
            late = loop.time() - asked - EVERY_S
            if late > struct.unpack_from("d", told)[0]:
                struct.pack_into("d", told, 0, late)
            loop.call_later(EVERY_S, turn, loop.time())

        loop.call_soon(turn, loop.time())
        return loop


def main() -> None:
    file, module, *args = sys.argv[1:]
    asyncio.set_event_loop_policy(_Watched(Path(file)))
    sys.argv = [module, *args]
    runpy.run_module(module, run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
