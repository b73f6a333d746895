"""Where something is pasted or dropped; what could be a secret in it is shown as dots."""

from __future__ import annotations

from PySide6.QtCore import QMimeData, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from livedesk.client.plain_letters import masked
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.text import Text

SHOWN = 400  # characters; the rest is looked at, but not shown


class PasteField(QWidget):
    """Takes Ctrl+V, a drop, or its button. It is not typed into: nobody types a key.

    Signals:
        pasted: str, the whole text; a secret may be in it.
    """

    pasted = Signal(str)

    def __init__(self, name: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._hint = hint
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setMinimumHeight(theme.grown(104))
        self._text = Text(hint, "text_3", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.paste = Button(self.tr("Paste"), Kind.SECONDARY, "copy", 28)
        self.paste.clicked.connect(self.take_clipboard)
        last = QHBoxLayout()
        last.addWidget(self.paste)
        last.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 10)
        column.setSpacing(8)
        column.addWidget(self._text, 1)
        column.addLayout(last)

    @property
    def shown(self) -> str:
        """What can be read in it."""
        return self._text.text()

    def take_clipboard(self) -> None:
        """As if Ctrl+V had been pressed."""
        self.take(QGuiApplication.clipboard().text())

    def take(self, text: str) -> None:
        """Show what may be shown of `text`, and pass it on."""
        short = text.strip()[:SHOWN]
        # Without places to break, a long address would be as wide as itself.
        shown = "\u200b".join(masked(short)) if short else self._hint
        self._text.set_text(shown)
        self._text.set_ink("text" if short else "text_3")
        self.pasted.emit(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Paste):
            self.take_clipboard()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasText():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        content: QMimeData = event.mimeData()
        self.take(content.text())
        event.acceptProposedAction()

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.tokens(self)
        focused = self.hasFocus()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = 2.0 if focused else 1.0
        painter.setPen(QPen(QColor(of.accent if focused else of.line_strong), width))
        painter.setBrush(QColor(of.window))
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, theme.RADIUS_FIELD, theme.RADIUS_FIELD)
