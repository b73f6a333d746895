"""Asked when the window is closed while on air: a show would be lost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget


class CloseQuestion(QMessageBox):
    """Args: tray: this desktop has a tray, in which the console can go on.

    Signals:
        ends: end the broadcast, then close.
        closes: close only.
        hides: close the window, and go on beating from the tray.
    """

    ends = Signal()
    closes = Signal()
    hides = Signal()

    def __init__(self, window: QWidget, *, tray: bool = False) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle("LiveDesk")
        self.setText(self.tr("You are on air."))
        self.setInformativeText(
            self.tr(
                "LiveDesk can go on in the tray and keep you in the live list. If it is closed, "
                "the list drops you after a few minutes; you can open it again before that."
            )
            if tray
            else self.tr(
                "Without this window the live list drops you after a few minutes. "
                "You can open LiveDesk again before that and go on."
            )
        )
        role = QMessageBox.ButtonRole
        keep = self.addButton(self.tr("Keep going"), role.RejectRole)
        end = self.addButton(self.tr("End and close"), role.DestructiveRole)
        if tray:
            hide = self.addButton(self.tr("Keep running in the tray"), role.AcceptRole)
            hide.clicked.connect(self.hides)
        else:
            close = self.addButton(self.tr("Close only"), role.AcceptRole)
            close.clicked.connect(self.closes)
        self.setDefaultButton(keep)
        self.setEscapeButton(keep)
        end.clicked.connect(self.ends)
