"""The painted row of choices of which one is taken."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QWidget,
)

from livedesk.desk.widgets import theme


class Segment(QAbstractButton):
    """One of the choices."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setText(text)
        self.setCheckable(True)
        self.setFont(theme.font(13, 500))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(self.font())
        return QSize(metrics.horizontalAdvance(self.text()) + 20, metrics.height() + 14)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.tokens(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked():
            painter.setPen(QPen(QColor(of.line), 1))
            painter.setBrush(QColor(of.raised))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.setPen(QColor(of.text if self.isChecked() else of.text_2))
        painter.setFont(self.font())
        painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self.text())


class Segments(QFrame):
    """The choices in a sunken frame.

    Signals:
        chosen: int, the value of the choice.
    """

    chosen = Signal(int)

    def __init__(
        self, choices: dict[str, int], taken: int, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        for text, value in choices.items():
            segment = Segment(text, self)
            segment.setAccessibleName(f"{name}: {text}")
            segment.setChecked(value == taken)
            self._group.addButton(segment, value)
            row.addWidget(segment)
        self._group.idClicked.connect(self.chosen)

    @property
    def value(self) -> int:
        """The value of the choice taken."""
        return self._group.checkedId()

    def choose(self, value: int) -> None:
        """Take the choice of this value; one that is none changes nothing."""
        if (segment := self._group.button(value)) is not None:
            segment.setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        of = theme.tokens(self)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(of.line), 1))
        painter.setBrush(QColor(of.off_tint))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, theme.RADIUS_FIELD, theme.RADIUS_FIELD)
