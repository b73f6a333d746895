"""What every media server keeps, of every kind: addresses, callbacks, answers, sentences."""

from __future__ import annotations

import configparser
import contextlib
import functools
import json
import logging
import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.domain.addresses import PushAddress
from livedesk.domain.errors import BadRequest, MediaUnavailable, PushRefused, WrongSignature
from livedesk.domain.live_code import LiveCode
from livedesk.media.media_server import PublishAsked, PushTicket
from livedesk.media.registry import KINDS
from livedesk.media.self_hosted import SelfHosted
from tests.media.kinds import CASES, CODE, NOW

LIVE_CODE = LiveCode.parse(CODE)
TICKET = PushTicket(LIVE_CODE, NOW + 3600, "nonce")
HOOKED = sorted(kind for kind, case in CASES.items() if case.golden)
OURS = sorted(
    kind for kind in HOOKED if isinstance(CASES[kind].server(kind), SelfHosted)
)  # they ask before each publish


@pytest.fixture(params=sorted(KINDS))
def kind(request):
    return request.param


@pytest.fixture
def server(kind):
    return CASES[kind].server(kind)


def test_no_kind_is_forgotten():
    assert set(CASES) == set(KINDS)


def test_the_module_says_its_kind(kind, server):
    assert server.kind == kind


# Addresses


def test_a_push_address_is_obs_two_fields(server):
    push = server.push(TICKET)
    assert PushAddress.split(push.url) == push
    assert push.stream_key.startswith(f"{CODE}?")
    assert push.server.startswith("rtmp://")
    assert push.server.endswith("/live")


def test_addresses_follow_the_code_and_the_settings(kind):
    more = {"app": "show", "push_params": ("record=flv",)}
    server = CASES[kind].server(kind, **more)
    other = LiveCode.parse("8888_other")
    push = server.push(PushTicket(other, NOW, "nonce"))
    assert push.server.endswith("/show")
    assert push.stream_key.startswith("8888_other?")
    assert "record=flv" in push.stream_key
    played = server.play(other, "http://127.0.0.1:8787", NOW)
    assert set(played) == set(CASES[kind].play)
    assert all("8888_other" in address for address in played.values())


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"local"}), indirect=True)
def test_play_domain_and_templates_and_parameters_are_in_every_play_address(kind):
    more = {"play_domain": "watch.example.com", "templates": ("sd",), "play_params": ("t=1",)}
    played = CASES[kind].server(kind, **more).play(LIVE_CODE, "", NOW)
    names = CASES[kind].play
    assert set(played) == {*names, *(f"{name}_sd" for name in names)}
    web = {name: url for name, url in played.items() if not name.startswith("rtmp")}
    assert all(url.startswith("https://watch.example.com/") for url in web.values())
    assert all(url.partition("?")[2].startswith("t=1") for url in played.values())
    assert all(f"{CODE}_sd" in url for name, url in played.items() if name.endswith("_sd"))


def test_play_addresses_are_as_each_server_documents_them():
    played = {kind: CASES[kind].server(kind).play(LIVE_CODE, "", NOW) for kind in OURS}
    web = "http://push.example.com"
    assert all(found["rtmp"] == f"rtmp://push.example.com/live/{CODE}" for found in played.values())
    assert played["srs"]["flv"] == f"{web}:8080/live/{CODE}.flv"
    assert played["srs"]["hls"] == f"{web}:8080/live/{CODE}.m3u8"
    assert played["mediamtx"]["hls"] == f"{web}:8888/live/{CODE}/index.m3u8"
    assert played["mediamtx"]["webrtc"] == f"{web}:8889/live/{CODE}/whep"
    assert played["zlmediakit"]["flv"] == f"{web}/live/{CODE}.live.flv"
    assert played["zlmediakit"]["hls"] == f"{web}/live/{CODE}/hls.m3u8"
    assert played["nginx-rtmp"]["hls"] == f"{web}/hls/{CODE}.m3u8"


def test_no_play_address_and_no_configuration_holds_the_push_key(kind, server):
    secret = server.push(TICKET).stream_key.partition("txSecret=")[2][:32]
    assert secret
    told = [*server.play(LIVE_CODE, "http://127.0.0.1:8787", NOW).values()]
    told += [server.show("http://127.0.0.1:8787/v1/callbacks/x/y"), *server.unsafe(), repr(server)]
    assert not any(secret in text or "hush-push" in text for text in told)
    assert secret not in repr(server.push(TICKET))


