"""Asked when the window is closed while on air: a show would be lost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMessageBox, QWidget


class CloseQuestion(QMessageBox):
    """Signals:
    ends: end the broadcast, then close.
    closes: close only.
    """

    ends = Signal()
    closes = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setIcon(QMessageBox.Icon.Question)
        self.setWindowTitle("LiveDesk")
        self.setText(self.tr("You are on air."))
        self.setInformativeText(
            self.tr(
                "Without this window the live list drops you after a few minutes. "
                "You can open LiveDesk again before that and go on."
            )
        )
        role = QMessageBox.ButtonRole
        keep = self.addButton(self.tr("Keep going"), role.RejectRole)
        end = self.addButton(self.tr("End and close"), role.DestructiveRole)
        close = self.addButton(self.tr("Close only"), role.AcceptRole)
        self.setDefaultButton(keep)
        self.setEscapeButton(keep)
        end.clicked.connect(self.ends)
        close.clicked.connect(self.closes)
