"""The check before going on air, in words."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from livedesk.client.pre_air import Act, Check, Outcome
from livedesk.desk import texts, time_texts


def _t(source: str) -> str:
    return QCoreApplication.translate("PreAir", source)


CHECKS: dict[Check, str] = {
    Check.NAME: str(QT_TRANSLATE_NOOP("PreAir", "Name of the media server")),
    Check.PORT: str(QT_TRANSLATE_NOOP("PreAir", "Connection")),
    Check.PUSH_TLS: str(QT_TRANSLATE_NOOP("PreAir", "Certificate of the media server")),
    Check.HANDSHAKE: str(QT_TRANSLATE_NOOP("PreAir", "RTMP")),
    Check.PLAY: str(QT_TRANSLATE_NOOP("PreAir", "Viewers’ server")),
    Check.PLAY_TLS: str(QT_TRANSLATE_NOOP("PreAir", "Its certificate")),
    Check.CLOCK: str(QT_TRANSLATE_NOOP("PreAir", "Clock")),
    Check.EXPIRY: str(QT_TRANSLATE_NOOP("PreAir", "Live code")),
    Check.FREE: str(QT_TRANSLATE_NOOP("PreAir", "Other senders")),
    Check.KEY_FRAMES: str(QT_TRANSLATE_NOOP("PreAir", "Key-frame interval in OBS")),
    Check.BITRATE: str(QT_TRANSLATE_NOOP("PreAir", "Bitrate in OBS")),
    Check.REACH: str(QT_TRANSLATE_NOOP("PreAir", "Phones")),
}

SAYS: dict[str, str] = {
    "not_reached": str(QT_TRANSLATE_NOOP("PreAir", "Not checked: the step before it failed.")),
    "name.no_address": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "The broadcast has no push address that could be checked. Check again in a moment.",
        )
    ),
    "name.not_found": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "No computer called {host} is known in this network. Check the network, or ask the "
            "server’s admin.",
        )
    ),
    "name.no_answer": str(
        QT_TRANSLATE_NOOP(
            "PreAir", "The name service of this network does not answer. Check the network."
        )
    ),
    "name.good": str(QT_TRANSLATE_NOOP("PreAir", "{host} is known.")),
    "name.arrives": str(QT_TRANSLATE_NOOP("PreAir", "A picture is arriving: the way is open.")),
    "port.no_port": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "{host} answers, but nothing listens on port {port}. The media server is off, or the "
            "port is another one: tell its admin.",
        )
    ),
    "port.no_answer": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "{host} does not answer on port {port}. A firewall or guest network may block it: "
            "try another network.",
        )
    ),
    "port.good": str(QT_TRANSLATE_NOOP("PreAir", "Port {port} answers after {ms}.")),
    "port.arrives": str(QT_TRANSLATE_NOOP("PreAir", "A picture is arriving: the way is open.")),
    "push_tls.arrives": str(QT_TRANSLATE_NOOP("PreAir", "A picture is arriving: the way is open.")),
    "tls.certificate": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "The certificate of {host} is not valid for this computer. Check this computer’s "
            "date, or tell the server’s admin.",
        )
    ),
    "tls.no_tls": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "{host} does not speak TLS on this port. The server’s admin should look at rtmps.",
        )
    ),
    "tls.unknown": str(QT_TRANSLATE_NOOP("PreAir", "Until when it is valid was not told.")),
    "tls.soon": str(
        QT_TRANSLATE_NOOP("PreAir", "It is valid for {time} only. Tell the server’s admin.")
    ),
    "tls.good": str(QT_TRANSLATE_NOOP("PreAir", "Valid for another {time}.")),
    "handshake.not_rtmp": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "What answers on port {port} of {host} is no RTMP server. Copy both lines again.",
        )
    ),
    "handshake.no_answer": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "{host} took the connection, but says nothing. Something in between may hold it: try "
            "another network.",
        )
    ),
    "handshake.good": str(QT_TRANSLATE_NOOP("PreAir", "The media server speaks RTMP.")),
    "handshake.arrives": str(
        QT_TRANSLATE_NOOP("PreAir", "A picture is arriving: the way is open.")
    ),
    "play.no_answer": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "{host}, where viewers watch, does not answer. Viewers may see nothing: tell the "
            "server’s admin.",
        )
    ),
    "play.certificate": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "The certificate of {host}, where viewers watch, is not valid. Phones will refuse "
            "it: tell the server’s admin.",
        )
    ),
    "play.trouble": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "{host}, where viewers watch, has trouble (HTTP {status}). Tell the server’s admin.",
        )
    ),
    "play.good": str(QT_TRANSLATE_NOOP("PreAir", "{host} answers.")),
    "clock.no_server": str(
        QT_TRANSLATE_NOOP("PreAir", "The LiveDesk server does not answer. Check the network.")
    ),
    "clock.good": str(QT_TRANSLATE_NOOP("PreAir", "As the server’s, within {time}.")),
    "clock.behind": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "This computer’s clock is {time} behind the server’s. Set it, or addresses and "
            "certificates may seem invalid.",
        )
    ),
    "clock.ahead": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "This computer’s clock is {time} ahead of the server’s. Set it, or addresses and "
            "certificates may seem invalid.",
        )
    ),
    "expiry.unknown": str(QT_TRANSLATE_NOOP("PreAir", "Until when it is valid is not known yet.")),
    "expiry.over": str(
        QT_TRANSLATE_NOOP(
            "PreAir", "It has expired: OBS is refused. Renew it, then copy both lines again."
        )
    ),
    "expiry.short": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "It is valid for {time}, and a show of {planned} would be cut. Renew it; OBS need "
            "not stop.",
        )
    ),
    "expiry.good": str(QT_TRANSLATE_NOOP("PreAir", "Valid for another {time}.")),
    "free.unknown": str(
        QT_TRANSLATE_NOOP("PreAir", "Whether somebody sends already is not known yet.")
    ),
    "free.good": str(QT_TRANSLATE_NOOP("PreAir", "Nobody sends with this live code.")),
    "free.picture": str(
        QT_TRANSLATE_NOOP("PreAir", "The test picture is being sent. Stop it before you start OBS.")
    ),
    "free.obs": str(QT_TRANSLATE_NOOP("PreAir", "Your OBS is sending.")),
    "free.somebody": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "Somebody sends with this live code already. If it is not your OBS, stop that other "
            "encoder.",
        )
    ),
    "key_frames.auto": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "OBS chooses it, up to {time}. Set 2 s in OBS: viewers then see the picture sooner.",
        )
    ),
    "key_frames.auto_unknown": str(
        QT_TRANSLATE_NOOP(
            "PreAir", "OBS chooses it. Set 2 s in OBS: viewers then see the picture sooner."
        )
    ),
    "key_frames.long": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "{time} is long: viewers wait that long for the first picture. Set 2 s in OBS → "
            "Settings → Output.",
        )
    ),
    "key_frames.good": str(QT_TRANSLATE_NOOP("PreAir", "{time}.")),
    "bitrate.low": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "{kbps} kbit/s is too little for a clear picture. Set 2,500 or more in OBS → "
            "Settings → Output.",
        )
    ),
    "bitrate.high": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "{kbps} kbit/s is more than many viewers can take. Lower it in OBS → Settings → "
            "Output.",
        )
    ),
    "bitrate.good": str(QT_TRANSLATE_NOOP("PreAir", "{kbps} kbit/s.")),
    "reach.good": str(QT_TRANSLATE_NOOP("PreAir", "Phones can open the watch page.")),
    "reach.share": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "Only this computer can watch. Turn on sharing to let phones in this network watch.",
        )
    ),
    "reach.loopback": str(
        QT_TRANSLATE_NOOP(
            "PreAir",
            "The play addresses lead to this computer only: viewers elsewhere see nothing. Tell "
            "the server’s admin.",
        )
    ),
}

ACTS: dict[Act, str] = {
    Act.AGAIN: str(QT_TRANSLATE_NOOP("PreAir", "Check again")),
    Act.COPY_BOTH: str(QT_TRANSLATE_NOOP("PreAir", "Copy both")),
    Act.RENEW: str(QT_TRANSLATE_NOOP("PreAir", "Renew")),
    Act.NEW: str(QT_TRANSLATE_NOOP("PreAir", "New broadcast")),
    Act.DATE: str(QT_TRANSLATE_NOOP("PreAir", "Open date settings")),
    Act.SHARE: str(QT_TRANSLATE_NOOP("PreAir", "Turn on sharing")),
    Act.STOP_PICTURE: str(QT_TRANSLATE_NOOP("PreAir", "Stop test picture")),
}


def check_words(check: Check) -> str:
    """What is looked at."""
    return _t(CHECKS[check])


def outcome_sentence(outcome: Outcome) -> str:
    """How it is, and what to do."""
    facts = {name: str(value) for name, value in outcome.facts.items()}
    seconds = outcome.facts.get("s")
    if isinstance(seconds, float):
        facts["ms"] = time_texts.round_trip(seconds)
        facts["time"] = (
            time_texts.duration(seconds) if seconds >= 1 else time_texts.round_trip(seconds)
        )
    if isinstance(planned := outcome.facts.get("planned_s"), float):
        facts["planned"] = time_texts.duration(planned)
    if isinstance(kbps := outcome.facts.get("kbps"), float):
        facts["kbps"] = texts.number(round(kbps))
    return _t(SAYS[outcome.says]).format(**facts)


def act_words(act: Act) -> str:
    """What its button says."""
    return _t(ACTS[act])
