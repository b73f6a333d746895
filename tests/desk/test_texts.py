"""Sentences, numbers and times, in both languages."""

from __future__ import annotations

import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from livedesk.desk import error_texts, texts, time_texts
from livedesk.desk import language as languages
from livedesk.domain.errors import ServerUnavailable, by_code
from livedesk.domain.verdict import Reason
from livedesk.places import resource
from tests.desk.pretend import NOW

TOOLS = Path(sys.executable).parent
SOURCES = sorted((Path(texts.__file__).parent).rglob("*.py"))


def messages(name: str) -> list[ET.Element]:
    root = ET.parse(resource("translations", name)).getroot()
    return root.findall("context/message")


@pytest.mark.parametrize("code", sorted(by_code()))
def test_every_error_has_a_sentence_that_ends_and_says_what_to_do(code: str) -> None:
    sentence = error_texts.ERRORS[code]
    assert sentence.endswith(".")
    assert sentence.count(". ") >= 1 or "; " in sentence


@pytest.mark.parametrize("code", sorted(by_code()))
def test_every_error_has_its_sentence_in_chinese(code: str, chinese: None) -> None:
    found = error_texts.error_sentence(by_code()[code]("English only"))
    assert any("\u4e00" <= letter <= "\u9fff" for letter in found)


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_of_the_verdict_has_words(reason: Reason) -> None:
    assert texts.reason_sentence(reason.value).endswith(".")


def test_a_reason_newer_than_this_console_is_shown_as_it_is() -> None:
    assert texts.reason_sentence("tomorrow_lost") == "tomorrow_lost"


@pytest.mark.parametrize("name", ["livedesk_zh_CN.ts", "livedesk_en.ts"])
def test_every_translation_is_finished(name: str) -> None:
    for message in messages(name):
        translation = message.find("translation")
        assert translation is not None
        assert translation.get("type") is None, message.findtext("source")
        forms = translation.findall("numerusform") or [translation]
        assert all(form.text for form in forms), message.findtext("source")


def test_every_place_for_a_fact_is_in_the_translation_too() -> None:
    for message in messages("livedesk_zh_CN.ts"):
        source = message.findtext("source") or ""
        translation = message.find("translation")
        words = "".join(translation.itertext()) if translation is not None else ""
        marks = {part.split("}")[0] for part in source.split("{")[1:]}
        assert all(f"{{{mark}}}" in words for mark in marks), source


@pytest.mark.parametrize(
    ("name", "extra"), [("livedesk_zh_CN.ts", []), ("livedesk_en.ts", ["-pluralonly"])]
)
def test_the_translations_are_current(name: str, extra: list[str], tmp_path: Path) -> None:
    copy = tmp_path / name
    shutil.copy(resource("translations", name), copy)
    language = name.removeprefix("livedesk_").removesuffix(".ts")
    common = ["-silent", "-locations", "none", "-no-obsolete", "-source-language", "en"]
    common += ["-target-language", language]
    subprocess.run(
        [TOOLS / "pyside6-lupdate", *SOURCES, "-ts", copy, *common, *extra],
        check=True,
        timeout=60,
    )
    assert copy.read_text(encoding="utf-8") == resource("translations", name).read_text(
        encoding="utf-8"
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (59.4, "59 s"), (112, "1 min 52 s"), (85260, "23 h 41 min"), (6 * 86400, "6 day")],
)
def test_a_length_of_time_says_its_two_largest_units(
    qapp: QApplication, seconds: float, words: str
) -> None:
    assert time_texts.duration(seconds).startswith(words)


def test_a_length_of_time_in_chinese(chinese: None) -> None:
    assert time_texts.duration(112) == "1 分 52 秒"


def test_a_moment_names_its_day_unless_it_is_today(qapp: QApplication) -> None:
    assert time_texts.moment(NOW, NOW) == f"today {time_texts.time_of_day(NOW)}"
    assert time_texts.moment(NOW + 86400, NOW) == f"tomorrow {time_texts.time_of_day(NOW)}"
    assert time_texts.moment(NOW - 86400, NOW) == f"yesterday {time_texts.time_of_day(NOW)}"
    assert time_texts.moment(NOW + 7 * 86400, NOW).endswith(
        f"November {time_texts.time_of_day(NOW)}"
    )


def test_a_clock_never_runs_backwards_below_nought() -> None:
    assert time_texts.clock(4365) == "01:12:45"
    assert time_texts.clock(-5) == "00:00:00"


@pytest.mark.parametrize("why", sorted(error_texts.WHYS))
def test_why_there_is_no_server_is_said_in_the_windows_language(why: str, chinese: None) -> None:
    found = error_texts.error_sentence(ServerUnavailable("English only", why=why))
    assert any("\u4e00" <= letter <= "\u9fff" for letter in found)
    assert found != error_texts.error_sentence(ServerUnavailable("English only"))


def test_an_error_without_a_sentence_of_its_own_still_gets_one(qapp: QApplication) -> None:
    error = ServerUnavailable("as it came")
    error.code = "never_heard_of"
    assert error_texts.error_sentence(error) == error_texts.ERRORS["livedesk"]


def test_numbers_have_groups_and_round_trips_are_never_nought(qapp: QApplication) -> None:
    assert texts.number(1284).replace("\u202f", ",") in ("1,284", "1284", "1.284")
    assert time_texts.round_trip(0.0001) == "1 ms"


@pytest.mark.parametrize(
    ("name", "language"), [("zh_CN", "zh_CN"), ("zh_TW", "zh_CN"), ("de_DE", "en"), ("C", "en")]
)
def test_the_language_is_the_nearest_to_the_systems(name: str, language: str) -> None:
    assert languages.language_of(QLocale(name)) == language
