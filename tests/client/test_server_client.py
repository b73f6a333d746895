from __future__ import annotations

import json
import socket
import ssl

import httpx
import pytest

from livedesk.client.server_client import ServerClient
from livedesk.client.trust import trusted
from livedesk.domain.errors import (
    BadImage,
    BadSettings,
    BroadcastEnded,
    CodeTaken,
    ImageTooLarge,
    LivedeskError,
    OtherConsole,
    Refused,
    ServerUnavailable,
    StoreUnavailable,
    TooManyRequests,
    Unavailable,
    Unfinished,
    WrongToken,
    by_code,
)
from livedesk.domain.records import KeyRecord, Page, Proof, ShareRecord, Words
from tests.faulty import Misbehaviour, dripping, reset, saying, serving, silence
from tests.wire import (
    TOKEN,
    URL,
    a_policy,
    a_record,
    client_of,
    counted,
    ok,
    problem,
)

HTML = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>"


class Asked:
    """Notes the requests, and gives the answers in turn; the last one repeats."""

    def __init__(self, *answers: httpx.Response) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    @property
    def body(self) -> object:
        return json.loads(self.requests[-1].content)


def test_a_create_sends_what_was_given_and_reads_the_record_with_its_push_address():
    asked = Asked(ok(a_record()))
    record = client_of(asked).create("Evening show", "ana_code", 3600, False, key="0123456789")
    assert record == a_record()
    assert asked.requests[0].method == "POST"
    assert str(asked.requests[0].url) == f"{URL}/v1/broadcasts"
    assert asked.requests[0].headers["Authorization"] == f"Bearer {TOKEN}"
    assert asked.requests[0].headers["Idempotency-Key"] == "0123456789"
    assert asked.body == {
        "title": "Evening show",
        "suffix": "ana_code",
        "valid_for_s": 3600,
        "rehearsal": False,
    }


def test_a_create_without_a_suffix_leaves_the_choice_to_the_server():
    asked = Asked(ok(a_record()))
    client_of(asked).create("Evening show", None, 3600, True)
    assert asked.body == {"title": "Evening show", "valid_for_s": 3600, "rehearsal": True}


def test_fields_of_a_newer_server_are_no_error():
    answer = ok(a_record())
    newer = json.loads(answer.content) | {"chapters": [], "mood": {"word": "glad"}}
    assert client_of(Asked(httpx.Response(200, json=newer))).get("b1") == a_record()


def test_an_unchanged_list_is_none():
    page = Page((a_record(push=None),), None)
    asked = Asked(ok(page, ETag='"one"'), httpx.Response(304))
    client = client_of(asked)
    assert client.list_live() == page
    assert client.list_live() is None
    assert "If-None-Match" not in asked.requests[0].headers
    assert asked.requests[1].headers["If-None-Match"] == '"one"'


def test_other_words_are_asked_for_without_the_old_answer():
    asked = Asked(ok(Page((), None), ETag='"one"'))
    client = client_of(asked)
    client.list_live()
    client.list_live("猫 show", sort="viewers", cursor="next")
    assert "If-None-Match" not in asked.requests[1].headers
    assert dict(asked.requests[1].url.params) == {
        "q": "猫 show",
        "sort": "viewers",
        "limit": "200",
        "cursor": "next",
    }


def test_my_own_broadcasts_are_asked_for_in_any_state():
    asked = Asked(ok(Page((a_record(),), None)))
    assert client_of(asked).mine("ready") == (a_record(),)
    assert dict(asked.requests[0].url.params) == {"host": "me", "limit": "200", "state": "ready"}


def test_my_history_is_read_page_by_page():
    page = Page((a_record(push=None),), "next")
    asked = Asked(ok(page))
    client = client_of(asked)
    assert client.mine_page() == page
    assert dict(asked.requests[0].url.params) == {"host": "me", "limit": "50"}
    client.mine_page("ended", 20, "next")
    assert dict(asked.requests[1].url.params) == {
        "host": "me",
        "limit": "20",
        "state": "ended",
        "cursor": "next",
    }


