"""The leak drill: a new key, the old publisher dropped, and OBS with the new key, in seconds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, QTimer, Signal

from livedesk.desk.drill import Drill
from livedesk.desk.scene import Scene
from livedesk.desk.scene_keeper import SceneKeeper
from livedesk.desk.workers.live import Live
from livedesk.desk.workers.obs_link import ObsLink
from livedesk.desk.workers.obs_orders import Step
from livedesk.domain.errors import LivedeskError
from livedesk.domain.records import KeyRecord, Push, Record, to_epoch

LOOK_EVERY_MS = 250  # at the own broadcast, while its picture is awaited
SHORTEST_S, LONGEST_S = 300, 604_800  # validity that the server takes


class LeakDrill(QObject):
    """One drill at a time. The server first, so that the key is useless whatever OBS does.

    Attributes:
        drill: how far it is; None before the first.

    Signals:
        changed: the drill is another one.
    """

    changed = Signal()

    def __init__(
        self,
        live: Live,
        link: ObsLink,
        keeper: SceneKeeper,
        clock: Callable[[], float],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._live, self._link, self._keeper, self._clock = live, link, keeper, clock
        self.drill: Drill | None = None
        self._began = 0.0
        self._old: Record | None = None
        self._looks = QTimer(self)
        self._looks.setInterval(LOOK_EVERY_MS)
        self._looks.timeout.connect(live.look_now)
        live.revoked.connect(self._hear_revoked)
        live.revoke_failed.connect(self._fail)
        live.refused.connect(self._hear_refused)
        link.stepped.connect(self._hear_step)
        keeper.changed.connect(self._look)

    @property
    def running(self) -> bool:
        """Something is still to come."""
        return self.drill is not None and not self.drill.over

    def adopt(self, other: LeakDrill) -> None:
        """Go on where another one is; its window is being made anew."""
        self.drill, self._began, self._old = other.drill, other._began, other._old
        other.drill = None
        other._looks.stop()
        if self.running:
            self._looks.start()

    def begin(self, *, anew: bool) -> None:
        """The click. `anew`: end the broadcast and create another one."""
        scene = self._keeper.scene
        record = scene.record
        if record is None or record.push is None:
            return
        # A drill that waits for what may never come must not be in the way of the end.
        going_further = anew and self.drill is not None and not self.drill.anew
        if self.running and not going_further:
            return
        self._began, self._old = self._clock(), record
        obs = scene.obs
        elsewhere = obs is not None and obs.streaming and not obs.sends_ours
        self._set(
            Drill(
                anew=anew,
                broadcast=record.id,
                old_mark=record.push.fingerprint,
                streamed=obs is not None and obs.sends_ours,
                by_hand=obs is None or not obs.connected or elsewhere,
                since=record.media.since if record.media is not None else None,
            )
        )
        self._looks.start()
        if anew:
            self._keeper.begin("end")
            self._live.end()
        else:
            self._live.revoke_key()

    def again(self) -> None:
        """What came to nothing, once more: the server, or OBS alone."""
        drill = self.drill
        if drill is None:
            return
        push = self._push()
        if drill.error is None and drill.obs_error is not None and push is not None:
            self._set(replace(drill, obs_error=None))
            self._link.replace(push, streams=drill.streamed)
        elif drill.anew and drill.ended_s is not None and self._old is not None:
            self._set(replace(drill, error=None))
            self._looks.start()
            self._create(self._old)
        elif drill.error is not None:
            self.drill = None
            self.begin(anew=drill.anew)

    def forget(self) -> None:
        """A drill that is over has been read."""
        if not self.running:
            self.drill = None

    def _push(self) -> Push | None:
        record = self._keeper.scene.record
        return record.push if record is not None else None

    def _hear_revoked(self, answer: KeyRecord) -> None:
        drill = self.drill
        if drill is None or drill.key_s is not None or answer.broadcast.id != drill.broadcast:
            return
        self._give(drill.answered(answer, self._seconds()), answer.broadcast.push)

    def _give(self, drill: Drill, push: Push | None) -> None:
        """The new key is there: OBS gets it."""
        self._set(drill)
        if push is not None and not drill.by_hand:
            self._link.replace(push, streams=drill.streamed)

    def _hear_refused(self, error: LivedeskError, deed: str) -> None:
        drill = self.drill
        if drill is not None and drill.anew and drill.key_s is None and deed in ("end", "create"):
            self._fail(error)

    def _fail(self, error: LivedeskError) -> None:
        if self.drill is not None and self.running:
            self._set(replace(self.drill, error=error))

    def _hear_step(self, step: Step) -> None:
        drill = self.drill
        if drill is None or drill.key_s is None:
            return
        match step.name:
            case "sent":
                self._set(replace(drill, obs_s=self._seconds(), obs_error=None))
            case "started":
                self._set(replace(drill, started_s=self._seconds()))
            case "failed":
                self._set(replace(drill, obs_error=step.error))

    def _look(self) -> None:
        """The scene has changed."""
        drill, record = self.drill, self._keeper.scene.record
        if drill is None or not self.running:
            return
        if drill.anew and drill.key_s is None:
            self._go_on_anew(drill, record, self._keeper.scene)
            return
        own = drill.made or drill.broadcast
        gone = record is None or record.state == "ended"
        if (record is not None and record.id != own) or (gone and drill.key_s is not None):
            self._leave(drill)
            return
        self._set(drill.looked(record, self._seconds()))

    def _leave(self, drill: Drill) -> None:
        """The host has gone on, and what is still awaited never comes."""
        if drill.safe_s is not None:
            self._set(replace(drill, left=True))
            return
        self._looks.stop()
        self.drill = None
        self.changed.emit()

    def _go_on_anew(self, drill: Drill, record: Record | None, scene: Scene) -> None:
        old = self._old
        if record is None or old is None:
            return
        if record.id != drill.broadcast and drill.ended_s is None:
            self._leave(drill)
        elif record.id != drill.broadcast and record.push is not None:
            made = replace(
                drill,
                made=record.id,
                key_s=self._seconds(),
                cut_s=drill.ended_s,
                new_mark=record.push.fingerprint,
            )
            self._give(made, record.push)
        elif record.state == "ended" and drill.ended_s is None:
            self._set(replace(drill, ended_s=self._seconds(), error=None))
            self._create(old)

    def _create(self, old: Record) -> None:
        """Another one like it."""
        valid_s = SHORTEST_S
        if old.push is not None:
            valid_s = round(to_epoch(old.push.expires_at) - to_epoch(old.created_at))
        self._keeper.begin("create")
        valid_for_s = min(LONGEST_S, max(SHORTEST_S, valid_s))
        self._live.create(old.title, None, valid_for_s, old.rehearsal, old.cover_url)

    def _seconds(self) -> float:
        return max(0.0, self._clock() - self._began)

    def _set(self, drill: Drill) -> None:
        if drill == self.drill:
            return
        self.drill = drill
        if drill.over:
            self._looks.stop()
        self.changed.emit()
