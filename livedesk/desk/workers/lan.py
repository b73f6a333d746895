"""Addresses at which phones in this network may reach this computer."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # 3 MB, for who shares in this network
    from PySide6.QtNetwork import QNetworkInterface

# Bridges to containers and virtual machines: no phone is behind them.
INSIDE_THE_COMPUTER = ("docker", "br-", "virbr", "veth", "vmnet", "vboxnet")


@dataclass(frozen=True, slots=True)
class LanAddress:
    """An IPv4 address of this computer, and the interface that has it, e.g. ``wlan0``."""

    address: str
    interface: str


def lan_addresses() -> tuple[LanAddress, ...]:
    """Candidates for sharing, the likeliest first. Asks the system, not the network: quick."""
    from PySide6.QtNetwork import QAbstractSocket, QNetworkInterface

    return in_order(
        LanAddress(entry.ip().toString(), interface.humanReadableName())
        for interface in QNetworkInterface.allInterfaces()
        if _is_on(interface)
        for entry in interface.addressEntries()
        if entry.ip().protocol() == QAbstractSocket.NetworkLayerProtocol.IPv4Protocol
    )


def in_order(found: Iterable[LanAddress]) -> tuple[LanAddress, ...]:
    """Those that a phone may reach: private ones first, made-up ones (169.254) last."""
    usable = (
        lan
        for lan in found
        if not lan.interface.startswith(INSIDE_THE_COMPUTER)
        and not IPv4Address(lan.address).is_loopback
    )
    return tuple(sorted(usable, key=lambda lan: _rank(IPv4Address(lan.address))))


def _rank(address: IPv4Address) -> int:
    if address.is_link_local:
        return 2
    return 0 if address.is_private else 1


def _is_on(interface: QNetworkInterface) -> bool:
    state, flag = interface.flags(), type(interface).InterfaceFlag
    on = flag.IsUp | flag.IsRunning
    return state & on == on and not state & flag.IsLoopBack
