from __future__ import annotations

from ipaddress import IPv4Address

from livedesk.desk.workers.lan import LanAddress, in_order, lan_addresses


def test_private_addresses_come_first_and_made_up_ones_last():
    found = [
        LanAddress("169.254.7.7", "eth1"),
        LanAddress("8.8.4.4", "eth0"),
        LanAddress("192.168.1.20", "wlan0"),
        LanAddress("10.0.0.5", "lan0"),
    ]
    assert [lan.address for lan in in_order(found)] == [
        "192.168.1.20",
        "10.0.0.5",
        "8.8.4.4",
        "169.254.7.7",
    ]


def test_what_is_inside_the_computer_is_no_way_to_it():
    names = ["docker0", "br-1a2b", "virbr0", "veth12", "vmnet8", "vboxnet0", "bridge-to-home"]
    inside = [LanAddress(f"172.17.0.{place}", name) for place, name in enumerate(names)]
    assert in_order(inside) == (LanAddress("172.17.0.6", "bridge-to-home"),)


def test_loopback_is_never_offered():
    assert in_order([LanAddress("127.0.0.1", "lo"), LanAddress("127.8.0.1", "dummy0")]) == ()


def test_this_computers_addresses_are_real_ones():
    for lan in lan_addresses():
        assert not IPv4Address(lan.address).is_loopback
        assert lan.interface
