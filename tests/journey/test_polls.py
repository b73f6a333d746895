"""What a real nginx-rtmp answers when it is asked, where its callbacks are off or were lost."""

from __future__ import annotations

import signal

import pytest

from tests.journey.nginx_studio import WITHIN, nginx_studio
from tests.waiting import until


@pytest.fixture(scope="module")
def without_callbacks(tmp_path_factory):
    folder = tmp_path_factory.mktemp("polls")
    with nginx_studio(folder, idle_s=60, media__callbacks="false") as found:
        yield found


def test_polls_alone_put_on_air_and_find_a_frozen_publisher(without_callbacks, test_picture):
    show = without_callbacks.show()
    publisher = test_picture(show.push_url)
    show.becomes("live")
    publisher.send_signal(signal.SIGSTOP)
    show.becomes("offline", "poll_lost")
    assert show.is_publishing()  # nginx believes it still
    publisher.send_signal(signal.SIGCONT)
    show.becomes("live")
    publisher.kill()
    show.becomes("offline", "poll_lost")
    assert [one["end"] is None for one in show.now()["segments"]] == [False, False]


def test_polls_drop_whoever_publishes_what_has_ended(without_callbacks, test_picture):
    show = without_callbacks.show()
    show.by_host("end")
    publisher = test_picture(show.push_url)
    assert publisher.wait(timeout=WITHIN) is not None
    assert show.state() == ("ended", "ended_by_host")


def test_an_end_callback_that_nobody_heard_is_found_out_by_polls(tmp_path, test_picture):
    with nginx_studio(tmp_path) as studio:
        show = studio.show()
        publisher = test_picture(show.push_url)
        show.goes_live()
        studio.server.kill()
        publisher.kill()
        until(lambda: not show.is_publishing(), WITHIN)
        studio.server.start()
        show.becomes("offline", "poll_lost")
