"""What outlives a window: settings, workers, tray, and the window itself, made anew when needed."""

from __future__ import annotations

import logging
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import shiboken6
from PySide6.QtCore import QLocale, QObject, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from livedesk.client.console_settings import HERE, Profile
from livedesk.client.keychain import Keychain
from livedesk.client.server_address import ServerAddress
from livedesk.desk import support_bundle, windows
from livedesk.desk.bites import Bites
from livedesk.desk.capture import hide_from_capture
from livedesk.desk.crash import CrashNet, Report
from livedesk.desk.crash_dialog import CrashDialog
from livedesk.desk.instance import Instance
from livedesk.desk.language import language_of, speak
from livedesk.desk.main_window import MainWindow
from livedesk.desk.notices import News, Notice, Notices
from livedesk.desk.scene import Condition, Scene
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.tray import Tray
from livedesk.desk.watchdog import Watchdog
from livedesk.desk.welcome import Welcome
from livedesk.desk.widgets import theme
from livedesk.desk.workers.background import Background, stop_all
from livedesk.desk.workers.drawer import Drawer
from livedesk.desk.workers.kept_server import KeptServer
from livedesk.desk.workers.live import Live
from livedesk.desk.workers.obs_link import ObsLink
from livedesk.desk.workers.preview_feed import PreviewFeed
from livedesk.desk.workers.server_looks import ServerLook, ServerLooks
from livedesk.domain.records import to_text
from livedesk.journal import hide

log = logging.getLogger(__name__)

MOMENTS = 200  # changes of state that a support bundle tells of
WATCH_AFTER_MS = 1500  # opening the window is no stall

MakeLive = Callable[[ServerAddress | KeptServer | None], Live]


@dataclass(frozen=True, slots=True)
class Folders:
    """Where things are kept: settings; the bundled server's data; logs."""

    config: Path
    data: Path
    log: Path


@dataclass(slots=True)
class _Shown:
    """What of the settings the windows were made with."""

    using: tuple[str, str] = ("", "")
    language: str = ""
    appearance: str = ""
    hidden: bool = False
    moments: deque[dict[str, object]] = field(default_factory=lambda: deque(maxlen=MOMENTS))
    condition: Condition | None = None


