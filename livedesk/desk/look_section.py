"""Settings, *Appearance and language*: both change at once."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from livedesk.desk.language import LANGUAGES
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.settings_parts import INSIDE, Section
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.choice import Choice
from livedesk.desk.widgets.text import Text

SIZE = QSize(112, 60)


class LookTile(QAbstractButton):
    """A small picture of the window in one look; ``system`` is half of each."""

    def __init__(self, look: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.setCheckable(True)
        self.setAccessibleName(name)
        self.setText(name)
        self.setFont(theme.font(12))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = self.fontMetrics().horizontalAdvance(self.text()) + 8
        return QSize(max(SIZE.width(), words), SIZE.height() + self.fontMetrics().height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = (self.width() - SIZE.width()) / 2
        box = QRectF(left, 0, SIZE.width(), SIZE.height())
        inside = box.adjusted(4, 4, -4, -4)
        if self.look != "dark":
            self._paint_window(painter, inside, inside, theme.LIGHT)
        if self.look != "light":
            part = QRectF(inside)
            if self.look == "system":
                part.setLeft(inside.center().x())
            self._paint_window(painter, inside, part, theme.DARK)
        taken = self.isChecked()
        edge = theme.ink(self, "accent" if taken else "line_strong")
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(edge, 2 if taken else 1))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 8, 8)
        painter.setPen(theme.ink(self, "text" if taken else "text_2"))
        painter.setFont(theme.font(12, 600 if taken else 400))
        words = QRectF(0, SIZE.height() + 4, self.width(), self.height() - SIZE.height() - 4)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignCenter), self.text())

    def _paint_window(self, painter: QPainter, box: QRectF, part: QRectF, of: theme.Tokens) -> None:
        painter.save()
        painter.setClipRect(part)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.window))
        painter.drawRoundedRect(box, 5, 5)
        painter.setBrush(QColor(of.side))
        painter.drawRect(QRectF(box.left(), box.top(), 22, box.height()))
        for top in (8.0, 28.0):
            painter.setPen(QPen(QColor(of.line), 1))
            painter.setBrush(QColor(of.card))
            card = QRectF(box.left() + 32, box.top() + top, box.width() - 42, 14)
            painter.drawRoundedRect(card, 3, 3)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(of.live))
        painter.drawRoundedRect(QRectF(box.left() + 36, box.top() + 12, 16, 6), 3, 3)
        painter.setBrush(QColor(of.accent))
        painter.drawRoundedRect(QRectF(box.right() - 28, box.top() + 32, 14, 6), 2, 2)
        painter.restore()


class LookSection(Section):
    """Changes the settings; who shows the window follows them."""

    def __init__(self, name: str, keeper: SettingsKeeper, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._keeper = keeper
        names = {
            "system": self.tr("System"),
            "light": self.tr("Light"),
            "dark": self.tr("Dark"),
        }
        self.tiles = {look: LookTile(look, words) for look, words in names.items()}
        group = QButtonGroup(self)
        tiles = QHBoxLayout()
        tiles.setSpacing(14)
        for tile in self.tiles.values():
            group.addButton(tile)
            tiles.addWidget(tile)
            tile.clicked.connect(lambda _on, look=tile.look: keeper.change(appearance=look))
        tiles.addStretch(1)
        values = {"": self.tr("As the system"), **LANGUAGES}
        self.language = Choice(self.tr("Language"), values, keeper.now.language, "globe")
        self.language.activated.connect(lambda: keeper.change(language=self.language.currentData()))
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(Text(self.tr("Appearance"), weight=500))
        left.addLayout(tiles)
        right = QVBoxLayout()
        right.setSpacing(8)
        right.addWidget(Text(self.tr("Language"), weight=500))
        right.addWidget(self.language)
        right.addWidget(Text(self.tr("Changes at once."), "text_2", 12))
        right.addStretch(1)
        self._row = QHBoxLayout()
        self._row.setContentsMargins(INSIDE, 14, INSIDE, 14)
        self._row.setSpacing(24)
        self._row.addLayout(left, 1)
        self._row.addLayout(right)
        self.card.column.addLayout(self._row)
        self.show_settings()

    def show_settings(self) -> None:
        self.tiles[self._keeper.now.appearance].setChecked(True)
        self.language.take(self._keeper.now.language)

    def set_narrow(self, narrow: bool) -> None:
        direction = QHBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if narrow else direction.LeftToRight)