def test_a_cover_is_sent_as_it_is():
    asked = Asked(ok(a_record(cover_url=f"{URL}/covers/1f.jpg")))
    record = client_of(asked).put_cover("b1", b"\xff\xd8 a picture")
    assert record.cover_url == f"{URL}/covers/1f.jpg"
    (request,) = asked.requests
    assert (request.method, request.url.path) == ("PUT", "/v1/broadcasts/b1/cover")
    assert request.content == b"\xff\xd8 a picture"


@pytest.mark.parametrize(
    ("status", "code", "kind"),
    [(400, "bad_image", BadImage), (413, "image_too_large", ImageTooLarge)],
)
def test_a_cover_that_is_not_taken_is_an_error_of_its_own(status, code, kind):
    with pytest.raises(kind):
        client_of(Asked(problem(status, code))).put_cover("b1", b"x")


def test_the_proof_of_a_viewer_is_read():
    proof = Proof("iPhone", 5.2, 3.1, "2026-11-22T20:00:05.000Z")
    assert client_of(Asked(ok(a_record(proof=proof)))).get("b1").proof == proof


def test_a_change_sends_only_what_changes():
    asked = Asked(ok(a_record(rehearsal=False)))
    client_of(asked).patch("b1", rehearsal=False)
    assert asked.requests[0].method == "PATCH"
    assert asked.body == {"rehearsal": False}


def test_a_counted_beat_tells_the_verdict_and_how_long_it_took():
    times = iter((100.0, 100.0, 100.02))
    asked = Asked(counted("live; reason=publishing; look_again=2026-11-22T20:01:12.345Z"))
    client = ServerClient(
        URL, TOKEN, transport=httpx.MockTransport(asked), timer=lambda: next(times)
    )
    answer = client.heartbeat("b1", "console-1", on_air=True)
    assert (answer.state, answer.reason) == ("live", "publishing")
    assert answer.look_again_at == 1795377672.345
    assert answer.round_trip_s == pytest.approx(0.02)
    assert asked.body == {"console": "console-1", "on_air": True}


def test_a_beat_that_takes_over_says_so():
    asked = Asked(counted("ready; reason=waiting"))
    assert client_of(asked).heartbeat("b1", "console-1", take_over=True).look_again_at is None
    assert asked.body == {"console": "console-1", "on_air": None, "take_over": True}


@pytest.mark.parametrize("said", ["", "shining; reason=x", "live; look_again=soon"])
def test_a_beat_without_the_servers_word_was_answered_by_something_else(said: str):
    answer = httpx.Response(204, headers={"LiveDesk-State": said} if said else {})
    with pytest.raises(ServerUnavailable):
        client_of(Asked(answer)).heartbeat("b1", "console-1")


def test_sharing_is_read_and_changed():
    asked = Asked(ok(ShareRecord("192.168.1.20", "http://192.168.1.20:8787")))
    client = client_of(asked)
    assert client.share().address == "192.168.1.20"
    client.set_share(None)
    assert asked.requests[-1].method == "PUT"
    assert asked.body == {"address": None}


def test_policy_and_end_are_read():
    assert client_of(Asked(ok(a_policy()))).policy() == a_policy()
    asked = Asked(ok(a_record(state="ended")))
    assert client_of(asked).end("b1").state == "ended"
    assert asked.requests[0].url.path == "/v1/broadcasts/b1/end"


def test_an_id_never_leaves_its_place_in_the_path():
    asked = Asked(ok(a_record()))
    client_of(asked).get("../policy?x=1")
    assert asked.requests[0].url.raw_path == b"/v1/broadcasts/..%2Fpolicy%3Fx%3D1"


