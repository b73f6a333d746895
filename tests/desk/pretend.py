"""A `Live` and a `PreviewFeed` that only note what is asked, and values to show."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QColor, QImage, QPainter
from pytestqt.qtbot import QtBot

from livedesk.client.console_settings import ConsoleSettings, Loaded, Profile
from livedesk.client.obs import Encoder
from livedesk.client.obs_state import Comparison, ObsState
from livedesk.desk.bites import at_once
from livedesk.desk.covers import Covers
from livedesk.desk.main_window import MainWindow
from livedesk.desk.settings_keeper import SettingsKeeper
from livedesk.desk.workers.beats import Away, Beat
from livedesk.desk.workers.connection import ServerInfo
from livedesk.desk.workers.cover_shop import CoverPicture
from livedesk.desk.workers.list_feed import ListStatus, Source
from livedesk.desk.workers.live import Live
from livedesk.desk.workers.obs_link import ObsLink
from livedesk.desk.workers.preview_feed import PreviewFeed
from livedesk.domain.errors import ServerUnavailable
from livedesk.domain.evidence_records import (
    CallbackSource,
    DeadlineRecord,
    DecisionFacts,
    DecisionRecord,
    EvidenceRecord,
    HeartbeatSource,
    PollSource,
    SignalRecord,
    Sources,
    VerdictRecord,
)
from livedesk.domain.records import (
    HostName,
    KeyRecord,
    Media,
    PolicyRecord,
    Push,
    Record,
    Rhythm,
    Segment,
    ShareRecord,
    Words,
    to_epoch,
    to_text,
)

STUDIO = Profile("a1", "Studio server", "https://live.example.com", "Ana Oliveira")
MARATHON = Profile("b2", "Charity marathon", "https://marathon.example.org", "Ana")
SETTINGS = ConsoleSettings((STUDIO, MARATHON))
NOW = 1_795_384_365.0  # 2026-11-22, in the evening of most of the world
KEY = "8888_ana_1122?txSecret=9f2c41d07be64a2f8c1d5e3b7a906f12&txTime=6AB3C4D5"


class PretendPast(QObject):
    """The signals of `HistoryReads`; `asked` lists what was wanted of it."""

    read = Signal(object)
    detail = Signal(object)
    explained = Signal(object)
    exported = Signal(object, int)
    not_exported = Signal(str)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.asked: list[tuple[Any, ...]] = []

    def show(self, shown: bool) -> None:
        self.asked.append(("show", shown))

    def look_back(self, since: float | None) -> None:
        self.asked.append(("look_back", since))

    def want(self, ids: tuple[str, ...]) -> None:
        self.asked.append(("want", ids))

    def explain(self, id: str) -> None:
        self.asked.append(("explain", id))

    def export(self, ids: tuple[str, ...], path: Path, kind: str) -> None:
        self.asked.append(("export", ids, path, kind))

    def refresh(self) -> None:
        self.asked.append(("refresh",))


class PretendEvidence(QObject):
    """The signals of `EvidenceReads`; `asked` lists what was wanted of it."""

    read = Signal(object)
    failed = Signal(str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.asked: list[tuple[Any, ...]] = []

    def watch(self, who: str, id: str | None) -> None:
        self.asked.append(("watch", who, id))

    def refresh(self) -> None:
        self.asked.append(("refresh",))


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
    cover_gone = Signal(str, int, int)
    list_news = Signal(object)
    list_status = Signal(object)
    refused = Signal(object, str)
    resume_offered = Signal(object)
    share_changed = Signal(object)
    named = Signal(object)
    revoked = Signal(object)
    revoke_failed = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.told_of_encoder: list[tuple[bool | None, Any]] = []
        self.asked: list[tuple[Any, ...]] = []
        self.covers = Covers(parent=self)  # without a server it fetches nothing
        self.cover_shop = PretendShop(self)
        self.cover_fetcher = PretendFetcher(self)
        self.past = PretendPast(self)
        self.evidence = PretendEvidence(self)

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

    def give_up_cover(self) -> None:
        self.asked.append(("give_up_cover",))

    def end(self) -> None:
        self.asked.append(("end",))

    def resume(self, record: Record) -> None:
        self.asked.append(("resume", record))

    def change(self, title: str | None = None, rehearsal: bool | None = None) -> None:
        self.asked.append(("change", title, rehearsal))

    def rename(self, name: str) -> None:
        self.asked.append(("rename", name))

    def share(self, address: str | None) -> None:
        self.asked.append(("share", address))

    def tell_encoder(self, on_air: bool | None, figures: Any) -> None:
        self.told_of_encoder.append((on_air, figures))

    def revoke_key(self) -> None:
        self.asked.append(("revoke_key",))

    def look_now(self) -> None:
        pass

    def search(self, text: str) -> None:
        self.asked.append(("search", text))

    def tell_list_anew(self) -> None:
        self.asked.append(("tell_list_anew",))

    def sort_list(self, by: str) -> None:
        self.asked.append(("sort_list", by))

    def show_list(self, shown: bool) -> None:
        self.asked.append(("show_list", shown))

    def refresh(self) -> None:
        self.asked.append(("refresh",))

    def retry_now(self) -> None:
        self.asked.append(("retry_now",))


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

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
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
    """The signal of the `CoverReads` for own covers; `asked` lists the addresses."""

    read = Signal(str, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.asked: list[str] = []

    def fetch(self, url: str, server: str) -> None:
        self.asked.append(url)


class PretendObs(QObject):
    """The signals of `ObsLink`; `asked` lists its deeds."""

    changed = Signal(object)
    stepped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[tuple[Any, ...]] = []
        self.wanted: Push | None = None

    def look_at(self, host: str, port: int | None, password: str | None = None) -> None:
        self.asked.append(("look_at", host, port, password))

    def use_found_password(self) -> None:
        self.asked.append(("use_found_password",))

    def want(self, push: Push | None) -> None:
        self.wanted = push

    def send(self) -> None:
        self.asked.append(("send",))

    def undo(self) -> None:
        self.asked.append(("undo",))

    def start_stream(self) -> None:
        self.asked.append(("start",))

    def stop_stream(self) -> None:
        self.asked.append(("stop",))

    def compare(self) -> None:
        self.asked.append(("compare",))

    def replace(self, push: Push, *, streams: bool) -> None:
        self.asked.append(("replace", push, streams))


@dataclass
class Stage:
    """The window, what it believes to be its workers, and a clock that is set by hand."""

    window: MainWindow
    live: PretendLive
    feed: PretendFeed
    obs: PretendObs
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

    def read_list(self, records: tuple[Record, ...], source: Source = Source.EVENTS) -> None:
        """The live list as it has been read whole."""
        self.live.list_read.emit(records)
        status = ListStatus(source, self.clock[0], len(records), whole=True)
        self.live.list_status.emit(status)

    @property
    def deeds(self) -> list[tuple[Any, ...]]:
        """What was asked of the workers, without which page is shown."""
        return [deed for deed in self.live.asked if deed[0] not in ("show_list", "refresh")]


def a_stage(
    qtbot: QtBot,
    width: int = 1180,
    height: int = 760,
    settings: ConsoleSettings | None = None,
) -> Stage:
    live, feed, obs, clock = PretendLive(), PretendFeed(), PretendObs(), [NOW]
    keeper = SettingsKeeper(Loaded(settings or SETTINGS))
    window = MainWindow(lambda: clock[0], keeper)
    at_once(window.furnish(cast(Live, live), cast(PreviewFeed, feed), cast(ObsLink, obs)))
    qtbot.addWidget(window, before_close_func=lambda shown: shown.leave())
    window.resize(width, height)
    with qtbot.waitExposed(window):
        window.show()
    return Stage(window, live, feed, obs, clock, live.cover_shop, live.cover_fetcher)


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


def an_obs(**changes: Any) -> ObsState:
    """OBS 31, connected, with the two lines, not streaming."""
    usual: dict[str, Any] = {
        "looking": False,
        "version": "31.0.2",
        "comparison": a_comparison(),
        "encoder": Encoder("Advanced", "obs_x264", 6000, 2.0, False, 30.0, 1920, 1080),
    }
    return ObsState(**{**usual, **changes})


def streaming_obs(**changes: Any) -> ObsState:
    """Six megabit a second, with a dip."""
    curve = tuple(
        (NOW - 300 + n, 6000 + 250 * math.sin(n / 9) - (1900 if 120 < n < 140 else 0))
        for n in range(300)
    )
    usual = {"streaming": True, "kbps": 6012.0, "curve": curve, "dropped": 12, "total": 131_040}
    return an_obs(**{**usual, **changes})


def a_comparison(**changes: Any) -> Comparison:
    usual: dict[str, Any] = {
        "service": True,
        "server": True,
        "key": True,
        "shown_service": "",
        "shown_server": "rtmp://push.example.com/live",
        "key_mark": "7f3a",
        "same_stream": True,
    }
    return Comparison(**{**usual, **changes})


def another_service() -> Comparison:
    """OBS sends to Twitch."""
    return a_comparison(
        service=False, server=False, key=False, shown_service="Twitch", shown_server="auto",
        key_mark="0b1c", same_stream=False,
    )  # fmt: skip


def a_new_key(record: Record, **changes: Any) -> KeyRecord:
    """The server's answer to a revocation of this record's key."""
    key = KEY.replace("9f2c", "c91e")
    push = Push(
        "rtmp://push.example.com/live/" + key,
        "rtmp://push.example.com/live",
        key,
        to_text(NOW + 85260),
        "c91e",
    )
    usual: dict[str, Any] = {
        "broadcast": replace(record, push=push),
        "old_address": "refused",
        "old_valid_until": None,
        "publisher": "dropped",
        "sentence": Words("The old key is refused.", "旧推流码已被拒绝。"),
    }
    return KeyRecord(**{**usual, **changes})


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


def a_past(count: int, *, whole: bool = True) -> tuple[Record, ...]:
    """Broadcasts of Ana's that are over, the newest first: of today, yesterday and before."""
    titles = ("Sunday sketchbook", "Guitar requests", "Walk by the sea", "周末夜聊：一壶好茶")
    made = []
    for n in range(count):
        start = NOW - 6_000 - n * 31_000
        length = 1800.0 + (n * 1237) % 7000
        record = replace(
            a_record("ended"),
            id=f"p{n}",
            code=f"8888_ana_{n}",
            title=titles[n % 4],
            reason=("ended_by_host", "ended_by_host", "expired", "kicked")[n % 4],
            created_at=to_text(start - 300),
            started_at=to_text(start),
            ended_at=to_text(start + length),
            likes=(n * 104_729) % 9_000,
            viewers=0,
            push=None,
            media=None,
            segments=None,
            peak_viewers=None,
        )
        made.append(whole_of(record, n % 4) if whole else record)
    return tuple(made)


