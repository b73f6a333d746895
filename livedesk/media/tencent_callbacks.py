"""Tencent Cloud's event callbacks (消息通知): JSON, documents 267/38080 to 38083.

``sign`` covers only ``t``, not the body: it tells that the sender knows the key, and nothing of
what was sent.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from livedesk.domain.addresses import Sign
from livedesk.domain.errors import BadLiveCode, BadRequest, WrongSignature
from livedesk.domain.live_code import LiveCode
from livedesk.media.media_server import Callback, PublishDone, PublishStarted, Recorded, Snapshot

log = logging.getLogger(__name__)

GRACE_S = 15 * 60.0
"""``t`` is ten minutes after the event, but a callback is repeated for twelve (267/38080)."""

DONE, STARTED, RECORDED, PICTURED = 0, 1, 100, 200
UNSIGNED = (314, 321)  # relays and push anomalies carry no sign (267/42525, 53310)

_URL = re.compile(r"https?://[^\s\"'<>\\]{1,2000}")
_LAST = 253_402_300_799  # the year 9999: later is no time


def _is_live_code(text: str) -> bool:
    try:
        LiveCode.parse(text)
    except BadLiveCode:
        return False
    return True


@dataclass(frozen=True, slots=True)
class CallbackReader:
    """Signature first, then shape.

    Attributes:
        callback_key: the console's callback key (回调密钥); empty where none is set.
        app: the AppName of our streams; other apps of the account may share the callback.
        signs: the push key's signature and the backup key's, which are good at the same time.
    """

    callback_key: str = field(repr=False)
    app: str
    signs: Sequence[Sign] = field(repr=False)

    def read(self, body: bytes, now: float) -> Callback | None:
        """What a callback tells; None for what says nothing of our streams' starts and ends.

        Raises:
            BadRequest: not JSON, or a field is not what it should be.
            WrongSignature: no sign, a wrong one, or one that has expired.
        """
        try:
            said = json.loads(body)
        except (ValueError, RecursionError):
            said = None
        if not isinstance(said, dict):
            raise BadRequest("The callback's body is not a JSON object.")
        event = said.get("event_type")
        if self.callback_key and not (event in UNSIGNED and "sign" not in said):
            check_sign(said, self.callback_key, now)
        if type(event) is not int:
            raise BadRequest("event_type is not a whole number.")
        if event not in (DONE, STARTED, RECORDED, PICTURED):
            return None
        code = _text(said, "stream_id")
        if not code:
            raise BadRequest("stream_id is missing.")
        if _text(said, "appname") not in ("", self.app) or not _is_live_code(code):
            return None
        return self._told(event, code, said, now)

    def _told(self, event: int, code: str, said: dict[str, Any], now: float) -> Callback | None:
        if event == STARTED:
            return PublishStarted(code, _sequence(said), self._params(code, said))
        if event == DONE:
            return PublishDone(code, _sequence(said))
        url = _web_address(said, "video_url" if event == RECORDED else "pic_full_url")
        if url is None:
            return None
        if event == PICTURED:
            return Snapshot(code, url, _number(said, "create_time", now))
        end = _number(said, "end_time", now)
        lasted = _number(said, "duration", 0.0)
        # start_time is that of the whole recording, also for its second file (267/38082).
        start = end - lasted if 0 < lasted <= end else _number(said, "start_time", end)
        file = _text(said, "record_file_id") or _text(said, "file_id") or url
        return Recorded(code, f"{file}.{_text(said, 'file_format')}", url, min(start, end), end)

    def _params(self, code: str, said: dict[str, Any]) -> dict[str, str]:
        """The push address's parameters, the first of each name.

        Where a publisher repeats txSecret or txTime, those count that one of our keys has signed:
        they are what the cloud has let in, so a replaced address cannot hide behind an invented
        txTime. What neither key signed counts all the same: the cloud has checked it, and one key
        that was changed there and not here must not take everybody off the air.
        """
        given = said.get("stream_param", "")
        if not isinstance(given, str):
            raise BadRequest("stream_param is not text.")
        text = given.removeprefix("?").replace(",", "&")  # SRT has commas
        pairs = [
            pair for pair in parse_qsl(text, keep_blank_values=True) if "".join(pair).isprintable()
        ]
        params: dict[str, str] = {}
        for name, value in pairs:
            params.setdefault(name, value)
        signed = _signed_pair(code, pairs, self.signs)
        if signed is not None:
            params["txSecret"], params["txTime"] = signed
        elif self.signs:
            log.warning(
                "Tencent Cloud has let in a publisher of %s whose address neither push_key nor "
                "backup_push_key has signed: compare the keys, and push authentication (推流鉴权), "
                "with the console",
                code,
            )
        return params


def callback_sign(key: str, t: str) -> str:
    """Lower hex of ``MD5(key + t)``, also of the old API's calls (document 267/5957)."""
    return hashlib.md5(f"{key}{t}".encode()).hexdigest()  # noqa: S324  the cloud's own construction


