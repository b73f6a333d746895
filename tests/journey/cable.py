"""A network of its own for one node, with a cable to the database that can be pulled."""

from __future__ import annotations

import os
import subprocess

DATABASE, NODE = "10.77.3.1", "10.77.2.2"


class Cable:
    """Everything is in the kernel of this machine; needs root and iproute2.

    The node is reached at `NODE` through one pair of interfaces; it reaches `DATABASE`, an address
    of this side, through another. Pulled, packets vanish, and nobody is told.
    """

    def __init__(self) -> None:
        self.network = f"ld{os.getpid()}"
        self._ours, self._theirs = f"{self.network}d", f"{self.network}e"
        ip("link", "set", "lo", "up")
        ip("netns", "add", self.network)
        self._pair(self._ours, self._theirs, "10.77.1")
        self._pair(f"{self.network}c", f"{self.network}n", "10.77.2")
        ip("addr", "add", f"{DATABASE}/32", "dev", "lo")
        ip("-n", self.network, "link", "set", "lo", "up")
        ip("-n", self.network, "route", "add", DATABASE, "via", "10.77.1.1")

    @property
    def become(self) -> tuple[str, ...]:
        return ("ip", "netns", "exec", self.network)

    def pull(self) -> None:
        ip("link", "set", self._ours, "down")

    def plug(self) -> None:
        ip("link", "set", self._ours, "up")

    def remove(self) -> None:
        ip("netns", "del", self.network)
        ip("addr", "del", f"{DATABASE}/32", "dev", "lo")

    def _pair(self, ours: str, theirs: str, net: str) -> None:
        ip("link", "add", ours, "type", "veth", "peer", "name", theirs, "netns", self.network)
        ip("addr", "add", f"{net}.1/30", "dev", ours)
        ip("-n", self.network, "addr", "add", f"{net}.2/30", "dev", theirs)
        ip("link", "set", ours, "up")
        ip("-n", self.network, "link", "set", theirs, "up")


def ip(*args: str) -> None:
    done = subprocess.run(["ip", *args], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (args, done.stderr)
