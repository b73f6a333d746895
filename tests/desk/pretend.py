"""A `Live` and a `PreviewFeed` that only note what is asked, and values to show."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, cast

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from livedesk.client.console_settings import Remembered
from livedesk.desk.main_window import MainWindow
from livedesk.desk.workers.beats import Away, Beat
from livedesk.desk.workers.connection import ServerInfo
from livedesk.desk.workers.cover_shop import CoverFetcher, CoverPicture, CoverShop
from livedesk.desk.workers.live import Live
from livedesk.desk.workers.preview_feed import PreviewFeed
from livedesk.domain.errors import ServerUnavailable
from livedesk.domain.records import (
    HostName,
    Media,
    PolicyRecord,
    Push,
    Record,
    Rhythm,
    Segment,
    ShareRecord,
    to_text,
)

NOW = 1_795_384_365.0  # 2026-11-22, in the evening of most of the world
KEY = "8888_ana_1122?txSecret=9f2c41d07be64a2f8c1d5e3b7a906f12&txTime=6AB3C4D5"


class PretendLive(QObject):
    """The signals of `Live`; `asked` lists its deeds."""

    connecting = Signal(str)
    connected = Signal(object, object)
    server_lost = Signal(object)
    record_changed = Signal(object)
    beaten = Signal(object)
    away = Signal(object)
    back = Signal()
    list_read = Signal(object)
    mine_read = Signal(object)
    renewed = Signal(object)
    cover_told = Signal(str, str, object)
    refused = Signal(object, str)
    resume_offered = Signal(object)
    share_changed = Signal(object)
    evidence_read = Signal(object)
    evidence_failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Any, ...]] = []

    def create(
        self,
        title: str,
        suffix: str | None,
        valid_for_s: int,
        rehearsal: bool,
        cover_url: str | None = None,
    ) -> None:
        cover = () if cover_url is None else (cover_url,)
        self.asked.append(("create", title, suffix, valid_for_s, rehearsal, *cover))

    def renew(self, valid_for_s: int) -> None:
        self.asked.append(("renew", valid_for_s))

    def put_cover(self, jpeg: bytes) -> None:
        self.asked.append(("put_cover", jpeg))

    def end(self) -> None:
        self.asked.append(("end",))

    def resume(self, record: Record) -> None:
        self.asked.append(("resume", record))

    def change(self, title: str | None = None, rehearsal: bool | None = None) -> None:
        self.asked.append(("change", title, rehearsal))

    def share(self, address: str | None) -> None:
        self.asked.append(("share", address))

    def search(self, text: str) -> None:
        self.asked.append(("search", text))

    def show_list(self, shown: bool) -> None:
        self.asked.append(("show_list", shown))

    def refresh(self) -> None:
        self.asked.append(("refresh",))

    def retry_now(self) -> None:
        self.asked.append(("retry_now",))

    def look_up(self, id: str) -> None:
        self.asked.append(("look_up", id))


class PretendFeed(QObject):
    """The signals of `PreviewFeed`; `played` lists the addresses."""

    picture = Signal(object)
    black = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.played: list[dict[str, str]] = []

    def play(self, urls: dict[str, str]) -> None:
        self.played.append(urls)


class PretendShop(QObject):
    """The signals of `CoverShop`; `asked` lists what it was given, `kept` what it was to keep."""

    made = Signal(object, str)
    unreadable = Signal(str, str)
    kept_at = "/home/ana/last-cover.jpg"

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Any, str]] = []
        self.kept: list[bytes | None] = []

    def make(self, source: Any, purpose: str) -> None:
        self.asked.append((source, purpose))

    def keep(self, jpeg: bytes | None) -> None:
        self.kept.append(jpeg)

    def finish(self, image: QImage, jpeg: bytes = b"jpeg") -> None:
        """What was given last has become a cover."""
        self.made.emit(CoverPicture(image, jpeg), self.asked[-1][1])


class PretendFetcher(QObject):
    """The signal of `CoverFetcher`; `asked` lists the addresses."""

    fetched = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def fetch(self, url: str) -> None:
        self.asked.append(url)


@dataclass
class Stage:
    """The window, what it believes to be its workers, and a clock that is set by hand."""

    window: MainWindow
    live: PretendLive
    feed: PretendFeed
    clock: list[float]
    shop: PretendShop
    fetcher: PretendFetcher

    def connect(self, *, bundled: bool = False) -> None:
        self.live.connected.emit(a_policy(), a_server(bundled=bundled))
        if bundled:
            self.live.share_changed.emit(a_share())

    def pass_(self, seconds: float) -> None:
        """Time passes, and the window looks at its clock."""
        self.clock[0] += seconds
        self.window.look()

    @property
    def deeds(self) -> list[tuple[Any, ...]]:
        """What was asked of the workers, without which page is shown."""
        return [deed for deed in self.live.asked if deed[0] not in ("show_list", "refresh")]


def a_stage(
    qtbot: QtBot, width: int = 1180, height: int = 760, kept: Remembered | None = None
) -> Stage:
    live, feed, clock = PretendLive(), PretendFeed(), [NOW]
    shop, fetcher = PretendShop(), PretendFetcher()
    window = MainWindow(
        cast(Live, live),
        cast(PreviewFeed, feed),
        lambda: clock[0],
        cast(CoverShop, shop),
        cast(CoverFetcher, fetcher),
        kept or Remembered(),
    )
    qtbot.addWidget(window, before_close_func=lambda shown: shown.leave())
    window.resize(width, height)
    with qtbot.waitExposed(window):
        window.show()
    return Stage(window, live, feed, clock, shop, fetcher)


def a_policy(**changes: Any) -> PolicyRecord:
    policy = PolicyRecord(
        heartbeats=True,
        heartbeat_interval_s=60.0,
        heartbeat_misses=3,
        grace_s=60.0,
        slack_s=5.0,
        makeup_beats=10,
        callbacks=True,
        media_kind="nginx-rtmp",
        bizid="8888",
        server_time=to_text(NOW),
        version="0",
    )
    return replace(policy, **changes)


def a_server(*, bundled: bool = False) -> ServerInfo:
    if bundled:
        return ServerInfo("http://127.0.0.1:8787", True, "127.0.0.1:8787")
    return ServerInfo("https://live.example.com", False, "live.example.com")


def a_record(state: str = "ready", **changes: Any) -> Record:
    """A broadcast of Ana's, 1 h 12 min 45 s old where it has started."""
    started = NOW - 4365 if state != "ready" else None
    code = "8888_ana_1122"
    record = Record(
        id="b1",
        code=code,
        state=state,
        reason={"ready": "waiting", "live": "publishing", "ended": "ended_by_host"}.get(
            state, "media_stopped"
        ),
        title="Sunday sketchbook",
        cover_url=None,
        host=HostName("ana", "Ana Oliveira"),
        rehearsal=False,
        created_at=to_text(NOW - 5000),
        started_at=to_text(started) if started is not None else None,
        ended_at=to_text(NOW - 60) if state == "ended" else None,
        likes=3902 if started else 0,
        viewers=1284 if started else 0,
        play={
            "hls": f"https://play.example.com/live/{code}.m3u8",
            "flv": f"https://play.example.com/live/{code}.flv",
            "rtmp": f"rtmp://play.example.com/live/{code}",
        },
        watch_url=f"https://live.example.com/watch/{code}",
        heartbeat=Rhythm(60.0, 3),
        push=Push(
            "rtmp://push.example.com/live/" + KEY,
            "rtmp://push.example.com/live",
            KEY,
            to_text(NOW + 85260),
            "7f3a",
        ),
        media=Media(state == "live", to_text(started) if started is not None else None),
    )
    if state in ("interrupted", "offline"):
        record = replace(record, media=Media(False, to_text(NOW - 18)))
    if state == "ended":
        gap = NOW - 2000
        segments = (
            Segment(to_text(NOW - 4365), to_text(gap)),
            Segment(to_text(gap + 41), to_text(NOW - 60)),
        )
        record = replace(record, segments=segments, peak_viewers=1402)
    return replace(record, **changes)


