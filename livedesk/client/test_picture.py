"""A moving picture with a clock and a tone, sent where OBS will send: is the way open?"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import av
from av.audio.frame import AudioFrame
from av.container import OutputContainer
from av.filter import Graph
from av.packet import Packet
from av.video.frame import VideoFrame

from livedesk.client.amf import encoded
from livedesk.client.burned_clock import burn
from livedesk.client.rtmp import Publisher
from livedesk.client.rtmp_chunks import DATA

WIDTH, HEIGHT, FPS = 960, 540, 25
KEY_FRAME_EVERY_S = 2
BITRATE = 1_500_000  # bits a second at most; the picture needs less
SOUND_RATE, SOUND_SAMPLES = 44_100, 1024
TONE_HZ = 440
DOT = 10  # pixels of the clock
LONGEST_NAP_S = 0.04  # how late a stop is seen

FLV_HEAD = 9  # bytes before the first tag (Adobe's Video File Format 10.1, annex E)
TAG_HEAD, TAG_TAIL = 11, 4


@dataclass(frozen=True, slots=True)
class Sent:
    """So much has gone out: seconds of picture, and bytes."""

    seconds: float
    size: int


def send(
    url: str,
    stopping: Callable[[], bool],
    on_sent: Callable[[Sent], None],
    timeout_s: float = 8.0,
    clock: Callable[[], float] = time.time,
    timer: Callable[[], float] = time.monotonic,
) -> None:
    """Publish to `url` in real time, until `stopping`.

    Args:
        on_sent: called when the first picture is out, and each second then.
        clock: what the burned clock shows, epoch seconds.

    Raises:
        RtmpTrouble: why it cannot begin, or does not go on.
        ValueError: `url` is no push address.
    """
    with Publisher(url, timeout_s) as publisher:
        pictures = _Pictures(clock)
        began, size, told = timer(), 0, -1
        for at_s in pictures.each():
            while (early := began + at_s - timer()) > 0:
                if stopping():
                    return
                time.sleep(min(early, LONGEST_NAP_S))
            if stopping():
                return
            for kind, at_ms, body in pictures.tags():
                publisher.send(kind, at_ms, body)
                size += len(body)
            if int(at_s) > told:
                told = int(at_s)
                on_sent(Sent(at_s, size))


class _Pictures:
    """Frame after frame, coded and wrapped as FLV."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._file = _Tags()
        self._flv: OutputContainer = av.open(
            self._file, "w", format="flv", options={"flvflags": "no_duration_filesize"}
        )
        video = self._flv.add_stream(
            "libx264",
            rate=FPS,
            options={
                "preset": "ultrafast",
                "tune": "zerolatency",
                "g": str(FPS * KEY_FRAME_EVERY_S),
                "threads": "1",
            },
        )
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.bit_rate = BITRATE
        video.codec_context.time_base = Fraction(1, FPS)
        audio = self._flv.add_stream("aac", rate=SOUND_RATE, layout="stereo")
        audio.bit_rate = 96_000
        self._video, self._audio = video, audio
        self._shown, self._heard = _moving_picture(), _tone()
        self._sound_at = 0

    def each(self) -> Iterator[float]:
        """Make one frame after the other, and the sound beside it; gives its time in seconds."""
        count = 0
        while True:
            frame = self._shown.pull()
            assert isinstance(frame, VideoFrame)  # noqa: S101  a video sink
            frame.make_writable()
            burn(frame, _words(self._clock()), DOT)
            frame.pts, frame.time_base = count, Fraction(1, FPS)
            self._mux(self._video.encode(frame))
            while self._sound_at <= (count + 1) * SOUND_RATE // FPS:
                sound = self._heard.pull()
                assert isinstance(sound, AudioFrame)  # noqa: S101  an audio sink
                sound.pts, sound.time_base = self._sound_at, Fraction(1, SOUND_RATE)
                self._sound_at += sound.samples
                self._mux(self._audio.encode(sound))
            yield count / FPS
            count += 1

    def tags(self) -> Iterator[tuple[int, int, bytes]]:
        """Kind, time in milliseconds and body of what has been made since the last call."""
        for kind, at_ms, body in self._file.taken():
            # A server tells its players what is in the data message of this name only.
            yield kind, at_ms, encoded("@setDataFrame") + body if kind == DATA else body

    def _mux(self, packets: Sequence[Packet[Any]]) -> None:
        for packet in packets:
            self._flv.mux(packet)


class _Tags:
    """A file that FFmpeg writes FLV into, read tag by tag."""

    def __init__(self) -> None:
        self._bytes = bytearray()
        self._begun = False

    def write(self, data: bytes) -> int:
        self._bytes += data
        return len(data)

    def taken(self) -> Iterator[tuple[int, int, bytes]]:
        """Kind, milliseconds and body of each tag that is whole; each once."""
        held = self._bytes
        if not self._begun and len(held) >= FLV_HEAD + TAG_TAIL:
            self._begun = True
            del held[: FLV_HEAD + TAG_TAIL]
        while self._begun and len(held) >= TAG_HEAD:
            length = int.from_bytes(held[1:4], "big")
            whole = TAG_HEAD + length + TAG_TAIL
            if len(held) < whole:
                return
            at_ms = int.from_bytes(held[4:7], "big") | held[7] << 24
            kind, body = held[0], bytes(held[TAG_HEAD : TAG_HEAD + length])
            del held[:whole]
            yield kind, at_ms, body


def _moving_picture() -> Graph:
    graph = Graph()
    source = graph.add("testsrc2", f"size={WIDTH}x{HEIGHT}:rate={FPS}")
    shape = graph.add("format", "yuv420p")
    sink = graph.add("buffersink")
    source.link_to(shape)
    shape.link_to(sink)
    graph.configure()
    return graph


def _tone() -> Graph:
    graph = Graph()
    sine = f"frequency={TONE_HZ}:sample_rate={SOUND_RATE}:samples_per_frame={SOUND_SAMPLES}"
    source = graph.add("sine", sine)
    shape = graph.add("aformat", "sample_fmts=fltp:channel_layouts=stereo")
    sink = graph.add("abuffersink")
    source.link_to(shape)
    shape.link_to(sink)
    graph.configure()
    return graph


def _words(at: float) -> str:
    """``21:13:53.4`` in this computer's zone."""
    return time.strftime("%H:%M:%S", time.localtime(at)) + f".{int(at * 10) % 10}"
