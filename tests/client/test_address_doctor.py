"""Whatever is pasted: what it is, what is wrong, and never a secret in what is said."""

from __future__ import annotations

import time
from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.client.address_doctor import NOTES, Diagnosis, Kind, Problem, Source, diagnose
from livedesk.domain.records import Push, Record, to_text
from tests.wire import a_record

NOW = 1_795_384_365.0
SECRET = "9f2c41d07be64a2f8c1d5e3b7a906f12"
CODE = "8888_ana_1122"
KEY = f"{CODE}?txSecret={SECRET}&txTime=6B3C4D5E"
SERVER = "rtmp://push.example.com/live"
URL = f"{SERVER}/{KEY}"


def own(**changes: object) -> Record:
    push = Push(URL, SERVER, KEY, to_text(NOW + 80_000), "7f3a")
    return a_record(
        code=CODE,
        push=replace(push, **changes),  # type: ignore[arg-type]
        play={
            "rtmp": f"rtmp://play.example.com/live/{CODE}",
            "hls": f"https://play.example.com/live/{CODE}.m3u8",
        },
        watch_url=f"https://live.example.com/watch/{CODE}",
    )


def look(text: str) -> Diagnosis:
    return diagnose(text, own(), NOW)


def grave(found: Diagnosis) -> list[Problem]:
    return [one.problem for one in found.findings if one.grave]


@pytest.mark.parametrize(
    ("text", "kind", "source"),
    [
        ("", Kind.NOTHING, Source.ITSELF),
        (" \n\u200b", Kind.NOTHING, Source.ITSELF),
        (URL, Kind.WHOLE, Source.ITSELF),
        (SERVER, Kind.SERVER, Source.ITSELF),
        (f"{SERVER}/", Kind.SERVER, Source.ITSELF),
        (KEY, Kind.KEY, Source.ITSELF),
        (f"{SERVER}\n{KEY}", Kind.BOTH, Source.ITSELF),
        (f"Server: {SERVER}\r\nStream Key: {KEY}\r\n", Kind.BOTH, Source.MESSAGE),
        (f"服务器：{SERVER}\n推流码：{KEY}", Kind.BOTH, Source.MESSAGE),
        (f"推流地址：{URL}，今晚八点用这个，谢谢！", Kind.WHOLE, Source.MESSAGE),
        (f'ffmpeg -re -i a.mp4 -c copy -f flv "{URL}"', Kind.WHOLE, Source.COMMAND),
        ("nothing of the kind", Kind.UNKNOWN, Source.MESSAGE),
        ("ldh_0123456789abcdef", Kind.TOKEN, Source.ITSELF),
        (f"see https://obsproject.com/help and {KEY}", Kind.KEY, Source.MESSAGE),
    ],
)
def test_it_says_what_was_pasted(text: str, kind: Kind, source: Source) -> None:
    found = look(text)
    assert (found.kind, found.source) == (kind, source)


