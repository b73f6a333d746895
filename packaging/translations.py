"""Compiles the translations, resources/translations/*.ts to .qm, with Qt's own lrelease."""

from __future__ import annotations

from pathlib import Path

import programs

LRELEASE = "pyside6-lrelease"  # comes with PySide6-Essentials


def outdated(folder: Path) -> list[Path]:
    """The .ts files whose .qm is missing or older."""
    return [source for source in sorted(folder.glob("*.ts")) if _is_outdated(source)]


def compile_all(folder: Path, lrelease: Path) -> None:
    """Compiles what is outdated.

    Raises:
        Stopped: a file cannot be compiled.
    """
    for source in outdated(folder):
        target = source.with_suffix(".qm")
        target.unlink(missing_ok=True)
        programs.run(
            [lrelease, "-silent", source, "-qm", target],
            f"compiling the translation {source.name}",
        )
        if not target.is_file():
            raise programs.Stopped(f"{LRELEASE} made no {target.name} from {source.name}.")


def _is_outdated(source: Path) -> bool:
    target = source.with_suffix(".qm")
    return not target.is_file() or target.stat().st_mtime_ns < source.stat().st_mtime_ns
