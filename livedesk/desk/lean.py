"""Keeps out of the console's process what its libraries load for others."""

from __future__ import annotations

import builtins
import gc
import sys
import threading
from importlib import machinery
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

LATE = frozenset(
    f"shibokensupport.signature.{name}"
    for name in (
        "errorhandler", "layout", "mapping", "parser", "lib.enum_sig", "lib.pyi_generator",
        "lib.tool",
    )
)  # fmt: skip
"""Modules of PySide6 that are needed for the words of a TypeError and for no call that is right."""


def begin() -> None:
    """Before anything else is imported.

    * httpx loads its command line with rich, click and pygments where those are installed (the
      server's commands bring them), and goes on without where there is none. None in
      ``sys.modules`` says that there is none (Python's reference, "The module cache").
    * PySide6 6.11 compiles `LATE` from their sources at each start, a quarter of what an empty
      window takes. They are loaded here when the first of them is asked for something.
    * PySide6 6.11 puts itself before each import there is, and reads the source of every module
      that is imported after it, to see whether it uses ``from __feature__ import``; ``linecache``
      keeps all of it: 500 files, 18 MB and a fifth of the start. Nothing here uses that.
    * Python's own collecting passes over all that is loaded, again and again, and on the thread
      that loads beside the window it would be wrong: see `Collector`, which takes it over.

    Where another PySide6 has no such modules and no such import, all stays as it is.
    """
    gc.disable()
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    machinery.ModuleSpec = _spec  # type: ignore[misc,assignment]  # what PySide6's loader takes
    try:
        import PySide6  # noqa: F401
    finally:
        machinery.ModuleSpec = ModuleSpec  # type: ignore[misc]
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)


def _spec(name: str, loader: Any, **more: Any) -> ModuleSpec:
    late: Any = _Later(loader) if name in LATE else loader
    return ModuleSpec(name, late, **more)


class _Later:
    """The loader of a module that is executed when it is first asked for something."""

    def __init__(self, loader: Any) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Late(spec, self._loader)

    def exec_module(self, module: ModuleType) -> None:
        """Not yet."""


class _Late(ModuleType):
    """Such a module; an ordinary one from then on."""

    def __init__(self, spec: ModuleSpec, loader: Any) -> None:
        super().__init__(spec.name)
        self._late = (spec, spec.name, loader)
        # libshiboken takes it from the dictionary, past `__getattr__` (signature.cpp).
        self.update_mapping = self._update_mapping

    def __getattr__(self, name: str) -> Any:
        return _asked(self, name)

    def _update_mapping(self) -> None:
        _asked(self, "update_mapping")()


_executing = threading.RLock()


def _asked(module: ModuleType, name: str) -> Any:
    """The attribute of a late module, which is executed for it; other threads wait for that."""
    if name.startswith("__"):  # who looks through all modules wants none of them executed
        raise AttributeError(name)
    with _executing:
        if late := module.__dict__.pop("_late", None):
            spec, own_name, loader = late
            given, spec.name = spec.name, own_name  # PySide6 has published it by another
            loader.exec_module(module)
            spec.name = given
            module.__class__ = ModuleType
    if name not in module.__dict__:
        raise AttributeError(name)
    return module.__dict__[name]
