from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import translations
import web_libraries

ROOT = Path(__file__).resolve().parents[2]
RESOURCES = ROOT / "resources"

pytest.importorskip("hatchling", reason="bootstrap.py installs it")


def build(checkout: Path, into: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", into]
    return subprocess.run(command, cwd=checkout, capture_output=True, text=True, check=False)


@pytest.mark.skipif(
    not web_libraries.is_complete(RESOURCES / "web" / "vendor")
    or bool(translations.outdated(RESOURCES / "translations")),
    reason="it would need the network; bootstrap.py fetches and compiles what is missing",
)
def test_the_wheel_holds_everything_that_the_installed_program_shows(tmp_path):
    built = build(ROOT, tmp_path)
    assert built.returncode == 0, built.stderr
    (wheel,) = tmp_path.glob("*.whl")
    names = set(zipfile.ZipFile(wheel).namelist())
    shown = {path for path in RESOURCES.rglob("*") if path.is_file()}
    assert {
        f"livedesk/resources/{path.relative_to(RESOURCES).as_posix()}" for path in shown
    } < names
    vendor = "livedesk/resources/web/vendor"
    assert {f"{vendor}/hls.js.LICENSE", f"{vendor}/mpegts.js.LICENSE"} < names
    assert "livedesk/resources/translations/livedesk_zh_CN.qm" in names


def test_a_wheel_without_translations_is_not_built(tmp_path):
    checkout = tmp_path / "checkout"
    for folder in ("packaging", "livedesk"):
        shutil.copytree(ROOT / folder, checkout / folder)
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, checkout / name)
    (checkout / "resources" / "translations").mkdir(parents=True)
    built = build(checkout, tmp_path / "dist")
    assert built.returncode != 0
    assert "There are no translations in" in built.stderr
    assert not list(tmp_path.glob("dist/*.whl"))
