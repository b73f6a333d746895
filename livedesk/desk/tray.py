"""The icon in the system's tray: the state at a glance, and notifications. Works without one."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from livedesk.desk import time_texts
from livedesk.desk.notices import Notice
from livedesk.desk.scene import Condition, Scene
from livedesk.desk.widgets import icons, theme
from livedesk.desk.widgets.menu import airy
from livedesk.desk.widgets.states import LOOKS

SHOWN_FOR_MS = 8000
DOTS = {
    Condition.LIVE: theme.DARK.live,
    Condition.INTERRUPTED: theme.DARK.warn,
    Condition.AWAY: theme.DARK.warn,
    Condition.REHEARSAL: "#8A5FE0",
    Condition.READY: "#5B8DE8",
}
"""The corner of the icon; nothing there while nothing is on."""


class Tray(QObject):
    """Signals:
    show_asked: bring the window to the front.
    link_asked, chat_asked: copy the watch link, or the text for a chat.
    quit_asked: leave.
    """

    show_asked = Signal()
    link_asked = Signal()
    chat_asked = Signal()
    quit_asked = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._icons: dict[Condition, QIcon] = {}
        self._condition: Condition | None = None
        self.icon = QSystemTrayIcon(self)
        self.menu = airy(QMenu())
        self._show = self.menu.addAction(self.tr("Show LiveDesk"))
        self.menu.addSeparator()
        self.link = self.menu.addAction(self.tr("Copy the watch link"))
        self.chat = self.menu.addAction(self.tr("Copy for chat"))
        self.menu.addSeparator()
        self._quit = self.menu.addAction(self.tr("Quit LiveDesk"))
        asks = {
            self._show: self.show_asked,
            self.link: self.link_asked,
            self.chat: self.chat_asked,
            self._quit: self.quit_asked,
        }
        for action, signal in asks.items():
            action.triggered.connect(signal)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)
        self.icon.messageClicked.connect(self.show_asked)
        self.show_scene(Scene(), 0.0)
        if self.there():
            self.icon.show()

    @staticmethod
    def there() -> bool:
        """Whether this desktop has a tray."""
        return QSystemTrayIcon.isSystemTrayAvailable()

    @property
    def actions(self) -> tuple[QAction, ...]:
        """The entries of its menu."""
        return (self._show, self.link, self.chat, self._quit)

    def show_scene(self, scene: Scene, now: float) -> None:
        """The state, in colour and in words."""
        condition, record = scene.condition, scene.record
        word = LOOKS[condition].word()
        title = f"\n{record.title}" if record is not None else ""
        clock = f" {time_texts.clock(scene.seconds_on_air(now))}" if scene.on_air else ""
        self.icon.setToolTip(f"{word}{clock}{title}")  # Windows cuts it after 127 letters
        public = record is not None and scene.unfinished and bool(record.watch_url)
        self.link.setEnabled(public)
        self.chat.setEnabled(public)
        if condition is not self._condition:
            self._condition = condition
            if condition not in self._icons:
                self._icons[condition] = _icon(condition)
            self.icon.setIcon(self._icons[condition])

    def tell(self, notice: Notice) -> None:
        """Show it where the system shows such things; a desktop without them shows nothing."""
        kind = QSystemTrayIcon.MessageIcon
        icon = kind.Warning if notice.urgent else kind.Information
        if self.there():
            self.icon.showMessage(notice.headline, notice.words, icon, SHOWN_FOR_MS)

    def leave(self) -> None:
        """Take the icon away."""
        self.icon.hide()
        self.menu.deleteLater()

    def _activated(self, why: QSystemTrayIcon.ActivationReason) -> None:
        if why in (
            QSystemTrayIcon.ActivationReason.Trigger,
            QSystemTrayIcon.ActivationReason.DoubleClick,
        ):
            self.show_asked.emit()


def _icon(condition: Condition) -> QIcon:
    """The mark, with the state's colour in its corner."""
    icon = QIcon()
    for size in (16, 22, 24, 32, 48, 64):
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        icons.paint(painter, "mark", QPointF(size / 2, size / 2), size, QColor("#000000"))
        if condition in DOTS:
            dot = size * 0.45
            box = QRectF(size - dot, size - dot, dot, dot)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor("#FFFFFF"))
            painter.drawEllipse(box)
            painter.setBrush(QColor(DOTS[condition]))
            edge = max(1.0, size / 20)
            painter.drawEllipse(box.adjusted(edge, edge, -edge, -edge))
        painter.end()
        icon.addPixmap(pixmap)
    return icon
