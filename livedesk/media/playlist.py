"""HLS written by the local relay: one publisher's packets as they are, nothing decoded."""

from __future__ import annotations

import errno
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import av
from av.container import InputContainer
from av.packet import Packet
from av.stream import Stream

# append_list with omit_endlist: a publisher who comes back goes on in the same playlist, behind a
# discontinuity, and players that stayed go on by themselves. temp_file: list and segments appear
# whole, by renaming. FFmpeg 8.1 writes no EXT-X-DISCONTINUITY-SEQUENCE; players cope.
HLS = {
    "hls_time": "1",
    "hls_list_size": "6",
    "hls_delete_threshold": "4",
    "hls_flags": "delete_segments+append_list+omit_endlist+independent_segments+temp_file",
    "max_interleave_delta": "1000000",  # microseconds; a stream that falls silent holds nobody up
}
PLAYED = {"video": ("h264",), "audio": ("aac", "mp3")}

JUMP_FORWARD_MS = 10_000
JUMP_BACK_MS = 100

# FFmpeg's HLS writer does not tell of a full disk: it leaves segments out. So we look ourselves.
LEAST_FREE_BYTES = 16_000_000
LOOK_AT_DISK_EVERY_S = 1.0


class CannotCarry(Exception):
    """The publisher, the port or the folder does not allow it; the message is for a person."""


class Playlist:
    """``{code}.m3u8`` and its segments ``{code}.{session}.{number}.ts`` in the working folder.

    A live code has no dot, so no code's files are taken for another's. Names carry the session, so
    no browser takes a segment of an earlier one from its cache.

    Args:
        first_number: of the first segment, the same for all sessions that share the playlist;
            FFmpeg counts on from there. Epoch seconds: a list begun later never counts back.

    Raises:
        CannotCarry: browsers would not play this, or the folder does not take it.
    """

    def __init__(
        self,
        code: str,
        session: str,
        first_number: int,
        streams: list[Stream],
        clock: Callable[[], float] = time.monotonic,
        free_bytes: Callable[[], int] = lambda: shutil.disk_usage(".").free,
    ) -> None:
        self._clock = clock
        self._free_bytes = free_bytes
        self._disk_seen = float("-inf")
        self._look_at_disk()
        try:
            self._output = av.open(
                f"{code}.m3u8",
                "w",
                format="hls",
                options={
                    **HLS,
                    "start_number": str(first_number),
                    "hls_segment_filename": f"{code}.{session}.%d.ts",
                },
            )
            self._tracks = {
                stream.index: self._output.add_stream_from_template(stream) for stream in streams
            }
        except OSError as error:
            raise _not_written(error) from error
        self._last: dict[int, int] = {}  # newest time written, by stream, ms
        self._shift = 0  # ms added to the publisher's times, so that ours never jump

    def write(self, packet: Packet[Stream]) -> None:
        """Take the next packet of one of the streams.

        Raises:
            CannotCarry: the disk is full or the folder cannot be written.
        """
        if self._clock() - self._disk_seen > LOOK_AT_DISK_EVERY_S:
            self._look_at_disk()
        track = self._tracks[packet.stream_index]
        self._set_time(packet)
        packet.stream = track
        try:
            self._output.mux(packet)
        except OSError as error:
            raise _not_written(error) from error

    def close(self) -> None:
        """Finish the last segment.

        Raises:
            CannotCarry: the folder cannot be written.
        """
        try:
            self._output.close()
        except OSError as error:
            raise _not_written(error) from error

    def _set_time(self, packet: Packet[Stream]) -> None:
        """Let times only grow; RTMP counts in ms, whatever the stream.

        One shift for all streams keeps sound and picture together over a jump.
        """
        sent = packet.dts or 0
        at = sent + self._shift
        newest = max(self._last.values(), default=at)
        last = self._last.get(packet.stream_index, at - 1)
        if at > newest + JUMP_FORWARD_MS or at < last - JUMP_BACK_MS:
            self._shift += newest + 1 - at
        at = max(sent + self._shift, last + 1)
        shown_later = max((packet.pts or sent) - sent, 0)
        packet.dts, packet.pts = at, at + shown_later
        self._last[packet.stream_index] = at

    def _look_at_disk(self) -> None:
        self._disk_seen = self._clock()
        try:
            free = self._free_bytes()
        except OSError as error:
            raise _not_written(error) from error
        if free < LEAST_FREE_BYTES:
            raise _not_written(OSError(errno.ENOSPC, "disk full"))


def sweep_up(code: str) -> None:
    """Remove what an earlier session left in the working folder and no playlist names any more."""
    playlist = Path(f"{code}.m3u8")
    named = playlist.read_text().split() if playlist.is_file() else []
    for segment in Path().glob(f"{code}.*.ts*"):
        if segment.name not in named:
            segment.unlink(missing_ok=True)


def what_is_played(source: InputContainer) -> list[Stream]:
    """The first picture and the first sound.

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


def _not_written(error: OSError) -> CannotCarry:
    if error.errno == errno.ENOSPC:
        return CannotCarry(
            "The disk is full, so the picture cannot be passed on: free some space, and start the"
            " stream again."
        )
    return CannotCarry(
        f"The picture cannot be written to LiveDesk's data folder ({error.strerror}): see that the"
        " folder is there and may be written, and start the stream again."
    )