@pytest.mark.parametrize(("code", "kind"), sorted(by_code().items()))
def test_an_error_of_the_server_is_the_same_error_here(code: str, kind: type[LivedeskError]):
    with pytest.raises(kind) as caught:
        client_of(Asked(problem(409, code, "Do this.", broadcast_id="b7"))).end("b1")
    assert type(caught.value) is kind
    assert caught.value.sentence == "Do this."
    assert caught.value.facts == {"broadcast_id": "b7"}


@pytest.mark.parametrize(("status", "kind"), [(418, Refused), (599, Unavailable)])
def test_an_error_that_we_do_not_know_yet_keeps_its_sentence(
    status: int, kind: type[LivedeskError]
):
    with pytest.raises(kind) as caught:
        client_of(Asked(problem(status, "tea_time", "Wait for the tea."))).end("b1")
    assert type(caught.value) is kind
    assert caught.value.sentence == "Wait for the tea."


def test_facts_that_are_no_facts_are_left_out():
    answer = problem(409, "unfinished", sentence="x", self=1, list=[1], broadcast_id="b7")
    with pytest.raises(Unfinished) as caught:
        client_of(Asked(answer)).end("b1")
    assert caught.value.facts == {"broadcast_id": "b7"}


@pytest.mark.parametrize(
    ("said", "facts"), [("2", {"retry_after_s": 2.0}), ("-1", {}), ("soon", {}), ("inf", {})]
)
def test_when_to_come_back_is_kept(said: str, facts: dict[str, float]):
    answer = problem(503, "store_unavailable")
    answer.headers["Retry-After"] = said
    with pytest.raises(StoreUnavailable) as caught:
        client_of(Asked(answer)).heartbeat("b1", "console-1")
    assert caught.value.facts == facts


def test_a_proxys_503_keeps_when_to_come_back():
    answer = httpx.Response(503, text="busy", headers={"Retry-After": "3"})
    with pytest.raises(ServerUnavailable) as caught:
        client_of(Asked(answer)).policy()
    assert caught.value.facts["retry_after_s"] == 3.0
    assert caught.value.facts["why"] == "trouble"


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(200, text="<html>Welcome to the hotel</html>"),
        httpx.Response(200, json=[]),
        httpx.Response(200, json={"id": "b1"}),
        httpx.Response(200, content=b"\xff\xfe"),
        httpx.Response(404, text="not here"),
        httpx.Response(400, json={"code": "x"}),
        httpx.Response(400, text="{", headers={"Content-Type": "application/problem+json"}),
        httpx.Response(400, json=[], headers={"Content-Type": "application/problem+json"}),
        httpx.Response(400, json={"code": 1}, headers={"Content-Type": "application/problem+json"}),
        httpx.Response(
            400,
            text="[" * 100_000,
            headers={"Content-Type": "application/problem+json"},
        ),
        httpx.Response(200, content=b"x" * 8_000_001),
        httpx.Response(200, content=b"x", headers={"Content-Encoding": "gzip"}),
    ],
)
def test_what_is_not_livedesk_is_said_so(answer: httpx.Response):
    with pytest.raises(ServerUnavailable) as caught:
        client_of(Asked(answer)).get("b1")
    assert caught.value.facts == {"why": "not_livedesk"}
    assert "not a LiveDesk server" in caught.value.sentence


def test_a_redirect_is_not_followed_with_the_token():
    asked = Asked(httpx.Response(302, headers={"Location": "https://elsewhere.example/v1"}))
    with pytest.raises(ServerUnavailable) as caught:
        client_of(asked).get("b1")
    assert len(asked.requests) == 1
    assert caught.value.facts == {"why": "redirect"}


def test_the_token_is_in_no_error_and_no_repr():
    asked = Asked(problem(401, "wrong_token", f"The token {TOKEN} is old."))
    client = client_of(asked)
    with pytest.raises(WrongToken) as caught:
        client.end("b1")
    assert TOKEN not in caught.value.sentence
    assert TOKEN not in repr(client)
    assert repr(client) == f"ServerClient({URL!r})"


