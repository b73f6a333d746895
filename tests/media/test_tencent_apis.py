"""Asking Tencent Cloud both ways, over real HTTP: API 3.0 by Tencent's own SDK, and the old API."""

from __future__ import annotations

import logging
import time
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest
from tencentcloud.common import abstract_client

from livedesk.domain.errors import MediaUnavailable
from livedesk.journal import open_journal
from livedesk.media import api, tencent_api
from livedesk.media.media_server import Publisher
from livedesk.media.tencent import Tencent
from livedesk.media.tencent_pace import Pace
from livedesk.settings import MediaSettings
from tests.media.tencent_cloud import (
    API_KEY,
    APP_ID,
    SECRET_ID,
    SECRET_KEY,
    TencentCloud,
    tc3_signature,
)

CODE = "8888_cats"
KEYS = {
    "new": {"secret_id": SECRET_ID, "secret_key": SECRET_KEY},
    "old": {"app_id": APP_ID, "api_key": API_KEY},
}


@pytest.fixture(autouse=True)
def straight(monkeypatch):
    """The SDK takes a proxy of the environment, as it should where a server needs one."""
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def cloud():
    with TencentCloud() as running:
        yield running


@pytest.fixture(params=["new", "old"])
def way(request):
    return request.param


def asking(cloud, way, **changed):
    given = {"kind": "tencent", "bizid": "8888", "api": cloud.url, **KEYS[way]}
    return Tencent(MediaSettings(**given | changed))


def test_who_pushes_publishes_and_who_left_does_not(cloud, way):
    media = asking(cloud, way)
    assert media.publisher(CODE) is None, "never pushed"
    cloud.push(CODE)
    assert media.publisher(CODE) == Publisher(CODE)
    cloud.leave(CODE)
    assert media.publisher(CODE) is None


def test_a_drop_closes_and_the_encoder_may_come_back(cloud, way):
    media = asking(cloud, way)
    cloud.push(CODE)
    assert media.drop(CODE) is True
    assert cloud.streams == {}
    assert cloud.push(CODE)


def test_a_forbidden_name_is_closed_and_kept_out_until_permitted(cloud, way):
    media = asking(cloud, way)
    cloud.push(CODE)
    until = time.time() + 600
    media.forbid(CODE, until)
    assert not cloud.push(CODE)
    assert media.publisher(CODE) is None
    assert until <= cloud.forbidden[CODE] < until + 2
    media.permit(CODE)
    assert cloud.push(CODE)


@pytest.mark.parametrize("until", [float("inf"), 1e12, 4e9])
def test_nobody_is_forbidden_for_longer_than_the_cloud_can(cloud, way, until):
    asking(cloud, way).forbid(CODE, until)
    assert 89 * 86400 < cloud.forbidden[CODE] - time.time() <= 90 * 86400


def test_a_wrong_key_is_no_answer_and_is_in_no_sentence(cloud, way):
    wrong = {"new": {"secret_key": "wrong-hush"}, "old": {"api_key": "wrong-hush"}}[way]
    cloud.push(CODE)
    with pytest.raises(MediaUnavailable, match=r"\[media\]") as failed:
        asking(cloud, way, **wrong).publisher(CODE)
    assert "wrong-hush" not in str(failed.value)
    assert cloud.asked == []


def test_a_hanging_cloud_is_left_after_seconds(cloud, way, monkeypatch):
    monkeypatch.setattr(tencent_api, "TIMEOUT_S", 0.3)
    monkeypatch.setattr(api, "TIMEOUT_S", 0.3)
    media = asking(cloud, way)
    cloud.frozen.set()
    begun = time.monotonic()
    for question in (media.publisher, media.drop, media.permit):
        with pytest.raises(MediaUnavailable):
            question(CODE)
    assert time.monotonic() - begun < 5


def test_a_cloud_that_is_away_is_no_word(way):
    with TencentCloud() as gone:
        pass
    with pytest.raises(MediaUnavailable, match="look"):
        asking(gone, way).publisher(CODE)


