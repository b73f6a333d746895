"""A public address: elided in the middle, whole on a click, with copy at its end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QWidget

from livedesk.desk.widgets.copy_button import CopyButton, copy
from livedesk.desk.widgets.field import Field
from livedesk.desk.widgets.tip import plain


class AddressRow(Field):
    """Read-only; a click selects all of it.

    Attributes:
        button: copies the true address.
    """

    def __init__(self, name: str, *, bare: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(name, fixed=True, parent=parent)
        self._value = ""
        self.set_sunken(sunken=True)
        self.button = CopyButton(
            lambda: self._value, self.tr("Copy: {name}").format(name=name), bare=True, height=28
        )
        self.button.setVisible(bare)
        self.row.addWidget(self.button)

    @property
    def value(self) -> str:
        """The whole address."""
        return self._value

    def set_value(self, value: str) -> None:
        if value != self._value:
            self._value = value
            self.setToolTip(plain(value))
            self.edit.setToolTip(plain(value))
            self._fit()

    def offer_edits(self, at: QPoint) -> None:
        self._fit()  # the click has just given it the focus: all of it, and marked
        super().offer_edits(at)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self._fit)  # after the row has given the edit its width

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit:
            if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
                QTimer.singleShot(0, self, self._fit)
            elif (
                isinstance(event, QKeyEvent)
                and event.type() == QEvent.Type.KeyPress
                and event.matches(QKeySequence.StandardKey.Copy)
            ):
                return copy(self._value)
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        if self.edit.hasFocus():
            self.edit.setText(self._value)
            self.edit.selectAll()
            return
        room = self.edit.width() - 10
        metrics = QFontMetrics(self.edit.font())
        text = metrics.elidedText(self._value, Qt.TextElideMode.ElideMiddle, room)
        if text != self.edit.text():
            self.edit.setText(text)
            self.edit.setCursorPosition(0)
