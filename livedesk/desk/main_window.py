"""The window: navigation, strip, banner and pages round one scene, wired in one place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from livedesk.client.console_settings import ConsoleSettings, Loaded
from livedesk.desk import keys, texts, time_texts, windows
from livedesk.desk.banner import Banner
from livedesk.desk.navigation import Navigation
from livedesk.desk.scene import Scene
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.strip import Strip
from livedesk.desk.studio_page import StudioPage
from livedesk.desk.trouble import Act, trouble_of
from livedesk.desk.warm_up import load_pages
from livedesk.desk.widgets import theme

if TYPE_CHECKING:  # the window is painted before these are loaded: see `furnish`
    from livedesk.desk.history_page import HistoryPage
    from livedesk.desk.list_page import ListPage
    from livedesk.desk.settings_page import SettingsPage
    from livedesk.desk.workers.list_feed import ListStatus
    from livedesk.desk.workers.live import Live
    from livedesk.desk.workers.obs_link import ObsLink
    from livedesk.desk.workers.preview_feed import Black, PreviewFeed
    from livedesk.domain.errors import LivedeskError
    from livedesk.domain.records import Record

    Page = StudioPage | ListPage | HistoryPage | SettingsPage

PAGES = (
    ("waves", str(QT_TRANSLATE_NOOP("Pages", "Go live"))),
    ("list", str(QT_TRANSLATE_NOOP("Pages", "Live list"))),
    ("history", str(QT_TRANSLATE_NOOP("Pages", "History"))),
    ("sliders", str(QT_TRANSLATE_NOOP("Pages", "Settings"))),
)
STUDIO, LIST, HISTORY, SETTINGS = range(len(PAGES))


class MainWindow(QWidget):
    """Everything the host sees. `Live` tells what happened; the scene changes; pages follow.

    No lambda may be connected to what outlives the window (`Live`, the feed, the settings): it
    would be called after the window was made anew in another language.

    Signals:
        profile_chosen: str, the id of the profile to change over to; the host was asked.
        hidden: the window is gone, and the console goes on in the tray.
        closed: the window is closed for good.
    """

    profile_chosen = Signal(str)
    hidden = Signal()
    closed = Signal()

    def __init__(
        self,
        clock: Callable[[], float],
        settings: SettingsKeeper | None = None,
        starting: str = "",
    ) -> None:
        """A frame that waits for the server; `furnish` gives it all the rest.

        Args:
            starting: the address of the server, or "" for this computer's own.
        """
        super().__init__()
        self._clock, self._starting = clock, Scene(starting=starting)
        self._settings = settings or SettingsKeeper(Loaded(ConsoleSettings()), parent=self)
        self.furnished = self._leaving = False
        self._pressed: Callable[[], None] | None = None  # a key before all was furnished
        self._black: Black | None = None
        self.setWindowTitle("LiveDesk")
        self.setMinimumSize(640, 480)
        self.resize(1180, 760)
        names = [(icon, QCoreApplication.translate("Pages", name)) for icon, name in PAGES]
        self.navigation = Navigation(names)
        self.strip, self.banner = Strip(), Banner()
        self.studio = StudioPage()
        self._pages: list[Page] = [self.studio]
        self._place = self._settings.now.page
        self._stack = QStackedWidget()
        self._stack.addWidget(self.studio)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._build()
        self._bind_keys()
        self.navigation.chosen.connect(self.show_page)
        self.navigation.show_page(self._place)
        self.look()

    def furnish(self, live: Live, feed: PreviewFeed, obs: ObsLink) -> Iterator[None]:
        """Load and make all pages and listen to the workers, a part of it with each step."""
        yield from load_pages()
        from livedesk.desk.cover_desk import CoverDesk
        from livedesk.desk.doctor_desk import DoctorDesk
        from livedesk.desk.gallery import Gallery
        from livedesk.desk.history_page import HistoryPage
        from livedesk.desk.host_deeds import HostDeeds
        from livedesk.desk.list_page import ListPage
        from livedesk.desk.obs_control import ObsControl
        from livedesk.desk.obs_settings import ObsSettings
        from livedesk.desk.past_link import PastLink
        from livedesk.desk.profile_switch import ProfileSwitch
        from livedesk.desk.scene_keeper import SceneKeeper
        from livedesk.desk.settings_page import SettingsPage
        from livedesk.desk.why import Why
        from livedesk.desk.widgets.focus_ring import FocusRing
        from livedesk.desk.widgets.toast import Toast

        self._live, self._feed = live, feed
        self.ring = FocusRing(self)
        self._keeper = SceneKeeper(live, feed, self._clock, self)
        self._keeper.scene = self._starting
        self._gallery = Gallery(live.cover_fetcher.fetch, self)
        live.cover_fetcher.read.connect(self._gallery.hear)
        yield from self.studio.furnish(self._gallery)
        self.list = ListPage(self._clock, live.covers)
        self._add(self.list)
        yield
        self.history = HistoryPage(self._clock, live.covers)
        self._add(self.history)
        yield
        self.settings = SettingsPage(self._settings)
        yield from self.settings.furnish()
        self._add(self.settings)
        yield
        own = (self.studio.form, self._gallery, self._keeper, live, self._settings)
        self.covers = CoverDesk(*own)
        self.studio.cover_of = self.covers.cover_of
        self.toast = Toast(self._stack)
        self._past = PastLink(self.history, live.past, self.toast)
        self.why = Why(self, self._keeper, live.evidence, self._clock)
        self.deeds = HostDeeds(self, self.studio, self._keeper, live, self._clock)
        self.doctor = DoctorDesk(self, self.studio, self._keeper, live, self._clock)
        self.switch = ProfileSwitch(self, self._settings, lambda: self.scene)
        yield
        for part in self._pages[self._place].findChildren(QWidget):
            part.ensurePolished()  # else all at once, when it is first shown
        yield
        self.furnished = True  # with the last step, so that who sees it sees all
        self._connect()
        self.obs = ObsControl(self, live, obs, self._keeper, self.studio, self._clock)
        self._obs_settings = ObsSettings(self.settings.obs, self._settings, obs)
        self.obs.place_chosen.connect(self._obs_settings.remember)
        self.obs.overwritten.connect(
            lambda: self.toast.say(
                self.tr("OBS has your two lines in place of what it had."), obs.undo
            )
        )
        self.obs.put_back.connect(lambda: self.toast.say(self.tr("OBS has what it had before.")))
        self.show_page(self._place)
        self.look()
        self._offer_return()
        self._second.start()
        if self._pressed is not None:
            self._pressed()

    @property
    def scene(self) -> Scene:
        """What the window knows."""
        return self._keeper.scene if self.furnished else self._starting

    def _add(self, page: Page) -> None:
        page.set_narrow(self.width() < theme.NARROW)
        self._pages.append(page)
        page.setParent(self._stack)  # not laid out, and no font loaded for it, before it is opened
        page.hide()

    def _build(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.strip)
        right.addWidget(self.banner)
        right.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addLayout(right, 1)

    def _connect(self) -> None:
        live, keeper, studio = self._live, self._keeper, self.studio
        keeper.changed.connect(self.look)
        keeper.came_back.connect(
            lambda: self.toast.say(self.tr("The server is back. Nothing was lost."))
        )
        keeper.began.connect(studio.form.clear)
        live.list_read.connect(self.list.show_list)
        live.list_news.connect(self.list.show_news)
        live.list_status.connect(self._hear_list_status)
        live.refused.connect(self._hear_refused)
        self._feed.picture.connect(studio.show_picture)
        self._feed.black.connect(self._hear_black)
        keeper.renewed.connect(self._hear_renewed)
        keeper.cover_sent.connect(lambda: self.toast.say(self.tr("The cover is saved.")))
        self._gallery.arrived.connect(self.covers.show_arrived)
        self._gallery.arrived.connect(self.look)
        studio.again_asked.connect(self._again)
        studio.cover_given.connect(self.covers.change)
        studio.cover_stop_asked.connect(live.give_up_cover)
        studio.cover_again_asked.connect(self.covers.send_again)
        studio.name_asked.connect(self._ask_name)
        studio.new_asked.connect(self._new)
        studio.declined.connect(lambda: keeper.set(declined=True))
        studio.key_copied.connect(
            lambda: self.toast.say(self.tr("Copied. It leaves the clipboard in 60 s."))
        )
        self.doctor.said.connect(self.toast.say)
        self.doctor.new_asked.connect(self._new)
        self.doctor.renew_asked.connect(self.deeds.ask_renewal)
        self.doctor.share_asked.connect(self.deeds.share)
        self.strip.end_asked.connect(lambda: self.deeds.ask_end(self.strip.action))
        self.strip.continue_asked.connect(lambda: self.show_page(STUDIO))
        self.strip.on_air_asked.connect(lambda: self.deeds.change_rehearsal(False))
        self.banner.acted.connect(self._act)
        self.banner.put_away.connect(keeper.put_away)
        self.list.search_asked.connect(live.search)
        self.list.sort_asked.connect(live.sort_list)
        self.list.refresh_asked.connect(live.refresh)
        self.list.go_live_asked.connect(lambda: self.show_page(STUDIO))
        self.list.copied.connect(lambda what: self.toast.say(texts.copied(what)))
        self.history.go_live_asked.connect(lambda: self.show_page(STUDIO))
        self.history.use_again_asked.connect(self._again)
        self.history.trail_asked.connect(self.why.open)
        self.history.list.copied.connect(lambda what: self.toast.say(texts.copied(what)))
        self.list.why_asked.connect(self.why.open)
        studio.trail_asked.connect(self._ask_why)
        studio.next.words_asked.connect(self.doctor.open_words)
        self.navigation.who.clicked.connect(lambda: self.switch.open_menu(self.navigation.who))
        self.switch.chosen.connect(self.profile_chosen)
        self.switch.settings_asked.connect(lambda: self.show_page(SETTINGS))
        self.settings.choose_asked.connect(self.switch.ask)
        self.settings.share_asked.connect(self.deeds.share)
        self.settings.name_asked.connect(self.deeds.rename)
        self.settings.said.connect(self.toast.say)
        self._settings.changed.connect(self.look)
        self._settings.removed.connect(self._offer_return)
        self._second.timeout.connect(self.look)

    def _bind_keys(self) -> None:
        parts = (self.strip, self.navigation, self._stack)
        deeds: dict[str, Callable[[], None]] = {
            "Ctrl+1": lambda: self.show_page(STUDIO),
            "Ctrl+2": lambda: self.show_page(LIST),
            "Ctrl+3": lambda: self.show_page(HISTORY),
            "Ctrl+4": lambda: self.show_page(SETTINGS),
            "Ctrl+Q": self.quit,
            "Ctrl+,": lambda: self.show_page(SETTINGS),
            "F6": lambda: keys.focus_next(parts, self.focusWidget()),
            "Ctrl+N": lambda: self._press(self._new),
            "Ctrl+F": lambda: self._press(self._find),
            "F5": lambda: self._press(self._refresh),
            "Ctrl+Shift+C": lambda: self._press(self._copy_for_chat),
        }
        keys.bind(self, deeds)

    def _press(self, deed: Callable[[], None]) -> None:
        """What a key asks for: at once, or when all is furnished; of several then the last."""
        if self.furnished:
            deed()
        else:
            self._pressed = deed

    # What was told, beside what is in the scene.

    def _hear_list_status(self, status: ListStatus) -> None:
        self.list.show_status(status)
        self.navigation.items[LIST].show_count(texts.number(status.total))

    def _hear_refused(self, error: LivedeskError, deed: str) -> None:
        if deed == "create":
            self.studio.show_refusal(error)

    def _hear_renewed(self, old_until: float | None) -> None:
        if old_until is None or not self.scene.publishing:
            self.toast.say(self.tr("Renewed."))
            return
        at = time_texts.moment(old_until, self._clock())
        words = self.tr("Renewed. OBS goes on as it is; its key stays good until {time}.")
        self.toast.say(words.format(time=at))

    def _hear_black(self, black: Black) -> None:
        self._black = black
        self.studio.show_black(black.reason, black.since)
        self.look()

    def _offer_return(self) -> None:
        """Also in a new window: who removes the server in use is on another one then."""
        keeper = self.settings.keeper
        if keeper.removal is not None:
            words = self.tr("{name} is removed.").format(name=keeper.removal.profile.name)
            self.toast.say(words, keeper.put_back)

    # What the host does.

    def _again(self, record: Record) -> None:
        """A new broadcast with what a past one had."""
        self._new()
        self.covers.use_again(record)

    def _ask_name(self) -> None:
        self.show_page(SETTINGS)
        self.settings.go_to_name()

    def _new(self) -> None:
        self.show_page(STUDIO)
        if self.scene.record is not None and not self.scene.unfinished:
            self._keeper.take(None)
        if self.scene.record is None:
            self.studio.form.title.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _ask_why(self) -> None:
        if self.scene.record is not None:
            self.why.open(self.scene.record)

    def _act(self, act: Act) -> None:
        if act is Act.TAKE_OVER and self.scene.record is not None:
            self._keeper.set(taken=None)
            self._live.resume(self.scene.record)
        elif act is Act.OBS_WORDS:
            self.doctor.open_words()
        elif act is Act.START:
            self.obs.link.start_stream()
        elif act is Act.RENEW:
            self.deeds.ask_renewal(self.banner.button)
        else:
            self._live.retry_now()

    def hear_sleep(self, seconds: float) -> None:
        """The computer was suspended for so long, and is awake again."""
        self._keeper.hear_sleep(seconds)

    def _find(self) -> None:
        if self._place == HISTORY:
            self.history.focus_search()
            return
        self.show_page(LIST)
        self.list.focus_search()

    def _refresh(self) -> None:
        self.list.refresh()

    def _copy_for_chat(self) -> None:
        chat = self.studio.share.chat if self.scene.on_air else self.studio.play.chat
        if self.scene.unfinished and not chat.isHidden():
            chat.click()
            self.toast.say(self.tr("Copied for chat."))

    # What is shown.

    def show_page(self, place: int) -> None:
        """One of PAGES."""
        self._place = place
        self.navigation.show_page(place)
        self.strip.set_elsewhere(place == SETTINGS)
        self.strip.show_scene(self.scene, self._clock())
        if not self.furnished:
            self._pressed = None  # the later wish
            return
        page = self._pages[place]
        if self._stack.indexOf(page) < 0:
            self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        self._live.show_list(place == LIST)
        self._live.past.show(place == HISTORY)
        self.why.follow(self.scene, seen=place == STUDIO)
        self._settings.change(page=place)

    def take_over(self, other: MainWindow) -> None:
        """Show what `other` shows and hold what was typed into it; it is being replaced."""
        windows.copy_typed(other.studio.form, self.studio.form)
        self._keeper.adopt(other._keeper)
        self.obs.adopt(other.obs)
        self.covers.adopt(other.covers)
        self.doctor.adopt(other.doctor)
        self._live.tell_list_anew()
        if other._black is not None and not self.scene.frames:
            self._hear_black(other._black)
        self.look()

    def look(self) -> None:
        """Show the scene as of now; every second, and with all news."""
        scene, now = self.scene, self._clock()
        if self.furnished and scene.server is not None:
            self._gallery.show_base(scene.server.url)
        self.strip.show_scene(scene, now)
        self.banner.show_trouble(trouble_of(scene, now))
        self.studio.show_scene(scene, now)
        self.navigation.show_host(*self._who(scene))
        if not self.furnished:
            return
        self.why.follow(scene, seen=self._place == STUDIO)
        self.settings.show_scene(scene, now)
        self._obs_settings.show_scene(scene)
        self.list.tick()
        self.list.show_mine(scene.record.id if scene.record is not None else "")
        self.history.show_server(self._place_of(scene))
        if scene.server is not None:
            before = any(record.state == "ended" for record in scene.mine)
            self.history.show_past(has=before, under_way=scene.unfinished)
        self.history.show_may_use(scene.server is not None and not scene.unfinished)
        self.navigation.items[STUDIO].show_dot(scene.listed)

    def _who(self, scene: Scene) -> tuple[str, str]:
        """The host, and the server; "" while not known."""
        record, server = scene.record or scene.offered, scene.server
        profile = self._settings.using
        if profile is not None and not profile.here:
            return (record.host.name if record is not None else profile.host), profile.name
        if server is not None and server.bundled:
            return scene.host_name or self.tr("Me"), self._place_of(scene)
        place = self._place_of(scene)
        return (record.host.name, place) if record is not None else (place, "")

    def _place_of(self, scene: Scene) -> str:
        """The server as a host calls it; "" while not known."""
        server = scene.server
        if server is None:
            return ""
        return self.tr("this computer") if server.bundled else server.name

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.NARROW
        for part in (self.navigation, self.strip, self.banner, *self._pages):
            part.set_narrow(narrow)
        self.look()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._leaving or not self.scene.on_air:
            self._second.stop()
            self.rest()
            self.hide()
            event.accept()
            self.closed.emit()
            return
        from livedesk.desk.tray import Tray

        event.ignore()
        self.ask_to_close(tray=Tray.there())

    def ask_to_close(self, *, tray: bool) -> None:
        """On air: close, or go on, here or in the tray."""
        from livedesk.desk.close_question import CloseQuestion

        if self.findChild(CloseQuestion) is not None:  # it is being asked
            return
        question = CloseQuestion(self, self.scene.condition, tray=tray)
        question.ends.connect(self._end_and_leave)
        question.closes.connect(self.leave)
        question.hides.connect(self._hide)
        question.ask()

    def _hide(self) -> None:
        self.hide()
        self.hidden.emit()

    def _end_and_leave(self) -> None:
        self._live.end()
        self.leave()

    def quit(self) -> None:
        """Ctrl+Q, or *Quit* of the tray: out of the tray too; asks while on air."""
        if self.scene.on_air:
            self.ask_to_close(tray=False)
        else:
            self.leave()

    def rest(self) -> None:
        """No test picture and no thread of its own any more."""
        if self.furnished:
            self.doctor.rest()

    def leave(self) -> None:
        """Close without asking."""
        self._leaving = True
        self.close()
