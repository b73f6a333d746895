"""A side sheet: something looked into beside the page, from the right edge of the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QMargins, QObject, QRect, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk.widgets import theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Rule
from livedesk.desk.widgets.focus_trap import FocusTrap
from livedesk.desk.widgets.scroll import Scroll
from livedesk.desk.widgets.text import Text

WIDTH = 440
SHADE = 0.45


class SideSheet(FocusTrap):
    """Covers the window with a shade, and its right edge with the sheet. Esc closes it.

    Args:
        title, subtitle: its head; the title is its accessible name too.

    Attributes:
        column: where its contents go; scrolls when it must.
        foot: below the contents, always seen: for its one big step.

    Signals:
        closed: it is gone, and the focus is back where it was.
    """

    closed = Signal()

    def __init__(self, window: QWidget, title: str, subtitle: str = "") -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(title)
        self._window = window
        self._came_from: QWidget | None = None
        self._sheet = _Sheet(self)
        self._close = Button(kind=Kind.GHOST, icon="cross", height=32)
        self._close.setAccessibleName(self.tr("Close"))
        self._close.setToolTip(self.tr("Close"))
        self._close.clicked.connect(self.dismiss)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(28, 4, 28, 20)
        self.column.setSpacing(12)
        self.foot = QVBoxLayout()
        self.foot.setSpacing(8)
        self._build(inside, title, subtitle)
        self.hide()
        window.installEventFilter(self)
        self._sheet.installEventFilter(self)

    def _build(self, inside: QWidget, title: str, subtitle: str) -> None:
        scroll = Scroll(inside, self.column)
        head = QHBoxLayout()
        head.addWidget(Text(title, px=20, weight=600, wrap=True), 1)
        head.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        top = QVBoxLayout()
        top.setContentsMargins(28, 22, 20, 8)
        top.setSpacing(4)
        top.addLayout(head)
        if subtitle:
            top.addWidget(Text(subtitle, "text_2", wrap=True))
        whole = QVBoxLayout(self._sheet)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(top)
        whole.addWidget(scroll, 1)
        self._edge = Rule()
        policy = self._edge.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._edge.setSizePolicy(policy)
        whole.addWidget(self._edge)
        whole.addLayout(self.foot)
        self._bar = scroll.verticalScrollBar()
        self._bar.valueChanged.connect(self._show_edge)
        self._bar.rangeChanged.connect(self._show_edge)
        self._show_edge()

    def _show_edge(self) -> None:
        """A line over the foot while there is more to read below it."""
        more = self._bar.value() < self._bar.maximum()
        self._edge.setVisible(more and not self.foot.isEmpty())

    def _fit_foot(self) -> None:
        """Without anything in it the foot takes no room."""
        wanted = QMargins() if self.foot.isEmpty() else QMargins(28, 8, 28, 24)
        if wanted != self.foot.contentsMargins():
            self.foot.setContentsMargins(wanted)
            self._show_edge()

    def open(self, focus: QWidget | None = None) -> None:
        """Show it; the focus goes to `focus`, else to the cross."""
        self._came_from = self._window.focusWidget()
        self._fit_foot()
        self._place()
        self.show()
        self.raise_()
        (focus or self._close).setFocus(Qt.FocusReason.PopupFocusReason)

    def dismiss(self) -> None:
        """Close it; the focus goes back to where it was."""
        self._window.removeEventFilter(self)
        self.close()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        elif watched is self._sheet and event.type() == QEvent.Type.LayoutRequest:
            self._fit_foot()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._sheet.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor.fromRgbF(0, 0, 0, SHADE))

    def _place(self) -> None:
        self.setGeometry(self._window.rect())
        narrow = self._window.width() < theme.NARROW
        width = self.width() if narrow else theme.grown(WIDTH)
        self._sheet.setGeometry(QRect(self.width() - width, 0, width, self.height()))


class _Sheet(QWidget):
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.ink(self, "card"))
        painter.setPen(theme.ink(self, "line"))
        painter.drawLine(0, 0, 0, self.height())
