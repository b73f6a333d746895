"""The painted push button, in five kinds."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from livedesk.desk.widgets import icons, theme


class Kind(Enum):
    """PRIMARY is the next step, one at a time; DANGER_FILL is the last click of something final."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    GHOST = "ghost"
    DANGER = "danger"
    DANGER_FILL = "danger fill"


class Button(QPushButton):
    """Measures itself by its text; keyboard, focus and accessibility are QPushButton's.

    Args:
        icon: name of an icon, or none.
        height: in pixels at a 13 px font: 40 a page's one big step, 36, 32 in cards, 28 in rows.
    """

    def __init__(
        self,
        text: str = "",
        kind: Kind = Kind.SECONDARY,
        icon: str = "",
        height: int = 36,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setText(text)
        self._kind = kind
        self._icon = icon
        self._height = height
        self._room_for: tuple[str, ...] = ()
        self._may_shrink = False
        self._tail = 0  # pixels at the right end that words leave free
        self.setFont(theme.font(14 if height >= 40 else 13, 600 if height >= 40 else 500))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter clicks as well as Space; Qt does so in dialogs only."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @property
    def kind(self) -> Kind:
        """How it is painted now."""
        return self._kind

    def show_as(self, text: str, kind: Kind, icon: str = "") -> None:
        """Change what it says and how it looks."""
        if (text, kind, icon) != (self.text(), self._kind, self._icon):
            self._kind, self._icon = kind, icon
            self.setText(text)
            self.updateGeometry()
            self.update()

    def keep_room_for(self, *texts: str) -> None:
        """Be wide enough for all of `texts`, so that the width does not change with them."""
        self._room_for = texts
        self.updateGeometry()

    def may_shrink(self) -> None:
        """Become the icon alone where there is no room; its name stays in the tooltip."""
        self._may_shrink = True
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        metrics = QFontMetricsF(self.font())
        texts = (self.text(), *self._room_for)
        words = max(metrics.horizontalAdvance(text) for text in texts)
        height = metrics.height() + self._height - 16
        icon = 16 + (8 if words else 0) if self._icon else 0
        if not words:
            return QSize(round(height), round(height))
        inside = words + icon + self._tail
        return QSize(round(inside + (32 if self._height >= 36 else 24)), round(height))

    def minimumSizeHint(self) -> QSize:
        whole = self.sizeHint()
        return QSize(whole.height(), whole.height()) if self._may_shrink else whole

    def _colours(self) -> tuple[QColor, QColor, QColor]:
        """Ground, edge, ink."""
        of = theme.tokens(self)
        none = QColor(Qt.GlobalColor.transparent)
        if not self.isEnabled():
            faded = theme.mixed(of.text_3, of.card, 0.7)
            ground = none if self._kind is Kind.GHOST else QColor(of.off_tint)
            return ground, none, faded
        pressed, hovered = self.isDown(), self.underMouse()
        if self._kind in (Kind.PRIMARY, Kind.DANGER_FILL):
            fill = of.accent if self._kind is Kind.PRIMARY else of.live
            shade = 0.84 if pressed else 0.92 if hovered else 1.0
            return theme.mixed(fill, "#000000", shade), none, QColor(of.on_fill)
        if self._kind is Kind.GHOST:
            ground = QColor(of.line if pressed else of.hover) if pressed or hovered else none
            return ground, none, QColor(of.text_2)
        ground = QColor(of.track if pressed else of.hover if hovered else of.raised)
        if self._kind is Kind.DANGER:
            red = QColor(of.danger)
            return ground, red, red
        return ground, QColor(of.line_strong), QColor(of.text)

    def paintEvent(self, event: QPaintEvent) -> None:
        ground, edge, words = self._colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(edge, 1) if edge.alpha() else Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS_FIELD, theme.RADIUS_FIELD)
        metrics = QFontMetricsF(self.font())
        shrunk = self._may_shrink and self.width() < self.sizeHint().width()
        text = "" if shrunk else self.text()
        width = metrics.horizontalAdvance(text)
        icon = 16 + (8 if width else 0) if self._icon else 0
        left = (self.width() - self._tail - width - icon) / 2
        if self._icon:
            icons.paint(painter, self._icon, QPointF(left + 8, self.height() / 2), 16, words)
        painter.setPen(words)
        painter.setFont(self.font())
        place = QRectF(left + icon, 0, width + 2, self.height())
        painter.drawText(place, int(Qt.AlignmentFlag.AlignVCenter), text)
