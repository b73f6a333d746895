from __future__ import annotations

import os

import pytest
import translations


@pytest.fixture
def source(tmp_path):
    source = tmp_path / "livedesk_zh_CN.ts"
    source.write_text("<TS/>", encoding="utf-8")
    return source


def aged(path, seconds: int) -> None:
    os.utime(path, (seconds, seconds))


def test_a_translation_that_was_never_compiled_is_outdated(source):
    assert translations.outdated(source.parent) == [source]


def test_a_translation_older_than_its_compiled_file_is_not_outdated(source):
    compiled = source.with_suffix(".qm")
    compiled.write_bytes(b"")
    aged(source, 1_000)
    aged(compiled, 2_000)
    assert translations.outdated(source.parent) == []


def test_a_translation_that_was_changed_since_is_outdated(source):
    compiled = source.with_suffix(".qm")
    compiled.write_bytes(b"")
    aged(source, 2_000)
    aged(compiled, 1_000)
    assert translations.outdated(source.parent) == [source]
