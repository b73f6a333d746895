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


def test_the_halves_leave_no_test_out():
    tests = Path(__file__).parent.parent
    rooms = {f"tests/{file.relative_to(tests).parts[0]}" for file in tests.rglob("test_*.py")}
    assert sorted(room for half in checks.HALVES for room in half) == sorted(rooms)


def test_what_fails_beside_the_first_fails_and_is_shown(tmp_path, capfd):
    fine = [sys.executable, "-c", "print('first')"]
    bad = [sys.executable, "-c", "print('beside'); raise SystemExit(3)"]
    assert not checks.side_by_side([fine, bad], tmp_path, {})
    assert capfd.readouterr().out.split() == ["first", "beside"]
    assert checks.side_by_side([fine, fine], tmp_path, {})
