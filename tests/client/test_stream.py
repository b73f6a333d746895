from __future__ import annotations

import errno

import av.error
import pytest

from livedesk.client.stream import NoPicture, pictures, why_not

FLV = "http://127.0.0.1/live/x.flv"
RTMP = "rtmp://127.0.0.1/live/x"


@pytest.mark.parametrize(
    ("error", "url", "reason"),
    [
        (av.error.HTTPNotFoundError(1, "404"), FLV, "waiting"),
        (av.error.HTTPForbiddenError(1, "403"), FLV, "refused"),
        (av.error.HTTPServerError(1, "5xx"), FLV, "no_answer"),
        (av.error.ExitError(1, "time is over"), FLV, "no_answer"),
        (av.error.ExitError(1, "time is over"), RTMP, "waiting"),
        (av.error.PermissionError(errno.EPERM, "no such stream"), RTMP, "waiting"),
        (av.error.PermissionError(errno.EPERM, "not allowed"), FLV, "no_answer"),
        (av.error.EOFError(1, "end"), FLV, "waiting"),
        (av.error.InvalidDataError(1, "what is this"), FLV, "waiting"),
        (av.error.ConnectionRefusedError(errno.ECONNREFUSED, "no"), RTMP, "no_answer"),
        (av.error.OSError(errno.EIO, "no"), FLV, "no_answer"),
        (av.error.OSError(errno.EIO, "no"), "http://nobody.invalid/x.flv", "not_found"),
    ],
)
def test_why_an_address_does_not_play_is_one_of_few_reasons(
    error: Exception, url: str, reason: str
):
    assert why_not(error, url) == reason


def test_who_is_interrupted_before_a_picture_is_told_nothing(free_port: int):
    url = f"http://127.0.0.1:{free_port}/x.flv"
    assert list(pictures(url, 1.0, interrupted=lambda: True)) == []
    with pytest.raises(NoPicture) as caught:
        list(pictures(url, 1.0, interrupted=lambda: False))
    assert caught.value.reason == "no_answer"
