"""A frameless line edit inside a painted frame, which watches its focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from livedesk.desk.widgets import icons, menu, theme


class Field(QFrame):
    """A field to type into.

    Attributes:
        edit: the line edit.
        row: its layout, for what lies at the right end.
    """

    def __init__(
        self,
        name: str,
        placeholder: str = "",
        *,
        icon: str = "",
        fixed: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = icon
        self._bad = False
        self._sunken = False
        self.edit = QLineEdit(self)
        self.edit.setFrame(False)
        self.edit.setFont(theme.font(13, fixed=fixed))
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(name)
        self.edit.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, on=False)
        self._clear_ground()
        self.edit.installEventFilter(self)
        self.edit.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.edit.customContextMenuRequested.connect(self.offer_edits)
        self.setFocusProxy(self.edit)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(34 if icon else 10, 1, 4, 1)
        self.row.setSpacing(4)
        self.row.addWidget(self.edit, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bad(self, bad: bool) -> None:
        """Paint the edge red; the sentence stands below."""
        if bad != self._bad:
            self._bad = bad
            self.update()

    def set_sunken(self, sunken: bool) -> None:
        """A field that is read, not typed into."""
        self._sunken = sunken
        self.edit.setReadOnly(sunken)

    def offer_edits(self, at: QPoint) -> None:
        """Show the menu of the line edit at this place in it."""
        menu.offer_edits(self.edit, at)

    def sizeHint(self) -> QSize:
        return QSize(160, QFontMetrics(theme.font()).height() + 20)

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self.sizeHint().height())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "edit"):
            self._clear_ground()

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.tokens(self)
        focused = self.edit.hasFocus()
        edge = of.danger if self._bad else of.accent if focused else of.line_strong
        edge = of.line if self._sunken and not focused else edge
        width = 2.0 if focused and not self._bad else 1.0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(of.window if self._sunken else of.card))
        half = width / 2
        box = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(box, theme.RADIUS_FIELD, theme.RADIUS_FIELD)
        if self._icon:
            place = QPointF(19, self.height() / 2)
            icons.paint(painter, self._icon, place, 16, QColor(of.text_2))

    def _clear_ground(self) -> None:
        """The frame paints the ground; the edit itself has none."""
        if self.edit.palette().color(QPalette.ColorRole.Base).alpha():
            own = QPalette()
            own.setColor(QPalette.ColorRole.Base, QColor(0, 0, 0, 0))
            self.edit.setPalette(own)
