"""How a state looks: icon, word and colour, always the three."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from livedesk.desk.scene import Condition


class Look(NamedTuple):
    """`ink` and `tint` name tokens; `solid` is the tally, the only solid red."""

    source: str
    icon: str
    ink: str
    tint: str
    solid: bool = False

    def word(self) -> str:
        """The state's name in the window's language."""
        return QCoreApplication.translate("States", self.source)


LOOKS: dict[Condition, Look] = {
    Condition.NONE: Look(
        str(QT_TRANSLATE_NOOP("States", "No broadcast")), "ring", "off_ink", "off_tint"
    ),
    Condition.READY: Look(
        str(QT_TRANSLATE_NOOP("States", "Ready")), "ring", "ready_ink", "ready_tint"
    ),
    Condition.REHEARSAL: Look(
        str(QT_TRANSLATE_NOOP("States", "Rehearsal")),
        "eye-crossed",
        "rehearsal_ink",
        "rehearsal_tint",
    ),
    Condition.LIVE: Look(
        str(QT_TRANSLATE_NOOP("States", "On air")), "waves", "live_ink", "live_tint", solid=True
    ),
    Condition.INTERRUPTED: Look(
        str(QT_TRANSLATE_NOOP("States", "Interrupted")), "broken-link", "warn_ink", "warn_tint"
    ),
    Condition.AWAY: Look(
        str(QT_TRANSLATE_NOOP("States", "Server away")), "cloud-crossed", "warn_ink", "warn_tint"
    ),
    Condition.OFFLINE: Look(
        str(QT_TRANSLATE_NOOP("States", "Offline")), "moon", "off_ink", "off_tint"
    ),
    Condition.ENDED: Look(
        str(QT_TRANSLATE_NOOP("States", "Ended")), "square", "off_ink", "off_tint"
    ),
}


def look_of(state: str) -> Look:
    """The look of a server's state, e.g. ``live``."""
    return LOOKS[Condition(state)]