def test_a_push_key_in_a_broken_answer_goes_nowhere():
    broken = json.loads(ok(a_record()).content) | {"state": 7}
    with pytest.raises(ServerUnavailable) as caught:
        client_of(Asked(httpx.Response(200, json=broken))).get("b1")
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize(
    "url",
    [
        "",
        "live.example.com",
        "ftp://live.example.com",
        "http://",
        "http://[",
        "http://a:b@c/",
        "http://a..b",
        "http://live example.com",
        f"http://{70 * 'x'}.example.com",
        "http://127.0.0.1:99999",
        "http://live.example.com/#list",
        7 * "x",
    ],
)
def test_an_address_that_is_none_is_a_matter_of_settings(url: str):
    with pytest.raises(BadSettings, match=r"https://live\.example\.com"):
        ServerClient(url, TOKEN)


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8787/",
        "https://live.example.com/on/a/path",
        "https://直播.example.com",
        "http://[::1]:8787",
        "http://live_desk.lan",
    ],
)
def test_an_address_that_is_one_is_taken(url: str):
    ServerClient(url, TOKEN).close()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALL_PROXY", "mailto://me:secret@127.0.0.1:1080"),
        ("HTTPS_PROXY", "http://127.0.0.1:no-port"),
        ("SSL_CERT_FILE", "/there/is/no/such/file.pem"),
    ],
)
def test_an_environment_that_cannot_be_used_is_a_matter_of_settings_and_not_repeated(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings, match=r"HTTPS_PROXY.*SSL_CERT_FILE") as caught:
        ServerClient("https://live.example.com", TOKEN)
    assert value not in caught.value.sentence


