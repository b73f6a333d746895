"""Sentences for errors, by their code, in the window's language."""

from __future__ import annotations

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from livedesk.domain.errors import LivedeskError

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


def error_sentence(error: LivedeskError) -> str:
    """What happened and what to do, by the error's code."""
    why = error.facts.get("why")
    if isinstance(why, str) and why in WHYS:
        return QCoreApplication.translate("Texts", WHYS[why])
    return QCoreApplication.translate("Texts", ERRORS.get(error.code, ERRORS["livedesk"]))
