"""The painted preview: what OBS sends, or in words why it is black."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import (
    QColor,
    QFontMetricsF,
    QImage,
    QLinearGradient,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from livedesk.desk.widgets import icons, theme

LEAST_HEIGHT = 144
THIN = 1.04  # a picture loses at most 2 % at an edge rather than lie between thin bars
MUCH = 1.5  # what lies beside a picture is dark then, else it goes on there, blurred
TALLEST_BLACK = 220  # what stands below is the next step
QWIDGETSIZE_MAX = (1 << 24) - 1  # Qt has the name in C++ only


class Preview(QWidget):
    """16:9, rounded at the top as its card is.

    It shows the last picture sharply, blurred under a message, or a dark ground under a message.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QImage()
        self._blurred = QImage()
        self._message: tuple[str, str, str] | None = None
        self._keeps_shape = False
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Preview"))

    @property
    def picture(self) -> QImage:
        """The last picture; null before the first."""
        return self._picture

    def show_picture(self, picture: QImage, *, under_message: bool = False) -> None:
        """A new picture; takes the message away unless it is to lie under it."""
        first = self._picture.isNull()
        self._picture, self._blurred = picture, QImage()
        if first:
            self._take_shape()
        if not under_message and self._message is not None:
            self._message = None
            self.setAccessibleDescription(self.tr("shows the picture"))
        self.update()

    def forget_picture(self) -> None:
        """Another broadcast begins."""
        self._picture = self._blurred = QImage()
        self._take_shape()

    def say(self, icon: str, headline: str, more: str) -> None:
        """Put words over what there is."""
        if (icon, headline, more) != self._message:
            self._message = (icon, headline, more)
            self.setAccessibleDescription(f"{headline} {more}")
            self.update()

    def keep_shape(self, keep: bool) -> None:
        """Be 16:9 exactly, but low while black; or take what room there is and fill it dark."""
        self._keeps_shape = keep
        if keep:
            self._take_shape()
        else:
            self.setMinimumHeight(LEAST_HEIGHT)
            self.setMaximumHeight(QWIDGETSIZE_MAX)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._keeps_shape:
            # After the layout that goes on: Qt forgets a wish that is uttered in the midst of it.
            QTimer.singleShot(0, self, self._take_shape)

    def _take_shape(self) -> None:
        if self._keeps_shape:
            tall = self.width() * 9 // 16
            self.setFixedHeight(tall if not self._picture.isNull() else min(tall, TALLEST_BLACK))

    def sizeHint(self) -> QSize:
        return QSize(386, 217)

    def minimumSizeHint(self) -> QSize:
        return QSize(256, LEAST_HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setClipPath(self._shape())
        box = QRectF(self.rect())
        ground = QLinearGradient(box.topLeft(), box.bottomLeft())
        ground.setColorAt(0, QColor("#22262E"))
        ground.setColorAt(1, QColor("#14171C"))
        painter.fillRect(box, ground)
        if not self._picture.isNull():
            self._paint_picture(painter, box)
        if self._message is not None:
            self._paint_message(painter, *self._message)
        elif not self._picture.isNull():
            size = f"{self._picture.width()}×{self._picture.height()}"
            self._paint_badge(painter, self._picture.text("source") or size)

    def _paint_picture(self, painter: QPainter, box: QRectF) -> None:
        size, words = self._picture.size(), self._message is not None
        if words or THIN <= _misfit(size, box) < MUCH:
            painter.drawImage(_placed(size, box, fills=True), self._blur())
            painter.fillRect(box, QColor(10, 12, 16, 150 if words else 60))
        if not words:
            painter.drawImage(_placed(size, box, fills=_misfit(size, box) < THIN), self._picture)

    def _blur(self) -> QImage:
        """The picture as if seen through milk, made once."""
        if self._blurred.isNull():
            small = self._picture.scaled(96, 54)  # first in haste: pictures come many a second
            smooth = Qt.TransformationMode.SmoothTransformation
            self._blurred = small.scaled(24, 14, mode=smooth)
        return self._blurred

    def _shape(self) -> QPainterPath:
        """Round above, straight below."""
        round_box = QRectF(self.rect()).adjusted(1, 1, -1, theme.RADIUS_CARD)
        path = QPainterPath()
        path.addRoundedRect(round_box, theme.RADIUS_CARD - 1, theme.RADIUS_CARD - 1)
        return path

    def _paint_message(self, painter: QPainter, icon: str, headline: str, more: str) -> None:
        big, small = theme.font(15, 600), theme.font(13)
        width = self.width() - 48
        wrap = int(Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextWordWrap)
        limits = QRectF(0, 0, width, 1000)
        head = QFontMetricsF(big).boundingRect(limits, wrap, headline)
        rest = QFontMetricsF(small).boundingRect(limits, wrap, more)
        whole = 44 + 14 + head.height() + 4 + rest.height()
        top = max(8.0, (self.height() - whole) / 2)
        centre = QPointF(self.width() / 2, top + 22)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(255, 255, 255, 28))
        painter.drawEllipse(centre, 22, 22)
        icons.paint(painter, icon, centre, 20, QColor("#ECEEF2"))
        painter.setPen(QColor("#FFFFFF"))
        painter.setFont(big)
        painter.drawText(QRectF(24, top + 58, width, head.height()), wrap, headline)
        painter.setPen(QColor("#B9C0CC"))
        painter.setFont(small)
        place = QRectF(24, top + 62 + head.height(), width, rest.height())
        painter.drawText(place, wrap, more)

    def _paint_badge(self, painter: QPainter, words: str) -> None:
        painter.setFont(theme.font(12, 600, digits=True))
        metrics = QFontMetricsF(painter.font())
        box = QRectF(12, 12, metrics.horizontalAdvance(words) + 18, metrics.height() + 8)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(13, 15, 18, 215))
        painter.drawRoundedRect(box, 6, 6)
        painter.setPen(QColor("#FFFFFF"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), words)


def _placed(size: QSize, box: QRectF, *, fills: bool) -> QRectF:
    """Where a picture of that size goes: all of it is seen, or it fills the box."""
    wide, tall = box.width() / size.width(), box.height() / size.height()
    share = max(wide, tall) if fills else min(wide, tall)
    width, height = size.width() * share, size.height() * share
    left = box.left() + (box.width() - width) / 2
    return QRectF(left, box.top() + (box.height() - height) / 2, width, height)


def _misfit(size: QSize, box: QRectF) -> float:
    """1.0 where a picture of that size has the shape of `box`, else more."""
    share = box.width() * size.height() / (box.height() * size.width())
    return max(share, 1 / share)
