"""The relay's HLS, fed from a file instead of a publisher."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import pytest
from av.container import InputContainer
from av.packet import Packet

from livedesk.media.playlist import KEPT, LISTED, CannotCarry, Playlist, Session, what_is_played
from tests.conftest import ENCODED, PICTURE, SOUND

CODE = "live_anna"
SECONDS = 4


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four seconds as a publisher sends them."""
    file = tmp_path_factory.mktemp("recorded") / "sent.flv"
    subprocess.run(
        [*("ffmpeg", "-loglevel", "error", *PICTURE, *SOUND, *ENCODED), "-t", str(SECONDS), file],
        check=True,
    )
    return file


@pytest.fixture
def source(
    recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[InputContainer]:
    monkeypatch.chdir(tmp_path)  # a playlist is written in the working folder
    with av.open(str(recorded)) as source:
        yield source


def length_played() -> float:
    """Seconds from the first to the last packet of the playlist."""
    with Path(f"{CODE}.m3u8").open("a") as playlist:
        playlist.write("#EXT-X-ENDLIST\n")  # else a player waits for more
    with av.open(f"{CODE}.m3u8") as played:
        times = [
            float(packet.dts * packet.time_base)
            for packet in played.demux()
            if packet.dts is not None
        ]
    return max(times) - min(times)


def carry(source: InputContainer, change: Callable[[Packet], None]) -> None:
    streams = what_is_played(source)
    session = Session(Playlist(CODE, 7), "0a1b", streams)
    for packet in source.demux(streams):
        if packet.dts is not None:
            change(packet)
            session.write(packet)
    session.close()


def moved(packet: Packet, by_ms: int) -> None:
    assert packet.dts is not None
    assert packet.pts is not None
    packet.dts, packet.pts = packet.dts + by_ms, packet.pts + by_ms


@pytest.mark.parametrize("jump_ms", [3_600_000, -3_600_000, -2_000, 0])
def test_times_that_jump_leave_no_hole(source: InputContainer, jump_ms: int) -> None:
    def jumps_after_two_seconds(packet: Packet) -> None:
        moved(packet, 5_000_000)
        if (packet.dts or 0) > 5_002_000:
            moved(packet, jump_ms)

    carry(source, jumps_after_two_seconds)
    assert length_played() == pytest.approx(SECONDS, abs=0.3)


def test_times_that_stand_still_are_told_apart(source: InputContainer) -> None:
    carry(source, lambda packet: moved(packet, -((packet.dts or 0) % 100)))
    assert length_played() == pytest.approx(SECONDS, abs=0.3)


def test_a_segment_begins_with_each_keyframe_after_a_second(source: InputContainer) -> None:
    carry(source, lambda packet: None)
    names = [f"{CODE}.0a1b.{number}.ts" for number in (7, 8, 9, 10)]
    text = Path(f"{CODE}.m3u8").read_text()
    assert [line for line in text.splitlines() if line.endswith(".ts")] == names
    assert text.count("#EXTINF:1.000,") == 3
    for name in names:
        with av.open(name) as segment:
            first = next(frame for frame in segment.decode(video=0))
            assert first.key_frame


def test_players_find_no_packet_lost_between_segments(source: InputContainer) -> None:
    carry(source, lambda packet: None)
    whole = b"".join(file.read_bytes() for file in sorted(Path().glob(f"{CODE}.*.ts"), key=number))
    with av.open(io.BytesIO(whole), format="mpegts") as played:
        pictures = [packet for packet in played.demux(video=0) if packet.dts is not None]
    assert len(pictures) == SECONDS * 25
    assert not any(packet.is_corrupt for packet in pictures)


def number(segment: Path) -> int:
    return int(segment.name.split(".")[2])


def test_a_picture_without_keyframes_is_said_in_words(source: InputContainer) -> None:
    def only_the_first_is_key(packet: Packet) -> None:
        assert packet.dts is not None
        packet.is_keyframe = packet.is_keyframe and packet.dts < 100
        moved(packet, packet.dts * 20)

    with pytest.raises(CannotCarry, match="keyframe interval"):
        carry(source, only_the_first_is_key)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_a_full_disk_is_said_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    playlist = Playlist(CODE, 7)
    Path(f"{CODE}.m3u8.tmp").symlink_to("/dev/full")
    with pytest.raises(CannotCarry, match="disk is full"):
        playlist.add("0a1b", b"picture", 1.0, begins=True)


def test_the_list_says_where_it_stands_and_old_segments_go(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    playlist = Playlist(CODE, 100)
    sessions = 6
    for session in range(sessions):
        for part in range(3):
            playlist.add(f"s{session}", b"picture", 1.0 + part, begins=part == 0)

    text = Path(f"{CODE}.m3u8").read_text()
    segments = 3 * sessions
    assert f"#EXT-X-MEDIA-SEQUENCE:{100 + segments - LISTED}\n" in text
    # Two sessions are listed, with their own marks; those of the four before have passed.
    assert text.count("#EXT-X-DISCONTINUITY\n") == LISTED // 3
    assert f"#EXT-X-DISCONTINUITY-SEQUENCE:{sessions - LISTED // 3}\n" in text
    assert "#EXT-X-TARGETDURATION:3\n" in text
    assert "#EXT-X-ENDLIST" not in text
    kept = sorted(number(file) for file in Path().glob("*.ts"))
    assert kept == list(range(100 + segments - LISTED - KEPT, 100 + segments))
