"""The history's four figures: how many, how long, how many at once, how often it broke."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from livedesk.desk import texts, time_texts
from livedesk.desk.past import Figures
from livedesk.desk.widgets import icons, theme
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.text import Text


class FigureCard(Card):
    """One number with its name."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(inside=12, parent=parent)
        self._name = name
        self._value = Text(px=17, weight=600, digits=True)
        self._note = Text(ink="text_2", px=12, digits=True, elide=True)
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(self._value)
        line.addWidget(self._note, 1)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(line)
        words.addWidget(Text(name, "text_2", 12, elide=True))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(_Tile(icon))
        row.addLayout(words, 1)
        self.column.addLayout(row)

    def show_figure(self, value: str, note: str) -> None:
        self._value.set_text(value)
        self._note.set_text(note)
        self.setAccessibleName(f"{self._name}: {value} {note}".rstrip())


class FigureRow(QWidget):
    """Four beside each other, or two by two."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards = (
            FigureCard("waves", self.tr("Broadcasts")),
            FigureCard("clock", self.tr("Time on air")),
            FigureCard("people", self.tr("Most viewers at once")),
            FigureCard("broken-link", self.tr("Interrupted in all")),
        )
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(12)
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        columns = 2 if narrow else 4
        for n, card in enumerate(self.cards):
            self._grid.addWidget(card, n // columns, n % columns)
        for column in range(4):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def set_edge(self, edge: int) -> None:
        """How far from the right they end, in pixels."""
        self._grid.setContentsMargins(0, 0, edge, 0)

    def show_figures(self, figures: Figures, period: str) -> None:
        """`period` in words, e.g. *last 30 days*."""
        shows, on_air, peak, broke = self.cards
        shows.show_figure(texts.number(figures.shows), period)
        reading = ""
        if figures.unread:
            done = texts.number(figures.shows - figures.unread)
            reading = self.tr("{done} of {all} read").format(
                done=done, all=texts.number(figures.shows)
            )
        on_air.show_figure(time_texts.duration(figures.on_air_s), reading)
        when = time_texts.month_day(figures.peak_at) if figures.peak_at is not None else ""
        peak.show_figure(texts.tally(figures.peak), when)
        times = self.tr("%n time(s)", "", figures.gaps) if figures.gaps else ""
        none = texts.DASH if figures.unread or not figures.shows else self.tr("never")
        broke.show_figure(time_texts.duration(figures.gaps_s) if figures.gaps else none, times)


class _Tile(QWidget):
    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(36, 36)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.ink(self, "line"))
        painter.setBrush(theme.ink(self, "hover"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, 8, 8)
        icons.paint(painter, self._icon, box.center(), 18, theme.ink(self, "text_2"))
