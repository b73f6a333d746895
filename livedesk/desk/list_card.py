"""How the broadcast will look in the live list, while the title is still being typed."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from livedesk.desk.covers import paint_cover
from livedesk.desk.scene import Condition
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.link import Link
from livedesk.desk.widgets.pill import Pill
from livedesk.desk.widgets.states import LOOKS
from livedesk.desk.widgets.text import Text


class Cover(QWidget):
    """The cover; without one a tile in the colour of the title with its first letter; 16:9."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = ""
        self._image = QImage()
        self._drawn = QPixmap()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_cover(self, title: str, image: QImage) -> None:
        """Show `image`, or with a null one the tile of `title`."""
        if title != self._title or image.cacheKey() != self._image.cacheKey():
            self._title, self._image, self._drawn = title, image, QPixmap()
            self.update()

    @property
    def image(self) -> QImage:
        """The picture that is shown; null for the tile."""
        return self._image

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return width * 9 // 16

    def sizeHint(self) -> QSize:
        return QSize(282, 159)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self._image.isNull():
            paint_cover(painter, box, self._title, 8)
            return
        ratio = self.devicePixelRatioF()
        wanted = self.size() * ratio
        if self._drawn.size() != wanted:  # scaled once, not in every paint
            self._drawn = QPixmap.fromImage(
                self._image.scaled(
                    wanted,
                    Qt.AspectRatioMode.IgnoreAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )
        path = QPainterPath()
        path.addRoundedRect(box, 8, 8)
        painter.setClipPath(path)
        painter.drawPixmap(self.rect(), self._drawn)


class ListCard(Card):
    """A preview of the own row.

    Signals:
        name_asked: the host wants another name.
    """

    name_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.cover = Cover()
        self._title = Text(px=15, weight=600, elide=True)
        self._code = Text(ink="text_2", px=12, elide=True, fixed=True)
        self._code.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._host = Text(ink="text_2", elide=True)
        self.column.addWidget(Text(self.tr("In the live list"), px=15, weight=600))
        self.column.addWidget(self.cover)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(Pill(LOOKS[Condition.LIVE], small=True))
        row.addWidget(self._code, 1)
        self.column.addLayout(row)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        named = QHBoxLayout()
        named.addWidget(self._host, 1)
        self.rename = Link(self.tr("Change"))
        self.rename.setAccessibleName(self.tr("Change your name"))
        self.rename.setToolTip(self.rename.accessibleName())
        self.rename.clicked.connect(self.name_asked)
        self.rename.hide()
        named.addWidget(self.rename)
        words.addLayout(named)
        self.column.addLayout(words)
        self.column.setSpacing(10)

    def show_broadcast(self, title: str, code: str, host: str, cover: QImage) -> None:
        """What is known of it; "" where nothing is."""
        self.cover.show_cover(title, cover)
        self._title.set_text(title or self.tr("Your title"))
        self._title.set_ink("text" if title else "text_3")
        self._code.set_text(code)
        self._host.set_text(host)
        self._host.setVisible(bool(host))
