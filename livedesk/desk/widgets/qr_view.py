"""The painted QR code: white in both modes, whole pixels, four quiet modules."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from livedesk.desk.scene import only_here
from livedesk.desk.widgets import theme

QUIET = 4
LEAST_PX = 3


class QrView(QAbstractButton):
    """A QR code of one address; a click enlarges it. Empty for addresses of this computer only."""

    def __init__(self, least_px: int = LEAST_PX, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._least_px = least_px
        self._url = ""
        self._modules = QImage()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("QR code of the watch page; click to enlarge"))
        self.setToolTip(self.tr("Click to enlarge"))

    @property
    def url(self) -> str:
        """What it says, or "" when nothing is drawn."""
        return self._url

    def show_url(self, url: str) -> None:
        """Draw `url`, unless no phone could open it."""
        wanted = "" if not url or only_here(url) else url
        if wanted != self._url:
            self._url = wanted
            self._modules = _modules(wanted) if wanted else QImage()
            self.updateGeometry()
            self.update()

    def show_px(self, px: int) -> None:
        """Pixels of one module."""
        if px != self._least_px:
            self._least_px = px
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        side = (self._modules.width() or 37) * self._least_px + 2 * 4
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.ink(self, "line"), 1))
        painter.setBrush(QColor("#FFFFFF"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS_FIELD, theme.RADIUS_FIELD)
        if self._modules.isNull():
            return
        ratio = self.devicePixelRatioF()
        across = min(self.width(), self.height()) * ratio
        pixels = int(across // self._modules.width())  # device pixels of one module: whole
        drawn = self._modules.scaled(self._modules.size() * pixels)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.scale(1 / ratio, 1 / ratio)
        left = round((self.width() * ratio - drawn.width()) / 2)
        top = round((self.height() * ratio - drawn.height()) / 2)
        painter.drawImage(left, top, drawn)


def _modules(url: str) -> QImage:
    """One pixel a module, the quiet zone included."""
    import segno  # most consoles show none

    rows = tuple(segno.make(url, micro=False, error="m").matrix_iter(border=QUIET))
    image = QImage(len(rows), len(rows), QImage.Format.Format_RGB32)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            image.setPixelColor(x, y, QColor("#000000" if dark else "#FFFFFF"))
    return image
