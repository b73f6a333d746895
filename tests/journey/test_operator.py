"""Publishers of a real nginx-rtmp who come, go, are kicked, held, and given new keys."""

from __future__ import annotations

import pytest

from tests.journey.nginx_studio import WITHIN, nginx_studio
from tests.waiting import until


@pytest.fixture(scope="module")
def studio(tmp_path_factory):
    with nginx_studio(tmp_path_factory.mktemp("studio")) as found:
        yield found


@pytest.fixture
def show(studio):
    return studio.show()


def test_a_publisher_killed_and_back_within_the_grace_is_one_broadcast_with_two_segments(
    show, test_picture
):
    first = test_picture(show.push_url)
    show.goes_live()
    first.kill()
    show.becomes("interrupted", "media_stopped")
    test_picture(show.push_url)
    show.becomes("live")
    segments = show.now()["segments"]
    assert [one["end"] is None for one in segments] == [False, True]


def test_a_second_publisher_is_refused_by_nginxs_own_word_and_its_end_takes_nobody_off(
    show, test_picture
):
    first = test_picture(show.push_url)
    show.goes_live()
    assert test_picture(show.push_url).wait(timeout=WITHIN) != 0
    assert "Another encoder is publishing" in show.server.log()
    assert first.poll() is None
    assert show.state()[0] == "live"
    assert show.is_publishing()
    assert len(show.now()["segments"]) == 1


def test_a_held_publisher_is_dropped_refused_and_back_when_the_hold_is_lifted(show, test_picture):
    first = test_picture(show.push_url)
    show.goes_live()
    held = show.by_admin("POST", "kick", hold_s=600)
    assert (held["publisher"], held["kept_out"]) == ("dropped", "by_callback")
    assert show.state() == ("offline", "admin_hold")
    assert first.wait(timeout=WITHIN) is not None
    assert test_picture(show.push_url).wait(timeout=WITHIN) != 0
    assert show.state() == ("offline", "admin_hold")
    assert not show.is_publishing()
    show.by_admin("DELETE", "hold")
    test_picture(show.push_url)
    show.becomes("live")
    assert len(show.now()["segments"]) == 2


def test_a_new_key_drops_the_publisher_refuses_the_old_address_and_lets_the_new_one_in(
    show, test_picture
):
    first = test_picture(show.push_url)
    show.goes_live()
    renewed = show.by_host("key", revoke=False, valid_for_s=200_000)
    assert (renewed["old_address"], renewed["publisher"]) == ("valid_until", None)
    assert first.poll() is None
    replaced = show.by_host("key")
    assert (replaced["old_address"], replaced["publisher"]) == ("refused", "dropped")
    assert first.wait(timeout=WITHIN) is not None
    olds = [test_picture(old) for old in (show.push_url, renewed["broadcast"]["push"]["url"])]
    assert all(old.wait(timeout=WITHIN) != 0 for old in olds)  # both at once: the grace is short
    assert show.state()[0] == "interrupted"
    again = test_picture(replaced["broadcast"]["push"]["url"])
    show.becomes("live")
    until(show.is_publishing, WITHIN)
    assert again.poll() is None
    assert replaced["broadcast"]["push"]["stream_key"].partition("txSecret=")[2] not in (
        show.server.log()
    )


@pytest.mark.parametrize("who", ["host", "admin", "banning admin"])
def test_an_end_drops_the_publisher_and_refuses_it_from_then_on(show, test_picture, who):
    first = test_picture(show.push_url)
    show.goes_live()
    if who == "host":
        show.by_host("end")
    else:
        kicked = show.by_admin("POST", "kick", reason="Not a cat", ban=who == "banning admin")
        assert kicked["publisher"] == "dropped"
    assert show.state() == ("ended", "ended_by_host" if who == "host" else "kicked")
    assert first.wait(timeout=WITHIN) is not None
    assert test_picture(show.push_url).wait(timeout=WITHIN) != 0
    assert not show.is_publishing()
    assert show.create().status_code == (403 if who == "banning admin" else 201)
