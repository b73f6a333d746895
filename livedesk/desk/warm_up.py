"""Loads the rest of the program while the first window is on the screen already."""

from __future__ import annotations

import importlib

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from livedesk.desk.widgets import icons
from livedesk.desk.workers.background import Background

MODULES = (
    "livedesk.desk.console",
    "livedesk.desk.collector",
    *(
        f"livedesk.desk.{page}"
        for page in (
            "air_cards", "before_card", "broadcast_card", "create_form", "evidence_card",
            "obs_card", "obs_panel", "offer_card", "play_card", "preview_card", "summary_card",
            "viewers_card", "list_page", "history_page", "settings_page", "cover_desk",
            "doctor_desk", "obs_control", "obs_settings", "past_link", "profile_switch",
            "why", "widgets.columns",
        )
    ),
)  # fmt: skip
"""What the console and `MainWindow.furnish` load; what is missing here is loaded by them, late."""

PAINTED_OR_NOT_MS = 400  # a window that starts minimised is never painted


class WarmUp(Background):
    """A thread that imports: the window answers meanwhile, as Python lets it in every 5 ms.

    Signals:
        warmed: all is loaded, or something failed: then who imports it next hears why.
    """

    warmed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__("warm-up", parent)
        self._begun = False
        self._window: QWidget | None = None

    def start_after_paint_of(self, window: QWidget) -> None:
        """Not before: the first picture shall have the processor for itself."""
        self._window = window
        window.installEventFilter(self)
        QTimer.singleShot(PAINTED_OR_NOT_MS, self, self._begin)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self, self._begin)
        return False

    def _begin(self) -> None:
        if not self._begun:
            self._begun = True
            if self._window is not None:
                self._window.removeEventFilter(self)
            self.start()

    def work(self) -> None:
        try:
            for name in MODULES:
                if self.stopping:
                    return
                importlib.import_module(name)
            icons.load()
        finally:
            self.tell(self.warmed)