# Callbacks


def _golden():
    for kind, case in CASES.items():
        for number, (body, told) in enumerate(case.golden):
            yield pytest.param(kind, body, told, id=f"{kind}-{number}-{type(told).__name__}")


@pytest.mark.parametrize(("kind", "body", "told"), list(_golden()))
def test_a_body_as_its_server_sends_it(kind, body, told):
    server = CASES[kind].server(kind)
    found = server.read_callback(body.encode(), NOW)
    assert found == told
    assert "0123456789abcdef" not in repr(found)


@pytest.mark.parametrize("kind", OURS)
def test_every_server_that_asks_has_a_recorded_question_start_and_end(kind):
    told = [type(event).__name__ for _, event in CASES[kind].golden]
    asked = next(e for _, e in CASES[kind].golden if isinstance(e, PublishAsked))
    assert "PublishDone" in told
    assert asked.starts or "PublishStarted" in told


@pytest.mark.parametrize("kind", OURS)
def test_the_own_push_address_is_allowed_and_no_other(kind):
    server = CASES[kind].server(kind)
    name, _, query = server.push(TICKET).stream_key.partition("?")
    params = dict(pair.split("=") for pair in query.split("&"))

    def refused(ticket=TICKET, now=NOW, code=name, app="live", **changed):
        asked = PublishAsked(code, "1", app, params | changed)
        with pytest.raises(PushRefused) as error:
            server.check_push(asked, ticket, now)
        assert params["txSecret"] not in str(error.value)
        return error.value.sentence

    server.check_push(PublishAsked(name, "1", "live", params), TICKET, NOW)
    assert "no signature" in refused(txSecret="")
    assert "signed wrongly" in refused(txSecret="0" * 32)
    assert "signed wrongly" in refused(txSecret="é☃")
    assert "signed wrongly" in refused(txTime="7FFFFFFF")
    assert "signed wrongly" in refused(txTime="never")
    assert "signed wrongly" in refused(app="other")
    assert "signed wrongly" in refused(code="8888_other")
    assert "signed wrongly" in refused(ticket=PushTicket(LIVE_CODE, NOW + 3600, "next"))
    assert "expired" in refused(now=NOW + 3600)


@pytest.mark.parametrize("kind", HOOKED)
def test_the_answer_is_in_the_servers_own_dialect(kind):
    case, server = CASES[kind], CASES[kind].server(kind)
    allowed, refused = server.allow(), server.refuse(PushRefused("No."))
    assert allowed.status == case.allows[0]
    assert allowed.body.startswith(case.allows[1])
    assert (refused.status, refused.body.startswith(case.refuses[1])) == (case.refuses[0], True)


def test_srs_gets_exactly_a_zero():
    assert CASES["srs"].server("srs").allow().body == "0"


def test_zlmediakit_gets_a_whole_number_even_with_quotes_in_the_sentence():
    server = CASES["zlmediakit"].server("zlmediakit")
    assert json.loads(server.allow().body)["code"] == 0
    said = json.loads(server.refuse(PushRefused('Not "so", 再试')).body)
    assert said == {"code": -1, "msg": 'Not "so", 再试'}


# Hostile bodies

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)
NASTY = [
    b"",
    b"null",
    b"[]",
    b'"on_publish"',
    b"\xff\xfe\x00",
    b"{",
    b"{}",
    b"[" * 100_000,
    b'{"a":' * 100_000,
    b'{"action": ' + b"9" * 10_000 + b"}",
    b'{"action": NaN, "regist": Infinity}',
    b'{"action": "on_publish"}',
    b'{"action": "publish", "path": ""}',
    b"call=publish",
    b"call=publish&name=a&clientid=%00",
    b"call=publish_done&name=&clientid=1",
]


made = functools.cache(lambda kind: CASES[kind].server(kind))


def read(kind, body):
    """Whatever comes is an event, nothing, or refused."""
    server = made(kind)
    try:
        found = server.read_callback(body, NOW)
    except (BadRequest, WrongSignature) as error:
        return error
    if isinstance(found, PublishAsked):  # what it was read from may be no text for a database
        repr(found).encode()
        found.code.encode()
        assert "\x00" not in found.code + found.client
        with contextlib.suppress(PushRefused):
            server.check_push(found, TICKET, NOW)
    return found


