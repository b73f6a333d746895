"""*Paste an address…*: what it is, what is wrong with it, and the two lines that are right."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from livedesk.client.address_doctor import Diagnosis, Kind, diagnose
from livedesk.desk.doctor_texts import finding_sentence, kind_words
from livedesk.desk.scene import Scene
from livedesk.desk.widgets.address_row import AddressRow
from livedesk.desk.widgets.card import Card, Rule
from livedesk.desk.widgets.copy_button import CopyButton
from livedesk.desk.widgets.finding_row import FindingRow
from livedesk.desk.widgets.paste_field import PasteField
from livedesk.desk.widgets.secret_field import SecretField
from livedesk.desk.widgets.side_sheet import SideSheet
from livedesk.desk.widgets.text import Text


class DoctorSheet(SideSheet):
    """Signals:
    copied: a copy of the key is on the clipboard.
    """

    copied = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(
            window,
            QCoreApplication.translate("DoctorSheet", "Paste an address"),
            QCoreApplication.translate(
                "DoctorSheet", "From OBS, a chat, a log or a command. It stays on this computer."
            ),
        )
        self._scene, self._now = Scene(), 0.0
        self._pasted = ""
        self.field = PasteField(
            self.tr("Paste an address here"),
            self.tr("Press Ctrl+V here. Whatever stands round the address may be pasted too."),
        )
        self.field.pasted.connect(self._take)
        self._verdict = Card(inside=14, ground="window")
        self._what = FindingRow()
        self._verdict.column.addWidget(self._what)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.findings: list[FindingRow] = []
        self._right = QWidget()
        self._title = Text(px=14, weight=600, wrap=True)
        self.server = AddressRow(self.tr("Server"), bare=False)
        self.key = SecretField(self.tr("Stream Key"))
        self.copy_server = CopyButton(lambda: self.server.value, self.tr("Copy the server"))
        self.copy_key = CopyButton(
            lambda: self.key.value, self.tr("Copy the stream key"), secret=True
        )
        self.key.copied.connect(self.copied)
        self.copy_key.copied.connect(self.copied)
        self._fill()
        self._show(diagnose("", None, 0.0))

    def _fill(self) -> None:
        grid = QGridLayout(self._right)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._title, 0, 0, 1, 2)
        grid.addWidget(Text(self.tr("Server"), "text_2", 12, 500), 1, 0, 1, 2)
        grid.addWidget(self.server, 2, 0)
        grid.addWidget(self.copy_server, 2, 1)
        grid.addWidget(Text(self.tr("Stream Key"), "text_2", 12, 500), 3, 0, 1, 2)
        grid.addWidget(self.key, 4, 0)
        grid.addWidget(self.copy_key, 4, 1)
        self.column.addWidget(self.field)
        self.column.addWidget(self._verdict)
        self.column.addLayout(self._rows)
        self.column.addWidget(Rule())
        self.column.addWidget(self._right)
        self.column.addStretch(1)

    def show_scene(self, scene: Scene, now: float) -> None:
        """The own broadcast, which pasted text is compared with."""
        before = self._scene.record
        self._scene, self._now = scene, now
        self.key.set_streaming(scene.publishing)
        if before is None or scene.record is None or before.push != scene.record.push:
            self._take(self._pasted)

    def _take(self, text: str) -> None:
        self._pasted = text
        now = self._now + self._scene.ahead_s
        self._show(diagnose(text, self._scene.record, now))

    def _show(self, found: Diagnosis) -> None:
        nothing = found.kind is Kind.NOTHING
        self._verdict.setVisible(not nothing)
        what = kind_words(found.kind, found.source) if not nothing else ""
        if found.fingerprint:
            what = self.tr("{what}, key ·{mark}").format(what=what, mark=found.fingerprint)
        grave = [one for one in found.findings if one.grave]
        if found.fits:
            words = self.tr("{what}. It is right for this broadcast.").format(what=what)
            self._what.show_finding("check-circle", "good_ink", words, loud=True)
        elif grave:
            self._what.show_finding("warning", "danger", self._ended(what), loud=True)
        else:
            self._what.show_finding("info", "text_2", self._ended(what), loud=True)
        self._show_findings(found)
        self._right.setVisible(bool(found.server or found.key))
        self._title.set_text(
            self.tr("The two right lines for this broadcast")
            if found.own
            else self.tr("The same, split for OBS")
        )
        self.server.set_value(found.server)
        self.key.set_value(found.key)
        self.copy_server.setEnabled(bool(found.server))
        self.copy_key.setEnabled(bool(found.key))

    def _ended(self, what: str) -> str:
        return self.tr("{what}.").format(what=what)

    def _show_findings(self, found: Diagnosis) -> None:
        for row in self.findings:
            row.setParent(None)
            row.deleteLater()
        self.findings = []
        for finding in found.findings:
            row = FindingRow()
            icon = ("cross", "danger") if finding.grave else ("info", "text_2")
            row.show_finding(*icon, finding_sentence(finding), loud=True)
            self._rows.addWidget(row)
            self.findings.append(row)
