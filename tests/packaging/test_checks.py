from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import checks
import pytest


def test_long_tests_run_only_when_asked_for():
    python = Path(sys.executable)
    assert checks.pytest_command(python, ["tests"], long=False)[3:] == ["-m", "not long", "tests"]
    assert checks.pytest_command(python, ["tests"], long=True)[3:] == ["tests"]


def test_a_network_of_its_own_has_a_lan_address_and_nobody_elses_ports():
    words = checks.own_network()
    if not words:
        pytest.skip("network namespaces are forbidden here; the suite then runs without")
    shown = subprocess.run(
        [*words, "ip", "-brief", "address"], capture_output=True, text=True, check=True
    ).stdout
    lines = {line.split()[0].split("@")[0]: line for line in shown.splitlines()}
    assert set(lines) == {"lo", "lan0", "lan1"}
    assert "192.168.77.1/24" in lines["lan0"]
