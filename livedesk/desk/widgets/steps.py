"""The painted four steps from a title to a show."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from livedesk.desk.widgets import icons, theme
from livedesk.desk.widgets.tip import plain


class DoneStep(QAbstractButton):
    """Lies over a step that is done, which `Steps` paints."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing but a light ground under the pointer."""
        if self.underMouse():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            light = theme.ink(self, "text")
            light.setAlphaF(0.06)
            painter.setBrush(light)
            painter.drawRoundedRect(QRectF(self.rect()), theme.RADIUS_FIELD, theme.RADIUS_FIELD)


class Steps(QWidget):
    """Done = green tick and a button, current = filled number, later = outline.

    Signals:
        chosen: int, from 1: what belongs to this step, which is done, is wanted.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._current = 1
        self._code = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.done = [DoneStep(self) for _ in range(3)]
        for n, button in enumerate(self.done, 1):
            button.clicked.connect(lambda _=False, n=n: self.chosen.emit(n))
        self.show_step(1, "")

    def show_step(self, current: int, code: str) -> None:
        """`current` counts from 1; `code` stands under the first step once there is one."""
        self._current, self._code = current, code
        title, _ = self._texts()[current - 1]
        name = self.tr("Step {n} of 4, {title}").format(n=current, title=title)
        self.setAccessibleName(name)
        self.setToolTip(plain(name))
        for n, (button, (done, _)) in enumerate(zip(self.done, self._texts(), strict=False), 1):
            button.setVisible(n < current)
            button.setAccessibleName(self.tr("Done: {title}. Go back to it").format(title=done))
            button.setToolTip(plain(button.accessibleName()))
        self._lay_out()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _lay_out(self) -> None:
        for button, (left, width, _) in zip(self.done, self._places(), strict=False):
            button.setGeometry(round(left) - 4, 0, round(width) + 8, self.height())

    def _texts(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Create live code"), self._code or self.tr("Give it a title")),
            (self.tr("Send to OBS"), self.tr("Server and Stream Key")),
            (self.tr("Check the picture"), self.tr("As viewers will see it")),
            (self.tr("Go on air"), self.tr("Then viewers see you")),
        ]

    def sizeHint(self) -> QSize:
        lines = QFontMetricsF(theme.font()).height() + QFontMetricsF(theme.font(12)).height()
        return QSize(360, round(lines + 8))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.sizeHint().height())

    def _places(self) -> list[tuple[float, float, bool]]:
        """Of each step: left end, width, and whether it says its words."""
        title, small = QFontMetricsF(theme.font(13, 500)), QFontMetricsF(theme.font(12))
        texts = self._texts()
        widths = [
            34 + max(title.horizontalAdvance(a), small.horizontalAdvance(b)) for a, b in texts
        ]
        space = (self.width() - sum(widths)) / 3
        full = space >= 28
        if not full:  # narrow: only the current step says its words
            widths = [width if n == self._current else 24 for n, width in enumerate(widths, 1)]
            space = (self.width() - sum(widths)) / 3
        lefts = [sum(widths[:n]) + n * space for n in range(4)]
        words = [full or n == self._current for n in range(1, 5)]
        return list(zip(lefts, widths, words, strict=True))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        places = self._places()
        for n, ((what, more), place) in enumerate(zip(self._texts(), places, strict=True), 1):
            left, width, says = place
            self._paint_mark(painter, n, QPointF(left + 12, self.height() / 2))
            if says:
                self._paint_words(painter, n, what, more, left + 34)
            if n < 4:
                done = n < self._current
                colour = theme.ink(self, "good" if done else "line")
                colour.setAlphaF(0.6 if done else 1.0)
                painter.setPen(QPen(colour, 1.5))
                y, end = self.height() / 2, places[n][0]
                painter.drawLine(QPointF(left + width + 16, y), QPointF(end - 16, y))

    def _paint_mark(self, painter: QPainter, n: int, centre: QPointF) -> None:
        of = theme.tokens(self)
        if n < self._current:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(of.good_tint))
            painter.drawEllipse(centre, 12, 12)
            icons.paint(painter, "check", centre, 14, QColor(of.good_ink))
            return
        filled = n == self._current
        painter.setPen(Qt.PenStyle.NoPen if filled else QPen(QColor(of.line_strong), 1.5))
        painter.setBrush(QColor(of.accent) if filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(centre, 12 if filled else 11.25, 12 if filled else 11.25)
        painter.setPen(QColor(of.on_fill if filled else of.text_2))
        painter.setFont(theme.font(12, 600))
        box = QRectF(centre.x() - 12, centre.y() - 12, 24, 24)
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), str(n))

    def _paint_words(self, painter: QPainter, n: int, what: str, more: str, left: float) -> None:
        middle = self.height() / 2
        painter.setFont(theme.font(13, 600 if n == self._current else 500))
        painter.setPen(theme.ink(self, "text" if n == self._current else "text_2"))
        first = QRectF(left, middle - 22, 400, 22)
        painter.drawText(first, int(Qt.AlignmentFlag.AlignVCenter), what)
        painter.setFont(theme.font(12))
        painter.setPen(theme.ink(self, "text_2"))
        second = QRectF(left, middle - 1, 400, 22)
        painter.drawText(second, int(Qt.AlignmentFlag.AlignVCenter), more)
