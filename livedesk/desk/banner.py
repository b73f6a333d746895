"""The banner under the strip: one trouble at a time, with its countdown and its button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk.trouble import Act, Trouble
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.aloud import say
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.ring import Ring
from livedesk.desk.widgets.text import Text

_MIDDLE = Qt.AlignmentFlag(0)


class Banner(QWidget):
    """Gone by itself; what stays true for long can be put away. Said aloud once.

    Signals:
        acted: Act, its button was clicked.
        put_away: str, the kind of trouble that was read.
    """

    acted = Signal(object)
    put_away = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._said = ""
        self._act: Act | None = None
        self._icon = Glyph("warning", "warn_ink", 20)
        self._headline = Text(px=14, weight=600, wrap=True)
        self._more = Text(ink="text_2", wrap=True)
        self._ring = Ring()
        self._ring_words = Text(ink="text_2", px=12, digits=True)
        self.button = Button(self.tr("Retry now"), Kind.PRIMARY, "again")
        self.button.clicked.connect(lambda: self.acted.emit(self._act))
        self.cross = Button("", Kind.GHOST, "cross", 32)
        self.cross.setAccessibleName(self.tr("Put this notice away"))
        self.cross.setToolTip(self.cross.accessibleName())
        self.cross.clicked.connect(lambda: self.put_away.emit(self._said))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._headline)
        words.addWidget(self._more)
        first = QHBoxLayout()
        first.setSpacing(16)
        first.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        first.addLayout(words, 1)
        second = QHBoxLayout()
        second.setSpacing(12)
        second.addWidget(self._ring)
        second.addWidget(self._ring_words)
        second.addStretch(0)
        second.addWidget(self.button)
        self._rows = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._rows.addLayout(first, 1)
        self._rows.addLayout(second)
        self._first, self._second = first, second
        self.set_narrow(False)
        self.hide()

    def set_narrow(self, narrow: bool) -> None:
        """Two rows instead of one."""
        way = QBoxLayout.Direction
        self._rows.setDirection(way.TopToBottom if narrow else way.LeftToRight)
        edge = theme.EDGE_NARROW if narrow else theme.EDGE
        self._rows.setContentsMargins(edge + 4, 12, edge, 12)
        self._rows.setSpacing(8 if narrow else 24)
        self._second.setContentsMargins(36 if narrow else 0, 0, 0, 0)
        self._second.setStretch(2, 1 if narrow else 0)
        # At the end of what is read: alone in a second row it would only make it tall.
        row, place = (self._first, Qt.AlignmentFlag.AlignTop) if narrow else (self._second, _MIDDLE)
        row.addWidget(self.cross, 0, place)

    def show_trouble(self, trouble: Trouble | None) -> None:
        """Show it, or with None go away."""
        if trouble is None:
            self._said = ""
            self.hide()
            return
        self._icon.show_icon(trouble.icon, "warn_ink")
        self._headline.set_text(trouble.headline)
        self._more.set_text(trouble.more)
        self._more.setVisible(bool(trouble.more))
        self._ring.setVisible(trouble.left_s is not None)
        self._ring_words.setVisible(bool(trouble.ring_words))
        self._ring_words.set_text(trouble.ring_words)
        if trouble.left_s is not None:
            self._ring.show_time(trouble.left_s, trouble.whole_s)
        self._act = trouble.act
        self.button.setVisible(trouble.act is not None)
        self.cross.setVisible(trouble.goes)
        match trouble.act:
            case Act.TAKE_OVER:
                self.button.show_as(self.tr("Take over here"), Kind.PRIMARY, "waves")
            case Act.RENEW:  # not the next step: on air there is none
                self.button.show_as(self.tr("Renew"), Kind.SECONDARY, "again")
            case Act.START:
                self.button.show_as(self.tr("Start streaming"), Kind.PRIMARY, "play")
            case Act.OBS_WORDS:
                self.button.show_as(self.tr("What does OBS say?"), Kind.PRIMARY)
            case _:
                self.button.show_as(self.tr("Retry now"), Kind.PRIMARY, "again")
        self.button.setAccessibleName(self.button.text())
        self.show()
        if trouble.kind != self._said:
            self._said = trouble.kind
            say(self, f"{trouble.headline} {trouble.more}")

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.tokens(self)
        painter = QPainter(self)
        theme.fill(painter, self.rect(), theme.ink(self, "warn_tint"))
        painter.setPen(theme.mixed(of.warn, of.warn_tint, 0.35))
        painter.drawLine(0, self.height() - 1, self.width(), self.height() - 1)
