"""Makes a wheel complete: the browser libraries and the compiled translations go into resources/.

hatchling calls it (pyproject.toml names it) and then takes all of resources/ into the wheel, also
what git ignores.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# hatchling loads this file by its path and does not know its folder.
sys.path.insert(0, str(Path(__file__).resolve().parent))

import programs
import translations
import web_libraries


class CompleteWheel(BuildHookInterface[Any]):
    """Everything the installed program serves or shows that is not in git."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build environment needs, asked by the build tool before it calls us."""
        needs: list[str] = []
        if translations.outdated(self._translations):
            qt = self.metadata.core.optional_dependencies["desk"]
            needs.extend(name for name in qt if name.lower().startswith("pyside6"))
        if not web_libraries.is_complete(self._vendor) and not self._program("npm"):
            needs.append(web_libraries.NPM_FROM_PYPI)
        return needs

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Called before the wheel is packed. An editable one is bootstrap.py's own business."""
        if version == "editable":
            return
        if not list(self._translations.glob("*.ts")):
            raise programs.Stopped(f"There are no translations in {self._translations}.")
        if not web_libraries.is_complete(self._vendor):
            npm = self._program("npm")
            if npm is None:
                raise programs.Stopped("To build the wheel npm is needed: install Node.js.")
            web_libraries.fetch(self._vendor, web_libraries.from_npm(npm))
        if translations.outdated(self._translations):
            lrelease = self._program(translations.LRELEASE)
            if lrelease is None:
                raise programs.Stopped(
                    f"To build the wheel {translations.LRELEASE} is needed: install"
                    " PySide6-Essentials into the build environment."
                )
            translations.compile_all(self._translations, lrelease)

    @property
    def _vendor(self) -> Path:
        return Path(self.root, "resources", "web", "vendor")

    @property
    def _translations(self) -> Path:
        return Path(self.root, "resources", "translations")

    def _program(self, name: str) -> Path | None:
        return programs.find(name, Path(sys.executable))
