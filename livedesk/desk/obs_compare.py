"""What OBS has beside what it should have: three lines in OBS's own words, without secrets."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from livedesk.client.obs_state import Comparison
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.text import Text


class ObsCompare(QWidget):
    """Service, Server, Stream Key; of the key only its mark."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._names = (self.tr("Service"), self.tr("Server"), self.tr("Stream Key"))
        self.values = [Text(fixed=True, px=12, elide=True) for _ in self._names]
        self.words = [Text(ink="text_2", px=12) for _ in self._names]
        self._marks = [Glyph("check", "good_ink", 14) for _ in self._names]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        grid.setColumnMinimumWidth(0, 88)
        grid.setColumnStretch(1, 1)
        for n, name in enumerate(self._names):
            grid.addWidget(Text(name, "text_2", 12, 500), n, 0)
            grid.addWidget(self.values[n], n, 1)
            grid.addWidget(self.words[n], n, 2)
            grid.addWidget(self._marks[n], n, 3)

    def show_comparison(self, told: Comparison, *, new_key: bool = False) -> None:
        """
        Args:
            new_key: the key was replaced just now: say *new key* instead of *same*.
        """
        service = told.shown_service or self.tr("Custom…")
        if not told.service and not told.shown_service:
            service = self.tr("Custom…, with a login")
        nothing = self.tr("empty")
        key = self.tr("key ·{mark}").format(mark=told.key_mark) if told.key_mark else nothing
        values = (service, told.shown_server or nothing, key)
        same = (told.service, told.server, told.key)
        for n, value in enumerate(values):
            self.values[n].set_text(value)
            word = self.tr("same") if same[n] else self.tr("different")
            if n == 2 and same[n] and new_key:
                word = self.tr("new key")
            self.words[n].set_text(word)
            self.words[n].set_ink("text_2" if same[n] else "warn_ink")
            self._marks[n].show_icon(
                *(("check", "good_ink") if same[n] else ("warning", "warn_ink"))
            )
            self.values[n].setAccessibleName(f"{self._names[n]}: {value}, {word}")
