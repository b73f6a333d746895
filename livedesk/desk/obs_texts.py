"""What OBS says and what the server saw, in words."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from livedesk.client.obs_words import SENTENCES, Act, Explanation, Said, Saw


def _t(source: str) -> str:
    return QCoreApplication.translate("ObsWords", source)


SAYS: dict[str, str] = {
    "replaced": str(
        QT_TRANSLATE_NOOP(
            "ObsWords", "OBS has an old key: it was replaced. Copy both lines into OBS again."
        )
    ),
    "expired": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "The live code has expired, so the media server refuses it. Renew it, then copy both "
            "lines into OBS.",
        )
    ),
    "unsigned": str(
        QT_TRANSLATE_NOOP(
            "ObsWords", "OBS sends a key without its signature. Copy the whole key into OBS."
        )
    ),
    "wrong_signature": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "OBS sends a key that is not this broadcast’s. Copy both lines into OBS again.",
        )
    ),
    "wrong_case": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "OBS sends the live code in other letters, large or small. Copy both lines into OBS "
            "again.",
        )
    ),
    "taken": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "Another encoder sends with this live code already. Stop that one, then start OBS "
            "again.",
        )
    ),
    "ended": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "This broadcast is over, so its address is refused. Create a new one and copy its "
            "lines.",
        )
    ),
    "held": str(
        QT_TRANSLATE_NOOP(
            "ObsWords", "An admin keeps this broadcast off the air for now. Wait, or ask the admin."
        )
    ),
    "shut_out": str(
        QT_TRANSLATE_NOOP("ObsWords", "An admin has shut this account out. Ask the admin why.")
    ),
    "slow": str(
        QT_TRANSLATE_NOOP(
            "ObsWords", "The server was too slow to check the key just now. Start OBS again."
        )
    ),
    "other_refusal": str(
        QT_TRANSLATE_NOOP(
            "ObsWords", "The media server refused the picture. Copy both lines into OBS again."
        )
    ),
    "bad_path": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "OBS cannot read its line Server as an address: a space, a line break or a missing "
            "rtmp://. Paste what OBS has.",
        )
    ),
    "not_reached": str(
        QT_TRANSLATE_NOOP(
            "ObsWords", "OBS does not get through to the media server. Let LiveDesk check the way."
        )
    ),
    "key_not_ours": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "OBS reached a server, but nothing reached yours: it may be another server, app or "
            "key. Paste what OBS has.",
        )
    ),
    "key_refused": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "The media server does not take this key: it may be old or not whole. Copy both "
            "lines into OBS again.",
        )
    ),
    "line_broke": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "The connection between OBS and the media server breaks off. Let LiveDesk check the "
            "way.",
        )
    ),
    "encoder": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "OBS cannot encode the picture: this has nothing to do with the server. Choose "
            "another encoder in OBS → Settings → Output; the test picture shows that the way is "
            "open.",
        )
    ),
    "sent_elsewhere": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "OBS streams, but nothing arrives here: it sends somewhere else. Paste what OBS has.",
        )
    ),
    "arrives": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "A picture arrives at the server now. If OBS still shows an error, it is about its "
            "last try.",
        )
    ),
    "two_encoders": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "A picture arrives already, so the media server refuses a second one. Stop the other "
            "encoder, or this OBS.",
        )
    ),
    "still_held": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "The media server still holds the connection that broke off. Wait half a minute, "
            "then start OBS again.",
        )
    ),
    "stopped": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "The picture came and stopped. Start streaming in OBS again, or let LiveDesk check "
            "the way.",
        )
    ),
    "server_away": str(
        QT_TRANSLATE_NOOP(
            "ObsWords",
            "The server does not answer, so nobody can say what it saw. Try again in a moment.",
        )
    ),
}

SAW: dict[Saw, str] = {
    Saw.NOTHING: str(QT_TRANSLATE_NOOP("ObsWords", "Nothing has reached it.")),
    Saw.PICTURE: str(QT_TRANSLATE_NOOP("ObsWords", "A picture is arriving.")),
    Saw.STOPPED: str(QT_TRANSLATE_NOOP("ObsWords", "A picture came and stopped.")),
    Saw.REPLACED: str(QT_TRANSLATE_NOOP("ObsWords", "It refused a replaced key.")),
    Saw.EXPIRED: str(QT_TRANSLATE_NOOP("ObsWords", "It refused an expired address.")),
    Saw.UNSIGNED: str(QT_TRANSLATE_NOOP("ObsWords", "It refused a key without a signature.")),
    Saw.WRONG_SIGNATURE: str(QT_TRANSLATE_NOOP("ObsWords", "It refused a wrong key.")),
    Saw.WRONG_CASE: str(QT_TRANSLATE_NOOP("ObsWords", "It refused a live code in other letters.")),
    Saw.TAKEN: str(QT_TRANSLATE_NOOP("ObsWords", "It refused a second encoder.")),
    Saw.ENDED: str(QT_TRANSLATE_NOOP("ObsWords", "The broadcast is over.")),
    Saw.HELD: str(QT_TRANSLATE_NOOP("ObsWords", "An admin holds the broadcast.")),
    Saw.SHUT_OUT: str(QT_TRANSLATE_NOOP("ObsWords", "It refused this account.")),
    Saw.SLOW: str(QT_TRANSLATE_NOOP("ObsWords", "It was too slow to check.")),
    Saw.OTHER_REFUSAL: str(QT_TRANSLATE_NOOP("ObsWords", "It refused a push.")),
    Saw.UNCHECKED: str(
        QT_TRANSLATE_NOOP("ObsWords", "It is not told what the media server refuses.")
    ),
    Saw.AWAY: str(QT_TRANSLATE_NOOP("ObsWords", "It does not answer.")),
}

ACTS: dict[Act, str] = {
    Act.COPY_BOTH: str(QT_TRANSLATE_NOOP("ObsWords", "Copy both")),
    Act.CHECK: str(QT_TRANSLATE_NOOP("ObsWords", "Check my settings")),
    Act.PASTE: str(QT_TRANSLATE_NOOP("ObsWords", "Paste what OBS has…")),
    Act.RENEW: str(QT_TRANSLATE_NOOP("ObsWords", "Renew")),
    Act.NEW: str(QT_TRANSLATE_NOOP("ObsWords", "New broadcast")),
    Act.AGAIN: str(QT_TRANSLATE_NOOP("ObsWords", "Look again")),
    Act.PICTURE: str(QT_TRANSLATE_NOOP("ObsWords", "Send the test picture")),
}


def obs_sentence(said: Said) -> str:
    """OBS's own words in the window's language; ours where OBS says nothing."""
    if said is Said.NOTHING:
        return QCoreApplication.translate("ObsWords", "It streams without an error.")
    words = SENTENCES[said]
    return words.zh_CN if QLocale().language() == QLocale.Language.Chinese else words.en


def obs_sentence_elsewhere(said: Said) -> str:
    """The same in OBS's other language, for who runs it in that one; "" where there is none."""
    if said is Said.NOTHING:
        return ""
    words = SENTENCES[said]
    return words.en if QLocale().language() == QLocale.Language.Chinese else words.zh_CN


def saw_words(saw: Saw) -> str:
    """What the server saw at that moment."""
    return _t(SAW[saw])


def explanation_sentence(explanation: Explanation) -> str:
    """What both mean, and what to do."""
    return _t(SAYS[explanation.says])


def act_words(act: Act) -> str:
    """What its button says."""
    return _t(ACTS[act])
