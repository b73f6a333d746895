"""Memory for many threads, as glibc itself tells of it, in a process of its own."""

from __future__ import annotations

import subprocess
import sys

import pytest

from livedesk.server.arenas import ARENAS

MANY_AT_ONCE = """
import ctypes, os, threading
from livedesk.server.arenas import share_arenas
if {shares}:
    share_arenas()
libc = ctypes.CDLL(None)
libc.malloc.restype, libc.fdopen.restype = ctypes.c_void_p, ctypes.c_void_p
libc.malloc.argtypes, libc.malloc_info.argtypes = [ctypes.c_size_t], [ctypes.c_int, ctypes.c_void_p]
together = threading.Barrier(16)
def ask():
    together.wait()
    libc.malloc(1000)
    together.wait()
threads = [threading.Thread(target=ask) for _ in range(16)]
for one in threads:
    one.start()
for one in threads:
    one.join()
libc.malloc_info(0, libc.fdopen(1, b"w"))
libc.fflush(None)
"""


def arenas(*, shares: bool) -> int:
    words = [sys.executable, "-c", MANY_AT_ONCE.format(shares=shares)]
    told = subprocess.run(words, capture_output=True, text=True, check=True, timeout=60).stdout
    return told.count("<heap nr=")


@pytest.mark.skipif(sys.platform != "linux", reason="only glibc has arenas")
def test_many_threads_share_few_arenas():
    assert arenas(shares=False) > ARENAS, "nothing to be shared here"
    assert arenas(shares=True) <= ARENAS
