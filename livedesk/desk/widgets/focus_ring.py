"""The ring around what has the keyboard's focus, and only when the keyboard put it there."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFocusFrame,
    QProxyStyle,
    QStyle,
    QStyleOption,
    QWidget,
)

from livedesk.desk.widgets import theme

_DISTANCE = 4


class _Room(QProxyStyle):
    """Makes room for a 2 px ring at a distance of 2 px."""

    def pixelMetric(
        self,
        metric: QStyle.PixelMetric,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
    ) -> int:
        if metric in (
            QStyle.PixelMetric.PM_FocusFrameHMargin,
            QStyle.PixelMetric.PM_FocusFrameVMargin,
        ):
            return _DISTANCE
        return super().pixelMetric(metric, option, widget)


def _room() -> _Room:
    """One for the program: a style must outlive its widgets, and die on the window's thread."""
    app = QApplication.instance()
    found = app.findChild(_Room) if app is not None else None
    if found is None:
        found = _Room("Fusion")
        found.setParent(app)
    return found


class FocusRing(QFocusFrame):
    """One for the window; it follows the focus. Fields show their focus by themselves."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setStyle(_room())
        self.hide()  # else a new window shows it in its corner until the focus first moves
        QApplication.instance().focusChanged.connect(self._follow)  # type: ignore[union-attr]  # there is one: a widget exists

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.ink(self, "accent"), 2))
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        radius = theme.RADIUS_FIELD + _DISTANCE
        painter.drawRoundedRect(box, radius, radius)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        by_key = self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        if isinstance(new, QAbstractButton) and new.window() is self.window() and by_key:
            self.setWidget(new)
        else:
            self.setWidget(None)  # type: ignore[arg-type]  # Qt takes null: follow nothing
            self.hide()
