"""A line or paragraph of text in one of the theme's inks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from livedesk.desk.widgets import theme
from livedesk.desk.widgets.tip import plain


class Text(QLabel):
    """A label whose ink follows the mode, and that elides or wraps instead of being cut.

    Args:
        ink: name of a token, e.g. ``text_2``.
        px, weight, digits, fixed: see `theme.font`.
        wrap: break into lines; else one line, elided at the end where `elide` is true.
    """

    def __init__(
        self,
        text: str = "",
        ink: str = "text",
        px: float = 13,
        weight: int = 400,
        *,
        digits: bool = False,
        fixed: bool = False,
        wrap: bool = False,
        elide: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._ink = ink
        self._elide = elide
        self.setFont(theme.font(px, weight, digits=digits, fixed=fixed))
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if elide:
            self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._dye()

    def set_ink(self, ink: str) -> None:
        """Change the ink, e.g. to grey when what it says has become old."""
        if ink != self._ink:
            self._ink = ink
            self._dye()

    def set_text(self, text: str) -> None:
        """Change the text, without a repaint when it is the same."""
        if text != self.text():
            self.setText(text)
            if self.wordWrap() and self.minimumHeight():
                self._stand(self.width())
            if self._elide:
                self.setToolTip(plain(text))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._dye()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.wordWrap():
            self._stand(event.size().width())

    def _stand(self, width: int) -> None:
        """Be as high as the paragraph is.

        A wrapped label's least height depends on its width, which Qt's box layouts ask for only on
        the way down; without this a scrolled page squeezes paragraphs.
        """
        before = self.minimumHeight()
        self.setMinimumHeight(0)  # Qt's answer is never less than what was set before
        wanted = max(0, self.heightForWidth(width))
        self.setMinimumHeight(wanted)
        if wanted < before:
            self.updateGeometry()

    def minimumSizeHint(self) -> QSize:
        if self._elide:
            return QSize(0, super().minimumSizeHint().height())
        return super().minimumSizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if not self._elide:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(QPalette.ColorRole.WindowText))
        mode = Qt.TextElideMode.ElideRight
        shown = QFontMetrics(self.font()).elidedText(self.text(), mode, self.width())
        painter.drawText(self.rect(), int(self.alignment()), shown)

    def _dye(self) -> None:
        wanted = theme.ink(self, self._ink)
        if self.palette().color(QPalette.ColorRole.WindowText) != wanted:
            own = QPalette()
            own.setColor(QPalette.ColorRole.WindowText, wanted)
            self.setPalette(own)
