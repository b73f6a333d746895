"""`livedesk-server media check`: what the media server will meet here, and what we meet there."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Iterator

from livedesk.domain.errors import MediaUnavailable
from livedesk.media.media_server import MediaServer
from livedesk.server.connect import base_url, callback_url
from livedesk.settings import Settings


def findings(settings: Settings, media: MediaServer) -> Iterator[tuple[bool, str]]:
    """One after the other, whether it is well, and a sentence."""
    own = base_url(settings.server)
    if not _answers(f"{own}/healthz", None):
        yield False, f"No LiveDesk server answers at {own}: start it with the same settings."
    else:
        yield True, f"The server answers at {own}."
        if media.callbacks and media.kind != "local":
            yield _callback(settings)
    if media.polls:
        yield _poll(media)
    elif media.kind != "local":
        yield True, "The media server is not asked who publishes: see `livedesk-server media show`."


def _callback(settings: Settings) -> tuple[bool, str]:
    if _answers(callback_url(settings), b"call=livedesk_check"):
        return True, "Its callback answers."
    return False, (
        "The server refuses its own callback: it runs with another data folder or callback_secret."
    )


def _poll(media: MediaServer) -> tuple[bool, str]:
    try:
        count = len(media.publishers())
        if not media.lists_all:  # and may have no list at all
            media.publisher(f"{media.bizid}_livedesk-check")
    except MediaUnavailable as error:
        return False, error.sentence
    named = "1 published stream" if count == 1 else f"{count} published streams"
    return True, f"The media server answers, and names {named}."


def _answers(url: str, body: bytes | None) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, data=body), timeout=5) as answer:  # noqa: S310  our own http address
            return bool(answer.status < 300)
    except urllib.error.HTTPError as error:  # who wants JSON, or a sign: behind the right secret
        refused = error.headers.get_content_type() == "application/problem+json"
        return body is not None and refused and error.code in (400, 403)
    except (urllib.error.URLError, OSError):
        return False
