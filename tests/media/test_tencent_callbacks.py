"""Tencent Cloud's callbacks: who may have sent them, and what they tell."""

from __future__ import annotations

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.domain.errors import BadRequest, Refused, WrongSignature
from livedesk.domain.live_code import LiveCode
from livedesk.media.media_server import PublishDone, PublishStarted, Recorded, Snapshot
from livedesk.media.tencent import Tencent
from livedesk.media.tencent_callbacks import callback_sign
from livedesk.settings import MediaSettings
from tests.media.tencent_cloud import CALLBACK_KEY, event, md5, pictured, recorded

NOW = 1_800_000_000.0
CODE = "8888_cats"


def tencent(**changed):
    given = {"kind": "tencent", "bizid": "8888", "callback_key": CALLBACK_KEY}
    return Tencent(MediaSettings(**given | changed))


def read(said, now=NOW, **changed):
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    return tencent(**changed).read_callback(body, now)


def test_the_published_sign_comes_out():  # document 267/5957
    sign = callback_sign("5d41402abc4b2a76b9719d911017c592", "1471850187")
    assert sign == "b17971b51ba0fe5916ddcd96692e9fb3"


def test_a_published_start_is_read():
    """The body of document 267/38081, with a sign of a key of ours."""
    body = (
        b'{"app":"test.domain.com","appid":12345678,"appname":"live","channel_id":"test_stream",'
        b'"errcode":0,"errmsg":"ok","event_time":1703731478,"event_type":1,"set_id":2,'
        b'"node":"100.121.160.92","sequence":"6674468118806626493","stream_id":"test_stream",'
        b'"stream_param":"stream_param=test","user_ip":"119.29.94.245","width":0,"height":0,'
        b'"sign":"%s","t":1703732078}' % md5(CALLBACK_KEY + "1703732078").encode()
    )
    heard = read(body, 1703731478.0)
    assert heard == PublishStarted("test_stream", "6674468118806626493", {"stream_param": "test"})


def test_start_and_end_carry_the_sequence_as_text():
    big = "6674468118806626493"
    assert read(event(1, CODE, NOW, big)).client == big
    assert read(event(0, CODE, NOW, big)) == PublishDone(CODE, big)
    assert read(event(0, CODE, NOW, sequence=int(big))) == PublishDone(CODE, big)


def test_the_expiry_may_be_text_or_number():
    said = event(1, CODE, NOW)
    assert read({**said, "t": str(said["t"])}) is not None


@pytest.mark.parametrize(
    ("late_s", "good"), [(0, True), (599, True), (12 * 60, True), (1499, True), (1501, False)]
)
def test_a_callback_may_be_repeated_for_a_quarter_of_an_hour_past_its_expiry(late_s, good):
    said = event(0, CODE, NOW)
    if good:
        assert read(said, NOW + late_s) is not None
        return
    with pytest.raises(WrongSignature, match="too long ago"):
        read(said, NOW + late_s)


@pytest.mark.parametrize(
    "forged",
    [
        {"sign": "0" * 32},
        {"sign": ""},
        {"sign": None},
        {"sign": 5},
        {"sign": ["x"]},
        {"sign": "\ud800"},
        {"sign": md5("otherkey" + str(int(NOW) + 600))},
        {"t": int(NOW) + 601},
        {"t": None},
        {"t": True},
        {"t": float(NOW) + 600.0},
        {"t": "１８０００００６００"},
        {"t": -5, "sign": md5(CALLBACK_KEY + "-5")},
        {"t": "9" * 400, "sign": md5(CALLBACK_KEY + "9" * 400)},
        {"t": "", "sign": md5(CALLBACK_KEY)},
    ],
)
@pytest.mark.parametrize("kind", [0, 1, 100, 200, 332])
def test_a_forged_sign_is_refused_whatever_it_says(kind, forged):
    with pytest.raises(WrongSignature):
        read({**event(kind, CODE, NOW), **forged})


def test_a_missing_sign_is_refused_before_the_shape_is_looked_at():
    with pytest.raises(WrongSignature):
        read({"event_type": "nonsense", "stream_id": 7})


def test_without_a_callback_key_the_secret_path_alone_counts():
    said = event(1, CODE, NOW)
    del said["sign"], said["t"]
    assert read(said, callback_key="") == PublishStarted(CODE, "1", {})
    assert read({**said, "sign": "wrong", "t": 1}, callback_key="") is not None


