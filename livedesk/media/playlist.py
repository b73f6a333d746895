"""HLS written by the local relay: a publisher's packets as they are, cut into segments.

FFmpeg's own HLS writer (8.1) cannot say where a list of several publishes stands (it writes no
EXT-X-DISCONTINUITY-SEQUENCE, and browsers' own players stop at the second return), and leaves
segments out without a word when the disk is full. So FFmpeg makes the segments, and we the list.
"""

from __future__ import annotations

import errno
import io
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.stream import Stream

PLAYED = {"video": ("h264",), "audio": ("aac", "mp3")}

SEGMENT_MS = 1000
LONGEST_MS = 60_000  # a segment is in memory until it is whole
LISTED = 6
KEPT = 6  # segments that left the list; a slow player may still ask for them
TS_PACKET = 188  # bytes

# RTMP counts in ms. FFmpeg would move negative times, which frames shown before they are decoded
# can have, in one segment and not in the next.
FIRST_MS = 10_000
JUMP_FORWARD_MS = 10_000
JUMP_BACK_MS = 100


class CannotCarry(Exception):
    """The publisher or the folder does not allow it; the message is for a person."""


@dataclass(frozen=True, slots=True)
class Segment:
    """One file of the list; `begins` where nothing leads over from the segment before."""

    name: str
    seconds: float
    begins: bool


class Playlist:
    """``{code}.m3u8`` in the working folder, over the newest segments of all its sessions.

    A publisher who comes back goes on in the same list, and players that stayed go on by
    themselves. Names carry the session, so that no browser takes a segment of an earlier run
    from its cache, and the code has no dot, so that no code's files are taken for another's.

    Args:
        first_number: of the first segment. Epoch seconds, so that a list begun later in place of
            an older one does not count back.
    """

    def __init__(self, code: str, first_number: int) -> None:
        self._code = code
        self._next_number = first_number
        self._segments: deque[Segment] = deque()  # the last LISTED of them are in the list
        self._begins_passed = 0  # discontinuities that have left the list
        self._longest = 1.0
        for left in (*Path().glob(f"{code}.m3u8*"), *Path().glob(f"{code}.*.ts")):
            left.unlink(missing_ok=True)

    def add(self, session: str, content: bytes | bytearray, seconds: float, begins: bool) -> None:
        """Write the next segment and the list that names it.

        Raises:
            CannotCarry: the disk is full or the folder cannot be written.
        """
        segment = Segment(f"{self._code}.{session}.{self._next_number}.ts", seconds, begins)
        try:
            Path(segment.name).write_bytes(content)
            self._next_number += 1
            self._longest = max(self._longest, seconds)
            self._segments.append(segment)
            if len(self._segments) > LISTED:
                self._begins_passed += self._segments[-LISTED - 1].begins
            new = Path(f"{self._code}.m3u8.tmp")
            new.write_text(self._text())
            new.replace(f"{self._code}.m3u8")
            while len(self._segments) > LISTED + KEPT:
                Path(self._segments.popleft().name).unlink(missing_ok=True)
        except OSError as error:
            raise _not_written(error) from error

    def _text(self) -> str:
        listed = list(self._segments)[-LISTED:]
        lines = [
            "#EXTM3U",
            "#EXT-X-VERSION:6",
            f"#EXT-X-TARGETDURATION:{round(self._longest)}",
            f"#EXT-X-MEDIA-SEQUENCE:{self._next_number - len(listed)}",
            f"#EXT-X-DISCONTINUITY-SEQUENCE:{self._begins_passed}",
            "#EXT-X-INDEPENDENT-SEGMENTS",
        ]
        for segment in listed:
            if segment.begins:
                lines.append("#EXT-X-DISCONTINUITY")
            lines += [f"#EXTINF:{segment.seconds:.3f},", segment.name]
        return "\n".join([*lines, ""])


