"""Sentences by code, and numbers and times as a host reads them, in the window's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QDate, QDateTime, QLocale

from livedesk.domain.errors import LivedeskError

if TYPE_CHECKING:
    from livedesk.domain.records import Proof, Words

DASH = "–"


def _t(source: str) -> str:
    return QCoreApplication.translate("Texts", source)


ERRORS: dict[str, str] = {
    "livedesk": str(
        QT_TRANSLATE_NOOP("Texts", "Something went wrong. Try again; if it stays, see the log.")
    ),
    "refused": str(QT_TRANSLATE_NOOP("Texts", "The server refused this. Check what you typed.")),
    "bad_request": str(
        QT_TRANSLATE_NOOP("Texts", "The server did not accept this. Check what you typed.")
    ),
    "bad_live_code": str(
        QT_TRANSLATE_NOOP("Texts", "This suffix cannot be used. Choose letters, digits, _ and -.")
    ),
    "not_json": str(
        QT_TRANSLATE_NOOP(
            "Texts", "The server did not understand this console. Use the same version of both."
        )
    ),
    "body_too_large": str(
        QT_TRANSLATE_NOOP("Texts", "That is too long for the server. Shorten the title.")
    ),
    "body_too_slow": str(
        QT_TRANSLATE_NOOP(
            "Texts", "That came too slowly for the server. Check the network and try again."
        )
    ),
    "not_found": str(
        QT_TRANSLATE_NOOP("Texts", "The server does not know this any more. Refresh with F5.")
    ),
    "id_needed": str(
        QT_TRANSLATE_NOOP(
            "Texts", "The server wants the broadcast's id. Use the same version of both."
        )
    ),
    "wrong_token": str(
        QT_TRANSLATE_NOOP(
            "Texts", "The server does not accept your token. Ask its admin for a new one."
        )
    ),
    "forbidden": str(
        QT_TRANSLATE_NOOP("Texts", "This belongs to another host. You can only change your own.")
    ),
    "banned": str(
        QT_TRANSLATE_NOOP("Texts", "An admin has banned you from this server. Ask them why.")
    ),
    "code_taken": str(
        QT_TRANSLATE_NOOP("Texts", "Another host has this live code. Choose another suffix.")
    ),
    "unfinished": str(
        QT_TRANSLATE_NOOP(
            "Texts", "Your broadcast on this live code is not over. Resume it, or end it first."
        )
    ),
    "idempotency": str(
        QT_TRANSLATE_NOOP("Texts", "This was sent before with other contents. Try once more.")
    ),
    "too_many_unfinished": str(
        QT_TRANSLATE_NOOP("Texts", "You have too many unfinished broadcasts. End one first.")
    ),
    "too_many_requests": str(
        QT_TRANSLATE_NOOP("Texts", "That was too often. Wait a moment and try again.")
    ),
    "other_console": str(
        QT_TRANSLATE_NOOP(
            "Texts", "Another console is running this broadcast. Close it there first."
        )
    ),
    "ended": str(
        QT_TRANSLATE_NOOP("Texts", "This broadcast is over. Create a new one to go on air again.")
    ),
    "not_listed": str(
        QT_TRANSLATE_NOOP("Texts", "This broadcast is not in the live list now. Look again later.")
    ),
    "bad_image": str(
        QT_TRANSLATE_NOOP(
            "Texts", "This file is no picture that can be a cover. Choose a JPEG, PNG or WebP."
        )
    ),
    "image_too_large": str(
        QT_TRANSLATE_NOOP("Texts", "This picture is too large for a cover. Choose a smaller one.")
    ),
    "relay_busy": str(
        QT_TRANSLATE_NOOP(
            "Texts", "This computer carries one broadcast at a time. Resume or end the other one."
        )
    ),
    "host_exists": str(
        QT_TRANSLATE_NOOP("Texts", "A host with this id exists. Choose another id.")
    ),
    "push_refused": str(
        QT_TRANSLATE_NOOP(
            "Texts", "The media server refused the picture. Copy both lines into OBS again."
        )
    ),
    "wrong_signature": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "The media server's message is not signed as the settings say. Its admin should look "
            "at the callback key.",
        )
    ),
    "unavailable": str(
        QT_TRANSLATE_NOOP("Texts", "The server cannot do this just now. Try again in a moment.")
    ),
    "store_unavailable": str(
        QT_TRANSLATE_NOOP(
            "Texts", "The server cannot write its database. Its admin should look at the disk."
        )
    ),
    "media_unavailable": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "The media server does not answer. Try again in a moment; if it stays, tell its admin.",
        )
    ),
    "server_unavailable": str(
        QT_TRANSLATE_NOOP("Texts", "The server does not answer. Check the network and try again.")
    ),
    "obs_not_running": str(
        QT_TRANSLATE_NOOP("Texts", "OBS is not running. Start it; it is found by itself.")
    ),
    "obs_server_off": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "The WebSocket server of OBS is switched off. In OBS: Tools → WebSocket Server "
            "Settings → Enable WebSocket server.",
        )
    ),
    "obs_wrong_password": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "Wrong OBS password. In OBS: Tools → WebSocket Server Settings → Show Connect Info.",
        )
    ),
    "obs_too_old": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "OBS is too old (28 or later is needed). Update it, or copy both lines by hand.",
        )
    ),
    "obs_streaming": str(
        QT_TRANSLATE_NOOP(
            "Texts", "OBS is streaming: stop it first, then send. OBS allows no change meanwhile."
        )
    ),
    "obs_refused": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "OBS did not do it. Look at OBS: it may be waiting for an answer to a question.",
        )
    ),
    "obs_no_answer": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "OBS does not answer. Look at OBS: it may hang, or be waiting for an answer to a "
            "question.",
        )
    ),
    "bad_settings": str(
        QT_TRANSLATE_NOOP("Texts", "A setting is wrong. Mend it in the settings file.")
    ),
}
"""What a host reads for each error code; the English sentence of the error itself goes to the
log, and under this one where it names facts."""

OWN_SERVER = str(
    QT_TRANSLATE_NOOP(
        "Texts", "The server of this computer does not start. What it says stands below: mend that."
    )
)
WHYS: dict[str, str] = {
    "own_server_stopped": OWN_SERVER,
    "own_server_slow": OWN_SERVER,
    "unknown_name": str(
        QT_TRANSLATE_NOOP(
            "Texts", "No computer has the server's name. Check its spelling and the network."
        )
    ),
    "certificate": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "This computer does not trust the server's certificate. Check the address, or ask the "
            "server's admin.",
        )
    ),
    "no_tls": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "The server does not speak https there. Check whether the address begins with http:// "
            "or https://.",
        )
    ),
    "redirect": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "The server is at another address. Check whether it begins with http:// or https://.",
        )
    ),
    "not_livedesk": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "What answers there is no LiveDesk server. Check the address; a guest network may want "
            "you to log in first.",
        )
    ),
    "no_token": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "This computer has no token for the server. Paste its connect string in Settings.",
        )
    ),
    "keyring_shut": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "The keyring of this computer does not give out the server's token. Unlock it, then "
            "try again.",
        )
    ),
    "obs_unknown_name": str(
        QT_TRANSLATE_NOOP(
            "Texts", "No computer has the name given for OBS. Check its spelling and the network."
        )
    ),
    "obs_password_needed": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "OBS asks for a password. In OBS: Tools → WebSocket Server Settings → Show Connect "
            "Info.",
        )
    ),
    "not_obs": str(
        QT_TRANSLATE_NOOP(
            "Texts", "What answers there is not OBS. Check host and port in OBS's connect info."
        )
    ),
    "obs_lost": str(
        QT_TRANSLATE_NOOP(
            "Texts", "OBS was closed, or broke off the connection. It is looked for again."
        )
    ),
    "obs_did_not_keep": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "OBS did not keep the two lines. Send once more; if it stays, copy both by hand.",
        )
    ),
    "obs_did_not_take_back": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "OBS did not take back what it had. Look in OBS: Settings → Stream.",
        )
    ),
    "obs_did_not_start": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "OBS did not start streaming. Look at OBS: it says why, and may wait for an answer.",
        )
    ),
    "obs_did_not_stop": str(
        QT_TRANSLATE_NOOP(
            "Texts", "OBS has not stopped yet; a stream delay may be set. Stop it in OBS itself."
        )
    ),
    "environment": str(
        QT_TRANSLATE_NOOP(
            "Texts",
            "The proxy or the certificates of this computer cannot be used. What is wrong stands "
            "below: mend that.",
        )
    ),
}
"""Instead of *check the network*, where `ServerUnavailable` knows better."""

SAID_BELOW = frozenset({"own_server_stopped", "own_server_slow"})
"""Which of them point to the error's own sentence."""

