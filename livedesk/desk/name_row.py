"""The name that viewers read, of the host of this computer."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk import error_texts
from livedesk.desk.scene import Scene
from livedesk.desk.widgets.button import Button
from livedesk.desk.widgets.field import Field
from livedesk.desk.widgets.text import Text

LONGEST = 80


class NameRow(QWidget):
    """Signals: name_asked: str, call the host so."""

    name_asked = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._known: str | None = None
        self.field = Field(self.tr("Your name"))
        self.field.edit.setMaxLength(LONGEST)
        self.save = Button(self.tr("Save"))
        self._line = Text(ink="text_2", px=12, wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Text(self.tr("Your name"), weight=500))
        column.addLayout(row)
        column.addWidget(self._line)
        self.field.edit.textChanged.connect(self._look)
        self.field.edit.returnPressed.connect(self._save)
        self.save.clicked.connect(self._save)
        self._scene = Scene()
        self._look()

    def show_scene(self, scene: Scene) -> None:
        """The name as the server has it; what is being typed stays."""
        self._scene = scene
        if scene.host is not None and scene.host.name != self._known:
            untouched = self._known is None or self.field.edit.text().strip() == self._known
            self._known = scene.host.name
            if untouched or not self.field.edit.hasFocus():
                self.field.edit.setText(self._known)
        self._look()

    def _look(self) -> None:
        refusal, typed = self._scene.refusal, self.field.edit.text().strip()
        bad = refusal is not None and refusal.deed == "name"
        self.save.setEnabled(typed not in ("", self._known) and self._scene.busy != "name")
        self.field.set_bad(bad)
        words = self.tr("Viewers read it in the live list and on the watch page.")
        self._line.set_text(
            error_texts.error_sentence(refusal.error) if bad and refusal is not None else words
        )
        self._line.set_ink("danger" if bad else "text_2")

    def _save(self) -> None:
        if self.save.isEnabled():
            self.name_asked.emit(self.field.edit.text().strip())
