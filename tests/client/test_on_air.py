"""The contract's rule 5: what a beat says of the encoder."""

from __future__ import annotations

from dataclasses import replace

from livedesk.client.obs_state import Comparison, ObsState
from livedesk.client.on_air import EncoderSeen, figures

OURS = Comparison(True, True, True, "", "rtmp://push.example.com/live", "7f3a", True)
OTHERS = replace(OURS, key=False, same_stream=False)
CONNECTED = ObsState(looking=False, version="29.0.2", comparison=OURS)
STREAMING = replace(CONNECTED, streaming=True, kbps=6012.4, dropped=3, total=900)


def said(*states: ObsState, broadcast: str = "b1") -> bool | None:
    seen = EncoderSeen()
    for state in states:
        seen = seen.after(broadcast, state)
    return seen.on_air


def test_it_says_true_while_obs_streams_to_the_broadcast() -> None:
    assert said(STREAMING) is True


def test_an_encoder_that_was_never_seen_running_is_not_denied() -> None:
    assert said(CONNECTED) is None


def test_an_encoder_that_ran_and_has_stopped_is_denied() -> None:
    assert said(STREAMING, CONNECTED) is False


def test_reconnecting_counts_as_running() -> None:
    assert said(STREAMING, replace(STREAMING, reconnecting=True)) is True


def test_without_a_link_nothing_is_said() -> None:
    assert said(STREAMING, ObsState(looking=False)) is None


def test_it_is_denied_again_once_the_link_is_back() -> None:
    assert said(STREAMING, ObsState(looking=False), CONNECTED) is False


def test_an_obs_that_streams_elsewhere_says_nothing_of_this_broadcast() -> None:
    assert said(replace(STREAMING, comparison=OTHERS)) is None
    assert said(STREAMING, replace(STREAMING, comparison=OTHERS)) is None


def test_an_older_key_of_the_same_stream_is_as_good() -> None:
    assert said(replace(STREAMING, comparison=replace(OURS, key=False))) is True


def test_a_restart_for_a_new_key_is_no_stop() -> None:
    assert said(STREAMING, replace(CONNECTED, busy="replace")) is True


def test_another_broadcast_begins_with_nothing_seen() -> None:
    seen = EncoderSeen().after("b1", STREAMING).after("b2", CONNECTED)
    assert seen.on_air is None


def test_figures_are_told_while_it_streams() -> None:
    assert figures(STREAMING)["kbps"] == 6012
    assert figures(STREAMING)["dropped_frames"] == 3
    assert figures(CONNECTED) == {}
