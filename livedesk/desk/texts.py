"""Short sentences by code, and numbers, as a host reads them, in the window's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from livedesk.desk.time_texts import roughly

if TYPE_CHECKING:
    from livedesk.domain.records import Proof, Words

DASH = "–"


def _t(source: str) -> str:
    return QCoreApplication.translate("Texts", source)


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


def said(words: Words) -> str:
    """A sentence of the server's in the window's language."""
    return words.zh_CN if QLocale().language() == QLocale.Language.Chinese else words.en


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
