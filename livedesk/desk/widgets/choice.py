"""The painted combo box; its list is Qt's own, in our colours."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QComboBox, QFrame, QSizePolicy, QStyledItemDelegate, QWidget

from livedesk.desk.widgets import icons, theme

AIRY = """
QListView { background: palette(button); border: 1px solid palette(dark); }
QListView { padding: 3px; outline: none; }
QListView::item { padding: 6px 8px; border-radius: 4px; }
QListView::item:selected { background: palette(highlight); color: palette(highlighted-text); }
"""


class Choice(QComboBox):
    """`values` are text by value; `currentData` gives the value."""

    def __init__(
        self,
        name: str,
        values: dict[str, str],
        taken: str,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self.setAccessibleName(name)
        self.setFont(theme.font(13, 500))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for value, text in values.items():
            self.addItem(text, value)
        self.take(taken)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def take(self, value: str) -> None:
        """Show this one, without a signal."""
        place = self.findData(value)
        if place != self.currentIndex():
            before = self.blockSignals(True)
            self.setCurrentIndex(place)
            self.blockSignals(before)
            self.update()

    def showPopup(self) -> None:
        listed = self.view()
        if not listed.styleSheet():  # it is made when it is first opened
            self.setItemDelegate(QStyledItemDelegate(self))  # the usual one knows no style sheet
            frame = listed.parentWidget()
            if isinstance(frame, QFrame):
                frame.setFrameShape(QFrame.Shape.NoFrame)  # the list paints its own edge
            listed.setStyleSheet(AIRY)
        super().showPopup()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # it scrolls the page, and changes nothing on its way

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        texts = (self.itemText(place) for place in range(self.count()))
        words = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        icon = 24 if self._icon else 0
        return QSize(words + icon + 52, metrics.height() + 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        focused = self.hasFocus()
        edge = theme.ink(self, "accent" if focused else "line_strong")
        width = 2.0 if focused else 1.0
        painter.setPen(QPen(edge, width))
        painter.setBrush(theme.ink(self, "hover" if self.underMouse() else "raised"))
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, theme.RADIUS_FIELD, theme.RADIUS_FIELD)
        middle, left = self.height() / 2, 14
        if self._icon:
            icons.paint(painter, self._icon, QPointF(22, middle), 16, theme.ink(self, "text"))
            left = 38
        icons.paint(
            painter, "down", QPointF(self.width() - 20, middle), 14, theme.ink(self, "text_2")
        )
        painter.setPen(theme.ink(self, "text"))
        painter.setFont(self.font())
        room = self.width() - left - 32
        text = QFontMetrics(self.font()).elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room
        )
        place = QRectF(left, 0, room, self.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)
