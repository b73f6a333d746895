"""Tencent Cloud's old API, the scheme's own: `Live_Channel_GetStatus` and its siblings.

It is asked about one live code at a time; so it is slow for many. Source: documents 267/5956 to
5959, 267/9500.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from urllib.parse import urlencode

from pydantic import SecretStr

from livedesk.domain.errors import MediaUnavailable
from livedesk.media.api import Api
from livedesk.media.media_server import Publisher
from livedesk.media.tencent_callbacks import callback_sign
from livedesk.media.tencent_pace import Pace

HOST = "http://fcgi.video.qcloud.com"
SIGN_LIFE_S = 60
A_SECOND = 50.0  # no limit is published
NEVER_PUSHED = 20601
LIVE, OFF = 1, (0, 3)  # 0 cut, 3 forbidden
CUT = 2
MOST_S = 90 * 24 * 3600.0 - 60  # it forbids for three months at most


class OldApi:
    """Asked one code at a time. Every question takes a few seconds at most.

    Args:
        base: another host than Tencent's own; empty for that.
    """

    def __init__(self, base: str, app_id: str, api_key: SecretStr) -> None:
        self._api = Api(base or HOST, "Tencent Cloud")
        self._app_id = app_id
        self._key = api_key
        self._pace = Pace(A_SECOND)

    def publishers(self) -> Mapping[str, Publisher]:
        """Nobody: who publishes is asked singly."""
        return {}

    def publisher(self, code: str) -> Publisher | None:
        said = self._ask("Live_Channel_GetStatus", {"Param.s.channel_id": code}, NEVER_PUSHED)
        if said is None:
            return None
        output = said.get("output")
        rows = output if isinstance(output, list) else [output]
        found = [row.get("status") if isinstance(row, dict) else None for row in rows]
        if not found or any(type(status) is not int for status in found):
            raise self._api.strange("/common_access")
        if LIVE in found:
            return Publisher(code)
        if any(status not in OFF for status in found):
            raise self._api.strange("/common_access")
        return None

    def drop(self, code: str) -> bool:
        asked: dict[str, str | int] = {"Param.s.channel_id": code, "Param.n.status": CUT}
        return self._ask("Live_Channel_SetStatus", asked, NEVER_PUSHED) is not None

    def forbid(self, code: str, until: float) -> None:
        # Live_Channel_SetStatus forbids too, but for three months, whatever `until` says.
        now = time.time()
        end = int(min(max(until, now + 1), now + MOST_S)) + 1
        self._manage(code, "forbid", end)

    def permit(self, code: str) -> None:
        self._manage(code, "resume", int(time.time()))

    def _manage(self, code: str, action: str, end: int) -> None:
        self._ask(
            "channel_manager",
            {"Param.s.channel_id": code, "Param.n.abstime_end": end, "Param.s.action": action},
        )

    def _ask(
        self, interface: str, asked: Mapping[str, str | int], nobody: int | None = None
    ) -> dict[str, object] | None:
        """The answer; None where its ``ret`` is `nobody`.

        Raises:
            MediaUnavailable: no answer, or any other ``ret`` than 0.
        """
        self._pace.wait()
        t = str(int(time.time()) + SIGN_LIFE_S)
        sign = callback_sign(self._key.get_secret_value(), t)
        query = urlencode(
            {"appid": self._app_id, "interface": interface, "t": t, "sign": sign, **asked}
        )
        said = self._api.json("GET", f"/common_access?{query}")
        ret = said.get("ret", said.get("retcode"))
        if type(ret) is not int:
            raise self._api.strange("/common_access")
        if ret == nobody:
            return None
        if ret != 0:
            raise MediaUnavailable(
                f"Tencent Cloud's old API refuses {interface} with ret {ret}: look at [media] "
                "app_id and api_key, and whether the old API is switched on in the console."
            )
        return said