class Console(QObject):
    """Puts windows on the screen, and changes server, language and appearance while it runs.

    Args:
        language: of the command line, for this run; "" for that of the settings.
        environ: see `theme.OVERRIDE`.
        first: the window that is due, if it is on the screen already.
        crash_net: what has caught bugs so far; None makes one, which is not installed.

    Attributes:
        window: the console's window, or None before a server was chosen.
        welcome: the window of the first run, or None.

    Signals:
        slept: float, seconds: the computer was asleep.
        left: the last window is closed for good.
    """

    slept = Signal(float)
    left = Signal()

    def __init__(
        self,
        app: QApplication,
        folders: Folders,
        settings: SettingsKeeper,
        drawer: Drawer,
        keychain: Keychain,
        instance: Instance,
        language: str,
        environ: Mapping[str, str],
        *,
        first: MainWindow | Welcome | None = None,
        crash_net: CrashNet | None = None,
        make_live: MakeLive | None = None,
        clock: Callable[[], float] = time.time,
    ) -> None:
        super().__init__()
        self._app, self._folders, self._settings = app, folders, settings
        self._drawer, self._keychain, self._instance = drawer, keychain, instance
        self._language, self._clock = language, clock
        override = environ.get(theme.OVERRIDE, "").strip().lower()
        self._appearance = override if override in theme.SCHEMES else ""
        self._first = settings.now
        self._make_live = make_live or (lambda at: Live(at, folders.data, folders.log))
        self._early = first
        self._live: Live | None = None
        self._furnishing: Bites | None = None
        self._leaving: list[Live] = []
        self._shown = _Shown()
        self._notices = Notices()
        self._anew = False  # the window is being made anew
        self._started = False  # the threads of `_live` run
        self.window: MainWindow | None = None
        self.welcome: Welcome | None = None
        self.feed = PreviewFeed(parent=self)
        place = settings.now.obs
        self.obs = ObsLink(keychain, place.host, place.port, parent=self)
        self.looks = ServerLooks(keychain, folders.data, parent=self)
        self.watchdog = Watchdog(parent=self)
        self.crash_net = crash_net or CrashNet(folders.log, self)
        self.tray: Tray | None = None
        self._places = windows.kept_places(folders.config)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._connect()

    def _connect(self) -> None:
        self._settings.changed.connect(self._follow)
        self._settings.written.connect(self._hear_written)
        self._drawer.secret_kept.connect(self._hear_kept)
        self._instance.show_asked.connect(self.show)
        self.crash_net.caught.connect(self._show_report)
        self.looks.looked.connect(self._hear_look)
        self.looks.tried.connect(self._hear_tried)
        self.watchdog.slept.connect(self._hear_slept)
        self._second.timeout.connect(self._tick)

    # Opening and leaving.

    def open(self) -> None:
        """Start the workers and show the window that is due."""
        settings = self._settings
        if settings.given is not None:
            hide(settings.given.token)
        speak(self._app, self._spoken())
        theme.appear(self._app, self._wanted())
        self._shown.appearance = self._wanted()
        for thread in (self.feed, self.obs, self.looks):
            thread.start()
        self._make_tray()
        if settings.given is None and settings.using is None:
            self._open_welcome()
        else:
            self._change_over()
        self._second.start()
        QTimer.singleShot(WATCH_AFTER_MS, self.watchdog, self.watchdog.start)
        past = self.crash_net.past
        for report in (*([past] if past is not None else []), *self.crash_net.hear_early()):
            self._show_report(report)

    def show(self) -> None:
        """Bring the window to the front."""
        shown = self.window or self.welcome
        if shown is not None:
            windows.bring_to_front(shown)

    def leave(self, budget_s: float) -> None:
        """Take everything off the screen and stop all threads, within about `budget_s`."""
        self._second.stop()
        if self._furnishing is not None:
            self._furnishing.stop()
        window = self.window or self.welcome
        if window is not None:
            window.hide()
            if self.window is not None:
                self.window.rest()
            self._places.setValue("geometry", window.saveGeometry())
            self._places.sync()
        if self.tray is not None:
            self.tray.leave()
            self.tray = None
        stop_all(self._threads(), budget_s)
        self._instance.leave()
        for gone in (self.window, self.welcome):
            if gone is not None:
                shiboken6.delete(gone)  # Python would delete the application before it
        self.window = self.welcome = None

    def _threads(self) -> tuple[Background, ...]:
        lives = [*self._leaving, *([self._live] if self._live is not None else [])]
        talking = [thread for live in lives for thread in live.threads]
        window = self.window
        helping = window.doctor.threads if window is not None and window.furnished else ()
        return (self.feed, self.obs, self.looks, self.watchdog, *helping, *talking, self._drawer)

    # Windows.

    def _open_welcome(self) -> None:
        before = self.welcome
        aside = self._settings.aside
        words = (
            self.tr("The settings that were here before were damaged. They are kept as {file}.")
            if aside is not None and not aside.what and aside.kept_at is not None
            else ""
        )
        if aside is not None and aside.kept_at is not None:
            words = words.format(file=aside.kept_at.name)
        early, self._early = self._early, None
        welcome = early if isinstance(early, Welcome) else Welcome(self._spoken())
        welcome.say_aside(words)
        welcome.here_chosen.connect(self._begin_here)
        welcome.server_chosen.connect(self._begin_there)
        welcome.try_asked.connect(self.looks.try_)
        welcome.language_asked.connect(self._choose_language)
        welcome.closed.connect(self.left)
        if welcome is not early:
            self._stand(welcome, before)
        if before is not None:
            welcome.type_again(before.typed)
            before.closed.disconnect(self.left)
            before.hide()
            before.deleteLater()
        self.welcome = welcome
        self._shown.language = self._spoken()
        welcome.hear()

    def _open_window(self) -> None:
        """The window, in place of the one before or of the first run's, once it is furnished.

        The first one is seen at once, and furnished before its host's eyes.
        """
        live = self._live
        if live is None:
            return
        early, self._early = self._early, None
        window = early if isinstance(early, MainWindow) else self._new_window()
        window.closed.connect(self._hear_closed)
        self._give_up_furnishing()
        if self.window is None:
            self._put_up(window, early)
        else:
            windows.take_place_of(window, self.window)  # laid out as it is made
        self._shown.language = self._spoken()
        work = self._furnishing = Bites(window.furnish(live, self.feed, self.obs), window)
        work.done.connect(lambda: self._move_into(window, live))
        work.start()

    def _give_up_furnishing(self) -> None:
        """Another window is wanted than the one that is being made."""
        work, self._furnishing = self._furnishing, None
        if work is None:
            return
        work.stop()
        half = work.parent()
        if half is not None and half is not self.window:
            half.deleteLater()

    def _new_window(self) -> MainWindow:
        return MainWindow(self._clock, self._settings, windows.starting(self._settings))

    def _put_up(self, window: MainWindow, early: QWidget | None) -> None:
        """A first window, in the place of the welcome."""
        welcome, self.window, self.welcome = self.welcome, window, None
        if window is not early:
            self._stand(window, welcome)
        if welcome is not None:
            _take_away(welcome)

    def _move_into(self, window: MainWindow, live: Live) -> None:
        """The window has all it needs: it takes the place of the one before, and the work begins.

        What is typed is handed over in the same turn, so that none of it is lost.
        """
        self._furnishing = None
        window.profile_chosen.connect(self._choose_profile)
        page = window.settings
        page.watch_asked.connect(self.looks.watch)
        page.try_asked.connect(self.looks.try_)
        page.notifications.shown_asked.connect(self._show_one)
        page.about.logs_asked.connect(self._open_logs)
        page.about.bundle_asked.connect(self._save_bundle)
        before = self.window
        if before is not None and before is not window:
            if self._anew and before.furnished:
                window.take_over(before)
            before.rest()
            self.window = window
            self._stand(window, before)
            _take_away(before)
            if self._anew:
                window.settings.go_to_language()
        self._anew = False
        if not self._started:
            self._started = True
            live.start()
        self._tick()

    def _stand(self, window: QWidget, before: QWidget | None) -> None:
        if before is not None:
            windows.take_place_of(window, before)
        else:
            windows.put_back(window, self._places)
        if before is None or before.isVisible():
            window.show()
        self._hide_from_capture(window)

    def _make_tray(self) -> None:
        if self.tray is not None:
            self.tray.leave()
            self.tray.deleteLater()
        self.tray = Tray(self)
        self.tray.show_asked.connect(self.show)
        self.tray.link_asked.connect(self._copy_link)
        self.tray.chat_asked.connect(self._copy_for_chat)
        self.tray.quit_asked.connect(self._quit)

    # Changes while it runs.

    def _follow(self) -> None:
        """The settings have changed: so do the windows."""
        if self._settings.given is None and self.window is not None:
            using = self._key()
            if using != self._shown.using:
                QTimer.singleShot(0, self, self._change_over)
        # What is chosen while it runs goes before what it was started with.
        if self._settings.now.appearance != self._first.appearance:
            self._appearance = ""
        if self._settings.now.language != self._first.language:
            self._language = ""
        if self._wanted() != self._shown.appearance:
            self._shown.appearance = self._wanted()
            theme.appear(self._app, self._shown.appearance)
        if self._spoken() != self._shown.language and self._shown.language:
            QTimer.singleShot(0, self, self._speak_anew)
        if self._settings.now.hide_from_capture != self._shown.hidden and self.window is not None:
            self._hide_from_capture(self.window)

    def _key(self) -> tuple[str, str]:
        using = self._settings.using
        return (using.id, using.url) if using is not None else ("", "")

    def _spoken(self) -> str:
        return self._language or self._settings.now.language or language_of(QLocale.system())

    def _wanted(self) -> str:
        return self._appearance or self._settings.now.appearance

    def _choose_language(self, language: str) -> None:
        self._language = ""
        self._settings.change(language=language)

    def _speak_anew(self) -> None:
        """Everything in another language; the broadcast goes on."""
        if self._spoken() == self._shown.language:
            return
        speak(self._app, self._spoken())
        self._make_tray()
        if self.welcome is not None:
            self._open_welcome()
        elif self.window is not None:
            self._anew = True
            self._open_window()
        self._tick()

    def _hide_from_capture(self, window: QWidget) -> None:
        wanted = self._settings.now.hide_from_capture
        if wanted != self._shown.hidden or wanted:
            self._shown.hidden = wanted
            hide_from_capture(window, wanted)

    # Servers.

    def _begin_here(self) -> None:
        self._settings.choose(HERE)
        self._take(HERE)
        self._change_over()

    def _begin_there(self, profile: Profile, token: str) -> None:
        self._settings.add(profile, token)
        self._settings.choose(profile.id)
        self._take(profile.id)
        self._change_over()

    def _choose_profile(self, id: str) -> None:
        if not self._take(id):
            if self.window is not None:
                words = self.tr("Another LiveDesk window has that server open; it is shown now.")
                self.window.toast.say(words)
            return
        self._settings.choose(id)
        self._follow()

    def _take(self, id: str) -> bool:
        """Whether this console is the one for the profile; else the other one shows itself."""
        if self._instance.take(id):
            return True
        self._instance.show_other(id)
        return False

    def _change_over(self) -> None:
        """Talk to the server that the settings name, in a new window; the old one's rest stops."""
        settings, using = self._settings, self._settings.using
        if self._live is not None and self._key() == self._shown.using:
            return
        self._shown.using = self._key()
        if self._live is not None:
            for thread in self._live.threads:
                thread.ask_to_stop()
            self._leaving = [live for live in self._leaving if not _is_gone(live)]
            self._leaving.append(self._live)
            self.feed.play({})
        if settings.given is not None:
            place: ServerAddress | KeptServer | None = settings.given
        elif using is None or using.here:
            place = None
        else:
            place = KeptServer(using, self._keychain)
        self._live = self._make_live(place)
        self._live.connected.connect(self._hear_connected)
        self._notices = Notices()
        self._started = self._anew = False
        self._open_window()

    def _hear_connected(self, policy: object, info: object) -> None:
        self._settings.look_at_keychain()

    def _hear_kept(self, name: str) -> None:
        using = self._settings.using
        if using is not None and name == using.secret and self._live is not None:
            self._live.retry_now()

    def _hear_look(self, look: ServerLook) -> None:
        self._settings.hear_host(look.id, look.host)
        if self.window is not None and self.window.furnished:
            self.window.settings.show_look(look)

    def _hear_tried(self, address: ServerAddress, look: ServerLook) -> None:
        if self.welcome is not None:
            self.welcome.show_tried(address, look)
        elif self.window is not None and self.window.furnished:
            self.window.settings.show_tried(address, look)

    # Every second.

    def _tick(self) -> None:
        window, now = self.window, self._clock()
        scene = window.scene if window is not None else Scene()
        if scene.condition is not self._shown.condition:
            self._shown.condition = scene.condition
            self._shown.moments.append(support_bundle.seen(scene, now))
        if self.tray is not None:
            self.tray.show_scene(scene, now)
        for notice in self._notices.look(scene, now):
            in_front = window is not None and window.isActiveWindow()
            if self._settings.now.notifications and self.tray is not None and not in_front:
                self.tray.tell(notice)
        if window is not None and window.furnished and window.settings.isVisible():
            window.settings.about.show_watchdog(self.watchdog.worst_s, self.watchdog.stalls)

    def _hear_slept(self, seconds: float) -> None:
        if self._live is not None:
            self._live.retry_now()
        if self.window is not None and self.window.furnished:
            self.window.hear_sleep(seconds)
        self.slept.emit(seconds)

    # What is asked in the settings and in the tray.

    def _show_one(self) -> None:
        if self.tray is not None:
            self.tray.tell(Notice(News.BACK, self.tr("This is only a try."), urgent=False))

    def _open_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folders.log)))

    def _save_bundle(self) -> None:
        name = f"livedesk-support-{to_text(self._clock())[:10]}.zip"
        file, _ = QFileDialog.getSaveFileName(
            self.window, self.tr("Save support bundle"), str(Path.home() / name), "*.zip"
        )
        if file:
            self.save_bundle(Path(file))

    def save_bundle(self, file: Path) -> None:
        """Write the support bundle there, beside the window."""
        scene = self.window.scene if self.window is not None else Scene()
        dog = self.watchdog
        measured = f"longest lag {dog.worst_s * 1e3:.0f} ms, {dog.stalls} stalls"
        parts = support_bundle.parts(
            self._settings.now,
            scene,
            tuple(self._shown.moments),
            self._folders.log,
            measured,
            self._clock(),
        )
        self._settings.bundle(file, parts)

    def _hear_written(self, file: str) -> None:
        if self.window is not None and self.window.furnished:
            self.window.toast.say(self.tr("Saved as {file}.").format(file=Path(file).name))

    def _show_report(self, report: Report) -> None:
        on_air = self.window is not None and self.window.scene.on_air
        dialog = CrashDialog(report, self.window or self.welcome, on_air=on_air)
        dialog.save_asked.connect(lambda file: self._settings.write(file, report.text))
        dialog.open() if report.past else dialog.show()

    def _copy_link(self) -> None:
        record = self.window.scene.record if self.window is not None else None
        if record is not None and record.watch_url:
            QGuiApplication.clipboard().setText(record.watch_url)

    def _copy_for_chat(self) -> None:
        record = self.window.scene.record if self.window is not None else None
        if record is not None and record.watch_url:
            QGuiApplication.clipboard().setText(f"{record.title}\n{record.watch_url}")

    def _quit(self) -> None:
        if self.window is None:
            self.left.emit()
            return
        if self.window.scene.on_air:
            self.show()
        self.window.quit()

    def _hear_closed(self) -> None:
        self.left.emit()


def _take_away(window: QWidget) -> None:
    window.blockSignals(True)
    window.hide()
    window.deleteLater()


def _is_gone(live: Live) -> bool:
    return all(thread.wait(0) for thread in live.threads)