REASONS: dict[str, str] = {
    "waiting": str(QT_TRANSLATE_NOOP("Texts", "No picture has arrived yet.")),
    "beating": str(QT_TRANSLATE_NOOP("Texts", "This console is beating.")),
    "publishing": str(
        QT_TRANSLATE_NOOP("Texts", "The media server says publishing and this console is beating.")
    ),
    "console_silent": str(
        QT_TRANSLATE_NOOP("Texts", "The picture is on, but the server does not hear this console.")
    ),
    "media_stopped": str(QT_TRANSLATE_NOOP("Texts", "The media server says the picture stopped.")),
    "poll_lost": str(
        QT_TRANSLATE_NOOP("Texts", "The media server was asked and has no picture any more.")
    ),
    "encoder_stopped": str(QT_TRANSLATE_NOOP("Texts", "OBS has stopped streaming.")),
    "heartbeat_lost": str(
        QT_TRANSLATE_NOOP("Texts", "The server missed the beats of this console.")
    ),
    "rehearsal": str(
        QT_TRANSLATE_NOOP("Texts", "This is a rehearsal: viewers see nothing until you go on air.")
    ),
    "ended_by_host": str(QT_TRANSLATE_NOOP("Texts", "You ended it.")),
    "admin_hold": str(
        QT_TRANSLATE_NOOP("Texts", "An admin keeps it off the air for a while. It may come back.")
    ),
    "kicked": str(QT_TRANSLATE_NOOP("Texts", "An admin ended it.")),
    "expired": str(QT_TRANSLATE_NOOP("Texts", "The live code expired with no picture.")),
}
"""The verdict's reason in words."""