@pytest.mark.parametrize(
    "text",
    [
        URL, SERVER, SERVER + "/", KEY, f"{SERVER}\n{KEY}", f"“{URL}”", f"{URL}。",
        f"服务器：{SERVER}\n推流码：{KEY}", f"{URL}, thanks", f"({URL})",
        URL.replace("push.example.com", "push.example.com:1935"),
        URL.replace("push.", "PUSH."),
    ],
)  # fmt: skip
def test_a_good_address_is_good_whatever_stands_round_it(text: str) -> None:
    found = look(text)
    assert grave(found) == []
    assert found.fits
    assert (found.server, found.key) == (SERVER, KEY)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (f"{SERVER}/\n{KEY}", Problem.LINE_BREAK),
        (URL[:60] + "\n" + URL[60:], Problem.LINE_BREAK),
        (f"{SERVER}/ {KEY}", Problem.SPACE),
        (URL.replace("://", ": //"), Problem.SPACE),
        (URL.replace("://", "：／／"), Problem.FULL_WIDTH),
        (URL.replace("?", "？"), Problem.FULL_WIDTH),
        (URL.replace("m/l", "m/\u200bl"), Problem.INVISIBLE),
        (URL.replace("live/", "live/\ufeff"), Problem.INVISIBLE),
        (URL.replace("&", "&amp;"), Problem.HTML),
        (URL.replace("&", "&amp;amp;"), Problem.HTML),
        (quote(URL, safe=""), Problem.PERCENT),
        ("rtmp://" + URL, Problem.DOUBLED),
        (URL.replace("live/", "live//"), Problem.DOUBLE_SLASH),
        (URL.upper(), Problem.WRONG_CASE),
        (URL.lower(), Problem.WRONG_CASE),
        (URL.replace("rtmp", "RTMP"), Problem.WRONG_CASE),
        (URL.replace("rtmp", "http"), Problem.HTTP),
        (URL.replace("rtmp", "https"), Problem.HTTP),
        (URL.replace("rtmp", "rtmps"), Problem.WRONG_SCHEME),
        (URL.replace("push.", "other."), Problem.WRONG_HOST),
        (URL.replace("com/", "com:1936/"), Problem.WRONG_PORT),
        (URL.replace("/live/", "/app/"), Problem.WRONG_APP),
        (URL.replace("/live/", "/"), Problem.NO_APP),
        ("rtmp://push.example.com", Problem.NO_APP),
        ("rtmp://" + KEY, Problem.KEY_AS_SERVER),
        (f"Server: {KEY}", Problem.KEY_AS_SERVER),
        (f"[rtmp stream: 'adv_stream'] Connecting to RTMP URL {URL}...", Problem.KEY_AS_SERVER),
        (f"Stream Key: {URL}", Problem.URL_AS_KEY),
        (KEY.replace("ana", "bob"), Problem.OTHER_CODE),
        ("rtmp://a.rtmp.youtube.com/live2/abcd-efgh-ijkl-mnop", Problem.OTHER_CODE),
        (KEY.replace("9f2c", "0000"), Problem.OLD_KEY),
        (KEY.replace("txTime=6B", "txTime=6C"), Problem.DAMAGED_KEY),
        (KEY.replace("txTime=6B", "txTime=5B"), Problem.EXPIRED),
        (KEY.replace("6B3C4D5E", "1798069598"), Problem.BAD_TIME),
        (KEY[:40], Problem.CUT_OFF),
        (f"{SERVER}/{CODE}", Problem.NO_SIGNATURE),
        (CODE, Problem.NO_SIGNATURE),
        (f"rtmp://play.example.com/live/{CODE}", Problem.PLAY_ADDRESS),
        (f"https://play.example.com/live/{CODE}.m3u8", Problem.PLAY_ADDRESS),
        (f"http://8888.liveplay.myqcloud.com/live/{CODE}.flv", Problem.PLAY_ADDRESS),
        (f"https://live.example.com/watch/{CODE}", Problem.WATCH_PAGE),
        ("srt://push.example.com:9000?streamid=x", Problem.OTHER_PROTOCOL),
        ("ldh_0123456789abcdef", Problem.TOKEN_PASTED),
        ("good morning", Problem.NOT_AN_ADDRESS),
    ],
)  # fmt: skip
def test_it_finds_what_is_wrong_and_offers_the_right_two_lines(text: str, problem: Problem) -> None:
    found = look(text)
    assert problem in grave(found)
    assert not found.fits
    assert (found.server, found.key, found.own) == (SERVER, KEY, True)


def test_the_gravest_is_first() -> None:
    found = look(f"“{URL.replace('rtmp', 'http').replace('&', '&amp;')}”")
    problems = [one.problem for one in found.findings]
    assert problems == [Problem.HTTP, Problem.HTML, Problem.QUOTES, Problem.ONE_FIELD]
    assert [one.grave for one in found.findings] == [True, True, False, False]


def test_the_own_key_expires_when_its_record_says() -> None:
    late = diagnose(URL, own(expires_at=to_text(NOW - 600)), NOW)
    assert [(f.problem, f.facts["ago_s"]) for f in late.findings if f.grave] == [
        (Problem.EXPIRED, 600)
    ]


def test_an_old_key_is_told_by_its_fingerprint() -> None:
    found = look(KEY.replace("9f2c", "0000"))
    facts = found.findings[0].facts
    assert (facts["right"], facts["pasted"]) == ("7f3a", found.fingerprint)
    assert len(found.fingerprint) == 4


