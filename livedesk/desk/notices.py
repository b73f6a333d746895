"""What is worth a notification: drops, returns, an admin's word, an end that comes near."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from livedesk.desk import texts
from livedesk.desk.scene import Condition, Scene
from livedesk.domain.records import Record, to_epoch

SETTLES_S = 4.0
"""So long a drop or a return must last before it is told: a flapping line is no news."""

APART_S = 30.0
"""So long after a return a new drop is not told unless it lasts this long, too."""

EXPIRY_S = 3600.0
EXPIRY_LAST_S = 600.0

DROPPED = (Condition.INTERRUPTED, Condition.AWAY, Condition.OFFLINE)


class News(Enum):
    """Each with its headline."""

    INTERRUPTED = str(QT_TRANSLATE_NOOP("Notices", "The picture stopped"))
    AWAY = str(QT_TRANSLATE_NOOP("Notices", "The server does not answer"))
    OFFLINE = str(QT_TRANSLATE_NOOP("Notices", "You are offline"))
    BACK = str(QT_TRANSLATE_NOOP("Notices", "You are on air again"))
    HELD = str(QT_TRANSLATE_NOOP("Notices", "An admin took you off the air"))
    KICKED = str(QT_TRANSLATE_NOOP("Notices", "An admin ended your broadcast"))
    EXPIRED = str(QT_TRANSLATE_NOOP("Notices", "Your code has expired"))
    EXPIRY = str(QT_TRANSLATE_NOOP("Notices", "Your code ends soon"))


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification. `urgent`: it may make a sound."""

    news: News
    words: str
    urgent: bool = True

    @property
    def headline(self) -> str:
        return _t(self.news.value)


class Notices:
    """Looks at one scene after the other and says what is new; time is an argument."""

    def __init__(self) -> None:
        self._id = ""
        self._told = Condition.NONE  # what the host knows
        self._seen = Condition.NONE
        self._seen_since = 0.0
        self._back_at = float("-inf")
        self._expiry_told: tuple[str, float] = ("", float("inf"))

    def look(self, scene: Scene, now: float) -> tuple[Notice, ...]:
        """What is new at `now`, epoch seconds; called every second and with each change."""
        record = scene.record
        if record is None:
            self._id = ""
            return ()
        if record.id != self._id:  # what it is like when it is first seen, the window shows
            self._id = record.id
            self._told = self._seen = scene.condition
            self._seen_since, self._back_at = now, float("-inf")
        if scene.condition is not self._seen:
            if scene.condition is Condition.LIVE and self._told is Condition.LIVE:
                self._back_at = now  # from a drop too short to be told
            self._seen, self._seen_since = scene.condition, now
        return (*self._changes(scene, record, now), *self._expiry(scene, record, now))

    def _changes(self, scene: Scene, record: Record, now: float) -> tuple[Notice, ...]:
        told, seen = self._told, self._seen
        if seen is told:
            return ()
        if seen is Condition.ENDED:
            self._told = seen
            news = {"kicked": News.KICKED, "expired": News.EXPIRED}.get(record.reason)
            return (Notice(news, record.title),) if news is not None else ()
        if seen is Condition.OFFLINE and record.reason == "admin_hold":
            self._told = seen
            return (Notice(News.HELD, texts.reason_sentence(record.reason)),)
        patience = SETTLES_S
        if seen in DROPPED and now - self._back_at < APART_S:
            patience = APART_S
        if now - self._seen_since < patience:
            return ()
        self._told = seen
        if seen in DROPPED and told in (Condition.LIVE, *DROPPED):
            return (Notice(News[seen.name], self._what_now(scene)),)
        if seen is Condition.LIVE and told in DROPPED:
            self._back_at = now
            return (Notice(News.BACK, record.title, urgent=False),)
        return ()

    def _what_now(self, scene: Scene) -> str:
        match scene.condition:
            case Condition.INTERRUPTED:
                return _t(
                    str(QT_TRANSLATE_NOOP("Notices", "Viewers see “One moment”. Look at OBS."))
                )
            case Condition.AWAY:
                return _t(
                    str(
                        QT_TRANSLATE_NOOP(
                            "Notices", "Keep streaming. LiveDesk goes on trying by itself."
                        )
                    )
                )
        return _t(
            str(QT_TRANSLATE_NOOP("Notices", "When the picture comes back, you are on air again."))
        )

    def _expiry(self, scene: Scene, record: Record, now: float) -> tuple[Notice, ...]:
        if record.push is None or not scene.unfinished:
            return ()
        left = to_epoch(record.push.expires_at) - scene.ahead_s - now
        step = EXPIRY_LAST_S if left <= EXPIRY_LAST_S else EXPIRY_S
        address, told = self._expiry_told
        before = told if address == record.push.expires_at else float("inf")
        if left <= 0 or left > step or step >= before:
            return ()
        self._expiry_told = (record.push.expires_at, step)
        minutes = max(1, round(left / 60))
        words = _t(
            str(QT_TRANSLATE_NOOP("Notices", "In {minutes} min. Renew it; OBS need not stop."))
        )
        return (Notice(News.EXPIRY, words.format(minutes=minutes)),)


def _t(source: str) -> str:
    return QCoreApplication.translate("Notices", source)
