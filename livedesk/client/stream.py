"""Pictures of a play address, by FFmpeg's libraries."""

from __future__ import annotations

import contextlib
import errno
import socket
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import av
import av.error
from av.container import InputContainer
from av.video.frame import VideoFrame

from livedesk.client.pace import Pace
from livedesk.client.server_address import is_loopback

# What a server's word may make FFmpeg open; never a file of this computer.
PROTOCOLS = "tcp,tls,http,https,rtmp,rtmps,crypto"


# A picture without sound: FFmpeg would wait 5 s for the sound, and count 2 s of frames for nothing.
BEGIN_SOON = {"analyzeduration": "1000000", "fpsprobesize": "0"}


class NoPicture(Exception):
    """There is none, or none any more.

    Attributes:
        reason: ``waiting`` ``no_answer`` ``refused`` ``not_found`` ``no_video`` ``stalled``
            ``ended``; see `livedesk.desk.workers.preview_feed.Black`.
    """

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def pictures(
    url: str,
    timeout_s: float,
    interrupted: Callable[[], bool],
    timer: Callable[[], float] = time.monotonic,
) -> Iterator[VideoFrame]:
    """The pictures of `url`, each when it is to be shown; ends when interrupted.

    A call that hangs is noticed after `timeout_s`, and no earlier: FFmpeg cannot be woken.

    Raises:
        NoPicture: always, unless interrupted.
    """
    shown = False
    try:
        with _open(url, timeout_s) as container:
            for frame in _frames(container, url, timeout_s, interrupted, timer):
                shown = True
                yield frame
    except (av.error.FFmpegError, OSError) as error:
        if interrupted():
            return
        if shown:
            hangs = isinstance(error, av.error.ExitError)
            raise NoPicture("stalled" if hangs else "ended") from error
        raise NoPicture(why_not(error, url)) from error
    if not interrupted():
        raise NoPicture("ended" if shown else "no_video")


def _open(url: str, timeout_s: float) -> InputContainer:
    parts = urlsplit(url)
    options = {"protocol_whitelist": PROTOCOLS, **BEGIN_SOON}
    if _is_hls(url):
        options["live_start_index"] = "-1"  # the newest segment: less delay than the third last
    if is_loopback(parts.hostname or ""):
        options["http_proxy"] = "none"  # not a proxy's address: else FFmpeg takes the environment's
    return av.open(url, timeout=(timeout_s, timeout_s), options=options)


def _frames(
    container: InputContainer,
    url: str,
    timeout_s: float,
    interrupted: Callable[[], bool],
    timer: Callable[[], float],
) -> Iterator[VideoFrame]:
    if not container.streams.video:
        raise NoPicture("no_video")
    video = container.streams.video[0]
    pace = Pace(spread=_is_hls(url))
    last_at, seen = timer(), False
    for packet in container.demux():  # sound too: a stream without picture must not keep us inside
        if interrupted():
            return
        frames: list[VideoFrame] = []
        if packet.stream is video:
            with contextlib.suppress(av.error.InvalidDataError):  # a damaged piece; more follow
                frames = [frame for frame in packet.decode() if isinstance(frame, VideoFrame)]
        if not frames and timer() - last_at > timeout_s:
            raise NoPicture("stalled" if seen else "no_video")
        for frame in frames:
            while (wait_s := pace.wait_s(frame.time, timer())) > 0:
                if interrupted():
                    return
                time.sleep(min(wait_s, 0.05))
            last_at, seen = timer(), True
            if pace.shows(last_at):
                yield frame


def why_not(error: Exception, url: str) -> str:
    """Why an address did not begin to play, as a reason of `NoPicture`."""
    parts = urlsplit(url)
    is_rtmp = parts.scheme in ("rtmp", "rtmps")
    match error:
        case av.error.HTTPNotFoundError():
            return "waiting"
        case av.error.HTTPClientError():
            return "refused"
        # nginx-rtmp keeps a viewer of what nobody publishes waiting in silence, or with
        # idle_streams off sends it away, which FFmpeg calls EPERM.
        case av.error.ExitError() | PermissionError() if is_rtmp:
            return "waiting"
        # HLS whose first segment is not whole yet.
        case av.error.EOFError() | av.error.InvalidDataError():
            return "waiting"
        # FFmpeg says EIO for an unknown name, and for much else.
        case OSError(errno=errno.EIO) if not _is_known(parts.hostname or ""):
            return "not_found"
    return "no_answer"


def _is_known(host: str) -> bool:
    try:
        socket.getaddrinfo(host, None)
    except (OSError, UnicodeError):
        return False
    return True


def _is_hls(url: str) -> bool:
    return urlsplit(url).path.endswith(".m3u8")
