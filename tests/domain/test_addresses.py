"""The vectors are Tencent Cloud's own, as published; each was recomputed from its inputs."""

from __future__ import annotations

import hashlib

import pytest

from livedesk.domain.addresses import (
    PushAddress,
    own_sign,
    play_addresses,
    push_address,
    tencent_sign,
    tx_time,
)
from livedesk.domain.live_code import LiveCode

CODE = LiveCode.parse("8888_test_12345_test")


@pytest.mark.parametrize(
    ("key", "name", "time", "digest"),
    [
        # document 267/31560
        (
            "e12c46f2612d5106e2034781ab261ca3",
            "test",
            "5C271099",
            "f85a2ab363fe4deaffef9754d79da6fe",
        ),
        # play authentication
        ("ngoeiq03", "test01", "5C01D608", "ce797dc6238156d548ef945e6ad1ea20"),
        # questions on push and play: a lower-case txTime is hashed as it stands
        ("somestring", "test", "5c2acacc", "b77e812107e1d8b8f247885a46e1bd34"),
        # the old API's and the callbacks' sign is the same with no name: MD5(key + t)
        ("5d41402abc4b2a76b9719d911017c592", "", "1471850187", "b17971b51ba0fe5916ddcd96692e9fb3"),
        # inputs of the Java sample
        ("txrtmp", "11212122", "579ACB15", "2133c689c452f0bf81b1a88261f1d9a6"),
    ],
)
def test_the_published_signatures_come_out(key, name, time, digest):
    assert tencent_sign(key)(name, time) == digest


@pytest.mark.parametrize(
    ("epoch", "text"),
    [(1546064025, "5C271099"), (1543624200, "5C01D608"), (1469762325, "579ACB15")],
)
def test_times_are_upper_case_hex_of_epoch_seconds(epoch, text):
    assert tx_time(epoch) == text
    assert tx_time(epoch + 0.9) == text


def test_the_published_push_address_comes_out():
    class Test(LiveCode):
        def __str__(self) -> str:
            return "test"  # the vector's stream name has no bizid

    found = push_address(
        "rtmp://livepush.tcloud.com/live",
        Test("x", "test"),
        1546064025,
        tencent_sign("e12c46f2612d5106e2034781ab261ca3"),
    )
    assert found.url == (
        "rtmp://livepush.tcloud.com/live/test"
        "?txSecret=f85a2ab363fe4deaffef9754d79da6fe&txTime=5C271099"
    )


def test_a_push_address_falls_into_obs_two_fields_and_back():
    found = push_address(
        "rtmp://8888.livepush.myqcloud.com/live",
        CODE,
        1546064025,
        tencent_sign("k"),
        ["bizid=8888"],
    )
    assert found.server == "rtmp://8888.livepush.myqcloud.com/live"
    assert found.stream_key.startswith("8888_test_12345_test?bizid=8888&txSecret=")
    assert found.url == f"{found.server}/{found.stream_key}"
    assert PushAddress.split(found.url) == found


def test_a_slash_in_the_parameters_does_not_move_the_split():
    found = PushAddress.split("rtmp://h/live/8888_a?path=a/b")
    assert (found.server, found.stream_key) == ("rtmp://h/live", "8888_a?path=a/b")


@pytest.mark.parametrize(
    "url", ["", "http://h/live/a", "rtmp://h/a", "rtmp://h/live/", "rtmp:h/l/a"]
)
def test_what_is_no_push_address_is_not_split(url):
    with pytest.raises(ValueError, match="not an RTMP push address"):
        PushAddress.split(url)


def test_the_stream_key_is_never_printed():
    found = push_address("rtmp://h/live", CODE, 1546064025, tencent_sign("k"))
    assert found.stream_key not in repr(found)
    assert found.fingerprint == hashlib.sha256(found.stream_key.encode()).hexdigest()[:4]


def test_play_addresses_of_the_scheme():
    place = "8888.liveplay.myqcloud.com/live/{name}"
    forms = {
        "rtmp": f"rtmp://{place}",
        "flv": f"http://{place}.flv",
        "hls": f"http://{place}.m3u8",
    }
    found = play_addresses(forms, CODE, (), 0, None)
    assert found == {
        "rtmp": "rtmp://8888.liveplay.myqcloud.com/live/8888_test_12345_test",
        "flv": "http://8888.liveplay.myqcloud.com/live/8888_test_12345_test.flv",
        "hls": "http://8888.liveplay.myqcloud.com/live/8888_test_12345_test.m3u8",
    }


def test_a_transcoded_stream_is_signed_with_its_whole_name():
    found = play_addresses(
        {"flv": "https://p/live/{name}.flv"}, CODE, ["sd"], 1546064025, tencent_sign("k")
    )
    secret = hashlib.md5(b"k8888_test_12345_test_sd5C271099").hexdigest()
    assert found["flv_sd"] == (
        f"https://p/live/8888_test_12345_test_sd.flv?txSecret={secret}&txTime=5C271099"
    )


def test_our_own_signature_is_bound_to_all_that_it_must_be():
    signed = own_sign("key", "live", "nonce")("8888_a", "5C271099")
    others = [
        own_sign("other", "live", "nonce")("8888_a", "5C271099"),
        own_sign("key", "other", "nonce")("8888_a", "5C271099"),
        own_sign("key", "live", "other")("8888_a", "5C271099"),
        own_sign("key", "live", "nonce")("8888_b", "5C271099"),
        own_sign("key", "live", "nonce")("8888_a", "5C27109A"),
    ]
    assert len(signed) == 32
    assert signed not in others


def test_the_longest_push_address_fits_nginx_rtmps_buffer():
    code = LiveCode.make("live", "a" * 75)
    key = push_address("rtmp://h/live", code, 2**32, own_sign("k", "live", "n")).stream_key
    assert len(key) <= 255
