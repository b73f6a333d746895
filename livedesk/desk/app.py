"""Puts the console together and runs it: settings, workers, windows, and a clean end."""

from __future__ import annotations

import logging
import signal
import sys
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale, QTimer
from PySide6.QtWidgets import QApplication

from livedesk.client.console_settings import ConsoleSettings, load
from livedesk.client.server_address import ServerAddress
from livedesk.desk import windows
from livedesk.desk.crash import CrashNet
from livedesk.desk.instance import Instance, given_key
from livedesk.desk.language import language_of, speak
from livedesk.desk.screen import open_screen
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.warm_up import WarmUp
from livedesk.desk.widgets import icons, theme
from livedesk.desk.workers.background import stop_all
from livedesk.journal import Held, hide
from livedesk.places import config_dir, data_dir, log_dir

if TYPE_CHECKING:  # the first window is painted before these are loaded
    from livedesk.desk.console import Console
    from livedesk.desk.main_window import MainWindow
    from livedesk.desk.welcome import Welcome

log = logging.getLogger(__name__)

STOP_WITHIN_S = 4.0
LOOK_FOR_SIGNALS_MS = 500  # Python sees Ctrl+C only while Python runs
NO_PROFILE = "livedesk: --profile: there is no “{name}”. There is: {names}."
OPEN_AND_SILENT = str(
    QT_TRANSLATE_NOOP(
        "Opening",
        "LiveDesk is open already for this server, and does not answer. End that program, then "
        "start again.",
    )
)


def run(
    server: ServerAddress | None,
    language: str | None,
    environ: Mapping[str, str],
    profile_name: str = "",
) -> int:
    """Show the window until it is closed; the exit code.

    Args:
        server: of the command line, for this run; None uses the profile that was chosen.
        language: one of LANGUAGES, for this run; None takes that of the settings.
        profile_name: of the command line, for this run.
    """
    journal = Held(log_dir() / "console.log")
    if server is not None:
        hide(server.token)
    crash_net = CrashNet(log_dir())
    crash_net.catch_early()
    config = config_dir()
    loaded = load(config)
    profile = loaded.settings.named(profile_name) if profile_name else None
    if profile_name and profile is None:
        return _refuse(NO_PROFILE.format(name=profile_name, names=_names(loaded.settings)), 2)
    app = open_screen(sys.argv[0])
    app.setApplicationName("livedesk")
    app.setApplicationDisplayName("LiveDesk")
    app.setDesktopFileName("livedesk")
    app.setQuitOnLastWindowClosed(False)  # the tray may go on; the console says when it is over
    theme.dress(app, environ, loaded.settings.appearance)
    settings = SettingsKeeper(loaded, None, server, profile)
    instance = Instance(config)
    using = settings.using
    spoken = language or loaded.settings.language or language_of(QLocale.system())
    key = given_key(server) if server is not None else using.id if using is not None else "welcome"
    if not instance.take(key):
        if instance.show_other(key):
            return 0
        speak(app, spoken)
        return _say_silent()
    crash_net.install()
    speak(app, spoken)
    first = _first_window(settings, spoken)
    opening = _Opening(app, settings, instance, language or "", environ, first, crash_net, journal)
    _leave_on_signals(app)
    opening.begin()
    code = app.exec()
    opening.end()
    crash_net.remove()
    return code


def _first_window(settings: SettingsKeeper, spoken: str) -> MainWindow | Welcome:
    """The window that is due, without what it does not show yet."""
    if settings.given is None and settings.using is None:
        from livedesk.desk.welcome import Welcome

        return Welcome(spoken, heard=False)
    from livedesk.desk.main_window import MainWindow

    return MainWindow(time.time, settings, windows.starting(settings))


class _Opening:
    """From the first window to the console that goes on with it."""

    def __init__(
        self,
        app: QApplication,
        settings: SettingsKeeper,
        instance: Instance,
        language: str,
        environ: Mapping[str, str],
        first: MainWindow | Welcome,
        crash_net: CrashNet,
        journal: Held,
    ) -> None:
        self._app, self._settings, self._instance = app, settings, instance
        self._language, self._environ, self._first = language, environ, first
        self._crash_net, self._journal = crash_net, journal
        self._warm = WarmUp(app)
        self._console: Console | None = None
        self._finish: Callable[[], None] = lambda: None

    def begin(self) -> None:
        """Show the window; once it is painted, load the rest beside it."""
        first = self._first
        first.closed.connect(self._closed)
        self._instance.show_asked.connect(self._show)
        windows.put_back(first, windows.kept_places(config_dir()))
        first.show()
        if self._settings.now.hide_from_capture:
            from livedesk.desk.capture import hide_from_capture

            hide_from_capture(first, True)
        self._warm.warmed.connect(self._go_on)
        self._warm.start_after_paint_of(first)

    def end(self) -> None:
        """Leave the screen and stop all threads."""
        if self._console is not None:
            self._console.leave(STOP_WITHIN_S)
        else:
            places = windows.kept_places(config_dir())
            places.setValue("geometry", self._first.saveGeometry())
            places.sync()
            stop_all([self._warm], STOP_WITHIN_S)
            windows.put_away(self._first)
            self._instance.leave()
        self._finish()

    def _closed(self) -> None:
        """Before there is a console that could say so."""
        if self._console is None:
            self._app.exit(0)

    def _show(self) -> None:
        if self._console is None:
            windows.bring_to_front(self._first)

    def _go_on(self) -> None:
        try:
            self._make_console()
        finally:
            if self._console is None:  # a bug, which Python tells; nothing can go on here
                self._app.exit(1)

    def _make_console(self) -> None:
        from livedesk.client.keychain import Keychain
        from livedesk.desk.collector import Collector
        from livedesk.desk.console import Console, Folders
        from livedesk.desk.workers.drawer import Drawer

        self._journal.open()
        self._app.setWindowIcon(icons.app_icon())
        folders = Folders(config_dir(), data_dir(), log_dir())
        keychain = Keychain(folders.config)
        drawer = Drawer(folders.config, keychain)
        console = Console(
            self._app, folders, self._settings, drawer, keychain, self._instance,
            self._language, self._environ, first=self._first, crash_net=self._crash_net,
        )  # fmt: skip
        console.left.connect(lambda: self._app.exit(0))
        collector = Collector(self._app)
        drawer.start()
        self._settings.keep_in(drawer)
        self._console = console
        console.open()
        collector.start()
        self._finish = collector.stop


def _names(settings: ConsoleSettings) -> str:
    return ", ".join([*(one.name for one in settings.servers), "here"])


def _refuse(sentence: str, code: int) -> int:
    sys.stderr.write(sentence + "\n")
    return code


def _say_silent() -> int:
    """To who started it from a terminal, and to who started it from a menu."""
    from PySide6.QtWidgets import QMessageBox

    QApplication.setWindowIcon(icons.app_icon())
    _refuse(f"livedesk: {OPEN_AND_SILENT}", 1)
    sys.stderr.flush()
    words = QCoreApplication.translate("Opening", OPEN_AND_SILENT)
    QMessageBox.warning(None, "LiveDesk", words)
    return 1


def _leave_on_signals(app: QApplication) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        # By way of the event loop: an exit before it runs would be forgotten. Not `quit`: that
        # closes the window first, which asks while on air, and nobody may be there to answer.
        signal.signal(number, lambda *_: QTimer.singleShot(0, lambda: app.exit(0)))
    awake = QTimer(app)
    awake.timeout.connect(lambda: None)
    awake.start(LOOK_FOR_SIGNALS_MS)
