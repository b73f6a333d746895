"""Shows a crash report: all of it can be read, copied and saved. Nothing is sent."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from livedesk.desk.crash import Report
from livedesk.desk.widgets import menu, theme
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.copy_button import CopyButton
from livedesk.desk.widgets.text import Text


class CrashDialog(QDialog):
    """Signals: save_asked: Path, where the text shall be saved."""

    save_asked = Signal(object)

    def __init__(self, report: Report, window: QWidget | None, *, on_air: bool) -> None:
        super().__init__(window)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("LiveDesk: a mistake of ours"))
        headline = (
            self.tr("LiveDesk closed by a crash last time.")
            if report.past
            else self.tr("Something in LiveDesk went wrong.")
        )
        if report.past:
            what = self.tr("A broadcast that was on air can be resumed on the first page.")
        elif on_air:
            what = self.tr("You are still on air, and OBS still streams. Go on working.")
        else:
            what = self.tr("Go on working. If something stays odd, start LiveDesk again.")
        nothing_sent = self.tr(
            "Below is what happened, without keys and tokens. Nothing is sent: give it to who "
            "looks after LiveDesk for you."
        )
        self.text = QPlainTextEdit(report.text)
        theme.slim(self.text)
        self.text.setReadOnly(True)
        self.text.setAccessibleName(self.tr("Report"))
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setTabChangesFocus(True)
        self.text.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.text.customContextMenuRequested.connect(self._offer_edits)
        self.copy = CopyButton(lambda: report.text, self.tr("Copy the report"))
        self.save = Button(self.tr("Save…"), icon="download")
        self.shut = Button(self.tr("Close"), Kind.PRIMARY)
        self.save.clicked.connect(self._save)
        self.shut.clicked.connect(self.accept)
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(self.save)
        row.addStretch(1)
        row.addWidget(self.shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(8)
        column.addWidget(Text(headline, px=17, weight=600, wrap=True))
        column.addWidget(Text(what, wrap=True))
        column.addWidget(Text(nothing_sent, "text_2", wrap=True))
        column.addWidget(self.text, 1)
        column.addLayout(row)
        self.resize(640, 460)

    def _offer_edits(self, at: QPoint) -> None:
        menu.offer_edits(self.text, at)

    def _save(self) -> None:
        file, _ = QFileDialog.getSaveFileName(
            self, self.tr("Save the report"), str(Path.home() / "livedesk-report.txt")
        )
        if file:
            self.save_asked.emit(Path(file))
