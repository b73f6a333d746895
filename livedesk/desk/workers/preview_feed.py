"""The picture as viewers get it, decoded beside the window."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from livedesk.desk.workers.background import STOP, Background

if TYPE_CHECKING:  # FFmpeg's libraries are loaded by the thread, when there is something to play
    from av.video.frame import VideoFrame
    from av.video.reformatter import VideoReformatter

SCHEMES = frozenset({"http", "https", "rtmp", "rtmps"})

FASTEST_FIRST = ("flv", "rtmp", "hls")
TIMEOUT_S = 5.0  # to open, and for each read; bounds how late a quit may be
TRY_AGAIN_AFTER_S = 2.0
WIDEST, HIGHEST = 960, 540  # pixels; more is not seen in the window

# Which reason tells a host most, when each address fails in its own way.
TELLING = ("stalled", "ended", "no_video", "refused", "waiting", "not_found", "no_answer")


@dataclass(frozen=True, slots=True)
class Black:
    """Why there is no picture.

    Attributes:
        reason: ``waiting`` nothing is published yet; ``no_answer`` no media server answers there;
            ``refused`` it refuses to play; ``not_found`` its name is unknown; ``no_video`` there
            is no picture in the stream; ``stalled`` no picture for 5 s; ``ended``.
        since: epoch seconds of the last picture, or of when we began to look.
    """

    reason: str
    since: float


@dataclass(frozen=True, slots=True)
class Play:
    """Show what one of these addresses plays; none to rest."""

    urls: tuple[str, ...]
    turn: int


class PreviewFeed(Background):
    """Plays the first address that works, and tries again by itself.

    The window is never flooded: at most 25 pictures a second, and one that it did not fetch in
    time is replaced by the next.

    Signals:
        picture: QImage, at most 960x540, a copy of its own; its text ``source`` is the size that
            the stream has, e.g. ``1280×720``.
        black: Black, once for each reason until there is a picture again.
    """

    picture = Signal(object)
    black = Signal(object)
    _picture_waits = Signal(int)
    _went_black = Signal(int, object)

    def __init__(
        self,
        clock: Callable[[], float] = time.time,
        timeout_s: float = TIMEOUT_S,
        try_again_after_s: float = TRY_AGAIN_AFTER_S,
        parent: QObject | None = None,
    ) -> None:
        super().__init__("preview", parent)
        self._clock = clock
        self._timeout_s = timeout_s
        self._try_again_after_s = try_again_after_s
        self._turn = 0  # of the GUI thread: what comes of an earlier `play` is not shown
        self._lock = threading.Lock()
        self._newest: QImage | None = None
        self._reason = ""
        self._since = 0.0
        self._reformatter: VideoReformatter | None = None
        self._picture_waits.connect(self._hand_picture)
        self._went_black.connect(self._hand_black)

    def play(self, urls: Mapping[str, str]) -> None:
        """Show these play addresses, as a record's `play` has them."""
        self._turn += 1
        known = (urls[name] for name in FASTEST_FIRST if name in urls)
        safe = tuple(url for url in known if _is_stream(url))
        self.order(Play(safe, self._turn))

    def rest(self) -> None:
        """Show nothing; no picture comes after this call."""
        self.play({})

    def work(self) -> None:
        """Play, and try again, until another order comes."""
        playing = Play((), 0)
        order: object = None
        while order is not STOP:
            if isinstance(order, Play):
                playing, self._reason, self._since = order, "", self._clock()
                if playing.urls:
                    self._say(playing, "waiting")
            if playing.urls:
                self._try(playing)
            order = self.next_order(self._try_again_after_s if playing.urls else None)

    def _try(self, playing: Play) -> None:
        from livedesk.client.stream import NoPicture, pictures

        reasons = []
        for url in playing.urls:
            try:
                for frame in pictures(url, self._timeout_s, lambda: self.has_orders):
                    self._reason, self._since = "", self._clock()
                    self._give(playing, frame)
            except NoPicture as why:
                reasons.append(why.reason)
            if self.has_orders:
                return
        reason = min(reasons, key=TELLING.index)
        # A stream that has ended is not waited for as if it had never been.
        if not (reason == "waiting" and self._reason in ("ended", "stalled")):
            self._say(playing, reason)

    def _say(self, playing: Play, reason: str) -> None:
        if reason != self._reason:
            self._reason = reason
            self.tell(self._went_black, playing.turn, Black(reason, self._since))

    def _give(self, playing: Play, frame: VideoFrame) -> None:
        scale = min(1.0, WIDEST / frame.width, HIGHEST / frame.height)
        width, height = max(1, round(frame.width * scale)), max(1, round(frame.height * scale))
        plane = self._scaler().reformat(frame, width, height, "rgb24").planes[0]
        rows = bytes(plane)
        image = QImage(rows, width, height, plane.line_size, QImage.Format.Format_RGB888).copy()
        image.setText("source", f"{frame.width}×{frame.height}")
        with self._lock:
            nobody_waits = self._newest is None
            self._newest = image
        if nobody_waits:
            self.tell(self._picture_waits, playing.turn)

    def _scaler(self) -> VideoReformatter:
        if self._reformatter is None:
            from av.video.reformatter import VideoReformatter

            self._reformatter = VideoReformatter()
        return self._reformatter

    def _hand_picture(self, turn: int) -> None:
        with self._lock:
            image, self._newest = self._newest, None
        if turn == self._turn and image is not None:
            self.picture.emit(image)

    def _hand_black(self, turn: int, black: Black) -> None:
        if turn == self._turn:
            self.black.emit(black)


def _is_stream(url: str) -> bool:
    """Whether a server's word may be opened; never a file of this computer."""
    try:
        return urlsplit(url).scheme in SCHEMES
    except ValueError:  # an unclosed bracket
        return False
