"""Loads the rest of the program while the first window is on the screen already."""

from __future__ import annotations

import importlib
from collections.abc import Iterator

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from livedesk.desk.widgets import icons
from livedesk.desk.workers.background import Background

LIBRARIES = (
    *(
        f"livedesk.client.{name}"
        for name in (
            "server_client", "beat", "event_stream", "list_search", "keychain", "obs_setup",
            "obs_state", "obs_words", "on_air", "rtmp", "address_doctor", "pasted", "push_forms",
            "knock", "pre_air_lanes",
        )
    ),
    "livedesk.domain.explain_trail", "livedesk.domain.live_code", "logging.handlers", "tomli_w",
)  # fmt: skip
"""What `MODULES` import that has no Qt: the slow half of it, and sound on a thread."""

MODULES = tuple(
    f"livedesk.desk.{name}"
    for name in (
        "support_bundle", "crash_dialog", "capture", "tray", "watchdog", "workers.kept_server",
        "workers.cover_reads", "covers", "workers.beats", "workers.connection",
        "workers.cover_shop", "workers.deeds", "past", "workers.history_reads",
        "workers.list_feed", "workers.live", "workers.obs_orders", "workers.obs_link",
        "workers.preview_feed", "console", "collector",
    )
)  # fmt: skip
"""What the console loads, so that it does not load much at a time.

What is missing here is loaded by it, late; and each is to come after what it imports itself.
"""

PAGES = tuple(
    f"livedesk.desk.{name}"
    for name in (
        "share_box", "qr_popover", "air_cards", "before_card", "cover_field", "create_form",
        "broadcast_card", "evidence_card", "picture_button", "obs_card", "obs_panel", "offer_card",
        "play_card", "preview_card", "summary_card", "viewers_card", "list_bar", "list_model",
        "list_table", "list_page", "history_model", "history_list", "history_page",
        "look_section", "safety_section", "server_section", "settings_page", "scene_keeper",
        "cover_desk", "check_sheet", "doctor_sheet", "ways_sheet", "words_sheet",
        "workers.pre_air_feed", "doctor_desk", "leak_drill", "leak_sheet", "obs_control",
        "obs_settings", "past_link", "profile_switch", "end_question", "renew_question",
        "host_deeds", "trail_sheet", "why", "widgets.columns", "widgets.focus_ring",
    )
)  # fmt: skip
"""The same for `MainWindow.furnish`; the first run does without these until a server is chosen."""

PAINTED_OR_NOT_MS = 400  # a window that starts minimised is never painted


def load_pages() -> Iterator[None]:
    """Import PAGES, one with each step."""
    for name in PAGES:
        importlib.import_module(name)
        yield


class WarmUp(Background):
    """Imports LIBRARIES on a thread, then MODULES on the window's, one between two events.

    Classes of Qt's kind are made on the window's thread only. PySide6 6.11 keeps what it knows of
    each in one table (up to Python 3.11) and reads it whenever Qt asks an object for its class,
    without Python's lock: while another thread's new class makes that table grow, it finds
    nothing there, and the program dies.

    Signals:
        warmed: all is loaded, or something failed: then who imports it next hears why.
    """

    warmed = Signal()
    _libraries_there = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__("warm-up", parent)
        self._begun = False
        self._window: QWidget | None = None
        self._rest = list(MODULES)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._load_next)
        self._libraries_there.connect(self._load)

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
            for name in LIBRARIES:
                if self.stopping:
                    return
                importlib.import_module(name)
            icons.load()
        finally:
            self.tell(self._libraries_there)

    def _load(self) -> None:
        self._timer.start(0)

    def _load_next(self) -> None:
        if self._rest:
            importlib.import_module(self._rest.pop(0))
        else:
            self._timer.stop()
            self.warmed.emit()
