"""Puts the console together and runs it: style, language, workers, window, and a clean end."""

from __future__ import annotations

import logging
import signal
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from types import TracebackType

import shiboken6
from PySide6.QtCore import QByteArray, QLibraryInfo, QLocale, QSettings, QTimer, QTranslator
from PySide6.QtWidgets import QApplication

from livedesk.client import console_settings
from livedesk.client.console_settings import Remembered
from livedesk.client.server_address import ServerAddress
from livedesk.desk.main_window import MainWindow
from livedesk.desk.screen import open_screen
from livedesk.desk.widgets import icons, theme
from livedesk.desk.workers.background import stop_all
from livedesk.desk.workers.cover_shop import CoverFetcher, CoverShop
from livedesk.desk.workers.live import Live
from livedesk.desk.workers.preview_feed import PreviewFeed
from livedesk.journal import open_journal
from livedesk.places import config_dir, data_dir, log_dir, resource

log = logging.getLogger(__name__)

LANGUAGES = ("zh_CN", "en")
STOP_WITHIN_S = 4.0
LOOK_FOR_SIGNALS_MS = 200  # Python sees Ctrl+C only while Python runs


def run(server: ServerAddress | None, language: str | None, environ: Mapping[str, str]) -> int:
    """Show the window until it is closed; the exit code.

    Args:
        server: the configured server; None uses this computer's own.
        language: one of LANGUAGES; None takes the system's.
    """
    _open_journal()
    _log_bugs()
    app = open_screen(sys.argv[:1])
    app.setApplicationName("livedesk")
    app.setApplicationDisplayName("LiveDesk")
    app.setDesktopFileName("livedesk")
    theme.dress(app, environ)
    icons.load()
    app.setWindowIcon(icons.app_icon())
    speak(app, language or language_of(QLocale.system()))
    live = Live(server, data_dir(), log_dir())
    feed = PreviewFeed()
    shop, fetcher = CoverShop(data_dir() / "last-cover.jpg"), CoverFetcher()
    settings = console_settings.load(config_dir()).settings
    window = MainWindow(live, feed, time.time, shop, fetcher, settings.remembered)
    last: list[Remembered] = []
    window.covers.remembered.connect(last.append)
    places = QSettings(str(config_dir() / "window.ini"), QSettings.Format.IniFormat)
    geometry = places.value("geometry")
    if isinstance(geometry, QByteArray):  # a damaged file holds anything
        window.restoreGeometry(geometry)
    _leave_on_signals(app)
    for thread in (feed, shop, fetcher):
        thread.start()
    live.start()
    window.show()
    code = app.exec()
    window.hide()
    places.setValue("geometry", window.saveGeometry())
    places.sync()
    deadline = time.monotonic() + STOP_WITHIN_S
    beside = (feed, shop, fetcher)
    for thread in beside:
        thread.ask_to_stop()
    window.doctor.rest()
    if last:
        _remember(last[-1])
    live.stop(STOP_WITHIN_S)
    stop_all((*beside, *window.doctor.threads), max(0.1, deadline - time.monotonic()))
    shiboken6.delete(window)  # Python would delete the application first, and Qt needs it last
    return code


def _remember(choices: Remembered) -> None:
    """Keep what was chosen for the last broadcast."""
    settings = console_settings.load(config_dir()).settings
    try:
        console_settings.save(config_dir(), replace(settings, remembered=choices))
    except OSError as error:
        log.warning("the choices are not kept for the next time: %s", error)


def language_of(locale: QLocale) -> str:
    """The nearest of LANGUAGES."""
    return "zh_CN" if locale.language() == QLocale.Language.Chinese else "en"


def speak(app: QApplication, language: str) -> None:
    """Install our texts and Qt's own, and write numbers and dates as that language does."""
    own = str(resource("translations"))
    qt = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    for name, folder in ((f"qtbase_{language}", qt), (f"livedesk_{language}", own)):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
        elif name != "qtbase_en":  # Qt speaks English without a file
            log.warning("no translation %s in %s", name, folder)
    system = QLocale.system()
    fits = language_of(system) == language and system.language() != QLocale.Language.C
    QLocale.setDefault(system if fits else QLocale("zh_CN" if language == "zh_CN" else "en_US"))


def _open_journal() -> None:
    """A console whose log cannot be written still runs."""
    try:
        open_journal(log_dir() / "console.log")
    except OSError as error:
        open_journal(None)
        log.warning("the log goes to standard error: %s", error)


def _log_bugs() -> None:
    """What nobody caught is in the log too: who started us from a menu sees no standard error."""
    before, before_threads = sys.excepthook, threading.excepthook

    def on_the_window(
        kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        log.critical("a bug", exc_info=(kind, error, trace))
        before(kind, error, trace)

    def on_a_thread(bug: threading.ExceptHookArgs) -> None:
        name = bug.thread.name if bug.thread is not None else "?"
        if bug.exc_value is not None:
            what = (bug.exc_type, bug.exc_value, bug.exc_traceback)
            log.critical("a bug ended the thread %s", name, exc_info=what)
        before_threads(bug)

    sys.excepthook, threading.excepthook = on_the_window, on_a_thread


def _leave_on_signals(app: QApplication) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        # By way of the event loop: an exit before it runs would be forgotten. Not `quit`: that
        # closes the window first, which asks while on air, and nobody may be there to answer.
        signal.signal(number, lambda *_: QTimer.singleShot(0, lambda: app.exit(0)))
    awake = QTimer(app)
    awake.timeout.connect(lambda: None)
    awake.start(LOOK_FOR_SIGNALS_MS)