@pytest.mark.parametrize("body", NASTY, ids=lambda body: repr(body[:30]))
def test_nasty_bodies_are_refused_or_passed_over(kind, body):
    read(kind, body)


@given(st.binary(max_size=400))
def test_any_bytes_are_refused_or_passed_over(body):
    for kind in KINDS:
        read(kind, body)


@given(st.data())
def test_a_good_body_with_any_field_changed_is_never_a_fault(data):
    kind = data.draw(st.sampled_from(HOOKED))
    body, _ = data.draw(st.sampled_from(CASES[kind].golden))
    if not body.startswith("{"):
        pairs = body.split("&")
        place = data.draw(st.integers(0, len(pairs) - 1))
        pairs[place] = data.draw(st.text(max_size=20))
        read(kind, "&".join(pairs).encode("utf-8", "surrogatepass"))
        return
    said = json.loads(body)
    field = data.draw(st.sampled_from(sorted(said)))
    value = data.draw(JSON | st.just("\ud800") | st.just("x" * 300) | st.just("a\x00b"))
    read(kind, json.dumps(said | {field: value}).encode())
    del said[field]
    read(kind, json.dumps(said).encode())


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("srs", {"client_id": None}),
        ("srs", {"client_id": 7}),
        ("srs", {"stream": ""}),
        ("srs", {"stream": "a\x00"}),
        ("srs", {"app": ["live"]}),
        ("srs", {"param": {"txSecret": "x"}}),
        ("srs", {"param": "\ud800"}),
        ("srs", {"client_id": "x" * 65_000}),
        ("mediamtx", {"path": None}),
        ("mediamtx", {"path": 1}),
        ("mediamtx", {"id": 5}),
        ("mediamtx", {"id": "a\x00b"}),
        ("mediamtx", {"query": []}),
        ("mediamtx", {"action": "conquer"}),
        ("zlmediakit", {"id": ["2-13"]}),
        ("zlmediakit", {"stream": None}),
        ("zlmediakit", {"params": 1e400}),
        ("zlmediakit", {"regist": "yes"}),
    ],
)
def test_a_question_that_is_not_whole_is_no_leave_to_publish(kind, changed):
    body = json.loads(CASES[kind].golden[0][0]) | changed
    assert isinstance(read(kind, json.dumps(body).encode()), BadRequest)


# What an admin is told


def test_the_configuration_is_finished_and_names_the_callback(kind, server):
    url = f"http://127.0.0.1:8787/v1/callbacks/{kind}/secret"
    shown = server.show(url)
    assert shown.strip()
    if kind in OURS:
        assert url in shown


def test_what_is_unsafe_is_said_in_sentences(kind):
    for more in (
        {},
        {"callbacks": False, "poll": False},
        {"api": "http://10.0.0.5:9", **CASES[kind].keys},
    ):
        for sentence in CASES[kind].server(kind, **more).unsafe():
            assert sentence[0].isupper() or sentence.startswith("[media]")
            assert sentence.endswith((".", "…"))


@pytest.mark.parametrize("kind", OURS)
def test_an_api_that_others_reach_needs_a_password(kind):
    def warns(**more):
        return any("can drop publishers" in s for s in CASES[kind].server(kind, **more).unsafe())

    assert warns(api="http://10.0.0.5:1985")
    assert not warns(api="http://127.0.0.1:1985")
    assert not warns(api="http://10.0.0.5:1985", api_user="u", api_password="p")


@pytest.mark.parametrize("kind", OURS)
def test_without_callbacks_and_api_everything_is_told_that_does_not_work(kind):
    server = CASES[kind].server(kind, callbacks=False)
    assert (server.callbacks, server.polls, server.drops) == (False, False, False)
    told = " ".join(server.unsafe())
    assert all(word in told for word in ("lets anybody push", "not found out", "close no connec"))
    assert server.old_address == "valid_until"
    assert CASES[kind].server(kind).old_address == "refused"


