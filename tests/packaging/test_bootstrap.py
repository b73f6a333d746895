from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import bootstrap
import pytest
from programs import Stopped


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "packaging").mkdir()
    for name in bootstrap.DECIDES_WHAT_IS_INSTALLED:
        (tmp_path / name).write_text("as it was", encoding="utf-8")
    (tmp_path / ".venv").mkdir()
    return tmp_path


def is_ready(checkout: Path, purpose: str) -> bool:
    return bootstrap.is_ready(checkout / ".venv", purpose, bootstrap.fingerprint(checkout))


def mark_ready(checkout: Path, purpose: str) -> None:
    bootstrap.mark_ready(checkout / ".venv", purpose, bootstrap.fingerprint(checkout))


def test_an_interrupted_first_start_is_not_ready(checkout):
    assert not is_ready(checkout, "run")


def test_what_was_made_ready_is_ready_at_the_next_start(checkout):
    mark_ready(checkout, "run")
    assert is_ready(checkout, "run")


def test_ready_to_test_is_ready_to_run_but_not_the_other_way_round(checkout):
    mark_ready(checkout, "run")
    assert not is_ready(checkout, "test")
    mark_ready(checkout, "test")
    (checkout / ".venv" / "ready-to-run").unlink()
    assert is_ready(checkout, "run")


@pytest.mark.parametrize("name", bootstrap.DECIDES_WHAT_IS_INSTALLED)
def test_a_change_of_what_is_installed_makes_it_not_ready(checkout, name):
    mark_ready(checkout, "test")
    (checkout / name).write_text("as it is now", encoding="utf-8")
    assert not is_ready(checkout, "test")


def test_a_checkout_that_was_moved_is_not_ready(checkout, tmp_path):
    mark_ready(checkout, "run")
    moved = checkout.rename(tmp_path.with_name(f"{tmp_path.name}-moved"))
    assert not is_ready(moved, "run")


def test_an_old_python_is_refused_with_what_to_do():
    with pytest.raises(Stopped, match=r"needs Python 3\.11 or newer and this is 3\.9: install"):
        bootstrap.refuse_old_python((3, 9))


@pytest.mark.parametrize("version", [(3, 11), (3, 14), (4, 0)])
def test_a_python_that_is_new_enough_is_taken(version):
    bootstrap.refuse_old_python(version)


@pytest.mark.parametrize(("words", "code"), [([], 2), (["start"], 2), (["--help"], 0)])
def test_anything_else_than_the_two_commands_shows_how_they_are_typed(words, code):
    script = Path(bootstrap.__file__)
    said = subprocess.run(
        [sys.executable, script, *words], capture_output=True, text=True, check=False
    )
    assert said.returncode == code
    assert "packaging/bootstrap.py run" in said.stdout
    assert "packaging/bootstrap.py test" in said.stdout


def test_the_script_needs_nothing_but_the_standard_library():
    look = f"import sys; sys.path.insert(0, {str(Path(bootstrap.__file__).parent)!r})"
    isolated = [sys.executable, "-S", "-I", "-c", f"{look}; import bootstrap"]
    subprocess.run(isolated, check=True)
