"""The leak drill in words: what will happen, what has happened, and how safe that is."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from livedesk.desk import error_texts, texts, time_texts
from livedesk.desk.drill import Drill
from livedesk.desk.scene import Scene
from livedesk.desk.widgets.step_row import Mark, StepWords
from livedesk.domain.errors import LivedeskError
from livedesk.domain.records import to_epoch

translate = QCoreApplication.translate


def seconds(at_s: float | None) -> str:
    """``0.6 s``."""
    words = translate("LeakWords", "{s} s")
    return "" if at_s is None else words.format(s=f"{at_s:.1f}")


def asked(scene: Scene, *, anew: bool) -> list[StepWords]:
    """What the button will do, in its order."""
    connected = scene.obs is not None and scene.obs.connected
    obs = StepWords(
        "send",
        translate("LeakWords", "OBS gets the new key and starts again"),
        translate("LeakWords", "no typing needed; OBS is connected"),
    )
    if scene.obs is not None and connected and not scene.obs.streaming:
        obs = StepWords(
            "send",
            translate("LeakWords", "OBS gets the new key"),
            translate("LeakWords", "no typing needed; OBS is connected"),
        )
    if not connected:
        obs = StepWords(
            "send",
            translate("LeakWords", "You copy two lines into OBS"),
            translate("LeakWords", "OBS is not connected; they are ready to copy then"),
        )
    if anew:
        return [
            StepWords(
                "square",
                translate("LeakWords", "This broadcast ends"),
                translate("LeakWords", "nobody is shown any more what is sent with the old key"),
            ),
            StepWords(
                "key",
                translate("LeakWords", "A new live code is made"),
                translate("LeakWords", "same title, another code, another watch page"),
            ),
            obs,
        ]
    return [
        StepWords(
            "key",
            translate("LeakWords", "A new key is made"),
            translate("LeakWords", "the one that was seen stops working at once"),
        ),
        StepWords(
            "broken-link",
            translate("LeakWords", "Whoever sends with the old key is dropped"),
            translate("LeakWords", "that includes your own OBS, for about a second"),
        ),
        StepWords(
            "shield",
            translate("LeakWords", "The old key is refused from now on"),
            translate("LeakWords", "on this server, for every new connection"),
        ),
        obs,
    ]


def note(scene: Scene, drill: Drill | None, *, anew: bool) -> str:
    """What else the host must know."""
    if drill is not None:
        if drill.gap_s is not None and not drill.anew:
            words = translate("LeakWords", "Viewers saw “One moment” for {s} s.")
            return words.format(s=f"{drill.gap_s:.1f}")
        if drill.back_s is not None and drill.anew:
            return translate(
                "LeakWords", "The watch page is another one: send its address to viewers."
            )
        return ""
    if not anew:
        if scene.on_air:
            return translate(
                "LeakWords",
                "Your viewers see “One moment” for one to three seconds. You stay on the live "
                "list, in the same broadcast.",
            )
        return translate("LeakWords", "Nobody is watching yet: this is the best moment for it.")
    if scene.policy is not None and scene.policy.media_kind == "local":
        return translate(
            "LeakWords",
            "This computer's own server takes pictures from this computer only, so nobody else can "
            "use the key. It cannot be made useless here; only a new live code replaces it.",
        )
    push = scene.record.push if scene.record is not None else None
    until = time_texts.exact_time(to_epoch(push.expires_at)) if push is not None else texts.DASH
    words = translate(
        "LeakWords",
        "This server cannot make the old key useless: the cloud takes it until {time}. Only the "
        "end of this broadcast keeps your viewers safe from it.",
    )
    return words.format(time=until)


def headline(drill: Drill) -> tuple[str, str, str, str]:
    """Icon, ink, headline and the sentence under it; honest: by the server's word alone."""
    if drill.error is not None:
        more = error_texts.error_sentence(drill.error)
        return "warning", "danger", translate("LeakWords", "Not safe yet"), more
    safe = drill.safe_s
    if safe is not None:
        head = translate("LeakWords", "Safe after {s} s").format(s=f"{safe:.1f}")
        more = (
            translate(
                "LeakWords", "The old broadcast is over: viewers see nothing of what is sent to it."
            )
            if drill.anew
            else translate("LeakWords", "The key that was seen is useless now.")
        )
        return "shield", "good_ink", head, more
    if drill.key_s is None:
        head = translate("LeakWords", "Working…")
        return "shield", "text_2", head, translate("LeakWords", "The server is asked.")
    if not drill.useless:
        until = drill.old_valid_until
        time = time_texts.exact_time(to_epoch(until)) if until is not None else texts.DASH
        head = translate("LeakWords", "The old key still works")
        more = translate(
            "LeakWords", "The cloud takes it until {time}. End this broadcast and create a new one."
        )
        return "warning", "warn_ink", head, more.format(time=time)
    head = translate("LeakWords", "Not safe yet")
    if drill.publisher == "cannot":
        more = translate(
            "LeakWords",
            "The old key is refused, but this media server cuts nobody off: who sends with it goes "
            "on until they stop.",
        )
    else:
        more = translate(
            "LeakWords",
            "The old key is refused, but its sender is not cut off yet: the media server does not "
            "answer. It is asked again until it does.",
        )
    return "warning", "warn_ink", head, more


