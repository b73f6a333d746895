"""*Other ways to send*: a phone encoder by QR code, ffmpeg by a command. Both hold the key."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from livedesk.client.push_forms import ffmpeg_command, larix_link
from livedesk.desk.scene import Scene, only_here
from livedesk.desk.widgets.button import Button
from livedesk.desk.widgets.card import Rule
from livedesk.desk.widgets.choice_row import ChoiceRow
from livedesk.desk.widgets.copy_button import CopyButton
from livedesk.desk.widgets.finding_row import FindingRow
from livedesk.desk.widgets.qr_view import QrView
from livedesk.desk.widgets.secret_field import SHOWN_FOR_S, SecretField
from livedesk.desk.widgets.side_sheet import SideSheet
from livedesk.desk.widgets.text import Text


class WaysSheet(SideSheet):
    """Signals:
    copied: the command, with the key in it, is on the clipboard.
    """

    copied = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(
            window,
            QCoreApplication.translate("WaysSheet", "Other ways to send"),
            QCoreApplication.translate(
                "WaysSheet", "Instead of OBS. The stream key is in both: show them to nobody."
            ),
        )
        self._url, self._title = "", ""
        self._left_s = 0
        self._streaming = False
        self.plain = ChoiceRow(self.tr("Any app that scans a push address"))
        self.larix = ChoiceRow(self.tr("Larix Broadcaster"))
        self._group = QButtonGroup(self)
        for choice in (self.plain, self.larix):
            self._group.addButton(choice)
        self.plain.setChecked(True)
        self._group.buttonClicked.connect(self._draw)
        self.reveal = Button(icon="eye")
        self.reveal.clicked.connect(self._toggle)
        self.reveal.installEventFilter(self)
        self.qr = QrView(4)
        name = self.tr("QR code of the push address")
        self.qr.setAccessibleName(name)
        self.qr.setToolTip(name)
        self.qr.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.qr.setCursor(Qt.CursorShape.ArrowCursor)
        self._note = FindingRow()
        self.command = SecretField(self.tr("ffmpeg command"))
        self.copy = CopyButton(
            lambda: self.command.value, self.tr("Copy the ffmpeg command"), secret=True
        )
        self.copy.copied.connect(self.copied)
        self.command.copied.connect(self.copied)
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self.count_down)
        window.installEventFilter(self)
        self._fill()
        self.hide_code()

    def _fill(self) -> None:
        self.column.addWidget(Text(self.tr("Phone encoder"), px=15, weight=600))
        self.column.addWidget(self.plain)
        self.column.addWidget(self.larix)
        line = QHBoxLayout()
        line.addWidget(self.reveal)
        line.addStretch(1)
        self.column.addLayout(line)
        self.column.addWidget(self._note)
        self.column.addWidget(self.qr, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addWidget(Rule())
        self.column.addWidget(Text(self.tr("ffmpeg"), px=15, weight=600))
        self.column.addWidget(
            Text(
                self.tr("Sends a file. Put its name in place of video.mp4."),
                "text_2",
                12,
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.command, 1)
        row.addWidget(self.copy)
        self.column.addLayout(row)
        self.column.addWidget(
            Text(self.tr("The copy is cleared after 60 s."), "text_3", 12, wrap=True)
        )
        self.column.addStretch(1)

    @property
    def shown(self) -> bool:
        """Whether the code can be seen."""
        return self._second.isActive()

    def show_scene(self, scene: Scene) -> None:
        """The push address of the own broadcast."""
        record = scene.record
        push = record.push if record is not None else None
        url = push.url if push is not None else ""
        if url != self._url:
            self._url, self._title = url, record.title if record is not None else ""
            self.command.set_value(ffmpeg_command(url) if url else "")
            self.hide_code()
        self.copy.setEnabled(bool(url))
        if scene.publishing != self._streaming:
            self._streaming = scene.publishing
            self.command.set_streaming(scene.publishing)
            self.hide_code()

    def hide_code(self) -> None:
        """Nothing of the key can be seen."""
        self._second.stop()
        self.qr.show_url("")
        self.qr.hide()
        self.reveal.show_as(self.tr("Show QR code"), self.reveal.kind, "eye")
        self.reveal.setEnabled(bool(self._url) and not only_here(self._url) and not self._streaming)
        if self._streaming:
            note = self.tr("It stays hidden while a picture goes out.")
        elif self._url and only_here(self._url):
            note = self.tr("This push address only works on this computer: no phone can send here.")
        else:
            note = self.tr("Shown for {s} s, and only while you look at this window.").format(
                s=SHOWN_FOR_S
            )
        self._note.show_finding("info", "text_2", note)

    def count_down(self) -> None:
        """A second has passed."""
        self._left_s -= 1
        if self._left_s <= 0:
            self.hide_code()
        else:
            self._say_rest()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        left = event.type() == QEvent.Type.WindowDeactivate or (
            watched is self.reveal and event.type() == QEvent.Type.FocusOut
        )
        if left and self.shown:
            self.hide_code()
        return super().eventFilter(watched, event)

    def _toggle(self) -> None:
        if self.shown:
            self.hide_code()
            return
        self._left_s = SHOWN_FOR_S
        self._second.start()
        self.reveal.setFocus(Qt.FocusReason.OtherFocusReason)
        self._say_rest()
        self._draw()

    def _draw(self) -> None:
        if self.shown:
            larix = self.larix.isChecked()
            self.qr.show_url(larix_link(self._url, self._title) if larix else self._url)
            self.qr.show()

    def _say_rest(self) -> None:
        words = self.tr("Hide, {s} s").format(s=self._left_s)
        self.reveal.show_as(words, self.reveal.kind, "eye-crossed")
