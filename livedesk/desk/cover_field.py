"""Choosing a cover: from a file, dropped, pasted, or none."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPointF, QRectF, QStandardPaths, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk import texts
from livedesk.desk.complaint import Complaint
from livedesk.desk.list_card import Cover
from livedesk.desk.widgets import icons, theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.text import Text
from livedesk.desk.workers.cover_shop import Source

FORMATS = ("image/png", "image/jpeg", "image/webp", "image/bmp")
ENDINGS = "*.jpg *.jpeg *.png *.webp *.bmp *.gif *.tif *.tiff"


def picture_in(mime: QMimeData) -> Source | None:
    """The picture that is dropped or pasted: a file, or its bytes; decoded elsewhere."""
    for url in mime.urls():
        if url.isLocalFile():
            return Path(url.toLocalFile())
    for name in FORMATS:
        if mime.hasFormat(name):
            return bytes(mime.data(name).data())
    found = mime.imageData() if mime.hasImage() else None
    return found if isinstance(found, QImage) and not found.isNull() else None


class DropCover(Cover):
    """A cover on which another can be dropped, or pasted while it has the focus.

    A click, Enter or Space opens the system's dialog.

    Signals:
        given: Source, what was chosen, dropped or pasted.
    """

    given = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._over = False
        self._gone: float | None = None
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_gone(self, part: float | None) -> None:
        """How much of it has gone to the server, 0 to 1; None while none is sent."""
        if part != self._gone:
            self._gone = part
            self.update()

    def ask_for_file(self) -> None:
        """Open the system's own dialog for a picture file."""
        dialog = QFileDialog(self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Choose a cover"))
        dialog.setDirectory(_pictures_folder())
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Pictures ({endings})").format(endings=ENDINGS)])
        dialog.fileSelected.connect(lambda chosen: self.given.emit(Path(chosen)))
        dialog.open()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.pos()):
            self.ask_for_file()

    def paste(self) -> bool:
        """Take the picture on the clipboard; whether there was one."""
        source = picture_in(QGuiApplication.clipboard().mimeData())
        if source is not None:
            self.given.emit(source)
        return source is not None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.ask_for_file()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        mime = event.mimeData()
        if mime.hasImage() or any(url.isLocalFile() for url in mime.urls()):
            event.acceptProposedAction()
            self._hover(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._hover(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._hover(False)
        source = picture_in(event.mimeData())
        if source is not None:
            event.acceptProposedAction()
            self.given.emit(source)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(10, 12, 16, 120))
            painter.drawRoundedRect(QRectF(self.rect()), 8, 8)
            centre = QPointF(self.width() / 2, self.height() / 2)
            icons.paint(painter, "pencil", centre, 20, QColor("#FFFFFF"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._gone is not None:
            self._paint_gone(painter, self._gone)
        if self._over or self.hasFocus():
            painter.setPen(QPen(theme.ink(self, "accent"), 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 8, 8)

    def _paint_gone(self, painter: QPainter, part: float) -> None:
        track = QRectF(8, self.height() - 12, self.width() - 16, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(10, 12, 16, 150))
        painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), 4, 4)
        painter.setBrush(QColor("#FFFFFF"))
        track.setWidth(max(4.0, track.width() * part))
        painter.drawRoundedRect(track, 2, 2)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _hover(self, over: bool) -> None:
        self._over = over
        self.update()


class CoverField(QWidget):
    """The cover in the form.

    Attributes:
        jpeg: the picture that is to be sent; None for none, or where the server has it.
        url: a cover that the server has already; None otherwise.

    Signals:
        given: Source, a file, bytes or picture, that is to become the cover.
        changed: another cover, or none.
    """

    given = Signal(object)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.jpeg: bytes | None = None
        self.url: str | None = None
        self._title = ""
        self._image = QImage()
        self.tile = DropCover(self.tr("Cover; drop or paste a picture"))
        self.tile.setFixedSize(theme.grown(192), theme.grown(108))
        self.choose = Button(self.tr("Choose file"), Kind.SECONDARY, "image", 32)
        self.choose.setAccessibleName(self.tr("Choose a picture file for the cover"))
        self.remove = Button(self.tr("No cover"), Kind.GHOST, height=32)
        self._help = Text(ink="text_2", px=12, wrap=True)
        self._bad = Complaint()
        buttons = QHBoxLayout()
        buttons.setSpacing(4)
        buttons.addWidget(self.choose)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(8)
        words.addStretch(1)
        words.addLayout(buttons)
        words.addWidget(self._help)
        words.addWidget(self._bad)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(20)
        row.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.choose.clicked.connect(self.tile.ask_for_file)
        self.remove.clicked.connect(self.forget)
        self.tile.given.connect(self._take)
        self._show()

    @property
    def image(self) -> QImage:
        """What is shown; null for no cover."""
        return self._image

    @property
    def complaint(self) -> str:
        """Why the last choice came to nothing."""
        return self._bad.words

    def adopt(self, other: CoverField) -> None:
        """The same as in another form."""
        self._set(other.image, other.jpeg, other.url)

    def show_title(self, title: str) -> None:
        """Without a cover the tile is made of the title."""
        self._title = title
        self._show()

    def show_made(self, image: QImage, jpeg: bytes) -> None:
        """A picture that is to be sent."""
        self._set(image, jpeg, None)

    def show_url(self, url: str, image: QImage) -> None:
        """A cover that the server has; `image` may still be on its way."""
        self._set(image, None, url)

    def say_unreadable(self, why: str) -> None:
        """What was chosen cannot be a cover; the one before stays."""
        self._bad.say(texts.cover_complaint(why))
        self._show()

    def forget(self) -> None:
        """No cover."""
        self._set(QImage(), None, None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Ctrl+V of a picture means the cover, also in the title: no text can be meant."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.matches(QKeySequence.StandardKey.Paste)
            and not QGuiApplication.clipboard().mimeData().hasText()
        ):
            return self.tile.paste()
        return False

    def _set(self, image: QImage, jpeg: bytes | None, url: str | None) -> None:
        self._image, self.jpeg, self.url = image, jpeg, url
        self._bad.say("")
        self._show()
        self.changed.emit()

    def _show(self) -> None:
        self.tile.show_cover(self._title, self._image)
        self.remove.setVisible(self.jpeg is not None or self.url is not None)
        self._help.set_text(
            self.tr(
                "Or drop or paste a picture. It is cut to 16:9; you can also take one from the "
                "preview later."
            )
        )

    def _take(self, source: Source) -> None:
        self._help.set_text(self.tr("Reading the picture…"))
        self._bad.say("")
        self.given.emit(source)


def _pictures_folder() -> str:
    """Where a host keeps pictures; the home folder where the system has no such place."""
    places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.PicturesLocation)
    return next((place for place in places if Path(place).is_dir()), str(Path.home()))
