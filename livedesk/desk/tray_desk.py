"""Between the tray and the window: what it shows, tells, and copies."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from livedesk.desk.notices import News, Notice, Notices
from livedesk.desk.scene import Scene
from livedesk.desk.tray import Tray


class TrayDesk(QObject):
    """Args:
    scene: gives what the window shows.

    Attributes:
        tray: the icon; made anew for another language, None before the first and at the end.

    Signals:
        show_asked: bring the window to the front.
        quit_asked: leave.
    """

    show_asked = Signal()
    quit_asked = Signal()

    def __init__(self, scene: Callable[[], Scene], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self._notices = Notices()
        self.tray: Tray | None = None

    def make(self) -> None:
        """A new one, in the language of now."""
        if self.tray is not None:
            self.tray.leave()
            self.tray.deleteLater()
        self.tray = Tray(self)
        self.tray.show_asked.connect(self.show_asked)
        self.tray.link_asked.connect(self._copy_link)
        self.tray.chat_asked.connect(self._copy_for_chat)
        self.tray.quit_asked.connect(self.quit_asked)

    def leave(self) -> None:
        """Take it off the screen."""
        if self.tray is not None:
            self.tray.leave()
            self.tray = None

    def forget(self) -> None:
        """Another server: what was told of the one before is no news."""
        self._notices = Notices()

    def look(self, scene: Scene, now: float, *, may_tell: bool) -> None:
        """Show the scene, and tell what is new in it, unless the host sees it or wants silence."""
        if self.tray is not None:
            self.tray.show_scene(scene, now)
        for notice in self._notices.look(scene, now):
            if may_tell and self.tray is not None:
                self.tray.tell(notice)

    def show_one(self) -> None:
        """A notification to try."""
        if self.tray is not None:
            self.tray.tell(Notice(News.BACK, self.tr("This is only a try."), urgent=False))

    def _copy_link(self) -> None:
        record = self._scene().record
        if record is not None and record.watch_url:
            QGuiApplication.clipboard().setText(record.watch_url)

    def _copy_for_chat(self) -> None:
        record = self._scene().record
        if record is not None and record.watch_url:
            QGuiApplication.clipboard().setText(f"{record.title}\n{record.watch_url}")