def whole_of(record: Record, gaps: int) -> Record:
    """As the single GET tells it, with so many gaps of 38 s."""
    start, end = to_epoch(record.started_at or ""), to_epoch(record.ended_at or "")
    step = (end - start) / (gaps + 1)
    cuts = [(start + n * step, start + n * step + 38) for n in range(1, gaps + 1)]
    edges = [start, *(at for cut in cuts for at in cut), end]
    segments = tuple(
        Segment(to_text(edges[n]), to_text(edges[n + 1])) for n in range(0, len(edges), 2)
    )
    return replace(record, segments=segments, peak_viewers=300 + len(record.id) * 701)


def an_evidence(state: str = "live", **changes: Any) -> EvidenceRecord:
    """What the server says of Ana's broadcast: on air for 1 h 12 min, with one gap in it."""
    began, gap = NOW - 4365, NOW - 1800
    session = "0c5e7c21"
    told = [
        SignalRecord(to_text(began - 20), "beat_first", "", Words("A beat.", "第一次心跳。")),
        SignalRecord(to_text(began), "publish", session, Words("It begins.", "开始推流。")),
        SignalRecord(to_text(gap), "publish_done", session, Words("It ends.", "推流结束。")),
        SignalRecord(to_text(gap + 38), "publish", session, Words("It begins.", "开始推流。")),
    ]
    turns = [
        ("live", "publishing", 3, began, Words("The picture is there.", "已收到画面。")),
        ("interrupted", "media_stopped", 3, gap, Words("The picture stopped.", "画面中断。")),
        ("live", "publishing", 3, gap + 38, Words("The picture is there.", "已收到画面。")),
    ]
    reason = {"live": "publishing", "ended": "ended_by_host"}.get(state, "media_stopped")
    words = Words("The picture has been coming for 30 min.", "画面已持续 30 分钟。")
    deadline = Words(
        "If no heartbeat comes within 2 min, it is silent.", "2 分内无心跳即为无响应。"
    )
    open_ = 1 if state == "live" else 0
    ended = None if state == "live" else to_text(NOW - 18)
    if state != "live":
        told.append(
            SignalRecord(
                to_text(NOW - 18), "publish_done", session, Words("It ends.", "推流结束。")
            )
        )
        turns.append(("interrupted", "media_stopped", 3, NOW - 18, Words("It stopped.", "中断。")))
        words = Words("The picture stopped 18 s ago.", "画面在 18 秒前中断。")
    if state == "offline":
        turns.append(("offline", "media_stopped", 3, NOW - 1, Words("It is gone.", "没有恢复。")))
    sign = "good" if state == "live" else "bad"
    evidence = EvidenceRecord(
        id="b1",
        code="8888_ana_1122",
        title="Sunday sketchbook",
        at=to_text(NOW),
        verdict=VerdictRecord(state, reason, 3, to_text(NOW + 37), words),
        deadline=DeadlineRecord(to_text(NOW + 120), 120.0, "live", "console_silent", deadline)
        if state == "live"
        else None,
        held_until=None,
        sources=Sources(
            HeartbeatSource(True, "good", to_text(NOW - 12), 12.0, None, Words("12 s.", "12 秒。")),
            CallbackSource(
                True, sign, open_, to_text(gap + 38), ended, 18.0, Words("It began.", "开始推流。")
            ),
            PollSource(
                True,
                sign,
                to_text(NOW - 23),
                23.0,
                open_ == 1,
                1 - open_,
                Words("Asked.", "已查。"),
            ),
        ),
        signals=tuple(told),
        decisions=tuple(
            DecisionRecord(to_text(at), to, why, rule, NO_FACTS, said)
            for to, why, rule, at, said in turns
        ),
    )
    return replace(evidence, **changes)


NO_FACTS = DecisionFacts(
    last_beat=None,
    last_willing_beat=None,
    sessions=(),
    poll_on_at=None,
    polls_off_at=(),
    poll_lost_at=None,
    hold_until=None,
    lost_at=None,
    expires_at=to_text(NOW + 85260),
    heard_since=to_text(NOW - 90_000),
)
