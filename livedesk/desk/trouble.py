"""The troubles a host must know at once, in the words of the banner and of *What happens next*."""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QCoreApplication

from livedesk.desk import error_texts, texts, time_texts
from livedesk.desk.expiry import warning_due
from livedesk.desk.scene import Condition, Scene
from livedesk.domain.errors import LivedeskError, Unavailable, WrongToken
from livedesk.domain.times import to_epoch

REFUSAL_STAYS_S = 12.0


class Act(Enum):
    """What a banner's button does."""

    RETRY = "retry"
    TAKE_OVER = "take over"
    OBS_WORDS = "what does OBS say"
    RENEW = "renew"
    START = "start streaming"


class Trouble(NamedTuple):
    """What a banner says.

    Attributes:
        kind: one word; another one is said aloud anew.
        left_s, whole_s: the ring; None: no ring.
        ring_words: beside the ring.
        act: what its button does.
        goes: it can be put away, for it stays true for long.
    """

    kind: str
    icon: str
    headline: str
    more: str
    left_s: float | None = None
    whole_s: float = 1.0
    ring_words: str = ""
    act: Act | None = None
    goes: bool = False


def trouble_of(scene: Scene, now: float) -> Trouble | None:
    """The most urgent trouble of the moment `now`, epoch seconds; None when all is well."""
    if scene.condition is Condition.AWAY:
        return _away(scene, now)
    if scene.condition is Condition.INTERRUPTED:
        return _interrupted(scene, now)
    if scene.server is not None and scene.lost is not None:
        return _lost(scene.lost)
    if scene.unfinished and scene.held:
        return _held(scene, now)
    if scene.taken is not None and scene.unfinished:
        more = QCoreApplication.translate(
            "Trouble", "This window no longer keeps it in the live list."
        )
        return Trouble(
            "taken", "warning", error_texts.error_sentence(scene.taken), more, act=Act.TAKE_OVER
        )
    if scene.condition is Condition.OFFLINE:
        slept = _slept(scene)
        if slept is not None:
            slept = slept._replace(act=_way_back(scene))
        return _refusal(scene, now) or slept or _offline(scene, now)
    return _refusal(scene, now) or _expiry(scene, now) or _slept(scene)


def _lost(error: LivedeskError) -> Trouble:
    more = QCoreApplication.translate(
        "Trouble", "What you see is the last known. LiveDesk keeps trying."
    )
    if error.facts.get("why") in error_texts.SAID_BELOW:
        more = error.sentence
    return Trouble("lost", "cloud-crossed", error_texts.error_sentence(error), more, act=Act.RETRY)


def _held(scene: Scene, now: float) -> Trouble:
    """An admin has taken it off the list, and it may come back."""
    until = scene.held_until
    if until is not None and until > now:
        headline = QCoreApplication.translate(
            "Trouble", "An admin keeps you off the air until {time} ({left})."
        ).format(time=time_texts.exact_time(until), left=time_texts.duration(until - now))
    else:
        headline = QCoreApplication.translate("Trouble", "An admin keeps you off the air.")
    more = QCoreApplication.translate(
        "Trouble",
        "Viewers see that you are offline. Nothing is lost: when the hold is over, start streaming "
        "again and the same broadcast goes on.",
    )
    return Trouble("held", "moon", headline, texts.one_after_another(_admin_says(scene), more))


def _admin_says(scene: Scene) -> str:
    if scene.admin_words:
        words = QCoreApplication.translate("Trouble", "The admin says: “{words}”.")
        return words.format(words=scene.admin_words)
    return QCoreApplication.translate("Trouble", "No reason was given: ask the admin.")


def _expiry(scene: Scene, now: float) -> Trouble | None:
    """The live code ends soon, or has ended under a show that goes on."""
    due, until = warning_due(scene, now), scene.expires_at
    if due is None or until is None:
        return None
    if due <= 0:
        headline = QCoreApplication.translate("Trouble", "Your live code has ended.")
    else:
        words = QCoreApplication.translate("Trouble", "Your code ends in {time}.")
        headline = words.format(time=time_texts.roughly(until - now))
    if scene.listed and due <= 0:
        more = QCoreApplication.translate(
            "Trouble",
            "A running show is never cut. But OBS could not start again with it: renew it now.",
        )
    elif scene.listed:
        more = QCoreApplication.translate(
            "Trouble",
            "A running show is never cut; only a new start of OBS needs a good code. Renew it; OBS "
            "need not stop.",
        )
    elif due <= 0:
        more = QCoreApplication.translate(
            "Trouble", "OBS cannot start with it any more. Renew it, then send it to OBS again."
        )
    else:
        more = QCoreApplication.translate(
            "Trouble", "Longer than that? Renew it; OBS need not stop."
        )
    return Trouble("expiry", "warning", headline, more, act=Act.RENEW, goes=due > 0)


