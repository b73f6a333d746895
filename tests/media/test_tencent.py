"""Tencent Cloud's settings: what they make of it, what is refused, what the admin is told."""

from __future__ import annotations

import subprocess
import sys

import pytest

from livedesk.domain.errors import BadSettings, MediaUnavailable
from livedesk.media.tencent import Tencent
from livedesk.settings import MediaSettings

NEW = {"secret_id": "id", "secret_key": "hush"}
OLD = {"app_id": "1234", "api_key": "hush"}
URL = "https://live.example.com/v1/callbacks/tencent/secret"


def tencent(**given):
    return Tencent(MediaSettings(**{"kind": "tencent", "bizid": "8888", **given}))


@pytest.mark.parametrize(
    ("half", "place"),
    [
        ({"secret_id": "id"}, "[media] secret_key:"),
        ({"secret_key": "hush"}, "[media] secret_id:"),
        ({"app_id": "1"}, "[media] api_key:"),
        ({"api_key": "hush"}, "[media] app_id:"),
        ({"backup_push_key": "hush"}, "[media] push_key:"),
        ({"api": "https://live.tencentcloudapi.com"}, "[media] api:"),
        ({"api": "https://gateway.example.com/live", **NEW}, "[media] api:"),
        ({"api": "https://me:hush@gateway.example.com", **NEW}, "[media] api:"),
        ({"bizid": ""}, "[media] bizid:"),
    ],
)
def test_half_a_configuration_is_refused_with_its_place(half, place):
    with pytest.raises(BadSettings) as refused:
        tencent(**half)
    assert str(refused.value).startswith(place)
    assert "hush" not in str(refused.value)


def test_every_mistake_is_told_at_once():
    with pytest.raises(BadSettings) as refused:
        tencent(bizid="", secret_id="id", api_key="hush", backup_push_key="hush")
    assert len(str(refused.value).splitlines()) == 4


def test_a_missing_sdk_is_one_sentence(monkeypatch):
    monkeypatch.setitem(sys.modules, "tencentcloud", None)
    with pytest.raises(BadSettings, match=r"pip install 'livedesk\[tencent\]'"):
        tencent(**NEW)
    assert tencent(**OLD).polls


def test_the_sdk_is_loaded_by_whom_asks_only():
    program = (
        "import sys; from livedesk.media.tencent import Tencent\n"
        "from livedesk.settings import MediaSettings\n"
        "keys = {'secret_id': 'a', 'secret_key': 'b'}\n"
        "Tencent(MediaSettings(kind='tencent', bizid='1', **keys)).unsafe()\n"
        "print([name for name in sys.modules if name.startswith(('tencentcloud.c', 'requests'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert (done.stdout, done.stderr) == ("[]\n", "")


@pytest.mark.parametrize(
    ("given", "callbacks", "polls", "drops", "old_address"),
    [
        ({}, True, False, False, "valid_until"),
        ({"callbacks": False}, False, False, False, "valid_until"),
        ({"push_key": "k", **NEW}, True, True, True, "dropped_on_sight"),
        ({"push_key": "k", **OLD}, True, True, True, "dropped_on_sight"),
        ({"push_key": "k", "poll": False, **NEW}, True, False, True, "dropped_on_sight"),
        ({"push_key": "k", "callbacks": False, **NEW}, False, True, True, "valid_until"),
        (NEW, True, True, True, "valid_until"),
    ],
)
def test_what_is_there_follows_from_the_keys(given, callbacks, polls, drops, old_address):
    media = tencent(**given)
    found = (media.callbacks, media.polls, media.drops, media.forbids, media.old_address)
    assert found == (callbacks, polls, drops, drops, old_address)
    assert (media.one_publisher, media.lasting_ids, media.lists_all) == (False, True, False)


def test_without_keys_it_says_that_it_cannot_be_asked():
    media = tencent()
    for question in (media.publisher, media.drop, media.permit):
        with pytest.raises(MediaUnavailable, match="secret_id"):
            question("8888_a")


def test_what_is_answered_is_what_the_cloud_wants():
    answer = tencent().allow()
    assert (answer.status, answer.body) == (200, '{"code":0}')
    assert answer.content_type == "application/json"


@pytest.mark.parametrize(
    ("given", "told", "untold"),
    [
        ({"callbacks": False}, ["Heartbeats are the only", "No API keys"], ["Nobody goes on air"]),
        ({}, ["Nobody goes on air", "callback_key is empty", "not found out"], ["Heartbeats"]),
        ({"callback_key": "k"}, ["does not cover", "not found out"], ["callback_key is empty"]),
        (NEW, ["push_key is empty"], ["not found out", "No API keys", "Nobody goes on air"]),
        (OLD, ["one live code at a time"], ["not found out"]),
        ({"callbacks": False, **NEW}, ["polls only", "replaced push address"], ["Heartbeats"]),
        ({"poll": False, **NEW}, ["not found out"], ["No API keys"]),
        ({"play_domain": "http://p.example.com"}, ["plain http"], []),
    ],
)
def test_the_admin_is_told_what_is_unsafe_and_nothing_else(given, told, untold):
    found = " ".join(tencent(**given).unsafe())
    assert all(one in found for one in told)
    assert not any(one in found for one in untold)


def test_the_best_configuration_has_one_truth_left():
    media = tencent(push_key="k", callback_key="c", play_domain="p.example.com", **NEW)
    (left,) = media.unsafe()
    assert "https" in left


def test_the_consoles_fields_are_shown_without_the_keys():
    keys = {"push_key": "hush", "backup_push_key": "hush", "play_key": "hush"}
    shown = tencent(callback_key="hush", play_domain="p.example.com", **keys, **NEW).show(URL)
    for field in ("推流域名", "播放域名", "推流鉴权", "备 KEY", "播放鉴权", "回调密钥", "断流回调"):
        assert field in shown
    assert shown.count(URL) == 4
    assert "8888.livepush.myqcloud.com" in shown
    assert "p.example.com" in shown
    assert "hush" not in shown
    assert "public_url" not in shown


def test_a_callback_address_that_the_cloud_cannot_use_is_told():
    assert "cannot reach" in tencent().show("http://127.0.0.1:8787/v1/callbacks/tencent/s")
    assert "to https" in tencent().show("http://live.example.com/v1/callbacks/tencent/s")
    assert "none" in tencent(callbacks=False).show(URL)