def error_sentence(error: LivedeskError) -> str:
    """What happened and what to do, by the error's code."""
    why = error.facts.get("why")
    if isinstance(why, str) and why in WHYS:
        return _t(WHYS[why])
    return _t(ERRORS.get(error.code, ERRORS["livedesk"]))


def reason_sentence(reason: str) -> str:
    """Why the server says so; the code itself where it is newer than this console."""
    return _t(REASONS[reason]) if reason in REASONS else reason


COVER_WHYS: dict[str, str] = {
    "no_file": str(QT_TRANSLATE_NOOP("Texts", "This file cannot be opened. Choose another one.")),
    "no_picture": str(
        QT_TRANSLATE_NOOP("Texts", "This is not a picture. Choose a JPEG, PNG or WebP file.")
    ),
    "too_large": str(
        QT_TRANSLATE_NOOP("Texts", "This file is too large for a cover. Choose a smaller one.")
    ),
}
"""Why what was chosen cannot be a cover."""


def cover_complaint(why: str) -> str:
    """What is wrong with the picture that was chosen."""
    return _t(COVER_WHYS.get(why, COVER_WHYS["no_picture"]))


def copied(what: str) -> str:
    """What the clipboard holds now: ``play``, ``watch`` or ``code``."""
    words = {
        "play": QCoreApplication.translate("Texts", "Play address copied."),
        "watch": QCoreApplication.translate("Texts", "Watch page copied."),
        "code": QCoreApplication.translate("Texts", "Live code copied."),
    }
    return words[what]


def duration(seconds: float) -> str:
    """A length of time in its two largest units: ``1 min 52 s``, ``23 h 41 min``, ``6 days``."""
    whole = max(0, round(seconds))
    minutes, rest = divmod(whole, 60)
    hours, odd_minutes = divmod(minutes, 60)
    if whole < 60:
        return QCoreApplication.translate("Texts", "{s} s").format(s=whole)
    if minutes < 60:
        return QCoreApplication.translate("Texts", "{min} min {s} s").format(min=minutes, s=rest)
    if hours < 48:
        words = QCoreApplication.translate("Texts", "{h} h {min} min")
        return words.format(h=hours, min=odd_minutes)
    days = hours // 24
    return QCoreApplication.translate("Texts", "{n} days").format(n=days)  # two or more