@pytest.mark.parametrize(
    "raw",
    [
        (200, "application/json", b""),
        (200, "application/json", b"{}"),
        (200, "application/json", b"[]"),
        (200, "application/json", b"null"),
        (200, "application/json", b'{"Response":null,"ret":null}'),
        (200, "application/json", b'{"Response":[],"ret":"0"}'),
        (200, "application/json", b'{"Response":"Error","ret":true}'),
        (200, "application/json", b'{"Response":{},"ret":0}'),
        (200, "application/json", b'{"Response":{"StreamState":"live"},"ret":0,"output":[]}'),
        (200, "application/json", b'{"Response":{"StreamState":1},"ret":0,"output":[{}]}'),
        (200, "application/json", b'{"Response":{"Error":1},"ret":0,"output":[{"status":2}]}'),
        (200, "application/json", b'{"Response":{"Error":{}},"ret":0,"output":{"status":"1"}}'),
        (200, "application/json", b'{"Response":{"StreamState":[]},"ret":0,"output":[[1]]}'),
        (200, "application/json; charset=utf-8", b'{"Response":{"Error":{"Code":"X"}},"ret":9}'),
        (200, "application/json", b"[" * 50000),
        (200, "text/html", b"<html>Log in</html>"),
        (200, "text/html", b"\xff\xfe"),
        (302, "text/html", b""),
        (403, "text/html", b"no"),
        (500, "application/json", b'{"Response":{"StreamState":"inactive"},"ret":20601}'),
    ],
)
def test_an_answer_that_it_never_gives_is_no_word(cloud, way, raw):
    """Above all not *nobody publishes* (rule 6)."""
    cloud.raw = raw
    media = asking(cloud, way)
    with pytest.raises(MediaUnavailable) as failed:
        media.publisher(CODE)
    assert failed.value.sentence.endswith(".")
    if way == "new":
        with pytest.raises(MediaUnavailable):
            media.publishers()


def test_api_3_sends_the_published_signature(monkeypatch):
    """The worked example of a state query: SDK, frozen clock, and our own reckoning agree."""
    at, due = 1700000000, "1de097a2b68c8e79bc24b964fd6d90991c3324a96593c6f18a8f589a7ded2ddb"
    host = "live.tencentcloudapi.com"
    body = b'{"AppName": "live", "DomainName": "5000.livepush.myqcloud.com", '
    body += b'"StreamName": "stream1"}'
    headers = {"content-type": "application/json", "host": host}
    assert tc3_signature(SECRET_KEY, at, headers, "content-type;host", body) == due
    with TencentCloud(now=lambda: at) as cloud:
        monkeypatch.setenv("HTTP_PROXY", cloud.url)  # so the example's host leads here
        monkeypatch.setattr(abstract_client, "time", SimpleNamespace(time=lambda: at))
        given = {"kind": "tencent", "bizid": "5000", "api": f"http://{host}", **KEYS["new"]}
        with pytest.raises(MediaUnavailable, match="push_domain"):
            Tencent(MediaSettings(**given)).publisher("stream1")
        assert cloud.signatures == [due]


def test_a_clock_that_is_wrong_is_told(cloud):
    cloud.now = lambda: time.time() + 3600
    with pytest.raises(MediaUnavailable, match="clock"):
        asking(cloud, "new").publisher(CODE)


def test_the_list_is_read_to_its_last_page(cloud):
    cloud.page_cap = 3
    for number in range(10):
        cloud.push(f"8888_{number}")
    found = asking(cloud, "new").publishers()
    assert found == {f"8888_{number}": Publisher(f"8888_{number}") for number in range(10)}
    assert cloud.actions() == ["DescribeLiveStreamOnlineList"] * 4
    cloud.streams.clear()
    assert asking(cloud, "new").publishers() == {}


def test_a_list_of_many_thousands_takes_few_questions(cloud):
    cloud.page_cap = 10**6
    for number in range(12_000):
        cloud.push(f"8888_{number}")
    assert len(asking(cloud, "new").publishers()) == 12_000
    assert len(cloud.asked) == 2


@pytest.mark.parametrize(
    "rows",
    ['"x"', "[1]", "[{}]", '[{"StreamName":5}]', "null", '[{"StreamName":"a"}]'],
)
def test_a_strange_list_is_no_word(cloud, rows):
    pages = '"1"' if rows.startswith('[{"StreamName":"a') else "1"
    told = f'{{"Response":{{"OnlineInfo":{rows},"TotalPage":{pages}}}}}'
    cloud.raw = (200, "application/json", told.encode())
    with pytest.raises(MediaUnavailable):
        asking(cloud, "new").publishers()


def test_another_apps_stream_of_the_same_name_is_not_ours(cloud):
    told = b'{"Response":{"OnlineInfo":[{"StreamName":"8888_a","AppName":"b"}],"TotalPage":1}}'
    cloud.raw = (200, "application/json", told)
    assert asking(cloud, "new").publishers() == {}


@pytest.mark.parametrize(
    "code",
    [
        "RequestLimitExceeded",
        "LimitExceeded.RateLimitExceeded",
        "InternalError.GetStreamInfoError",
        "InternalError.StreamStatusError",
        "AuthFailure.UnauthorizedOperation",
        "ResourceNotFound.DomainNotExist",
        "FailedOperation",
        "NotStreamNotExist",
        "\n2026-11-23 CRITICAL",
    ],
)
def test_an_error_says_neither_on_nor_off(cloud, code):
    media, cloud.fault = asking(cloud, "new"), code
    cloud.known.add(CODE)
    questions = (media.publisher, media.drop, media.permit, lambda _: media.publishers())
    for question in questions:
        with pytest.raises(MediaUnavailable) as failed:
            question(CODE)
        assert "\n" not in failed.value.sentence


