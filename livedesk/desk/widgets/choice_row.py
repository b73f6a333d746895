"""A choice in words that wrap: one of several, as a radio button is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from livedesk.desk.widgets import theme
from livedesk.desk.widgets.text import Text
from livedesk.desk.widgets.tip import plain


class ChoiceRow(QAbstractButton):
    """Checkable; a `QButtonGroup` lets one be checked. Arrow keys go from one to the next."""

    def __init__(self, words: str, tip: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(words)
        self.setToolTip(plain(tip))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        label = Text(words, wrap=True)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        row = QHBoxLayout(self)
        row.setContentsMargins(38, 9, 12, 9)
        row.addWidget(label)

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.tokens(self)
        checked = self.isChecked()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = of.accent if checked else of.line_strong if self.underMouse() else of.line
        painter.setPen(QPen(QColor(edge), 1))
        ground = of.accent_tint if checked else of.hover if self.underMouse() else of.card
        painter.setBrush(QColor(ground))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS_FIELD, theme.RADIUS_FIELD)
        centre = QPointF(20, self.height() / 2)
        painter.setBrush(theme.ink(self, "card"))
        painter.setPen(QPen(theme.ink(self, "accent" if checked else "line_strong"), 1.5))
        painter.drawEllipse(centre, 7, 7)
        if checked:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.ink(self, "accent"))
            painter.drawEllipse(centre, 3.5, 3.5)
