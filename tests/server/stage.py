"""A media server that the test holds: who publishes, whether it answers, whom it drops."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from livedesk.domain.errors import MediaUnavailable
from livedesk.media.media_server import Publisher
from livedesk.settings import MediaSettings
from tests.server.conftest import Server

POLLED = MediaSettings(
    kind="nginx-rtmp", push_domain="127.0.0.1", api="http://127.0.0.1:9", callbacks=False
)
BOTH = POLLED.model_copy(update={"callbacks": True})


class Stage:
    """What the media server would answer."""

    def __init__(self, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        self.server = server
        self.publishing: dict[str, Publisher] = {}
        self.away = False
        self.asked = 0
        self.dropped: list[str] = []
        self.barred: dict[str, float] = {}
        media = server.studio.media
        monkeypatch.setattr(media, "publishers", self.publishers)
        monkeypatch.setattr(media, "publisher", lambda code: self.publishers().get(code))
        monkeypatch.setattr(media, "drop", self.drop)
        monkeypatch.setattr(media, "forbid", self.forbid)
        monkeypatch.setattr(media, "permit", self.permit)

    def publishers(self) -> Mapping[str, Publisher]:
        self.asked += 1
        self._answers()
        return dict(self.publishing)

    def drop(self, code: str) -> bool:
        self._answers()
        self.dropped.append(code)
        return self.publishing.pop(code, None) is not None

    def forbid(self, code: str, until: float) -> None:
        self._answers()
        self.barred[code] = until
        self.publishing.pop(code, None)

    def permit(self, code: str) -> None:
        self._answers()
        self.barred.pop(code, None)

    def look_at_drops(self, after_s: float = 0.0) -> None:
        """What the server does each second by itself."""
        assert self.server.http.portal is not None
        self.server.clock.pass_(after_s)
        self.server.http.portal.call(self.server.studio.drops.look)

    def _answers(self) -> None:
        if self.away:
            raise MediaUnavailable("nginx-rtmp gives no answer.")

    def push(self, code: str, client: str = "1") -> None:
        """Bytes flow: more with every question."""
        known = self.publishing.get(code)
        received = (known.received or 0) + 1000 if known else 1000
        self.publishing[code] = Publisher(code, client, received)

    def minutes(self, count: int, *flowing: str, beating: Callable[[], object] = int) -> None:
        """Each a poll, with bytes flowing for these codes."""
        for _ in range(count):
            self.server.clock.pass_(60)
            for code in flowing:
                self.push(code)
            beating()
            self.server.poll()
            self.server.sweep()
