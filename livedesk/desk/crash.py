"""The crash net: what nobody caught is logged, and shown once; nothing is sent."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, NamedTuple

from PySide6.QtCore import QObject, Signal, qVersion

from livedesk import __version__
from livedesk.journal import blotted

log = logging.getLogger(__name__)

LOG_LINES = 50
TAIL_BYTES = 64_000
LARGEST_CRASH = 200_000
LARGEST_SHOWN = 20  # different bugs in one run


class Report(NamedTuple):
    """A bug, or a crash of the run before.

    Attributes:
        text: all that is known, without secrets; what a person sees is what they copy.
        past: it is of the run before.
    """

    text: str
    past: bool = False


def versions() -> str:
    """What this is and runs on, a line each."""
    import platform  # nobody waits for it before the first picture

    return "\n".join(
        (
            f"LiveDesk {__version__}",
            f"Python {platform.python_version()}",
            f"Qt {qVersion()}",
            f"{platform.system()} {platform.release()} {platform.machine()}",
        )
    )


def last_lines(file: Path, count: int = LOG_LINES) -> str:
    """The end of a log, blotted once more; "" where it cannot be read."""
    try:
        with file.open("rb") as log_file:
            log_file.seek(0, 2)
            log_file.seek(max(0, log_file.tell() - TAIL_BYTES))
            text = log_file.read().decode(errors="replace")
    except OSError:
        return ""
    return blotted("\n".join(text.splitlines()[-count:]))


class CrashNet(QObject):
    """Catches what leaves a slot or a thread; made on the GUI thread.

    Before there is somebody to show them, reports are kept, and told on standard error: a program
    that does not come as far as a window has no other way to say why.

    Signals:
        caught: Report, once for each place in the code. The hook runs on the thread that failed;
            receivers run on the GUI thread.
    """

    caught = Signal(object)

    def __init__(self, log_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_dir = log_dir
        self._seen: set[tuple[str, str, int]] = set()
        self._lock = threading.Lock()
        self._file: IO[str] | None = None
        self._before = (sys.excepthook, threading.excepthook)
        self._past: Report | None = None
        self._early: list[Report] | None = None
        self._caught = False

    @property
    def past(self) -> Report | None:
        """The crash of the run before, after `install`."""
        return self._past

    def catch_early(self) -> None:
        """From now on bugs come here; they are kept until `hear_early`."""
        self._early = []
        self._catch()

    def hear_early(self) -> tuple[Report, ...]:
        """What has been caught so far; whatever follows is told by `caught`."""
        with self._lock:
            early, self._early = self._early or [], None
        return tuple(early)

    def _catch(self) -> None:
        if not self._caught:
            self._caught = True
            self._before = (sys.excepthook, threading.excepthook)
            sys.excepthook, threading.excepthook = self._hook, self._thread_hook

    def install(self) -> None:
        """Catch bugs, and let a crash of Qt or Python leave its stacks in a file.

        Only the one console of its profile may: what is in the file is of the run before.
        """
        self._catch()
        file = self._log_dir / "crash.log"
        self._past = self._read_past(file)
        try:
            self._log_dir.mkdir(parents=True, exist_ok=True)
            self._file = file.open("a", encoding="utf-8")
            faulthandler.enable(self._file)
        except OSError as error:
            log.warning("crashes leave no trace: %s", error.strerror)

    def remove(self) -> None:
        """As it was before `install`."""
        sys.excepthook, threading.excepthook = self._before
        self._caught = False
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None

    def _read_past(self, file: Path) -> Report | None:
        with suppress(OSError):
            if not file.exists() or not file.stat().st_size:
                return None
            with file.open("rb") as crash:
                said = crash.read(LARGEST_CRASH).decode(errors="replace").strip()
            file.replace(file.with_name("crash-before.log"))  # offered once, and not lost
            if said:
                return Report(self._text((blotted(said),)), past=True)
        return None

    def _text(self, parts: Sequence[str]) -> str:
        tail = last_lines(self._log_dir / "console.log")
        tail = f"The end of the log:\n\n{tail}" if tail else ""
        return "\n\n".join(part for part in (versions(), *parts, tail) if part)

    def _hook(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self._before[0](kind, error, trace)
            return
        self._hear(kind, error, trace, "the window")

    def _thread_hook(self, bug: threading.ExceptHookArgs) -> None:
        if bug.exc_value is not None and not issubclass(bug.exc_type, SystemExit):
            name = bug.thread.name if bug.thread is not None else "?"
            self._hear(bug.exc_type, bug.exc_value, bug.exc_traceback, f"the thread {name}")

    def _hear(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
        where: str,
    ) -> None:
        log.critical("a bug in %s", where, exc_info=(kind, error, trace))
        frames = traceback.extract_tb(trace)
        last = frames[-1] if frames else None
        place = (kind.__name__, last.filename if last else "", (last.lineno or 0) if last else 0)
        with self._lock:
            if place in self._seen or len(self._seen) >= LARGEST_SHOWN:
                return
            self._seen.add(place)
        told = blotted("".join(traceback.format_exception(kind, error, trace)).strip())
        report = Report(self._text((f"A bug in {where}:", told)))
        with self._lock:
            early = self._early is not None
            if self._early is not None:
                self._early.append(report)
        if early:
            with suppress(OSError, AttributeError):  # a program without a terminal has none
                sys.stderr.write(told + "\n")
            return
        with suppress(RuntimeError):  # the window is gone; the log has it
            self.caught.emit(report)
