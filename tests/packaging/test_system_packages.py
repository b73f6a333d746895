from __future__ import annotations

import shlex
import subprocess

import system_packages

STATUS = "\n".join(
    [
        "libgl1\tinstalled\t",
        "libegl1\tconfig-files\t",
        "libglib2.0-0t64\tinstalled\tlibglib2.0-0 (= 2.80.0-6ubuntu3), libglib2.0-anything",
    ]
)


def test_only_what_dpkg_does_not_have_is_missing():
    assert system_packages.missing(["libgl1", "ffmpeg"], STATUS) == ["ffmpeg"]


def test_a_package_that_was_removed_is_missing():
    assert system_packages.missing(["libegl1"], STATUS) == ["libegl1"]


def test_a_package_under_its_newer_name_is_not_missing():
    assert system_packages.missing(["libglib2.0-0", "libglib2.0-anything"], STATUS) == []


def test_running_needs_no_program_of_the_tests():
    assert not set(system_packages.TESTS) & set(system_packages.wanted("run", "debian", True))


def test_testing_needs_all_that_running_needs():
    run = system_packages.wanted("run", "debian", True)
    test = system_packages.wanted("test", "debian", True)
    assert set(run) < set(test)
    assert {"nginx", "postgresql"} < set(test)


def test_a_python_without_venv_gets_its_own_package():
    assert system_packages.wanted("run", "debian", False)[0].endswith("-venv")
    assert not any(name.endswith("-venv") for name in system_packages.wanted("run", "debian", True))


def test_ubuntus_browser_has_its_own_name():
    assert "chromium-browser" in system_packages.wanted("test", "ubuntu", True)
    assert "chromium" not in system_packages.wanted("test", "ubuntu", True)


def test_apt_looks_for_news_first_and_asks_nothing():
    assert system_packages.recipe(["xvfb", "xauth"], systemd=True) == (
        "apt-get update; DEBIAN_FRONTEND=noninteractive apt-get install -y"
        " --no-install-recommends xvfb xauth"
    )


def test_nginx_is_never_started_nor_left_to_start_with_the_computer():
    steps = system_packages.recipe(["nginx"], systemd=True).split("; ")
    assert steps[0] == "systemctl mask nginx"
    assert steps[-3:] == ["systemctl unmask nginx", "systemctl disable nginx", "exit $result"]


def test_a_failed_installation_is_told_and_nginx_is_unmasked_all_the_same(tmp_path):
    told = tmp_path / "told"
    for name, code in {"systemctl": 0, "apt-get": 100}.items():
        program = tmp_path / name
        program.write_text(f'#!/bin/sh\necho {name} "$1" >>{told}\nexit {code}\n')
        program.chmod(0o755)
    recipe = system_packages.recipe(["nginx"], systemd=True)
    done = subprocess.run(["/bin/sh", "-c", recipe], env={"PATH": str(tmp_path)}, check=False)
    assert done.returncode == 100
    assert told.read_text().splitlines() == [
        "systemctl mask",
        "apt-get update",
        "apt-get install",
        "systemctl unmask",
        "systemctl disable",
    ]


def test_without_systemd_there_is_nothing_to_keep_from_starting():
    assert "systemctl" not in system_packages.recipe(["nginx"], systemd=False)


def test_who_is_not_root_gets_one_line_that_does_it_all():
    recipe = system_packages.recipe(["xvfb", "nginx"], systemd=True)
    line = system_packages.line_to_type(recipe, sudo=True)
    assert "\n" not in line
    assert shlex.split(line) == ["sudo", "sh", "-c", recipe]


def test_without_sudo_the_line_asks_for_roots_password():
    recipe = system_packages.recipe(["xvfb"], systemd=False)
    assert shlex.split(system_packages.line_to_type(recipe, sudo=False)) == ["su", "-c", recipe]