def test_a_proxy_whose_name_cannot_be_one_is_unknown(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://a..b:3128")
    with (
        ServerClient("https://live.example.com", TOKEN) as client,
        pytest.raises(ServerUnavailable) as caught,
    ):
        client.policy()
    assert caught.value.facts == {"why": "unknown_name"}


@pytest.mark.parametrize("token", ["ldh_a b", "ldh_ä", "ldh_a\r\nX: y"])
def test_a_token_that_is_none_is_a_matter_of_settings_and_not_repeated(token: str):
    with pytest.raises(BadSettings) as caught:
        ServerClient(URL, token)
    assert token not in caught.value.sentence


@pytest.mark.parametrize(
    ("misbehave", "why"),
    [
        (silence, "timed_out"),
        (reset, "broken_off"),
        (saying(b"SSH-2.0-OpenSSH_9.2\r\n\r\n"), "not_livedesk"),
        (saying(b""), "broken_off"),
        (saying(b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"), "broken_off"),
        (saying(HTML), "not_livedesk"),
        (dripping(b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n", b" ", 0.1), "timed_out"),
    ],
)
def test_a_server_that_misbehaves_is_unavailable_in_one_sentence(misbehave: Misbehaviour, why: str):
    with (
        serving(misbehave) as port,
        ServerClient(f"http://127.0.0.1:{port}", TOKEN, timeout=0.3) as client,
        pytest.raises(ServerUnavailable) as caught,
    ):
        client.policy()
    assert caught.value.facts == {"why": why}
    assert TOKEN not in str(caught.value.__cause__)


def test_nobody_there_is_said_so(free_port: int):
    with (
        ServerClient(f"http://127.0.0.1:{free_port}", TOKEN) as client,
        pytest.raises(ServerUnavailable) as caught,
    ):
        client.policy()
    assert caught.value.facts == {"why": "refused"}


@pytest.mark.parametrize(
    ("cause", "why"),
    [
        (socket.gaierror(-2, "Name or service not known"), "unknown_name"),
        (ssl.SSLCertVerificationError(1, "certificate has expired"), "certificate"),
        (ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number"), "no_tls"),
        (OSError(101, "Network is unreachable"), "refused"),
    ],
)
def test_why_there_is_no_connection_is_said_so(cause: OSError, why: str):
    def ask(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("no") from cause

    with pytest.raises(ServerUnavailable) as caught:
        client_of(ask).policy()
    assert caught.value.facts == {"why": why}


def test_without_a_token_none_is_sent():
    asked = Asked(ok(a_policy()))
    ServerClient(URL, "", transport=httpx.MockTransport(asked)).policy()
    assert "Authorization" not in asked.requests[0].headers


def test_a_proxy_of_the_environment_does_not_swallow_this_computer(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
    with (
        serving(saying(HTML)) as port,
        ServerClient(f"http://127.0.0.1:{port}", TOKEN) as client,
        pytest.raises(ServerUnavailable) as caught,
    ):
        client.policy()
    assert caught.value.facts == {"why": "not_livedesk"}  # and not refused by the proxy


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (problem(409, "ended", reason="ended_by_host"), BroadcastEnded),
        (problem(409, "other_console"), OtherConsole),
        (problem(409, "code_taken"), CodeTaken),
        (problem(429, "too_many_requests", retry_after_s=7), TooManyRequests),
    ],
)
def test_what_a_beat_may_be_told(answer: httpx.Response, kind: type[LivedeskError]):
    with pytest.raises(kind):
        client_of(Asked(answer)).heartbeat("b1", "console-1")


def test_a_new_key_revokes_unless_it_is_to_be_renewed():
    said = KeyRecord(a_record(), "refused", None, "dropped", Words("It is refused.", "已被拒绝。"))
    asked = Asked(ok(said))
    assert client_of(asked).new_key("b1") == said
    assert (asked.requests[-1].method, asked.requests[-1].url.path) == (
        "POST",
        "/v1/broadcasts/b1/key",
    )
    assert asked.body == {"revoke": True}
    client_of(asked).new_key("b1", revoke=False, valid_for_s=7200)
    assert asked.body == {"revoke": False, "valid_for_s": 7200}


def test_a_new_keys_answer_that_is_none_shows_no_key():
    answer = httpx.Response(200, json={"broadcast": {"push": {"stream_key": "live_x?txSecret=1"}}})
    with pytest.raises(ServerUnavailable) as caught:
        client_of(Asked(answer)).new_key("b1")
    assert "txSecret" not in str(caught.value)


@pytest.mark.parametrize(
    "nonsense",
    [
        {"started_at": "yesterday"},
        {"created_at": "0001-01-01T00:00:00"},
        {"likes": 10**30},
        {
            "proof": {
                "device": "x",
                "played_s": 1e308,
                "delay_s": None,
                "at": "2026-11-22T20:01:12Z",
            }
        },
        {"media": {"publishing": True, "since": ""}},
        {"segments": [{"start": "x", "end": None}]},
        {"state": "weird"},
        {"watch_url": "file:///C:/evil.exe"},
        {"play": {"flv": "concat:/etc/passwd"}},
        {
            "recordings": [
                {
                    "url": "javascript:x",
                    "start": "2026-11-22T20:01:12Z",
                    "end": "2026-11-22T20:01:12Z",
                }
            ]
        },
    ],
    ids=str,
)
def test_an_answer_that_makes_no_sense_comes_from_no_livedesk(nonsense):
    """The window would meet it in the middle of painting, second after second."""
    reply = ok(a_record())
    whole = json.loads(reply.content) | nonsense
    asked = Asked(httpx.Response(200, json=whole))
    with pytest.raises(ServerUnavailable) as refused:
        client_of(asked).get("b1")
    assert refused.value.facts["why"] == "not_livedesk"


def test_plain_http_without_a_proxy_reads_no_certificates_and_would_believe_nobody():
    context = trusted(trust_env=False, encrypted=False)
    assert context.get_ca_certs() == []
    assert (context.verify_mode, context.check_hostname) == (ssl.CERT_REQUIRED, True)
    assert trusted(trust_env=False).get_ca_certs()
    assert trusted(trust_env=True, encrypted=False).get_ca_certs(), "for a proxy"
