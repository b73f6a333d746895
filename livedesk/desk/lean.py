"""Keeps out of the console's process what its libraries load for others."""

from __future__ import annotations

import contextlib
import gc
import sys
from types import ModuleType


def begin() -> None:
    """Before anything else is imported.

    * httpx loads its command line with rich, click and pygments where those are installed (the
      server's commands bring them), and goes on without where there is none. None in
      ``sys.modules`` says that there is none (Python's reference, "The module cache").
    * PySide6 6.11 reads the source of every module that is imported after it, to see whether it
      uses ``from __feature__ import``, and ``linecache`` keeps all of it: 500 files, 18 MB and a
      fifth of the start. Nothing here uses that. Where another PySide6 has no such question, all
      stays as it is.
    * Python's own collecting passes over all that is loaded, again and again, and on the thread
      that loads beside the window it would be wrong: see `Collector`, which takes it over.
    """
    gc.disable()
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    import PySide6  # noqa: F401  its loader brings the question

    with contextlib.suppress(ImportError):
        from shibokensupport import feature  # type: ignore[import-not-found]

        if hasattr(feature, "_mod_uses_pyside"):
            feature._mod_uses_pyside = _no


def _no(module: ModuleType) -> bool:
    return False
