"""The test picture where viewers see it: asked in place before it is sent, and before it stops."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from livedesk.desk.widgets.button import Button
from livedesk.desk.widgets.confirm import Confirm


class PictureQuestion(Confirm):
    """Before it is sent; *Send to viewers* is confirmed.

    Args:
        on_air: the show has begun, so that it is too late to rehearse.

    Signals:
        rehearses: make it a rehearsal first, then send.
    """

    rehearses = Signal()

    def __init__(self, window: QWidget, under: QWidget, *, on_air: bool = False) -> None:
        headline = self.tr("Viewers would see the test picture.")
        if on_air:
            more = self.tr("It is your picture until you stop it. OBS can send again after that.")
            keep = self.tr("Not now")
        else:
            more = self.tr(
                "This broadcast goes on air with the first picture. In a rehearsal only you see it."
            )
            keep = self.tr("Rehearse first")
        self.send = Button(self.tr("Send to viewers"), height=32)
        super().__init__(window, under, headline, more, keep, self.send, wide=False)
        self.rehearse = self.keep
        if not on_air:
            self.rehearse.clicked.connect(self.rehearses)


class StopQuestion(Confirm):
    """Before it stops while it is what viewers see; *Stop it* is confirmed."""

    def __init__(self, window: QWidget, under: QWidget) -> None:
        headline = self.tr("Your viewers will see it stop.")
        more = self.tr(
            "They see “One moment” until there is a picture again: from OBS, or this one once "
            "more. The broadcast does not end."
        )
        self.stop = Button(self.tr("Stop it"), height=32)
        keep = self.tr("Keep sending")
        super().__init__(window, under, headline, more, keep, self.stop, wide=False)