@pytest.mark.parametrize("kind", [314, 321])
def test_what_carries_no_sign_says_nothing(kind):
    said = event(kind, CODE, NOW)
    assert read(said) is None
    del said["sign"], said["t"]
    assert read(said) is None
    assert read({**said, "stream_id": ["x"], "sequence": {}}) is None


@pytest.mark.parametrize("kind", [315, 317, 329, 330, 332, 338, 2, -1, 10**30])
def test_other_events_are_accepted_and_say_nothing(kind):
    assert read(event(kind, CODE, NOW)) is None


def test_an_unsigned_start_in_the_clothes_of_a_relay_is_no_start():
    said = event(1, CODE, NOW, event_type=314)
    del said["sign"]
    with pytest.raises(WrongSignature):
        read({**said, "event_type": 1})


@pytest.mark.parametrize(
    "wrong",
    [
        {"event_type": None},
        {"event_type": "1"},
        {"event_type": True},
        {"event_type": 1.0},
        {"event_type": [1]},
        {"stream_id": None},
        {"stream_id": ""},
        {"stream_id": {"a": 1}},
        {"stream_id": "8888_\ud800"},
        {"stream_id": "8888_a\nb"},
        {"stream_id": "x" * 5000},
        {"appname": 5.5},
        {"appname": ["live"]},
        {"sequence": None},
        {"sequence": ""},
        {"sequence": "9" * 81},
        {"sequence": ["1"]},
        {"sequence": 1.5},
        {"stream_param": 7},
        {"stream_param": None},
    ],
)
def test_a_signed_start_of_the_wrong_shape_is_a_bad_request(wrong):
    with pytest.raises(BadRequest):
        read({**event(1, CODE, NOW), **wrong})


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"call=livedesk_check",
        b"[]",
        b"null",
        b'"x"',
        b"\xff\xfe\x00",
        b"[" * 20000,
        b"1" * 5000,
    ],
)
def test_what_is_no_json_object_is_a_bad_request(body):
    with pytest.raises(BadRequest):
        read(body)


def test_a_stream_of_another_app_or_that_is_no_live_code_is_not_ours():
    assert read(event(1, CODE, NOW, appname="other")) is None
    assert read(event(0, CODE, NOW, appname="other")) is None
    assert read(event(1, "直播", NOW)) is None
    assert read(event(1, CODE, NOW, appname="")) is not None
    said = event(1, CODE, NOW)
    del said["appname"]
    assert read(said) is not None
    assert read(event(1, CODE, NOW, appname="show"), app="show") is not None


def test_the_push_addresss_parameters_come_along_and_are_not_printed():
    param = "?bizid=8888&txSecret=0123456789abcdef&txTime=66F00000&x=1&x=2&y="
    heard = read(event(1, CODE, NOW, stream_param=param))
    assert heard.params["txTime"] == "66F00000"
    assert (heard.params["x"], heard.params["y"]) == ("1", "")
    assert "0123456789abcdef" not in repr(heard)


def test_a_parameter_that_no_database_takes_is_left_out():
    param = "a=%00&txTime=\ud800&txTime=66F00000&b\ud800=1&c=%ff%0a"
    assert read(event(1, CODE, NOW, stream_param=param)).params == {"txTime": "66F00000"}


def test_srts_commas_part_parameters_too():
    heard = read(event(1, CODE, NOW, stream_param="txSecret=abc,txTime=66F00000"))
    assert heard.params == {"txSecret": "abc", "txTime": "66F00000"}


@pytest.mark.parametrize("key", ["first", "second"])
@pytest.mark.parametrize("txtime", ["6B49D200", "6b49d200"])
def test_an_invented_txtime_does_not_hide_the_one_that_a_key_has_signed(key, txtime):
    secret = md5(f"{key}{CODE}{txtime}")
    keys = {"push_key": "first", "backup_push_key": "second"}
    for param in (
        f"txTime=7FFFFFFF&txSecret={secret}&txTime={txtime}",
        f"txSecret={secret}&txTime={txtime}&txTime=7FFFFFFF&txSecret=0",
        f"txSecret={secret.upper()}&txTime={txtime}",
    ):
        assert read(event(1, CODE, NOW, stream_param=param), **keys).params["txTime"] == txtime