def _slept(scene: Scene) -> Trouble | None:
    """The computer was suspended: nothing was sent meanwhile."""
    if scene.slept is None or not scene.unfinished:
        return None
    headline = QCoreApplication.translate("Trouble", "This computer slept for {time}.").format(
        time=time_texts.roughly(scene.slept.seconds)
    )
    if scene.condition is Condition.LIVE:
        more = QCoreApplication.translate(
            "Trouble", "You are on air. Meanwhile nothing may have been sent: look at the picture."
        )
    elif scene.on_air:
        more = QCoreApplication.translate(
            "Trouble",
            "Meanwhile nothing was sent, and the live list has dropped you. Start streaming in OBS "
            "again: the same broadcast goes on.",
        )
    else:
        more = QCoreApplication.translate(
            "Trouble", "Your live code is as it was. Keep the computer awake while you are on air."
        )
    return Trouble("slept", "clock", headline, more, goes=True)


def _refusal(scene: Scene, now: float) -> Trouble | None:
    """What the server would not do; stays while it is true, else for some seconds."""
    refusal = scene.refusal
    if refusal is None or refusal.deed in ("create", "name"):  # these stand in their forms
        return None
    if refusal.deed == "end" and isinstance(refusal.error, Unavailable | WrongToken):
        headline = QCoreApplication.translate("Trouble", "The server has not taken the end yet.")
        more = QCoreApplication.translate("Trouble", "LiveDesk keeps trying until it has.")
        return Trouble("end", "warning", headline, more, act=Act.RETRY)
    if now > refusal.at + REFUSAL_STAYS_S:
        return None
    headline = error_texts.error_sentence(refusal.error)
    return Trouble("refusal", "warning", headline, refusal.error.sentence, goes=True)


def _offline(scene: Scene, now: float) -> Trouble:
    """Taken off the list for want of a picture: the way back, and how long the code is good."""
    stopped = stopped_at(scene)
    if stopped is None:
        headline = QCoreApplication.translate("Trouble", "You are off the live list.")
    else:
        headline = QCoreApplication.translate(
            "Trouble", "You are off the live list: no picture for {time}."
        ).format(time=time_texts.roughly(now - stopped))
    more = QCoreApplication.translate(
        "Trouble", "Start streaming in OBS again: the same broadcast goes on."
    )
    if warning_due(scene, now) is not None and scene.expires_at is not None:
        words = QCoreApplication.translate(
            "Trouble", "Start streaming in OBS within {time}: then your live code ends."
        )
        more = words.format(time=time_texts.roughly(scene.expires_at - now))
    return Trouble("offline", "moon", headline, more, act=_way_back(scene))


def _way_back(scene: Scene) -> Act:
    """What brings the picture back: a start where OBS has the two lines, else a look at it."""
    obs = scene.obs
    stands = obs is not None and obs.connected and not obs.streaming and not obs.busy
    same = obs is not None and obs.comparison is not None and obs.comparison.same
    return Act.START if stands and same else Act.OBS_WORDS


def _away(scene: Scene, now: float) -> Trouble | None:
    away = scene.away
    if away is None:
        return None
    since = away.last_answer_at if away.last_answer_at is not None else away.since
    quiet = time_texts.duration(now - since)
    if scene.sending:
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
            time=time_texts.exact_time(away.off_list_at),
            left=time_texts.duration(away.off_list_at - now),
        )
    left = max(0.0, away.next_try_at - now)
    words = QCoreApplication.translate("Trouble", "Next try in {s} s").format(s=round(left))
    return Trouble(
        "away",
        "warning",
        headline.format(time=quiet),
        more,
        left,
        max(15.0, left),
        words,
        Act.RETRY,
    )


def _interrupted(scene: Scene, now: float) -> Trouble:
    stopped, until = stopped_at(scene), off_list_at(scene)
    if stopped is None:
        headline = QCoreApplication.translate("Trouble", "The picture stopped.")
    else:
        headline = QCoreApplication.translate("Trouble", "The picture stopped {time} ago.").format(
            time=time_texts.duration(now - stopped)
        )
    if scene.obs is not None and scene.obs.reconnecting:
        again = QCoreApplication.translate("Trouble", "OBS is reconnecting.")
        headline = texts.one_after_another(headline, again)
    if until is None or until <= now:
        more = QCoreApplication.translate(
            "Trouble",
            "Viewers see “One moment”. Start streaming in OBS again: the same broadcast returns "
            "with the picture.",
        )
        return Trouble("interrupted", "broken-link", headline, more, act=_way_back(scene))
    more = QCoreApplication.translate(
        "Trouble",
        "Viewers see “One moment”. If it is not back by {time} ({left}), you are taken off the "
        "list; the same broadcast returns with the picture.",
    ).format(time=time_texts.exact_time(until), left=time_texts.duration(until - now))
    whole = until - stopped if stopped is not None else 60.0
    words = QCoreApplication.translate("Trouble", "seconds left of {s}").format(s=round(whole))
    return Trouble(
        "interrupted",
        "broken-link",
        headline,
        more,
        until - now,
        whole,
        words,
        _way_back(scene),
    )


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
