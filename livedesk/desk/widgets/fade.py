"""What goes on below the edge fades out: the sign that a page can be scrolled."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from livedesk.desk.widgets import theme

HEIGHT = 40


class Fade(QWidget):
    """Lies over the lower edge of `area` while there is more below.

    Args:
        ground: the token of what `area` lies on.
    """

    def __init__(self, area: QScrollArea, ground: str = "window") -> None:
        super().__init__(area.viewport())
        self._ground = ground
        self._viewport = area.viewport()
        self._bar = area.verticalScrollBar()
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._bar.valueChanged.connect(self._follow)
        self._bar.rangeChanged.connect(self._follow)
        self._viewport.installEventFilter(self)
        self._follow()

    def _follow(self) -> None:
        seen = self._viewport
        self.setGeometry(0, seen.height() - HEIGHT, seen.width(), HEIGHT)
        self.setVisible(self._bar.value() < self._bar.maximum())
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._follow()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        from PySide6.QtGui import QLinearGradient

        ground = theme.ink(self, self._ground)
        clear = QColor(ground)
        clear.setAlpha(0)
        fade = QLinearGradient(0, 0, 0, HEIGHT)
        fade.setColorAt(0, clear)
        fade.setColorAt(1, ground)
        QPainter(self).fillRect(self.rect(), fade)