@pytest.mark.parametrize("kind", OURS)
def test_the_own_api_of_the_configuration_listens_on_loopback(kind):
    shown = CASES[kind].server(kind).show("http://127.0.0.1:8787/v1/callbacks/x/y")
    lines = [line.strip() for line in shown.splitlines()]
    due = {
        "srs": "listen 127.0.0.1:1985;",
        "nginx-rtmp": "listen 127.0.0.1:8081;",
        "mediamtx": "apiAddress: 127.0.0.1:9997",
        "zlmediakit": "allow_ip_range=::1,127.0.0.1",
    }
    assert due[kind] in lines


def test_mediamtx_runs_its_hooks_without_a_shell_and_keeps_the_secret_off_the_command_line():
    shown = CASES["mediamtx"].server("mediamtx").show("http://127.0.0.1:8787/v1/callbacks/m/hush")
    lines = [line.strip() for line in shown.splitlines()]
    for name, action in (("runOnAvailable", "available"), ("runOnUnavailable", "unavailable")):
        command = next(line for line in lines if line.startswith(f"{name}: ")).partition(" ")[2]
        program, option, file, data, body = shlex.split(command)
        assert (program, option, data) == ("curl", "--config", "--data")
        assert file.startswith("/")
        assert json.loads(body) == {
            "action": action,
            "path": "$MTX_PATH",
            "id": "$MTX_SOURCE_ID",
        }
        assert "hush" not in command
    assert "overridePublisher: false" in lines
    assert "authMethod: http" in lines
    assert "authHTTPExclude: [{action: api}]" in lines
    assert "'~^live/[A-Za-z0-9_-]+$':" in lines


def test_mediamtxs_api_with_a_password_is_not_excluded_from_the_question():
    more = {"api": "http://10.0.0.5:9997", "api_user": "u", "api_password": "hush-api"}
    shown = CASES["mediamtx"].server("mediamtx", **more).show("URL")
    assert "authHTTPExclude: []" in shown
    assert "apiAddress: :9997" in shown
    assert "hush-api" not in shown


def test_srs_has_hooks_and_calls_nobody_else_and_never_blocks_on_viewers():
    more = {"api": "http://10.0.0.5:1985", "api_user": "u", "api_password": "p"}
    lines = [line.strip() for line in CASES["srs"].server("srs", **more).show("URL").splitlines()]
    assert {"on_publish URL;", "on_unpublish URL;", "listen 1985;"} <= set(lines)
    assert {'username "u";', 'password "p";', "query_latest_version off;"} <= set(lines)
    assert not any(line.startswith(("on_play", "on_hls", "on_stop")) for line in lines)
    text = "\n".join(line for line in lines if not line.startswith("#"))
    assert text.count("{") == text.count("}")


def test_zlmediakit_reads_its_configuration_and_has_a_secret_of_its_own():
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str
    read.read_string(CASES["zlmediakit"].server("zlmediakit").show("URL"))
    hooks = {name for name, value in read["hook"].items() if value == "URL"}
    assert hooks == {"on_publish", "on_stream_changed", "on_server_started"}
    assert read["hook"]["stream_changed_schemas"] == "rtmp"
    assert len(read["api"]["secret"]) >= 32
    again = configparser.ConfigParser(interpolation=None)
    again.read_string(CASES["zlmediakit"].server("zlmediakit").show("URL"))
    assert again["api"]["secret"] != read["api"]["secret"]
    mine = CASES["zlmediakit"].server("zlmediakit", api_password="of-my-own")
    assert "secret=of-my-own" in mine.show("URL").splitlines()


@pytest.mark.parametrize("secret", ["", "035c73f7-bb6b-4889-a715-d9eb2d1925cc"])
def test_zlmediakits_sample_secret_is_told(secret):
    more = {"api": "http://127.0.0.1", "api_password": secret}
    found = CASES["zlmediakit"].server("zlmediakit", **more).unsafe()
    assert any("sample" in sentence for sentence in found)
    assert not any("035c73f7" in sentence for sentence in found)


@pytest.mark.parametrize("kind", OURS)
def test_an_address_in_the_settings_that_holds_a_password_is_shown_to_nobody(kind, caplog):
    caplog.set_level(logging.DEBUG)
    server = CASES[kind].server(kind, api="http://ann:hush-api@127.0.0.1:1")
    with pytest.raises(MediaUnavailable) as error:
        server.publishers()
    told = [server.show("URL"), *server.unsafe(), str(error.value), caplog.text]
    assert not any("hush-api" in text for text in told)