class Session:
    """One publisher's packets on their way into the playlist.

    A segment is in memory until its second, or the picture's next keyframe after it, has come.
    """

    def __init__(self, playlist: Playlist, id: str, streams: list[Stream]) -> None:
        self.id = id
        self._playlist = playlist
        self._streams = streams
        self._output: OutputContainer | None = None
        self._content = io.BytesIO()
        self._tracks: dict[int, Stream] = {}
        self._begun = 0  # ms, of the segment
        self._is_first = True
        self._counts: dict[int, int] = {}  # of the transport packets, by PID
        self._last: dict[int, int] = {}  # newest time written, by stream, ms
        self._shift = 0  # ms added to the publisher's times, so that ours never jump

    def write(self, packet: Packet[Stream]) -> None:
        """Take the next packet of one of the streams.

        Raises:
            CannotCarry: the packet is broken, or the folder does not take the segment.
        """
        self._set_time(packet)
        try:
            self._cut_or_mux(packet, self._last[packet.stream_index])
        except av.error.FFmpegError as error:
            raise _not_passed_on(error) from error

    def close(self) -> None:
        """Hand over the last segment.

        Raises:
            CannotCarry: as `write`.
        """
        try:
            if self._output:
                self._finish_segment(self._output, max(self._last.values()))
        except av.error.FFmpegError as error:
            raise _not_passed_on(error) from error

    @property
    def flows(self) -> bool:
        """The first keyframe has come, and is on its way to the viewers."""
        return self._output is not None

    def _cut_or_mux(self, packet: Packet[Stream], at: int) -> None:
        if packet.stream_index == self._streams[0].index and packet.is_keyframe:
            if self._output and at - self._begun >= SEGMENT_MS:
                self._finish_segment(self._output, at)
            if self._output is None:
                self._begin_segment(at)
        if self._output is None:  # before the first keyframe there is nothing to show
            return
        packet.stream = self._tracks[packet.stream_index]
        self._output.mux(packet)
        if at - self._begun > LONGEST_MS:
            raise CannotCarry(
                "The publisher has sent no keyframe for a minute, so nobody can begin to watch: set"
                " the keyframe interval to 2 s (OBS: Settings, Output), and start the stream again."
            )

    def _begin_segment(self, at: int) -> None:
        self._content = io.BytesIO()
        self._output = av.open(self._content, "w", format="mpegts")
        self._tracks = {
            stream.index: self._output.add_stream_from_template(stream) for stream in self._streams
        }
        self._begun = at

    def _finish_segment(self, output: OutputContainer, at: int) -> None:
        self._output = None
        output.close()
        seconds = max(at - self._begun, 1) / 1000
        content = bytearray(self._content.getvalue())
        self._count_on(content)
        self._playlist.add(self.id, content, seconds, self._is_first)
        self._is_first = False

    def _count_on(self, content: bytearray) -> None:
        """Let the transport packets count on from the last segment, modulo 16 for each PID.

        FFmpeg begins each file at 0, which players take for packets lost in between. Packets
        without payload repeat the last count. Source: ISO/IEC 13818-1, 2.4.3.3.
        """
        for start in range(0, len(content), TS_PACKET):
            pid = (content[start + 1] & 0x1F) << 8 | content[start + 2]
            if content[start + 3] & 0x10:
                self._counts[pid] = (self._counts.get(pid, -1) + 1) % 16
            content[start + 3] = content[start + 3] & 0xF0 | self._counts.get(pid, 0)

    def _set_time(self, packet: Packet[Stream]) -> None:
        """Let times only grow. One shift for all streams keeps sound and picture together."""
        sent = packet.dts or 0
        if not self._last:
            self._shift = FIRST_MS - sent
        at = sent + self._shift
        newest = max(self._last.values(), default=at)
        last = self._last.get(packet.stream_index, at - 1)
        if at > newest + JUMP_FORWARD_MS or at < last - JUMP_BACK_MS:
            self._shift += newest + 1 - at
        at = max(sent + self._shift, last + 1)
        shown_later = max((packet.pts or sent) - sent, 0)
        packet.dts, packet.pts = at, at + shown_later
        self._last[packet.stream_index] = at


def what_is_played(source: InputContainer) -> list[Stream]:
    """The first picture, if there is one, and the first sound, if there is one.

    Raises:
        CannotCarry: there is neither, or one is in a form that browsers do not play from HLS.
    """
    first = [streams[0] for streams in (source.streams.video, source.streams.audio) if streams]
    if not first:
        raise CannotCarry(
            "The publisher sends neither picture nor sound: check the sources in the program that"
            " pushes, and start the stream again."
        )
    for stream in first:
        # PyAV has no codec context for what FFmpeg cannot decode, whatever its types say.
        context = stream.codec_context
        codec = context.codec.canonical_name if context else "an unknown form"
        if codec not in PLAYED[stream.type]:
            wanted = "H.264" if stream.type == "video" else "AAC"
            raise CannotCarry(
                f"The publisher sends {stream.type} as {codec}, which browsers do not play from the"
                f" local relay: choose {wanted} as {stream.type} encoder in the program that"
                " pushes (OBS: Settings, Output), and start the stream again."
            )
    return list(first)


def _not_passed_on(error: av.error.FFmpegError) -> CannotCarry:
    return CannotCarry(
        f"The publisher sends what FFmpeg cannot pass on ({error.strerror}): start the stream"
        " again, and if that does not help, choose another encoder."
    )


def _not_written(error: OSError) -> CannotCarry:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return CannotCarry(
            "The disk is full, so the picture cannot be passed on: free some space, and start the"
            " stream again."
        )
    return CannotCarry(
        f"The picture cannot be written to LiveDesk's data folder ({error.strerror}): see that the"
        " folder is there and may be written, and start the stream again."
    )
