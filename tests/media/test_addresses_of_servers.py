"""What single kinds make of a code, and what they demand; `test_contract` has what all keep."""

from __future__ import annotations

import pytest

from livedesk.domain.errors import BadRequest, BadSettings
from livedesk.domain.live_code import LiveCode
from livedesk.media.media_server import PublishAsked, PublishDone, PushTicket
from livedesk.media.registry import KINDS, media_server
from livedesk.settings import MediaSettings

CODE = LiveCode.parse("8888_test")


def test_an_unknown_kind_is_answered_with_the_known_ones():
    with pytest.raises(BadSettings, match="local, tencent, srs, nginx-rtmp, mediamtx, zlmediakit"):
        media_server(MediaSettings(kind="icecast"))


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"local"}))
def test_what_a_kind_needs_is_demanded(kind):
    with pytest.raises(BadSettings, match=r"\[media\]"):
        media_server(MediaSettings(kind=kind))


def test_tencent_with_push_key_and_play_key_signs_both():
    server = media_server(
        MediaSettings(
            kind="tencent",
            bizid="8888",
            push_domain="push.example.com",
            play_domain="play.example.com",
            push_key="txrtmp",
            play_key="somestring",
            push_params=("record=flv",),
            templates=("sd",),
        )
    )
    push = server.push(PushTicket(LiveCode.parse("8888_a"), 1469762325.0, "n"))
    assert push.server == "rtmp://push.example.com/live"
    assert push.stream_key.endswith("&txTime=579ACB15")
    assert push.stream_key.startswith("8888_a?record=flv&txSecret=")
    played = server.play(CODE, "", 0)
    assert set(played) == {"rtmp", "flv", "hls", "rtmp_sd", "flv_sd", "hls_sd"}
    assert all("txSecret=" in address for address in played.values())


def test_nginx_rtmp_reads_the_first_of_repeated_fields():
    server = media_server(MediaSettings(kind="nginx-rtmp", push_domain="p", push_key="k"))
    recorded = (
        b"app=live&flashver=FMLE&swfurl=&tcurl=rtmp://127.0.0.1:19350/live&pageurl=&addr=127.0.0.1"
        b"&clientid=2&call=publish&name=8888_test_12345_test&type=live&bizid=8888"
        b"&txSecret=abc&txTime=66F00000&name=evil&app=evil&call=play"
    )
    asked = server.read_callback(recorded, 0.0)
    assert isinstance(asked, PublishAsked)
    assert (asked.code, asked.client, asked.app) == ("8888_test_12345_test", "2", "live")
    assert "abc" not in repr(asked)
    done = server.read_callback(recorded.replace(b"call=publish", b"call=publish_done"), 0.0)
    assert done == PublishDone("8888_test_12345_test", "2")


@pytest.mark.parametrize(
    "body", [b"", b"call=play&name=x", b"{}", b"\x00\xff", b"call=update_publish"]
)
def test_nginx_rtmp_passes_over_what_says_nothing(body):
    server = media_server(MediaSettings(kind="nginx-rtmp", push_domain="p", push_key="k"))
    assert server.read_callback(body, 0.0) is None


def test_nginx_rtmp_refuses_a_publish_without_a_name():
    server = media_server(MediaSettings(kind="nginx-rtmp", push_domain="p", push_key="k"))
    with pytest.raises(BadRequest):
        server.read_callback(b"call=publish&clientid=1", 0.0)


def test_nginx_rtmps_configuration_never_uses_on_update():
    server = media_server(MediaSettings(kind="nginx-rtmp", push_domain="p", push_key="k"))
    lines = [line.strip() for line in server.show("URL").splitlines()]
    assert "on_publish URL;" in lines
    assert "on_publish_done URL;" in lines
    assert not any(line.startswith("on_update") for line in lines)
