"""The navigation on the left: pages on top, host and server at the bottom."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from livedesk.desk.who_button import WhoButton
from livedesk.desk.widgets import icons, theme
from livedesk.desk.widgets.text import Text

WIDE, RAIL = 200, 60
OWN_COLOURS = (
    "#5B6BC0", "#7A55D6", "#B5477E", "#A8452F", "#2F6FB5", "#1B7A6E", "#8A5A13", "#4C7A28",
)  # fmt: skip


class NavItem(QAbstractButton):
    """One page; wide it has its name, narrow the icon alone."""

    def __init__(self, icon: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._narrow = False
        self._count = ""
        self._dotted = False
        self.setText(name)
        self.setAccessibleName(name)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFont(theme.font(13, 500))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_narrow(self, narrow: bool) -> None:
        self._narrow = narrow
        self.setToolTip(self.text() if narrow else "")
        self.updateGeometry()

    @property
    def count(self) -> str:
        """The number at its right."""
        return self._count

    def show_count(self, count: str) -> None:
        if count != self._count:
            self._count = count
            self.update()

    @property
    def dotted(self) -> bool:
        """Whether the tally is on."""
        return self._dotted

    def show_dot(self, dotted: bool) -> None:
        """The tally: on air, whatever page is shown."""
        if dotted != self._dotted:
            self._dotted = dotted
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(40, QFontMetrics(self.font()).height() + (24 if self._narrow else 20))

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.tokens(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        taken = self.isChecked()
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if taken or self.underMouse():
            painter.setPen(QPen(QColor(of.line), 1) if taken else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(of.raised if taken else of.line))
            painter.drawRoundedRect(box, theme.RADIUS_FIELD, theme.RADIUS_FIELD)
        words = QColor(of.text if taken else of.text_2)
        middle = self.height() / 2
        across = self.width() / 2 if self._narrow else 20.0
        icons.paint(painter, self._icon, QPointF(across, middle), 20, words)
        if not self._narrow:
            painter.setPen(words)
            painter.setFont(theme.font(13, 600 if taken else 500))
            end = int(Qt.AlignmentFlag.AlignVCenter)
            painter.drawText(box.adjusted(40, 0, -40, 0), end, self.text())
            painter.setFont(theme.font(12, 500, digits=True))
            painter.setPen(QColor(of.text_2))
            right = end | int(Qt.AlignmentFlag.AlignRight)
            painter.drawText(box.adjusted(0, 0, -12, 0), right, self._count)
        if self._dotted:
            at = (
                QPointF(across + 9, middle - 9)
                if self._narrow
                else QPointF(box.right() - 16, middle)
            )
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(of.live))
            painter.drawEllipse(at, 4, 4)


class Avatar(QWidget):
    """The first letter of a name on a colour of its own."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_name(self, name: str) -> None:
        if name != self._name:
            self._name = name
            self.update()

    def sizeHint(self) -> QSize:
        return QSize(28, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_avatar(painter, QRectF(self.rect()), self._name)


def paint_avatar(painter: QPainter, box: QRectF, name: str) -> None:
    """A round initial; the same name always has the same colour."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(own_colour(name))
    painter.drawEllipse(box)
    painter.setPen(QColor("#FFFFFF"))
    painter.setFont(theme.font(12, 600))
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), name[:1].upper())


def own_colour(name: str) -> QColor:
    """A colour on which white text has a contrast of at least 4.5."""
    return QColor(OWN_COLOURS[sum(name.encode()) % len(OWN_COLOURS)])


class Mark(QWidget):
    """The product's mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(28, 28)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        icons.paint(painter, "mark", QPointF(14, 14), 28, QColor("#000000"))
        if theme.tokens(self) is theme.DARK:  # dark on dark needs an edge
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.ink(self, "line_strong"), 1))
            painter.drawRoundedRect(QRectF(0.5, 0.5, 27, 27), 8, 8)


class Navigation(QWidget):
    """Attributes:
        who: host and server, at the bottom.

    Signals:
        chosen: int, the page's place in PAGES.
    """

    chosen = Signal(int)

    def __init__(self, pages: list[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.items = [NavItem(icon, name, self) for icon, name in pages]
        group = QButtonGroup(self)
        for place, item in enumerate(self.items):
            group.addButton(item, place)
        group.idClicked.connect(self.chosen)
        self._brand = Text("LiveDesk", px=15, weight=600)
        top = QHBoxLayout()
        top.setSpacing(10)
        self._top = top
        top.addWidget(Mark(self))
        top.addWidget(self._brand, 1)
        self._avatar = Avatar(self)
        self.who = WhoButton(self._avatar, self)
        column = QVBoxLayout(self)
        column.setSpacing(4)
        column.addLayout(top)
        column.addSpacing(20)
        for item in self.items:
            column.addWidget(item)
        column.addStretch(1)
        column.addWidget(self.who)
        self._column = column
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """A rail of icons with tooltips, or names too."""
        self.setFixedWidth(RAIL if narrow else WIDE)
        edge = 10 if narrow else 12
        self._column.setContentsMargins(edge, 18, edge, 14)
        self._top.setContentsMargins(6, 0, 6, 0)
        self._brand.setVisible(not narrow)
        self.who.set_narrow(narrow)
        for item in self.items:
            item.set_narrow(narrow)

    def show_page(self, place: int) -> None:
        self.items[place].setChecked(True)

    def show_host(self, host: str, server: str) -> None:
        """Who is signed in, and where."""
        self._avatar.setVisible(bool(host))
        self._avatar.show_name(host)
        self.who.show_host(host, server)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.fill(painter, self.rect(), theme.ink(self, "side"))
        painter.setPen(theme.ink(self, "line"))
        painter.drawLine(self.width() - 1, 0, self.width() - 1, self.height())
