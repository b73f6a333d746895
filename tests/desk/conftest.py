"""What every test of the console needs."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # before Qt loads

import pytest
from PySide6.QtCore import QLocale, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from livedesk.desk.collector import Collector
from livedesk.desk.widgets import theme
from livedesk.desk.workers.background import Background, stop_all
from livedesk.places import resource
from tests.desk.pretend import Stage, a_stage

Thread = TypeVar("Thread", bound=Background)
TOOLS = Path(sys.executable).parent


@pytest.fixture(autouse=True)
def garbage_is_collected_on_the_windows_thread() -> Iterator[None]:
    """As in the program, see `Collector`: a worker that collects a window of the test before
    leaves its timers behind, and the next event loop dies of one."""
    gc.disable()
    yield
    gc.enable()
    Collector().look()


@pytest.fixture(autouse=True)
def no_thread_left_behind() -> Iterator[None]:
    """Fails the test that leaves a thread running."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in threading.enumerate() if thread not in before]
    for thread in left:
        thread.join(2.0)
    late = [thread.name for thread in left if thread.is_alive()]
    assert not late, f"threads left behind: {late}"


@pytest.fixture
def running(qapp: object) -> Iterator[Callable[[Thread], Thread]]:
    """Starts a background thread, and stops it at the end of the test."""
    started: list[Background] = []

    def run(thread: Thread) -> Thread:
        thread.start()
        started.append(thread)
        return thread

    yield run
    assert stop_all(started, budget=10.0) == ()


@pytest.fixture
def light(qapp: QApplication) -> Iterator[QApplication]:
    """The application in our style, light, in English."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_US"))
    theme.dress(qapp, {theme.OVERRIDE: "light"})
    yield qapp
    QLocale.setDefault(before)


@pytest.fixture
def window(qtbot: QtBot, light: QApplication) -> Stage:
    """The window with nothing behind it but what a test tells it."""
    return a_stage(qtbot)


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The translations as a bootstrapped checkout has them."""
    folder = tmp_path_factory.mktemp("translations")
    for source in sorted(resource("translations").glob("*.ts")):
        target = folder / f"{source.stem}.qm"
        subprocess.run(
            [TOOLS / "pyside6-lrelease", "-silent", source, "-qm", target], check=True, timeout=60
        )
    return folder


@pytest.fixture
def chinese(qapp: QApplication, compiled: Path) -> Iterator[None]:
    before = QLocale()
    translator = QTranslator()
    assert translator.load("livedesk_zh_CN", str(compiled))
    qapp.installTranslator(translator)
    QLocale.setDefault(QLocale("zh_CN"))
    yield
    qapp.removeTranslator(translator)
    QLocale.setDefault(before)