def test_a_start_that_neither_key_has_signed_counts_and_is_told_to_the_admin(caplog):
    param = "txSecret=feedfeedfeedfeed&txTime=66F00000"
    assert read(event(1, CODE, NOW, stream_param=param), push_key="k") is not None
    assert "compare the keys" in caplog.text
    assert "feedfeed" not in caplog.text
    caplog.clear()
    good = f"txSecret={md5(f'k{CODE}66F00000')}&txTime=66F00000"
    assert read(event(1, CODE, NOW, stream_param=good), push_key="k") is not None
    assert read(event(1, CODE, NOW, stream_param="")) is not None
    assert caplog.text == ""


def test_a_publisher_may_not_make_us_hash_for_ever():
    param = "&".join(["txSecret=a&txTime=b"] * 3000)
    heard = read(event(1, CODE, NOW, stream_param=param), push_key="k", backup_push_key="l")
    assert heard.params == {"txSecret": "a", "txTime": "b"}


def test_a_recording_is_what_its_length_says():
    heard = read(recorded(CODE, NOW, start_time=int(NOW) - 9000))
    url = "https://play.example.com/vod/f0.mp4"
    assert heard == Recorded(CODE, "9192487266581821587.mp4", url, NOW - 60, NOW)


def test_a_recording_with_little_said_of_it_is_read_all_the_same():
    said = recorded(CODE, NOW)
    for key in ("record_file_id", "file_id", "file_format", "duration", "start_time", "end_time"):
        del said[key]
    heard = read(said)
    assert (heard.start, heard.end, heard.url) == (NOW, NOW, said["video_url"])
    assert read(recorded(CODE, NOW, duration="60")).start == NOW - 60
    assert read(recorded(CODE, NOW, duration=0)).start == NOW - 60
    late = read(recorded(CODE, NOW, duration=0, start_time=int(NOW) + 5))
    assert late.start <= late.end


def test_two_formats_of_one_recording_are_two_files():
    assert read(recorded(CODE, NOW)).file != read(recorded(CODE, NOW, file_format="flv")).file


def test_a_snapshot_is_the_whole_address():
    heard = read(pictured(CODE, NOW))
    url = "https://pic.example.com/2026-11-23/cats-20-00-00-640x352.jpg"
    assert heard == Snapshot(CODE, url, NOW)


@pytest.mark.parametrize("empty", ["", None])
def test_a_file_without_an_address_says_nothing(empty):
    assert read(recorded(CODE, NOW, video_url=empty)) is None
    assert read(pictured(CODE, NOW, pic_full_url=empty)) is None


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "/2026/a.jpg",
        "https://a b",
        'https://a/"onerror="x',
        "https://a/<script>",
        "data:text/html,x",
        "https://a/\n",
        "https://" + "a" * 3000,
        5.5,
        ["https://a/b.jpg"],
    ],
)
def test_a_cover_or_recording_must_be_a_web_address(url):
    with pytest.raises(BadRequest):
        read(recorded(CODE, NOW, video_url=url))
    with pytest.raises(BadRequest):
        read(pictured(CODE, NOW, pic_full_url=url))


@pytest.mark.parametrize("time", [-1, 10**18, "x", [], True, float("nan"), float("inf"), "9" * 16])
@pytest.mark.parametrize("key", ["end_time", "duration"])
def test_a_time_that_no_calendar_has_is_a_bad_request(key, time):
    with pytest.raises(BadRequest):
        read(recorded(CODE, NOW, **{key: time}))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=6,
)
fields = st.sampled_from([*event(1, CODE, NOW), *recorded(CODE, NOW), *pictured(CODE, NOW)])


@given(
    st.sampled_from([event(0, CODE, NOW), event(1, CODE, NOW)])
    | st.just(recorded(CODE, NOW))
    | st.just(pictured(CODE, NOW)),
    st.dictionaries(fields, json_values, max_size=4),
    st.booleans(),
)
def test_whatever_is_sent_is_read_or_refused_and_never_a_bug(said, changed, keyed):
    body = json.dumps({**said, **changed}).encode()
    heard = None
    with suppress(Refused):
        heard = tencent(**({} if keyed else {"callback_key": ""})).read_callback(body, NOW)
    assert heard is None or LiveCode.parse(heard.code)
