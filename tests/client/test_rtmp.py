"""Publishing by RTMP: what goes wrong is told apart, and no server can hold us."""

from __future__ import annotations

import contextlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from livedesk.client.amf import BadAmf, decoded, encoded
from livedesk.client.rtmp import Place, Publisher, RtmpTrouble
from livedesk.client.rtmp_chunks import AUDIO, COMMAND, CONTROL, DATA, VIDEO, Chunks, TooLarge
from livedesk.client.test_picture import send
from tests.rtmp_peer import Talk, answering, handshake, hangs_up, peer, silent, web_server

IN_TIME = 0.4  # seconds that a test waits for a server that says nothing


def reason(talk: Talk, timeout_s: float = IN_TIME) -> str:
    with peer(talk) as port:
        began = time.monotonic()
        with pytest.raises(RtmpTrouble) as caught:
            publish(f"rtmp://127.0.0.1:{port}/live/x?txSecret=1", timeout_s)
        assert time.monotonic() - began < 4 * timeout_s + 1
        return caught.value.reason


def publish(url: str, timeout_s: float) -> None:
    with Publisher(url, timeout_s) as publisher:
        for n in range(200):
            publisher.send(VIDEO, n * 40, bytes(6000))
            time.sleep(0.001)


@pytest.mark.parametrize(
    ("talk", "wanted"),
    [
        (silent, "no_answer"),
        (web_server, "not_rtmp"),
        (hangs_up, "not_rtmp"),
        (handshake, "no_answer"),
        (answering(connect="_error"), "bad_app"),
        (answering(connect="hang up"), "bad_app"),
        (answering(publish="hang up"), "refused"),
        (answering(publish="nothing"), "no_answer"),
        (answering(publish="NetStream.Publish.BadName"), "taken"),
        (answering(publish="NetStream.Publish.BadAuth"), "refused"),
        (answering(then="hang up"), "broke_off"),
        (answering(then="NetStream.Publish.BadName"), "taken"),
    ],
)
def test_why_it_does_not_go_on(talk: Talk, wanted: str) -> None:
    assert reason(talk) == wanted


def test_nobody_there_and_no_such_name(free_port: int) -> None:
    for url, wanted in (
        (f"rtmp://127.0.0.1:{free_port}/live/x", "no_port"),
        ("rtmp://nobody.invalid/live/x", "not_found"),
    ):
        with pytest.raises(RtmpTrouble) as caught:
            publish(url, 2.0)
        assert caught.value.reason == wanted


@pytest.mark.parametrize(
    "url", ["", "http://a/live/x", "rtmp://host", "rtmp://host/x", "rtmp:///a/b"]
)
def test_what_is_no_push_address_is_said_before_anything_is_sent(url: str) -> None:
    with pytest.raises(ValueError, match="no"):
        Place.at(url)


def test_a_key_is_in_no_repr() -> None:
    assert "txSecret" not in repr(Place.at("rtmp://host/live/x?txSecret=9f2c"))


def test_a_test_picture_goes_out_until_it_is_stopped() -> None:
    with peer(answering()) as port:
        seconds: list[float] = []
        began = time.monotonic()
        send(
            f"rtmp://127.0.0.1:{port}/live/x",
            stopping=lambda: time.monotonic() - began > 2.3,
            on_sent=lambda sent: seconds.append(sent.seconds),
        )
        assert seconds == [0.0, 1.0, 2.0]
        assert time.monotonic() - began < 3.5


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=3)
        | st.lists(inner, max_size=3)
    ),
    max_leaves=6,
)


@given(st.lists(VALUES, max_size=4))
def test_amf_comes_back_as_it_went(values: list[object]) -> None:
    assert decoded(encoded(*values)) == values  # type: ignore[arg-type]


@given(st.binary(max_size=200))
def test_amf_of_any_server_is_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(BadAmf):
        decoded(data)


@given(
    st.lists(
        st.tuples(
            st.sampled_from([AUDIO, VIDEO, DATA, COMMAND, CONTROL]),
            st.integers(0, 2**32 - 1),
            st.binary(min_size=1, max_size=900),
        ),
        max_size=6,
    ),
    st.integers(1, 400),
)
def test_chunks_come_together_again_however_they_are_cut(
    messages: list[tuple[int, int, bytes]], piece: int
) -> None:
    sender, receiver = Chunks(), Chunks()
    wire = b"".join(sender.made(kind, at, 1, body) for kind, at, body in messages)
    got = [one for at in range(0, len(wire), piece) for one in receiver.fed(wire[at : at + piece])]
    assert got == [(kind, body) for kind, _, body in messages]


@given(st.binary(max_size=400))
def test_any_bytes_at_all_may_come(data: bytes) -> None:
    with contextlib.suppress(TooLarge):
        list(Chunks().fed(data))
