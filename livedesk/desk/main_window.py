"""The window: navigation, strip, banner and pages round one scene, wired in one place."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from livedesk.client.console_settings import Remembered
from livedesk.desk import keys, texts
from livedesk.desk.banner import Banner
from livedesk.desk.close_question import CloseQuestion
from livedesk.desk.cover_desk import CoverDesk
from livedesk.desk.doctor_desk import DoctorDesk
from livedesk.desk.end_question import EndQuestion
from livedesk.desk.gallery import Gallery
from livedesk.desk.history_page import HistoryPage
from livedesk.desk.list_page import ListPage
from livedesk.desk.navigation import Navigation
from livedesk.desk.renew_question import RenewQuestion
from livedesk.desk.scene import Scene
from livedesk.desk.scene_keeper import SceneKeeper
from livedesk.desk.settings_page import SettingsPage
from livedesk.desk.strip import Strip
from livedesk.desk.studio_page import StudioPage
from livedesk.desk.trouble import Act, trouble_of
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.focus_ring import FocusRing
from livedesk.desk.widgets.toast import Toast
from livedesk.desk.workers.cover_shop import CoverFetcher, CoverShop
from livedesk.desk.workers.live import Live
from livedesk.desk.workers.preview_feed import Black, PreviewFeed
from livedesk.domain.errors import LivedeskError
from livedesk.domain.records import Record

PAGES = (
    ("waves", str(QT_TRANSLATE_NOOP("Pages", "Go live"))),
    ("list", str(QT_TRANSLATE_NOOP("Pages", "Live list"))),
    ("history", str(QT_TRANSLATE_NOOP("Pages", "History"))),
    ("sliders", str(QT_TRANSLATE_NOOP("Pages", "Settings"))),
)
STUDIO, LIST, HISTORY, SETTINGS = range(len(PAGES))


class MainWindow(QWidget):
    """Everything the host sees. `Live` tells what happened; the scene changes; pages follow.

    Args:
        shop: makes covers; fetcher: fetches those of the server; without them there are none.
        kept: what was chosen for the last broadcast.

    Attributes:
        covers: tells with `remembered` what is to be kept for the next time.
    """

    def __init__(
        self,
        live: Live,
        feed: PreviewFeed,
        clock: Callable[[], float],
        shop: CoverShop | None = None,
        fetcher: CoverFetcher | None = None,
        kept: Remembered | None = None,
    ) -> None:
        super().__init__()
        shop, fetcher, kept = shop or CoverShop(), fetcher or CoverFetcher(), kept or Remembered()
        self._live, self._feed, self._clock = live, feed, clock
        self._keeper = SceneKeeper(live, feed, clock, self)
        self._leaving = False
        self.setWindowTitle("LiveDesk")
        self.setMinimumSize(640, 480)
        self.resize(1180, 760)
        names = [(icon, QCoreApplication.translate("Pages", name)) for icon, name in PAGES]
        self.navigation = Navigation(names)
        self.strip, self.banner = Strip(), Banner()
        self._gallery = Gallery(fetcher.fetch, self)
        fetcher.fetched.connect(self._gallery.hear)
        self.studio, self.list = StudioPage(self._gallery), ListPage(clock)
        form = self.studio.form
        self.covers = CoverDesk(form, self._gallery, self._keeper, live, shop, kept)
        self.studio.cover_of = self.covers.cover_of
        self._stack = QStackedWidget()
        self.history, self.settings = HistoryPage(), SettingsPage()
        for page in (self.studio, self.list, self.history, self.settings):
            self._stack.addWidget(page)
        self.toast = Toast(self._stack)
        self.ring = FocusRing(self)
        self.doctor = DoctorDesk(self, self.studio, self._keeper, live, clock)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._build()
        self._connect()
        self.show_page(STUDIO)
        self.look()
        self._second.start()

    @property
    def scene(self) -> Scene:
        """What the window knows."""
        return self._keeper.scene

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
        live.list_read.connect(self._hear_list)
        live.refused.connect(self._hear_refused)
        self._feed.picture.connect(studio.show_picture)
        self._feed.black.connect(self._hear_black)
        keeper.renewed.connect(self._hear_renewed)
        keeper.cover_sent.connect(lambda: self.toast.say(self.tr("The cover is in the live list.")))
        self._gallery.arrived.connect(self.covers.show_arrived)
        self._gallery.arrived.connect(self.look)
        studio.again_asked.connect(self._again)
        studio.cover_given.connect(self.covers.change)
        studio.renew_asked.connect(self._ask_renewal)
        studio.create_asked.connect(self._create)
        studio.title_asked.connect(self._change_title)
        studio.rehearsal_asked.connect(self._change_rehearsal)
        studio.share_asked.connect(self._share)
        studio.end_asked.connect(self._ask_end)
        studio.resume_asked.connect(live.resume)
        studio.end_offered_asked.connect(self._ask_end_offered)
        studio.new_asked.connect(self._new)
        studio.declined.connect(lambda: keeper.set(declined=True))
        studio.retry_asked.connect(live.retry_now)
        studio.key_copied.connect(
            lambda: self.toast.say(self.tr("Copied. It leaves the clipboard in 60 s."))
        )
        self.doctor.said.connect(self.toast.say)
        self.doctor.new_asked.connect(self._new)
        self.doctor.renew_asked.connect(self._ask_renewal)
        self.doctor.share_asked.connect(self._share)
        self.strip.end_asked.connect(lambda: self._ask_end(self.strip.action))
        self.strip.on_air_asked.connect(lambda: self._change_rehearsal(False))
        self.banner.acted.connect(self._act)
        self.banner.put_away.connect(keeper.put_away)
        self.navigation.chosen.connect(self.show_page)
        self.list.search_asked.connect(live.search)
        self.list.refresh_asked.connect(live.refresh)
        self.list.go_live_asked.connect(lambda: self.show_page(STUDIO))
        self.list.copied.connect(lambda: self.toast.say(self.tr("Play address copied.")))
        self._second.timeout.connect(self.look)
        parts = (self.strip, self.navigation, self._stack)
        deeds: dict[str, Callable[[], None]] = {
            "Ctrl+N": self._new,
            "Ctrl+1": lambda: self.show_page(STUDIO),
            "Ctrl+2": lambda: self.show_page(LIST),
            "Ctrl+3": lambda: self.show_page(HISTORY),
            "Ctrl+4": lambda: self.show_page(SETTINGS),
            "Ctrl+,": lambda: self.show_page(SETTINGS),
            "Ctrl+F": self._find,
            "F5": self.list.refresh,
            "F6": lambda: keys.focus_next(parts, self.focusWidget()),
            "Ctrl+Shift+C": self._copy_for_chat,
        }
        keys.bind(self, deeds)

    # What was told, beside what is in the scene.

    def _hear_list(self, records: tuple[Record, ...]) -> None:
        self.list.show_list(records)
        if not self.list.searching:
            self.navigation.items[LIST].show_count(texts.number(len(records)))

    def _hear_refused(self, error: LivedeskError, deed: str) -> None:
        if deed == "create":
            self.studio.show_refusal(error)

    def _hear_renewed(self, old_until: float | None) -> None:
        if old_until is None or not self.scene.publishing:
            self.toast.say(self.tr("Renewed."))
            return
        at = texts.moment(old_until, self._clock())
        words = self.tr("Renewed. OBS goes on as it is; its key stays good until {time}.")
        self.toast.say(words.format(time=at))

    def _hear_black(self, black: Black) -> None:
        self.studio.show_black(black.reason, black.since)
        self.look()

    # What the host does.

    def _create(
        self,
        title: str,
        suffix: str | None,
        valid_for_s: int,
        rehearsal: bool,
        cover_url: str | None,
    ) -> None:
        self._keeper.begin("create")
        self._live.create(title, suffix, valid_for_s, rehearsal, cover_url)

    def _again(self, record: Record) -> None:
        self._new()
        self.covers.use_again(record)

    def _ask_renewal(self, under: QWidget) -> None:
        usual = self.studio.form.valid_for_s
        question = RenewQuestion(self, under, self.scene, self._clock(), usual)
        question.confirmed.connect(self._renew)
        question.ask()

    def _renew(self, valid_for_s: int) -> None:
        self._keeper.begin("renew")
        self._live.renew(valid_for_s)

    def _change_title(self, title: str) -> None:
        self._keeper.begin("change")
        self._live.change(title=title)

    def _change_rehearsal(self, rehearsal: bool) -> None:
        self._keeper.begin("change")
        self._live.change(rehearsal=rehearsal)

    def _share(self, address: str | None) -> None:
        self._keeper.begin("share")
        self._live.share(address)

    def _ask_end(self, under: QWidget) -> None:
        record = self.scene.record
        if record is not None:
            self._ask_end_of(record, under)

    def _ask_end_offered(self, record: Record) -> None:
        self._ask_end_of(record, self.studio.offer.end)

    def _ask_end_of(self, record: Record, under: QWidget) -> None:
        on_air = record.state in ("live", "interrupted", "offline")
        question = EndQuestion(self, under, record.viewers, on_air=on_air)
        question.confirmed.connect(self._end)
        question.ask()

    def _end(self) -> None:
        self._keeper.begin("end")
        self._live.end()

    def _new(self) -> None:
        self.show_page(STUDIO)
        if self.scene.record is not None and not self.scene.unfinished:
            self._keeper.take(None)
        if self.scene.record is None:
            self.studio.form.title.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _act(self, act: Act) -> None:
        if act is Act.TAKE_OVER and self.scene.record is not None:
            self._keeper.set(taken=None)
            self._live.resume(self.scene.record)
        elif act is Act.OBS_WORDS:
            self.doctor.open_words()
        elif act is Act.RENEW:
            self._ask_renewal(self.banner.button)
        else:
            self._live.retry_now()

    def hear_sleep(self, seconds: float) -> None:
        """The computer was suspended for so long, and is awake again."""
        self._keeper.hear_sleep(seconds)

    def _find(self) -> None:
        self.show_page(LIST)
        self.list.focus_search()

    def _copy_for_chat(self) -> None:
        chat = self.studio.share.chat if self.scene.on_air else self.studio.play.chat
        if self.scene.unfinished and not chat.isHidden():
            chat.click()
            self.toast.say(self.tr("Copied for chat."))

    # What is shown.

    def show_page(self, place: int) -> None:
        """One of PAGES."""
        self.navigation.show_page(place)
        self._stack.setCurrentIndex(place)
        self._live.show_list(place == LIST)

    def look(self) -> None:
        """Show the scene as of now; every second, and with all news."""
        scene, now = self.scene, self._clock()
        if scene.server is not None:
            self._gallery.show_base(scene.server.url)
        self.strip.show_scene(scene, now)
        self.banner.show_trouble(trouble_of(scene, now))
        self.studio.show_scene(scene, now)
        self.list.tick()
        self.list.show_mine(scene.record.id if scene.record is not None else "")
        self.navigation.show_host(*self._who(scene))
        self.navigation.items[STUDIO].show_dot(scene.listed)

    def _who(self, scene: Scene) -> tuple[str, str]:
        """The host, and the server; "" while not known."""
        record, server = scene.record or scene.offered, scene.server
        if server is not None and server.bundled:
            return self.tr("Me"), self.tr("this computer")
        place = server.name if server is not None else ""
        return (record.host.name, place) if record is not None else (place, "")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.NARROW
        frame = (self.navigation, self.strip, self.banner)
        for part in (*frame, self.studio, self.list, self.history, self.settings):
            part.set_narrow(narrow)
        self.look()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._leaving or not self.scene.on_air:
            self._second.stop()
            self.doctor.rest()
            self.hide()
            event.accept()
            return
        event.ignore()
        question = CloseQuestion(self)
        question.ends.connect(self._end_and_leave)
        question.closes.connect(self.leave)
        question.open()

    def _end_and_leave(self) -> None:
        self._live.end()
        self.leave()

    def leave(self) -> None:
        """Close without asking."""
        self._leaving = True
        self.close()
