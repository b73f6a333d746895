"""Settings, *Servers*: which there are, how they are, and which one is in use."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from livedesk.client.console_settings import Profile
from livedesk.desk import error_texts, texts, time_texts
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.settings_parts import INSIDE, Section
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Rule
from livedesk.desk.widgets.confirm import Confirm
from livedesk.desk.widgets.dot import Dot
from livedesk.desk.widgets.field import Field
from livedesk.desk.widgets.menu import airy, open_under
from livedesk.desk.widgets.popover import Popover
from livedesk.desk.widgets.radio import Radio, Tile
from livedesk.desk.widgets.text import Text
from livedesk.desk.workers.server_looks import ServerLook


class ServerRow(QWidget):
    """One server.

    Signals:
        chosen: it was clicked.
        rename_asked, token_asked, remove_asked: from its menu.
    """

    chosen = Signal()
    rename_asked = Signal()
    token_asked = Signal()
    remove_asked = Signal()

    def __init__(self, profile: Profile, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.profile = profile
        name = self.tr("This computer") if profile.here else profile.name
        self.radio = Radio(self.tr("Use {name}").format(name=name))
        self._dot = Dot("text_3")
        self._state = Text(ink="text_2", px=12)
        self._name = Text(name, weight=600, elide=True)
        self._line = Text(ink="text_2", px=12, elide=True)
        self._trouble = Text(ink="warn_ink", px=12, wrap=True)
        self._trouble.hide()
        self.more = Button(kind=Kind.GHOST, icon="more", height=28)
        self.more.setAccessibleName(self.tr("More: {name}").format(name=name))
        self.more.setToolTip(self.tr("Rename, new connect string, remove"))
        words = QVBoxLayout()
        words.setSpacing(2)
        for text in (self._name, self._line, self._trouble):
            words.addWidget(text)
        row = QHBoxLayout(self)
        row.setContentsMargins(INSIDE, 8, 12, 8)
        row.setSpacing(12)
        row.addWidget(self.radio)
        row.addWidget(Tile("monitor" if profile.here else "server"))
        row.addLayout(words, 1)
        row.addWidget(self._dot)
        row.addWidget(self._state)
        row.addWidget(self.more)
        keep = self.more.sizePolicy()
        keep.setRetainSizeWhenHidden(True)
        self.more.setSizePolicy(keep)
        self.more.setVisible(not profile.here)
        self.radio.clicked.connect(self.chosen)
        self.more.clicked.connect(self._open_menu)
        self.show_look(None)

    def show_look(self, look: ServerLook | None) -> None:
        """As it was found; None while nobody has looked."""
        profile = self.profile
        host = look.host if look is not None and look.host else profile.host
        if profile.here:
            line = self.tr("Starts with LiveDesk when you choose it")
        elif host:
            line = self.tr("{url}, as {host}").format(url=profile.url, host=host)
        else:
            line = profile.url
        self._line.set_text(line)
        error = look.error if look is not None else None
        if look is None:
            ink, state = "text_3", self.tr("looking…")
        elif error is not None:
            ink = "warn"
            refused = error.code in ("wrong_token", "banned", "forbidden")
            state = self.tr("no access") if refused else self.tr("no answer")
        elif look.round_trip_s is None:
            ink, state = "text_3", self.tr("not running")
        elif profile.here:
            ink, state = "good", self.tr("running")
        else:
            ink, state = "good", time_texts.round_trip(look.round_trip_s)
        self._dot.show_ink(ink)
        self._state.set_text(state)
        words = error_texts.error_sentence(error) if error is not None else ""
        self._trouble.set_text(words)
        self._trouble.setVisible(bool(words))

    def menu(self) -> QMenu:
        """Its menu, made new each time."""
        menu = airy(QMenu(self))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self.tr("Rename…")).triggered.connect(self.rename_asked)
        menu.addAction(self.tr("New connect string…")).triggered.connect(self.token_asked)
        menu.addSeparator()
        menu.addAction(self.tr("Remove…")).triggered.connect(self.remove_asked)
        return menu

    def _open_menu(self) -> None:
        open_under(self.menu(), self.more)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self.rect().contains(event.position().toPoint()) and not self.radio.isChecked():
            self.chosen.emit()


class ServerSection(Section):
    """Signals:
    choose_asked: str, the id of a profile; QWidget, under which to ask.
    add_asked: a new server; or Profile, another token for it.
    """

    choose_asked = Signal(str, object)
    add_asked = Signal(object)

    def __init__(self, name: str, keeper: SettingsKeeper, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._keeper = keeper
        self._looks: dict[str, ServerLook] = {}
        self.rows: list[ServerRow] = []
        self._group = QButtonGroup(self)
        self.add = Button(self.tr("Add server"), icon="plus", height=32)
        self.add.clicked.connect(lambda: self.add_asked.emit(None))
        self.head.addWidget(self.add)
        self._given = Text(ink="text_2", px=12, wrap=True)
        self._given.setContentsMargins(INSIDE, 12, INSIDE, 12)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.card.column.addLayout(self._list)
        self.card.column.addWidget(self._given)
        self.show_settings()

    def show_settings(self) -> None:
        """The list as it is now; rows stay where nothing has changed."""
        profiles = self._keeper.now.profiles
        if tuple(row.profile for row in self.rows) != profiles:
            self._fill(profiles)
        using = self._keeper.using
        self._group.setExclusive(False)
        for row in self.rows:
            row.radio.setChecked(using is not None and row.profile.id == using.id)
        self._group.setExclusive(True)
        given = self._keeper.given
        self._given.setVisible(given is not None)
        if given is not None:
            words = self.tr("For this run LiveDesk uses {url}, as it was started with.")
            self._given.set_text(words.format(url=given.url))

    def show_look(self, look: ServerLook) -> None:
        """What was found out about one of them."""
        self._looks[look.id] = look
        for row in self.rows:
            if row.profile.id == look.id:
                row.show_look(look)

    def _fill(self, profiles: tuple[Profile, ...]) -> None:
        had_focus = any(row.isAncestorOf(self.focusWidget() or self) for row in self.rows)
        while (item := self._list.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for profile in profiles:
            if self.rows:
                self._list.addWidget(Rule())
            row = ServerRow(profile)
            self._group.addButton(row.radio)
            self._connect(row)
            row.show_look(self._looks.get(profile.id))
            self._list.addWidget(row)
            self.rows.append(row)
        if had_focus:
            self.add.setFocus()

    def _connect(self, row: ServerRow) -> None:
        row.chosen.connect(lambda: self._choose(row))
        row.rename_asked.connect(lambda: self._rename(row))
        row.token_asked.connect(lambda: self.add_asked.emit(row.profile))
        row.remove_asked.connect(lambda: self._remove(row))

    def _choose(self, row: ServerRow) -> None:
        self.show_settings()  # the answer moves the mark, not the click
        self.choose_asked.emit(row.profile.id, row.radio)

    def _rename(self, row: ServerRow) -> None:
        question = RenameQuestion(self.window(), row.more, row.profile.name)
        question.named.connect(lambda name: self._keeper.rename(row.profile.id, name))
        question.ask()

    def _remove(self, row: ServerRow) -> None:
        using = self._keeper.using
        in_use = using is not None and using.id == row.profile.id
        question = RemoveQuestion(self.window(), row.more, row.profile.name, in_use=in_use)
        question.confirmed.connect(lambda: self._keeper.remove(row.profile.id))
        question.ask()


class RenameQuestion(Popover):
    """Signals: named: str."""

    named = Signal(str)

    def __init__(self, window: QWidget, under: QWidget, name: str) -> None:
        super().__init__(window, under)
        self.field = Field(self.tr("Name"))
        self.field.edit.setText(name)
        self.field.edit.setMaxLength(100)
        self.field.edit.selectAll()
        self.save = Button(self.tr("Rename"), height=32)
        cancel = Button(self.tr("Cancel"), Kind.GHOST, height=32)
        cancel.clicked.connect(self.dismiss)
        self.save.clicked.connect(self._save)
        self.field.edit.returnPressed.connect(self._save)
        self.field.edit.textChanged.connect(lambda text: self.save.setEnabled(bool(text.strip())))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(self.save)
        self.card.setMinimumWidth(320)
        self.card.column.addWidget(Text(self.tr("Name"), "text_2", weight=500))
        self.card.column.addWidget(self.field)
        self.card.column.addLayout(row)
        self.setAccessibleName(self.tr("Rename"))

    def ask(self) -> None:
        self.open(self.field.edit)

    def _save(self) -> None:
        if self.field.edit.text().strip():
            self.named.emit(self.field.edit.text())
            self.dismiss()


class RemoveQuestion(Confirm):
    """*Remove* is confirmed."""

    def __init__(self, window: QWidget, under: QWidget, name: str, *, in_use: bool) -> None:
        headline = self.tr("Remove “{name}” from this computer?").format(name=name)
        then = self.tr(
            "Its token is forgotten here: to come back later you need a connect string. The server "
            "and your broadcasts on it stay."
        )
        if in_use:
            here = self.tr("It is in use: LiveDesk changes over to this computer.")
            then = texts.one_after_another(then, here)
        self.remove = Button(self.tr("Remove"), Kind.DANGER, "trash", 32)
        super().__init__(window, under, headline, then, self.tr("Keep it"), self.remove)
