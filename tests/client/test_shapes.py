"""The wire's records, read from JSON: as pydantic, which writes them, reads them."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter

from livedesk.client.shapes import read
from livedesk.domain.records import HostRecord, Page, PolicyRecord, ShareRecord
from tests.desk import pretend

WHOLE = pretend.whole_of(pretend.a_past(1)[0], gaps=2)
SAID = (
    pretend.an_evidence(),
    pretend.a_new_key(pretend.a_record("live")),
    pretend.a_policy(),
    pretend.a_record("live", title="直播 🎬"),
    pretend.a_share("192.168.1.20"),
    WHOLE,
    HostRecord("h1", "Ann", disabled=False, banned=False, created_at="2026-11-22T20:01:12.345Z"),
    Page((pretend.a_record(), WHOLE), None),
)
JUNK = (
    None, True, 0, 7, -1.5, 3.0, "", "12", "true", "\ud800", [], {}, [None], [1], {"": None},
    {"a": "b"}, 10**40,
)  # fmt: skip


@pytest.mark.parametrize("said", SAID, ids=lambda said: type(said).__name__)
def test_what_the_server_writes_is_read_as_it_was(said: Any) -> None:
    text = TypeAdapter(type(said)).dump_json(said)
    assert read(type(said), text) == said
    assert read(type(said), text.decode()) == said


def spoilt(value: Any) -> Iterator[Any]:
    """All that comes of another value at one place, of a field that is gone, of one more."""
    yield from JUNK
    places = value if isinstance(value, dict) else range(len(value) if type(value) is list else 0)
    for place in places:
        for part in spoilt(value[place]):
            other = copy.copy(value)
            other[place] = part
            yield other
    if isinstance(value, dict):
        for gone in value:
            yield {name: part for name, part in value.items() if name != gone}
        yield value | {"unknown": [1]}


@pytest.mark.parametrize("said", SAID[:-1], ids=lambda said: type(said).__name__)
def test_of_what_is_spoilt_no_more_is_taken_than_pydantic_takes(said: Any) -> None:
    adapter = TypeAdapter(type(said))
    taken = 0
    for one in spoilt(json.loads(adapter.dump_json(said))):
        text = json.dumps(one)
        try:
            found = read(type(said), text)
        except (ValueError, OverflowError):
            continue
        taken += 1
        assert found == adapter.validate_json(text)
    assert taken


@pytest.mark.parametrize(
    "said",
    [
        b"", b"{", b"\xff", b"null", b"[]", b'"x"', b"\xef\xbb\xbf{}", b"[" * 100_000,
        b'{"address": null}', b'{"address": null, "url": 1}',
        b'{"address": null, "url": "\\ud800"}', '{"address": null, "url": null}'.encode("utf-16"),
    ],
)  # fmt: skip
def test_what_is_none_of_ours_is_refused_and_not_repeated(said: bytes) -> None:
    with pytest.raises(ValueError) as error:  # noqa: PT011  each says its own
        read(ShareRecord, said)
    assert "address" not in str(error.value)


def test_a_number_without_end_is_told_and_a_broken_one_is_not_whole() -> None:
    said = TypeAdapter(PolicyRecord).dump_python(pretend.a_policy())
    with pytest.raises(OverflowError):
        read(PolicyRecord, json.dumps(said | {"grace_s": 10**400}))
    with pytest.raises(ValueError, match="whole"):
        read(PolicyRecord, json.dumps(said | {"poll_misses": 2.5}))


def test_the_window_does_without_pydantic() -> None:
    code = (
        "import importlib, sys\n"
        "from livedesk.desk import lean, warm_up\n"
        "names = warm_up.LIBRARIES + warm_up.MODULES + warm_up.PAGES\n"
        "for name in names: importlib.import_module(name)\n"
        "print([name for name in sys.modules if name.startswith('pydantic')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
