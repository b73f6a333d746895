"""Settings, *About*: version, the policy in force, logs, support bundle, licences."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from livedesk import __version__
from livedesk.desk.settings_parts import INSIDE, Section, SettingRow
from livedesk.desk.widgets.button import Button
from livedesk.desk.widgets.card import Rule
from livedesk.desk.widgets.side_sheet import SideSheet
from livedesk.desk.widgets.text import Text
from livedesk.domain.records import PolicyRecord

LIBRARIES = (
    ("Qt, PySide6", "LGPL-3.0"),
    ("FFmpeg", "LGPL-2.1"),
    ("PyAV", "BSD-3-Clause"),
    ("FastAPI, SQLAlchemy, Alembic, Pydantic, Typer", "MIT"),
    ("Starlette, Uvicorn, HTTPX", "BSD-3-Clause"),
    ("Prometheus client", "Apache-2.0"),
    ("hls.js, mpegts.js", "Apache-2.0"),
    ("keyring, platformdirs, Tomli-W", "MIT"),
    ("Segno", "BSD-3-Clause"),
    ("Python", "PSF-2.0"),
)


class AboutSection(Section):
    """Signals:
    logs_asked: open their folder.
    bundle_asked: save a support bundle.
    """

    logs_asked = Signal()
    bundle_asked = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.logs = Button(self.tr("Open log folder"), icon="open", height=32)
        self.bundle = Button(self.tr("Save support bundle…"), icon="download", height=32)
        self.licences = Button(self.tr("Licences"), height=32)
        version = f"LiveDesk {__version__}"
        self.version = SettingRow("info", version, "…", self.licences)
        line = self.tr(
            "Versions, settings, logs and the last states, in one file. No keys, tokens or "
            "passwords. Nothing is sent."
        )
        self.support = SettingRow("chat", self.tr("For whoever helps you"), line)
        self._rows: list[tuple[Text, Text]] = []
        self._policy = QGridLayout()
        self._policy.setContentsMargins(INSIDE + 48, 0, INSIDE, 14)
        self._policy.setHorizontalSpacing(16)
        self._policy.setVerticalSpacing(4)
        self._policy.setColumnStretch(1, 1)
        self._rules = SettingRow("verdict", self.tr("Rules of the server in use"), "…")
        buttons = QHBoxLayout()
        buttons.setContentsMargins(INSIDE + 48, 0, INSIDE, 14)
        buttons.setSpacing(8)
        buttons.addWidget(self.bundle)
        buttons.addWidget(self.logs)
        buttons.addStretch(1)
        self._buttons = buttons
        column = self.card.column
        column.addWidget(self.version)
        column.addWidget(Rule())
        column.addWidget(self._rules)
        column.addLayout(self._policy)
        column.addWidget(Rule())
        column.addWidget(self.support)
        column.addLayout(buttons)
        self.logs.clicked.connect(self.logs_asked)
        self.bundle.clicked.connect(self.bundle_asked)
        self.licences.clicked.connect(self._show_licences)
        self.show_policy(None)
        self.show_watchdog(0.0, 0)

    def set_narrow(self, narrow: bool) -> None:
        left = INSIDE if narrow else INSIDE + 48
        self._policy.setContentsMargins(left, 0, INSIDE, 14)
        self._buttons.setContentsMargins(left, 0, INSIDE, 14)

    def show_watchdog(self, worst_s: float, stalls: int) -> None:
        """How long this window made a person wait, at most, since it was started."""
        if worst_s <= 0:
            self.version.say(self.tr("The window answers."))
            return
        words = self.tr("The window answered within {ms} ms at worst since it was started.")
        said = words.format(ms=max(1, round(worst_s * 1000)))
        if stalls:
            said += " " + self.tr("%n time(s) it was slow; the log says where.", "", stalls)
        self.version.say(said)

    def show_policy(self, policy: PolicyRecord | None) -> None:
        """What the server in use holds to; only its admin can change it."""
        if policy is None:
            self._rules.say(self.tr("They are shown as soon as the server answers."))
            self._fill(())
            return
        self._rules.say(self.tr("Only its admin can change them."))
        sources = [
            words
            for words, on in (
                (self.tr("heartbeats"), policy.heartbeats),
                (self.tr("callbacks"), policy.callbacks),
                (self.tr("polls"), policy.polls),
            )
            if on
        ]
        beats = self.tr("every {s} s, off the list after {n} missed").format(
            s=_number(policy.heartbeat_interval_s), n=policy.heartbeat_misses
        )
        polls = self.tr("every {s} s, off the list after {n} without a picture").format(
            s=_number(policy.poll_interval_s), n=policy.poll_misses
        )
        grace = self.tr("{s} s after the picture stops").format(s=_number(policy.grace_s))
        rows = [
            (self.tr("Server version"), policy.version),
            (self.tr("Media server"), policy.media_kind),
            (self.tr("Listens to"), self.tr(", ").join(sources)),
        ]
        if policy.heartbeats:
            rows.append((self.tr("Heartbeats"), beats))
        if policy.polls:
            rows.append((self.tr("Polls"), polls))
        if policy.callbacks or policy.polls:
            rows.append((self.tr("Grace"), grace))
        self._fill(tuple(rows))

    def _fill(self, rows: tuple[tuple[str, str], ...]) -> None:
        while len(self._rows) < len(rows):
            pair = (Text(ink="text_2", px=12), Text(px=12, wrap=True))
            for column, text in enumerate(pair):
                self._policy.addWidget(text, len(self._rows), column)
            self._rows.append(pair)
        for place, (left, right) in enumerate(self._rows):
            name, value = rows[place] if place < len(rows) else ("", "")
            left.set_text(name)
            right.set_text(value)
            left.setVisible(bool(name))
            right.setVisible(bool(name))

    def _show_licences(self) -> None:
        sheet = SideSheet(
            self.window(),
            self.tr("Licences"),
            self.tr("LiveDesk is free software under the MIT licence. It is made with:"),
        )
        grid = QGridLayout()
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        for row, (library, licence) in enumerate(LIBRARIES):
            grid.addWidget(Text(library, wrap=True), row, 0)
            grid.addWidget(Text(licence, "text_2"), row, 1)
        sheet.column.addLayout(grid)
        sheet.column.addStretch(1)
        sheet.open()


def _number(value: float) -> str:
    """``60``, ``0.5``: as short as it is true."""
    return QLocale().toString(value, "g", 6)
