"""How the history's rows are painted: a card for each day, in it a line for each broadcast."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from livedesk.desk import past, texts
from livedesk.desk.covers import Covers
from livedesk.desk.history_model import (
    OPEN,
    RECORD,
    ROW,
    HistoryModel,
    Kind,
    Row,
    broke,
    ending,
    lasted,
    times,
)
from livedesk.desk.widgets import icons, theme
from livedesk.desk.widgets.segment_bar import gaps_of, paint_segments
from livedesk.domain.records import Record

DAY, SHOW, NARROW_SHOW = 34, 65, 108
EDGE = 16
BELOW = 10  # between a day's card and the next day's name
COVER = (80, 45)
ENDING, NUMBER, ARROW = 122, 84, 26  # widths at the right end
ROOMY = 780  # pixels of the list from which a broadcast is one line


class HistoryDelegate(QStyledItemDelegate):
    """`hovered`: the row under the pointer, or -1."""

    def __init__(self, view: QListView, rows: HistoryModel, covers: Covers) -> None:
        super().__init__(view)
        self._view, self._rows, self._covers = view, rows, covers
        self._sizes: dict[tuple[Kind, bool], QSize] = {}
        self.hovered = -1
        self.detail_height = 0

    @property
    def narrow(self) -> bool:
        """The bar goes under the title."""
        return self._view.viewport().width() < theme.grown(ROOMY)

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        row = self._rows.row_at(index.row())
        known = self._sizes.get((row.kind, row.last))
        if known is None:
            known = self._sizes[row.kind, row.last] = self._size(row)
        return known

    def measure(self) -> None:
        """Widths, fonts or the details have changed."""
        self._sizes.clear()

    def _size(self, row: Row) -> QSize:
        if row.kind is Kind.DAY:
            return QSize(100, theme.grown(DAY))
        tall = theme.grown(NARROW_SHOW if self.narrow else SHOW)
        tall = self.detail_height if row.kind is Kind.DETAIL else tall
        return QSize(100, tall + (BELOW if row.last else 0))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row: Row = index.data(ROW)
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if row.kind is Kind.DAY:
            box = QRectF(rect).adjusted(0, 0, 0, -8)
            painter.setFont(theme.font(12, 600))
            painter.setPen(theme.ink(self._view, "text_2"))
            low = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft
            painter.drawText(box, int(low), str(index.data()))
        else:
            box = QRectF(rect).adjusted(0.5, 0, -0.5, -BELOW if row.last else 0)
            state: QStyle.StateFlag = option.state
            self._paint_card(painter, box, row, index.row(), state)
            if row.kind is Kind.SHOW:
                self._paint_show(painter, box, index.data(RECORD), opened=bool(index.data(OPEN)))
        painter.restore()

    def _paint_card(
        self, painter: QPainter, box: QRectF, row: Row, place: int, state: QStyle.StateFlag
    ) -> None:
        """The piece of the day's card on which this row lies."""
        of = theme.tokens(self._view)
        radius = theme.RADIUS_CARD
        whole = QRectF(box)
        if not row.first or row.kind is Kind.DETAIL:
            whole.setTop(whole.top() - 2 * radius)
        else:
            whole.setTop(whole.top() + 0.5)
        if not row.last:
            whole.setBottom(whole.bottom() + 2 * radius)
        else:
            whole.setBottom(whole.bottom() - 0.5)
        painter.save()
        painter.setClipRect(box.adjusted(-1, 0, 1, 0))
        path = QPainterPath()
        path.addRoundedRect(whole, radius, radius)
        painter.fillPath(path, QColor(of.card))
        chosen = bool(state & QStyle.StateFlag.State_Selected) and self._view.hasFocus()
        if row.kind is Kind.SHOW and (chosen or place == self.hovered):
            painter.save()
            painter.setClipPath(path, Qt.ClipOperation.IntersectClip)
            painter.fillRect(box, QColor(of.accent_tint if chosen else of.hover))
            painter.restore()
        painter.setPen(QPen(QColor(of.line), 1))
        painter.drawPath(path)
        if row.kind is Kind.SHOW and not row.first:
            inside = box.adjusted(EDGE, 0, -EDGE, 0)
            painter.drawLine(inside.topLeft(), inside.topRight())
        painter.restore()

    def _paint_show(self, painter: QPainter, box: QRectF, record: Record, *, opened: bool) -> None:
        of, narrow = theme.tokens(self._view), self.narrow
        line = QRectF(box.left() + EDGE, box.top(), box.width() - 2 * EDGE, theme.grown(SHOW))
        middle = line.center().y()
        wide, high = COVER
        cover = QRectF(line.left(), middle - high / 2, wide, high)
        self._covers.paint(painter, cover, record.cover_url, record.title)
        end = line.right()
        arrow = QPointF(end - 8, middle)
        icons.paint(painter, "down" if opened else "right", arrow, 14, QColor(of.text_2))
        end -= theme.grown(ARROW)
        small = narrow and line.width() < theme.grown(560)
        if not small:
            self._paint_ending(painter, QRectF(end - theme.grown(ENDING), middle, 0, 0), record)
            end -= theme.grown(ENDING)
        number = theme.grown(NUMBER)
        for icon, value in (("heart", record.likes), ("people", record.peak_viewers)):
            if not (small and icon == "heart"):
                self._paint_number(painter, end - number, middle, icon, value)
                end -= number
        left = cover.right() + 14
        if not narrow:
            bar_left = left + (end - left) * 0.4
            self._paint_bar(painter, QRectF(bar_left, middle - 18, end - bar_left - 24, 12), record)
            end = bar_left - 16
        else:
            under = QRectF(line.left(), line.bottom() - 2, line.width(), 12)
            self._paint_bar(painter, under, record)
        up = theme.grown(20)
        title = QRectF(left, middle - up - 1, end - left, up)
        self._words(painter, title, record.title, theme.font(14, 600), of.text)
        below = QRectF(left, middle + 2, end - left, up)
        self._words(painter, below, times(record), theme.font(12, digits=True), of.text_2)

    def _paint_bar(self, painter: QPainter, box: QRectF, record: Record) -> None:
        of = theme.tokens(self._view)
        parts = past.stretches(record)
        paint_segments(painter, box, parts, self._view)
        below = QRectF(box.left(), box.bottom() + 5, box.width(), theme.grown(18))
        said = broke(record)
        room = QFontMetricsF(theme.font(12, digits=True)).horizontalAdvance(said)
        first = below.adjusted(0, 0, -room - 12, 0)
        self._words(painter, first, lasted(record), theme.font(12, 600, digits=True), of.text)
        ink = of.warn_ink if gaps_of(parts) else of.text_2
        self._words(painter, below, said, theme.font(12, digits=True), ink, right=True)

    def _paint_number(
        self, painter: QPainter, left: float, middle: float, icon: str, value: int | None
    ) -> None:
        of = theme.tokens(self._view)
        icons.paint(painter, icon, QPointF(left + 8, middle), 16, QColor(of.text_2))
        box = QRectF(left + 24, middle - 12, theme.grown(NUMBER) - 24, 24)
        strong = icon == "people"
        font = theme.font(13, 600 if strong else 400, digits=True)
        self._words(painter, box, texts.tally(value), font, of.text if strong else of.text_2)

    def _paint_ending(self, painter: QPainter, at: QRectF, record: Record) -> None:
        icon, words, ink = ending(record)
        colour = theme.ink(self._view, ink)
        icons.paint(painter, icon, QPointF(at.left() + 8, at.top()), 14, colour)
        box = QRectF(at.left() + 22, at.top() - 12, theme.grown(ENDING) - 22, 24)
        self._words(painter, box, words, theme.font(12), colour.name())

    def _words(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        font: QFont,
        ink: str,
        *,
        right: bool = False,
    ) -> None:
        painter.setFont(font)
        painter.setPen(QColor(ink))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
