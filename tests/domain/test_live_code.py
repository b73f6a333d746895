from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.domain.errors import BadLiveCode
from livedesk.domain.live_code import LONGEST, LiveCode, mended

LETTERS = "abcXYZ019_-"


def test_the_schemes_own_example_is_a_live_code():
    code = LiveCode.parse("8888_test_12345_test")
    assert (code.bizid, code.suffix) == ("8888", "test_12345_test")
    assert str(code) == "8888_test_12345_test"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "8888",
        "_test",
        "8888_",
        "8888_a b",
        "8888_a\n",
        "8888_猫",
        "8888_a/b",
        "8888_a?x=1",
        "8_",
    ],
)
def test_what_is_no_live_code_is_refused(text):
    with pytest.raises(BadLiveCode):
        LiveCode.parse(text)


def test_a_code_has_eighty_characters_at_most():
    assert len(str(LiveCode.make("8888", "a" * 75))) == LONGEST
    with pytest.raises(BadLiveCode, match="75 characters at most"):
        LiveCode.make("8888", "a" * 76)


def test_a_code_must_not_end_like_a_transcoding_template():
    with pytest.raises(BadLiveCode, match='"_sd"'):
        LiveCode.make("8888", "show_SD", templates=["hd", "sd"])
    assert LiveCode.make("8888", "showsd", templates=["sd"])


def test_codes_that_differ_in_case_only_are_the_same():
    assert LiveCode.parse("8888_Mei").folded == LiveCode.parse("8888_mEI").folded


def test_a_bad_suffix_is_answered_with_a_good_one():
    with pytest.raises(BadLiveCode, match='Try "ana_code"'):
        LiveCode.make("8888", "ana code!")


@given(st.text(LETTERS, min_size=1, max_size=70))
def test_every_code_that_can_be_made_can_be_read_back(suffix):
    made = LiveCode.make("8888", suffix)
    assert LiveCode.parse(str(made)) == made


@given(st.text())
def test_what_is_offered_instead_is_always_allowed(suffix):
    LiveCode.make("8888", mended(suffix))
