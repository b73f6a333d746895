"""The window: navigation, strip, banner and pages round one scene, wired to `Live` in one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, Qt, QTimer
from PySide6.QtGui import QCloseEvent, QImage, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMessageBox, QStackedWidget, QVBoxLayout, QWidget

from livedesk.desk import texts, theme
from livedesk.desk.banner import Banner
from livedesk.desk.beats import Away, Beat
from livedesk.desk.connection import ServerInfo
from livedesk.desk.end_question import EndQuestion
from livedesk.desk.focus_ring import FocusRing
from livedesk.desk.list_page import ListPage
from livedesk.desk.live import Live
from livedesk.desk.navigation import Navigation
from livedesk.desk.preview_feed import Black, PreviewFeed
from livedesk.desk.scene import Refusal, Scene
from livedesk.desk.strip import Strip
from livedesk.desk.studio_page import StudioPage
from livedesk.desk.toast import Toast
from livedesk.desk.trouble import Act, trouble_of
from livedesk.domain.errors import LivedeskError
from livedesk.domain.records import PolicyRecord, Record, ShareRecord, to_epoch

PAGES = (
    ("waves", str(QT_TRANSLATE_NOOP("Pages", "Go live"))),
    ("list", str(QT_TRANSLATE_NOOP("Pages", "Live list"))),
)
STUDIO, LIST = range(len(PAGES))
CLOCKS_DIFFER_S = 2.0  # less is the way through the network


class MainWindow(QWidget):
    """Everything the host sees. `Live` tells what happened; the scene changes; pages follow."""

    def __init__(self, live: Live, feed: PreviewFeed, clock: Callable[[], float]) -> None:
        super().__init__()
        self._live, self._feed, self._clock = live, feed, clock
        self._scene = Scene()
        self._played: dict[str, str] = {}
        self._leaving = False
        self.setWindowTitle("LiveDesk")
        self.setMinimumSize(640, 480)
        self.resize(1180, 760)
        names = [(icon, QCoreApplication.translate("Pages", name)) for icon, name in PAGES]
        self.navigation = Navigation(names)
        self.strip, self.banner = Strip(), Banner()
        self.studio, self.list = StudioPage(), ListPage(clock)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.studio)
        self._stack.addWidget(self.list)
        self.toast = Toast(self._stack)
        self._ring = FocusRing(self)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._build()
        self._connect()
        self.show_page(STUDIO)
        self._show()
        self._second.start()

    @property
    def scene(self) -> Scene:
        """What the window knows."""
        return self._scene

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
        live, feed, studio = self._live, self._feed, self.studio
        live.connecting.connect(self._hear_connecting)
        live.connected.connect(self._hear_connected)
        live.server_lost.connect(self._hear_lost)
        live.record_changed.connect(self._hear_record)
        live.beaten.connect(self._hear_beat)
        live.away.connect(self._hear_away)
        live.back.connect(self._hear_back)
        live.list_read.connect(self._hear_list)
        live.refused.connect(self._hear_refused)
        live.resume_offered.connect(self._hear_offer)
        live.share_changed.connect(self._hear_share)
        feed.picture.connect(self._hear_picture)
        feed.black.connect(self._hear_black)
        studio.create_asked.connect(self._create)
        studio.title_asked.connect(self._change_title)
        studio.rehearsal_asked.connect(self._change_rehearsal)
        studio.share_asked.connect(self._share)
        studio.end_asked.connect(self._ask_end)
        studio.resume_asked.connect(live.resume)
        studio.end_offered_asked.connect(self._end)
        studio.new_asked.connect(self._new)
        studio.declined.connect(lambda: self._set(declined=True))
        studio.retry_asked.connect(live.retry_now)
        studio.key_copied.connect(self._say_copied)
        self.strip.end_asked.connect(lambda: self._ask_end(self.strip.action))
        self.strip.on_air_asked.connect(lambda: self._change_rehearsal(False))
        self.banner.acted.connect(self._act)
        self.navigation.chosen.connect(self.show_page)
        self.list.search_asked.connect(live.search)
        self.list.refresh_asked.connect(live.refresh)
        self.list.go_live_asked.connect(lambda: self.show_page(STUDIO))
        self.list.copied.connect(lambda: self.toast.say(self.tr("Play address copied.")))
        self._second.timeout.connect(self._show)
        keys = {
            "Ctrl+N": self._new,
            "Ctrl+1": lambda: self.show_page(STUDIO),
            "Ctrl+2": lambda: self.show_page(LIST),
            "Ctrl+F": self._find,
            "F5": self._refresh,
            "F6": self._next_part,
            "Ctrl+Shift+C": self._copy_for_chat,
        }
        for key, deed in keys.items():
            QShortcut(QKeySequence(key), self, deed)

    # What was told.

    def _set(self, **changes: object) -> None:
        self._scene = replace(self._scene, **changes)  # type: ignore[arg-type]  # fields of Scene
        self._show()

    def _hear_connecting(self, address: str) -> None:
        if self._scene.server is None:
            self._set(starting=address, lost=None)

    def _hear_connected(self, policy: PolicyRecord, info: ServerInfo) -> None:
        ahead = to_epoch(policy.server_time) - self._clock()
        was_lost = self._scene.server is not None and self._scene.lost is not None
        self._set(
            policy=policy,
            server=info,
            lost=None,
            ahead_s=ahead if abs(ahead) > CLOCKS_DIFFER_S else 0.0,
        )
        if was_lost and self._scene.away is None:
            self._say_back()

    def _hear_lost(self, error: LivedeskError) -> None:
        self._set(lost=error)

    def _hear_record(self, record: Record | None) -> None:
        self._scene = self._scene.with_record(record)
        self._set(busy="", refusal=None)
        self._play()
        if record is not None and record.state == "ready":
            self.studio.form.clear()

    def _hear_beat(self, beat: Beat) -> None:
        self._scene = self._scene.with_beat(beat)
        self._show()

    def _hear_away(self, away: Away) -> None:
        self._set(away=away)

    def _hear_back(self) -> None:
        self._set(away=None)
        self._say_back()

    def _hear_list(self, records: tuple[Record, ...]) -> None:
        self.list.show_list(records)
        if not self.list.searching:
            self.navigation.items[LIST].show_count(texts.number(len(records)))

    def _hear_refused(self, error: LivedeskError, deed: str) -> None:
        self._set(busy="", refusal=Refusal(error, deed, self._clock()))
        if error.code in ("unfinished", "relay_busy"):
            self._set(declined=False)  # back to what is in the way
        if deed == "create":
            self.studio.show_refusal(error)

    def _hear_offer(self, record: Record) -> None:
        self._set(offered=record, declined=False)

    def _hear_share(self, share: ShareRecord) -> None:
        self._set(share=share, busy="")
        self._live.refresh()  # the addresses in the records have changed

    def _hear_picture(self, picture: QImage) -> None:
        if not self._scene.picture:
            self._set(picture=True)
        self.studio.show_picture(picture)

    def _hear_black(self, black: Black) -> None:
        self.studio.show_black(black.reason, black.since)
        self._set(picture=False)
        self._play()

    # What the host does.

    def _create(self, title: str, suffix: str | None, valid_for_s: int, rehearsal: bool) -> None:
        self._set(busy="create", refusal=None)
        self._live.create(title, suffix, valid_for_s, rehearsal)

    def _change_title(self, title: str) -> None:
        self._set(busy="change", refusal=None)
        self._live.change(title=title)

    def _change_rehearsal(self, rehearsal: bool) -> None:
        self._set(busy="change", refusal=None)
        self._live.change(rehearsal=rehearsal)

    def _share(self, address: str | None) -> None:
        self._set(busy="share", refusal=None)
        self._live.share(address)

    def _ask_end(self, under: QWidget) -> None:
        record = self._scene.record
        if record is None:
            return
        question = EndQuestion(self, under, record.viewers, on_air=self._scene.on_air)
        question.confirmed.connect(self._end)
        question.ask()

    def _end(self) -> None:
        self._set(busy="end", refusal=None)
        self._live.end()

    def _new(self) -> None:
        self.show_page(STUDIO)
        record = self._scene.record
        if record is not None and record.state == "ended":
            self._hear_record(None)
        if self._scene.record is None:
            self.studio.form.title.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _act(self, act: Act) -> None:
        if act is Act.TAKE_OVER and self._scene.record is not None:
            self._set(refusal=None)
            self._live.resume(self._scene.record)
        else:
            self._live.retry_now()

    def _find(self) -> None:
        self.show_page(LIST)
        self.list.focus_search()

    def _refresh(self) -> None:
        self.list.refresh()

    def _copy_for_chat(self) -> None:
        chat = self.studio.share.chat if self._scene.on_air else self.studio.play.chat
        if chat.isVisibleTo(self.studio):
            chat.click()
            self.toast.say(self.tr("Copied for chat."))

    def _next_part(self) -> None:
        """F6: strip, navigation, page, and round again."""
        parts: list[QWidget] = [self.strip, self.navigation, self._stack]
        focus = self.focusWidget()
        here = next((n for n, part in enumerate(parts) if focus and part.isAncestorOf(focus)), 2)
        for part in [*parts[here + 1 :], *parts[: here + 1]]:
            for child in part.findChildren(QWidget):
                tabbed = child.focusPolicy() & Qt.FocusPolicy.TabFocus
                if tabbed and child.isVisible() and child.isEnabled():
                    child.setFocus(Qt.FocusReason.TabFocusReason)
                    return

    # What is shown.

    def show_page(self, place: int) -> None:
        """One of PAGES."""
        self.navigation.show_page(place)
        self._stack.setCurrentIndex(place)
        self._live.show_list(place == LIST)

    def _show(self) -> None:
        scene, now = self._scene, self._clock()
        self.strip.show_scene(scene, now)
        self.banner.show_trouble(trouble_of(scene, now))
        self.studio.show_scene(scene, now)
        self.list.tick()
        self.list.show_mine(scene.record.id if scene.record is not None else "")
        record = scene.record or scene.offered
        host = record.host.name if record is not None else ""
        server = scene.server
        place = server.name if server is not None else ""
        if server is not None and server.bundled:
            place = self.tr("this computer")
            host = self.tr("Me")
        self.navigation.show_host(host or place, place if host else "")
        self.navigation.items[STUDIO].show_dot(scene.on_air)

    def _play(self) -> None:
        """Preview what the own broadcast plays, and nothing else."""
        record = self._scene.record
        wanted = dict(record.play) if record is not None and record.state != "ended" else {}
        # Sharing changes the addresses of a picture that flows: no reason to stop and look anew.
        flows = bool(wanted) and self._scene.picture
        if wanted != self._played and not flows:
            self._played = wanted
            self._feed.play(wanted)

    def _say_back(self) -> None:
        self.toast.say(self.tr("The server is back. Nothing was lost."))

    def _say_copied(self) -> None:
        self.toast.say(self.tr("Copied. It leaves the clipboard in 60 s."))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.NARROW
        for part in (self.navigation, self.strip, self.banner, self.studio, self.list):
            part.set_narrow(narrow)
        self._show()

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._leaving or not self._scene.on_air:
            self._second.stop()
            self.hide()
            event.accept()
            return
        event.ignore()
        self._ask_close()

    def _ask_close(self) -> None:
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("LiveDesk")
        box.setText(self.tr("You are on air."))
        box.setInformativeText(
            self.tr(
                "Without this window the live list drops you after a few minutes. "
                "You can open LiveDesk again before that and go on."
            )
        )
        keep = box.addButton(self.tr("Keep going"), QMessageBox.ButtonRole.RejectRole)
        end = box.addButton(self.tr("End and close"), QMessageBox.ButtonRole.DestructiveRole)
        close = box.addButton(self.tr("Close only"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        end.clicked.connect(self._end_and_leave)
        close.clicked.connect(self._leave)
        box.open()

    def _end_and_leave(self) -> None:
        self._live.end()
        self._leave()

    def _leave(self) -> None:
        self._leaving = True
        self.close()
