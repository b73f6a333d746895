"""Host and server at the bottom of the navigation: a button that opens the menu of profiles."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from livedesk.desk.widgets import theme
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.text import Text
from livedesk.desk.widgets.tip import plain


class WhoButton(QAbstractButton):
    """Args: avatar: stands at its left, and alone where it is narrow."""

    def __init__(self, avatar: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._avatar = avatar
        self._host = Text(weight=600, elide=True)
        self._server = Text(ink="text_2", px=12, elide=True)
        self._down = Glyph("down", "text_2", 14)
        self._names = QWidget()
        names = QVBoxLayout(self._names)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(0)
        names.addWidget(self._host)
        names.addWidget(self._server)
        self._row = QHBoxLayout(self)
        self._row.setSpacing(10)
        self._row.setContentsMargins(6, 6, 6, 6)
        self._row.addWidget(avatar)
        self._row.addWidget(self._names, 1)
        self._row.addWidget(self._down)
        for part in (avatar, self._names, self._down):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._narrow = False
        self.show_host("", "")

    def set_narrow(self, narrow: bool) -> None:
        """The avatar alone."""
        self._narrow = narrow
        self._names.setVisible(not narrow)
        self._down.setVisible(not narrow and bool(self._host.text()))

    def show_host(self, host: str, server: str) -> None:
        """Who is signed in, and where; "" while not known."""
        self._host.set_text(host)
        self._server.set_text(server)
        self._server.setVisible(bool(server))
        self._avatar.setVisible(bool(host))
        self._down.setVisible(bool(host) and not self._narrow)  # alone it would say nothing
        who = " · ".join(part for part in (host, server) if part)
        switch = self.tr("Switch server")
        self.setAccessibleName(f"{who}: {switch}" if who else switch)
        self.setToolTip(plain(f"{who}\n{switch}") if who else switch)

    def sizeHint(self) -> QSize:
        return self._row.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.underMouse() or self.isDown():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.ink(self, "line"))
            painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS_FIELD, theme.RADIUS_FIELD)
