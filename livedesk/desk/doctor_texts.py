"""What the address doctor finds, in sentences."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from livedesk.client.address_doctor import Finding, Kind, Problem, Source
from livedesk.desk import time_texts


def _t(source: str) -> str:
    return QCoreApplication.translate("Doctor", source)


PROBLEMS: dict[Problem, str] = {
    Problem.NOT_AN_ADDRESS: str(
        QT_TRANSLATE_NOOP(
            "Doctor", "There is no address in this. Copy the two lines below into OBS."
        )
    ),
    Problem.TOKEN_PASTED: str(
        QT_TRANSLATE_NOOP(
            "Doctor",
            "This is your token for the server, not a push address. Keep it to yourself: who has "
            "it is you.",
        )
    ),
    Problem.WATCH_PAGE: str(
        QT_TRANSLATE_NOOP(
            "Doctor",
            "This is the page for viewers. OBS needs the push address: use the two lines below.",
        )
    ),
    Problem.PLAY_ADDRESS: str(
        QT_TRANSLATE_NOOP(
            "Doctor", "This is an address to watch, not to send to. Use the two lines below."
        )
    ),
    Problem.OTHER_PROTOCOL: str(
        QT_TRANSLATE_NOOP(
            "Doctor",
            "It begins with {protocol}://, and this server takes rtmp. Use the two lines below.",
        )
    ),
    Problem.HTTP: str(
        QT_TRANSLATE_NOOP(
            "Doctor", "It begins with http, and OBS sends by rtmp. Write rtmp:// instead."
        )
    ),
    Problem.OTHER_CODE: str(
        QT_TRANSLATE_NOOP(
            "Doctor", "It belongs to another live code. Your broadcast now is {right}."
        )
    ),
    Problem.EXPIRED: str(
        QT_TRANSLATE_NOOP(
            "Doctor", "It expired {ago} ago. Renew the live code, then copy both lines again."
        )
    ),
    Problem.BAD_TIME: str(
        QT_TRANSLATE_NOOP(
            "Doctor",
            "Its time (txTime) is no time: eight digits 0–9 A–F are meant. Copy the key again.",
        )
    ),
    Problem.OLD_KEY: str(
        QT_TRANSLATE_NOOP(
            "Doctor",
            "This is an older key (·{pasted}). The one that counts now is ·{right}: copy it again.",
        )
    ),
    Problem.CUT_OFF: str(
        QT_TRANSLATE_NOOP(
            "Doctor",
            "The key is not whole: its end is missing. Copy it with the button, not by hand.",
        )
    ),
    Problem.NO_SIGNATURE: str(
        QT_TRANSLATE_NOOP(
            "Doctor", "The key stops before its signature (txSecret). Copy the whole key."
        )
    ),
    Problem.DAMAGED_KEY: str(
        QT_TRANSLATE_NOOP(
            "Doctor", "A piece of the key was changed. Copy it again with the button."
        )
    ),
    Problem.WRONG_HOST: str(
        QT_TRANSLATE_NOOP("Doctor", "It leads to {host}. Your server is {right}.")
    ),
    Problem.WRONG_PORT: str(
        QT_TRANSLATE_NOOP("Doctor", "It names port {port}. Your server listens on {right}.")
    ),
    Problem.WRONG_SCHEME: str(
        QT_TRANSLATE_NOOP("Doctor", "It begins with {scheme}://. Your server wants {right}://.")
    ),
    Problem.WRONG_APP: str(
        QT_TRANSLATE_NOOP("Doctor", "After the host it says “{app}”. It has to be “{right}”.")
    ),
    Problem.NO_APP: str(
        QT_TRANSLATE_NOOP(
            "Doctor",
            "The part after the host is missing. The line Server ends with it: copy it again.",
        )
    ),
    Problem.KEY_AS_SERVER: str(
        QT_TRANSLATE_NOOP(
            "Doctor",
            "The key is in the field Server. Move it to Stream Key: OBS writes Server into its "
            "log.",
        )
    ),
    Problem.URL_AS_KEY: str(
        QT_TRANSLATE_NOOP(
            "Doctor",
            "The whole address is in the field Stream Key. Only its last part belongs there.",
        )
    ),
    Problem.WRONG_CASE: str(
        QT_TRANSLATE_NOOP(
            "Doctor",
            "Large and small letters were changed, and they count. Copy it again with the button.",
        )
    ),
    Problem.LINE_BREAK: str(
        QT_TRANSLATE_NOOP(
            "Doctor", "There is a line break in the middle of it. Copy the two lines one by one."
        )
    ),
    Problem.SPACE: str(
        QT_TRANSLATE_NOOP("Doctor", "There is a space in the middle of it. Take it out.")
    ),
    Problem.FULL_WIDTH: str(
        QT_TRANSLATE_NOOP(
            "Doctor",
            "Some signs are full-width (：／？). Type them with an English keyboard, or copy it "
            "again.",
        )
    ),
    Problem.INVISIBLE: str(
        QT_TRANSLATE_NOOP(
            "Doctor",
            "There are characters in it that cannot be seen, as web pages and chats add them. "
            "Copy it again.",
        )
    ),
    Problem.HTML: str(
        QT_TRANSLATE_NOOP(
            "Doctor", "It was copied from a web page’s source: “&amp;” has to be “&”."
        )
    ),
    Problem.PERCENT: str(
        QT_TRANSLATE_NOOP(
            "Doctor", "Its signs were turned into %3A and the like. Copy it again as plain text."
        )
    ),
    Problem.DOUBLED: str(QT_TRANSLATE_NOOP("Doctor", "rtmp:// is in it twice. Leave one.")),
    Problem.DOUBLE_SLASH: str(
        QT_TRANSLATE_NOOP("Doctor", "There is one slash too many in it. Leave one.")
    ),
    Problem.QUOTES: str(
        QT_TRANSLATE_NOOP("Doctor", "The quotation marks round it do not belong to it.")
    ),
    Problem.ONE_FIELD: str(
        QT_TRANSLATE_NOOP("Doctor", "OBS wants it in two fields: take the two lines below.")
    ),
    Problem.TWO_LINES: str(
        QT_TRANSLATE_NOOP("Doctor", "The first line goes into Server, the second into Stream Key.")
    ),
    Problem.NO_KEY: str(
        QT_TRANSLATE_NOOP("Doctor", "This is the line for Server. The Stream Key is still missing.")
    ),
    Problem.NO_SERVER: str(
        QT_TRANSLATE_NOOP("Doctor", "This is the line for Stream Key. The Server is still missing.")
    ),
}

_OTHER_CODE_NAMED = str(
    QT_TRANSLATE_NOOP(
        "Doctor", "It belongs to the live code {code}. Your broadcast now is {right}."
    )
)

KINDS: dict[Kind, str] = {
    Kind.WHOLE: str(QT_TRANSLATE_NOOP("Doctor", "A whole push address")),
    Kind.SERVER: str(QT_TRANSLATE_NOOP("Doctor", "The line for Server")),
    Kind.KEY: str(QT_TRANSLATE_NOOP("Doctor", "The line for Stream Key")),
    Kind.BOTH: str(QT_TRANSLATE_NOOP("Doctor", "Both lines for OBS")),
    Kind.TOKEN: str(QT_TRANSLATE_NOOP("Doctor", "A token for the server")),
    Kind.UNKNOWN: str(QT_TRANSLATE_NOOP("Doctor", "No address")),
}

SOURCES: dict[Source, str] = {
    Source.COMMAND: str(QT_TRANSLATE_NOOP("Doctor", "from a command")),
    Source.LOG: str(QT_TRANSLATE_NOOP("Doctor", "from OBS’s log")),
    Source.MESSAGE: str(QT_TRANSLATE_NOOP("Doctor", "from a message")),
}


def finding_sentence(finding: Finding) -> str:
    """What is wrong and what to do."""
    facts = {name: str(value) for name, value in finding.facts.items()}
    source = PROBLEMS[finding.problem]
    if finding.problem is Problem.OTHER_CODE and facts.get("code"):
        source = _OTHER_CODE_NAMED
    if finding.problem is Problem.EXPIRED:
        facts["ago"] = time_texts.duration(float(finding.facts["ago_s"]))
    return _t(source).format(**facts)


def kind_words(kind: Kind, source: Source) -> str:
    """``A whole push address, from OBS’s log``."""
    words = _t(KINDS[kind])
    if source not in SOURCES:
        return words
    more = QCoreApplication.translate("Doctor", "{what}, {where}")
    return more.format(what=words, where=_t(SOURCES[source]))
