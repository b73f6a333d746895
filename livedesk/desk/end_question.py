"""*End…*: asked in place, with the focus on going on."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from livedesk.desk import texts
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.confirm import Confirm


class EndQuestion(Confirm):
    """*End now* is confirmed."""

    def __init__(self, window: QWidget, under: QWidget, viewers: int, *, on_air: bool) -> None:
        headline = (
            self.tr("End the broadcast for everyone?")
            if on_air
            else self.tr("End this broadcast before it began?")
        )
        final = self.tr("This cannot be undone.")
        if viewers:
            watching = self.tr("%n are watching. This cannot be undone.", "", viewers)
            final = watching.replace(str(viewers), texts.number(viewers), 1)
        self.end = Button(self.tr("End now"), Kind.DANGER_FILL, "square", 32)
        keep = self.tr("Keep going")
        super().__init__(window, under, headline, final, keep, self.end, wide=False)
