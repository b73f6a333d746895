"""What is told and what is not: news, no noise."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from livedesk.desk.notices import News, Notices
from livedesk.desk.scene import Scene
from livedesk.domain.records import Record, to_text
from tests.desk.pretend import NOW, a_record, away


class Host:
    """Sees a scene every second, as the console does."""

    def __init__(self) -> None:
        self.notices, self.now, self.told = Notices(), NOW, list[News]()
        self.scene = Scene()

    def see(self, seconds: float, **changes: object) -> list[News]:
        """So long it is like that; what was told meanwhile."""
        self.scene = replace(self.scene, **changes)  # type: ignore[arg-type]
        told = list[News]()
        for _ in range(round(seconds)):
            told += [notice.news for notice in self.notices.look(self.scene, self.now)]
            self.now += 1
        return told


def on(state: str, **changes: object) -> Record:
    push = a_record().push
    assert push is not None
    good = replace(push, expires_at=to_text(NOW + 100_000))
    return a_record(state, **{"push": good, **changes})


def test_a_drop_and_a_return_are_told_once_each(qapp: QApplication) -> None:
    host = Host()
    assert host.see(10, record=on("live")) == []
    assert host.see(30, record=on("interrupted")) == [News.INTERRUPTED]
    assert host.see(30, record=on("live")) == [News.BACK]
    assert host.see(120) == []


def test_a_flapping_line_is_no_news(qapp: QApplication) -> None:
    host = Host()
    host.see(10, record=on("live"))
    told = []
    for _ in range(20):
        told += host.see(2, record=on("interrupted")) + host.see(2, record=on("live"))
    assert told == []


def test_slow_flapping_is_told_once_until_it_lasts(qapp: QApplication) -> None:
    host = Host()
    host.see(10, record=on("live"))
    told = []
    for _ in range(20):
        told += host.see(10, record=on("interrupted")) + host.see(10, record=on("live"))
    assert told == [News.INTERRUPTED, News.BACK]
    assert host.see(70, record=on("interrupted")) == [News.INTERRUPTED]


def test_a_server_that_is_away_is_told_and_its_return_too(qapp: QApplication) -> None:
    host = Host()
    host.see(10, record=on("live"))
    assert host.see(10, away=away()) == [News.AWAY]
    assert host.see(10, away=None) == [News.BACK]


def test_interrupted_and_then_offline_are_both_told(qapp: QApplication) -> None:
    host = Host()
    host.see(10, record=on("live"))
    assert host.see(60, record=on("interrupted")) == [News.INTERRUPTED]
    assert host.see(10, record=on("offline")) == [News.OFFLINE]


def test_an_admins_deed_is_told_at_once(qapp: QApplication) -> None:
    host = Host()
    host.see(10, record=on("live"))
    assert host.see(1, record=on("offline", reason="admin_hold")) == [News.HELD]
    assert host.see(10, record=on("live")) == [News.BACK]
    assert host.see(1, record=on("ended", reason="kicked")) == [News.KICKED]


def test_ones_own_end_and_what_was_so_at_the_start_are_no_news(qapp: QApplication) -> None:
    host = Host()
    assert host.see(100, record=on("interrupted")) == []
    host.see(10, record=on("live"))
    assert host.see(10, record=on("ended")) == []


def test_going_on_air_is_no_news(qapp: QApplication) -> None:
    host = Host()
    host.see(10, record=on("ready"))
    assert host.see(30, record=on("live")) == []


def test_an_expiry_is_told_an_hour_and_ten_minutes_before_and_again_after_renewal(
    qapp: QApplication,
) -> None:
    host = Host()
    push = on("live").push
    assert push is not None

    def until(seconds: float) -> Record:
        return on("live", push=replace(push, expires_at=to_text(NOW + seconds)))

    assert host.see(10, record=until(4000)) == []
    assert host.see(500) == [News.EXPIRY]
    assert host.see(2800) == []
    assert host.see(200) == [News.EXPIRY]
    assert host.see(10, record=until(90_000)) == []
    assert host.see(83_500) == [News.EXPIRY]
