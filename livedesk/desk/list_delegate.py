"""How the live list's rows and head are painted."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from livedesk.desk.covers import Covers
from livedesk.desk.list_model import (
    LASTS,
    MINE,
    MORE,
    NUMBERS,
    RECORD,
    TITLE,
    VIEWERS,
    ListModel,
)
from livedesk.desk.navigation import paint_avatar
from livedesk.desk.widgets import icons, theme
from livedesk.desk.widgets.pill import paint_pill
from livedesk.desk.widgets.states import look_of
from livedesk.domain.records import Record

ROW = 65
EDGE = 16
OLD = 0.55  # opacity of pictures; words are grey instead, so that they can be read


class ListDelegate(QStyledItemDelegate):
    """Hover and selection tint the whole row.

    Attributes:
        hovered: the row under the pointer, or -1.
        narrow: leave the live code out.
    """

    def __init__(self, view: QTableView, covers: Covers) -> None:
        super().__init__(view)
        self._view = view
        self._covers = covers
        self._old = False
        self.hovered = -1
        self.narrow = False

    def show_old(self, old: bool) -> None:
        """What was known last is grey."""
        if old != self._old:
            self._old = old
            self._view.viewport().update()

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(80, theme.grown(ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        of = theme.tokens(self._view)
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(of.accent_tint))
        elif index.row() == self.hovered:
            painter.fillRect(rect, QColor(of.hover))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(of.line))
        record: Record = index.data(RECORD)
        box = QRectF(rect).adjusted(8, 0, -8, -1)
        match index.column():
            case 0:
                self._paint_title(
                    painter, box.adjusted(EDGE - 8, 0, 0, 0), record, bool(index.data(MINE))
                )
            case 1:
                middle = box.center().y()
                painter.setOpacity(OLD if self._old else 1.0)
                paint_avatar(painter, QRectF(box.left(), middle - 12, 24, 24), record.host.name)
                painter.setOpacity(1.0)
                place = box.adjusted(32, 0, 0, 0)
                self._words(painter, place, record.host.name, theme.font(), of.text)
            case 2:
                look = look_of(record.state)
                if self._old:
                    look = look._replace(ink="off_ink", tint="off_tint")
                metrics = QFontMetricsF(theme.font(12, 600))
                size = (metrics.horizontalAdvance(look.word()) + 39, metrics.height() + 8)
                pill = QRectF(box.left(), box.center().y() - size[1] / 2, *size)
                paint_pill(painter, pill, look, self._view, small=True)
            case column if column == MORE:
                dots = QColor(of.text if index.row() == self.hovered else of.text_2)
                icons.paint(painter, "more", box.center(), 16, dots)
            case column:
                strong = column in (LASTS, VIEWERS)
                font = theme.font(13, 500 if strong else 400, digits=True)
                ink = of.text if strong else of.text_2
                self._words(painter, box, str(index.data()), font, ink, right=column in NUMBERS)
        painter.restore()

    def _paint_title(self, painter: QPainter, box: QRectF, record: Record, mine: bool) -> None:
        of = theme.tokens(self._view)
        cover = QRectF(box.left(), box.center().y() - 22, 80, 45)
        painter.setOpacity(OLD if self._old else 1.0)
        self._covers.paint(painter, cover, record.cover_url, record.title)
        painter.setOpacity(1.0)
        words = box.adjusted(94, 0, 0, 0)
        font, middle = theme.font(13, 500), box.center().y()
        tag = self.tr("you") if mine else ""
        small = QFontMetricsF(theme.font(12, 600))
        room = small.horizontalAdvance(tag) + 22 if tag else 0.0
        high = theme.grown(21)
        line = QRectF(words.left(), middle - high, words.width() - room, high)
        if self.narrow:
            line.moveTop(middle - high / 2)
        used = self._words(painter, line, record.title, font, of.text)
        if tag:
            place = QRectF(line.left() + used + 8, line.center().y() - 9, room - 8, 18)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(of.accent_tint))
            painter.drawRoundedRect(place, 5, 5)
            painter.setPen(QColor(of.accent_ink))
            painter.setFont(theme.font(12, 600))
            painter.drawText(place, int(Qt.AlignmentFlag.AlignCenter), tag)
        if not self.narrow:
            code = QRectF(words.left(), middle + 1, words.width(), theme.grown(20))
            self._words(painter, code, record.code, theme.font(12, fixed=True), of.text_2)

    def _words(
        self,
        painter: QPainter,
        box: QRectF,
        text: str,
        font: QFont,
        ink: str,
        *,
        right: bool = False,
    ) -> float:
        """Draw one elided line; its width."""
        painter.setFont(font)
        painter.setPen(QColor(theme.tokens(self._view).text_3 if self._old else ink))
        metrics = QFontMetricsF(font)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        painter.drawText(box, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
        return metrics.horizontalAdvance(shown)


class ListHead(QHeaderView):
    """Small grey names; the sorted column is dark with an arrow."""

    def __init__(self, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setFixedHeight(theme.grown(38))

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        of = theme.tokens(self)
        painter.save()
        painter.fillRect(rect, QColor(of.card))
        painter.setPen(QColor(of.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        model = self.model()
        column, down = model.order if isinstance(model, ListModel) else (-1, False)
        if section == MORE:  # the three dots need no name to be seen
            painter.restore()
            return
        taken = section == column
        name = str(model.headerData(section, Qt.Orientation.Horizontal))
        font = theme.font(12, 600 if taken else 500)
        painter.setFont(font)
        painter.setPen(QColor(of.text if taken else of.text_2))
        left = EDGE if section == TITLE else 8
        box = QRectF(rect).adjusted(left, 0, -8, 0)
        width = QFontMetricsF(font).horizontalAdvance(name)
        if section in NUMBERS:
            box.setLeft(max(box.left(), box.right() - width - (18 if taken else 0)))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignVCenter), name)
        if taken:
            arrow = QPointF(box.left() + width + 11, rect.center().y() + 1)
            icons.paint(painter, "down" if down else "up", arrow, 12, QColor(of.text))
        painter.restore()
