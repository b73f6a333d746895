"""The troubles a host must know at once, in the words of the banner and of *What happens next*."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication

from livedesk.desk import texts
from livedesk.desk.scene import Condition, Scene
from livedesk.domain.errors import Unavailable, WrongToken
from livedesk.domain.records import to_epoch

REFUSAL_STAYS_S = 12.0


class Act(Enum):
    """What a banner's button does."""

    RETRY = "retry"
    TAKE_OVER = "take over"
    OBS_WORDS = "what does OBS say"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What a banner says.

    Attributes:
        left_s, whole_s: the ring; None: no ring.
        ring_words: beside the ring.
        act: what its button does.
    """

    icon: str
    headline: str
    more: str
    left_s: float | None = None
    whole_s: float = 1.0
    ring_words: str = ""
    act: Act | None = None


def trouble_of(scene: Scene, now: float) -> Trouble | None:
    """The most urgent trouble of the moment `now`, epoch seconds; None when all is well."""
    if scene.condition is Condition.AWAY:
        return _away(scene, now)
    if scene.condition is Condition.INTERRUPTED:
        return _interrupted(scene, now)
    if scene.server is not None and scene.lost is not None:
        headline = texts.error_sentence(scene.lost)
        more = QCoreApplication.translate(
            "Trouble", "What you see is the last known. LiveDesk keeps trying."
        )
        if scene.lost.facts.get("why") in texts.SAID_BELOW:
            more = scene.lost.sentence
        return Trouble("cloud-crossed", headline, more, act=Act.RETRY)
    if scene.taken is not None and scene.unfinished:
        more = QCoreApplication.translate(
            "Trouble", "This window no longer keeps it in the live list."
        )
        return Trouble("warning", texts.error_sentence(scene.taken), more, act=Act.TAKE_OVER)
    return _refusal(scene, now)


def _refusal(scene: Scene, now: float) -> Trouble | None:
    """What the server would not do; stays while it is true, else for some seconds."""
    refusal = scene.refusal
    if refusal is None or refusal.deed == "create":  # that stands in the form
        return None
    if refusal.deed == "end" and isinstance(refusal.error, Unavailable | WrongToken):
        headline = QCoreApplication.translate("Trouble", "The server has not taken the end yet.")
        more = QCoreApplication.translate("Trouble", "LiveDesk keeps trying until it has.")
        return Trouble("warning", headline, more, act=Act.RETRY)
    if now > refusal.at + REFUSAL_STAYS_S:
        return None
    return Trouble("warning", texts.error_sentence(refusal.error), refusal.error.sentence)


def _away(scene: Scene, now: float) -> Trouble | None:
    away = scene.away
    if away is None:
        return None
    since = away.last_answer_at if away.last_answer_at is not None else away.since
    quiet = texts.duration(now - since)
    if scene.picture:
        headline = QCoreApplication.translate(
            "Trouble", "No answer from the server for {time}. Your picture still goes out."
        )
    else:
        headline = QCoreApplication.translate("Trouble", "No answer from the server for {time}.")
    if not scene.on_air:
        more = QCoreApplication.translate(
            "Trouble", "Nothing is lost: your live code stays as it is."
        )
    elif away.off_list_at is None or away.off_list_at <= now:
        more = QCoreApplication.translate(
            "Trouble",
            "The live list may show you as offline. Keep streaming: the first answer brings the "
            "same broadcast back.",
        )
    else:
        more = QCoreApplication.translate(
            "Trouble", "Your place in the live list is safe until {time} ({left}). Keep streaming."
        ).format(
            time=texts.exact_time(away.off_list_at), left=texts.duration(away.off_list_at - now)
        )
    left = max(0.0, away.next_try_at - now)
    words = QCoreApplication.translate("Trouble", "Next try in {s} s").format(s=round(left))
    return Trouble(
        "warning", headline.format(time=quiet), more, left, max(15.0, left), words, Act.RETRY
    )


def _interrupted(scene: Scene, now: float) -> Trouble:
    stopped, until = stopped_at(scene), off_list_at(scene)
    if stopped is None:
        headline = QCoreApplication.translate("Trouble", "The picture stopped.")
    else:
        headline = QCoreApplication.translate("Trouble", "The picture stopped {time} ago.").format(
            time=texts.duration(now - stopped)
        )
    if until is None or until <= now:
        more = QCoreApplication.translate(
            "Trouble",
            "Viewers see “One moment”. Start streaming in OBS again: the same broadcast returns "
            "with the picture.",
        )
        return Trouble("broken-link", headline, more, act=Act.OBS_WORDS)
    more = QCoreApplication.translate(
        "Trouble",
        "Viewers see “One moment”. If it is not back by {time} ({left}), you are taken off the "
        "list; the same broadcast returns with the picture.",
    ).format(time=texts.exact_time(until), left=texts.duration(until - now))
    whole = until - stopped if stopped is not None else 60.0
    words = QCoreApplication.translate("Trouble", "seconds left of {s}").format(s=round(whole))
    return Trouble("broken-link", headline, more, until - now, whole, words, Act.OBS_WORDS)


def stopped_at(scene: Scene) -> float | None:
    """When the picture stopped, our clock: by the last segment, else by the media server's word."""
    record = scene.record
    if record is None:
        return None
    if record.segments and record.segments[-1].end is not None:
        return to_epoch(record.segments[-1].end) - scene.ahead_s
    if record.media is not None and not record.media.publishing and record.media.since:
        return to_epoch(record.media.since) - scene.ahead_s
    return None


def off_list_at(scene: Scene) -> float | None:
    """When the list drops a host whose picture stopped, as far as the server has said."""
    if scene.deadline is not None:
        return scene.deadline
    stopped = stopped_at(scene)
    if stopped is None or scene.policy is None:
        return None
    return stopped + scene.policy.grace_s
