"""What may be seen in the window, each as a name and how it comes about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from livedesk.client.console_settings import SetAside
from livedesk.client.obs_state import ObsRefusal, ObsState
from livedesk.client.obs_words import Said, Saw
from livedesk.client.pre_air import Act, Check, Level, Outcome
from livedesk.desk.check_sheet import CheckSheet
from livedesk.desk.doctor_sheet import DoctorSheet
from livedesk.desk.leak_sheet import LeakSheet
from livedesk.desk.ways_sheet import WaysSheet
from livedesk.desk.words_sheet import WordsSheet
from livedesk.desk.workers.history_reads import PastPage
from livedesk.desk.workers.obs_orders import Step
from livedesk.desk.workers.picture_feed import Picture
from livedesk.desk.workers.preview_feed import Black
from livedesk.desk.workers.server_looks import ServerLook
from livedesk.domain.errors import (
    ImageTooLarge,
    ObsNotRunning,
    ObsRefused,
    ObsStreaming,
    ObsWrongPassword,
    OtherConsole,
    ServerUnavailable,
    WrongToken,
)
from livedesk.domain.evidence_records import EvidenceRecord, SignalRecord
from livedesk.domain.explain_trail import hold_detail, shown_detail, signal_words
from livedesk.domain.records import (
    HostRecord,
    KeyRecord,
    Media,
    Proof,
    Record,
    Segment,
    Words,
    to_text,
)
from tests.desk.pretend import (
    KEY,
    NOW,
    Stage,
    a_beat,
    a_comparison,
    a_new_key,
    a_past,
    a_picture,
    a_policy,
    a_record,
    a_server,
    a_share,
    an_evidence,
    an_obs,
    another_service,
    away,
    many,
    streaming_obs,
)

HERE = "http://127.0.0.1:8787"
THERE = "http://192.168.1.20:8787"


def at(base: str, record: Record) -> Record:
    """A record of the bundled server, reached at `base`."""
    play = {"hls": f"{base}/hls/{record.code}.m3u8"}
    return replace(record, play=play, watch_url=f"{base}/watch/{record.code}")


COVER = "https://live.example.com/covers/aa.jpg"


def mine() -> tuple[Record, ...]:
    """What the host had before, the newest first."""
    old = ("Guitar requests", "Walk by the sea", "Night city walk")
    return tuple(
        a_record(
            "ended",
            id=f"m{n}",
            title=title,
            code=f"8888_ana_{n}",
            cover_url="/covers/aa.jpg" if n == 0 else None,
            created_at=to_text(NOW - 86400 * (n + 1)),
            started_at=to_text(NOW - 86400 * (n + 1)),
        )
        for n, title in enumerate(old)
    )


def lasting(left_s: float, state: str = "live") -> Record:
    """A broadcast on a code that was made for a day and has so long left."""
    usual = a_record(state).push
    assert usual is not None
    push = replace(usual, expires_at=to_text(NOW + left_s))
    return a_record(state, push=push, created_at=to_text(NOW + left_s - 86400))


def starting(stage: Stage) -> None:
    stage.live.connecting.emit("")


def no_server(stage: Stage) -> None:
    stage.live.server_lost.emit(ServerUnavailable("Port 8787 is taken."))


def create(stage: Stage) -> None:
    stage.connect()
    stage.live.list_read.emit(many(3))


def create_here(stage: Stage) -> None:
    stage.connect(bundled=True)
    stage.live.named.emit(HostRecord("me", "Host", False, False, to_text(NOW)))


def settings_name(stage: Stage) -> None:
    create_here(stage)
    stage.window.settings.keeper.choose("here")
    stage.window.studio.row.rename.click()


def bad_suffix(stage: Stage) -> None:
    create(stage)
    stage.window.studio.form.title.edit.setText("Sunday sketchbook")
    stage.window.studio.form.suffix.edit.setText("ana code!")


def filled(stage: Stage) -> None:
    """The form with a cover and own broadcasts to begin from, some with one of their own."""
    stage.connect()
    stage.live.mine_read.emit(mine())
    stage.fetcher.read.emit(COVER, a_picture(640, 360, 20))
    form = stage.window.studio.form
    form.title.edit.setText("Sunday sketchbook: cats!")
    form.suffix.edit.setText("ana_1122")
    form.cover.show_made(a_picture(1280, 720), b"jpeg")


def bad_cover(stage: Stage) -> None:
    filled(stage)
    form = stage.window.studio.form
    form.cover.given.emit(b"no picture")
    stage.shop.unreadable.emit("no_picture", "form")


def offered(stage: Stage) -> None:
    stage.connect()
    stage.live.resume_offered.emit(a_record("live"))


def ready(stage: Stage) -> None:
    stage.connect()
    stage.live.record_changed.emit(a_record())
    stage.feed.black.emit(Black("waiting", NOW - 40))
    stage.live.beaten.emit(a_beat("ready", "waiting"))


def cover_refused(stage: Stage) -> None:
    ready(stage)
    stage.live.cover_told.emit("b1", "refused", ImageTooLarge("Too large."))


def renewed(stage: Stage) -> None:
    rehearsal(stage)
    before = a_record().push
    assert before is not None
    after = replace(before, expires_at=to_text(NOW + 7 * 86400), fingerprint="c0de")
    record = a_record(rehearsal=True, media=Media(True, to_text(NOW - 60)), push=after)
    good = Words("Good.", "好。")
    stage.live.renewed.emit(KeyRecord(record, "valid_until", before.expires_at, None, good))
    stage.live.record_changed.emit(record)


def asked_to_renew(stage: Stage) -> None:
    rehearsal(stage)
    stage.window.studio.broadcast.renew.click()


def ends_soon(stage: Stage) -> None:
    """The live code, under a show that goes on."""
    stage.connect()
    stage.live.record_changed.emit(lasting(58 * 60.0))
    stage.feed.picture.emit(a_picture())
    stage.live.beaten.emit(a_beat())


def slept(stage: Stage) -> None:
    live(stage)
    stage.window.hear_sleep(754.0)


def ready_here(stage: Stage) -> None:
    stage.connect(bundled=True)
    stage.live.record_changed.emit(at(HERE, a_record()))


def ready_shared(stage: Stage) -> None:
    ready_here(stage)
    stage.live.share_changed.emit(a_share("192.168.1.20"))
    stage.live.record_changed.emit(at(THERE, a_record()))


def rehearsal(stage: Stage) -> None:
    stage.connect()
    media = Media(True, to_text(NOW - 60))
    stage.live.record_changed.emit(a_record(rehearsal=True, reason="rehearsal", media=media))
    stage.feed.picture.emit(a_picture())


def live(stage: Stage) -> None:
    stage.connect()
    stage.live.record_changed.emit(a_record("live"))
    stage.feed.picture.emit(a_picture())
    stage.live.beaten.emit(a_beat())


def seen_on_a_phone(stage: Stage) -> None:
    """An hour of viewers, and a phone that plays."""
    live(stage)
    begin = stage.clock[0]
    for n in range(120):
        stage.clock[0] = begin + n * 30
        crowd = 40 + n * 11 + (n * 37) % 90
        stage.live.record_changed.emit(a_record("live", viewers=crowd))
    proof = Proof("iPhone", 5.2, 3.1, to_text(NOW))
    stage.live.record_changed.emit(a_record("live", proof=proof, peak_viewers=1502))


def qr_shown(stage: Stage) -> None:
    live(stage)
    stage.window.studio.share.qr.click()


def phones_shut_out(stage: Stage) -> None:
    live_here(stage)
    stage.window.studio.share.let_in.click()


def live_here(stage: Stage) -> None:
    stage.connect(bundled=True)
    stage.live.record_changed.emit(at(HERE, a_record("live")))


def server_away(stage: Stage) -> None:
    live(stage)
    stage.live.away.emit(away())


def interrupted(stage: Stage) -> None:
    live(stage)
    stage.live.record_changed.emit(a_record("interrupted"))
    stage.feed.black.emit(Black("ended", NOW - 18))
    stage.live.beaten.emit(a_beat("interrupted", "media_stopped"))


def offline(stage: Stage) -> None:
    live(stage)
    stage.live.record_changed.emit(a_record("offline"))


def offline_obs_ready(stage: Stage) -> None:
    """Off the list, with OBS open and the two lines in it."""
    offline(stage)
    stage.obs.changed.emit(an_obs())


def offline_here(stage: Stage) -> None:
    live_here(stage)
    stage.live.record_changed.emit(at(HERE, a_record("offline")))


def interrupted_obs_ready(stage: Stage) -> None:
    interrupted(stage)
    stage.obs.changed.emit(an_obs())


def picture_stop_asked(stage: Stage) -> None:
    """The test picture is what viewers see, and *Stop* was clicked."""
    live(stage)
    sending = Picture("sending", 42.0)
    stage.window.doctor.picture.picture = sending
    stage.window.doctor.picture.changed.emit(sending)
    stage.window.studio.air_preview.stop.click()


def picture_asked_offline(stage: Stage) -> None:
    offline(stage)
    stage.window.studio.air_preview.picture.click()


def held(stage: Stage) -> None:
    live(stage)
    stage.live.record_changed.emit(a_record("offline", reason="admin_hold"))
    stage.live.beaten.emit(a_beat("offline", "admin_hold"))


def kicked(stage: Stage) -> None:
    live(stage)
    stage.live.record_changed.emit(a_record("ended", reason="kicked"))


def _admin_said(state: str, reason: str, *told: SignalRecord, **changes: Any) -> EvidenceRecord:
    evidence = an_evidence(state)
    verdict = replace(evidence.verdict, reason=reason)
    return replace(evidence, verdict=verdict, signals=(*evidence.signals, *told), **changes)


def _told(kind: str, detail: str) -> SignalRecord:
    words = signal_words(kind, detail)
    return SignalRecord(to_text(NOW - 1), kind, shown_detail(kind, detail), words)


def held_with_words(stage: Stage) -> None:
    """For ten minutes, and the admin has said why."""
    held(stage)
    why = _told("held", hold_detail(600.0, "Music that is not yours: mute it, please"))
    until = to_text(NOW + 600)
    stage.live.evidence.read.emit(_admin_said("offline", "admin_hold", why, held_until=until))


def kicked_with_words(stage: Stage) -> None:
    kicked(stage)
    why = _told("kicked", "This is not your film")
    stage.live.evidence.read.emit(_admin_said("ended", "kicked", why))


def banned(stage: Stage) -> None:
    kicked(stage)
    why = _told("kicked", "This is not your film"), _told("banned", "")
    stage.live.evidence.read.emit(_admin_said("ended", "kicked", *why))


def cover_sent(stage: Stage) -> None:
    """Almost half of it is on the way."""
    ready(stage)
    stage.live.cover_gone.emit("b1", 251_000, 586_000)


def cover_sent_on_air(stage: Stage) -> None:
    live(stage)
    stage.live.cover_gone.emit("b1", 251_000, 586_000)


def cover_given_up(stage: Stage) -> None:
    cover_sent(stage)
    stage.live.cover_told.emit("b1", "given_up", None)


def taken_over(stage: Stage) -> None:
    live(stage)
    stage.live.refused.emit(OtherConsole("Another console beats."), "beat")


def asked_to_close(stage: Stage) -> None:
    interrupted(stage)
    stage.window.ask_to_close(tray=True)


def asked_to_end(stage: Stage) -> None:
    live(stage)
    stage.window.strip.action.click()


def ended(stage: Stage) -> None:
    stage.connect()
    stage.live.record_changed.emit(a_record("ended"))


def live_list(stage: Stage) -> None:
    live(stage)
    stage.read_list((*many(40), a_record("live")))
    stage.window.show_page(1)


def empty_list(stage: Stage) -> None:
    stage.connect()
    stage.live.list_read.emit(())
    stage.window.show_page(1)


def checking(stage: Stage) -> None:
    """The check, with one line of each kind; nothing is asked of the network."""
    ready(stage)
    sheet = CheckSheet(stage.window)
    sheet.open()
    shown = (Check.NAME, Check.PORT, Check.HANDSHAKE, Check.EXPIRY, Check.CLOCK, Check.FREE)
    sheet.begin(shown)
    facts = {"host": "push.example.com", "port": "1935", "s": 0.018, "status": "200"}
    long = {"s": 5400.0, "planned_s": 14400.0}
    for outcome in (
        Outcome(Check.NAME, Level.GOOD, "name.good", facts=facts),
        Outcome(Check.PORT, Level.BAD, "port.no_answer", Act.AGAIN, facts),
        Outcome(Check.HANDSHAKE, Level.UNKNOWN, "not_reached"),
        Outcome(Check.EXPIRY, Level.BAD, "expiry.short", Act.RENEW, long),
        Outcome(Check.CLOCK, Level.NOTE, "clock.behind", Act.DATE, {"s": 95.0}),
        Outcome(Check.FREE, Level.GOOD, "free.good"),
    ):
        sheet.show_outcome(outcome)


def checked(stage: Stage) -> None:
    checking(stage)
    sheet = stage.window.findChild(CheckSheet)
    assert isinstance(sheet, CheckSheet)
    sheet.finish()


def pasting(stage: Stage) -> None:
    ready(stage)
    stage.window.doctor.open_paste()


def pasted_wrong(stage: Stage) -> None:
    pasting(stage)
    url = "rtmp://push.example.com/live/" + KEY
    damaged = url.replace("://", "：／／").replace("&", "&amp;").replace("push.", "pull.")
    sheet = stage.window.doctor.sheet
    assert isinstance(sheet, DoctorSheet)
    sheet.field.take(f"推流地址：{damaged}，今晚八点")


def pasted_right(stage: Stage) -> None:
    pasting(stage)
    sheet = stage.window.doctor.sheet
    assert isinstance(sheet, DoctorSheet)
    sheet.field.take("rtmp://push.example.com/live/" + KEY)


def obs_words(stage: Stage) -> None:
    ready(stage)
    stage.window.doctor.open_words()


def obs_explained(stage: Stage) -> None:
    obs_words(stage)
    sheet = stage.window.doctor.sheet
    assert isinstance(sheet, WordsSheet)
    sheet.choices[Said.INVALID_STREAM].click()
    sheet.show_seen(Saw.REPLACED)


def other_ways(stage: Stage) -> None:
    ready(stage)
    stage.window.doctor.open_ways()


def push_code(stage: Stage) -> None:
    other_ways(stage)
    sheet = stage.window.doctor.sheet
    assert isinstance(sheet, WaysSheet)
    sheet.reveal.click()


def picture_asked(stage: Stage) -> None:
    ready(stage)
    stage.window.studio.obs.picture.click()


def picture_failed(stage: Stage) -> None:
    ready(stage)
    stage.window.doctor.picture.changed.emit(Picture("failed", reason="taken"))


def three_signals(stage: Stage) -> None:
    live(stage)
    stage.live.connected.emit(a_policy(polls=True), a_server())
    for ago in range(14, 0, -1):
        sources = an_evidence().sources
        poll = replace(sources.polls, last_at=to_text(NOW - 23 - ago * 60))
        stage.live.evidence.read.emit(an_evidence(sources=replace(sources, polls=poll)))
    stage.live.evidence.read.emit(an_evidence())


def trail(stage: Stage) -> None:
    three_signals(stage)
    stage.window.why.open(a_record("live"))


def why_offline(stage: Stage) -> None:
    three_signals(stage)
    stage.live.record_changed.emit(a_record("offline"))
    stage.live.evidence.read.emit(an_evidence("offline"))
    stage.window.why.open(a_record("offline"))


def history(stage: Stage) -> None:
    stage.connect()
    stage.window.show_page(2)
    records = a_past(14)
    stage.live.past.read.emit(PastPage(records, whole=True))


def history_opened(stage: Stage) -> None:
    ended(stage)
    stage.window.show_page(2)
    stage.live.past.read.emit(PastPage(a_past(14), whole=True))
    stage.window.history.list.open_row("p3")


def empty_history(stage: Stage) -> None:
    stage.connect()
    stage.window.show_page(2)
    stage.window.history.period.choose("")
    stage.live.past.read.emit(PastPage((), whole=True))


def settings(stage: Stage) -> None:
    stage.connect()
    keeper = stage.window.settings.keeper
    keeper.choose("a1")
    stage.window.show_page(3)
    page = stage.window.settings
    page.show_look(ServerLook("a1", 0.018, "Ana Oliveira"))
    page.show_look(ServerLook("b2", None, error=WrongToken("rotated")))
    page.show_look(ServerLook("here", None))
    page.obs.show_state("OBS 31.0.2", "ws://127.0.0.1:4455", good=True)


def settings_while_ready(stage: Stage) -> None:
    ready(stage)
    settings(stage)


def settings_while_rehearsing(stage: Stage) -> None:
    rehearsal(stage)
    settings(stage)


def settings_on_air_here(stage: Stage) -> None:
    live_here(stage)
    stage.live.share_changed.emit(a_share("192.168.1.20"))
    stage.window.settings.keeper.choose("here")
    stage.window.show_page(3)
    stage.window.settings.go_to(3)


def settings_in_trouble(stage: Stage) -> None:
    settings(stage)
    keeper = stage.window.settings.keeper
    keeper.where, keeper.why = "file", "locked"
    keeper.aside = SetAside(("obs.port", "servers.2"), Path("console.set-aside-1.toml"))
    keeper.changed.emit()


def add_server(stage: Stage) -> None:
    settings(stage)
    stage.window.settings.servers.add.click()


def remove_server(stage: Stage) -> None:
    settings(stage)
    stage.window.settings.servers.rows[0].remove_asked.emit()


def switch_on_air(stage: Stage) -> None:
    live(stage)
    stage.window.settings.keeper.choose("a1")
    stage.window.show_page(3)
    stage.window.settings.servers.rows[1].radio.click()


def no_obs(stage: Stage) -> None:
    ready(stage)
    stage.obs.changed.emit(ObsState(looking=False, error=ObsNotRunning("Nobody listens.")))


def finding_obs(stage: Stage) -> None:
    ready(stage)
    error = ObsWrongPassword("A password is needed.", why="obs_password_needed")
    stage.obs.changed.emit(ObsState(looking=False, error=error, password_found=True))
    stage.window.obs.find()


def ready_to_send(stage: Stage) -> None:
    ready(stage)
    stage.obs.changed.emit(an_obs(comparison=another_service()))


def overwritten(stage: Stage) -> None:
    ready_to_send(stage)
    stage.obs.changed.emit(an_obs(comparison=another_service(), busy="send"))
    stage.obs.changed.emit(an_obs(done="send", undo=True))


def send_refused(stage: Stage) -> None:
    ready(stage)
    refusal = ObsRefusal(ObsStreaming("OBS is streaming."), "send", NOW)
    stage.obs.changed.emit(streaming_obs(comparison=another_service(), refusal=refusal))


def ready_to_start(stage: Stage) -> None:
    ready(stage)
    stage.obs.changed.emit(an_obs())


def obs_rehearsal(stage: Stage) -> None:
    rehearsal(stage)
    stage.obs.changed.emit(streaming_obs())


def obs_live(stage: Stage) -> None:
    live(stage)
    stage.obs.changed.emit(streaming_obs())


def obs_reconnecting(stage: Stage) -> None:
    obs_live(stage)
    stage.live.record_changed.emit(a_record("interrupted"))
    stage.feed.black.emit(Black("ended", NOW - 18))
    stage.obs.changed.emit(streaming_obs(reconnecting=True, kbps=0.0, tries=3))


def obs_with_an_old_key(stage: Stage) -> None:
    obs_reconnecting(stage)
    old = a_comparison(key=False, key_mark="0b1c")
    stage.obs.changed.emit(streaming_obs(reconnecting=True, kbps=0.0, tries=9, comparison=old))


def obs_with_the_key_before_a_renewal(stage: Stage) -> None:
    obs_live(stage)
    before = a_record("live")
    assert before.push is not None
    after = replace(before.push, expires_at=to_text(NOW + 7 * 86400), fingerprint="c0de")
    record = replace(before, push=after)
    until = to_text(NOW + 7200)
    stage.live.renewed.emit(KeyRecord(record, "valid_until", until, None, Words("-", "-")))
    stage.live.record_changed.emit(record)
    old = a_comparison(key=False, key_mark=before.push.fingerprint)
    stage.obs.changed.emit(streaming_obs(comparison=old))


def obs_lost(stage: Stage) -> None:
    live(stage)
    stage.obs.changed.emit(ObsState(looking=False, error=ObsNotRunning("Nobody listens.")))


def leak_asked(stage: Stage) -> None:
    obs_live(stage)
    stage.window.studio.key.seen.click()


def leak_asked_here(stage: Stage) -> None:
    live_here(stage)
    stage.live.connected.emit(
        a_policy(media_kind="local", old_address="valid_until"), a_server(bundled=True)
    )
    stage.window.studio.key.seen.click()


def leak_running(stage: Stage) -> None:
    leak_asked(stage)
    sheet = stage.window.findChild(LeakSheet)
    assert sheet is not None
    sheet.go.click()


def leak_over(stage: Stage) -> None:
    leak_running(stage)
    record = a_record("live")
    answer = a_new_key(record)
    stage.clock[0] += 0.6
    stage.live.record_changed.emit(answer.broadcast)
    stage.live.revoked.emit(answer)
    stage.clock[0] += 0.3
    stage.obs.stepped.emit(Step("stopped"))
    stage.clock[0] += 0.6
    stage.obs.changed.emit(streaming_obs(comparison=a_comparison(key_mark="c91e")))
    stage.obs.stepped.emit(Step("sent"))
    stage.clock[0] += 0.3
    stage.obs.stepped.emit(Step("started"))
    back = replace(
        answer.broadcast,
        media=Media(True, to_text(NOW + 1.8)),
        segments=(
            Segment(to_text(NOW - 4365), to_text(NOW + 0.6)),
            Segment(to_text(NOW + 1.7), None),
        ),
    )
    stage.live.record_changed.emit(back)


def leak_not_safe(stage: Stage) -> None:
    leak_running(stage)
    stage.clock[0] += 0.9
    answer = a_new_key(a_record("live"), publisher="failed")
    stage.live.record_changed.emit(answer.broadcast)
    stage.live.revoked.emit(answer)
    stage.obs.stepped.emit(Step("failed", ObsRefused("No.", why="obs_did_not_stop")))


def leak_failed(stage: Stage) -> None:
    leak_running(stage)
    stage.live.revoke_failed.emit(ServerUnavailable("No answer."))


SCENES: dict[str, Callable[[Stage], None]] = {
    scene.__name__: scene
    for scene in (
        starting, no_server, create, create_here, settings_name, bad_suffix, filled, bad_cover,
        offered, ready, ready_here,
        ready_shared, cover_refused, cover_sent, cover_sent_on_air, cover_given_up,
        rehearsal, renewed, asked_to_renew, live, live_here,
        seen_on_a_phone, qr_shown, phones_shut_out, ends_soon, slept, server_away, interrupted,
        offline, offline_obs_ready, offline_here, interrupted_obs_ready, picture_stop_asked,
        picture_asked_offline, held, held_with_words, taken_over, asked_to_end, asked_to_close,
        ended, kicked, kicked_with_words, banned,
        live_list, empty_list,
        checking, checked, pasting, pasted_wrong, pasted_right, obs_words, obs_explained,
        other_ways, push_code, picture_asked, picture_failed,
        three_signals, trail, why_offline, history, history_opened, empty_history,
        settings, settings_while_ready, settings_while_rehearsing, settings_on_air_here,
        settings_in_trouble,
        add_server, remove_server, switch_on_air,
        no_obs, finding_obs, ready_to_send, overwritten, send_refused, ready_to_start,
        obs_rehearsal, obs_live,
        obs_reconnecting, obs_with_an_old_key, obs_with_the_key_before_a_renewal, obs_lost,
        leak_asked,
        leak_asked_here, leak_running, leak_over, leak_not_safe, leak_failed,
    )
}  # fmt: skip