def test_without_a_broadcast_it_mends_and_splits_what_was_pasted() -> None:
    text = URL.replace("://", "：／／").replace("live/", "live/\n")
    found = diagnose(text, None, NOW)
    assert (found.server, found.key, found.own, found.fits) == (SERVER, KEY, False, False)
    play = diagnose(f"https://play.example.com/live/{CODE}.m3u8", None, NOW)
    assert (play.server, [one.problem for one in play.findings]) == ("", [Problem.PLAY_ADDRESS])


def test_another_services_key_is_not_named() -> None:
    found = look("rtmp://a.rtmp.youtube.com/live2/abcd-efgh-ijkl-mnop")
    assert "abcd" not in said(found)
    assert "8888_bob_1122" in said(look(KEY.replace("ana", "bob")))


def said(found: Diagnosis) -> str:
    """All that a sentence could name; what the fields hold is masked in the sheet."""
    return repr(found) + "".join(repr(dict(one.facts)) for one in found.findings)


def leaks(text: str) -> bool:
    low = text.lower()
    return any(SECRET[n : n + 8] in low for n in range(len(SECRET) - 7))


DAMAGES = {
    "spaces": lambda t, n: t[:n] + "  " + t[n:],
    "line": lambda t, n: t[:n] + "\r\n" + t[n:],
    "hidden": lambda t, n: t[:n] + "\u200b\ufeff" + t[n:],
    "full width": lambda t, n: "".join(
        chr(ord(c) + 0xFEE0) if c in ":/?&=" and k % 2 == n % 2 else c for k, c in enumerate(t)
    ),
    "html": lambda t, n: t.replace("&", "&amp;"),
    "quotes": lambda t, n: f"“{t}”",
    "chat": lambda t, n: f"推流地址：{t}，收到请回复",
    "doubled": lambda t, n: "rtmp://" + t,
    "tail": lambda t, n: t + "。",
}


@given(
    damages=st.lists(st.sampled_from(sorted(DAMAGES)), max_size=4, unique=True),
    place=st.integers(min_value=8, max_value=len(URL) - 1),
)
def test_a_damaged_good_address_is_still_known_as_the_own(damages: list[str], place: int) -> None:
    text = URL
    for damage in damages:
        text = DAMAGES[damage](text, place)
    found = look(text)
    assert found.kind in (Kind.WHOLE, Kind.BOTH), text
    foreign = {Problem.OTHER_CODE, Problem.OLD_KEY, Problem.CUT_OFF, Problem.DAMAGED_KEY}
    assert not foreign & set(grave(found)), text
    if not {"spaces", "line"} <= set(damages):  # torn twice: nobody can tell without the record
        known = diagnose(text, None, NOW)
        assert (known.server, known.key) == (SERVER, KEY), text
    assert not leaks(said(found))


PIECES = st.sampled_from(
    [URL, SERVER, KEY, SECRET, CODE, "rtmp://", "：／／", "?", "&", "&amp;", "%3F", "%", "\n", " ",
     "\u200b", "ffmpeg -f flv ", "Server: ", "txTime=", "txSecret=", "[", "]", ":99999999", "@"]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=12), max_size=9).map("".join))
def test_it_never_raises_and_never_tells_a_secret(text: str) -> None:
    for record in (own(), None):
        assert not leaks(said(diagnose(text, record, NOW)))


@given(st.text(max_size=400))
def test_any_text_at_all_may_be_pasted(text: str) -> None:
    for record in (own(), None):
        found = diagnose(text, record, NOW)
        assert found.kind in Kind


@given(st.integers(0, len(URL)), st.integers(0, len(URL)), st.characters())
def test_one_wrong_stroke_anywhere_is_never_called_good(at: int, cut: int, typed: str) -> None:
    begin, end = sorted((at, cut))
    text = URL[:begin] + typed + URL[end:]
    found = look(text)
    if found.fits and found.kind in (Kind.WHOLE, Kind.KEY):
        assert KEY in text


def test_a_mile_of_text_takes_no_time() -> None:
    began = time.perf_counter()
    for text in (URL * 2000, "rtmp://" * 50_000, "a_" * 100_000, "&amp;" * 50_000, ":/" * 90_000):
        look(text)
    assert time.perf_counter() - began < 2.0


def test_what_is_only_worth_a_word_keeps_no_picture_away() -> None:
    assert Problem.OLD_KEY not in NOTES
    assert set(NOTES) < set(Problem)