def told(drill: Drill) -> list[StepWords]:
    """What has happened so far."""
    return [*(_anew(drill) if drill.anew else _revoked(drill)), _obs(drill), *_back(drill)]


def _anew(drill: Drill) -> list[StepWords]:
    failed = drill.error is not None
    ended = _mark(drill.ended_s, running=True, failed=failed)
    return [
        _step(
            "square",
            translate("LeakWords", "Broadcast ended"),
            translate("LeakWords", "This broadcast ends"),
            translate("LeakWords", "off the live list"),
            ended,
            seconds(drill.ended_s),
        ),
        _step(
            "key",
            translate("LeakWords", "New live code made"),
            translate("LeakWords", "A new live code is made"),
            translate("LeakWords", "·{new} is in force").format(new=drill.new_mark or "…"),
            _mark(drill.key_s, running=drill.ended_s is not None, failed=failed),
            seconds(drill.key_s),
        ),
    ]


def _revoked(drill: Drill) -> list[StepWords]:
    made = drill.key_s is not None
    retired = translate("LeakWords", "·{old} is retired, ·{new} is in force")
    key = _step(
        "key",
        translate("LeakWords", "New key made"),
        translate("LeakWords", "A new key is made"),
        retired.format(old=drill.old_mark, new=drill.new_mark) if made else "",
        _mark(drill.key_s, running=True, failed=drill.error is not None),
        seconds(drill.key_s),
    )
    cut = {
        "dropped": translate("LeakWords", "the connection with ·{old} was cut"),
        "nobody": translate("LeakWords", "nobody was sending"),
        "cannot": translate("LeakWords", "this media server cuts nobody off"),
        "failed": translate("LeakWords", "the media server did not answer at once"),
    }.get(drill.publisher or "nobody", "")
    dropped = _step(
        "broken-link",
        translate("LeakWords", "Old sender dropped"),
        translate("LeakWords", "Whoever sends with the old key is dropped"),
        cut.format(old=drill.old_mark) if made else "",
        _mark(drill.cut_s, running=made, hand=made and drill.publisher == "cannot"),
        seconds(drill.cut_s),
    )
    words = {
        "refused": translate("LeakWords", "the server turns it away from now on"),
        "dropped_on_sight": translate("LeakWords", "whoever tries it is dropped at once"),
        "valid_until": translate("LeakWords", "the cloud still takes it"),
    }.get(drill.old_address, "")
    refused = _step(
        "shield",
        translate("LeakWords", "Old key refused"),
        translate("LeakWords", "The old key is refused from now on"),
        words if made else "",
        _mark(drill.refused_s, running=False, failed=made and not drill.useless),
        seconds(drill.refused_s),
    )
    return [key, dropped, refused]


def _obs(drill: Drill) -> StepWords:
    name = translate("LeakWords", "OBS gets the new key")
    if drill.key_s is not None and drill.by_hand:
        more = translate("LeakWords", "OBS is not connected: copy both lines into it")
        return StepWords("send", name, more, Mark.HAND)
    if drill.obs_error is not None and drill.obs_s is None:
        return StepWords("send", name, _sentence(drill.obs_error), Mark.FAILED)
    more = translate("LeakWords", "written and read back: same") if drill.obs_s is not None else ""
    mark = _mark(drill.obs_s, running=drill.key_s is not None)
    has = translate("LeakWords", "OBS has the new key")
    return _step("send", has, name, more, mark, seconds(drill.obs_s))


def _back(drill: Drill) -> list[StepWords]:
    if not drill.streamed:
        return []
    name = translate("LeakWords", "The picture comes back")
    if drill.back_s is not None:
        more = (
            translate("LeakWords", "in the new broadcast")
            if drill.anew
            else translate("LeakWords", "same broadcast, next segment")
        )
        back = translate("LeakWords", "Picture is back")
        return [StepWords("waves", back, more, Mark.DONE, seconds(drill.back_s))]
    if drill.obs_error is not None:
        if drill.obs_s is None:
            return [StepWords("waves", name, translate("LeakWords", "once OBS streams again"))]
        return [StepWords("waves", name, _sentence(drill.obs_error), Mark.FAILED)]
    more = ""
    if drill.started_s is not None:
        more = translate("LeakWords", "OBS streams again since {s} s").format(
            s=f"{drill.started_s:.1f}"
        )
    return [StepWords("waves", name, more, _mark(None, running=drill.obs_s is not None))]


def _step(icon: str, done: str, to_come: str, more: str, mark: Mark, when: str) -> StepWords:
    """Nothing is called done before it is."""
    return StepWords(icon, done if mark is Mark.DONE else to_come, more, mark, when)


def _sentence(error: LivedeskError) -> str:
    return error_texts.error_sentence(error)


def _mark(at_s: float | None, *, running: bool, failed: bool = False, hand: bool = False) -> Mark:
    if at_s is not None:
        return Mark.DONE
    if failed:
        return Mark.FAILED
    if hand:
        return Mark.HAND
    return Mark.RUNNING if running else Mark.TO_COME
