"""Past broadcasts as files, and back."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pytest

from livedesk.desk.history_export import COLUMNS, as_csv, as_json, write
from livedesk.domain.records import Push
from tests.desk.pretend import KEY, a_past, a_record


def read_csv(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_a_table_comes_back_as_it_was() -> None:
    records = a_past(8)
    rows = read_csv(as_csv(records))
    assert [row["id"] for row in rows] == [record.id for record in records]
    assert [row["title"] for row in rows] == [record.title for record in records]
    assert list(rows[0]) == list(COLUMNS)
    third = rows[3]
    assert (third["interruptions"], third["interrupted_s"]) == ("3", "114")
    assert third["peak_viewers"] == str(records[3].peak_viewers)
    assert third["started_at"] == records[3].started_at


def test_excel_reads_chinese() -> None:
    content = as_csv(a_past(4))
    assert content.startswith(b"\xef\xbb\xbf")
    assert "周末夜聊：一壶好茶".encode() in content


@pytest.mark.parametrize("title", ['=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\tx", "\rx"])
def test_a_title_is_never_a_formula(title: str) -> None:
    rows = read_csv(as_csv([replace(a_past(1)[0], title=title)]))
    assert rows[0]["title"] == f"'{title}"


@pytest.mark.parametrize("title", ['a "b", c', "two\nlines", "semi;colon", " spaced "])
def test_titles_with_marks_of_the_format_come_back(title: str) -> None:
    rows = read_csv(as_csv([replace(a_past(1)[0], title=title)]))
    assert rows[0]["title"] == title


def test_json_has_the_stretches_too() -> None:
    records = a_past(4)
    items = json.loads(as_json(records))
    assert [item["title"] for item in items] == [record.title for record in records]
    assert len(items[3]["segments"]) == 4
    assert items[3]["segments"][0]["start"] == records[3].started_at


def test_what_is_not_known_is_left_empty_not_nought() -> None:
    record = a_past(1, whole=False)[0]
    assert read_csv(as_csv([record]))[0]["interruptions"] == ""
    assert json.loads(as_json([record]))[0]["peak_viewers"] is None


def test_the_key_is_in_no_file() -> None:
    push = Push("rtmp://push/" + KEY, "rtmp://push", KEY, "2026-11-23T20:00:00.000Z", "7f3a")
    record = a_record("ended", push=push)
    for content in (as_csv([record]), as_json([record])):
        assert b"txSecret" not in content


def test_a_file_is_there_whole_or_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "past.csv"
    path.write_bytes(b"old")
    write(path, b"new")
    assert path.read_bytes() == b"new"
    (tmp_path / "folder.csv").mkdir()
    with pytest.raises(OSError, match=r".+"):
        write(tmp_path / "folder.csv", b"x")
    assert sorted(one.name for one in tmp_path.iterdir()) == ["folder.csv", "past.csv"]
