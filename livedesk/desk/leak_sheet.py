"""The side sheet of the leak drill: it asks, then shows each step with its seconds."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from livedesk.desk import leak_words
from livedesk.desk.drill import Drill
from livedesk.desk.obs_compare import ObsCompare
from livedesk.desk.scene import Scene
from livedesk.desk.widgets.button import Button, Kind
from livedesk.desk.widgets.card import Card, Rule
from livedesk.desk.widgets.copy_button import CopyButton
from livedesk.desk.widgets.dot import Glyph
from livedesk.desk.widgets.side_sheet import SideSheet
from livedesk.desk.widgets.step_row import StepRow
from livedesk.desk.widgets.text import Text

MOST_STEPS = 5


class LeakSheet(SideSheet):
    """
    Attributes:
        go: makes the old key useless, or where that cannot be, ends and creates anew.
        cancel: the harmless choice.

    Signals:
        confirmed: bool, whether to end and create anew.
        again_asked: try again what came to nothing.
    """

    confirmed = Signal(bool)
    again_asked = Signal()

    def __init__(self, window: QWidget, scene: Scene) -> None:
        super().__init__(
            window,
            self.tr("Leak drill"),
            self.tr("For when your stream key was seen on screen or in chat."),
        )
        self._scene = scene
        self._drill: Drill | None = None
        self._anew = cannot_revoke(scene)
        self._safe = Card(inside=18, ground="window")
        self._safe_icon = Glyph("shield", "text_2", 28)
        self.safe = Text(px=20, weight=600, wrap=True)
        self.safe_more = Text(ink="text_2", wrap=True)
        self._ask = Text(self.tr("What happens, in this order"), weight=600)
        self.rows = [StepRow() for _ in range(MOST_STEPS)]
        self._note = Card(inside=16, ground="window")
        self.note = Text(ink="text_2", wrap=True)
        self.last = Text(ink="text_2", px=12, wrap=True)
        self._has = Text(self.tr("What OBS has now"), weight=600)
        self._rule = Rule()
        self.comparison = ObsCompare()
        self.copy_both = CopyButton(
            self._both,
            self.tr("Copy server and stream key"),
            label=self.tr("Copy both"),
            secret=True,
            height=32,
        )
        self.again = Button(self.tr("Try again"), icon="again", height=32)
        self.go = Button("", Kind.DANGER_FILL, "shield", 40)
        self.cancel = Button(self.tr("Cancel"), Kind.GHOST)
        self.back = Button(self.tr("Back to the broadcast"), Kind.PRIMARY, height=40)
        self._build_inside()
        self.go.clicked.connect(lambda: self.confirmed.emit(self._anew))
        self.cancel.clicked.connect(self.dismiss)
        self.back.clicked.connect(self.dismiss)
        self.again.clicked.connect(self.again_asked)
        self._show()

    def _build_inside(self) -> None:
        tile = QHBoxLayout()
        tile.setSpacing(16)
        tile.addWidget(self._safe_icon)
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.safe)
        words.addWidget(self.safe_more)
        tile.addLayout(words, 1)
        self._safe.column.addLayout(tile)
        self.column.addSpacing(8)
        self.column.addWidget(self._safe)
        self.column.addWidget(self._ask)
        steps = QVBoxLayout()
        steps.setSpacing(0)
        for row in self.rows:
            steps.addWidget(row)
        self.column.addLayout(steps)
        note = QHBoxLayout()
        note.setSpacing(12)
        note.addWidget(Glyph("info", "text_2"))
        note.addWidget(self.note, 1)
        self._note.column.addLayout(note)
        self.column.addWidget(self._note)
        help_row = QHBoxLayout()
        help_row.setSpacing(8)
        help_row.addWidget(self.again)
        help_row.addWidget(self.copy_both)
        help_row.addStretch(1)
        self.column.addLayout(help_row)
        self.column.addWidget(self._rule)
        self.column.addWidget(self._has)
        self.column.addWidget(self.comparison)
        self.column.addStretch(1)
        self.foot.addWidget(self.last)
        for button in (self.go, self.cancel, self.back):
            self.foot.addWidget(button)

    def show_scene(self, scene: Scene) -> None:
        """OBS may come and go meanwhile."""
        self._scene = scene
        self._show()

    def show_drill(self, drill: Drill) -> None:
        """How far it is."""
        first = self._drill is None
        self._drill = drill
        self._show()
        if first or drill.over:
            (self.back if drill.over else self.cancel).setFocus()

    def _show(self) -> None:
        drill, scene = self._drill, self._scene
        asks = drill is None
        steps = (
            leak_words.asked(scene, anew=self._anew) if drill is None else leak_words.told(drill)
        )
        for n, row in enumerate(self.rows):
            row.setVisible(n < len(steps))
            if n < len(steps):
                row.show_step(steps[n], last=n == len(steps) - 1)
        self._ask.setVisible(asks)
        self._safe.setVisible(drill is not None)
        note = leak_words.note(scene, drill, anew=self._anew)
        self._note.setVisible(asks)
        self.last.setVisible(bool(note) and not asks)
        (self.note if asks else self.last).set_text(note)
        if drill is not None:
            icon, ink, headline, more = leak_words.headline(drill)
            self._safe_icon.show_icon(icon, ink)
            self.safe.set_text(headline)
            self.safe_more.set_text(more)
        self._show_help(drill, scene)
        self._show_foot(drill)

    def _show_help(self, drill: Drill | None, scene: Scene) -> None:
        failed = drill is not None and (drill.error is not None or drill.obs_error is not None)
        by_hand = drill is not None and (drill.by_hand or drill.obs_error is not None)
        self.again.setVisible(failed)
        self.copy_both.setVisible(by_hand and drill is not None and drill.key_s is not None)
        obs = scene.obs
        told = obs.comparison if obs is not None else None
        shown = drill is not None and drill.obs_s is not None and told is not None
        for widget in (self._rule, self._has, self.comparison):
            widget.setVisible(shown)
        if shown and told is not None:
            self.comparison.show_comparison(told, new_key=True)

    def _show_foot(self, drill: Drill | None) -> None:
        # The old key still opens the door: only an end shuts it.
        open_still = drill is not None and drill.key_s is not None and not drill.useless
        stuck = drill is not None and drill.publisher == "cannot" and drill.safe_s is None
        if open_still or stuck:
            self._anew = True
        words = (
            self.tr("End and create a new code")
            if self._anew
            else self.tr("Make the old key useless")
        )
        self.go.show_as(words, Kind.DANGER_FILL, "square" if self._anew else "shield")
        ask = drill is None or open_still or stuck
        self.go.setVisible(ask)
        over = drill is not None and drill.over
        self.cancel.setVisible(not over)
        self.cancel.show_as(
            self.tr("Cancel") if drill is None else self.tr("Close; it goes on"), Kind.GHOST
        )
        self.back.setVisible(over)
        self.back.show_as(self.back.text(), Kind.SECONDARY if ask else Kind.PRIMARY)

    def _both(self) -> str:
        push = self._scene.record.push if self._scene.record is not None else None
        return f"{push.server}\n{push.stream_key}" if push is not None else ""


def cannot_revoke(scene: Scene) -> bool:
    """Whether this server says that an old address stays good."""
    policy = scene.policy
    if policy is None:
        return False
    return policy.old_address == "valid_until" or (
        not policy.old_address and policy.media_kind == "local"
    )
