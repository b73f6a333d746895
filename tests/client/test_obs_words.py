"""OBS's message times what the server saw: every combination has a sentence and one button."""

from __future__ import annotations

import itertools

import pytest

from livedesk.client.obs_words import SAYS, SENTENCES, Act, Said, Saw, explained, seen
from livedesk.domain.evidence_records import (
    CallbackSource,
    EvidenceRecord,
    HeartbeatSource,
    PollSource,
    SignalRecord,
    Sources,
    VerdictRecord,
)
from livedesk.domain.explain_trail import REFUSALS, Signal
from livedesk.domain.records import Words, to_text

NOW = 1_795_384_365.0
NONE = Words("", "")


def evidence(
    *signals: tuple[float, str, str], state: str = "ready", publishing: bool | None = None
) -> EvidenceRecord:
    """Signals as (seconds ago, kind, detail), oldest first."""
    return EvidenceRecord(
        id="b1",
        code="live_ana",
        title="Cats",
        at=to_text(NOW),
        verdict=VerdictRecord(state, "waiting", 3, None, NONE),
        deadline=None,
        held_until=None,
        sources=Sources(
            HeartbeatSource(True, "good", None, None, None, NONE),
            CallbackSource(True, "silent", 0, None, None, None, NONE),
            PollSource(True, "silent", None, None, publishing, 0, NONE),
        ),
        signals=tuple(SignalRecord(to_text(NOW - ago), kind, d, NONE) for ago, kind, d in signals),
        decisions=(),
    )


@pytest.mark.parametrize(("said", "saw"), list(itertools.product(Said, Saw)))
def test_every_combination_is_explained(said: Said, saw: Saw) -> None:
    found = explained(said, saw)
    assert found.says in SAYS
    assert found.act in Act


@pytest.mark.parametrize(
    ("saw", "says", "act"),
    [
        (Saw.REPLACED, "replaced", Act.COPY_BOTH),
        (Saw.EXPIRED, "expired", Act.RENEW),
        (Saw.WRONG_SIGNATURE, "wrong_signature", Act.COPY_BOTH),
        (Saw.TAKEN, "taken", Act.AGAIN),
        (Saw.ENDED, "ended", Act.NEW),
    ],
)
@pytest.mark.parametrize("said", [said for said in Said if said is not Said.ENCODER])
def test_what_the_server_knows_goes_before_what_obs_guesses(
    said: Said, saw: Saw, says: str, act: Act
) -> None:
    found = explained(said, saw)
    assert (found.says, found.act) == (says, act)


@pytest.mark.parametrize("saw", Saw)
def test_an_encoder_error_is_never_blamed_on_the_server(saw: Saw) -> None:
    assert explained(Said.ENCODER, saw).says == "encoder"


@pytest.mark.parametrize(
    ("said", "saw", "says"),
    [
        (Said.CONNECT_FAILED, Saw.NOTHING, "not_reached"),
        (Said.INVALID_STREAM, Saw.NOTHING, "key_not_ours"),
        (Said.INVALID_STREAM, Saw.UNCHECKED, "key_refused"),
        (Said.INVALID_STREAM, Saw.PICTURE, "two_encoders"),
        (Said.INVALID_STREAM, Saw.STOPPED, "still_held"),
        (Said.BAD_PATH, Saw.NOTHING, "bad_path"),
        (Said.DISCONNECTED, Saw.STOPPED, "line_broke"),
        (Said.NOTHING, Saw.NOTHING, "sent_elsewhere"),
        (Said.NOTHING, Saw.PICTURE, "arrives"),
        (Said.NOTHING, Saw.AWAY, "server_away"),
    ],
)
def test_where_the_server_was_told_nothing_obss_message_decides(
    said: Said, saw: Saw, says: str
) -> None:
    assert explained(said, saw).says == says


@pytest.mark.parametrize(
    ("sentence", "saw"),
    [
        ("The push address was replaced: copy both fields again.", Saw.REPLACED),
        ("The push address has expired: create a new live code.", Saw.EXPIRED),
        ("The push address has no signature: copy both fields from the console.", Saw.UNSIGNED),
        (
            "Another encoder is publishing this live code: stop that one first.",
            Saw.TAKEN,
        ),
        ("An admin has banned this host: ask the admin to lift it.", Saw.SHUT_OUT),
        ("Something that a newer server says.", Saw.OTHER_REFUSAL),
    ],
)
def test_a_refused_push_is_told_by_its_reason(sentence: str, saw: Saw) -> None:
    told = evidence((20, Signal.PUBLISH, "c1"), (5, Signal.PUSH_REFUSED, sentence))
    assert seen(told, "nginx-rtmp") is saw


@pytest.mark.parametrize("sentence", sorted(set(REFUSALS)))
def test_every_reason_that_a_server_gives_is_known(sentence: str) -> None:
    if "Tencent" in sentence:
        return  # never told to an encoder
    told = evidence((5, Signal.PUSH_REFUSED, sentence))
    assert seen(told, "srs") is not Saw.OTHER_REFUSAL


def test_what_is_long_ago_does_not_count() -> None:
    old = evidence((600, Signal.PUSH_REFUSED, "The push address was replaced: …"))
    assert seen(old, "srs") is Saw.NOTHING
    assert seen(old, "tencent") is Saw.UNCHECKED
    assert seen(old, "local") is Saw.UNCHECKED


def test_the_newest_signal_counts() -> None:
    assert seen(evidence((9, Signal.PUBLISH, "c")), "srs") is Saw.PICTURE
    stopped = evidence((9, Signal.PUBLISH, "c"), (4, Signal.PUBLISH_DONE, "c"))
    assert seen(stopped, "srs") is Saw.STOPPED
    assert seen(evidence(publishing=True), "srs") is Saw.PICTURE
    assert seen(evidence(state="ended"), "srs") is Saw.ENDED
    assert seen(None, "srs") is Saw.AWAY


def test_the_sentences_are_obss_own() -> None:
    assert SENTENCES[Said.CONNECT_FAILED] == Words(
        "Failed to connect to server", "无法连接到服务器"
    )
    assert SENTENCES[Said.DISCONNECTED].zh_CN == "已与服务器断开连接。"
    assert "推流码" in SENTENCES[Said.INVALID_STREAM].zh_CN
    assert set(SENTENCES) == set(Said) - {Said.NOTHING}