def a_beat(state: str = "live", reason: str = "publishing") -> Beat:
    return Beat(NOW - 12, 0.018, NOW + 48, state, reason, NOW + 37)


def away() -> Away:
    return Away(NOW - 52, NOW - 112, NOW + 8, NOW + 73, ServerUnavailable("no answer"))


def a_share(address: str | None = None) -> ShareRecord:
    return ShareRecord(address, f"http://{address}:8787" if address else None)


def a_picture(width: int = 960, height: int = 540, hue: int = 210) -> QImage:
    """Something to look at."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    for n in range(16):
        colour = QColor.fromHsv((hue + n * 9) % 360, 150, 90 + n * 8)
        painter.fillRect(QRect(n * width // 16, 0, width // 16 + 1, height), colour)
    painter.setBrush(QColor("#F2C9A5"))
    painter.drawEllipse(QRect(width // 2 - 90, height // 2 - 120, 180, 220))
    painter.end()
    return image


def many(count: int) -> tuple[Record, ...]:
    """Other people's broadcasts, the newest last."""
    titles = (
        "Walk by the sea",
        "Guitar requests",
        "Night city walk",
        "云南徒步第 12 天",
        "今天学做番茄牛腩",
    )
    hosts = ("Otto", "林小满", "Neon Radio", "Grace", "王师傅厨房")
    return tuple(
        replace(
            a_record("interrupted" if n % 17 == 5 else "live"),
            id=f"x{n}",
            code=f"8888_host_{n}",
            title=f"{titles[n % 5]} {n}",
            host=HostName(f"h{n % 50}", hosts[n % 5]),
            started_at=to_text(NOW - 20_000 + n),
            viewers=(n * 7919) % 13_000,
            likes=(n * 104_729) % 50_000,
            push=None,
            media=None,
        )
        for n in range(count)
    )
