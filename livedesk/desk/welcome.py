"""The first run: broadcast from this computer, or connect to a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt, Signal, SignalInstance
from PySide6.QtGui import (
    QCloseEvent,
    QColor,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from livedesk.client.console_settings import Profile, new_profile
from livedesk.client.server_address import ServerAddress
from livedesk.desk import error_texts, keys
from livedesk.desk.add_server_sheet import ServerFields
from livedesk.desk.language import LANGUAGES
from livedesk.desk.widgets import icons, theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.choice import Choice
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.fade import Fade
from livedesk.desk.widgets.radio import Radio, Tile
from livedesk.desk.widgets.scroll import Scroll
from livedesk.desk.widgets.text import Text

if TYPE_CHECKING:  # the window is painted before what looks at servers is loaded
    from livedesk.desk.workers.server_looks import ServerLook

CARD_WIDTH = 368


class ChoiceCard(Card):
    """A card that is one of two choices; a click anywhere on it takes it."""

    def __init__(self, icon: str, name: str, what: str, parent: QWidget | None = None) -> None:
        super().__init__(inside=24, parent=parent)
        self.radio = Radio(name)
        self._tiles = Tile(icon, size=48)
        top = QHBoxLayout()
        top.addWidget(self._tiles)
        top.addStretch(1)
        top.addWidget(self.radio, 0, Qt.AlignmentFlag.AlignTop)
        self.column.setSpacing(4)
        self.column.addLayout(top)
        self.column.addSpacing(12)
        self.column.addWidget(Text(name, px=17, weight=600))
        self.column.addWidget(Text(what, "text_2", wrap=True))
        self.column.addSpacing(14)
        self.radio.toggled.connect(self._show)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)
        self.setMaximumWidth(theme.grown(CARD_WIDTH))

    def _show(self, taken: bool) -> None:
        self._tiles.show_inks(
            "accent_ink" if taken else "text_2", "accent_tint" if taken else "hover"
        )
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.radio.click()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.radio.isChecked():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.ink(self, "accent"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(box, theme.RADIUS_CARD, theme.RADIUS_CARD)


class Welcome(QWidget):
    """Signals:
    here_chosen: start on this computer.
    server_chosen: Profile, token: connect to it.
    try_asked: ServerAddress; the answer comes by `show_tried`.
    language_asked: str, one of LANGUAGES.
    closed: the window was closed without a choice.
    """

    here_chosen = Signal()
    server_chosen = Signal(object, str)
    try_asked = Signal(object)
    language_asked = Signal(str)
    closed = Signal()

    def __init__(
        self, language: str, aside: str = "", *, heard: bool = True, parent: QWidget | None = None
    ) -> None:
        """
        Args:
            aside: see `say_aside`.
            heard: somebody listens already; else what is chosen is told after `hear`.
        """
        super().__init__(parent)
        self._heard = heard
        self._unsaid: tuple[SignalInstance, tuple[object, ...]] | None = None
        self.setWindowTitle("LiveDesk")
        self.setMinimumSize(640, 480)
        self.resize(1180, 760)
        self._tried: ServerAddress | None = None
        self._anyway = False
        self.here = ChoiceCard(
            "monitor",
            self.tr("This computer"),
            self.tr("Nothing to install and no account. LiveDesk runs its own small server here."),
        )
        self.server = ChoiceCard(
            "server",
            self.tr("A server"),
            self.tr("For real audiences. Your admin gives you one line of text to paste."),
        )
        self.fields = ServerFields()
        self.language = Choice(self.tr("Language"), LANGUAGES, language, "globe")
        self.button = Button("", Kind.PRIMARY, height=40)
        self._under = Text(ink="text_2", px=12, wrap=True)
        self._under.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._aside = Text(ink="warn_ink", wrap=True)
        self._aside.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.say_aside(aside)
        self._build()
        self._connect()
        keys.bind(self, {"Ctrl+Q": self.close})
        self.here.radio.setChecked(True)
        self._show()
        self.button.setFocus()

    def _build(self) -> None:
        for words in (
            self.tr("Phones on the same Wi-Fi can watch if you share"),
            self.tr("One broadcast at a time, OBS on this computer"),
            self.tr("Good for trying out and rehearsing"),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Glyph("check", "good_ink"), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Text(words, "text_2", wrap=True), 1)
            self.here.column.addLayout(row)
            self.here.column.addSpacing(4)
        self.here.column.addStretch(1)
        self.server.column.addWidget(self.fields)
        self.server.column.addStretch(1)
        group = QButtonGroup(self)
        group.addButton(self.here.radio)
        group.addButton(self.server.radio)
        self._cards = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._cards.setSpacing(20)
        self._cards.addStretch(1)
        self._cards.addWidget(self.here, 100)
        self._cards.addWidget(self.server, 100)
        self._cards.addStretch(1)
        headline = Text(self.tr("Where will you broadcast from?"), px=26, weight=600, wrap=True)
        later = Text(
            self.tr("You can change this, or add more servers, at any time in Settings."),
            "text_2",
            14,
            wrap=True,
        )
        for text in (headline, later):
            text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 8, 24, 24)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(_Mark(), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(8)
        column.addWidget(headline)
        column.addWidget(later)
        column.addWidget(self._aside)
        column.addSpacing(20)
        column.addLayout(self._cards)
        column.addSpacing(20)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(12)
        foot.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        foot.addWidget(self._under)
        column.addWidget(self._foot)
        column.addStretch(2)
        self._column = column
        self.area = Scroll(inside, column)
        self.fade = Fade(self.area)
        top = QHBoxLayout()
        top.setContentsMargins(24, 16, 24, 0)
        top.addStretch(1)
        top.addWidget(self.language)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(self.area, 1)
        self._whole = whole

    def _connect(self) -> None:
        self.here.radio.toggled.connect(self._show)
        self.fields.typed.connect(self._typed)
        self.fields.entered.connect(self._go)
        self.button.clicked.connect(self._go)
        self.language.activated.connect(
            lambda: self._tell(self.language_asked, self.language.currentData())
        )

    def say_aside(self, words: str) -> None:
        """What became of the settings that were there before, or ""."""
        self._aside.set_text(words)
        self._aside.setVisible(bool(words))

    def hear(self) -> None:
        """Somebody listens from now on: what was chosen last is told."""
        from livedesk.desk.widgets.focus_ring import FocusRing  # the first picture has none

        self._heard = True
        self.ring = FocusRing(self)
        unsaid, self._unsaid = self._unsaid, None
        if unsaid is not None:
            signal, values = unsaid
            signal.emit(*values)

    def _tell(self, signal: SignalInstance, *values: object) -> None:
        if self._heard:
            signal.emit(*values)
        else:
            self._unsaid = (signal, values)

    @property
    def typed(self) -> tuple[str, str]:
        """What stands in the two fields, to be shown again in another language."""
        return self.fields.place.edit.text(), self.fields.token.edit.text()

    def type_again(self, typed: tuple[str, str]) -> None:
        """As it was in the window before."""
        place, token = typed
        if place or token:
            self.server.radio.setChecked(True)
        self.fields.place.edit.setText(place)
        self.fields.token.edit.setText(token)

    def show_tried(self, address: ServerAddress, look: ServerLook) -> None:
        """What came of the try."""
        if address != self._tried:
            return
        self._tried = None
        if look.error is None:
            self._choose(address, look.host)
            return
        self._anyway = look.error.code not in ("wrong_token", "banned")
        self._show()
        self.fields.say(error_texts.error_sentence(look.error))

    def _typed(self) -> None:
        self._tried, self._anyway = None, False
        if not self.fields.empty and not self.server.radio.isChecked():
            self.server.radio.setChecked(True)
        self._show()

    def _show(self) -> None:
        here = self.here.radio.isChecked()
        if here:
            words = self.tr("Start on this computer")
        elif self._tried is not None:
            words = self.tr("Asking the server…")
        else:
            words = self.tr("Connect anyway") if self._anyway else self.tr("Connect")
        self.button.show_as(words, Kind.PRIMARY)
        self.button.setEnabled(here or (not self.fields.empty and self._tried is None))
        self._under.set_text(
            self.tr("Starts a server on 127.0.0.1. Nobody else can reach it until you share it.")
            if here
            else self.tr("The token in it is kept safe on this computer and shown to nobody.")
        )

    def _go(self) -> None:
        if self.here.radio.isChecked():
            self._tell(self.here_chosen)
            return
        if not self.button.isEnabled():
            return
        address = self.fields.address()
        if address is None:
            return
        if self._anyway:
            self._choose(address, "")
            return
        self._tried = address
        self._show()
        self._tell(self.try_asked, address)

    def _choose(self, address: ServerAddress, host: str) -> None:
        made = new_profile("", address.url)
        profile = Profile(made.id, made.name, made.url, host)
        self._tell(self.server_chosen, profile, address.token)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < theme.NARROW
        way = QBoxLayout.Direction
        self._cards.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        self._pin_foot(narrow)
        for card in (self.here, self.server):
            self._cards.setAlignment(
                card, Qt.AlignmentFlag.AlignHCenter if narrow else Qt.AlignmentFlag(0)
            )
            card.setMinimumWidth(min(theme.grown(CARD_WIDTH), self.width() - 60) if narrow else 0)

    def _pin_foot(self, pinned: bool) -> None:
        """The one big step under the scrolled cards, always seen; or among them, as it fits."""
        if pinned == (self._whole.indexOf(self._foot) >= 0):
            return
        if pinned:
            self._foot.setContentsMargins(24, 12, 24, 16)
            self._whole.addWidget(self._foot)
        else:
            self._foot.setContentsMargins(0, 0, 0, 0)
            self._column.insertWidget(self._column.count() - 1, self._foot)

    def closeEvent(self, event: QCloseEvent) -> None:
        event.accept()
        self.closed.emit()


class _Mark(QWidget):
    """The product's mark, large."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(52, 52)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, "mark", QPointF(26, 26), 52, QColor("#000000"))
        if theme.tokens(self) is theme.DARK:  # dark on dark needs an edge
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.ink(self, "line_strong"), 1))
            painter.drawRoundedRect(QRectF(0.5, 0.5, 51, 51), 14, 14)
