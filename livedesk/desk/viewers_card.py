"""Who watches: the number of now, its curve of the last hour, and the most at once."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from livedesk.desk import texts
from livedesk.desk.crowd import HOUR_S, peak
from livedesk.desk.scene import Condition, Scene
from livedesk.desk.widgets import theme
from livedesk.desk.widgets.card import Card
from livedesk.desk.widgets.curve import Curve
from livedesk.desk.widgets.text import Text


class ViewersCard(Card):
    """Grey while the server is away: the numbers are old then."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.column.setContentsMargins(theme.INSIDE, 16, theme.INSIDE, 16)
        self._peak = Text(ink="text_2", px=12, digits=True)
        self.curve = Curve()
        head = QHBoxLayout()
        head.addWidget(Text(self.tr("Viewers"), px=15, weight=600))
        head.addStretch(1)
        head.addWidget(self._peak)
        self.column.setSpacing(6)
        self.column.addLayout(head)
        self.column.addWidget(self.curve)

    def show_scene(self, scene: Scene, now: float) -> None:
        record = scene.record
        if record is None:
            return
        most = peak(scene.crowd, record.peak_viewers)
        self._peak.set_text(self.tr("peak {n}").format(n=texts.number(most)))
        old = scene.condition is not Condition.LIVE
        began = scene.crowd[0][0] if scene.crowd else now
        self.curve.show_points(
            scene.crowd, now, min(HOUR_S, now - began), "text_3" if old else "accent_ink"
        )
        self.curve.setAccessibleName(
            self.tr("{n} viewers now, {peak} at most").format(
                n=texts.number(record.viewers), peak=texts.number(most)
            )
        )
        self.setAccessibleName(self.curve.accessibleName())
