"""The button that copies the true value, and says so after reading the clipboard back."""

from __future__ import annotations

import atexit
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QMimeData, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.tip import plain

SAYS_COPIED_MS = 1200
SECRET_STAYS_MS = 60_000
WINDOWS = 'application/x-qt-windows-mime;value="{name}"'
UNREMEMBERED = (
    "ExcludeClipboardContentFromMonitorProcessing",
    "CanIncludeInClipboardHistory",
    "CanUploadToCloudClipboard",
)
ALONE = ("offscreen", "minimal")  # platforms without other programs: no clipboard has an owner


def copy(text: str, *, secret: bool = False) -> bool:
    """Put `text` on the clipboard; whether it is really there.

    A secret asks clipboard histories to leave it out, and goes after a minute, or with the
    console, if it is still there.
    """
    clipboard = QGuiApplication.clipboard()
    if not secret:
        clipboard.setText(text)
    else:
        clipboard.setMimeData(_unremembered(text))
        if (app := QCoreApplication.instance()) is not None:
            (app.findChild(_Lent) or _Lent(app)).lend(text)
    return clipboard.text() == text


def _unremembered(text: str) -> QMimeData:
    """Text that no history keeps and no cloud gets.

    Sources: KDE's Klipper (``x-kde-passwordManagerHint``); Microsoft, "Clipboard Formats", *Cloud
    Clipboard and Clipboard History Formats*: two hold a DWORD of 0, of one its presence is enough;
    Qt's name for a format that Windows knows by its registered name is `WINDOWS`.
    """
    content = QMimeData()
    content.setText(text)
    content.setData("x-kde-passwordManagerHint", b"secret")
    for name in UNREMEMBERED:
        content.setData(WINDOWS.format(name=name), bytes(4))
    return content


def forget(text: str) -> None:
    """Clear the clipboard if it still holds `text`."""
    if QCoreApplication.instance() is None:
        return
    clipboard = QGuiApplication.clipboard()
    # What another program holds is asked of that program, and if it hangs, we with it.
    ours = clipboard.ownsClipboard() or QGuiApplication.platformName() in ALONE
    if ours and clipboard.text() == text:
        clipboard.clear()


class _Lent(QObject):
    """The secret on the clipboard: gone a minute after its last copy, or with the console."""

    def __init__(self, app: QCoreApplication) -> None:
        super().__init__(app)
        self._text = ""
        self._minute = QTimer(self)
        self._minute.setSingleShot(True)
        self._minute.setInterval(SECRET_STAYS_MS)
        self._minute.timeout.connect(self._take_back)
        app.aboutToQuit.connect(self._take_back)
        atexit.register(self._take_back)  # where the event loop is not left in the usual way

    def lend(self, text: str) -> None:
        """`text` is on the clipboard now."""
        self._text = text
        self._minute.start()

    def _take_back(self) -> None:
        forget(self._text)


class CopyButton(Button):
    """Says *Copied* for 1.2 s; its width does not change.

    Args:
        value: gives the true value at the moment of the click.
        bare: the icon alone; `name` is then its accessible name and tooltip.

    Signals:
        copied: the clipboard holds the value.
    """

    copied = Signal()

    def __init__(
        self,
        value: Callable[[], str],
        name: str,
        *,
        label: str = "",
        icon: str = "copy",
        bare: bool = False,
        secret: bool = False,
        kind: Kind = Kind.SECONDARY,
        height: int = 36,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", Kind.GHOST if bare else kind, icon, height, parent)
        self._value = value
        self._secret = secret
        self._calm = ("" if bare else label or self.tr("Copy"), icon)
        self._done = ("" if bare else self.tr("Copied"), "check")
        self._idle_kind = self.kind
        self.show_as(self._calm[0], self.kind, icon)
        if not bare:
            self.keep_room_for(self._calm[0], self._done[0])
        self.setAccessibleName(name)
        self.setToolTip(plain(name))
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(SAYS_COPIED_MS)
        self._back.timeout.connect(self._calm_down)
        self.clicked.connect(self._copy)

    def set_kind(self, kind: Kind) -> None:
        """Filled while it is the next step."""
        self._idle_kind = kind
        if not self._back.isActive():
            self._calm_down()

    def _copy(self) -> None:
        value = self._value()
        if value and copy(value, secret=self._secret):
            self.show_as(self._done[0], self.kind, self._done[1])
            self._back.start()
            self.copied.emit()

    def _calm_down(self) -> None:
        self.show_as(self._calm[0], self._idle_kind, self._calm[1])