def check_sign(said: dict[str, Any], key: str, now: float) -> None:
    """`t` is decimal epoch seconds, a string or a number, after which `sign` is void.

    Raises:
        WrongSignature: in words for the admin, who compares the console with the settings.
    """
    t, sign = said.get("t"), said.get("sign")
    text = str(t) if type(t) is int else t
    if not isinstance(text, str) or not isinstance(sign, str):
        raise WrongSignature(
            "The callback has no sign: set the console's callback key (回调密钥) to [media] "
            "callback_key."
        )
    if not re.fullmatch(r"[0-9]{1,15}", text) or not hmac.compare_digest(
        callback_sign(key, text).encode(), sign.encode("utf-8", "replace")
    ):
        raise WrongSignature(
            "The callback is signed wrongly: compare [media] callback_key with the console's "
            "callback key (回调密钥)."
        )
    if now > int(text) + GRACE_S:
        raise WrongSignature("The callback was signed too long ago: look at this computer's clock.")


def _signed_pair(
    code: str, pairs: Sequence[tuple[str, str]], signs: Sequence[Sign]
) -> tuple[str, str] | None:
    """The txSecret and txTime that one of our keys has signed, of the first and the last given."""
    secrets = [value for name, value in pairs if name == "txSecret"]
    times = [value for name, value in pairs if name == "txTime"]
    for secret in {*secrets[:1], *secrets[-1:]}:
        for time in {*times[:1], *times[-1:]}:
            for sign in signs:
                if hmac.compare_digest(sign(code, time).encode(), secret.lower().encode()):
                    return secret, time
    return None


def _text(said: dict[str, Any], key: str) -> str:
    """A short printable text, empty where it is missing; a number as it is written."""
    value = said.get(key)
    if value is None:
        return ""
    text = str(value) if type(value) is int else value
    if not isinstance(text, str) or len(text) > 2000 or not text.isprintable():
        raise BadRequest(f"{key} is not a plain text.")
    return text


def _sequence(said: dict[str, Any]) -> str:
    """The cloud's own id of one push, the same in its start and its end, and never again."""
    sequence = _text(said, "sequence")
    if not 0 < len(sequence) <= 80:
        raise BadRequest("sequence is missing or too long.")
    return sequence


def _number(said: dict[str, Any], key: str, missing: float) -> float:
    """Epoch seconds, or a length in seconds."""
    value = said.get(key)
    if value is None:
        return missing
    if isinstance(value, str) and re.fullmatch(r"[0-9]{1,15}", value):
        value = int(value)
    if type(value) not in (int, float) or not 0 <= value <= _LAST:
        raise BadRequest(f"{key} is not a time in seconds.")
    return float(value)


def _web_address(said: dict[str, Any], key: str) -> str | None:
    """A page may show it as a link or a picture, so it must be http; None where there is none."""
    url = _text(said, key)
    if url and not _URL.fullmatch(url):
        raise BadRequest(f"{key} is not a web address.")
    return url or None