def roughly(seconds: float) -> str:
    """A length of time without its seconds, unless it has nothing else: ``58 min``, ``3 days``."""
    whole = max(0, round(seconds))
    if whole < 60:
        return duration(whole)
    if whole < 3600:
        return QCoreApplication.translate("Texts", "{min} min").format(min=whole // 60)
    return duration(whole)


def clock(seconds: float) -> str:
    """A running clock: ``01:12:45``."""
    minutes, rest = divmod(int(max(0.0, seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{rest:02d}"


def stopwatch(seconds: float) -> str:
    """A waiting time: ``0:40``."""
    minutes, rest = divmod(int(max(0.0, seconds)), 60)
    return f"{minutes}:{rest:02d}"


def round_trip(seconds: float) -> str:
    """``18 ms``."""
    return QCoreApplication.translate("Texts", "{ms} ms").format(ms=max(1, round(seconds * 1000)))


def proof(found: Proof | None) -> str:
    """``played 5 s on iPhone``; "" while no player has said so."""
    if found is None:
        return ""
    played = roughly(found.played_s)
    if found.device:
        words = QCoreApplication.translate("Texts", "played {time} on {device}")
        return words.format(time=played, device=found.device)
    return QCoreApplication.translate("Texts", "played {time} by a viewer").format(time=played)


def number(value: int) -> str:
    """``1,284``."""
    return QLocale().toString(value)


def size(count: int) -> str:
    """A file's size: ``586 kB``."""
    return QLocale().formattedDataSize(count, 0, QLocale.DataSizeFormat.DataSizeSIFormat)


def tally(value: int | None) -> str:
    """``1,284``; ``0`` where somebody counted and found none; a dash where nobody counted."""
    return DASH if value is None else number(value)


def _local(at: float) -> QDateTime:
    return QDateTime.fromMSecsSinceEpoch(round(at * 1000))


def time_of_day(at: float) -> str:
    """``20:01``."""
    return _local(at).toString("HH:mm")


def exact_time(at: float) -> str:
    """``21:12:58``."""
    return _local(at).toString("HH:mm:ss")


def month_and_day(at: float) -> str:
    """``1123``: what makes a suffix another one."""
    return _local(at).toString("MMdd")


def moment(at: float, now: float) -> str:
    """A time with its day where that is not today: ``tomorrow 20:00``, ``29 November 20:00``."""
    when, today = _local(at), _local(now).date()
    days = today.daysTo(when.date())
    if days == 0:
        return QCoreApplication.translate("Texts", "today {time}").format(time=time_of_day(at))
    if days == 1:
        return QCoreApplication.translate("Texts", "tomorrow {time}").format(time=time_of_day(at))
    if days == -1:
        return QCoreApplication.translate("Texts", "yesterday {time}").format(time=time_of_day(at))
    words = QCoreApplication.translate("Texts", "{date} {time}")
    return words.format(date=day(when.date()), time=time_of_day(at))


def moment_or_time(at: float, now: float) -> str:
    """``20:01`` where that is today, else with its day: ``yesterday 20:01``."""
    today = _local(at).date() == _local(now).date()
    return time_of_day(at) if today else moment(at, now)


def relative_day(at: float, now: float) -> str:
    """``today``, ``yesterday``, ``15 November``, or with its year ``3 May 2025``."""
    when, today = _local(at).date(), _local(now).date()
    days = when.daysTo(today)
    if days == 0:
        return QCoreApplication.translate("Texts", "today")
    if days == 1:
        return QCoreApplication.translate("Texts", "yesterday")
    if when.year() != today.year():
        return QLocale().toString(when, QCoreApplication.translate("Texts", "d MMMM yyyy"))
    return day(when)


def day(date: QDate) -> str:
    """``29 November``."""
    return QLocale().toString(date, QCoreApplication.translate("Texts", "d MMMM"))


def weekday(date: QDate, *, year: bool) -> str:
    """``Saturday, 14 November``, with the year where `year` is true."""
    with_year = QCoreApplication.translate("Texts", "dddd, d MMMM yyyy")
    return QLocale().toString(
        date, with_year if year else QCoreApplication.translate("Texts", "dddd, d MMMM")
    )


def said(words: Words) -> str:
    """A sentence of the server's in the window's language."""
    return words.zh_CN if QLocale().language() == QLocale.Language.Chinese else words.en


def month_day(at: float) -> str:
    """``14 November``."""
    return day(_local(at).date())


def stamp(at: float) -> str:
    """``2026-11-24``, for a file's name."""
    return _local(at).toString("yyyy-MM-dd")


def one_after_another(*sentences: str) -> str:
    """Sentences in a row, as the language writes them; empty ones are left out."""
    whole = ""
    for sentence in sentences:
        if whole and sentence:
            words = QCoreApplication.translate("Texts", "{one} {next}")
            whole = words.format(one=whole, next=sentence)
        else:
            whole = whole or sentence
    return whole


def exact_moment(at: float, now: float) -> str:
    """``20:01:12``, with its day where that is not today: ``14 November 20:01:12``."""
    when = _local(at)
    if when.date() == _local(now).date():
        return exact_time(at)
    words = QCoreApplication.translate("Texts", "{date} {time}")
    return words.format(date=day(when.date()), time=exact_time(at))
