"""The page *Settings*: servers, OBS, appearance, sharing, safety, notifications, about."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from livedesk.client.console_settings import Profile
from livedesk.client.server_address import ServerAddress
from livedesk.desk import texts
from livedesk.desk.about_section import AboutSection
from livedesk.desk.add_server_sheet import AddServerSheet
from livedesk.desk.look_section import LookSection
from livedesk.desk.navigation import NavItem
from livedesk.desk.obs_section import ObsSection
from livedesk.desk.safety_section import NotificationSection, SafetySection
from livedesk.desk.scene import Scene
from livedesk.desk.server_section import ServerSection
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.settings_parts import Section
from livedesk.desk.sharing_section import SharingSection
from livedesk.desk.tray import Tray
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.choice import Choice
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.scroll import Scroll
from livedesk.desk.widgets.text import Text
from livedesk.desk.workers.server_looks import ServerLook

LIST_WIDTH, WIDEST = 168, 716
NEEDS_FOR_LIST = 840
"""Width of the page in pixels below which the list would leave the sections too little."""


class SettingsPage(QWidget):
    """All sections in one column; the list at the left goes to them and follows the scrolling.

    Signals:
        choose_asked: str, the id of a profile to change over to; QWidget, under which to ask.
        watch_asked: tuple[Profile, ...], look at these servers; empty while the page is not seen.
        try_asked: ServerAddress, look whether it can be added; the answer is `show_tried`.
        share_asked: str address to listen on, or None to stop.
        name_asked: str, what the host of this computer is to be called.
        said: str, for the toast.
    """

    choose_asked = Signal(str, object)
    watch_asked = Signal(object)
    try_asked = Signal(object)
    share_asked = Signal(object)
    name_asked = Signal(str)
    said = Signal(str)

    def __init__(self, keeper: SettingsKeeper, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keeper = keeper
        self._sheet: AddServerSheet | None = None
        self._watched: tuple[Profile, ...] = ()
        self._scene = Scene()
        self.aside = _Aside()
        self._going = self._narrow = False

    def furnish(self) -> Iterator[None]:
        """Make all sections, one with each step, so that the window answers between two."""
        self.servers = ServerSection(self.tr("Servers"), self.keeper)
        yield
        self.obs = ObsSection(self.tr("OBS"), self.keeper)
        yield
        self.looks = LookSection(self.tr("Appearance and language"), self.keeper)
        self.sharing = SharingSection(self.tr("Sharing"))
        yield
        self.safety = SafetySection(self.tr("Safety"), self.keeper)
        self.notifications = NotificationSection(
            self.tr("Notifications"), self.keeper, Tray.there()
        )
        yield
        self.about = AboutSection(self.tr("About"))
        yield
        self.sections: tuple[tuple[str, str, Section], ...] = (
            ("server", self.tr("Servers"), self.servers),
            ("video", self.tr("OBS"), self.obs),
            ("sun", self.tr("Appearance"), self.looks),
            ("network", self.tr("Sharing"), self.sharing),
            ("shield", self.tr("Safety"), self.safety),
            ("bell", self.tr("Notifications"), self.notifications),
            ("info", self.tr("About"), self.about),
        )
        self.items = [NavItem(icon, name) for icon, name, _ in self.sections]
        values = {str(place): name for place, (_, name, _) in enumerate(self.sections)}
        self.choice = Choice(self.tr("Section"), values, "0")
        yield
        self._build()
        for _, _, section in self.sections:
            yield
            self._column.addWidget(section)
        self._column.addWidget(self._end)
        self._column.addStretch(1)
        yield
        self._connect()
        yield
        self.show_settings()
        yield
        self.set_narrow(False)
        yield

    def _build(self) -> None:
        """All but the sections, which are added one after the other."""
        self._list = QWidget()
        self._list.setFixedWidth(theme.grown(LIST_WIDTH))
        names = QVBoxLayout(self._list)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(2)
        self._group = QButtonGroup(self)
        for place, item in enumerate(self.items):
            names.addWidget(item)
            self._group.addButton(item, place)
        self.items[0].setChecked(True)
        names.addStretch(1)
        inside = QWidget()
        inside.setMaximumWidth(theme.grown(WIDEST))
        self._column = QVBoxLayout(inside)
        self._column.setSpacing(16)
        self._column.addWidget(self.aside)
        self._end = QWidget()
        self._scroll = Scroll(inside, self._column)
        self._scroll.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self._right = QVBoxLayout()
        self._right.setSpacing(12)
        self._top = QHBoxLayout()
        self._top.setContentsMargins(0, 0, 0, 0)
        self._top.addWidget(self.choice)
        self._right.addLayout(self._top)
        self._right.addWidget(self._scroll, 1)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(32)
        self._row.addWidget(self._list)
        self._row.addLayout(self._right, 1)

    def _connect(self) -> None:
        self.keeper.changed.connect(self.show_settings)
        self.servers.choose_asked.connect(self.choose_asked)
        self.servers.add_asked.connect(self.open_add)
        self.sharing.share_asked.connect(self.share_asked)
        self.sharing.name_asked.connect(self.name_asked)
        self.safety.cleared.connect(lambda: self.said.emit(self.tr("The clipboard is empty.")))
        self._group.idClicked.connect(self.go_to)
        self.choice.activated.connect(self.go_to)
        self._scroll.verticalScrollBar().valueChanged.connect(self._follow)

    def go_to(self, place: int) -> None:
        """Scroll to a section."""
        self._going = True
        top = self.sections[place][2].y() - self._column.contentsMargins().top()
        self._scroll.verticalScrollBar().setValue(top)
        self._going = False
        self._mark(place)

    def go_to_language(self) -> None:
        """It was just changed: the focus is where it was."""
        self.go_to(2)
        self.looks.language.setFocus()

    def go_to_name(self) -> None:
        """To the name that viewers read."""
        self.go_to(3)
        self.sharing.who.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.sharing.who.field.edit.selectAll()

    def _follow(self) -> None:
        """The list says which section is seen."""
        if self._going:
            return
        bar = self._scroll.verticalScrollBar()
        line = bar.value() + 60
        seen = [n for n, (_, _, section) in enumerate(self.sections) if section.y() <= line]
        last = len(self.sections) - 1
        self._mark(last if bar.value() == bar.maximum() > 0 else (seen or [0])[-1])

    def _mark(self, place: int) -> None:
        self.items[place].setChecked(True)
        self.choice.take(str(place))

    def set_narrow(self, narrow: bool) -> None:
        """One column, with a combo box on top."""
        edge = theme.EDGE_NARROW if narrow else theme.EDGE
        self._row.setContentsMargins(edge, theme.GAP, 0, 0)
        top = self._top.contentsMargins()
        top.setRight(edge)
        self._top.setContentsMargins(top)
        self._scroll.set_edges(0, 0, edge, edge)
        self._narrow = narrow
        self._choose_way()
        for section in (self.obs, self.looks, self.about):
            section.set_narrow(narrow)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._choose_way()

    def _choose_way(self) -> None:
        """A list beside the sections, or the combo box where that would cut them."""
        combo = self._narrow or self.width() < theme.grown(NEEDS_FOR_LIST)
        self._list.setVisible(not combo)
        self.choice.setVisible(combo)

    def show_settings(self) -> None:
        """All sections as the settings are now."""
        for section in (
            self.servers, self.obs, self.looks, self.safety, self.notifications,
        ):  # fmt: skip
            section.show_settings()
        self.aside.say(self._aside())
        self._watch()

    def show_scene(self, scene: Scene, now: float) -> None:
        """What depends on the server in use; also while it is not seen, and costs less."""
        shown, self._scene = self._scene, scene
        if scene != shown:
            self.sharing.show_scene(scene)
        if scene.policy != shown.policy:
            self.about.show_policy(scene.policy)

    def show_look(self, look: ServerLook) -> None:
        """What was found out about a server."""
        self.servers.show_look(look)

    def show_tried(self, address: ServerAddress, look: ServerLook) -> None:
        """What came of a server that is about to be added."""
        if self._sheet is not None:
            self._sheet.show_tried(address, look)

    def open_add(self, known: Profile | None = None) -> None:
        """The sheet that adds a server, or gives one another token."""
        sheet = AddServerSheet(self.window(), known)
        sheet.try_asked.connect(self.try_asked)
        sheet.added.connect(self._add)
        sheet.destroyed.connect(lambda: self._forget_sheet(sheet))
        self._sheet = sheet
        sheet.open(sheet.fields.place.edit)

    def _forget_sheet(self, sheet: AddServerSheet) -> None:
        if self._sheet is sheet:
            self._sheet = None

    def _add(self, profile: Profile, token: str) -> None:
        known = self.keeper.now.profile(profile.id) is not None
        self.keeper.add(profile, token)
        words = self.tr("The new token is kept.") if known else self.tr("“{name}” is added.")
        self.said.emit(words.format(name=profile.name))
        if not known:
            self.choose_asked.emit(profile.id, self.servers.add)

    def _aside(self) -> str:
        """What is wrong with the settings file, or could not be kept."""
        what, why = self.keeper.trouble
        if what == "settings":
            words = self.tr("The settings cannot be written: {why}. They hold until you quit.")
            return words.format(why=why)
        if what == "secret":
            return self.tr(
                "The token cannot be kept: {why}. It holds until you quit; look whether the disk "
                "is full."
            ).format(why=why)
        if what == "file":
            return self.tr("The file cannot be written: {why}. Choose another folder.").format(
                why=why
            )
        aside = self.keeper.aside
        if aside is None:
            return ""
        if aside.what:
            words = self.tr("Some settings could not be used: {what}.").format(
                what=", ".join(aside.what)
            )
        else:
            words = self.tr("The settings file was damaged; LiveDesk began with new settings.")
        if aside.kept_at is not None:
            kept = self.tr("The file as it was is kept as {file}.")
            kept = kept.format(file=aside.kept_at.name)
            words = texts.one_after_another(words, kept)
        return words

    def _watch(self) -> None:
        wanted = self.keeper.now.profiles if self.isVisible() else ()
        if wanted != self._watched:
            self._watched = wanted
            self.watch_asked.emit(wanted)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.keeper.look_at_keychain()
        QTimer.singleShot(0, self, self._watch)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._watch()


class _Aside(QFrame):
    """A warning over the sections; gone when there is nothing to say."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = Text(ink="warn_ink", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 14, 10)
        row.setSpacing(10)
        row.addWidget(Glyph("warning", "warn_ink"), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.hide()

    @property
    def words(self) -> str:
        return self._words.text()

    def say(self, words: str) -> None:
        self._words.set_text(words)
        self.setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(Qt.PenStyle.NoPen))
        painter.setBrush(theme.ink(self, "warn_tint"))
        painter.drawRoundedRect(self.rect(), 8, 8)