@pytest.mark.parametrize(
    "code",
    [
        "FailedOperation.HasNotLivingStream",
        "InternalError.HasNotLivingStream",
        "FailedOperation.StreamNotExist",
        "ResourceUnavailable.StreamNotExist",
    ],
)
def test_an_error_that_means_nobody_is_nobody(cloud, code):
    media, cloud.fault = asking(cloud, "new"), code
    assert media.publisher(CODE) is None
    assert media.drop(CODE) is False
    assert media.publishers() == {}
    media.permit(CODE)
    with pytest.raises(MediaUnavailable, match="ForbidLiveStream"):
        media.forbid(CODE, time.time() + 60)


def test_api_3_drops_who_is_not_there_without_a_word(cloud):
    assert asking(cloud, "new").drop(CODE) is True


def test_the_old_api_tells_who_is_not_there(cloud):
    assert asking(cloud, "old").drop(CODE) is False


def test_the_old_api_has_no_list(cloud):
    cloud.push(CODE)
    media = asking(cloud, "old")
    assert (media.publishers(), media.lists_all, cloud.asked) == ({}, False, [])


@pytest.mark.parametrize(
    ("output", "publishing"),
    [
        (b'[{"rate_type":0,"recv_type":1,"status":1}]', True),
        (b'{"rate_type":0,"recv_type":1,"status":1}', True),
        (b'{"status":0}', False),
        (b'[{"status":0},{"status":3}]', False),
        (b'[{"status":0},{"status":1}]', True),
    ],
)
def test_the_old_apis_output_is_an_object_or_a_list(cloud, output, publishing):
    cloud.raw = (200, "text/plain", b'{"ret":0,"message":"","output":%s}' % output)
    assert (asking(cloud, "old").publisher(CODE) is not None) is publishing
    cloud.raw = (200, "text/plain", b'{"retcode":0,"errmsg":"","output":%s}' % output)
    assert (asking(cloud, "old").publisher(CODE) is not None) is publishing


@pytest.mark.parametrize("ret", [1, -1, 20602, 1000])
def test_the_old_apis_other_answers_say_neither_on_nor_off(cloud, ret):
    media, cloud.fault = asking(cloud, "old"), ret
    for question in (media.publisher, media.drop, media.permit):
        with pytest.raises(MediaUnavailable, match=str(ret)):
            question(CODE)


def test_where_both_keys_are_there_api_3_is_asked(cloud):
    cloud.push(CODE)
    assert asking(cloud, "new", **KEYS["old"]).publisher(CODE) is not None
    assert cloud.actions() == ["DescribeLiveStreamState"]


def test_many_threads_ask_at_once(cloud, way):
    media = asking(cloud, way)
    codes = [f"8888_{number}" for number in range(40)]
    for code in codes[::2]:
        cloud.push(code)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(media.publisher, codes))
    assert [one is not None for one in found] == [True, False] * 20


def test_a_burst_stays_inside_the_clouds_limit(cloud):
    cloud.most_a_second = 300  # document 267/20470
    media = asking(cloud, "new")
    with ThreadPoolExecutor(16) as threads:
        list(threads.map(media.publisher, [CODE] * 150))
    assert len(cloud.asked) == 150


def test_a_pace_gives_everybody_a_turn_of_its_own():
    slept = []
    pace = Pace(10, clock=lambda: 100.0, sleep=slept.append)
    for _ in range(4):
        pace.wait()
    assert slept == pytest.approx([0.1, 0.2, 0.3])


def test_who_comes_late_waits_for_nothing():
    times = iter([100.0, 101.0, 150.0])
    pace = Pace(10, clock=lambda: next(times), sleep=lambda _: pytest.fail("waited"))
    for _ in range(3):
        pace.wait()


def test_a_verbose_log_holds_no_key_and_no_signature(cloud, way, tmp_path):
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    raising = logging.raiseExceptions
    file = tmp_path / "log"
    open_journal(file, verbose=True)
    try:
        cloud.push(CODE)
        asking(cloud, way).publisher(CODE)
        asking(cloud, way).drop(CODE)
    finally:
        logging.raiseExceptions = raising
        root.setLevel(level)
        for handler in set(root.handlers) - set(handlers):
            root.removeHandler(handler)
            handler.close()
    written = file.read_text()
    for secret in (SECRET_KEY, SECRET_ID, API_KEY, "sign=", "Signature=", *cloud.signatures):
        assert secret not in written


def test_the_keys_are_never_printed():
    media = MediaSettings(
        kind="tencent",
        bizid="8888",
        push_key="hush1",
        callback_key="hush2",
        secret_id="x",
        secret_key="hush3",
    )
    server = Tencent(media)
    assert "hush" not in repr(vars(server)) + repr(vars(server._api))
