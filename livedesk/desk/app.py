"""Puts the console together and runs it: settings, workers, windows, and a clean end."""

from __future__ import annotations

import logging
import signal
import sys
from collections.abc import Mapping

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox

from livedesk.client.console_settings import ConsoleSettings, load
from livedesk.client.keychain import Keychain
from livedesk.client.server_address import ServerAddress
from livedesk.desk.collector import Collector
from livedesk.desk.console import Console, Folders, given_key
from livedesk.desk.instance import Instance
from livedesk.desk.screen import open_screen
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.widgets import icons, theme
from livedesk.desk.workers.drawer import Drawer
from livedesk.journal import open_journal
from livedesk.places import config_dir, data_dir, log_dir

log = logging.getLogger(__name__)

STOP_WITHIN_S = 4.0
LOOK_FOR_SIGNALS_MS = 500  # Python sees Ctrl+C only while Python runs
NO_PROFILE = "livedesk: --profile: there is no “{name}”. There is: {names}."
OPEN_AND_SILENT = (
    "livedesk: LiveDesk is open already for this server, and does not answer. End that program, "
    "then start again."
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
    _open_journal()
    folders = Folders(config_dir(), data_dir(), log_dir())
    loaded = load(folders.config)
    profile = loaded.settings.named(profile_name) if profile_name else None
    if profile_name and profile is None:
        return _refuse(NO_PROFILE.format(name=profile_name, names=_names(loaded.settings)), 2)
    app = open_screen(sys.argv[:1])
    app.setApplicationName("livedesk")
    app.setApplicationDisplayName("LiveDesk")
    app.setDesktopFileName("livedesk")
    app.setQuitOnLastWindowClosed(False)  # the tray may go on; the console says when it is over
    theme.dress(app, environ, loaded.settings.appearance)
    icons.load()
    app.setWindowIcon(icons.app_icon())
    keychain = Keychain(folders.config)
    drawer = Drawer(folders.config, keychain)
    settings = SettingsKeeper(loaded, drawer, server, profile)
    instance = Instance(folders.config)
    using = settings.using
    key = given_key(server) if server is not None else using.id if using is not None else "welcome"
    if not instance.take(key):
        return 0 if instance.show_other(key) else _say_silent()
    console = Console(app, folders, settings, drawer, keychain, instance, language or "", environ)
    console.crash_net.install()
    console.left.connect(lambda: app.exit(0))
    _leave_on_signals(app)
    collector = Collector(app)
    drawer.start()
    console.open()
    collector.start()
    code = app.exec()
    console.leave(STOP_WITHIN_S)
    collector.stop()
    console.crash_net.remove()
    return code


def _names(settings: ConsoleSettings) -> str:
    return ", ".join([*(one.name for one in settings.servers), "here"])


def _refuse(sentence: str, code: int) -> int:
    sys.stderr.write(sentence + "\n")
    return code


def _say_silent() -> int:
    """To who started it from a terminal, and to who started it from a menu."""
    _refuse(OPEN_AND_SILENT, 1)
    sys.stderr.flush()
    QMessageBox.warning(None, "LiveDesk", OPEN_AND_SILENT.removeprefix("livedesk: "))
    return 1


def _open_journal() -> None:
    """A console whose log cannot be written still runs."""
    try:
        open_journal(log_dir() / "console.log")
    except OSError as error:
        open_journal(None)
        log.warning("the log goes to standard error: %s", error)


def _leave_on_signals(app: QApplication) -> None:
    for number in (signal.SIGINT, signal.SIGTERM):
        # By way of the event loop: an exit before it runs would be forgotten. Not `quit`: that
        # closes the window first, which asks while on air, and nobody may be there to answer.
        signal.signal(number, lambda *_: QTimer.singleShot(0, lambda: app.exit(0)))
    awake = QTimer(app)
    awake.timeout.connect(lambda: None)
    awake.start(LOOK_FOR_SIGNALS_MS)
