"""Tencent Cloud's API 3.0, through Tencent's own SDK (``livedesk[tencent]``).

Source: documents 267/20472 (who publishes), 20470 (one of them), 267/30793 to 30795 (resume,
forbid, drop).
"""

from __future__ import annotations

import logging
import math
import threading
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from pydantic import SecretStr

from livedesk.domain.errors import MediaUnavailable
from livedesk.media.media_server import Publisher
from livedesk.media.tencent_pace import Pace

if TYPE_CHECKING:
    from tencentcloud.live.v20180801.live_client import LiveClient

HOST = "https://live.tencentcloudapi.com"
TIMEOUT_S = 5  # for each step
PAGE, MOST_PAGES = 10_000, 30  # the cloud promises its list for less than 20 000 streams
MOST_S = 90 * 24 * 3600.0 - 60  # it forbids for 90 days at most

A_SECOND = {
    "DescribeLiveStreamState": 100.0,
    "DescribeLiveStreamOnlineList": 25.0,
    "DropLiveStream": 30.0,
    "ForbidLiveStream": 60.0,
    "ResumeLiveStream": 30.0,
}
"""A third of what the cloud allows: its limits are an account's, and others ask as well."""

NOBODY = ("HasNotLivingStream", "StreamNotExist")
"""The last words of error codes that mean: nobody publishes this. A name that was never pushed may
have one of them, of several families (FailedOperation, ResourceUnavailable …)."""

ADVICE = (
    ("AuthFailure.UnauthorizedOperation", "give the key's owner the right to it (访问管理)"),
    ("UnauthorizedOperation", "give the key's owner the right to it (访问管理)"),
    ("AuthFailure", "look at [media] secret_id and secret_key, and at this computer's clock"),
    ("RequestLimitExceeded", "the account asks too often; it is asked again later"),
    ("LimitExceeded", "the account asks too often; it is asked again later"),
    ("ResourceNotFound", "look at [media] push_domain and app"),
    ("InvalidParameter", "look at [media] push_domain and app"),
)


def is_installed() -> bool:
    """Whether Tencent's SDK is here; nothing of it is loaded by asking."""
    return find_spec("tencentcloud") is not None and find_spec("tencentcloud.live") is not None


class CloudApi:
    """Asks with a signature of our keys. Every question takes a few seconds at most.

    Args:
        base: ``http[s]://host[:port]`` instead of Tencent's own; empty for that.
    """

    def __init__(
        self, base: str, secret_id: str, secret_key: SecretStr, domain: str, app: str
    ) -> None:
        self._base = urlsplit(base or HOST)
        self._secret_id = secret_id
        self._secret_key = secret_key
        self._stream = {"AppName": app, "DomainName": domain}
        self._paces = {action: Pace(a_second) for action, a_second in A_SECOND.items()}
        self._own = threading.local()  # a client holds one session, which is for one thread

    def publishers(self) -> Mapping[str, Publisher]:
        action, found = "DescribeLiveStreamOnlineList", dict[str, Publisher]()
        for page in range(1, MOST_PAGES + 1):
            try:
                said = self._ask(action, {**self._stream, "PageNum": page, "PageSize": PAGE})
            except _NobodyThere:
                break
            rows, pages = said.get("OnlineInfo"), said.get("TotalPage")
            if not isinstance(rows, list) or not isinstance(pages, int):
                raise _strange(action)
            for row in rows:
                code = row.get("StreamName") if isinstance(row, dict) else None
                if not isinstance(code, str):
                    raise _strange(action)
                if row.get("AppName") in (None, self._stream["AppName"]):
                    found[code] = Publisher(code)
            if page >= pages:
                break
        return found

    def publisher(self, code: str) -> Publisher | None:
        action = "DescribeLiveStreamState"
        try:
            said = self._ask(action, self._named(code))
        except _NobodyThere:
            return None
        state = said.get("StreamState")
        if state == "active":
            return Publisher(code)
        if state in ("inactive", "forbid"):
            return None
        raise _strange(action)

    def drop(self, code: str) -> bool:
        """True also for a name that nobody publishes: the cloud answers both alike (267/30795)."""
        try:
            self._ask("DropLiveStream", self._named(code))
        except _NobodyThere:
            return False
        return True

    def forbid(self, code: str, until: float) -> None:
        now = time.time()
        end = math.ceil(min(max(until, now + 1), now + MOST_S))
        when = datetime.fromtimestamp(end, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        try:
            self._ask(
                "ForbidLiveStream",
                {**self._named(code), "ResumeTime": when, "Reason": "held off the air in LiveDesk"},
            )
        except _NobodyThere as nobody:
            raise MediaUnavailable(str(nobody)) from None

    def permit(self, code: str) -> None:
        try:
            self._ask("ResumeLiveStream", self._named(code))
        except _NobodyThere:
            return  # nor is it forbidden

    def _named(self, code: str) -> dict[str, Any]:
        return {**self._stream, "StreamName": code}

    def _ask(self, action: str, asked: dict[str, Any]) -> dict[str, Any]:
        """The answer's ``Response``.

        Raises:
            MediaUnavailable: no answer, an error, or no such answer.
            _NobodyThere: an error that says so.
        """
        from tencentcloud.common.exception import TencentCloudSDKException

        self._paces[action].wait()
        try:
            said = self._client().call_json(action, asked)["Response"]
        except TencentCloudSDKException as error:
            raise self._refused(action, error.get_code()) from None
        except OSError as error:  # of requests: the SDK reads an answer's body without a net
            raise self._refused(action, type(error).__name__) from None
        except (ValueError, LookupError, TypeError, RecursionError):  # of its reading no answer
            raise _strange(action) from None
        if not isinstance(said, dict):
            raise _strange(action)
        failed = said.get("Error")
        if failed is not None:  # the SDK overlooks it where the content type has a charset
            raise self._refused(action, failed.get("Code") if isinstance(failed, dict) else None)
        return said

    def _refused(self, action: str, code: object) -> Exception:
        told = code[:80] if isinstance(code, str) and code.isprintable() else "an unknown error"
        if told.rpartition(".")[2] in NOBODY:
            return _NobodyThere(f"Tencent Cloud refuses {action}: {told}.")
        for family, advice in ADVICE:
            if told.startswith(family):
                return MediaUnavailable(f"Tencent Cloud refuses {action} ({told}): {advice}.")
        return MediaUnavailable(
            f"Tencent Cloud does not answer {action} at {self._base.netloc} ({told}): look at the "
            "network, and at the state of the account in the console."
        )

    def _client(self) -> LiveClient:
        """This thread's own."""
        if not hasattr(self._own, "client"):
            from tencentcloud.common.credential import Credential
            from tencentcloud.common.profile.client_profile import ClientProfile
            from tencentcloud.common.profile.http_profile import HttpProfile
            from tencentcloud.live.v20180801.live_client import LiveClient

            # It would write whole requests, with their signature, into a verbose log.
            logging.getLogger("tencentcloud_sdk_common").setLevel(logging.WARNING)
            http = HttpProfile(
                protocol=self._base.scheme,
                endpoint=self._base.netloc,
                reqTimeout=TIMEOUT_S,
                keepAlive=True,
            )
            keys = Credential(self._secret_id, self._secret_key.get_secret_value())
            self._own.client = LiveClient(keys, "", ClientProfile(httpProfile=http))
        return self._own.client


class _NobodyThere(Exception):
    """The cloud says, as an error, that nobody publishes this name."""


def _strange(action: str) -> MediaUnavailable:
    return MediaUnavailable(
        f"Tencent Cloud does not answer {action} as its document says: look at [media] api."
    )
