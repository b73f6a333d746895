"""Asked when the window is closed while a broadcast is not over: a show would be lost."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal, SignalInstance
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from livedesk.desk.scene import Condition
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.popover import Popover
from livedesk.desk.widgets.side_sheet import SHADE
from livedesk.desk.widgets.text import Text

WIDTH = 460


class CloseQuestion(Popover):
    """In the middle of the window, over a shade. Esc and a click beside it go on.

    Args:
        condition: how the broadcast stands.
        tray: this desktop has a tray, in which the console can go on.

    Signals:
        ends: end the broadcast, then close.
        closes: close only.
        hides: close the window, and go on beating from the tray.
    """

    ends = Signal()
    closes = Signal()
    hides = Signal()

    def __init__(self, window: QWidget, condition: Condition, *, tray: bool = False) -> None:
        super().__init__(window, window.focusWidget() or window)
        headline = self._headline(condition)
        self.setAccessibleName(headline)
        self.keep = Button(self.tr("Keep going"))
        self.end = Button(self.tr("End and close"), Kind.DANGER, "square")
        self.away = Button(self.tr("Keep running in the tray") if tray else self.tr("Close only"))
        self.keep.clicked.connect(self.dismiss)
        self.end.clicked.connect(lambda: self._leave(self.ends))
        self.away.clicked.connect(lambda: self._leave(self.hides if tray else self.closes))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.end)
        row.addStretch(1)
        row.addWidget(self.away)
        row.addWidget(self.keep)
        column = self.card.column
        column.setContentsMargins(24, 22, 24, 20)
        column.setSpacing(6)
        column.addWidget(Text(headline, px=17, weight=600, wrap=True))
        column.addWidget(Text(self._words(condition, tray=tray), "text_2", wrap=True))
        column.addSpacing(14)
        column.addLayout(row)
        self.card.setMinimumWidth(WIDTH)

    @property
    def buttons(self) -> tuple[Button, ...]:
        return (self.end, self.away, self.keep)

    def ask(self) -> None:
        """Open it."""
        self.open(self.keep)

    def _headline(self, condition: Condition) -> str:
        match condition:
            case Condition.LIVE:
                return self.tr("You are on air.")
            case Condition.INTERRUPTED:
                return self.tr("Your broadcast is interrupted.")
            case Condition.OFFLINE:
                return self.tr("You are off the live list, but your broadcast is not over.")
        return self.tr("The server is away, and your broadcast is not over.")

    def _words(self, condition: Condition, *, tray: bool) -> str:
        on_air = condition is Condition.LIVE
        if on_air and tray:
            return self.tr(
                "LiveDesk can go on in the tray and keep you in the live list. If it is closed, "
                "the list drops you after a few minutes; you can open it again before that."
            )
        if on_air:
            return self.tr(
                "Without this window the live list drops you after a few minutes. "
                "You can open LiveDesk again before that and go on."
            )
        if tray:
            return self.tr(
                "LiveDesk can wait in the tray: when the picture is back, the same broadcast goes "
                "on. If it is closed, you can open it again and go on until your live code ends."
            )
        return self.tr(
            "You can open LiveDesk again and go on with the same broadcast until your live code "
            "ends."
        )

    def _leave(self, how: SignalInstance) -> None:
        self.dismiss()
        how.emit()

    def _look_for_button(self) -> None:
        """It has none, and stays."""

    def _place(self) -> None:
        room = self.size()
        width = min(max(self.card.sizeHint().width(), WIDTH), room.width() - 32)
        tall = self.card.heightForWidth(width)
        self.card.resize(width, tall if tall > 0 else self.card.sizeHint().height())
        left = (room.width() - self.card.width()) // 2
        self.card.move(QPoint(left, max(8, (room.height() - self.card.height()) * 2 // 5)))

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor.fromRgbF(0, 0, 0, SHADE))
