from __future__ import annotations

from livedesk.server.leaving import LEAVE_AFTER_S, LOOK_EVERY_S, Watch


def leaves(server, seconds: float, step: float = LOOK_EVERY_S) -> bool:
    """Whether the server would leave by itself while so much time goes by."""
    watch = Watch(server.studio)
    for _ in range(round(seconds / step)):
        server.clock.pass_(step)
        if watch.is_alone():
            return True
    return False


def test_a_server_without_a_console_leaves_after_ten_minutes(server):
    assert not leaves(server, LEAVE_AFTER_S)
    assert leaves(server, LOOK_EVERY_S)


def test_a_console_that_calls_keeps_it(server):
    mei = server.add_host("Mei")
    for _ in range(3):
        server.http.get("/v1/broadcasts?host=me", headers=mei)
        assert not leaves(server, LEAVE_AFTER_S)


def test_a_live_show_keeps_it_though_its_console_has_crashed(nginx):
    record = nginx.create(nginx.add_host("Mei"))
    nginx.publish(record)
    assert not leaves(nginx, 2 * LEAVE_AFTER_S)
    nginx.publish_done(record["code"])
    nginx.clock.pass_(61)
    nginx.sweep()
    assert leaves(nginx, LOOK_EVERY_S)


def test_a_night_of_sleep_is_not_ten_minutes_without_a_console(server):
    assert not leaves(server, 8 * 3600, step=8 * 3600)
    assert leaves(server, LEAVE_AFTER_S + LOOK_EVERY_S)
